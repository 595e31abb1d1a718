// Writing the texts of an archive: the dictionary, the word codes, the blocks and the catalogs.
#pragma once

#include "pack/base/archive_parameters.hpp"
#include "pack/collector.hpp"
#include "pack/io/archive_file.hpp"
#include "pack/text_model.hpp"

#include <satchel/format/frames.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace satchel::pack {

// The frames that were written, and what a reader must have room for.
struct written_text {
  format::table_frame dictionary, word_codes;
  std::vector<format::frame_extent> blocks, catalogs;
  std::uint64_t block_bytes = 0, catalog_bytes = 0;  // of their frames
  std::size_t block_max = 0;                         // bytes of the largest Block or Catalog
  std::size_t text_max = 0;                          // of the largest block's text; 0 without word codes
  std::size_t frame_max = 0;                         // of the largest frame, or of the tables' together
  std::size_t input_max = 0;                         // of the largest zstd block
  std::uint32_t crc = 0;                             // CRC-32 of all frames
};

struct text_options {
  const archive_parameters& parameters;
  int level;  // of zstd
  unsigned threads;
  const std::string& scratch;
  std::function<void(std::uint64_t done)> progress;  // in bytes of text
};

// Appends the frames of all articles to `out`, in the order of a file: dictionary, word codes, blocks, catalogs.
written_text write_text(const collector& collected, const text_model& model, const text_options& how,
                        archive_file& out);

}  // namespace satchel::pack
