// Signed archives in C.

#include "archives.hpp"

#include "signing.hpp"

#include <doctest/doctest.h>

#include <cstring>
#include <fstream>

namespace {

using namespace c_test;
using satchel::test::signed_archive;
using satchel::test::signing_key;

satchel_public_key key_of(const signing_key& key) {
  satchel_public_key out;
  std::memcpy(out.id, key.open().id, sizeof out.id);
  std::memcpy(out.point, key.open().point, sizeof out.point);
  return out;
}

// A signed storage with its memory.
struct checked {
  satchel_signed_storage layer = {};
  std::vector<std::uint64_t> memory;
  satchel_storage front = {};

  satchel_error open(const satchel_storage& below, const satchel_public_key& key, std::size_t size,
                     std::uint32_t check = SATCHEL_CHECK_ON_READ) {
    memory.resize(size / 8);
    return satchel_open_signed_storage(&layer, &below, &key, memory.data(), size, check, &front);
  }
};

bool searches(satchel_archive* book) {
  satchel_hit hit;
  satchel_hit_list list = {&hit, 1, 0, 0};
  return satchel_search(book, "paper", 5, &list, nullptr).code == SATCHEL_OK && list.size == 1;
}

}  // namespace

TEST_SUITE("C interface: signatures") {
  const signing_key own(1), other(2);

  TEST_CASE("a signed storage says what it needs, and shows what was signed") {
    const file_bytes bytes = signed_archive(seeds(), own);
    for (const satchel_storage& below : {in_memory(bytes), copying(bytes)})
      for (const std::uint32_t check : {SATCHEL_CHECK_ON_READ, SATCHEL_CHECK_ONCE, SATCHEL_CHECK_AT_OPEN}) {
        checked storage;
        const satchel_error small = storage.open(below, key_of(own), 0, check);
        REQUIRE(small.code == SATCHEL_SMALL_WORKSPACE);
        CHECK(small.missing == small.where);
        CHECK(satchel_useful_memory(&storage.layer) > small.where);
        REQUIRE(storage.open(below, key_of(own), small.where, check).code == SATCHEL_OK);
        opened book(storage.front, 1 << 20, SATCHEL_CHECK_NEVER);
        REQUIRE(book.failure().code == SATCHEL_OK);
        CHECK(searches(book.get()));
      }
  }

  TEST_CASE("what was not signed is refused by its name") {
    file_bytes bytes = signed_archive(seeds(), own);
    checked storage;
    CHECK(storage.open(in_memory(bytes), key_of(other), 1 << 16).code == SATCHEL_NOT_SIGNED);
    CHECK(storage.open(in_memory(seeds()), key_of(own), 1 << 16).code == SATCHEL_NOT_SIGNED);
    CHECK(explain({0, 0, SATCHEL_NOT_SIGNED, SATCHEL_PART_SIGNATURE}) == "not signed with this key");
    bytes[20] ^= std::byte{1};
    REQUIRE(storage.open(in_memory(bytes), key_of(own), 1 << 16).code == SATCHEL_OK);
    const opened book(storage.front);
    satchel_error e = book.failure();
    CHECK(e.code == SATCHEL_IO);
    e = satchel_explain_signed(&storage.layer, &e);
    CHECK(e.code == SATCHEL_FORGED);
    CHECK(explain(e) == "not what was signed: byte 0 of the file");
    const satchel_error another = {0, 0, SATCHEL_BAD_QUERY, 0};
    CHECK(satchel_explain_signed(&storage.layer, &another).code == SATCHEL_BAD_QUERY);
  }

  TEST_CASE("signed files") {
    const satchel::test::temporary_directory place;
    const std::string path = (place.path() / "a.satchel").string();
    file_bytes bytes = signed_archive(seeds(), own);
    const auto write = [&] {
      std::ofstream(path, std::ios::binary)
          .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    };
    write();
    const satchel_public_key key = key_of(own), wrong = key_of(other);
    for (const auto open : {satchel_open_signed_file, satchel_open_signed_file_unmapped})
      for (std::uint32_t check = SATCHEL_CHECK_ON_READ; check <= SATCHEL_CHECK_NEVER; ++check) {
        satchel_archive book = {};
        CHECK(open(&book, path.c_str(), check, &wrong).code == SATCHEL_NOT_SIGNED);
        CHECK(open(&book, path.c_str(), check, nullptr).code == SATCHEL_BAD_ARGUMENT);
        CHECK(open(&book, "/nothing/here", check, &key).code == SATCHEL_CANNOT_OPEN_FILE);
        REQUIRE(open(&book, path.c_str(), check, &key).code == SATCHEL_OK);
        CHECK(searches(&book));
        satchel_close(&book);
      }
    bytes[bytes.size() / 8] ^= std::byte{1};  // in a block
    write();
    satchel_archive book = {};
    REQUIRE(satchel_open_signed_file(&book, path.c_str(), SATCHEL_CHECK_ONCE, &key).code == SATCHEL_OK);
    unsigned refused = 0;
    const auto go_on = [](void*, const satchel_piece*) { return 1; };
    for (std::uint32_t article = 0; article < satchel_size(&book); ++article) {
      const satchel_error e = satchel_read(&book, article, go_on, nullptr);
      CHECK((e.code == SATCHEL_OK || e.code == SATCHEL_FORGED));
      refused += e.code == SATCHEL_FORGED ? 1 : 0;
    }
    CHECK(refused > 0);
    satchel_close(&book);
  }

  TEST_CASE("keys, and what is none") {
    satchel_public_key key;
    const char* text = "RWQBAAAAAAAAAEy1q9t5Hr+4Qyzt7GU4dRrJWWR9WL+bVIXqVtwCQxUH";
    REQUIRE(satchel_parse_public_key(text, 56, &key).code == SATCHEL_OK);
    CHECK(key.id[0] == 1);
    CHECK(key.id[1] == 0);
    const std::string file = std::string("untrusted comment: minisign public key 1\n") + text + "\n";
    CHECK(satchel_parse_public_key(file.data(), file.size(), &key).code == SATCHEL_OK);
    CHECK(satchel_parse_public_key(text, 55, &key).code == SATCHEL_BAD_ARGUMENT);
    CHECK(satchel_parse_public_key(nullptr, 56, &key).code == SATCHEL_BAD_ARGUMENT);
    CHECK(satchel_parse_public_key(text, 56, nullptr).code == SATCHEL_BAD_ARGUMENT);
    std::string other_kind(text, 56);
    other_kind[1] = 'X';
    CHECK(satchel_parse_public_key(other_kind.data(), 56, &key).code == SATCHEL_BAD_ARGUMENT);
  }

  TEST_CASE("wrong arguments") {
    satchel_signed_storage layer = {};
    satchel_storage storage = in_memory(seeds());
    const satchel_public_key key = key_of(own);
    const auto open = [&](satchel_signed_storage* l, const satchel_storage* s, const satchel_public_key* k,
                          std::uint32_t check, satchel_storage* out) {
      return satchel_open_signed_storage(l, s, k, nullptr, 0, check, out).code;
    };
    CHECK(open(nullptr, &storage, &key, 0, &storage) == SATCHEL_BAD_ARGUMENT);
    CHECK(open(&layer, nullptr, &key, 0, &storage) == SATCHEL_BAD_ARGUMENT);
    CHECK(open(&layer, &storage, nullptr, 0, &storage) == SATCHEL_BAD_ARGUMENT);
    CHECK(open(&layer, &storage, &key, 4, &storage) == SATCHEL_BAD_ARGUMENT);
    CHECK(open(&layer, &storage, &key, 0, nullptr) == SATCHEL_BAD_ARGUMENT);
    CHECK(satchel_useful_memory(&layer) == 0);
    CHECK(satchel_useful_memory(nullptr) == 0);
    const satchel_error io = {7, 0, SATCHEL_IO, 0};
    CHECK(satchel_explain_signed(&layer, &io).code == SATCHEL_IO);
    CHECK(satchel_explain_signed(nullptr, &io).where == 7);
    CHECK(satchel_explain_signed(&layer, nullptr).code == SATCHEL_BAD_ARGUMENT);
    CHECK(satchel_signed_storage_bytes() == SATCHEL_SIGNED_STORAGE_BYTES);
  }
}
