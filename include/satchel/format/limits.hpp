// The head, and the limits that every archive keeps: schema/SPEC.md, sections 2 and 10.
#pragma once

#include <satchel/format/flatbuffer.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace satchel::format {

inline constexpr std::size_t skippable_header = 8;
inline constexpr std::uint32_t skippable_magic = 0x184D2A50;
inline constexpr std::size_t head_bytes = sizeof(Head);
inline constexpr std::uint16_t version = 1;
inline constexpr std::string_view analyzer_name = "satchel-1";
inline constexpr std::uint32_t articles_limit = 0xfffffe00;
inline constexpr std::uint32_t block_limit = 4u << 20;
inline constexpr std::uint32_t catalog_articles_limit = 1024;
inline constexpr std::uint32_t catalog_article_bytes = 3;      // at least, in a catalog: a start, two ends of strings
inline constexpr std::uint32_t zstd_frame_bytes = 13;          // at least: header with content size, block, checksum
inline constexpr std::uint32_t words_table_limit = 64u << 20;  // more than the most and longest words take
inline constexpr std::uint32_t frame_limit = 2 * words_table_limit;

}  // namespace satchel::format
