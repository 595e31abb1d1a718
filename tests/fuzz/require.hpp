// What must hold in every execution.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace fuzz {

inline void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %s\n", what);
  std::abort();
}

// What answers held since it was last set to 0: two that are the same leave the same number.
inline std::uint64_t seen = 0;

// Looks at every byte, so that the address sanitizer does.
template <class Bytes>
void touch(const Bytes* data, std::size_t size) {
  for (std::size_t i = 0; i < size; ++i) seen = (seen ^ static_cast<std::uint8_t>(data[i])) * 0x100000001b3;
  seen = (seen ^ size) * 0x100000001b3;
}
inline void touch(std::uint64_t number) { seen = (seen ^ number) * 0x100000001b3; }
inline void touch(std::string_view text) { touch(text.data(), text.size()); }

}  // namespace fuzz
