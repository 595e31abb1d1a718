// Packs the foldings into the table of include/satchel/text/fold_layout.hpp.
#pragma once

#include "rules.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace satchel::tables {

struct encoded {
  std::vector<std::uint16_t> starts;  // of the ranges
  std::vector<std::uint16_t> rules;   // of the ranges
  std::vector<std::uint16_t> bases;
  std::vector<std::uint8_t> bytes;
  std::vector<std::uint16_t> words;
  std::vector<std::uint16_t> high;
  std::uint16_t high_plane_2 = 0;      // number of the first one of plane 2
  std::vector<std::uint16_t> digits;   // lower 16 bits of the first digit of each block, in the order of code points
  std::uint16_t digits_above = 0;      // number of the first block above U+FFFF
  std::vector<std::uint16_t> buckets;  // number of the range that holds the first code point of each; one more: the end

  std::size_t size() const;  // in bytes
};

encoded encode(const std::vector<folding>& all);

}  // namespace satchel::tables
