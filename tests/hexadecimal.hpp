// Bytes for tests: as hexadecimal text, and random ones.
#pragma once

#include <satchel/span.hpp>

#include "dice.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace satchel::test {

inline std::string hex(bytes b) {
  std::string out;
  for (const std::byte one : b)
    for (const unsigned shift : {4u, 0u}) out += "0123456789abcdef"[std::to_integer<unsigned>(one) >> shift & 15];
  return out;
}

inline std::vector<std::byte> from_hex(std::string_view text) {
  std::vector<std::byte> out;
  for (std::size_t i = 0; i + 1 < text.size(); i += 2)
    out.push_back(static_cast<std::byte>(std::stoi(std::string(text.substr(i, 2)), nullptr, 16)));
  return out;
}

inline std::vector<std::byte> random_bytes(dice& random, std::size_t size) {
  std::vector<std::byte> out(size);
  for (std::byte& b : out) b = static_cast<std::byte>(random());
  return out;
}

}  // namespace satchel::test
