// The directory, checked.
#pragma once

#include <satchel/detail/index/date_column.hpp>
#include <satchel/detail/index/order_column.hpp>
#include <satchel/detail/index/page_reader.hpp>
#include <satchel/detail/index/term_cursor.hpp>
#include <satchel/detail/text/frame_reader.hpp>
#include <satchel/format/crc32.hpp>
#include <satchel/format/flatbuffer.hpp>
#include <satchel/format/limits.hpp>
#include <satchel/format/scoring_tables.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace satchel::detail {

// What the directory says, taken apart and checked, so that nothing later can compute with a wrong bound.
struct directory_info {
  page_region pages;
  frame_layout frames;
  term_tree terms;
  section lists;
  order_column identifiers, titles;
  format::scoring_tables model;
  date_column dates;
  const flatbuffers::Vector<std::uint32_t>* repeated = nullptr;  // articles with numbered identifiers, or null
  std::uint64_t text_bytes = 0, term_entries = 0;
  std::uint32_t frames_crc = 0;
  bool known_analyzer = false;
};

// The words follow the dictionary, so that one read brings both.
inline bool sound_tables(const frame_layout& f) {
  const auto sound = [&](const format::table_frame& t, std::uint32_t most) {
    return (t.size == 0) == (t.frame == 0) && t.size <= most;
  };
  const format::table_frame& first = f.dictionary.size > 0 ? f.dictionary : f.words;
  const std::uint64_t both = std::uint64_t{f.dictionary.frame} + f.words.frame;
  return sound(f.dictionary, format::block_limit) && sound(f.words, format::words_table_limit) && both <= f.frame_max &&
         first.offset <= f.store.size && both <= f.store.size - first.offset &&
         (f.dictionary.size == 0 || f.words.size == 0 || f.words.offset == f.dictionary.offset + f.dictionary.frame);
}

inline bool take_section(const format::Section* s, const page_region& pages, section& out) {
  if (s == nullptr || s->start() > pages.start_of(pages.page_count)) return false;
  out = {s->start(), s->size()};
  return out.size <= pages.start_of(pages.page_count) - out.start;
}

inline bytes bytes_of(const flatbuffers::Vector<std::uint8_t>* v) {
  return v == nullptr ? bytes{} : bytes{reinterpret_cast<const std::byte*>(v->data()), v->size()};
}

// The places of frames are in the section or, where there are some, in the bytes `here`.
inline bool take_frames(const format::Section* s, const bytes& here, const page_region& pages, frame_table& out) {
  out.here = here;
  return take_section(s, pages, out.entries) && (here.size == 0 || out.entries.size == 0) &&
         out.entries.size + here.size == format::frame_table_bytes(out.count, out.size_bytes);
}

// Whether the frames that are said to be there have room in the file, and the articles in the catalogs: so that no
// count is larger than what its bytes can hold.
inline bool sound_counts(const frame_layout& f) {
  const std::uint64_t frames = std::uint64_t{f.blocks.count} + f.catalogs.count;
  const std::uint32_t each = f.articles_per_catalog;
  return frames <= f.store.size / format::zstd_frame_bytes && each > 0 && each <= format::catalog_articles_limit &&
         f.catalogs.count == (std::uint64_t{f.articles} + each - 1) / each &&
         (f.articles < each ? f.articles : each) <= f.block_max / format::catalog_article_bytes;
}

inline bool take_order(const format::Order& o, std::uint32_t articles, const page_region& pages, order_column& out) {
  out.count = o.count();
  out.bits = format::width_of(articles);
  if (out.count > articles || o.values() == nullptr || !take_section(o.values(), pages, out.values)) return false;
  return out.values.size == 0 || out.values.size == (std::uint64_t{out.count} * out.bits + 7) / 8;
}

inline bool read_directory(const format::Directory& d, const storage& store, directory_info& out) {
  const format::PageRegion& r = *d.pages();
  page_region& p = out.pages;
  p.store = store;
  p.offset = r.offset();
  p.page_size = r.page_size();
  p.page_count = r.page_count();
  p.pages_per_frame = r.pages_per_frame();
  if (p.page_size < 512 || p.page_size > 65536 || (p.page_size & (p.page_size - 1)) != 0 || p.page_count == 0 ||
      p.pages_per_frame == 0 || p.offset > store.size)
    return false;
  if (p.file_offset(p.page_count - 1) + p.page_size > store.size) return false;

  frame_layout& f = out.frames;
  f.store = store;
  f.blocks.count = d.blocks();
  f.catalogs.count = d.catalogs();
  f.blocks.size_bytes = f.catalogs.size_bytes = d.frame_size_bytes();
  f.articles = d.articles();
  f.articles_per_catalog = d.articles_per_catalog();
  f.block_max = d.block_max();
  f.text_max = d.text_max();
  f.frame_max = d.frame_max();
  f.input_max = d.input_max();
  f.raw_dictionary = d.raw_dictionary();
  f.dictionary = {d.dictionary_offset(), d.dictionary_frame_size(), d.dictionary_size()};
  f.words = {d.word_codes_offset(), d.word_codes_frame_size(), d.word_codes_size()};
  if (f.articles > format::articles_limit || f.block_max > format::block_limit || f.text_max > format::block_limit ||
      f.frame_max > format::frame_limit || f.input_max > f.frame_max)
    return false;
  if (!sound_counts(f) || !sound_tables(f)) return false;
  if (d.frame_size_bytes() == 0 || d.frame_size_bytes() > 4) return false;
  if (!take_frames(d.block_frames(), {}, p, f.blocks) ||
      !take_frames(d.catalog_frames(), bytes_of(d.catalog_places()), p, f.catalogs))
    return false;

  const format::TermTree& t = *d.terms();
  out.terms = {bytes_of(t.root()), bytes_of(t.frequent()), t.height(), t.first_leaf(), t.leaf_count()};
  out.term_entries = t.entries();
  if (t.height() == 0 || t.height() > format::tree_height_max || t.key_max() > format::key_max || t.leaf_count() == 0 ||
      out.terms.root.size < format::node_header ||
      (t.frequent() != nullptr && out.terms.frequent.size < format::node_header) || t.first_leaf() >= p.page_count ||
      t.leaf_count() > p.page_count - t.first_leaf())
    return false;
  if (!take_section(t.lists(), p, out.lists)) return false;

  // Each term takes a byte of text at least, and so does each piece, which skips a position.
  const std::uint32_t text = f.block_max > f.text_max ? f.block_max : f.text_max;
  const std::uint64_t most_positions = 2 * (std::uint64_t{f.blocks.count} + f.catalogs.count) * text + 64;
  if (!out.model.attach(d, f.articles, most_positions < 0xffffffff ? most_positions : 0xffffffff)) return false;

  if (!take_order(*d.identifiers(), f.articles, p, out.identifiers) || out.identifiers.count != f.articles ||
      !take_order(*d.titles(), f.articles, p, out.titles))
    return false;

  if (const format::DateColumn* dates = d.dates(); dates != nullptr) {
    out.dates.bits = dates->bits();
    out.dates.base = dates->base();
    if (dates->bits() == 0 || dates->bits() > 32 || !take_section(dates->values(), p, out.dates.values)) return false;
    if (out.dates.values.size != (std::uint64_t{f.articles} * dates->bits() + 7) / 8) return false;
  }

  out.repeated = d.repeated();
  out.text_bytes = d.text_bytes();
  out.frames_crc = d.frames_crc();
  out.known_analyzer =
      std::string_view(d.analyzer()->name()->c_str(), d.analyzer()->name()->size()) == format::analyzer_name;
  return true;
}

}  // namespace satchel::detail
