// Hashes of strings, and a map of strings that is asked with views.
#pragma once

#define XXH_INLINE_ALL  // most strings are words: the call would cost as much as the hash
#include <xxhash.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace satchel::pack {

inline std::uint64_t hash_of(std::string_view text) { return XXH3_64bits(text.data(), text.size()); }

// The first eight bytes as a number: two that differ compare as the strings do.
inline std::uint64_t first_bytes(std::string_view text) {
  std::uint64_t out = 0;
  for (std::size_t i = 0; i < 8; ++i) out = out << 8 | (i < text.size() ? static_cast<unsigned char>(text[i]) : 0u);
  return out;
}

struct string_hash {
  using is_transparent = void;
  std::size_t operator()(std::string_view s) const { return static_cast<std::size_t>(hash_of(s)); }
};

// Its order of iteration is not to be relied on.
template <class V>
using string_map = std::unordered_map<std::string, V, string_hash, std::equal_to<>>;

}  // namespace satchel::pack
