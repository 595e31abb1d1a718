// The nearest form of a word that the term dictionary does not have.
#pragma once

#include <satchel/detail/index/term_cursor.hpp>
#include <satchel/text/slice.hpp>

#include <cstddef>
#include <string_view>

namespace satchel::detail {

inline constexpr std::size_t nearest_tail = 3;    // bytes that may differ at the end, on either side
inline constexpr std::size_t nearest_shared = 4;  // bytes that must be shared

// Stands on the key that shares the longest beginning with `key` (tag byte first), the first of several, when it is
// near enough. Keys with a shared beginning stand together, so it is the first one that starts with the longest
// beginning of `key` that any key starts with.
inline error find_nearest(term_cursor& terms, std::string_view key, bool& found) {
  found = false;
  const std::size_t least_shared =
      key.size() - 1 > nearest_tail + nearest_shared ? key.size() - nearest_tail : nearest_shared + 1;
  for (std::size_t size = key.size(); size >= least_shared; --size) {
    const std::string_view start = text::slice(key, 0, size);
    if (error e = terms.seek(start)) return e;
    if (!terms.valid() || format::shared_prefix(terms.key(), start) < size) continue;
    found = terms.key().size() <= size + nearest_tail;
    return {};
  }
  return {};
}

}  // namespace satchel::detail
