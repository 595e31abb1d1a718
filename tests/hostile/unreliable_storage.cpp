// Storage that fails, or gives other bytes than before.

#include "answers.hpp"
#include "faulty_file.hpp"

#include <doctest/doctest.h>

#include <string>

namespace {

using namespace hostile;
using satchel::checking;

using fault = faulty_file::fault;

// An archive on such a file, opened and asked while nothing went wrong yet.
struct faulty_archive {
  faulty_archive(const file_bytes& bytes, const std::vector<std::string>& queries, std::uint64_t size)
      : questions(questions_for(bytes, queries)), memory(size) {
    file.bytes = &bytes;
    REQUIRE(!open.open({file.storage(), memory.bytes(), checking::on_read}));
    right = ask_all(open, questions);
  }

  const std::vector<question> questions;
  guarded_memory memory;
  faulty_file file;
  satchel::archive open;
  std::vector<answer> right;
};

void try_faults(const file_bytes& bytes, const std::vector<std::string>& queries, std::uint64_t count,
                std::uint64_t size = ample) {
  faulty_archive subject(bytes, queries, size);
  auto& [questions, memory, file, open, right] = subject;
  const std::uint64_t all = file.reads;

  for (const fault how : {fault::refuses, fault::scribbles_and_refuses, fault::changes_a_byte, fault::gives_zeros}) {
    for (std::uint64_t n = 0; n < all; ++n) {
      CAPTURE(static_cast<int>(how));
      CAPTURE(n);
      file.how = how;
      file.reads = file.faults = 0;
      file.first = n;
      file.count = count;
      while (const satchel::error e = open.open({file.storage(), memory.bytes(), checking::on_read})) {
        REQUIRE(file.faults > 0);
        REQUIRE(file.reads <= 4 * count + 4);  // opens when the storage works again
        CHECK(!open.is_open());
        CHECK(e.code != satchel::errc::small_workspace);
      }
      for (std::size_t i = 0; i < questions.size(); ++i) {
        CAPTURE(describe(subject.questions[i]));
        const std::uint64_t faults_before = file.faults;
        answer given = ask(open, questions[i]);
        const bool hurt = file.faults > faults_before;
        if (how == fault::refuses || how == fault::scribbles_and_refuses) {
          CHECK((given.failure.code == satchel::errc::io) == hurt);
        }
        if (given.failure) {
          CHECK(hurt);
          CHECK(right[i].text.compare(0, given.text.size(), given.text) == 0);
          file.count = 0;  // works again
          given = ask(open, questions[i]);
          file.count = count;
        }
        CHECK(!given.failure);
        CHECK(given.text == right[i].text);
      }
    }
  }
  CHECK(memory.untouched());
}

TEST_CASE("one read that goes wrong spoils one answer only") {
  try_faults(packed(small_collection()), small_queries(), 1);
}

// Phrases are then looked for in texts: a block that cannot be read is not a phrase that is not there.
TEST_CASE("reads that go wrong, in archives without positions and with passages") {
  for (const auto kept : {satchel::pack::positions::none, satchel::pack::positions::passage}) {
    satchel::pack::options how = small_parts();
    how.positions = kept;
    try_faults(packed(small_collection(), how), small_queries(), 1);
  }
}

// A token of a text that cannot be looked up is not one that is no form of the query's word.
TEST_CASE("reads that go wrong while forms of words are marked") {
  try_faults(packed(small_collection()), {"presses inking"}, 1);
}

// Lists of several blocks.
TEST_CASE("reads that go wrong, in long lists") {
  try_faults(packed(many_articles()), {"common", "common word", "3 AND common", "\"common word\" -again"}, 1);
}

// A form that cannot be looked up is not another word.
TEST_CASE("reads that go wrong while forms of a phrase are looked for in texts") {
  satchel::pack::options how = small_parts();
  how.positions = satchel::pack::positions::none;
  try_faults(packed(small_collection(), how), {"\"movable types\"", "\"a pale inks\"", "\"presses iron\""}, 1);
}

TEST_CASE("several reads that go wrong") { try_faults(packed(small_collection()), small_queries(), 3); }

TEST_CASE("reads that go wrong, in an archive with a dictionary") {
  satchel::pack::options how = small_parts();
  how.dictionary_bytes = 512;
  try_faults(packed(wordy_collection(), how), wordy_queries(), 1);
}

TEST_CASE("reads that go wrong, in an archive that has little memory") {
  satchel::pack::options how = small_parts();
  how.block_bytes = 0;
  how.dictionary_bytes = 600;
  how.memory_bytes = 48 << 10;
  try_faults(packed(wordy_collection(), how), wordy_queries(), 1, workspace_for(how));
}

TEST_CASE("a storage that breaks for good gives errors, and answers when it is back") {
  const file_bytes bytes = packed(small_collection());
  faulty_archive subject(bytes, small_queries(), ample);
  auto& [questions, memory, file, open, right] = subject;
  for (const fault how : {fault::refuses, fault::changes_a_byte}) {
    file.how = how;
    file.first = 0;
    file.count = ~std::uint64_t{0};
    for (std::size_t i = 0; i < questions.size(); ++i) {
      CAPTURE(describe(subject.questions[i]));
      const answer given = ask(open, questions[i]);
      CHECK(right[i].text.compare(0, given.text.size(), given.text) == 0);
      if (!given.failure) CHECK(given.text == right[i].text);
    }
    satchel::verify_result result;
    std::uint64_t reports = 0;
    const satchel::error e = satchel::verify(open, result, [&](const satchel::error&) { ++reports; });
    CHECK((e || reports > 0));
    file.count = 0;
    for (std::size_t i = 0; i < questions.size(); ++i) {
      const answer given = ask(open, questions[i]);
      CHECK(!given.failure);
      CHECK(given.text == right[i].text);
    }
  }
}

TEST_CASE("an archive that is not open says so") {
  satchel::archive closed;
  CHECK(closed.size() == 0);
  CHECK(closed.info().articles == 0);
  for (const question& q :
       {question{question::about::search, "ink", 0, false}, question{question::about::entry, {}, 0, false},
        question{question::about::article, {}, 0, false}, question{question::about::identifier, "ink", 0, false},
        question{question::about::completion, "i", 0, false}, question{question::about::snippet, "ink", 0, false}})
    CHECK(ask(closed, q).failure.code == satchel::errc::not_open);
  satchel::article_cursor nowhere;
  satchel::piece p;
  bool more = true;
  CHECK(nowhere.next(p, more).code == satchel::errc::not_open);
  CHECK(!more);
}

}  // namespace
