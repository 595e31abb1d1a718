#include "pack/index/page_writer.hpp"

#include <satchel/format/limits.hpp>
#include <satchel/pack.hpp>

#include <algorithm>

namespace satchel::pack {
namespace {

constexpr std::size_t waiting_max = 1 << 20;

}  // namespace

page_writer::page_writer(const std::string& scratch, std::uint32_t page_size, std::uint32_t pages_per_frame)
    : file_(scratch), page_size_(page_size), pages_per_frame_(pages_per_frame) {}

format::address page_writer::append(const std::byte* data, std::size_t size) {
  const format::address start = position();
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
  page_.resize(payload());
  const std::uint32_t crc = format::page_crc(pages_, page_.data(), payload());
  page_.resize(page_size_);
  format::store32(page_.data() + payload(), crc);
  waiting_.append(reinterpret_cast<const char*>(page_.data()), page_.size());
  if (waiting_.size() >= waiting_max) flush();
  page_.clear();
  ++pages_;
}

void page_writer::flush() {
  file_.append(waiting_.data(), waiting_.size());
  waiting_.clear();
}

void page_writer::finish(archive_file& out) {
  align();
  flush();
  // Page 0 stands at a multiple of the page size, its frame's header just before; the gap is a frame of zeros.
  const std::uint64_t h = format::skippable_header;
  std::uint64_t start = (out.size() + h + page_size_ - 1) / page_size_ * page_size_;
  if (start != out.size() + h && start < out.size() + 2 * h) start += page_size_;
  if (start != out.size() + h) {
    const std::uint64_t padding = start - out.size() - 2 * h;
    out.append_skippable_header(padding);
    out.append_zeros(padding);
  }
  offset_ = start;
  for (std::uint32_t page = 0; page < pages_;) {
    const std::uint32_t count = std::min(pages_per_frame_, pages_ - page);
    const bool last = page + count == pages_;
    const std::uint64_t gap = last ? 0 : page_size_ - h;  // to the header of the next frame
    out.append_skippable_header(std::uint64_t{count} * page_size_ + gap);
    const std::uint64_t end = std::uint64_t{page + count} * page_size_;
    for (std::uint64_t at = std::uint64_t{page} * page_size_; at < end; at += waiting_.size()) {
      waiting_.resize(static_cast<std::size_t>(std::min<std::uint64_t>(waiting_max, end - at)));
      file_.read(at, waiting_.data(), waiting_.size());
      out.append(waiting_.data(), waiting_.size());
    }
    out.append_zeros(gap);
    page += count;
  }
}

}  // namespace satchel::pack
