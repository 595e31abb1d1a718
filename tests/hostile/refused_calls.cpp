// After a call that was refused or failed, every other call answers as on a fresh archive.

#include "answers.hpp"
#include "faulty_file.hpp"

#include <satchel/multi_archive.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <string>

namespace {

using namespace hostile;
using satchel::checking;
using satchel::errc;

// An archive of one kind, and the workspace that it is read in.
struct tested_archive {
  std::string name;
  file_bytes bytes;
  std::vector<std::string> queries;
  std::uint64_t workspace = 0;
};

// The least in which every question can be asked, one use in the place of the other.
std::uint64_t least_workspace(const file_bytes& bytes, const std::vector<std::string>& queries, bool copies) {
  guarded_memory memory(ample);
  satchel::archive open;
  REQUIRE(!open.open({copies ? copying(bytes) : direct(bytes), memory.bytes(), checking::on_read}));
  std::uint64_t least = open.need_read();
  for (const std::string& q : queries) {
    satchel::query_size size;
    REQUIRE(!satchel::archive::measure(q, size));
    least = std::max({least, open.need_search(size), open.need_snippet(size)});
  }
  return least;
}

std::vector<tested_archive> tested_archives(bool copies) {
  satchel::pack::options passages = small_parts(), none = small_parts(), budget = small_parts();
  passages.positions = satchel::pack::positions::passage;
  none.positions = satchel::pack::positions::none;
  none.dictionary_bytes = 512;
  budget.block_bytes = 0;
  budget.dictionary_bytes = 600;
  budget.memory_bytes = 48 << 10;
  std::vector<tested_archive> out{{"full", packed(small_collection()), small_queries()},
                                  {"passages", packed(small_collection(), passages), small_queries()},
                                  {"none", packed(wordy_collection(), none), wordy_queries()},
                                  {"budget", packed(wordy_collection(), budget), wordy_queries()}};
  std::vector<tested_archive> all;
  for (tested_archive& s : out) {
    const std::uint64_t least = least_workspace(s.bytes, s.queries, copies);
    for (const std::uint64_t more : {0, 2000, 40000}) {
      s.workspace = least + more;
      all.push_back(s);
    }
  }
  return all;
}

// A call that cannot be answered. What it says, when that is known.
struct refused_call {
  const char* name;
  errc code;
  std::function<satchel::error(satchel::archive&)> call;
};

std::string many_words(int count) {
  std::string query;
  for (int i = 0; i < count; ++i) query += "word" + std::to_string(i) + ' ';
  return query;
}

satchel::error run_query(satchel::archive& a, const std::string& query) {
  satchel::hits<3> top;
  return a.search(query, top);
}

satchel::error run_snippet(satchel::archive& a, const std::string& query) {
  char buffer[96];
  satchel::snippet s;
  return a.snippet(0, query, buffer, s);
}

std::vector<refused_call> refused_calls() {
  const std::string large = many_words(900), too_many = many_words(1100);
  const auto disturb = [](satchel::archive& a) {
    satchel::article_entry s;
    CHECK(!a.find_entry(0, s));
    return true;
  };
  return {
      {"a search that does not fit", errc::small_workspace, [=](auto& a) { return run_query(a, large); }},
      {"a phrase that does not fit", errc::small_workspace, [=](auto& a) { return run_query(a, '"' + large + '"'); }},
      {"prefixes that do not fit", errc::small_workspace,
       [=](auto& a) {
         std::string query;
         for (int i = 0; i < 1000; ++i) query += "p* ";
         return run_query(a, query);
       }},
      {"terms that do not fit", errc::small_workspace,
       [=](auto& a) {
         std::vector<std::uint32_t> frequencies(1024);
         return a.count_terms(large, {frequencies.data(), frequencies.size()});
       }},
      {"terms without room", errc::too_many_terms, [](auto& a) { return a.count_terms("iron press", {}); }},
      {"a snippet that does not fit", errc::small_workspace, [=](auto& a) { return run_snippet(a, large); }},
      {"marks that do not fit", errc::small_workspace,
       [=](auto& a) { return a.read(0, large, [](const satchel::piece&, bool) {}); }},
      {"too many words", errc::too_many_terms, [=](auto& a) { return run_query(a, too_many); }},
      {"a query of nothing", errc::bad_query, [](auto& a) { return run_query(a, "( ) -"); }},
      {"an operator alone", errc::bad_query, [](auto& a) { return run_query(a, "iron OR"); }},
      {"a snippet of nothing", errc::bad_query, [](auto& a) { return run_snippet(a, "OR"); }},
      {"no such identifier", errc::not_found,
       [](auto& a) {
         std::uint32_t article = 0;
         return a.find_identifier("no such thing", article);
       }},
      {"no such article", errc::not_found,
       [](auto& a) {
         satchel::article_entry s;
         return a.find_entry(a.size(), s);
       }},
      {"a reader that calls the archive", errc::stale,
       [=](auto& a) { return a.read(0, [&](const satchel::piece&) { return disturb(a); }); }},
      {"a reader that searches", errc::stale,
       [=](auto& a) {
         return a.read(0, [&](const satchel::piece&) {
           CHECK(!run_query(a, "iron"));
           return true;
         });
       }},
      {"marks whose reader calls the archive", errc::stale,
       [=](auto& a) { return a.read(0, "iron", [&](const satchel::piece&, bool) { return disturb(a); }); }},
      {"a completion that calls the archive", errc::stale,
       [=](auto& a) { return a.complete("", [&](std::uint32_t) { return disturb(a); }); }},
      {"lists whose reader calls the archive", errc::stale,
       [=](auto& a) {
         return satchel::detail::each_list(satchel::detail::archive_access::state(a),
                                           [&](const satchel::error&) { disturb(a); });
       }},
      {"a cursor after another call", errc::stale,
       [=](auto& a) {
         satchel::article_cursor cursor;
         CHECK(!a.open_article(0, cursor));
         satchel::piece p;
         bool more = false;
         CHECK(!cursor.next(p, more));
         disturb(a);
         return cursor.next(p, more);
       }},
  };
}

// Asks everything after each refused call, on one archive that lives through all of it.
void try_refusals(const tested_archive& s, const satchel::storage& store) {
  const std::vector<question> questions = questions_for(s.bytes, s.queries);
  guarded_memory fresh_memory(ample), memory(s.workspace);
  satchel::archive fresh, lived;
  REQUIRE(!fresh.open({store, fresh_memory.bytes(), checking::on_read}));
  REQUIRE(!lived.open({store, memory.bytes(), checking::on_read}));
  const std::vector<answer> right = ask_all(fresh, questions);
  for (const refused_call& refused : refused_calls()) {
    CAPTURE(refused.name);
    for (std::size_t i = 0; i < questions.size(); ++i) {
      CAPTURE(describe(questions[i]));
      const satchel::error e = refused.call(lived);
      CHECK(e.code == refused.code);
      CHECK((e.missing > 0) == (e.code == errc::small_workspace));
      const answer given = ask(lived, questions[i]);
      CHECK(!given.failure);
      CHECK(given.text == right[i].text);
    }
  }
  CHECK(memory.untouched());
}

TEST_CASE("refused calls leave no trace") {
  for (const bool copies : {true, false})
    for (const tested_archive& s : tested_archives(copies)) {
      CAPTURE(s.name);
      CAPTURE(s.workspace);
      CAPTURE(copies);
      try_refusals(s, copies ? copying(s.bytes) : direct(s.bytes));
    }
}

// Each question fails at each of its first reads before each other question is asked.
void try_failures(const tested_archive& s) {
  const std::vector<question> questions = questions_for(s.bytes, s.queries);
  guarded_memory memory(s.workspace);
  faulty_file file;
  file.bytes = &s.bytes;
  satchel::archive open;
  REQUIRE(!open.open({file.storage(), memory.bytes(), checking::on_read}));
  const std::vector<answer> right = ask_all(open, questions);
  for (const faulty_file::fault how : {faulty_file::fault::refuses, faulty_file::fault::changes_a_byte})
    for (std::size_t failing = 0; failing < questions.size(); ++failing)
      for (std::size_t next = 0; next < questions.size(); ++next) {
        CAPTURE(describe(questions[failing]));
        CAPTURE(describe(questions[next]));
        file.how = how;
        file.reads = 0;
        file.first = (failing + next) % 3;
        file.count = 2;
        ask(open, questions[failing]);
        file.count = 0;
        const answer given = ask(open, questions[next]);
        CHECK(!given.failure);
        CHECK(given.text == right[next].text);
      }
  CHECK(memory.untouched());
}

TEST_CASE("calls that fail in the storage leave no trace") {
  for (const tested_archive& s : tested_archives(true)) {
    CAPTURE(s.name);
    CAPTURE(s.workspace);
    try_failures(s);
  }
}

TEST_CASE("an archive that did not open holds nothing of its workspace") {
  const file_bytes bytes = packed(small_collection());
  file_bytes other = bytes;
  other[300] ^= std::byte{1};
  guarded_memory memory(ample);
  satchel::archive open;
  CHECK(open.open({direct(bytes), {memory.bytes().data, 0}, checking::on_read, 4}).code == errc::small_workspace);
  std::fill_n(memory.bytes().data, 64, std::byte{0});
  REQUIRE(!open.open({direct(bytes), memory.bytes(), checking::on_read}));
  open.close();
  std::fill_n(memory.bytes().data, memory.bytes().size, std::byte{0});
  CHECK(!open.is_open());
}

// What is checked next then has no memory.
TEST_CASE("a check whose report searches goes no further") {
  file_bytes bytes = packed(small_collection());
  unsigned stale = 0;
  for (const bool copies : {true, false}) {
    guarded_memory memory(least_workspace(bytes, {"iron"}, copies));
    for (std::size_t at = 64; at < bytes.size(); at += 3) {
      CAPTURE(at);
      bytes[at] ^= std::byte{1};
      satchel::archive open;
      if (!open.open({copies ? copying(bytes) : direct(bytes), memory.bytes(), checking::on_read})) {
        satchel::verify_result result;
        satchel::error first;
        const satchel::error e = satchel::verify(open, result, [&](const satchel::error& lost) {
          if (!first) first = lost;
          (void)run_query(open, "iron");
        });
        CHECK(result.damaged > 0);
        if (first.part != satchel::part::none) {  // of frames' headers, which are checked without memory
          CHECK(e.code == errc::stale);
          ++stale;
        }
      }
      bytes[at] ^= std::byte{1};
    }
    CHECK(memory.untouched());
  }
  CHECK(stale > 1000);
}

}  // namespace
