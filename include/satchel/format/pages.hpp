// The page region's addresses and checksums: schema/SPEC.md, section 4.
#pragma once

#include <satchel/format/crc32.hpp>
#include <satchel/format/endian.hpp>

#include <cstddef>
#include <cstdint>

namespace satchel::format {

// Pages in the file, each frame's header just before its first page:
//
//          |<- pages_per_frame pages ->|                 gap of one page
//   header | page 0 | page 1 | ...     | zeros | header | page ... |
//
//   a page:  payload, page_size - 4 bytes | CRC-32 of its number and the payload
//
// An address counts payload bytes alone: what is at one may go on in the next page.

// A position in the payloads of all pages, put end to end.
using address = std::uint64_t;

inline constexpr std::uint32_t page_crc_bytes = 4;

inline std::uint32_t page_crc(std::uint32_t page, const std::byte* payload, std::uint32_t size) {
  std::byte number[4];
  format::store32(number, page);
  return format::crc32(payload, size, format::crc32(number, sizeof number));
}

}  // namespace satchel::format
