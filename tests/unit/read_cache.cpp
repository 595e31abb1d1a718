#include <satchel/read_cache.hpp>

#include "dice.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstring>
#include <vector>

namespace {

using namespace satchel;

// Counts what is asked of it, and fails when told to.
struct slow_bytes {
  std::vector<std::byte> bytes;
  unsigned reads = 0;
  std::size_t latest = 0;  // bytes of the last read
  bool fails = false;

  satchel::storage storage() { return {&slow_bytes::read, this, bytes.size(), nullptr}; }

  static bool read(void* context, std::uint64_t offset, std::size_t size, std::byte* scratch) {
    auto& self = *static_cast<slow_bytes*>(context);
    ++self.reads;
    self.latest = size;
    if (self.fails) return false;
    std::memcpy(scratch, self.bytes.data() + offset, size);
    return true;
  }
};

slow_bytes numbered(std::size_t size) {
  slow_bytes out;
  for (std::size_t i = 0; i < size; ++i) out.bytes.push_back(static_cast<std::byte>(i * 7 + i / 256));
  return out;
}

// A cache of some memory over so many bytes.
struct cached_bytes {
  cached_bytes(std::size_t size, std::size_t memory_size)
      : below(numbered(size)), memory(memory_size), cache(below.storage(), {memory.data(), memory.size()}) {}
  cached_bytes(const cached_bytes&) = delete;
  cached_bytes& operator=(const cached_bytes&) = delete;

  slow_bytes below;
  std::vector<std::byte> memory;
  read_cache cache;
  storage store = cache.storage();
};

// Whether a read gives the right bytes.
bool right(const storage& store, const slow_bytes& below, std::uint64_t offset, std::size_t size) {
  std::vector<std::byte> scratch(size + 1, std::byte{0xEE});
  const std::byte* out = nullptr;
  if (store.get(offset, size, scratch.data(), out)) return false;
  return std::equal(out, out + size, below.bytes.begin() + static_cast<std::ptrdiff_t>(offset)) &&
         scratch[size] == std::byte{0xEE};
}

TEST_CASE("a cache answers what it has read, and what it has not") {
  cached_bytes made(5000, 1024);
  auto& [below, memory, cache, store] = made;
  CHECK(store.size == 5000);
  CHECK(right(store, below, 100, 100));
  CHECK(below.reads == 1);
  CHECK(right(store, below, 100, 100));
  CHECK(right(store, below, 100, 20));  // its beginning
  CHECK(below.reads == 1);
  CHECK(right(store, below, 100, 101));
  CHECK(below.reads == 2);
  CHECK(right(store, below, 0, 1000));  // too large to keep
  CHECK(right(store, below, 0, 1000));
  CHECK(below.reads == 4);
  CHECK(right(store, below, 100, 101));
  CHECK(below.reads == 4);
  cache.forget();
  CHECK(right(store, below, 100, 101));
  CHECK(below.reads == 5);
}

TEST_CASE("a read that fails is not kept") {
  cached_bytes made(500, 1024);
  auto& [below, memory, cache, store] = made;
  below.fails = true;
  std::byte scratch[16];
  const std::byte* out = nullptr;
  CHECK(store.get(10, 16, scratch, out).code == errc::io);
  below.fails = false;
  CHECK(right(store, below, 10, 16));
}

TEST_CASE("what is expected is read at once, what is kept already or not expected is not") {
  cached_bytes made(5000, 4096);  // reads of up to 512
  auto& [below, memory, cache, store] = made;
  store.expect(store.context, 1000, 1000);
  CHECK(right(store, below, 900, 100));
  CHECK(below.reads == 1);
  for (std::uint64_t at = 1000; at < 2000; at += 100) CHECK(right(store, below, at, 100));
  CHECK(below.reads == 3);
  CHECK(right(store, below, 2000, 100));
  CHECK(below.reads == 4);
  store.expect(store.context, 1800, 800);
  CHECK(right(store, below, 2100, 100));
  CHECK(right(store, below, 2200, 400));
  CHECK(below.reads == 5);
  store.expect(store.context, 4900, 101);  // more than there is
  CHECK(right(store, below, 4900, 50));
  CHECK(right(store, below, 4950, 50));
  CHECK(below.reads == 7);
}

TEST_CASE("several ranges can be expected at a time") {
  cached_bytes made(5000, 4096);
  auto& [below, memory, cache, store] = made;
  for (const std::uint64_t at : {0u, 1000u, 2000u, 3000u}) store.expect(store.context, at, 300);
  for (const std::uint64_t at : {0u, 1000u, 2000u, 3000u}) {
    CHECK(right(store, below, at, 100));
    CHECK(below.latest == 300);
  }
}

TEST_CASE("what is expected is read up to what is kept, and whole once that is forgotten") {
  cached_bytes made(5000, 4096);
  auto& [below, memory, cache, store] = made;
  CHECK(right(store, below, 1200, 100));
  store.expect(store.context, 1000, 500);
  CHECK(right(store, below, 1000, 100));
  CHECK(below.latest == 200);
  cache.forget();
  CHECK(right(store, below, 1000, 100));
  CHECK(below.latest == 500);
}

TEST_CASE("the latest reads are kept, as many as fit") {
  cached_bytes made(5000, 800);
  auto& [below, memory, cache, store] = made;
  for (const unsigned first : {0u, 1u, 2u, 10u}) {
    for (unsigned i = first; i < first + 8; ++i) CHECK(right(store, below, i * 100, 100));
    const unsigned before = below.reads;
    for (unsigned i = first; i < first + 8; ++i) CHECK(right(store, below, i * 100, 100));
    CHECK(below.reads == before);
  }
  CHECK(below.reads == 8 + 1 + 1 + 8);
}

TEST_CASE("random reads through caches of all sizes are right, and repeated ones are few") {
  test::dice random(11);
  for (const std::size_t size : {0u, 1u, 7u, 64u, 300u, 1024u, 5000u}) {
    CAPTURE(size);
    cached_bytes made(4000, size);
    auto& [below, memory, cache, store] = made;
    bool all = true;
    const unsigned rounds = 20000;
    for (unsigned round = 0; round < rounds; ++round) {
      const std::uint64_t offset = random() % 40 * 100;
      if (random() % 16 == 0) cache.storage().expect(cache.storage().context, offset, random() % 1000);
      all = all && right(store, below, offset, random() % 8 == 0 ? random() % 100 : 40);
    }
    CHECK(all);
    CHECK(below.reads <= rounds);
    if (size == 5000) CHECK(below.reads < rounds / 8);
  }
}

TEST_CASE("what lies in memory is not copied") {
  const slow_bytes below = numbered(100);
  read_cache cache(in_memory({below.bytes.data(), below.bytes.size()}), {});
  CHECK(cache.storage().memory == below.bytes.data());
}

}  // namespace
