// Little-endian numbers at any address.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace satchel::format {

inline std::uint16_t load16(const std::byte* p) {
  return static_cast<std::uint16_t>(std::to_integer<unsigned>(p[0]) | std::to_integer<unsigned>(p[1]) << 8);
}
inline std::uint32_t load32(const std::byte* p) {
  return static_cast<std::uint32_t>(load16(p)) | static_cast<std::uint32_t>(load16(p + 2)) << 16;
}
inline std::uint64_t load64(const std::byte* p) {
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  std::uint64_t v;  // compilers make one access of this, and eight of the bytes
  std::memcpy(&v, p, sizeof v);
  return v;
#else
  return load32(p) | static_cast<std::uint64_t>(load32(p + 4)) << 32;
#endif
}

inline void store32(std::byte* p, std::uint32_t v) {
  for (int i = 0; i < 4; ++i) p[i] = static_cast<std::byte>(v >> (8 * i));
}
inline void store64(std::byte* p, std::uint64_t v) {
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  std::memcpy(p, &v, sizeof v);
#else
  for (int i = 0; i < 8; ++i) p[i] = static_cast<std::byte>(v >> (8 * i));
#endif
}

}  // namespace satchel::format
