#include "pack/directory_writer.hpp"

#include "pack/base/archive_parameters.hpp"

#include <satchel/format/limits.hpp>

#include <algorithm>
#include <string>
#include <vector>

namespace satchel::pack {
namespace {

using flatbuffers::FlatBufferBuilder;
using flatbuffers::Offset;
using flatbuffers::Vector;

// Nothing where there are no elements: an absent vector takes no bytes.
template <class T, class Element>
Offset<Vector<T>> vector_of(FlatBufferBuilder& b, const Element* data, std::size_t size) {
  return size == 0 ? Offset<Vector<T>>() : b.CreateVector(reinterpret_cast<const T*>(data), size);
}

template <class Bytes>
Offset<Vector<std::uint8_t>> bytes_of(FlatBufferBuilder& b, const Bytes& bytes) {
  return vector_of<std::uint8_t>(b, bytes.data(), bytes.size());
}

Offset<format::TermTree> term_tree(FlatBufferBuilder& b, const written_index& index) {
  const format::Section lists{0, index.list_bytes};
  const auto root = bytes_of(b, index.tree.root), frequent = bytes_of(b, index.frequent);
  return format::CreateTermTree(b, root, static_cast<std::uint8_t>(index.tree.height), index.tree.first_leaf,
                                index.tree.leaf_count, static_cast<std::uint16_t>(index.key_max), index.entries, &lists,
                                frequent);
}

Offset<format::DateColumn> dates(FlatBufferBuilder& b, const written_columns& columns) {
  if (columns.date_bits == 0) return {};
  return format::CreateDateColumn(b, static_cast<std::uint8_t>(columns.date_bits), columns.date_base, &columns.dates);
}

Offset<format::Order> order(FlatBufferBuilder& b, const std::vector<std::uint32_t>& articles,
                            const format::Section& values) {
  return format::CreateOrder(b, static_cast<std::uint32_t>(articles.size()), &values);
}

std::uint32_t u32(std::uint64_t n) { return static_cast<std::uint32_t>(n); }

}  // namespace

FlatBufferBuilder make_directory(const directory_content& c) {
  FlatBufferBuilder b;
  const auto name = c.how.name.empty() ? Offset<flatbuffers::String>() : b.CreateString(c.how.name);
  const auto analyzer = format::CreateAnalyzer(b, b.CreateString(std::string(format::analyzer_name)),
                                               b.CreateString(c.collected.stemmer()));
  const auto region = format::CreatePageRegion(b, c.pages.offset, c.pages.page_bytes, c.pages.count, c.pages.per_frame);
  const auto terms = term_tree(b, c.index);
  const auto length_buckets = b.CreateVectorOfStructs(c.collected.frequency_buckets().stored_length_buckets());
  const auto frequency_buckets = b.CreateVectorOfStructs(c.collected.frequency_buckets().stored_buckets());
  const auto identifiers = order(b, c.index.by_identifier, c.columns.identifiers);
  const auto titles = order(b, c.index.by_title, c.columns.titles);
  const auto date_column = dates(b, c.columns);
  const std::vector<std::uint32_t> repeats = c.collected.repeated();
  const auto repeated = vector_of<std::uint32_t>(b, repeats.data(), repeats.size());
  const auto catalog_places = bytes_of(b, c.columns.catalog_places);

  // Fields of 8 bytes first, then of 4 and of 1, the last of the schema first: so none needs padding.
  format::DirectoryBuilder d(b);
  d.add_usual_texts(c.usual_texts);
  d.add_word_codes_offset(c.text.word_codes.offset);
  d.add_dictionary_offset(c.text.dictionary.offset);
  d.add_text_bytes(c.collected.text_bytes());
  d.add_memory(u32(std::min<std::uint64_t>(c.how.memory_bytes, UINT32_MAX)));
  d.add_input_max(u32(c.text.input_max));
  d.add_catalog_places(catalog_places);
  d.add_frames_crc(c.text.crc);
  d.add_repeated(repeated);
  d.add_dates(date_column);
  d.add_titles(titles);
  d.add_identifiers(identifiers);
  d.add_position_unit(position_unit(c.how));
  d.add_field_positions(c.collected.field_positions());
  d.add_frequency_buckets(frequency_buckets);
  d.add_length_buckets(length_buckets);
  d.add_terms(terms);
  d.add_catalog_frames(&c.columns.catalog_frames);
  d.add_block_frames(&c.columns.block_frames);
  d.add_pages(region);
  d.add_frame_max(u32(c.text.frame_max));
  d.add_text_max(u32(c.text.text_max));
  d.add_block_max(u32(c.text.block_max));
  d.add_articles_per_catalog(c.articles_per_catalog);
  d.add_catalogs(u32(c.text.catalogs.size()));
  d.add_blocks(u32(c.text.blocks.size()));
  d.add_word_codes_size(c.text.word_codes.size);
  d.add_word_codes_frame_size(c.text.word_codes.frame);
  d.add_dictionary_size(c.text.dictionary.size);
  d.add_dictionary_frame_size(c.text.dictionary.frame);
  d.add_analyzer(analyzer);
  d.add_name(name);
  d.add_articles(c.collected.articles());
  d.add_raw_dictionary(c.raw_dictionary);
  d.add_frame_size_bytes(static_cast<std::uint8_t>(c.columns.frame_size_bytes));
  d.add_common_form_prefix(static_cast<std::uint8_t>(c.index.common_form_prefix));
  b.Finish(d.Finish());
  return b;
}

std::uint64_t directory_bytes_max(const options& how, const collector& collected, const written_index& index,
                                  const page_writer& pages) {
  // A number that is 0 takes no bytes: here none is.
  written_text text;
  text.dictionary = text.word_codes = {1, 1, 1};
  text.blocks.resize(1);
  text.catalogs.resize(1);
  text.block_max = text.text_max = text.frame_max = text.input_max = text.crc = 1;
  written_columns columns;
  columns.date_bits = 1;
  columns.date_base = 1;
  const std::uint64_t catalogs = (collected.articles() - 1) / archive_parameters{}.articles_per_catalog + 1;  // or more
  if (format::frame_table_bytes(catalogs, 1) <= pages.payload()) columns.catalog_places.resize(pages.payload());
  return make_directory({how, collected, index, text, columns, {1, 1, 1, 1}, 1, true, 1}).GetSize();
}

}  // namespace satchel::pack
