// Files that were cut, extended or overwritten.

#include "answers.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <string>

namespace {

using namespace hostile;
using satchel::checking;
using satchel::errc;

satchel::error open_error(const satchel::storage& store) {
  static guarded_memory memory(ample);
  satchel::archive open;
  const satchel::error e = open.open({store, memory.bytes(), checking::on_read});
  CHECK(memory.untouched());
  CHECK(open.is_open() == !e);
  return e;
}

TEST_CASE("an archive cut short anywhere is refused") {
  const file_bytes intact = packed(small_collection());
  for (std::size_t size = 0; size < intact.size(); ++size) {
    CAPTURE(size);
    const file_bytes cut(intact.begin(), intact.begin() + static_cast<std::ptrdiff_t>(size));
    for (const satchel::error e : {open_error(copying(cut)), open_error(direct(cut))}) {
      CHECK(e.code == (size < 64 ? errc::not_an_archive : errc::truncated));
      CHECK(e.part == satchel::part::head);
    }
  }
}

TEST_CASE("an archive with something appended is refused") {
  const file_bytes intact = packed(small_collection());
  for (const std::size_t more : {1, 4, 7, 8, 64, 512, 4096}) {
    CAPTURE(more);
    for (const std::byte filling : {std::byte{0}, std::byte{0xFF}}) {
      file_bytes longer = intact;
      longer.resize(intact.size() + more, filling);
      for (const satchel::error e : {open_error(copying(longer)), open_error(direct(longer))})
        CHECK(e.code == errc::truncated);
    }
  }
  file_bytes twice = intact;
  twice.insert(twice.end(), intact.begin(), intact.end());
  CHECK(open_error(direct(twice)).code == errc::truncated);
}

TEST_CASE("a storage that says a wrong size is refused") {
  const file_bytes intact = packed(small_collection());
  for (const std::uint64_t size : {std::uint64_t{0}, std::uint64_t{63}, std::uint64_t{64}, intact.size() - 1,
                                   intact.size() + 1, std::uint64_t{1} << 40, ~std::uint64_t{0}}) {
    CAPTURE(size);
    satchel::storage store = copying(intact);
    store.size = size;
    CHECK(open_error(store));
  }
}

TEST_CASE("files of something else are refused") {
  std::mt19937 random(3);
  for (int i = 0; i < 2000; ++i) {
    file_bytes noise(random() % 3000);
    for (std::byte& b : noise) b = static_cast<std::byte>(random());
    CHECK(open_error(copying(noise)).code == errc::not_an_archive);
    CHECK(open_error(direct(noise)).code == errc::not_an_archive);
  }
  CHECK(open_error({}).code == errc::not_an_archive);
  CHECK(open_error(direct(file_bytes(5000))).code == errc::not_an_archive);
}

TEST_CASE("memory that is not aligned is refused") {
  const file_bytes intact = packed(small_collection());
  file_bytes shifted(intact.size() + 1);
  std::copy(intact.begin(), intact.end(), shifted.begin() + 1);
  CHECK(open_error(satchel::in_memory({shifted.data() + 1, intact.size()})).code == errc::misaligned);
  guarded_memory memory(ample);
  satchel::archive open;
  const satchel::mutable_bytes odd{memory.bytes().data + 4, memory.bytes().size - 4};
  CHECK(open.open({direct(intact), odd, checking::on_read}).code == errc::misaligned);
}

void write_garbage(const file_bytes& intact, int rounds) {
  const std::vector<question> questions = questions_for(intact, small_queries());
  guarded_memory memory(ample);
  satchel::archive open;
  REQUIRE(!open.open({direct(intact), memory.bytes(), checking::on_read}));
  const std::vector<answer> right = ask_all(open, questions);

  std::mt19937 random(11);
  file_bytes bytes = intact;
  for (int round = 0; round < rounds; ++round) {
    CAPTURE(round);
    const std::size_t size = 1 + random() % 40, at = random() % (intact.size() - size);
    const auto manner = random() % 4;
    for (std::size_t i = at; i < at + size; ++i) {
      if (manner == 0) bytes[i] = std::byte{0};
      if (manner == 1) bytes[i] = std::byte{0xFF};
      if (manner == 2) bytes[i] = static_cast<std::byte>(random());
      if (manner == 3) bytes[i] = intact[(i + size) % intact.size()];  // moved
    }
    for (const bool copies : {false, true}) {
      if (open.open({copies ? copying(bytes) : direct(bytes), memory.bytes(), checking::on_read})) continue;
      for (std::size_t i = 0; i < questions.size(); ++i) {
        const answer given = ask(open, questions[i]);
        if (given.failure ? right[i].text.compare(0, given.text.size(), given.text) == 0 : given.text == right[i].text)
          continue;
        CAPTURE(describe(questions[i]));
        CHECK(given.text == right[i].text);
      }
    }
    std::copy(intact.begin() + static_cast<std::ptrdiff_t>(at), intact.begin() + static_cast<std::ptrdiff_t>(at + size),
              bytes.begin() + static_cast<std::ptrdiff_t>(at));
  }
  CHECK(memory.untouched());
}

TEST_CASE("stretches of garbage give right answers or errors") { write_garbage(packed(small_collection()), 4000); }

TEST_CASE("stretches of garbage give right answers or errors, where phrases are looked for in texts") {
  for (const auto kept : {satchel::pack::positions::none, satchel::pack::positions::passage}) {
    satchel::pack::options how = small_parts();
    how.positions = kept;
    write_garbage(packed(small_collection(), how), 2000);
  }
}

}  // namespace
