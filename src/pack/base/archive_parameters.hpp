// How large the parts of an archive are: what its reader's memory depends on.
#pragma once

#include <cstdint>

namespace satchel::pack {

// For any memory.
inline constexpr std::uint32_t usual_block_bytes = 20480, usual_words = 60000;

struct archive_parameters {
  std::uint32_t block_bytes = 0;  // decoded size of a block
  std::uint32_t page_bytes = 0;   // of an index page
  std::uint32_t articles_per_catalog = 64;
  std::int64_t dictionary_bytes = -1;  // -1: by the size of the collection
  bool raw_dictionary = false;         // content alone
  std::uint32_t words = 0;             // most words that texts are coded with
  std::uint32_t input_bytes = 0;       // most bytes of a zstd block with its header; 0: any
};

}  // namespace satchel::pack
