// Parts of a string without exceptions: std::string_view::substr throws where the beginning is out of range.
#pragma once

#include <cstddef>
#include <string_view>

namespace satchel::text {

// At most `size` bytes from `begin` on; what is out of range is left out.
constexpr std::string_view slice(std::string_view text, std::size_t begin, std::size_t size = std::string_view::npos) {
  if (begin > text.size()) begin = text.size();
  if (size > text.size() - begin) size = text.size() - begin;
  return {text.data() + begin, size};
}

constexpr bool starts_with(std::string_view text, std::string_view start) {
  return slice(text, 0, start.size()) == start;
}

}  // namespace satchel::text
