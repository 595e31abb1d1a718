// The term dictionary's keys, and the limits of its nodes: schema/SPEC.md, section 5.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace satchel::format {

inline constexpr std::size_t key_max = 65;  // tag byte and term
inline constexpr std::size_t node_header = 12;
inline constexpr unsigned tree_height_max = 12;
inline constexpr std::uint32_t inline_max = 24;            // bytes of the longest list inside a leaf
inline constexpr std::uint32_t inline_frequency_max = 64;  // its greatest document frequency
inline constexpr std::uint32_t inline_limit = (inline_max + 1) * inline_frequency_max;  // of the number for both
inline constexpr std::size_t key_nibble_max = 15;  // longer parts of keys have a varint

// The first byte of a key says what its text is.
enum class key_tag : char {
  author = 'a',
  tag = 'g',
  source = 's',
  word = 'w',
};

// Keys are stored without the bytes that they share with the key before them: how many these are.
inline std::size_t shared_prefix(std::string_view a, std::string_view b) {
  std::size_t n = 0;
  while (n < a.size() && n < b.size() && a[n] == b[n]) ++n;
  return n;
}

}  // namespace satchel::format
