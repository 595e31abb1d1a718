// Writing the page region: the counterpart of satchel/detail/index/page_reader.hpp.
#pragma once

#include "pack/io/archive_file.hpp"
#include "pack/io/scratch.hpp"

#include <satchel/format/pages.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace satchel::pack {

// Pages wait in a temporary file, so that they can be made while the blocks, which stand before them, are.
class page_writer {
 public:
  page_writer(const std::string& scratch, std::uint32_t page_size, std::uint32_t pages_per_frame);

  // Appends bytes, over page boundaries where needed; returns the address of the first.
  format::address append(const std::byte* data, std::size_t size);
  // Goes to the beginning of a page, filling the current one with zeros; returns its number.
  std::uint32_t align();
  // Completes the last page and writes all of them, in their frames.
  void finish(archive_file& out);

  std::uint32_t payload() const { return page_size_ - format::page_crc_bytes; }
  std::uint32_t pages() const { return pages_; }
  std::uint64_t offset() const { return offset_; }  // of page 0, after finish()
  std::uint32_t pages_per_frame() const { return pages_per_frame_; }
  format::address position() const { return std::uint64_t{pages_} * payload() + page_.size(); }

 private:
  void close_page();
  void flush();

  scratch_file file_;
  std::uint32_t page_size_, pages_per_frame_;
  std::uint32_t pages_ = 0;  // complete ones
  std::uint64_t offset_ = 0;
  std::vector<std::byte> page_;
  std::string waiting_;  // complete pages that are not yet in the file
};

}  // namespace satchel::pack
