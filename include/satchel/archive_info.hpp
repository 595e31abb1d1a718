// What is known of an archive once it is open.
#pragma once

#include <cstdint>
#include <string_view>

namespace satchel {

// Facts of an open archive. Views are valid as long as it is open.
struct archive_info {
  std::uint32_t articles = 0;
  std::uint64_t text_bytes = 0;  // UTF-8 bytes of all body pieces
  std::uint64_t file_bytes = 0;
  std::uint64_t terms = 0;  // keys in the term dictionary
  std::uint32_t blocks = 0, catalogs = 0, pages = 0, page_bytes = 0;
  std::uint32_t block_max = 0;         // bytes of the largest block or catalog
  std::uint32_t dictionary_bytes = 0;  // of the zstd dictionary
  std::uint32_t packed_for = 0;        // the budget that the packer was given, in bytes; 0: none
  std::uint64_t usual_texts = 0;       // bytes that dictionary, words and blocks would take in the file without a
                                       //   budget, as the packer found on samples; 0 where there is none
  std::uint32_t word_codes_bytes = 0;  // of the word list
  std::uint32_t position_unit =
      0;  // 1: lists say where words stand; 32: in which passages of so many words; 0: neither
  std::uint32_t articles_per_catalog = 0;
  bool known_analyzer = false;  // otherwise the archive can be read and not searched
  std::string_view name, analyzer, stemmer;
};

}  // namespace satchel
