// Queries: of the words that the seeds have and of the language's signs, and of any bytes.
#pragma once

#include "input.hpp"

#include <iterator>
#include <string>
#include <string_view>

namespace fuzz {

inline constexpr std::string_view query_tokens[] = {
    "ink ",        "press ",  "iron ",    "type ",    "movable type", "the ",        "inks ",
    "book-wagon ", "common ", "card ",    "活字",     "活",           "泥做",        " ",
    "\"",          "(",       ")",        "-",        "NOT ",         "AND ",        "OR ",
    "*",           "p*",      "pr*",      "title:",   "author:",      "tag:",        "source:",
    "date:",       "1987",    "1991-11",  "..",       "-03-14",       "i",           "prezz ",
    "Ada Moreau",  "Ä",       "\xC2\xAD", "\xE3\x80", "no such ",     "\xE2\x80\x9C"};

// Bytes below 128 stand for themselves, others for tokens; the last doubles what there is.
inline std::string query_text(input in) {
  constexpr std::size_t most = 1 << 13;
  std::string out;
  while (!in.empty() && out.size() < most) {
    const std::uint8_t b = in.byte();
    if (b == 255)
      out += std::string(out);
    else if (b < 128)
      out += static_cast<char>(b);
    else
      out += query_tokens[(b - 128u) % std::size(query_tokens)];
  }
  return out;
}

}  // namespace fuzz
