// The page region's addresses and checksums: schema/SPEC.md, section 4.
#pragma once

#include <satchel/format/crc32.hpp>
#include <satchel/format/endian.hpp>

#include <cstddef>
#include <cstdint>

namespace satchel::format {

// A position in the payloads of all pages, put end to end.
using address = std::uint64_t;

inline constexpr std::uint32_t page_crc_bytes = 4;

inline std::uint32_t page_crc(std::uint32_t page, const std::byte* payload, std::uint32_t size) {
  std::byte number[4];
  format::store32(number, page);
  return format::crc32(payload, size, format::crc32(number, sizeof number));
}

}  // namespace satchel::format
