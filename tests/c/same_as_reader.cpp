// What C gives is what the reader gives.

#include "archives.hpp"
#include "temporary.hpp"

#include <satchel/hosted/file_archive.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace {

using namespace c_test;

// The reader and the C interface, on the same bytes in the same way.
struct pair {
  explicit pair(const file_bytes& bytes, bool direct)
      : in_c(direct ? in_memory(bytes) : copying(bytes)), workspace(1 << 17) {
    const satchel::mutable_bytes room{reinterpret_cast<std::byte*>(workspace.data()), workspace.size() * 8};
    const auto copy = [](void* from, std::uint64_t offset, std::size_t size, std::byte* scratch) {
      const auto* start = static_cast<const file_bytes*>(from)->data() + offset;
      std::copy(start, start + size, scratch);
      return true;
    };
    const satchel::storage store = direct
                                       ? satchel::in_memory({bytes.data(), bytes.size()})
                                       : satchel::storage{copy, const_cast<file_bytes*>(&bytes), bytes.size(), nullptr};
    REQUIRE(!in_cpp.open({store, room}));
    REQUIRE(in_c.failure().code == SATCHEL_OK);
  }
  opened in_c;
  std::vector<std::uint64_t> workspace;
  satchel::archive in_cpp;
};

bool same(const satchel_error& c, const satchel::error& cpp) {
  return c.code == static_cast<int>(cpp.code) && c.part == static_cast<int>(cpp.part) && c.where == cpp.where &&
         c.missing == cpp.missing;
}

std::string text(const char* start, std::size_t size) { return {start, size}; }

const std::vector<std::string> queries{"printing",
                                       "\"movable type\" press",
                                       "libr*",
                                       "author:halvorsen OR tag:printing",
                                       "paper",
                                       "date:2000..2030 -press",
                                       "(paper AND ink) book",
                                       "\xE6\xB4\xBB\xE5\xAD\x97",
                                       "",
                                       "date:when",
                                       "-press",
                                       "libary"};

satchel_query_size size_of(const std::string& query) {
  satchel_query_size size;
  REQUIRE(satchel_measure(query.data(), query.size(), &size).code == SATCHEL_OK);
  return size;
}

std::vector<std::uint32_t> completions(satchel_archive* a, const std::string& prefix) {
  std::vector<std::uint32_t> out;
  const auto take = [](void* context, std::uint32_t article) {
    static_cast<std::vector<std::uint32_t>*>(context)->push_back(article);
    return 1;
  };
  CHECK(satchel_complete(a, prefix.data(), prefix.size(), take, &out).code == SATCHEL_OK);
  return out;
}

bool is_mapped(const std::string& path) {
  std::ifstream maps("/proc/self/maps");
  const std::string all{std::istreambuf_iterator<char>(maps), {}};
  REQUIRE(!all.empty());
  return all.find(path) != std::string::npos;
}

std::string line_of(std::uint32_t kind, std::uint32_t level, bool first, bool last, std::string_view text) {
  return std::to_string(kind) + ' ' + std::to_string(level) + (first ? " first" : "") + (last ? " last " : " ") +
         std::string(text) + '\n';
}

}  // namespace

