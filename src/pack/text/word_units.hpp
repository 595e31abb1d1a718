// Where the words of a text begin and end, for coding blocks.
#pragma once

#include <satchel/format/word_codes.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace satchel::pack {

inline std::uint8_t byte_at(std::string_view text, std::size_t i) { return static_cast<std::uint8_t>(text[i]); }
inline bool is_digit_byte(std::uint8_t c) { return c >= '0' && c <= '9'; }
inline bool is_word_byte(std::uint8_t c) { return format::is_lower(c) || format::is_upper(c) || c >= 0x80; }
inline bool is_spaceless_at(std::string_view text, std::size_t i) {
  return i + 3 <= text.size() && format::is_spaceless(byte_at(text, i));
}

// Bytes of the word that begins at `i`: a run of letters or of digits, or one character of a script without blanks.
// All that is not ASCII counts as a letter. 0: no word begins there.
inline std::size_t word_size(std::string_view text, std::size_t i) {
  if (is_spaceless_at(text, i)) return 3;
  std::size_t end = i;
  if (is_digit_byte(byte_at(text, i))) {
    while (end < text.size() && is_digit_byte(byte_at(text, end))) ++end;
  } else {
    while (end < text.size() && is_word_byte(byte_at(text, end)) && !is_spaceless_at(text, end)) ++end;
  }
  return end - i;
}

inline std::string lower(std::string_view word) {
  std::string out(word);
  for (char& c : out)
    if (format::is_upper(static_cast<std::uint8_t>(c))) c = static_cast<char>(c + 32);
  return out;
}

// With the other case of its first letter, which is one of ASCII.
inline std::string toggled(std::string_view word) {
  std::string out(word);
  out[0] = static_cast<char>(out[0] ^ 32);
  return out;
}

}  // namespace satchel::pack
