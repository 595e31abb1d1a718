// The page region: the index's bytes, in checked pages.
#pragma once

#include <satchel/format/bits.hpp>
#include <satchel/format/endian.hpp>
#include <satchel/format/pages.hpp>
#include <satchel/format/varint.hpp>
#include <satchel/storage.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace satchel::detail {

// Where a posting list begins. The document frequency stands in front of it, but for lists inside the term dictionary.
struct list_address {
  format::address at = 0;
  std::uint32_t df = 0;  // 0: not known yet

  bool operator==(const list_address& other) const { return at == other.at; }
};

// Copies of pages that were read lately, each in the place that its number gives it.
struct page_copies {
  std::uint32_t count = 0;
  std::byte* slots = nullptr;  // a page's number and its bytes each

  static constexpr std::uint32_t number_bytes = 4, none = 0xffffffff;
};

// Where pages are and how they are read. Immutable after the archive was opened, but for the copies.
struct page_region {
  storage store;
  std::uint64_t offset = 0;
  std::uint32_t page_size = 0;
  std::uint32_t page_count = 0;
  std::uint32_t pages_per_frame = 1;
  bool check = true;                 // compare each page's CRC when it is read
  std::uint32_t* checked = nullptr;  // a bit for each page whose CRC was compared; null: compare it again every time
  page_copies copies;                // for a search, in memory that it leaves; not of direct storage

  std::uint32_t payload() const { return page_size - format::page_crc_bytes; }
  format::address start_of(std::uint32_t page) const { return static_cast<format::address>(page) * payload(); }
  std::uint64_t file_offset(std::uint32_t page) const {
    return offset + (static_cast<std::uint64_t>(page) + page / pages_per_frame) * page_size;
  }
  // Bytes of buffer that one slot needs.
  std::uint32_t slot_bytes() const { return store.direct() ? 0 : page_size; }

  // Says that what is in [from, to) will be read soon.
  void expect(format::address from, format::address to) const {
    if (store.direct() || store.expect == nullptr || from >= to || to > start_of(page_count)) return;
    const std::uint64_t begin = file_offset(static_cast<std::uint32_t>(from / payload()));
    const std::uint64_t end = file_offset(static_cast<std::uint32_t>((to - 1) / payload())) + page_size;
    store.expect(store.context, begin, end - begin);
  }

  // The payload of a page, in place or in `buffer` (slot_bytes() long).
  error load(std::uint32_t page, std::byte* buffer, const std::byte*& out) const {
    if (page >= page_count) return damaged(part::page, page);
    if (copies.count == 0 || buffer == nullptr) return read(page, buffer, out);
    std::byte* const copy = copies.slots + std::size_t{page % copies.count} * (page_copies::number_bytes + page_size);
    if (format::load32(copy) != page) {
      format::store32(copy, page_copies::none);
      if (error e = read(page, copy + page_copies::number_bytes, out)) return e;
      format::store32(copy, page);
    }
    std::memcpy(buffer, copy + page_copies::number_bytes, page_size);
    out = buffer;
    return {};
  }

 private:
  error read(std::uint32_t page, std::byte* buffer, const std::byte*& out) const {
    if (error e = store.get(file_offset(page), page_size, buffer, out)) return e;
    if (!check || (checked != nullptr && (checked[page / 32] >> (page % 32) & 1) != 0)) return {};
    if (format::page_crc(page, out, payload()) != format::load32(out + payload())) return damaged(part::page, page);
    if (checked != nullptr) checked[page / 32] |= 1u << (page % 32);
    return {};
  }
};

// Reads forward from an address, page after page, through one buffer. After a failure it gives zeros, and failure()
// says what happened.
class byte_cursor {
 public:
  void attach(const page_region& region, std::byte* buffer) {
    region_ = &region;
    buffer_ = buffer;
    page_ = none;
    failure_ = {};
  }

  error seek(format::address to) {
    failure_ = {};
    if (page_ != none && to - region_->start_of(page_) < region_->payload()) {
      next_ = begin_ + (to - region_->start_of(page_));
      return {};
    }
    const std::uint64_t page = to / region_->payload();
    if (page >= region_->page_count) return failure_ = damaged(part::page, page);
    if (load(static_cast<std::uint32_t>(page))) next_ += to % region_->payload();
    return failure_;
  }

  format::address position() const { return region_->start_of(page_) + static_cast<format::address>(next_ - begin_); }
  const error& failure() const { return failure_; }

  std::byte byte() {
    if (next_ == end_ && !load(page_ + 1)) return {};
    return *next_++;
  }

  std::uint64_t varint() {
    if (next_ != end_ && std::to_integer<unsigned>(*next_) < 128) return std::to_integer<std::uint64_t>(*next_++);
    std::uint64_t value = 0;
    const auto next = [this](std::byte& b) {
      b = byte();
      return true;
    };
    if (format::read_varint(next, value)) return value;
    if (!failure_) failure_ = damaged(part::page, page_);
    return 0;
  }

  // The next bytes, when so many lie together in the page, otherwise null; pass() goes on behind what was taken of
  // them.
  const std::byte* ahead(std::ptrdiff_t size) const { return end_ - next_ >= size ? next_ : nullptr; }
  void pass(const std::byte* to) { next_ = to; }

  void copy(std::byte* out, std::size_t size) {
    for (std::size_t i = 0; i < size; ++i) out[i] = byte();
  }

 private:
  static constexpr std::uint32_t none = 0xffffffff;

  bool load(std::uint32_t page) {
    if (!failure_ && (page != page_ || begin_ == nullptr)) {
      failure_ = region_->load(page, buffer_, begin_);
      page_ = page;
    }
    if (failure_) {  // serve zeros from here on
      static constexpr std::byte zeros[8] = {};
      begin_ = zeros;
      next_ = zeros;
      end_ = zeros + sizeof zeros;
      page_ = none;
      return false;
    }
    next_ = begin_;
    end_ = begin_ + region_->payload();
    return true;
  }

  const page_region* region_ = nullptr;
  std::byte* buffer_ = nullptr;
  const std::byte* begin_ = nullptr;
  const std::byte* next_ = nullptr;
  const std::byte* end_ = nullptr;
  std::uint32_t page_ = none;
  error failure_;
};

// A run of pages that belongs to one structure.
struct section {
  format::address start = 0;
  std::uint64_t size = 0;
};

}  // namespace satchel::detail
