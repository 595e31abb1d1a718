#include "planned_archive.hpp"

#include <satchel/archive.hpp>

#include <doctest/doctest.h>

#include <cstring>
#include <limits>

namespace hostile {
namespace {

namespace format = satchel::format;

template <class To>
To as(std::uint64_t v) {
  REQUIRE(v <= std::numeric_limits<To>::max());
  return static_cast<To>(v);
}
std::uint32_t u32(std::uint64_t v) { return as<std::uint32_t>(v); }
std::uint8_t u8(std::uint64_t v) { return as<std::uint8_t>(v); }

file_bytes directory_of(const plan& p) {
  flatbuffers::FlatBufferBuilder b;
  const auto order_of = [&](const order& o) {
    const format::Section values(o.start, o.size);
    return format::CreateOrder(b, u32(o.count), o.values ? &values : nullptr);
  };
  const auto analyzer = format::CreateAnalyzer(b, b.CreateString("satchel-1"), b.CreateString(""));
  const auto pages =
      format::CreatePageRegion(b, p.pages_offset, u32(p.page_size), u32(p.page_count), u32(p.pages_per_frame));
  const format::Section lists(p.lists_start, p.lists_size), block_frames(p.blocks_start, p.blocks_size),
      catalog_frames(p.catalogs_start, p.catalogs_size), date_values(p.dates_start, p.dates_size);
  const auto root = b.CreateVector(std::vector<std::uint8_t>(p.root));
  const auto frequent = p.frequent == max64 ? 0 : b.CreateVector(std::vector<std::uint8_t>(p.frequent));
  const auto terms = format::CreateTermTree(b, root, u8(p.height), u32(p.first_leaf), u32(p.leaf_count),
                                            as<std::uint16_t>(p.key_max), 1, &lists, frequent);
  std::vector<format::LengthBucket> classes;
  for (const length_bucket& c : p.classes) {
    std::uint8_t impacts[16];
    for (int i = 0; i < 16; ++i) impacts[i] = u8(c.impacts[i]);
    classes.push_back(satchel::format::make_length_bucket(u32(c.first), u32(c.positions), impacts));
  }
  std::vector<format::FrequencyBucket> buckets;
  for (const bucket& g : p.buckets) buckets.emplace_back(u8(g.title), u8(g.least), u8(g.code));
  const auto all_classes = b.CreateVectorOfStructs(classes);
  const auto all_buckets = b.CreateVectorOfStructs(buckets);
  const auto identifiers = order_of(p.identifiers), titles = order_of(p.titles);
  const auto dates = format::CreateDateColumn(b, u8(p.date_bits), 0, p.date_values ? &date_values : nullptr);
  const auto places = b.CreateVector(p.catalog_places);

  format::DirectoryBuilder d(b);
  d.add_articles(u32(p.articles));
  d.add_text_bytes(p.text_bytes);
  d.add_analyzer(analyzer);
  d.add_dictionary_offset(p.dictionary_offset);
  d.add_dictionary_frame_size(u32(p.dictionary_frame));
  d.add_dictionary_size(u32(p.dictionary));
  d.add_word_codes_offset(p.word_codes_offset);
  d.add_word_codes_frame_size(u32(p.words_frame));
  d.add_word_codes_size(u32(p.words));
  d.add_blocks(u32(p.blocks));
  d.add_catalogs(u32(p.catalogs));
  d.add_articles_per_catalog(u32(p.articles_per_catalog));
  d.add_block_max(u32(p.block_max));
  d.add_text_max(u32(p.text_max));
  d.add_frame_max(u32(p.frame_max));
  d.add_input_max(u32(p.input_max));
  d.add_frame_size_bytes(u8(p.frame_size_bytes));
  d.add_pages(pages);
  d.add_block_frames(&block_frames);
  d.add_catalog_frames(&catalog_frames);
  d.add_catalog_places(places);
  d.add_terms(terms);
  d.add_length_buckets(all_classes);
  d.add_frequency_buckets(all_buckets);
  d.add_field_positions(u32(p.field_positions));
  d.add_position_unit(u32(p.position_unit));
  d.add_common_form_prefix(u8(p.common_form_prefix));
  d.add_identifiers(identifiers);
  d.add_titles(titles);
  if (p.dates) d.add_dates(dates);
  b.Finish(d.Finish());
  const auto* first = reinterpret_cast<const std::byte*>(b.GetBufferPointer());
  file_bytes out(first, first + b.GetSize());
  out.resize((out.size() + 7) / 8 * 8);
  return out;
}

}  // namespace

file_bytes archive_of(const plan& p) {
  const file_bytes directory = directory_of(p);
  file_bytes out(file_size);
  // max64 as the place: at the end of the file.
  const std::uint64_t at = p.directory_at == max64 ? file_size - directory.size() : p.directory_at;
  std::memcpy(out.data() + at, directory.data(), directory.size());
  format::Head head(p.magic, as<std::uint16_t>(p.version), 0, u32(p.must_understand), u32(p.may_ignore),
                    u32(p.said_directory_size == max64 ? directory.size() : p.said_directory_size),
                    p.said_directory_offset == max64 ? at : p.said_directory_offset, p.said_file_size,
                    satchel::format::crc32(directory.data(), directory.size()) ^ u32(p.directory_crc_error), 0, 0, 0);
  const auto* bytes = reinterpret_cast<const std::byte*>(&head);
  head.mutate_head_crc(satchel::format::crc32(bytes, sizeof head - 4) ^ u32(p.head_crc_error));
  std::memcpy(out.data() + satchel::format::skippable_header, bytes, sizeof head);
  return out;
}

}  // namespace hostile
