// Where the frames of blocks and catalogs are.
#pragma once

#include <satchel/detail/catalog.hpp>
#include <satchel/detail/pages.hpp>

#include <cstdint>

namespace satchel::detail {

inline constexpr std::uint32_t frames_per_group = 64, frame_size_bytes = 3;
inline constexpr std::uint32_t frame_group_bytes = 8 + frames_per_group * frame_size_bytes;

// Frames of one kind, which follow each other in the file. Each group of them has the file offset of its first frame,
// 8 bytes, and the size of each frame, 3 bytes.
struct frame_table {
  section entries;
  std::uint32_t count = 0;

  static std::uint64_t bytes_for(std::uint64_t count) {
    return (count + frames_per_group - 1) / frames_per_group * 8 + count * frame_size_bytes;
  }
};

class frame_table_cursor {
 public:
  void attach(const page_region& region, std::byte* buffer) { source_.attach(region, buffer); }

  // The place of frame `number`, which is less than the table's count.
  error find(const frame_table& table, std::uint32_t number, frame_place& out) {
    if (error e = source_.seek(table.entries.start + std::uint64_t{number / frames_per_group} * frame_group_bytes))
      return e;
    out.offset = little_endian(8);
    out.size = static_cast<std::uint32_t>(little_endian(frame_size_bytes));
    for (std::uint32_t i = 0; i < number % frames_per_group; ++i) {
      out.offset += out.size;
      out.size = static_cast<std::uint32_t>(little_endian(frame_size_bytes));
    }
    return source_.failure();
  }

 private:
  std::uint64_t little_endian(std::uint32_t bytes) {
    std::uint64_t value = 0;
    for (std::uint32_t i = 0; i < bytes; ++i) value |= std::to_integer<std::uint64_t>(source_.byte()) << (8 * i);
    return value;
  }

  byte_cursor source_;
};

}  // namespace satchel::detail
