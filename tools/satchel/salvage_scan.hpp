// All frames of a damaged file, found by their magic numbers.
#pragma once

#include "salvage_frames.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace satchel::tool {

// How the texts of blocks are to be read.
struct text_coding {
  enum class way : std::uint8_t { unknown, plain, coded, lost } how = way::unknown;
  std::uint32_t words = 0;  // which of the frames with words, when they are coded
};

// Frames that follow each other without a gap. What stands at its begin says how its blocks are coded.
struct frame_run {
  text_coding coding;
  std::optional<std::uint64_t> head;  // where the head is that it begins with
};

struct found_dictionary {
  found_frame frame;
  text_coding coding;  // of the blocks that need it: words follow it, or a block
};

struct scan_result {
  std::vector<found_frame> blocks, catalogs, words;  // in the order of the file
  std::vector<found_dictionary> dictionaries;
  std::vector<frame_run> runs;
  std::vector<std::uint64_t> heads;
  std::optional<std::uint64_t> behind_blocks;    // the place where a catalog follows a block
  std::optional<std::uint64_t> behind_catalogs;  // the place where a skippable frame follows a catalog
  std::vector<std::uint64_t> wanting;            // places of frames that name a dictionary which was not found
  std::uint64_t looked_at = 0;                   // bytes of the file; less than all when the rest would take too long
};

// Looks at each byte once, and decodes no more than a bounded multiple of the file's size.
scan_result scan(salvage_file& file, frame_opener& frames);

}  // namespace satchel::tool
