// From text to terms: the one analyzer that packer and reader share.
//
// A term is what the term dictionary holds and a query asks for. The analyzer "satchel-1" makes terms so:
//  * Words are runs of letters, digits and marks; everything else separates them, apostrophes too.
//  * Each code point is folded: compatibility forms, case and most diacritics go away ("É", "é" and "e" are one).
//    й keeps its breve; Indic vowel signs stay.
//  * Scripts written without spaces (Han, Hiragana, Katakana, Hangul, Thai, Lao, Khmer, Myanmar) give one term per
//    code point: it and the next one of the same run as a pair, the run's last alone.
//  * A term is cut after 64 bytes, at a code point boundary; what is cut off is dropped.
//
// No allocation, no locale. Invalid UTF-8 separates words.
#pragma once

#include <satchel/text/fold.hpp>
#include <satchel/text/utf8.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace satchel::text {

inline constexpr std::size_t max_term_bytes = 64;

// One term of a text.
struct token {
  std::string_view term;    // folded, valid until the next call of tokenizer::next
  std::size_t begin = 0;    // byte range in the text that the term came from; pairs of unspaced
  std::size_t end = 0;      //   scripts cover both code points
  bool unspaced = false;    // from a script written without spaces
  bool run_end = false;     // for unspaced terms: the single last code point of its run
};

// Walks over a text once. Holds a view of the text: the text must outlive the tokenizer.
class tokenizer {
 public:
  explicit tokenizer(std::string_view text);
  explicit tokenizer(std::string&&) = delete;

  // Puts the next term into `out`; false at the end of the text.
  bool next(token& out);
};

}  // namespace satchel::text
