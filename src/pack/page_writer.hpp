// Writing the page region: the counterpart of satchel/detail/pages.hpp.
#pragma once

#include "archive_file.hpp"

#include <satchel/detail/pages.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace satchel::pack {

class page_writer {
 public:
  page_writer(archive_file& out, std::uint32_t page_size, std::uint32_t pages_per_frame);

  // Appends bytes, over page boundaries where needed; returns the address of the first.
  detail::address append(const std::byte* data, std::size_t size);
  // Goes to the beginning of a page, filling the current one with zeros; returns its number.
  std::uint32_t align();
  // Writes what is left and completes the frames.
  void finish();

  std::uint32_t payload() const { return page_size_ - detail::page_crc_bytes; }
  std::uint32_t pages() const { return pages_; }
  std::uint64_t offset() const { return offset_; }
  std::uint32_t pages_per_frame() const { return pages_per_frame_; }
  detail::address position() const { return std::uint64_t{pages_} * payload() + page_.size(); }

 private:
  void close_page();
  void write_frame_header();

  archive_file& out_;
  std::uint32_t page_size_, pages_per_frame_;
  std::uint32_t pages_ = 0;   // complete ones
  std::uint64_t offset_ = 0;  // of page 0
  std::uint64_t frame_ = 0;   // content of the current skippable frame
  std::vector<std::byte> page_;
};

}  // namespace satchel::pack
