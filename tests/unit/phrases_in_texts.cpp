// Phrases in archives without positions are looked for in texts, also where blocks cut these.

#include <satchel/hosted/file_archive.hpp>
#include <satchel/pack.hpp>

#include "dice.hpp"
#include "packed.hpp"
#include "temporary.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace {

using namespace satchel;

// Characters of a script without blanks, from a small set.
std::vector<std::string> unspaced(test::dice& random, std::size_t count) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint32_t c = 0x4E00 + random() % 60;
    out.push_back({static_cast<char>(0xE0 | c >> 12), static_cast<char>(0x80 | (c >> 6 & 63)),
                   static_cast<char>(0x80 | (c & 63))});
  }
  return out;
}

std::string joined(const std::vector<std::string>& parts, std::size_t from, std::size_t count, const char* between) {
  std::string out;
  for (std::size_t i = from; i < from + count; ++i) out += (i > from ? between : "") + parts[i];
  return out;
}

// Every `length` neighbours must be found as a phrase, and neighbours with one between them must not.
void check(const std::vector<std::string>& parts, const char* between, std::size_t length) {
  test::temporary_directory directory;
  for (const pack::positions kept : {pack::positions::full, pack::positions::passage, pack::positions::none}) {
    CAPTURE(static_cast<int>(kept));
    pack::options how;
    how.output = (directory.path() / "a.satchel").string();
    how.language = "none";
    how.block_bytes = 512;
    how.positions = kept;
    pack::article one;
    one.identifier = "one";
    one.body.push_back({kind::paragraph, 0, joined(parts, 0, parts.size(), between)});
    test::packed(how, {one});
    mapped_archive archive;
    REQUIRE(!archive.open(how.output.c_str()));
    std::size_t missed = 0;
    for (std::size_t i = 0; i + length <= parts.size(); ++i) {
      hits<1> found;
      REQUIRE(!archive.search('"' + joined(parts, i, length, between) + '"', found));
      missed += found.empty() ? 1 : 0;
    }
    CHECK(missed == 0);
    hits<1> found;
    REQUIRE(!archive.search('"' + joined(parts, parts.size() - 2, 2, between) + between + parts[0] + '"', found));
    CHECK(found.empty());
  }
}

TEST_CASE("phrases over the cuts of blocks, in a script without blanks") {
  test::dice random(31);
  check(unspaced(random, 1500), "", 4);
}

TEST_CASE("phrases over the cuts of blocks, in long words") {
  test::dice random(32);
  std::vector<std::string> words;
  for (int i = 0; i < 200; ++i) {
    const std::size_t length = 40 + random() % 60;
    words.push_back(std::string(length, static_cast<char>('a' + random() % 26)) + std::to_string(i));
  }
  check(words, " ", 3);
}

TEST_CASE("a phrase in texts has up to 64 words") {
  test::temporary_directory directory;
  std::string text;
  for (int i = 0; i < 65; ++i) text += (i > 0 ? " w" : "w") + std::to_string(i);
  const std::string fits = text.substr(0, text.rfind(' '));
  for (const pack::positions kept : {pack::positions::full, pack::positions::passage, pack::positions::none}) {
    pack::options how;
    how.output = (directory.path() / "a.satchel").string();
    how.positions = kept;
    pack::article one;
    one.identifier = "one";
    one.body.push_back({kind::paragraph, 0, text});
    mapped_archive archive;
    REQUIRE(!archive.open(test::packed(how, {one}).c_str()));
    hits<1> found;
    CHECK(!archive.search('"' + fits + '"', found));
    CHECK(found.size() == 1);
    const error e = archive.search('"' + text + '"', found);
    CHECK(e.code == (kept == pack::positions::full ? errc::none : errc::too_many_terms));
    CHECK(e.where == (kept == pack::positions::full ? 0 : 64));
    CHECK(e.missing == 0);
  }
}

}  // namespace
