// The terms of a text, faster than letter by letter where it is ASCII.
#pragma once

#include <satchel/text/analyzer.hpp>

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace satchel::pack {

// Calls f with each term that text::tokenizer finds, in order. No term goes over a separator of ASCII, and what stands
// before one does not change what follows: the tokenizer is asked only for the stretches between two that hold more
// than ASCII.
template <class F>
void for_each_term(std::string_view text, F&& f) {
  const auto is_ascii = [&](std::size_t at) { return static_cast<unsigned char>(text[at]) < 0x80; };
  const auto in_word = [&](std::size_t at) {
    return text::detail::is_ascii_word(static_cast<unsigned char>(text[at]));
  };
  char term[text::max_term_bytes];
  for (std::size_t at = 0, end = 0; at < text.size(); at = ++end) {
    for (end = at; end < text.size() && in_word(end); ++end)
      if (end - at < sizeof term) term[end - at] = static_cast<char>(text[end] | (text[end] >= 'A' ? 0x20 : 0));
    if (end == text.size() || is_ascii(end)) {
      if (end > at) f(std::string_view(term, std::min(end - at, sizeof term)));
      continue;
    }
    while (end < text.size() && (!is_ascii(end) || in_word(end))) ++end;
    text::tokenizer tokens(text.substr(at, end - at));
    text::token token;
    while (tokens.next(token)) f(token.term);
  }
}

}  // namespace satchel::pack
