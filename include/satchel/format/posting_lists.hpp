// How posting lists and their positions are divided: schema/SPEC.md, section 6.
#pragma once

#include <cstdint>

namespace satchel::format {

inline constexpr std::uint32_t posting_block_max = 256;  // postings

// Articles are scored a range at a time. A block of a posting list holds whole ranges, so that a range lies in one
// block and one bound is enough to pass it over.
inline constexpr std::uint32_t range_size = 256;
inline constexpr std::uint32_t short_list_max = 128;  // longer lists have a head

// How the articles of a posting block are coded.
enum : std::uint32_t { articles_interpolative = 0, articles_mapped = 1, articles_gaps = 2 };

inline constexpr std::uint32_t batch_max = 64;  // positions coded together

// Positions can be passed over in groups of 2, 4 ... 256 postings: each posting block says how many, unless it has few.
inline constexpr std::uint32_t one_group_max = 16;
inline constexpr unsigned group_shift_bits = 3, group_shift_min = 1, group_shift_max = 8;
inline constexpr unsigned group_width_bits = 5;  // of the number that says how many bits each group's size takes

}  // namespace satchel::format
