// Archives for a given memory: all that is promised works in it, and what does not fit is said with both figures.

#include "answers.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <string>

namespace {

using namespace hostile;
using satchel::checking;
using satchel::errc;

constexpr std::uint32_t promised_terms = 4;

satchel::pack::options for_memory(std::uint64_t bytes) {
  satchel::pack::options how = small_parts();
  how.page_bytes = 0;
  how.block_bytes = 0;
  how.dictionary_bytes = -1;
  how.memory_bytes = bytes;
  return how;
}

// Everything that is promised is asked of an archive in exactly `size` bytes, and answered as with ample ones.
void check_promise(const file_bytes& bytes, std::uint64_t size) {
  const std::vector<std::string> queries = {"ink press paper type", "\"movable type\" \"the screw\"",
                                            "pr* (ink OR paper) -type", "title:press date:1900.. \"a b\""};
  for (const std::string& text : queries) {
    satchel::query_size q;
    REQUIRE(!satchel::archive::measure(text, q));
    REQUIRE(q.terms <= promised_terms);
  }
  std::vector<question> questions = questions_for(bytes, queries);
  guarded_memory much(ample), exact(size);
  satchel::archive roomy, tight;
  REQUIRE(!roomy.open({copying(bytes), much.bytes(), checking::on_read, 0}));
  REQUIRE(!tight.open({copying(bytes), exact.bytes(), checking::on_read, promised_terms}));
  for (std::uint32_t i = 0; i < roomy.size(); ++i) questions.push_back({question::about::article, {}, i, false});
  for (int round = 0; round < 2; ++round)
    for (const question& q : questions) {
      CAPTURE(describe(q));
      const answer given = ask(tight, q);
      CHECK(!given.failure);
      CHECK(given.text == ask(roomy, q).text);
    }
  CHECK(exact.untouched());
  CHECK(roomy.info().packed_for > 0);
}

TEST_CASE("an archive for a given memory is opened, searched and read in it") {
  for (const std::uint64_t memory : {std::uint64_t{44} << 10, std::uint64_t{48} << 10, std::uint64_t{100000},
                                     std::uint64_t{256} << 10, std::uint64_t{1} << 20}) {
    CAPTURE(memory);
    const satchel::pack::options how = for_memory(memory);
    check_promise(packed(small_collection(), how), workspace_for(how));
    check_promise(packed(wordy_collection(), how), workspace_for(how));
    check_promise(packed(repeated_collection(), how), workspace_for(how));
  }
}

TEST_CASE("parts that were asked for are kept where they fit, and refused where they do not") {
  satchel::pack::options how = for_memory(64 << 10);
  how.block_bytes = 4096;
  how.word_codes = 40;
  how.page_bytes = 1024;
  check_promise(packed(repeated_collection(), how), workspace_for(how));
  how.positions = satchel::pack::positions::none;
  how.memory_bytes = 96 << 10;
  check_promise(packed(wordy_collection(), how), workspace_for(how));

  how = for_memory(64 << 10);
  how.block_bytes = 128 << 10;
  CHECK_THROWS_AS(packed(wordy_collection(), how), satchel::pack::failure);
  how = for_memory(64 << 10);
  how.dictionary_bytes = 60000;
  CHECK_THROWS_AS(packed(wordy_collection(), how), satchel::pack::failure);
  how = for_memory(24 << 10);
  CHECK_THROWS_AS(packed(wordy_collection(), how), satchel::pack::failure);
}

// Articles that repeat one text, longer than the blocks that fit in little memory: a dictionary with it pays.
articles alike_collection() {
  std::mt19937 random(12);
  std::string common;
  for (int i = 0; i < 400; ++i) common += "w" + std::to_string(random() % 100000) + (i % 12 == 11 ? ". " : " ");
  articles out;
  for (int i = 0; i < 200; ++i) out.push_back({{"id", "copy-" + std::to_string(i)}, {"body", common}});
  return out;
}

TEST_CASE("without a dictionary or words where these were declined") {
  const auto facts_with = [](const articles& all, std::int64_t dictionary, std::int64_t words) {
    satchel::pack::options how = for_memory(48 << 10);
    how.dictionary_bytes = dictionary;
    how.word_codes = words;
    const file_bytes bytes = packed(all, how);
    guarded_memory memory(ample);
    satchel::archive open;
    REQUIRE(!open.open({direct(bytes), memory.bytes(), checking::on_read}));
    return open.info();
  };
  CHECK(facts_with(alike_collection(), -1, 0).dictionary_bytes > 0);
  CHECK(facts_with(alike_collection(), 0, 0).dictionary_bytes == 0);
  check_promise(packed(alike_collection(), for_memory(48 << 10)), workspace_for(for_memory(48 << 10)));
  CHECK(facts_with(repeated_collection(), 0, -1).word_codes_bytes > 0);
  CHECK(facts_with(repeated_collection(), 0, 0).word_codes_bytes == 0);
}

TEST_CASE("the least memory does not depend on who chooses the smallest pages") {
  const auto least = [](std::uint32_t page_bytes) {
    satchel::pack::options how = for_memory(24 << 10);
    how.page_bytes = page_bytes;
    try {
      packed(wordy_collection(), how);
    } catch (const satchel::pack::failure& f) {
      return std::string(f.what());
    }
    return std::string();
  };
  CHECK(least(0).find("the least is") != std::string::npos);
  CHECK(least(0) == least(512));
}

TEST_CASE("the least memory that is named is enough") {
  satchel::pack::options how = for_memory(1);
  for (int steps = 0; steps < 4; ++steps) {
    try {
      check_promise(packed(wordy_collection(), how), workspace_for(how));
      return;
    } catch (const satchel::pack::failure& f) {
      const std::string what = f.what();
      const std::size_t at = what.find("least is ");
      REQUIRE(at != std::string::npos);
      how.memory_bytes = std::stoull(what.substr(at + 9));
    }
  }
  FAIL("the least is never enough");
}

TEST_CASE("an archive that needs more is refused when it is opened, with both figures") {
  const file_bytes bytes = packed(wordy_collection(), for_memory(64 << 10));
  guarded_memory much(ample);
  satchel::archive open;
  REQUIRE(!open.open({copying(bytes), much.bytes(), checking::on_read, promised_terms}));
  const satchel::query_size size = satchel::query_size::of_terms(promised_terms);
  const std::uint64_t need = std::max(open.need_search(size), open.need_snippet(size));
  for (const std::uint64_t less : {1, 7, 8, 1000, 20000}) {
    CAPTURE(less);
    guarded_memory memory(need - less);
    const satchel::error e = open.open({copying(bytes), memory.bytes(), checking::on_read, promised_terms});
    CHECK(e.code == errc::small_workspace);
    CHECK(e.where == need);
    CHECK(e.missing == less);
    CHECK(!open.is_open());
    CHECK(memory.untouched());
  }
  guarded_memory memory(need);
  CHECK(!open.open({copying(bytes), memory.bytes(), checking::on_read, promised_terms}));
}

TEST_CASE("zstd's decoder takes no more than what is stated") {
  CHECK(satchel::format::frame_decoder::context_bytes() <= satchel::format::usual_decoder_bytes);
}

}  // namespace
