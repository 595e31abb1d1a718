// An archive of head and directory alone, every number of which can be chosen.
#pragma once

#include "packing.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace hostile {

inline constexpr std::uint64_t max16 = 0xffff, max32 = 0xffffffff, max64 = ~std::uint64_t{0};
inline constexpr std::uint64_t file_size = 4096 + 1000 * 1024;
inline constexpr std::uint64_t directory_place = 64;
inline constexpr std::uint32_t payloads = 3 * 1020;  // bytes in the pages of a plan

// Positions in an article are fewer than this, by the text that blocks of a plan can hold.
inline constexpr std::uint64_t most_positions = 2 * (70 + 5) * 4096 + 64;

struct length_bucket {
  std::uint64_t first = 0, positions = 100;
  std::uint64_t impacts[16] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
};

struct bucket {
  std::uint64_t title = 0, least = 1, code = 255;
};

struct order {
  std::uint64_t count = 505, start = 0, size = 569;  // 9 bits each
  bool values = true;
};

// What head and directory say. As it is, it can be opened, and no number is nearer to its bounds than need be.
struct plan {
  std::uint64_t magic = 0x0a6c656863746153, version = 1, must_understand = 0, may_ignore = 0;
  std::uint64_t said_file_size = file_size, said_directory_offset = max64, said_directory_size = max64;
  std::uint64_t directory_at = directory_place;
  std::uint64_t storage_size = file_size;
  std::uint64_t head_crc_error = 0, directory_crc_error = 0;

  std::uint64_t articles = 505, text_bytes = 1;
  std::uint64_t dictionary_offset = 0, dictionary_frame = 0, dictionary = 0;
  std::uint64_t word_codes_offset = 0, words_frame = 0, words = 0;
  std::uint64_t blocks = 70, catalogs = 5, articles_per_catalog = 110;
  std::uint64_t block_max = 4096, text_max = 4096, frame_max = 500000, input_max = 5000, frame_size_bytes = 2;
  std::uint64_t pages_offset = 4096, page_size = 1024, page_count = 3, pages_per_frame = 100000;
  std::uint64_t blocks_start = 0, blocks_size = 16 + 70 * 2, catalogs_start = 0, catalogs_size = 8 + 5 * 2;
  std::vector<std::uint8_t> catalog_places;
  std::uint64_t root = 12, height = 1, first_leaf = 1, leaf_count = 1, key_max = 65, lists_start = 0, lists_size = 1;
  std::uint64_t frequent = max64;  // bytes; max64: absent
  std::vector<length_bucket> classes = {{}, {10}, {20}};
  std::vector<bucket> buckets = std::vector<bucket>(16);
  std::uint64_t field_positions = 100, position_unit = 1, common_form_prefix = 4;
  order identifiers, titles;
  std::uint64_t date_bits = 5, dates_start = 0, dates_size = 316;
  bool dates = true, date_values = true;
};

// The archive that a plan says, its checksums right unless the plan says otherwise.
file_bytes archive_of(const plan& p);

}  // namespace hostile
