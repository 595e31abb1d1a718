// Compressed frames, where they stand, and the pieces that blocks hold: schema/SPEC.md, section 3.
#pragma once

#include <cstdint>

namespace satchel::format {

// Where a compressed frame stands in the file.
struct frame_extent {
  std::uint64_t offset = 0;
  std::uint32_t size = 0;  // bytes; 0: not known

  bool operator==(const frame_extent& other) const { return offset == other.offset && size == other.size; }
};

// A frame with something that is kept decoded.
struct table_frame {
  std::uint64_t offset = 0;
  std::uint32_t frame = 0, size = 0;  // bytes, compressed and decoded; both 0: absent
};

inline constexpr std::uint32_t frames_per_group = 64;

// Bytes of the table that says where `count` frames are: each group has the file offset of its first frame, 8 bytes,
// and the size of each frame, `size_bytes` long.
constexpr std::uint64_t frame_table_bytes(std::uint64_t count, std::uint32_t size_bytes) {
  return (count + frames_per_group - 1) / frames_per_group * 8 + count * size_bytes;
}

// A piece's byte in Block.kinds: its kind and, above, the level of a heading or list item.
inline constexpr unsigned piece_level_shift = 5;
inline constexpr std::uint32_t piece_kind_mask = 31;
inline constexpr std::uint32_t pieces_max = 65535;

}  // namespace satchel::format
