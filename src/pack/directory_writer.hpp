// The directory, which says where everything in an archive is.
#pragma once

#include "pack/collector.hpp"
#include "pack/column_writer.hpp"
#include "pack/index/index_writer.hpp"
#include "pack/text_writer.hpp"

#include <satchel/format/flatbuffer.hpp>
#include <satchel/pack.hpp>

#include <cstdint>

namespace satchel::pack {

// Where the pages are.
struct written_pages {
  std::uint64_t offset = 0;  // of page 0
  std::uint32_t page_bytes = 0, count = 0, per_frame = 0;
};

// What the passes before have made.
struct directory_content {
  const options& how;
  const collector& collected;
  const written_index& index;
  const written_text& text;
  const written_columns& columns;
  written_pages pages;
  std::uint32_t articles_per_catalog;
  bool raw_dictionary;
  std::uint64_t usual_texts;
};

flatbuffers::FlatBufferBuilder make_directory(const directory_content& content);

// Bytes that it takes at most, before texts and columns are written.
std::uint64_t directory_bytes_max(const options& how, const collector& collected, const written_index& index,
                                  const page_writer& pages);

}  // namespace satchel::pack
