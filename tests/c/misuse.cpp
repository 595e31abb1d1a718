// What a caller can do wrong is a code, never undefined behaviour.

#include "archives.hpp"

#include <doctest/doctest.h>

#include <cstring>
#include <string>
#include <utility>
#include <vector>

namespace {

using namespace c_test;

// The codes of all functions that take an archive, with arguments that would do for an open one.
std::vector<std::pair<std::string, int>> codes_of_all(satchel_archive* a) {
  std::vector<std::pair<std::string, int>> out;
  satchel_hit hits[2];
  satchel_hit_list list = {hits, 2, 5, 5};
  satchel_article_entry entry;
  satchel_snippet snippet;
  satchel_article_cursor cursor = {};
  satchel_verify_result verified;
  const void* dictionary = nullptr;
  std::size_t size = 0;
  std::uint32_t number = 0;
  char room[50];
  satchel_archive* archives[] = {a};
  satchel_multi_archive_hit several[2];
  satchel_multi_archive_hit_list of_all = {several, hits, &number, 2, 1, 5, 5, 5};
  const auto take = [](void*, std::uint32_t) { return 1; };
  const auto take_piece = [](void*, const satchel_piece*) { return 1; };
  const auto add = [&](const char* name, satchel_error e) { out.emplace_back(name, e.code); };
  add("search", satchel_search(a, "paper", 5, &list, nullptr));
  add("count_terms", satchel_count_terms(a, "paper", 5, &number, 1));
  add("multi_archive_search", satchel_multi_archive_search(archives, 1, "paper", 5, &of_all, nullptr));
  add("make_snippet", satchel_make_snippet(a, 0, "paper", 5, room, sizeof room, &snippet));
  add("find_entry", satchel_find_entry(a, 0, &entry));
  add("find_identifier", satchel_find_identifier(a, "posting-list", 12, &number));
  add("find_title", satchel_find_title(a, "what a posting list is", 22, &number));
  add("complete", satchel_complete(a, "the", 3, take, nullptr));
  add("read", satchel_read(a, 0, take_piece, nullptr));
  const auto take_match = [](void*, const satchel_piece*, int) { return 1; };
  add("read_with_query", satchel_read_with_query(a, 0, "paper", 5, take_match, nullptr));
  add("open_article", satchel_open_article(a, 0, &cursor));
  add("verify", satchel_verify(a, &verified, nullptr, nullptr));
  add("get_dictionary", satchel_get_dictionary(a, &dictionary, &size));
  return out;
}

void all_say(satchel_archive* a, int code) {
  for (const auto& one : codes_of_all(a)) {
    CAPTURE(one.first);
    CHECK(one.second == code);
  }
}

void is_not_open(satchel_archive* a) {
  all_say(a, SATCHEL_NOT_OPEN);
  satchel_archive_info info;
  CHECK(satchel_get_info(a, &info).code == SATCHEL_NOT_OPEN);
  CHECK(info.articles == 0);
  CHECK(satchel_is_open(a) == 0);
  CHECK(satchel_size(a) == 0);
  CHECK(satchel_need_open(a) == 0);
  CHECK(satchel_need_read(a) == 0);
  const satchel_query_size size = size_of_terms(2);
  CHECK(satchel_need_search(a, &size) == 0);
  CHECK(satchel_need_snippet(a, &size) == 0);
  CHECK(satchel_useful_input(a) == 0);
  satchel_close(a);
}

}  // namespace

