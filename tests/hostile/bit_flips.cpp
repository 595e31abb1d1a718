// Bits of an archive, turned over one at a time: every one with tools/test.sh --long.

#include "answers.hpp"
#include "thorough.hpp"

#include <doctest/doctest.h>

#include <random>
#include <string>

namespace {

using namespace hostile;
using satchel::checking;

// A way to open archives.
struct access {
  bool copies;
  checking check;
};

class flipped_archives {
 public:
  flipped_archives(const file_bytes& intact, const std::vector<std::string>& queries)
      : bytes_(intact), questions_(questions_for(intact, queries)), memory_(ample) {
    satchel::archive open;
    REQUIRE(!open.open({direct(intact), memory_.bytes(), checking::on_read}));
    right_ = ask_all(open, questions_);
    for (std::size_t i = 0; i < right_.size(); ++i) {
      CAPTURE(describe(questions_[i]));
      REQUIRE(!right_[i].failure);
    }
  }

  std::size_t size() const { return bytes_.size(); }

  // Turns one bit over, asks everything, verifies, turns it back. Counts what went wrong and keeps the first of each.
  void flip(std::size_t at, unsigned bit) {
    bytes_[at] ^= std::byte{1} << bit;
    const std::string where = "byte " + std::to_string(at) + ", bit " + std::to_string(bit);
    for (const access how :
         {access{true, checking::on_read}, access{false, checking::on_read}, access{false, checking::at_open},
          access{false, checking::once}, access{false, checking::never}})
      question_all(how, where);
    check_verify(where);
    bytes_[at] ^= std::byte{1} << bit;
  }

  void report() const {
    for (const std::string& w : wrong_) MESSAGE(w);
    for (const std::string& u : unseen_) MESSAGE(u);
    CHECK(wrong_count_ == 0);
    CHECK(unseen_count_ == 0);
    CHECK(memory_.untouched());
  }

 private:
  void question_all(const access& how, const std::string& where) {
    satchel::archive open;
    const satchel::error e = open.open({how.copies ? copying(bytes_) : direct(bytes_), memory_.bytes(), how.check});
    if (e) {
      judge(e, where + ", open");
      return;
    }
    for (std::size_t i = 0; i < questions_.size(); ++i) {
      const answer given = ask(open, questions_[i]);
      if (how.check == checking::never) continue;  // may be wrong; must come back
      const std::string& right = right_[i].text;
      if (given.failure) judge(given.failure, where + ", " + describe(questions_[i]));
      const bool same = given.failure ? right.compare(0, given.text.size(), given.text) == 0 : right == given.text;
      if (!same) wrong(where + ", " + describe(questions_[i]) + " gave " + given.text + " instead of " + right);
    }
  }

  void judge(const satchel::error& e, const std::string& what) {
    if (e.part == satchel::part::none) wrong(what + ": the error names no part: " + message(e.code));
    if (e.code == satchel::errc::io || e.code == satchel::errc::small_workspace || e.code == satchel::errc::bad_query)
      wrong(what + ": misleading error: " + message(e.code));
  }

  void check_verify(const std::string& where) {
    satchel::archive open;
    if (open.open({direct(bytes_), memory_.bytes(), checking::on_read})) return;
    satchel::verify_result result;
    std::uint64_t reports = 0;
    const satchel::error e = satchel::verify(open, result, [&](const satchel::error&) { ++reports; });
    if (e || reports != result.damaged) wrong(where + ": verify contradicts itself");
    if (reports > 0) return;
    if (++unseen_count_ <= kept) unseen_.push_back("verify does not see " + where);
  }

  void wrong(const std::string& what) {
    if (++wrong_count_ <= kept) wrong_.push_back(what);
  }

  static constexpr std::size_t kept = 20;
  file_bytes bytes_;
  std::vector<question> questions_;
  std::vector<answer> right_;
  guarded_memory memory_;
  std::vector<std::string> wrong_, unseen_;
  std::size_t wrong_count_ = 0, unseen_count_ = 0;
};

// Of each byte, or of every fourth.
void flip_one_per_byte(flipped_archives& archives, unsigned seed) {
  std::mt19937 random(seed);
  for (std::size_t at = 0; at < archives.size(); at += thorough() ? 1 : 1 + random() % 7)
    archives.flip(at, random() % 8);
}

TEST_CASE("each flipped bit gives the right answer or an error, and verify sees it") {
  flipped_archives archives(packed(small_collection()), small_queries());
  std::mt19937 random(5);
  for (std::size_t at = 0; at < archives.size(); ++at)
    for (unsigned bit = thorough() ? 0 : random() % 8, last = thorough() ? 7 : bit; bit <= last; ++bit)
      archives.flip(at, bit);
  archives.report();
}

TEST_CASE("one flipped bit per byte of archives without positions and with passages") {
  for (const auto kept : {satchel::pack::positions::none, satchel::pack::positions::passage}) {
    satchel::pack::options how = small_parts();
    how.positions = kept;
    flipped_archives archives(packed(small_collection(), how), small_queries());
    flip_one_per_byte(archives, 4);
    archives.report();
  }
}

TEST_CASE("one flipped bit per byte of an archive with a dictionary") {
  satchel::pack::options how = small_parts();
  how.dictionary_bytes = 512;
  const file_bytes intact = packed(wordy_collection(), how);
  {
    guarded_memory memory(ample);
    satchel::archive open;
    REQUIRE(!open.open({direct(intact), memory.bytes(), checking::on_read}));
    REQUIRE(open.info().dictionary_bytes > 0);
  }
  flipped_archives archives(intact, wordy_queries());
  flip_one_per_byte(archives, 1);
  archives.report();
}

TEST_CASE("one flipped bit here and there in an archive that is read in little memory") {
  satchel::pack::options how = small_parts();
  how.block_bytes = 0;
  how.dictionary_bytes = 600;
  how.memory_bytes = 48 << 10;
  flipped_archives archives(packed(wordy_collection(), how), wordy_queries());
  std::mt19937 random(3);
  for (std::size_t at = 0; at < archives.size(); at += 1 + random() % (thorough() ? 3 : 15))
    archives.flip(at, random() % 8);
  archives.report();
}

TEST_CASE("one flipped bit here and there in an archive with words") {
  const file_bytes intact = packed(repeated_collection());
  {
    guarded_memory memory(ample);
    satchel::archive open;
    REQUIRE(!open.open({direct(intact), memory.bytes(), checking::on_read}));
    REQUIRE(open.info().word_codes_bytes > 0);
  }
  flipped_archives archives(intact, wordy_queries());
  std::mt19937 random(2);
  for (std::size_t at = 0; at < archives.size(); at += 1 + random() % (thorough() ? 200 : 800))
    archives.flip(at, random() % 8);
  archives.report();
}

}  // namespace
