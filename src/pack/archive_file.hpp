// The archive while it is written: unseen until it is complete.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace satchel::pack {

// A file that gets its name only when it is complete and on disk; until then a crash leaves nothing behind (where the
// file system cannot make unnamed files, a temporary file beside it). Throws failure.
class archive_file {
 public:
  explicit archive_file(std::string path);
  ~archive_file();
  archive_file(const archive_file&) = delete;
  archive_file& operator=(const archive_file&) = delete;

  void append(const void* data, std::size_t size);
  void append_zeros(std::size_t size);
  // Overwrites bytes that were appended.
  void patch(std::uint64_t offset, const void* data, std::size_t size);
  std::uint64_t size() const { return written_ + buffer_.size(); }

  // Writes everything to disk and gives the file its name, replacing one that has it.
  void commit();

 private:
  [[noreturn]] void fail(const char* what, int code, const char* remedy) const;
  void write(std::uint64_t offset, const void* data, std::size_t size);
  void flush();

  std::string path_, temporary_;
  std::string buffer_;
  std::uint64_t written_ = 0;
  int file_ = -1;
  bool named_ = false;  // temporary_ exists
};

}  // namespace satchel::pack
