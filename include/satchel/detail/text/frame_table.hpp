// Where the frames of blocks and catalogs are.
#pragma once

#include <satchel/detail/index/page_reader.hpp>
#include <satchel/format/frames.hpp>

#include <cstdint>

namespace satchel::detail {

// Frames of one kind, which follow each other in the file. Each group of them has the file offset of its first frame,
// 8 bytes, and the size of each frame.
struct frame_table {
  section entries;
  bytes here;  // in memory instead, when it is not empty
  std::uint32_t count = 0;
  std::uint32_t size_bytes = 0;  // of a size, 1 to 4
};

class frame_table_cursor {
 public:
  void attach(const page_region& region, std::byte* buffer) { source_.attach(region, buffer); }

  // The place of frame `number`, which is less than the table's count.
  error find(const frame_table& table, std::uint32_t number, format::frame_extent& out) {
    const std::uint64_t group =
        format::frame_table_bytes(number / format::frames_per_group * format::frames_per_group, table.size_bytes);
    if (table.here.size > 0) {
      const std::byte* at = table.here.data + group;
      out = walk([&] { return *at++; }, number % format::frames_per_group, table.size_bytes);
      return {};
    }
    if (error e = source_.seek(table.entries.start + group)) return e;
    out = walk([this] { return source_.byte(); }, number % format::frames_per_group, table.size_bytes);
    return source_.failure();
  }

 private:
  // A frame of the group whose bytes come next.
  template <class Next>
  static format::frame_extent walk(Next&& next, std::uint32_t number, std::uint32_t size_bytes) {
    const auto little_endian = [&](std::uint32_t bytes) {
      std::uint64_t value = 0;
      for (std::uint32_t i = 0; i < bytes; ++i) value |= std::to_integer<std::uint64_t>(next()) << (8 * i);
      return value;
    };
    format::frame_extent place;
    place.offset = little_endian(8);
    place.size = static_cast<std::uint32_t>(little_endian(size_bytes));
    for (; number > 0; --number) {
      place.offset += place.size;
      place.size = static_cast<std::uint32_t>(little_endian(size_bytes));
    }
    return place;
  }

  byte_cursor source_;
};

}  // namespace satchel::detail