TEST_SUITE("C interface: same as the reader") {
  TEST_CASE("facts and needs") {
    pair both(seeds(), true);
    satchel_archive_info f;
    REQUIRE(satchel_get_info(both.in_c.get(), &f).code == SATCHEL_OK);
    const satchel::archive_info g = both.in_cpp.info();
    CHECK(text(f.name, f.name_size) == "Samples");
    CHECK(text(f.analyzer, f.analyzer_size) == g.analyzer);
    CHECK(text(f.stemmer, f.stemmer_size) == g.stemmer);
    CHECK(f.text_bytes == g.text_bytes);
    CHECK(f.file_bytes == seeds().size());
    CHECK(f.terms == g.terms);
    CHECK(f.articles == g.articles);
    CHECK(f.blocks == g.blocks);
    CHECK(f.catalogs == g.catalogs);
    CHECK(f.pages == g.pages);
    CHECK(f.page_bytes == 512);
    CHECK(f.block_max == g.block_max);
    CHECK(f.dictionary_bytes == g.dictionary_bytes);
    CHECK(f.word_codes_bytes == g.word_codes_bytes);
    CHECK(f.packed_for == g.packed_for);
    CHECK(f.position_unit == 1);
    CHECK(satchel_size(both.in_c.get()) == g.articles);
    CHECK(satchel_is_open(both.in_c.get()) == 1);

    for (const bool direct : {true, false}) {
      pair two(seeds(), direct);
      satchel_archive* a = two.in_c.get();
      CHECK(satchel_need_open(a) == two.in_cpp.need_open());
      CHECK(satchel_need_read(a) == two.in_cpp.need_read());
      CHECK(satchel_useful_input(a) == two.in_cpp.useful_input());
      const satchel_query_size four = size_of_terms(4);
      CHECK(satchel_need_search(a, &four) == two.in_cpp.need_search(4));
      for (const char* query : {"a (b OR c*) date:2016", "\"x y\" z"}) {
        satchel::query_size size;
        REQUIRE(!satchel::archive::measure(query, size));
        const satchel_query_size in_c = size_of(query);
        CHECK(satchel_need_search(a, &in_c) == two.in_cpp.need_search(size));
        CHECK(satchel_need_snippet(a, &in_c) == two.in_cpp.need_snippet(size));
      }
    }
    satchel_query_size size;
    CHECK(satchel_size_of_terms(1025, &size).code == SATCHEL_TOO_MANY_TERMS);
  }

  TEST_CASE("searches, snippets and entries") {
    std::uint32_t marks = 0;
    for (const bool direct : {true, false}) {
      pair both(seeds(), direct);
      satchel_archive* a = both.in_c.get();
      for (const std::string& query : queries) {
        CAPTURE(query);
        for (const std::uint32_t count : {0u, 1u}) {
          satchel::hits<7> g;
          satchel_hit hits[7];
          satchel_hit_list f = {hits, 7, 99, 99};
          satchel_search_options how = {};
          how.count = count;
          const satchel::error e = both.in_cpp.search(query, g, {count == 1, {}});
          REQUIRE(same(satchel_search(a, query.data(), query.size(), &f, &how), e));
          if (e) CHECK(f.size == 0);
          if (e) continue;
          REQUIRE(f.size == g.size());
          CHECK(f.total == g.total);
          for (std::uint32_t i = 0; i < f.size; ++i) {
            CHECK(hits[i].article == g[i].article);
            CHECK(hits[i].score == g[i].score);

            satchel_article_entry s;
            satchel::article_entry t;
            REQUIRE(satchel_find_entry(a, hits[i].article, &s).code == SATCHEL_OK);
            REQUIRE(!both.in_cpp.find_entry(hits[i].article, t));
            CHECK(text(s.identifier, s.identifier_size) == t.identifier);
            CHECK(text(s.title, s.title_size) == t.title);
            CHECK(s.article == t.article);
            CHECK(s.title_cut == t.title_cut);
            CHECK(s.identifier_cut == t.identifier_cut);

            char room[2][120];
            satchel_snippet p;
            satchel::snippet q;
            REQUIRE(satchel_make_snippet(a, hits[i].article, query.data(), query.size(), room[0], 120, &p).code ==
                    SATCHEL_OK);
            REQUIRE(!both.in_cpp.snippet(hits[i].article, query, room[1], q));
            CHECK(text(room[0], p.size) == q.text);
            CHECK(p.starts_cut == q.starts_cut);
            CHECK(p.ends_cut == q.ends_cut);
            REQUIRE(p.marks == q.marks);
            for (std::uint32_t m = 0; m < p.marks; ++m) {
              CHECK(p.mark[m].begin == q.at[m].begin);
              CHECK(p.mark[m].end == q.at[m].end);
            }
            marks += p.marks;
          }
        }
      }
    }
    CHECK(marks > 50);
  }

  TEST_CASE("articles, by callback and by cursor") {
    for (const bool direct : {true, false}) {
      pair both(seeds(), direct);
      satchel_archive* a = both.in_c.get();
      for (std::uint32_t article = 0; article < satchel_size(a); ++article) {
        std::string expected, read, walked;
        REQUIRE(!both.in_cpp.read(article, [&](const satchel::piece& p) {
          expected += line_of(static_cast<std::uint32_t>(p.kind), p.level, p.first, p.last, p.text);
        }));
        const auto take = [](void* context, const satchel_piece* p) {
          *static_cast<std::string*>(context) +=
              line_of(p->kind, p->level, p->first == 1, p->last == 1, {p->text, p->text_size});
          return 1;
        };
        REQUIRE(satchel_read(a, article, take, &read).code == SATCHEL_OK);
        satchel_article_cursor first = {};
        REQUIRE(satchel_open_article(a, article, &first).code == SATCHEL_OK);
        satchel_article_cursor cursor = first;  // may be moved
        satchel_piece p;
        int more = 1;
        for (;;) {
          REQUIRE(satchel_next_piece(&cursor, &p, &more).code == SATCHEL_OK);
          if (more == 0) break;
          walked += line_of(p.kind, p.level, p.first == 1, p.last == 1, {p.text, p.text_size});
        }
        CHECK(read == expected);
        CHECK(walked == expected);
      }
      int pieces = 0;
      const auto two = [](void* context, const satchel_piece*) { return ++*static_cast<int*>(context) < 2 ? 1 : 0; };
      CHECK(satchel_read(a, 0, two, &pieces).code == SATCHEL_OK);
      CHECK(pieces == 2);
      CHECK(satchel_read(a, satchel_size(a), two, &pieces).code == SATCHEL_NOT_FOUND);
    }
  }

  TEST_CASE("articles with the words of a query told apart") {
    constexpr std::string_view query = "paper OR \"posting list\" OR print*";
    for (const bool direct : {true, false}) {
      pair both(seeds(), direct);
      satchel_archive* a = both.in_c.get();
      int matches = 0;
      for (std::uint32_t article = 0; article < satchel_size(a); ++article) {
        std::string expected, read;
        REQUIRE(!both.in_cpp.read(article, query, [&](const satchel::piece& p, bool match) {
          expected +=
              line_of(static_cast<std::uint32_t>(p.kind), p.level, p.first, p.last, p.text) + (match ? "!" : "");
          matches += match ? 1 : 0;
        }));
        const auto take = [](void* context, const satchel_piece* p, int match) {
          *static_cast<std::string*>(context) +=
              line_of(p->kind, p->level, p->first == 1, p->last == 1, {p->text, p->text_size}) +
              (match == 1 ? "!" : "");
          return 1;
        };
        REQUIRE(satchel_read_with_query(a, article, query.data(), query.size(), take, &read).code == SATCHEL_OK);
        CHECK(read == expected);
      }
      CHECK(matches > 50);
      const auto none = [](void*, const satchel_piece*, int) { return 1; };
      CHECK(satchel_read_with_query(a, 0, "(", 1, none, nullptr).code == SATCHEL_BAD_QUERY);
    }
  }

  TEST_CASE("looking up and completing") {
    pair both(seeds(), false);
    satchel_archive* a = both.in_c.get();
    for (std::uint32_t article = 0; article < satchel_size(a); ++article) {
      satchel::article_entry s;
      REQUIRE(!both.in_cpp.find_entry(article, s));
      const std::string identifier{s.identifier}, title{s.title};
      std::uint32_t found = 0, expected = 0;
      CHECK(satchel_find_identifier(a, identifier.data(), identifier.size(), &found).code == SATCHEL_OK);
      CHECK(found == article);
      REQUIRE(!both.in_cpp.find_title(title, expected));
      CHECK(satchel_find_title(a, title.data(), title.size(), &found).code == SATCHEL_OK);
      CHECK(found == expected);
    }
    std::uint32_t found = 7;
    CHECK(satchel_find_identifier(a, "nobody", 6, &found).code == SATCHEL_NOT_FOUND);
    CHECK(satchel_find_title(a, "nobody", 6, &found).code == SATCHEL_NOT_FOUND);
    for (const char* prefix : {"the", "The L", "", "zzz"}) {
      std::vector<std::uint32_t> expected;
      REQUIRE(!both.in_cpp.complete(prefix, [&](std::uint32_t article) { return expected.push_back(article), true; }));
      CHECK(completions(a, prefix) == expected);
    }
    CHECK(completions(a, "the").size() > 2);
    int calls = 0;
    const auto once = [](void* context, std::uint32_t) { return ++*static_cast<int*>(context), 0; };
    CHECK(satchel_complete(a, "the", 3, once, &calls).code == SATCHEL_OK);
    CHECK(calls == 1);
  }

  TEST_CASE("several archives, and statistics of the caller") {
    pair one(seeds(), true), two(letters(), false);
    satchel_archive* archives[] = {one.in_c.get(), two.in_c.get()};
    satchel::archive* shelves[] = {&one.in_cpp, &two.in_cpp};
    for (const char* query : {"printer paper", "letter", "nothing-that-is-there", "date:when"}) {
      CAPTURE(query);
      satchel::multi_archive_hits<6, 8> g;
      satchel_multi_archive_hit hits[6];
      satchel_hit of_one[6];
      std::uint32_t frequencies[8];
      satchel_multi_archive_hit_list f = {hits, of_one, frequencies, 6, 8, 99, 99, 99};
      const satchel::error e = satchel::multi_archive_search<satchel::archive>(shelves, query, g);
      REQUIRE(same(satchel_multi_archive_search(archives, 2, query, std::strlen(query), &f, nullptr), e));
      if (e) CHECK(f.failed == g.failed);
      if (e) continue;
      REQUIRE(f.size == g.size());
      CHECK(f.total == g.total);
      for (std::uint32_t i = 0; i < f.size; ++i) {
        CHECK(hits[i].archive == g[i].archive);
        CHECK(hits[i].found.article == g[i].found.article);
        CHECK(hits[i].found.score == g[i].found.score);
      }
    }

    // Counting and then searching with the sums gives the scores of both together.
    std::uint32_t sums[4] = {}, of_cpp[4] = {};
    for (int i = 0; i < 2; ++i) {
      REQUIRE(satchel_count_terms(archives[i], "printer paper", 13, sums, 4).code == SATCHEL_OK);
      REQUIRE(!shelves[i]->count_terms("printer paper", of_cpp));
    }
    CHECK(sums[0] == of_cpp[0]);
    CHECK(sums[1] == of_cpp[1]);
    CHECK(sums[1] > 3);
    satchel_search_options how = {};
    how.frequencies = sums;
    how.terms = 4;
    how.articles = satchel_size(archives[0]) + satchel_size(archives[1]);
    satchel_hit hits[3];
    satchel_hit_list f = {hits, 3, 0, 0};
    REQUIRE(satchel_search(archives[1], "printer paper", 13, &f, &how).code == SATCHEL_OK);
    satchel::hits<3> g, alone;
    REQUIRE(!two.in_cpp.search("printer paper", g, {false, {sums, 4, how.articles}}));
    REQUIRE(!two.in_cpp.search("printer paper", alone));
    REQUIRE(f.size == 3);
    CHECK(hits[0].score == g[0].score);
    CHECK(hits[0].score != alone[0].score);
    CHECK(satchel_count_terms(archives[0], "printer paper", 13, sums, 1).code == SATCHEL_TOO_MANY_TERMS);
  }

  TEST_CASE("the dictionary, and verifying") {
    pair both(seeds(), true);
    const void* dictionary = nullptr;
    std::size_t size = 0;
    satchel::bytes expected;
    REQUIRE(satchel_get_dictionary(both.in_c.get(), &dictionary, &size).code == SATCHEL_OK);
    REQUIRE(!both.in_cpp.dictionary(expected));
    REQUIRE(size == expected.size);
    CHECK(size > 1000);
    CHECK(std::memcmp(dictionary, expected.data, size) == 0);

    satchel_verify_result found;
    satchel::verify_result result;
    REQUIRE(satchel_verify(both.in_c.get(), &found, nullptr, nullptr).code == SATCHEL_OK);
    REQUIRE(!satchel::verify(both.in_cpp, result, [](const satchel::error&) {}));
    CHECK(found.checked == result.checked);
    CHECK(found.damaged == 0);
  }

  TEST_CASE("files") {
    pair both(seeds(), true);
    const satchel::test::temporary_directory place;
    const std::string path = (place.path() / "seeds.satchel").string();
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char*>(seeds().data()), static_cast<std::streamsize>(seeds().size()));
    satchel::hits<5> top;
    REQUIRE(!both.in_cpp.search("paper", top));
    for (const auto open : {satchel_open_file, satchel_open_file_unmapped}) {
      satchel_archive file = {};
      REQUIRE(open(&file, path.c_str(), SATCHEL_CHECK_ONCE).code == SATCHEL_OK);
      CHECK(satchel_size(&file) == both.in_cpp.size());
      // More terms than a usual query has: the workspace grows.
      std::string query = "paper";
      for (int i = 0; i < 500; ++i) query += " w" + std::to_string(i);
      satchel_hit hits[5];
      satchel_hit_list list = {hits, 5, 0, 0};
      REQUIRE(satchel_search(&file, query.data(), query.size(), &list, nullptr).code == SATCHEL_OK);
      REQUIRE(list.size == top.size());
      CHECK(hits[0].article == top[0].article);
      CHECK(satchel_need_read(&file) > 100000);
      CHECK(is_mapped(path) == (open == satchel_open_file));
      CHECK(open(&file, "/nothing", SATCHEL_CHECK_ONCE).code == SATCHEL_CANNOT_OPEN_FILE);  // closes first
      CHECK(!is_mapped(path));
      REQUIRE(open(&file, path.c_str(), SATCHEL_CHECK_ONCE).code == SATCHEL_OK);
      satchel_close(&file);
      CHECK(satchel_is_open(&file) == 0);
      CHECK(!is_mapped(path));
    }
  }
}
