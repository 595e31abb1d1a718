// Logarithms to the base 2 in integers, so that every machine gets the same.
#pragma once

#include <cstdint>

namespace satchel::format {

// log2(2^whole * mantissa / 2^31) in 1/2^places, rounded down; the mantissa is at least 2^31 and less than 2^32.
// Squaring it doubles the logarithm, whose next binary place is 1 when the square is 2 or more.
constexpr std::uint32_t binary_logarithm(std::uint32_t whole, std::uint64_t mantissa, int places) {
  std::uint32_t out = whole;
  for (int place = 0; place < places; ++place) {
    mantissa = mantissa * mantissa >> 31;
    out <<= 1;
    if (mantissa >> 32 != 0) {
      out |= 1;
      mantissa >>= 1;
    }
  }
  return out;
}

}  // namespace satchel::format
