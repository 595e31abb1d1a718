// A memory of what was read, for storage where each read costs time: SD card, HTTP range requests, a cold disk.
#pragma once

#include <satchel/span.hpp>
#include <satchel/storage.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace satchel {

// Keeps the latest small reads of a storage, in memory that the caller gives: index pages and catalogs that a query has
// read are at hand when titles are listed, an article is read or the query is made again. 64 KiB hold what a query and
// its ten titles need. Reads of more than an eighth of the memory pass by, and push nothing out. What is said to be
// expected is read up to an eighth of the memory at a time.
//
//   alignas(8) std::byte memory[65536];
//   satchel::read_cache cache(card, {memory, sizeof memory});
//   archive.open({cache.storage(), workspace});
//
// Must stay where it is while its storage is in use; one thread at a time.
class read_cache {
 public:
  read_cache(const satchel::storage& below, mutable_bytes memory) : below_(below), memory_(memory) {}
  read_cache(const read_cache&) = delete;
  read_cache& operator=(const read_cache&) = delete;

  // What lies in memory already is not cached.
  satchel::storage storage() {
    return below_.direct() ? below_
                           : satchel::storage{&read_cache::read, this, below_.size, nullptr, &read_cache::expect};
  }

  // Forgets everything, for storage that gave wrong bytes once (errc::damaged) and may give right ones now.
  void forget() { count_ = 0; }

 private:
  struct kept {
    std::uint64_t offset = 0;
    std::size_t size = 0, place = 0;  // bytes, and where in the memory
  };
  struct range {
    std::uint64_t begin = 0, end = 0;
  };
  static constexpr std::uint32_t kept_max = 64, expected_max = 4;

  static bool read(void* context, std::uint64_t offset, std::size_t size, std::byte* scratch) {
    return static_cast<read_cache*>(context)->get(offset, size, scratch);
  }

  static void expect(void* context, std::uint64_t offset, std::uint64_t size) {
    auto& self = *static_cast<read_cache*>(context);
    if (offset > self.below_.size || size > self.below_.size - offset) return;
    self.newest_ = (self.newest_ + 1) % expected_max;
    self.expected_[self.newest_] = {offset, offset + size};
  }

  bool get(std::uint64_t offset, std::size_t size, std::byte* scratch) {
    for (std::uint32_t i = 0; i < count_; ++i) {
      const kept& k = at(i);
      if (offset < k.offset || offset - k.offset > k.size || size > k.size - (offset - k.offset)) continue;
      std::memcpy(scratch, memory_.data + k.place + (offset - k.offset), size);
      return true;
    }
    if (below_.read == nullptr) return false;
    if (size == 0 || size > memory_.size / 8) return below_.read(below_.context, offset, size, scratch);
    const std::size_t whole = with_expected(offset, size);
    const std::size_t place = make_room(whole);
    if (!below_.read(below_.context, offset, whole, memory_.data + place)) return false;
    std::memcpy(scratch, memory_.data + place, size);
    kept_[(first_ + count_++) % kept_max] = {offset, whole, place};
    return true;
  }

  // How much to read at once where `size` bytes are missing: as many more of that size as are expected and not kept.
  std::size_t with_expected(std::uint64_t offset, std::size_t size) {
    std::uint64_t end = offset;
    for (const range& e : expected_)
      if (e.begin <= offset && offset < e.end) end = e.end;
    for (std::uint32_t i = 0; i < count_; ++i)
      if (at(i).offset > offset && at(i).offset < end) end = at(i).offset;
    const std::uint64_t most = memory_.size / 8 < end - offset ? memory_.size / 8 : end - offset;
    return most < size ? size : static_cast<std::size_t>(most - most % size);
  }

  // Frees a place. The memory is a ring: what came first goes first.
  std::size_t make_room(std::size_t size) {
    std::size_t place = count_ == 0 ? 0 : at(count_ - 1).place + at(count_ - 1).size;
    if (place + size > memory_.size) place = 0;
    while (count_ == kept_max || in_the_way(place, size)) {
      first_ = (first_ + 1) % kept_max;
      --count_;
    }
    return place;
  }

  bool in_the_way(std::size_t place, std::size_t size) {
    for (std::uint32_t i = 0; i < count_; ++i)
      if (at(i).place < place + size && place < at(i).place + at(i).size) return true;
    return false;
  }

  kept& at(std::uint32_t i) { return kept_[(first_ + i) % kept_max]; }

  satchel::storage below_;
  mutable_bytes memory_;
  kept kept_[kept_max];
  std::uint32_t first_ = 0, count_ = 0;
  range expected_[expected_max];  // the latest ones
  std::uint32_t newest_ = 0;
};

}  // namespace satchel
