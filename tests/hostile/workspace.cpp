// The memory contract: with the stated bytes everything works, with one less the error says so.

#include "answers.hpp"
#include "faulty_file.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <string>

namespace {

using namespace hostile;
using satchel::checking;
using satchel::errc;

struct subject {
  const char* name;
  file_bytes bytes;
  std::vector<std::string> queries;
};

std::vector<subject> subjects() {
  satchel::pack::options with_dictionary = small_parts();
  with_dictionary.dictionary_bytes = 512;
  satchel::pack::options large_parts = small_parts();
  large_parts.page_bytes = 4096;
  large_parts.block_bytes = 16384;
  return {{"small", packed(small_collection()), small_queries()},
          {"with dictionary", packed(wordy_collection(), with_dictionary), wordy_queries()},
          {"large parts", packed(wordy_collection(), large_parts), wordy_queries()},
          {"coded texts", packed(repeated_collection(), large_parts), wordy_queries()}};
}

// An archive in exactly `size` bytes of workspace, and what came of opening it.
class tight_archive {
 public:
  tight_archive(const satchel::storage& store, std::uint64_t size) : memory_(size) {
    opened_ = archive_.open({store, memory_.bytes(), checking::on_read});
  }
  ~tight_archive() { CHECK(memory_.untouched()); }
  tight_archive(const tight_archive&) = delete;
  tight_archive& operator=(const tight_archive&) = delete;

  const satchel::error& opened() const { return opened_; }
  satchel::archive& get() { return archive_; }

