// A set of the articles of one range.
#pragma once

#include <satchel/detail/index/posting_cursor.hpp>

#include <cstdint>

namespace satchel::detail {

struct document_set {
  static constexpr std::uint32_t words = format::range_size / 32;
  std::uint32_t at[words] = {};

  static document_set all() { return ~document_set{}; }

  void set(std::uint32_t i) { at[i / 32] |= 1u << (i % 32); }
  bool empty() const {
    std::uint32_t any = 0;
    for (std::uint32_t w = 0; w < words; ++w) any |= at[w];
    return any == 0;
  }
  bool test(std::uint32_t i) const { return (at[i / 32] >> (i % 32) & 1) != 0; }

  // Calls f(i) for each member below `count`, ascending.
  template <class F>
  void for_each(std::uint32_t count, F f) const {
    for (std::uint32_t w = 0; w < words; ++w)
      for (std::uint32_t left = at[w]; left != 0; left &= left - 1) {
        const std::uint32_t i = w * 32 + format::lowest_bit(left);
        if (i >= count) return;
        f(i);
      }
  }

  friend document_set operator&(document_set a, const document_set& b) {
    for (std::uint32_t w = 0; w < words; ++w) a.at[w] &= b.at[w];
    return a;
  }
  friend document_set operator|(document_set a, const document_set& b) {
    for (std::uint32_t w = 0; w < words; ++w) a.at[w] |= b.at[w];
    return a;
  }
  friend document_set operator~(document_set a) {
    for (std::uint32_t w = 0; w < words; ++w) a.at[w] = ~a.at[w];
    return a;
  }
};

}  // namespace satchel::detail
