// Archives whose checksums hold though their content is wrong.
#pragma once

#include "packing.hpp"

#include <satchel/satchel.hpp>

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace hostile {

// An archive taken apart. After a change in these, lay_out() must follow.
struct parts {
  satchel::format::Head head;
  std::vector<file_bytes> blocks, catalogs;  // decoded FlatBuffers
  file_bytes words, dictionary;              // likewise, empty where there are none
  bool stored = false;                       // frames hold their content as it is, none is compressed
  std::vector<file_bytes> frames;            // all of these, compressed: what is written
  file_bytes payloads;                       // of all pages, end to end
  file_bytes directory;                      // FlatBuffer
  std::uint32_t page_size = 0, pages_per_frame = 0;
  std::uint64_t block_places = 0, catalog_places = 0;  // addresses in payloads
  std::vector<satchel::format::frame_extent> places;   // of the blocks' frames, as the catalogs say them
};

parts take_apart(const file_bytes& archive);

// Compresses blocks and catalogs and corrects all that follows from their sizes: places in payloads and, where blocks
// moved, in catalogs that can be read; directory, head.
void lay_out(parts& p);

// The file, with all checksums made anew; everything else as `p` has it.
file_bytes put_together(const parts& p);

// An archive with a few random changes behind right checksums, and where they are.
struct forgery {
  file_bytes bytes;
  std::string where;
};
forgery forge(const parts& original, std::mt19937& random);

// Archives in which the posting list of a word cannot be as it says.
std::vector<forgery> with_lying_lists(const file_bytes& intact, const std::string& word);

}  // namespace hostile