TEST_SUITE("C interface: misuse") {
  TEST_CASE("structs that were not opened") {
    SUBCASE("null") { is_not_open(nullptr); }
    SUBCASE("zeros") {
      satchel_archive zeros = {};
      is_not_open(&zeros);
    }
    SUBCASE("garbage") {
      satchel_archive garbage;
      std::memset(&garbage, 0xA5, sizeof garbage);
      is_not_open(&garbage);
    }
    SUBCASE("a failed open") {
      opened wrong(satchel_storage{});
      CHECK(wrong.failure().code == SATCHEL_NOT_AN_ARCHIVE);
      is_not_open(wrong.get());
    }
    SUBCASE("closed, twice") {
      opened book(in_memory(seeds()));
      all_say(book.get(), SATCHEL_OK);
      satchel_close(book.get());
      is_not_open(book.get());
      is_not_open(book.get());
    }
    SUBCASE("moved") {
      opened book(in_memory(seeds()));
      satchel_archive copy = *book.get();
      is_not_open(&copy);
      all_say(book.get(), SATCHEL_OK);
    }
    SUBCASE("garbage can be opened") {
      std::vector<std::uint64_t> workspace(1 << 17);
      satchel_config how = {};
      how.storage = in_memory(seeds());
      how.workspace = workspace.data();
      how.workspace_size = workspace.size() * 8;
      satchel_archive garbage;
      std::memset(&garbage, 0xA5, sizeof garbage);
      CHECK(satchel_open(&garbage, &how).code == SATCHEL_OK);
      all_say(&garbage, SATCHEL_OK);
      CHECK(satchel_open(nullptr, &how).code == SATCHEL_NOT_OPEN);
      CHECK(satchel_open_file(nullptr, "x", SATCHEL_CHECK_ONCE).code == SATCHEL_NOT_OPEN);
      // Opening anew closes, also when it fails.
      how.storage.size = 100;
      CHECK(satchel_open(&garbage, &how).code == SATCHEL_TRUNCATED);
      is_not_open(&garbage);
    }
    SUBCASE("a place that is no multiple of 8") {
      alignas(8) std::byte memory[sizeof(satchel_archive) + 8] = {};
      auto* crooked = reinterpret_cast<satchel_archive*>(memory + 4);
      is_not_open(crooked);
      const satchel_config how = {};
      CHECK(satchel_open(crooked, &how).code == SATCHEL_MISALIGNED);
    }
  }

  TEST_CASE("cursors") {
    satchel_piece piece;
    int more = 1;
    satchel_article_cursor cursor = {};
    CHECK(satchel_next_piece(nullptr, &piece, &more).code == SATCHEL_NOT_OPEN);
    CHECK(satchel_next_piece(&cursor, &piece, &more).code == SATCHEL_NOT_OPEN);
    CHECK(more == 0);
    std::memset(&cursor, 0xA5, sizeof cursor);
    CHECK(satchel_next_piece(&cursor, &piece, &more).code == SATCHEL_NOT_OPEN);

    opened book(copying(seeds()));
    REQUIRE(satchel_open_article(book.get(), 3, &cursor).code == SATCHEL_OK);
    REQUIRE(satchel_next_piece(&cursor, &piece, &more).code == SATCHEL_OK);
    SUBCASE("the archive does something else") {
      all_say(book.get(), SATCHEL_OK);
      CHECK(satchel_next_piece(&cursor, &piece, &more).code == SATCHEL_STALE);
    }
    SUBCASE("another cursor") {
      satchel_article_cursor other = {};
      REQUIRE(satchel_open_article(book.get(), 4, &other).code == SATCHEL_OK);
      CHECK(satchel_next_piece(&other, &piece, &more).code == SATCHEL_OK);
      CHECK(satchel_next_piece(&cursor, &piece, &more).code == SATCHEL_STALE);
    }
    SUBCASE("the archive is closed and opened again") {
      satchel_close(book.get());
      CHECK(satchel_next_piece(&cursor, &piece, &more).code == SATCHEL_NOT_OPEN);
      std::vector<std::uint64_t> workspace(1 << 17);
      satchel_config how = {};
      how.storage = in_memory(seeds());
      how.workspace = workspace.data();
      how.workspace_size = workspace.size() * 8;
      for (int i = 0; i < 3; ++i) {
        REQUIRE(satchel_open(book.get(), &how).code == SATCHEL_OK);
        CHECK(satchel_next_piece(&cursor, &piece, &more).code == SATCHEL_STALE);
        // Also when the archive did as much as before.
        satchel_article_cursor other = {};
        REQUIRE(satchel_open_article(book.get(), 3, &other).code == SATCHEL_OK);
        REQUIRE(satchel_next_piece(&other, &piece, &more).code == SATCHEL_OK);
        CHECK(satchel_next_piece(&cursor, &piece, &more).code == SATCHEL_STALE);
      }
      satchel_close(book.get());
    }
    SUBCASE("no such article") {
      CHECK(satchel_open_article(book.get(), 1000, &cursor).code == SATCHEL_NOT_FOUND);
      CHECK(satchel_next_piece(&cursor, &piece, &more).code == SATCHEL_NOT_OPEN);
    }
  }

  TEST_CASE("calls from inside of callbacks") {
    opened book(in_memory(seeds()));
    const auto from_read = [](void* context, const satchel_piece*) {
      auto* a = static_cast<satchel_archive*>(context);
      const satchel_config how = {};
      all_say(a, SATCHEL_BUSY);
      CHECK(satchel_size(a) > 0);
      CHECK(satchel_open(a, &how).code == SATCHEL_BUSY);
      CHECK(satchel_open_file(a, "nothing", SATCHEL_CHECK_ONCE).code == SATCHEL_BUSY);
      satchel_close(a);
      return 0;
    };
    CHECK(satchel_read(book.get(), 0, from_read, book.get()).code == SATCHEL_OK);
    const auto from_complete = [](void* context, std::uint32_t) {
      all_say(static_cast<satchel_archive*>(context), SATCHEL_BUSY);
      return 0;
    };
    CHECK(satchel_complete(book.get(), "the", 3, from_complete, book.get()).code == SATCHEL_OK);
    all_say(book.get(), SATCHEL_OK);

    // From the storage too, when it is opened as well.
    static satchel_archive self;
    self = {};
    static int asked;
    asked = 0;
    satchel_storage storage = copying(seeds());
    storage.read = [](void* context, std::uint64_t offset, std::size_t size, void* scratch) {
      const int code = satchel_search(&self, "x", 1, nullptr, nullptr).code;
      CHECK(code == SATCHEL_BAD_ARGUMENT);
      satchel_hit_list none = {};
      CHECK(satchel_search(&self, "x", 1, &none, nullptr).code != SATCHEL_OK);
      ++asked;
      std::memcpy(scratch, static_cast<const file_bytes*>(context)->data() + offset, size);
      return 1;
    };
    std::vector<std::uint64_t> workspace(1 << 17);
    satchel_config how = {};
    how.storage = storage;
    how.workspace = workspace.data();
    how.workspace_size = workspace.size() * 8;
    REQUIRE(satchel_open(&self, &how).code == SATCHEL_OK);
    all_say(&self, SATCHEL_OK);
    CHECK(asked > 10);
  }

  TEST_CASE("wrong arguments") {
    opened book(in_memory(seeds()));
    satchel_archive* a = book.get();
    satchel_archive other = {};
    satchel_hit hits[2];
    satchel_hit_list list = {hits, 2, 5, 5};
    std::uint32_t number = 0;
    char room[50];
    satchel_snippet snippet;
    const auto bad = [](satchel_error e) { CHECK(e.code == SATCHEL_BAD_ARGUMENT); };

    bad(satchel_open(&other, nullptr));
    satchel_config how = {};
    how.storage = in_memory(seeds());
    how.check = 4;
    bad(satchel_open(&other, &how));
    how.check = 0;
    how.workspace_size = 8;
    bad(satchel_open(&other, &how));
    how.workspace_size = 0;
    how.storage.memory = static_cast<const std::byte*>(how.storage.memory) + 4;
    CHECK(satchel_open(&other, &how).code == SATCHEL_MISALIGNED);
    how.storage = copying(seeds());
    how.workspace = room + (reinterpret_cast<std::uintptr_t>(room) % 8 == 4 ? 1 : 4);
    CHECK(satchel_open(&other, &how).code == SATCHEL_MISALIGNED);
    how.reserved[3] = 1;
    bad(satchel_open(&other, &how));
    bad(satchel_open_file(&other, nullptr, SATCHEL_CHECK_ONCE));
    bad(satchel_open_file(&other, "x", 4));
    bad(satchel_open_file_unmapped(&other, nullptr, SATCHEL_CHECK_ONCE));

    bad(satchel_get_info(a, nullptr));
    bad(satchel_measure("x", 1, nullptr));
    bad(satchel_size_of_terms(1, nullptr));
    CHECK(satchel_need_search(a, nullptr) == 0);
    CHECK(satchel_need_snippet(a, nullptr) == 0);
    CHECK(satchel_explain(nullptr, room, sizeof room) == 0);
    CHECK(room[0] == 0);
    bad(satchel_search(a, nullptr, 1, &list, nullptr));
    CHECK(list.size == 0);
    bad(satchel_search(a, "x", 1, nullptr, nullptr));
    satchel_hit_list no_hits = {nullptr, 2, 0, 0};
    bad(satchel_search(a, "x", 1, &no_hits, nullptr));
    satchel_search_options options = {};
    options.count = 2;
    bad(satchel_search(a, "x", 1, &list, &options));
    options.count = 0;
    options.terms = 1;
    bad(satchel_search(a, "x", 1, &list, &options));
    options.terms = 0;
    options.reserved[0] = 1;
    bad(satchel_search(a, "x", 1, &list, &options));
    bad(satchel_count_terms(a, "x", 1, nullptr, 1));
    satchel_multi_archive_hit_list several = {nullptr, nullptr, nullptr, 0, 0, 0, 0, 0};
    bad(satchel_multi_archive_search(nullptr, 1, "x", 1, &several, nullptr));
    bad(satchel_multi_archive_search(nullptr, 0, "x", 1, nullptr, nullptr));
    CHECK(satchel_multi_archive_search(nullptr, 0, "x", 1, &several, nullptr).code == SATCHEL_OK);
    several.capacity = 1;
    bad(satchel_multi_archive_search(nullptr, 0, "x", 1, &several, nullptr));
    bad(satchel_make_snippet(a, 0, "x", 1, nullptr, 1, &snippet));
    bad(satchel_make_snippet(a, 0, "x", 1, room, 1, nullptr));
    bad(satchel_find_entry(a, 0, nullptr));
    bad(satchel_find_identifier(a, "x", 1, nullptr));
    bad(satchel_find_title(a, nullptr, 1, &number));
    bad(satchel_complete(a, "x", 1, nullptr, nullptr));
    bad(satchel_read(a, 0, nullptr, nullptr));
    bad(satchel_read_with_query(a, 0, "x", 1, nullptr, nullptr));
    bad(satchel_open_article(a, 0, nullptr));
    satchel_article_cursor cursor = {};
    bad(satchel_next_piece(&cursor, nullptr, nullptr));
    bad(satchel_verify(a, nullptr, nullptr, nullptr));
    bad(satchel_get_dictionary(a, nullptr, nullptr));
    satchel_read_cache cache = {};
    satchel_storage storage = in_memory(seeds());
    bad(satchel_open_read_cache(nullptr, &storage, room, 1, &storage));
    bad(satchel_open_read_cache(&cache, nullptr, room, 1, &storage));
    bad(satchel_open_read_cache(&cache, &storage, nullptr, 1, &storage));
    bad(satchel_open_read_cache(&cache, &storage, room, 1, nullptr));
    CHECK(satchel_forget(&cache).code == SATCHEL_NOT_OPEN);
    CHECK(satchel_forget(nullptr).code == SATCHEL_NOT_OPEN);

    // Nothing asked for is fine.
    satchel_hit_list none = {nullptr, 0, 5, 5};
    CHECK(satchel_search(a, nullptr, 0, &none, nullptr).code == SATCHEL_BAD_QUERY);
    CHECK(satchel_search(a, "x", 1, &none, nullptr).code == SATCHEL_OK);
    CHECK(satchel_make_snippet(a, 0, "x", 1, nullptr, 0, &snippet).code == SATCHEL_OK);
  }
}
