// Temporary files of the packer: appended to, read back in any order, gone when the packer is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>

namespace satchel::pack {

// An unnamed file in the scratch directory. Throws failure when it cannot be made, written or read.
class scratch_file {
 public:
  explicit scratch_file(const std::string& directory);
  ~scratch_file();
  scratch_file(const scratch_file&) = delete;
  scratch_file& operator=(const scratch_file&) = delete;

  // Appends and returns the offset of the first byte. Safe from several threads.
  std::uint64_t append(const void* data, std::size_t size);
  // Anywhere; what append() does not know of.
  void write(std::uint64_t offset, const void* data, std::size_t size);
  void read(std::uint64_t offset, void* data, std::size_t size) const;
  std::uint64_t size() const { return size_; }

 private:
  std::string directory_;
  int file_ = -1;
  std::uint64_t size_ = 0;
  std::mutex lock_;
};

// Reads a part of a scratch file forward through a small buffer.
class scratch_reader {
 public:
  scratch_reader(const scratch_file& file, std::uint64_t begin, std::uint64_t end, std::size_t buffer = 1 << 16)
      : file_(&file), next_(begin), end_(end), capacity_(buffer) {}

  bool at_end() const { return at_ == buffer_.size() && next_ == end_; }
  void read(void* out, std::size_t size);
  std::uint64_t varint();
  std::string string();           // varint size, bytes
  void string(std::string& out);  // likewise, into a string whose memory is used again

 private:
  void refill();

  const scratch_file* file_;
  std::uint64_t next_, end_;
  std::size_t capacity_, at_ = 0;
  std::string buffer_;
};

// Appending numbers and strings to a buffer, as scratch_reader reads them.
void put_varint(std::string& out, std::uint64_t value);
void put_string(std::string& out, std::string_view text);

}  // namespace satchel::pack
