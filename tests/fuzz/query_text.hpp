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

// Dates at edges; code points that folding changes, alone and together with the next.
inline constexpr std::string_view edge_tokens[] = {
    "2000-02-29", "1900-02-29", "1991-04-31", "1991-13", "\u0438", "\u1112", "\u1161",     "\u11AB", "\u30CF",
    "\u304B",     "\u3046",     "\u309A",     "\u3099",  "\u0306", "\u0661", "\U0001D400", "\uFDFA", "\xF0\x9F"};

// Bytes below 128 stand for themselves, others for tokens; the last doubles what there is.
inline std::string query_text(input in) {
  constexpr std::size_t most = 1 << 11;  // thousands of words take a third of all time
  std::string out;
  while (!in.empty() && out.size() < most) {
    const std::uint8_t b = in.byte();
    if (b == 255)
      out += std::string(out);
    else if (b < 128)
      out += static_cast<char>(b);
    else
      out += b < 225 ? query_tokens[(b - 128u) % std::size(query_tokens)]
                     : edge_tokens[(b - 225u) % std::size(edge_tokens)];
  }
  return out;
}

}  // namespace fuzz
