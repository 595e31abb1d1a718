// A set of the articles of one range.
#pragma once

#include <satchel/detail/postings.hpp>

#include <cstdint>

namespace satchel::detail {

struct range_bits {
  static constexpr std::uint32_t words = range_size / 32;
  std::uint32_t at[words] = {};

  static range_bits all() { return ~range_bits{}; }

  void set(std::uint32_t i) { at[i / 32] |= 1u << (i % 32); }
  bool test(std::uint32_t i) const { return (at[i / 32] >> (i % 32) & 1) != 0; }

  // Calls f(i) for each member below `count`, ascending.
  template <class F>
  void for_each(std::uint32_t count, F f) const {
    for (std::uint32_t w = 0; w < words; ++w)
      for (std::uint32_t left = at[w], i = w * 32; left != 0 && i < count; left >>= 1, ++i)
        if ((left & 1) != 0) f(i);
  }

  friend range_bits operator&(range_bits a, const range_bits& b) {
    for (std::uint32_t w = 0; w < words; ++w) a.at[w] &= b.at[w];
    return a;
  }
  friend range_bits operator|(range_bits a, const range_bits& b) {
    for (std::uint32_t w = 0; w < words; ++w) a.at[w] |= b.at[w];
    return a;
  }
  friend range_bits operator~(range_bits a) {
    for (std::uint32_t w = 0; w < words; ++w) a.at[w] = ~a.at[w];
    return a;
  }
};

}  // namespace satchel::detail
