// Public keys, as minisign writes them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace satchel {

// Whom one trusts. A plain value.
struct public_key {
  std::byte id[8] = {};  // which key it is, to tell one from others; no proof of anything
  std::byte point[32] = {};
};

// Reads a key as minisign writes it: the base64 text of 56 characters, or a file with a line of comment before it.
// False when it is none.
inline bool parse_public_key(std::string_view text, public_key& out) {
  constexpr std::string_view comment = "untrusted comment:";
  constexpr std::size_t key_characters = 56, key_bytes = 42;
  if (text.substr(0, comment.size()) == comment) {
    const std::size_t line = text.find('\n');
    text.remove_prefix(line == std::string_view::npos ? text.size() : line + 1);
  }
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);
  if (text.size() != key_characters) return false;
  std::byte raw[key_bytes];
  std::uint32_t bits = 0;
  for (std::size_t i = 0; i < key_characters; ++i) {
    constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const std::size_t value = alphabet.find(text[i]);
    if (value == std::string_view::npos) return false;
    bits = bits << 6 | static_cast<std::uint32_t>(value);
    if (i % 4 == 3)
      for (std::size_t k = 0; k < 3; ++k) raw[i / 4 * 3 + k] = static_cast<std::byte>(bits >> (16 - 8 * k));
  }
  if (std::memcmp(raw, "Ed", 2) != 0) return false;
  std::memcpy(out.id, raw + 2, sizeof out.id);
  std::memcpy(out.point, raw + 2 + sizeof out.id, sizeof out.point);
  return true;
}

}  // namespace satchel
