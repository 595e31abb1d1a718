#include "pack/column_writer.hpp"

#include "pack/base/bit_writer.hpp"

#include <algorithm>

namespace satchel::pack {
namespace {

format::Section section(page_writer& pages, const std::vector<std::byte>& content) {
  return {pages.append(content.data(), content.size()), content.size()};
}

// A number for each article: 0 without a date, otherwise days since the first, and 1.
std::vector<std::byte> date_values(const collector& collected, written_columns& columns) {
  std::int64_t least = INT64_MAX, most = INT64_MIN;
  for (std::uint32_t i = 0; i < collected.articles(); ++i) {
    const std::int64_t day = collected.day(i);
    if (day == indexed_batch::no_day) continue;
    least = std::min(least, day);
    most = std::max(most, day);
  }
  std::vector<std::byte> out;
  if (least > most) return out;
  columns.date_base = static_cast<std::int32_t>(least);
  columns.date_bits = format::width_of(static_cast<std::uint32_t>(most - least + 2));
  bit_writer bits(out);
  for (std::uint32_t i = 0; i < collected.articles(); ++i) {
    const std::int64_t day = collected.day(i);
    bits.bits(day == indexed_batch::no_day ? 0 : static_cast<std::uint64_t>(day - least + 1), columns.date_bits);
  }
  bits.flush();
  return out;
}

// Nothing for articles that stand in order already.
std::vector<std::byte> order_values(const std::vector<std::uint32_t>& order, std::uint32_t articles) {
  std::vector<std::byte> out;
  bool sorted = true;
  for (std::uint32_t i = 0; sorted && i < order.size(); ++i) sorted = order[i] == i;
  if (sorted) return out;
  bit_writer bits(out);
  for (const std::uint32_t article : order) bits.bits(article, format::width_of(articles));
  bits.flush();
  return out;
}

// Bytes that the size of each frame fits in.
std::uint32_t size_bytes(const written_text& text) {
  std::uint32_t largest = 0, bytes = 1;
  for (const auto* frames : {&text.blocks, &text.catalogs})
    for (const format::frame_extent& f : *frames) largest = std::max(largest, f.size);
  while (bytes < 4 && largest >> (8 * bytes) != 0) ++bytes;
  return bytes;
}

// Of each group of frames the offset of the first, 8 bytes, and the size of each (schema/SPEC.md, section 2).
std::vector<std::byte> frame_table(const std::vector<format::frame_extent>& frames, std::uint32_t size_bytes) {
  std::vector<std::byte> out(format::frame_table_bytes(frames.size(), size_bytes));
  std::byte* at = out.data();
  const auto put = [&](std::uint64_t value, std::uint32_t bytes) {
    for (std::uint32_t i = 0; i < bytes; ++i) *at++ = static_cast<std::byte>(value >> (8 * i) & 255);
  };
  for (std::size_t i = 0; i < frames.size(); ++i) {
    if (i % format::frames_per_group == 0) put(frames[i].offset, 8);
    put(frames[i].size, size_bytes);
  }
  return out;
}

}  // namespace

written_columns write_columns(const collector& collected, const written_index& index, const written_text& text,
                              page_writer& pages) {
  written_columns out;
  out.dates = section(pages, date_values(collected, out));
  out.identifiers = section(pages, order_values(index.by_identifier, collected.articles()));
  out.titles = section(pages, order_values(index.by_title, collected.articles()));
  out.frame_size_bytes = size_bytes(text);
  out.block_frames = section(pages, frame_table(text.blocks, out.frame_size_bytes));
  out.catalog_places = frame_table(text.catalogs, out.frame_size_bytes);
  if (out.catalog_places.size() > pages.payload()) {
    out.catalog_frames = section(pages, out.catalog_places);
    out.catalog_places.clear();
  }
  return out;
}

}  // namespace satchel::pack