 private:
  guarded_memory memory_;
  satchel::archive archive_;
  satchel::error opened_;
};

void check_small(const satchel::error& e, std::uint64_t missing) {
  CHECK(e.code == errc::small_workspace);
  CHECK(e.missing == missing);
  CHECK(e.where > missing);
}

// Runs f(subject, storage) for all archives and ways to read them.
template <class F>
void for_all(F f) {
  for (const subject& s : subjects())
    for (const bool copies : {true, false}) {
      CAPTURE(s.name);
      CAPTURE(copies);
      f(s, copies ? copying(s.bytes) : direct(s.bytes));
    }
}

constexpr std::uint64_t shortfalls[] = {1, 2, 7, 8, 9, 100};

TEST_CASE("opening needs exactly the stated bytes") {
  for_all([](const subject&, const satchel::storage& store) {
    tight_archive ample_one(store, ample);
    REQUIRE(!ample_one.opened());
    const std::uint64_t need = ample_one.get().need_open();
    CHECK(!tight_archive(store, need).opened());
    for (const std::uint64_t less : shortfalls)
      if (less <= need) {
        CAPTURE(less);
        const tight_archive tight(store, need - less);
        check_small(tight.opened(), less);
      }
    // From nothing, by what the errors say. The directory is copied before the rest can be known.
    std::uint64_t size = 0;
    int steps = 0;
    for (;; ++steps) {
      const tight_archive tight(store, size);
      if (!tight.opened()) break;
      REQUIRE(tight.opened().code == errc::small_workspace);
      REQUIRE(tight.opened().missing > 0);
      size += tight.opened().missing;
    }
    CHECK(size == need);
    CHECK(steps <= 2);
  });
}

TEST_CASE("reading needs exactly the stated bytes") {
  for_all([](const subject& s, const satchel::storage& store) {
    std::vector<question> questions = questions_for(s.bytes, s.queries);
    const auto not_reading = [](const question& q) {
      return q.what == question::about::info || q.what == question::about::search ||
             q.what == question::about::snippet || q.what == question::about::words;
    };
    questions.erase(std::remove_if(questions.begin(), questions.end(), not_reading), questions.end());
    tight_archive ample_one(store, ample);
    REQUIRE(!ample_one.opened());
    const std::vector<answer> right = ask_all(ample_one.get(), questions);
    const std::uint64_t need = ample_one.get().need_read();

    tight_archive exact(store, need);
    REQUIRE(!exact.opened());
    for (std::size_t i = 0; i < questions.size(); ++i) {
      CAPTURE(describe(questions[i]));
      const answer given = ask(exact.get(), questions[i]);
      CHECK(!given.failure);
      CHECK(given.text == right[i].text);
    }
    satchel::verify_result result;
    CHECK(!satchel::verify(exact.get(), result, [](const satchel::error&) {}));
    CHECK(result.damaged == 0);
    for (const std::uint64_t less : shortfalls) {
      if (need - less < ample_one.get().need_open()) continue;
      CAPTURE(less);
      tight_archive tight(store, need - less);
      REQUIRE(!tight.opened());
      for (const question& q : questions) check_small(ask(tight.get(), q).failure, less);
      check_small(satchel::verify(tight.get(), result, [](const satchel::error&) {}), less);
    }
  });
}

// With exactly the bytes that `need_of` states every query is answered as with ample ones, with fewer none is.
template <class Need>
void check_exact_need(question::about what, std::uint32_t number, bool total, Need need_of) {
  for_all([&](const subject& s, const satchel::storage& store) {
    tight_archive ample_one(store, ample);
    REQUIRE(!ample_one.opened());
    for (const std::string& text : s.queries) {
      CAPTURE(text);
      const question q{what, text, number, total};
      satchel::query_size size;
      REQUIRE(!satchel::archive::measure(text, size));
      const std::uint64_t need = need_of(ample_one.get(), size);
      {
        tight_archive exact(store, need);
        REQUIRE(!exact.opened());
        const answer given = ask(exact.get(), q);
        CHECK(!given.failure);
        CHECK(given.text == ask(ample_one.get(), q).text);
      }
      for (const std::uint64_t less : shortfalls) {
        if (need - less < ample_one.get().need_open()) continue;
        CAPTURE(less);
        tight_archive tight(store, need - less);
        REQUIRE(!tight.opened());
        check_small(ask(tight.get(), q).failure, less);
      }
    }
  });
}

TEST_CASE("a search needs exactly the stated bytes") {
  check_exact_need(question::about::search, 0, true,
                   [](const satchel::archive& a, const satchel::query_size& size) { return a.need_search(size); });
}

TEST_CASE("a snippet needs exactly the stated bytes") {
  check_exact_need(question::about::snippet, 1, false,
                   [](const satchel::archive& a, const satchel::query_size& size) { return a.need_snippet(size); });
}

TEST_CASE("reading with a query needs the bytes of a snippet") {
  check_exact_need(question::about::words, 1, false,
                   [](const satchel::archive& a, const satchel::query_size& size) { return a.need_snippet(size); });
}

TEST_CASE("uses that share one workspace do not disturb each other") {
  for_all([](const subject& s, const satchel::storage& store) {
    const std::vector<question> questions = questions_for(s.bytes, s.queries);
    tight_archive ample_one(store, ample);
    REQUIRE(!ample_one.opened());
    const std::vector<answer> right = ask_all(ample_one.get(), questions);
    std::uint64_t searching = 0, reading = ample_one.get().need_read();
    for (const std::string& text : s.queries) {
      satchel::query_size size;
      REQUIRE(!satchel::archive::measure(text, size));
      searching = std::max(searching, ample_one.get().need_search(size));
      reading = std::max(reading, ample_one.get().need_snippet(size));
    }
    // One in place of the other, side by side, and all that lies between.
    const std::uint64_t least = std::max(searching, reading);
    std::mt19937 random(5);
    for (const std::uint64_t size : {least, least + 1, least + 1000, searching + reading / 2, searching + reading}) {
      if (size < least) continue;
      CAPTURE(size);
      tight_archive tight(store, size);
      REQUIRE(!tight.opened());
      for (int i = 0; i < 300; ++i) {
        const std::size_t n = random() % questions.size();
        CAPTURE(describe(questions[n]));
        const answer given = ask(tight.get(), questions[n]);
        CHECK(!given.failure);
        CHECK(given.text == right[n].text);
      }
    }
  });
}

TEST_CASE("with the useful bytes more each frame is read at once") {
  satchel::pack::options how = small_parts();
  how.block_bytes = 200000;  // more than a zstd block holds
  how.word_codes = 0;
  std::mt19937 random(4);
  std::string text;
  while (text.size() < 500000) text += static_cast<char>(text.size() % 8 == 7 ? ' ' : 'a' + random() % 26);
  const file_bytes bytes = packed({{{"id", "noise"}, {"body", text}}}, how);
  faulty_file file;
  file.bytes = &bytes;
  const auto reads = [&](std::uint64_t size) {
    tight_archive tight(file.storage(), size);
    REQUIRE(!tight.opened());
    file.reads = 0;
    CHECK(!tight.get().read(0, [](const satchel::piece&) {}));
    return file.reads;
  };
  constexpr std::uint64_t plenty = 4 * ample;
  tight_archive any(file.storage(), plenty);
  const std::uint64_t need = any.get().need_read(), more = any.get().useful_input();
  CHECK(reads(need) > reads(plenty));
  CHECK(reads(need + more) == reads(plenty));
}

TEST_CASE("a block is read once for all pieces of an article that are in it") {
  const auto reads = [](const std::string& text) {
    const file_bytes bytes = packed_text(text);
    faulty_file file;
    file.bytes = &bytes;
    tight_archive open(file.storage(), ample);
    REQUIRE(!open.opened());
    file.reads = 0;
    CHECK(!open.get().read(0, [](const satchel::piece&) {}));
    return file.reads;
  };
  CHECK(reads("ink\n\npaper\n\nglue\n\nthread") == reads("ink"));
}

TEST_CASE("of_terms covers every query of so many words without parentheses") {
  std::mt19937 random(9);
  const std::string long_word(80, 'q');
  const std::string words[] = {"ink",     "\"set in type\"", "pre*",    "title:press", "author:\"a b c\"",     "-bar",
                               "NOT old", "活字印刷",        "a AND b", "a OR b",      "NOT a OR NOT b AND c", "字",
                               long_word};
  std::uint32_t deepest = 0;
  for (int i = 0; i < 3000; ++i) {
    std::string query;
    for (auto n = 1 + random() % 6; n > 0; --n) query += words[random() % std::size(words)] + " ";
    satchel::query_size size;
    CAPTURE(query);
    REQUIRE(!satchel::archive::measure(query, size));
    const satchel::query_size most = satchel::query_size::of_terms(size.terms);
    CHECK(size.clauses <= most.clauses);
    CHECK(size.operations <= most.operations);
    CHECK(size.depth <= most.depth);
    deepest = size.depth > deepest ? size.depth : deepest;
    CHECK(size.text <= most.text);
    CHECK(size.prefixes <= most.prefixes);
  }
  CHECK(deepest == satchel::query_size::of_terms(1).depth);  // and asks for no more than some of them need
}

}  // namespace
