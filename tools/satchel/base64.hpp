// Bytes as the base64 text of minisign's files (RFC 4648).
#pragma once

#include <satchel/span.hpp>

#include <cstdint>
#include <string>

namespace satchel::tool {

inline std::string base64(bytes from) {
  constexpr char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i < from.size; i += 3) {
    std::uint32_t three = 0;
    for (std::size_t k = 0; k < 3; ++k)
      three = three << 8 | (i + k < from.size ? std::to_integer<std::uint32_t>(from[i + k]) : 0);
    for (std::size_t k = 0; k < 4; ++k) out += i + k <= from.size ? alphabet[three >> (18 - 6 * k) & 63] : '=';
  }
  return out;
}

}  // namespace satchel::tool
