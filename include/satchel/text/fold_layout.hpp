// How the folding table is laid out: what its generator (tools/tables) writes and fold.hpp reads.
//
// The code points are cut into ranges, none of which crosses a plane (65536 code points). A range has a start, the
// lower 16 bits of its first code point, and a rule that says what its code points become.
#pragma once

#include <cstddef>
#include <cstdint>

namespace satchel::text {

// What a code point is to the tokenizer.
enum class char_class : std::uint8_t {
  separator,  // stands between words
  word,       // part of a word
  unspaced,   // of a script written without spaces between words
};

// The most code points that one can become.
inline constexpr std::size_t max_expansion = 4;

namespace detail {

enum class fold_action : std::uint8_t {
  separator,        // nothing; they separate
  word,             // nothing, up to the turn
  unspaced,         // nothing, up to the turn
  word_digits,      // nothing, up to the turn, but blocks of ten among them are decimal digits
  unspaced_digits,  // the same
  dropped,          // they go away, up to the turn
  same,             // all become the target
  shift,            // become target + offset in the range
  pairs,            // of each two neighbours, counted from the start, both become the second
  alphabet,         // become 'a' + (value + offset in the range) % 26
  near,             // become themselves + value - near_zero
  bytes,            // become what a list of bytes says
  words,            // become what a list of 16-bit words says: one code point each,
  words_2,          //   at most two,
  words_3,
  words_4,
};

// A rule is an action (the upper 4 bits) and a value:
//   word ... dropped   code points before the turn, after which separators follow; 0 if there is no turn
//   same, shift        the target: number of a base (4 bits), then what to add to the base (8 bits)
//   bytes              place in the list of bytes of a byte with the number of a base (6 bits) and the number of
//                      elements to each code point less one (2 bits); the elements follow it
//   words ...          place in the list of words of the first element
inline constexpr unsigned value_bits = 12;
inline constexpr std::uint16_t value_mask = 0xFFF;
inline constexpr std::uint16_t near_zero = 2048;

// Elements of a list: code points less the base (of a list of words: less nothing), from 5 on. Below, these:
enum fold_element : std::uint8_t {
  no_code_point,
  itself_separator,  // the code point stays what it is
  itself_word,
  itself_unspaced,
  separator_element,
  first_code_point,
};

// Words from here to 0xDFFF, surrogates and so never code points, number the code points of `fold_high`: those above
// U+FFFF, first of plane 1, then of plane 2.
inline constexpr std::uint16_t first_high = 0xD800;
inline constexpr std::uint16_t last_high = 0xDFFF;

// Buckets say where to look for a code point: there is one for each 1024 up to U+FFFF, then one for each plane.
constexpr std::size_t bucket_of(char32_t c) { return c < 0x10000 ? c >> 10 : 63 + (c >> 16); }

}  // namespace detail
}  // namespace satchel::text
