// Wrong content behind right checksums: the checks of structure alone must hold.

#include "answers.hpp"
#include "forging.hpp"
#include "thorough.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <random>
#include <string>

namespace {

using namespace hostile;
using satchel::checking;

// Asks everything in all ways; only that it comes back counts. Gives the seconds that it took.
double exercise(const file_bytes& bytes, const std::vector<question>& questions, guarded_memory& memory) {
  const auto start = std::chrono::steady_clock::now();
  satchel::archive open;
  for (const bool copies : {true, false}) {
    if (open.open({copies ? copying(bytes) : direct(bytes), memory.bytes(), checking::on_read})) continue;
    (void)ask_all(open, questions);
  }
  satchel::verify_result result;
  if (open.is_open()) (void)satchel::verify(open, result, [](const satchel::error&) {});
  CHECK(memory.untouched());
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

// A fifth of the rounds, unless all are wanted.
void mutate(const file_bytes& intact, const std::vector<std::string>& queries, unsigned rounds, unsigned seed) {
  if (!thorough()) rounds /= 5;
  const std::vector<question> questions = questions_for(intact, queries);
  const parts original = take_apart(intact);
  std::mt19937 random(seed);
  guarded_memory memory(ample);
  double longest = 0;
  for (unsigned round = 0; round < rounds; ++round) {
    CAPTURE(round);
    longest = std::max(longest, exercise(forge(original, random).bytes, questions, memory));
  }
  MESSAGE("longest round: ", longest, " s");
  CHECK(longest < 5);
}

satchel::error search(const file_bytes& bytes, const char* query) {
  guarded_memory memory(ample);
  satchel::archive open;
  REQUIRE(!open.open({direct(bytes), memory.bytes(), checking::on_read}));
  satchel::hits<5> top;
  return open.search(query, top, {});
}

TEST_CASE("an archive taken apart and put together answers as before") {
  for (const file_bytes& intact :
       {packed(small_collection()), packed(many_articles()), packed(repeated_collection())}) {
    const bool small = intact.size() < 8000;
    const std::vector<question> questions = questions_for(intact, small ? small_queries() : many_queries());
    const file_bytes again = put_together(take_apart(intact));
    guarded_memory memory(ample);
    satchel::archive first, second;
    REQUIRE(!first.open({direct(intact), memory.bytes(), checking::on_read}));
    const std::vector<answer> right = ask_all(first, questions);
    REQUIRE(!second.open({direct(again), memory.bytes(), checking::on_read}));
    for (std::size_t i = 1; i < questions.size(); ++i) {  // the first asks for sizes in the file
      CAPTURE(describe(questions[i]));
      CHECK(ask(second, questions[i]).text == right[i].text);
    }
    satchel::verify_result result;
    CHECK(!satchel::verify(second, result, [](const satchel::error&) {}));
    CHECK(result.damaged == 0);
  }
}

TEST_CASE("random changes behind right checksums: few articles") {
  mutate(packed(small_collection()), small_queries(), 8000, 21);
}

TEST_CASE("random changes behind right checksums: lists with heads") {
  mutate(packed(many_articles()), many_queries(), 4000, 22);
}

TEST_CASE("random changes behind right checksums: coded texts") {
  const file_bytes intact = packed(repeated_collection());
  REQUIRE(!take_apart(intact).words.empty());
  mutate(intact, wordy_queries(), 800, 23);
}

TEST_CASE("posting lists that lie about themselves") {
  const file_bytes intact = packed(many_articles());
  REQUIRE(!search(intact, "common"));
  for (const forgery& lying : with_lying_lists(intact, "common")) {
    CAPTURE(lying.where);
    for (const char* query : {"common", "com*", "\"common word\""})
      CHECK(search(lying.bytes, query).code == satchel::errc::damaged);
  }
}

// The archive with a byte more behind the list of a key in its leaf; empty where the leaf or its numbers have no room.
file_bytes with_longer_list(const file_bytes& intact, std::string_view key) {
  guarded_memory memory(ample);
  satchel::archive open;
  REQUIRE(!open.open({direct(intact), memory.bytes(), checking::on_read}));
  satchel::detail::term_cursor terms;
  terms.attach(satchel::detail::archive_access::state(open).directory.pages,
               satchel::detail::archive_access::state(open).directory.terms, nullptr);
  REQUIRE(!terms.seek(key));
  REQUIRE(terms.key() == key);
  const auto at = static_cast<std::ptrdiff_t>(terms.list().at),
             behind = static_cast<std::ptrdiff_t>(terms.behind_list());
  const auto size = static_cast<std::uint32_t>(behind - at), df = terms.list().df;
  const std::uint32_t number = ((df - 1) * (satchel::format::inline_max + 1) + size) * 2 + 1;
  const std::ptrdiff_t number_bytes = number < 128 ? 1 : 2;
  if (df == 0 || size == satchel::format::inline_max || (number < 128) != (number + 2 < 128)) return {};

  parts p = take_apart(intact);
  const std::ptrdiff_t payload = p.page_size - 4, end = (at / payload + 1) * payload;
  const auto first = p.payloads.begin();
  if (p.payloads[static_cast<std::size_t>(end) - 1] != std::byte{0}) return {};
  std::copy_backward(first + behind, first + end - 1, first + end);
  first[behind] = std::byte{0};
  first[at - number_bytes] = static_cast<std::byte>(number_bytes == 1 ? number + 2 : (number + 2) % 128 + 128);
  if (number_bytes == 2) first[at - 1] = static_cast<std::byte>((number + 2) / 128);
  return put_together(p);
}

TEST_CASE("verifying sees a byte behind a list in a leaf") {
  for (const auto kept :
       {satchel::pack::positions::full, satchel::pack::positions::passage, satchel::pack::positions::none}) {
    satchel::pack::options how = small_parts();
    how.positions = kept;
    const file_bytes intact = packed(small_collection(), how);
    int changed = 0;
    for (const char* key : {"wpress", "wink", "wiron", "amoreau", "gcraft"}) {
      CAPTURE(key);
      const file_bytes longer = with_longer_list(intact, key);
      if (longer.empty()) continue;
      ++changed;
      guarded_memory memory(ample);
      satchel::archive open;
      REQUIRE(!open.open({direct(longer), memory.bytes(), checking::on_read}));
      satchel::verify_result result;
      satchel::error seen;
      REQUIRE(!satchel::verify(open, result, [&](const satchel::error& e) { seen = e; }));
      CHECK(result.damaged == 1);
      CHECK(seen.part == satchel::part::postings);
    }
    CHECK(changed >= 3);
  }
}

// A storage that hands out another archive's bytes for the text between two looks can make a passage end outside of
// the text that is there now.
TEST_CASE("a passage outside of its text is brought back into it") {
  const std::string text(100, 'x');
  for (const std::size_t begin : {0, 50, 99, 100, 101, 280, 100000})
    for (const std::size_t length : {1, 10, 99, 500})
      for (const std::size_t room : {1, 40, 99, 100}) {
        satchel::detail::passage p{0, begin, begin + length, 1, true};
        satchel::detail::widen(text, room, p);
        CHECK(p.begin <= p.end);
        CHECK(p.end <= text.size());
      }
}

}  // namespace
