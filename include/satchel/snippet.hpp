// A passage of an article that shows why it was found.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace satchel {

// One run of UTF-8 text, white space folded, cut at word boundaries, with the places of the query's words.
struct snippet {
  struct mark {
    std::uint32_t begin = 0;  // bytes in text
    std::uint32_t end = 0;
  };
  static constexpr std::uint32_t marks_max = 32;

  std::string_view text;    // in the caller's buffer
  bool starts_cut = false;  // the paragraph has more before it
  bool ends_cut = false;    // and after it
  std::uint32_t marks = 0;  // how many of `mark` are used
  mark at[marks_max] = {};  // ascending, not overlapping
};

}  // namespace satchel
