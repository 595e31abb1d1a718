#include "pack/index/each_term.hpp"

#include <doctest/doctest.h>

#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace {

std::vector<std::string> terms_of(std::string_view text) {
  std::vector<std::string> out;
  satchel::pack::for_each_term(text, [&](std::string_view term) { out.emplace_back(term); });
  return out;
}

std::vector<std::string> tokens_of(std::string_view text) {
  std::vector<std::string> out;
  satchel::text::tokenizer tokens(text);
  for (satchel::text::token t; tokens.next(t);) out.emplace_back(t.term);
  return out;
}

TEST_CASE("the packer's terms are the tokenizer's") {
  CHECK(terms_of("").empty());
  CHECK(terms_of("Don't PANIC, 42!") == std::vector<std::string>{"don", "t", "panic", "42"});
  const std::string long_word(100, 'X');
  CHECK(terms_of(long_word) == tokens_of(long_word));

  // Marks, soft hyphens, what changes its length, scripts without spaces, broken UTF-8; each beside all others.
  const std::vector<std::string> parts = {"a",      "Z",      "7",      " ",      "-",      "\n",      "_",
                                          "\u0301", "\u00AD", "\u00DF", "\uFB01", "\u00A0", "\u6D3B",  "\u304B",
                                          "\u3099", "\u0E01", "\u0438", "\u0306", "\xFF",   "\xE6\xB4"};
  std::mt19937 dice(17);
  for (int i = 0; i < 20000; ++i) {
    std::string text;
    for (auto n = dice() % 12; n > 0; --n) text += parts[dice() % parts.size()];
    CAPTURE(text);
    CHECK(terms_of(text) == tokens_of(text));
  }
}

}  // namespace
