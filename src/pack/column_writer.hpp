// Writing what the pages hold beside the index: dates, orders, and where frames are.
#pragma once

#include "pack/collector.hpp"
#include "pack/index/index_writer.hpp"
#include "pack/index/page_writer.hpp"
#include "pack/text_writer.hpp"

#include <satchel/format/flatbuffer.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace satchel::pack {

struct written_columns {
  format::Section dates, identifiers, titles, block_frames, catalog_frames;
  std::int32_t date_base = 0;
  unsigned date_bits = 0;                 // 0: no article has a date
  std::uint32_t frame_size_bytes = 1;     // of the size of a frame in the tables of frames
  std::vector<std::byte> catalog_places;  // the table of catalogs, when it takes no page of its own
};

written_columns write_columns(const collector& collected, const written_index& index, const written_text& text,
                              page_writer& pages);

}  // namespace satchel::pack
