// The cache of slow storage.

#include "archives.hpp"

#include <doctest/doctest.h>

#include <cstring>

namespace {

using namespace c_test;

struct slow {
  const file_bytes* bytes = &seeds();
  std::uint32_t reads = 0, expected = 0;
  std::byte wrong{0};

  satchel_storage storage() {
    return {[](void* context, std::uint64_t offset, std::size_t size, void* scratch) {
              auto& s = *static_cast<slow*>(context);
              ++s.reads;
              std::memcpy(scratch, s.bytes->data() + offset, size);
              *static_cast<std::byte*>(scratch) ^= s.wrong;
              return 1;
            },
            [](void* context, std::uint64_t, std::uint64_t) { ++static_cast<slow*>(context)->expected; }, this, nullptr,
            bytes->size()};
  }
};

void search(const satchel_storage& storage, satchel_hit (&hits)[5]) {
  opened book(storage);
  REQUIRE(book.failure().code == SATCHEL_OK);
  satchel_hit_list list = {hits, 5, 0, 0};
  for (int again = 0; again < 3; ++again)
    REQUIRE(satchel_search(book.get(), "paper libr*", 11, &list, nullptr).code == SATCHEL_OK);
  REQUIRE(list.size == 5);
}

}  // namespace

TEST_SUITE("C interface: read cache") {
  TEST_CASE("fewer reads, the same hits") {
    slow plain, behind;
    satchel_hit without[5], with[5];
    search(plain.storage(), without);

    std::vector<std::uint64_t> memory(8192);
    satchel_read_cache cache = {};
    satchel_storage below = behind.storage(), front;
    REQUIRE(satchel_open_read_cache(&cache, &below, memory.data(), memory.size() * 8, &front).code == SATCHEL_OK);
    CHECK(front.size == seeds().size());
    below = {};  // was copied
    search(front, with);
    CHECK(std::memcmp(with, without, sizeof with) == 0);
    CHECK(behind.reads * 2 < plain.reads);

    const std::uint32_t before = behind.reads;
    search(front, with);
    const std::uint32_t kept = behind.reads - before;
    REQUIRE(satchel_forget(&cache).code == SATCHEL_OK);
    search(front, with);
    CHECK(behind.reads - before > 2 * kept);
  }

  TEST_CASE("bytes that were wrong once") {
    slow behind;
    std::vector<std::uint64_t> memory(8192);
    satchel_read_cache cache = {};
    satchel_storage storage = behind.storage();
    REQUIRE(satchel_open_read_cache(&cache, &storage, memory.data(), memory.size() * 8, &storage).code == SATCHEL_OK);
    behind.wrong = std::byte{1};
    CHECK(opened(storage).failure().code != SATCHEL_OK);
    behind.wrong = std::byte{0};
    CHECK(opened(storage).failure().code != SATCHEL_OK);
    REQUIRE(satchel_forget(&cache).code == SATCHEL_OK);
    CHECK(opened(storage).failure().code == SATCHEL_OK);
  }

  TEST_CASE("storage is told what to expect") {
    slow below{&letters()};
    opened book(below.storage());
    satchel_hit hit;
    satchel_hit_list list = {&hit, 1, 0, 0};
    REQUIRE(satchel_search(book.get(), "printer paper", 13, &list, nullptr).code == SATCHEL_OK);
    CHECK(below.expected > 0);
  }

  TEST_CASE("what is expected is read at once") {
    std::vector<std::uint64_t> memory(8192);
    for (const bool said : {false, true}) {
      slow behind;
      satchel_read_cache cache = {};
      satchel_storage storage = behind.storage();
      REQUIRE(satchel_open_read_cache(&cache, &storage, memory.data(), memory.size() * 8, &storage).code == SATCHEL_OK);
      if (said) storage.expect(storage.context, 0, 8000);
      std::byte scratch[1000];
      for (std::uint64_t at = 0; at < 8000; at += sizeof scratch) {
        CHECK(storage.read(storage.context, at, sizeof scratch, scratch) != 0);
        CHECK(std::memcmp(scratch, seeds().data() + at, sizeof scratch) == 0);
      }
      CHECK(behind.reads == (said ? 1 : 8));
    }
  }

  TEST_CASE("memory needs none") {
    satchel_read_cache cache = {};
    satchel_storage below = in_memory(seeds()), front;
    REQUIRE(satchel_open_read_cache(&cache, &below, nullptr, 0, &front).code == SATCHEL_OK);
    CHECK(front.memory == below.memory);
    CHECK(satchel_forget(&cache).code == SATCHEL_NOT_OPEN);
  }
}
