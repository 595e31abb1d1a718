// The bytes of a file that may be damaged anywhere.
#pragma once

#include <satchel/hosted/files.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace satchel::tool {

class salvage_file {
 public:
  // Throws trouble when it cannot be opened.
  explicit salvage_file(const std::string& path);

  std::uint64_t size() const { return size_; }

  // `count` bytes at `offset`, valid until the next call; null when there are not so many, or more than window_bytes.
  // What the disk does not give reads as zeros.
  const std::byte* get(std::uint64_t offset, std::size_t count);

  // Counts bytes that were read or made of what was read, so that no file takes longer than its size allows.
  void spend(std::uint64_t bytes) { spent_ += bytes; }
  std::uint64_t spent() const { return spent_; }

  // Bytes that the disk did not give.
  std::uint64_t unreadable() const { return unreadable_; }

  static constexpr std::size_t window_bytes = 1 << 18;  // more than any zstd block

 private:
  void fill(std::uint64_t offset);

  hosted::plain_file file_;
  std::uint64_t size_ = 0, begin_ = 0, spent_ = 0;
  std::vector<std::byte> window_;
  std::uint64_t unreadable_ = 0, counted_to_ = 0;  // sectors before this are counted
};

}  // namespace satchel::tool
