// CRC-32 as in zlib and PNG (ISO 3309), so that a plain Python reader can check it with its standard library.
#pragma once

#include <satchel/format/endian.hpp>

#include <cstddef>
#include <cstdint>

namespace satchel::format {

// Tables for `slices` bytes at a time: one (1 KiB) where memory is short, eight (8 KiB) where speed counts.
template <int slices>
struct crc_tables {
  std::uint32_t at[slices][256];

  constexpr crc_tables() : at() {
    for (std::uint32_t i = 0; i < 256; ++i) {
      std::uint32_t c = i;
      for (int bit = 0; bit < 8; ++bit) c = (c & 1) != 0 ? 0xEDB88320u ^ (c >> 1) : c >> 1;
      at[0][i] = c;
    }
    for (int s = 1; s < slices; ++s)
      for (int i = 0; i < 256; ++i) at[s][i] = (at[s - 1][i] >> 8) ^ at[0][at[s - 1][i] & 255];
  }
};

inline constexpr int crc_slices = sizeof(void*) >= 8 ? 8 : 1;
inline constexpr crc_tables<crc_slices> crc_table{};

// The checksum of `size` bytes, going on from the checksum of the bytes before them (0 at the start).
inline std::uint32_t crc32(const std::byte* p, std::size_t size, std::uint32_t before = 0) {
  const auto& t = crc_table.at;
  std::uint32_t c = ~before;
  if constexpr (crc_slices == 8) {
    for (; size >= 8; size -= 8, p += 8) {
      const std::uint32_t a = load32(p) ^ c, b = load32(p + 4);
      c = t[7][a & 255] ^ t[6][a >> 8 & 255] ^ t[5][a >> 16 & 255] ^ t[4][a >> 24] ^ t[3][b & 255] ^
          t[2][b >> 8 & 255] ^ t[1][b >> 16 & 255] ^ t[0][b >> 24];
    }
  }
  for (; size > 0; --size, ++p) c = t[0][(c ^ std::to_integer<std::uint32_t>(*p)) & 255] ^ c >> 8;
  return ~c;
}

}  // namespace satchel::format
