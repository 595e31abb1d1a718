// Which of the frames that were found belong to one archive, and what is known of it.
//
// Bytes of other archives may stand in a damaged file: of an older version that was overwritten in part, or of one that
// lay on the disk before. A catalog states the place and the size of the block in which each of its articles starts, as
// the directory does for all blocks. So blocks are an archive's when the places of their run, as far as they are
// stated, are those where they were found; articles get their identifiers and titles from no other catalog.
#pragma once

#include "salvage_directory.hpp"
#include "salvage_scan.hpp"

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace satchel::tool {

struct mapped_block {
  found_frame frame;
  text_coding coding;
};

struct salvaged_archive {
  std::vector<mapped_block> blocks;
  std::vector<found_frame> catalogs;  // ascending
  bool placed = false;                // blocks are in ascending order, and stand where catalogs or directory say
  std::uint64_t base = 0;             // where in the file it begins; modulo 2^64, as it may be cut in front
  std::unique_ptr<salvage_directory> directory;
  std::unordered_map<std::uint32_t, format::frame_extent> places;  // of the blocks that were found, as they should be
  std::optional<std::uint32_t> block_count, catalog_count, articles, articles_per_catalog;
};

// The last one has the blocks that are in no other archive, in the order of the file.
std::vector<salvaged_archive> map_archives(const std::string& path, const scan_result& found, frame_opener& frames);

}  // namespace satchel::tool
