// Variable-length numbers: 7 bits per byte, lowest first.
#pragma once

#include <cstddef>
#include <cstdint>

namespace satchel::format {

inline constexpr std::size_t varint_max = 10;

// Reads a number from bytes that `next`, a function bool(std::byte&), gives. False when it gives none any more, or the
// number does not end.
template <class Next>
bool read_varint(Next&& next, std::uint64_t& out) {
  out = 0;
  std::byte b{};
  for (unsigned shift = 0; shift < 64 && next(b); shift += 7) {
    out |= (std::to_integer<std::uint64_t>(b) & 127) << shift;
    if (std::to_integer<unsigned>(b) < 128) return true;
  }
  return false;
}

// Reads a number that ends before `end`; returns the place after it, or null when there is none.
inline const std::byte* get_varint(const std::byte* p, const std::byte* end, std::uint64_t& out) {
  const auto next = [&](std::byte& b) {
    if (p == end) return false;
    b = *p++;
    return true;
  };
  return read_varint(next, out) ? p : nullptr;
}

// Writes a number, at most varint_max bytes; returns the place after it.
inline std::byte* put_varint(std::byte* p, std::uint64_t value) {
  for (; value >= 128; value >>= 7) *p++ = static_cast<std::byte>(value | 128);
  *p++ = static_cast<std::byte>(value);
  return p;
}

// Signed numbers of small magnitude as small unsigned ones: 0, -1, 1, -2 ...
constexpr std::uint64_t zigzag(std::int64_t v) {
  return (static_cast<std::uint64_t>(v) << 1) ^ (v < 0 ? ~std::uint64_t{0} : 0);
}
constexpr std::int64_t unzigzag(std::uint64_t v) {
  return static_cast<std::int64_t>((v >> 1) ^ ((v & 1) != 0 ? ~std::uint64_t{0} : 0));
}

}  // namespace satchel::format
