// The oracle's terms of every code point, and its stems, are the reader's and the packer's.
#include "terms.hpp"
#include "random_source.hpp"

#include <satchel/text/analyzer.hpp>

#include <doctest/doctest.h>

#include <string>
#include <tuple>
#include <vector>

namespace oracle {
namespace {

using seen_term = std::tuple<std::string, bool, bool, std::size_t, std::size_t>;

std::vector<seen_term> seen_by_reader(std::string_view text) {
  std::vector<seen_term> out;
  satchel::text::tokenizer tokens(text);
  for (satchel::text::token t; tokens.next(t);)
    out.emplace_back(std::string(t.term), t.unspaced, t.run_end, t.begin, t.end);
  return out;
}

std::vector<seen_term> seen_by_oracle(std::string_view text) {
  std::vector<seen_term> out;
  for (const term& t : terms_in(text)) out.emplace_back(t.text, t.unspaced, t.run_end, t.begin, t.end);
  return out;
}

std::string utf8(char32_t c) {
  char bytes[satchel::text::max_utf8_bytes];
  return {bytes, satchel::text::encode(c, bytes)};
}

}  // namespace

TEST_CASE("oracle: terms of every code point") {
  std::size_t wrong = 0;
  for (char32_t c = 1; c < 0x110000; ++c) {
    const std::string text = "x" + utf8(c) + "y \xE6\xBC\xA2" + utf8(c) + "\xE5\xAD\x97";
    if (seen_by_oracle(text) == seen_by_reader(text) || ++wrong > 10) continue;
    FAIL_CHECK("U+" << std::hex << static_cast<unsigned>(c));
  }
  CHECK(wrong == 0);
}

TEST_CASE("oracle: terms of texts of chance") {
  random_source random(15);
  // Marks and parts that join, and bytes that are no UTF-8.
  const std::vector<std::string> parts = {
      "\u0438", "\u0306", "\u0301",   "\u304B", "\u3099",   "\uFF76",       "\uFF9E",
      "\u1100", "\u1161", "\u11A8",   "\u3131", "\u314F",   "\u6F22",       "a",
      "E",      " ",      "7",        "\u0663", "\u00DF",   "\uFB01",       "'",
      "\u02BC", "\u00AD", "\xE6\xBC", "\xFF",   "\xC0\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80"};
  for (int i = 0; i < 20000; ++i) {
    std::string text;
    for (std::size_t n = random.below(40); n > 0; --n) text += parts[random.below(parts.size())];
    REQUIRE(seen_by_oracle(text) == seen_by_reader(text));
  }
}

}  // namespace oracle
