// The archive while it is written: unseen until it is complete.
#pragma once

#include "output/target.hpp"
#include "pack/io/scratch.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace satchel::pack {

// Bytes on their way to an output::target, which can be overwritten until they are there: where the target cannot be,
// as a pipe, they wait in a temporary file in the directory `scratch`. Throws failure.
class archive_file {
 public:
  archive_file(const std::string& path, const std::string& scratch);
  archive_file(const archive_file&) = delete;
  archive_file& operator=(const archive_file&) = delete;

  void append(const void* data, std::size_t size);
  void append_zeros(std::size_t size);
  // The header of a skippable frame with so many bytes behind it.
  void append_skippable_header(std::uint64_t content);
  // Overwrites bytes that were appended.
  void patch(std::uint64_t offset, const void* data, std::size_t size);
  std::uint64_t size() const { return written_ + buffer_.size(); }

  // Writes everything, and puts it in its place.
  void commit();

 private:
  void write(std::uint64_t offset, const void* data, std::size_t size);
  void flush();
  void copy_waiting();

  output::target target_;
  std::optional<scratch_file> waiting_;
  std::string buffer_;
  std::uint64_t written_ = 0;
};

}  // namespace satchel::pack
