#include "page_writer.hpp"

#include <satchel/detail/opening.hpp>
#include <satchel/pack.hpp>

#include <algorithm>

namespace satchel::pack {
namespace {

void append_header(archive_file& out, std::uint64_t content) {
  std::byte header[detail::skippable_header];
  codec::store32(header, detail::skippable_magic);
  codec::store32(header + 4, static_cast<std::uint32_t>(content));
  out.append(header, sizeof header);
}

}  // namespace

page_writer::page_writer(archive_file& out, std::uint32_t page_size, std::uint32_t pages_per_frame)
    : out_(out), page_size_(page_size), pages_per_frame_(pages_per_frame) {
  // Page 0 stands at a multiple of the page size, its frame's header just before; the gap is a frame of zeros.
  const std::uint64_t h = detail::skippable_header;
  std::uint64_t start = (out_.size() + h + page_size_ - 1) / page_size_ * page_size_;
  if (start != out_.size() + h && start < out_.size() + 2 * h) start += page_size_;
  if (start != out_.size() + h) {
    const std::uint64_t padding = start - out_.size() - 2 * h;
    append_header(out_, padding);
    out_.append_zeros(padding);
  }
  append_header(out_, 0);
  offset_ = frame_ = start;
}

detail::address page_writer::append(const std::byte* data, std::size_t size) {
  const detail::address start = position();
  while (size > 0) {
    const std::size_t n = std::min<std::size_t>(size, payload() - page_.size());
    page_.insert(page_.end(), data, data + n);
    data += n;
    size -= n;
    if (page_.size() == payload()) close_page();
  }
  return start;
}

std::uint32_t page_writer::align() {
  if (!page_.empty()) close_page();
  return pages_;
}

void page_writer::close_page() {
  if (pages_ == UINT32_MAX) throw failure("the index needs more than 2^32 pages; use larger ones with --page");
  if (pages_ > 0 && pages_ % pages_per_frame_ == 0) {
    out_.append_zeros(page_size_ - detail::skippable_header);
    write_frame_header();
    append_header(out_, 0);
    frame_ = out_.size();
  }
  page_.resize(payload());
  const std::uint32_t crc = detail::page_crc(pages_, page_.data(), payload());
  page_.resize(page_size_);
  codec::store32(page_.data() + payload(), crc);
  out_.append(page_.data(), page_.size());
  page_.clear();
  ++pages_;
}

// Completes the header of the current frame, which ends here.
void page_writer::write_frame_header() {
  std::byte size[4];
  codec::store32(size, static_cast<std::uint32_t>(out_.size() - frame_));
  out_.patch(frame_ - 4, size, sizeof size);
}

void page_writer::finish() {
  align();
  write_frame_header();
}

}  // namespace satchel::pack
