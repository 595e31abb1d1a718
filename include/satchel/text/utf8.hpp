// UTF-8, of which no byte is trusted.
#pragma once

#include <satchel/text/slice.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace satchel::text {

// What invalid bytes are read as, each of them for itself.
inline constexpr char32_t replacement = 0xFFFD;

// The most bytes that a code point takes.
inline constexpr std::size_t max_utf8_bytes = 4;

// One code point and the number of bytes that it was read from: 1 for an invalid byte, 0 at the end of the text.
struct decoded {
  char32_t code_point = replacement;
  std::size_t size = 0;
};

// Reads the code point that starts at `offset`. Overlong forms, surrogates and what lies above U+10FFFF are invalid.
constexpr decoded decode(std::string_view text, std::size_t offset) {
  if (offset >= text.size()) return {};
  const auto byte = [text, offset](std::size_t i) { return static_cast<unsigned char>(text[offset + i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  const std::size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || size > text.size() - offset) return {replacement, 1};
  char32_t c = lead & (0x7FU >> size);
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return {replacement, 1};
    c = c << 6 | (byte(i) & 0x3FU);
  }
  const bool overlong = (size == 3 && c < 0x800) || (size == 4 && c < 0x10000);
  if (overlong || (c >= 0xD800 && c <= 0xDFFF) || c > 0x10FFFF) return {replacement, 1};
  return {c, size};
}

// Writes a code point and returns its number of bytes. Surrogates and what lies above U+10FFFF become U+FFFD.
constexpr std::size_t encode(char32_t c, char (&out)[max_utf8_bytes]) {
  if ((c >= 0xD800 && c <= 0xDFFF) || c > 0x10FFFF) c = replacement;
  if (c < 0x80) {
    out[0] = static_cast<char>(c);
    return 1;
  }
  const std::size_t size = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
  for (std::size_t i = size - 1; i > 0; --i, c >>= 6) out[i] = static_cast<char>(0x80 | (c & 0x3F));
  out[0] = static_cast<char>((0xF00U >> size & 0xF0U) | c);
  return size;
}

// The longest beginning of the text that has at most `max_bytes` bytes and cuts no code point in two.
constexpr std::string_view cut(std::string_view text, std::size_t max_bytes) {
  if (text.size() <= max_bytes) return text;
  for (std::size_t back = 1; back < max_utf8_bytes && back <= max_bytes; ++back) {
    if (decode(text, max_bytes - back).size > back) return slice(text, 0, max_bytes - back);
  }
  return slice(text, 0, max_bytes);
}

}  // namespace satchel::text
