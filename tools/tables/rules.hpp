// What the analyzer "satchel-1" makes of every code point, from the Unicode data that utf8proc carries.
#pragma once

#include <satchel/text/fold_layout.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace satchel::tables {

using text::char_class;
using text::max_expansion;

// What becomes of one code point. Separators and code points that do not change hold themselves.
struct folding {
  char_class own = char_class::separator;  // class of what it becomes; of an expansion: of its first code point
  std::u32string out;                      // empty: dropped
  bool decimal = false;                    // a decimal digit of some script
};

inline constexpr std::size_t code_points = 0x110000;

// The folding of every code point, in order.
std::vector<folding> foldings();

}  // namespace satchel::tables
