// Every number of the head and the directory, behind right checksums, at its bounds and beyond them. The archives have
// no content: opening them reads no more than head and directory, and all later code trusts what these say.

#include "answers.hpp"
#include "planned_archive.hpp"

#include <doctest/doctest.h>

#include <functional>
#include <string>
#include <vector>

namespace {

using namespace hostile;
using satchel::errc;

satchel::error opened(const plan& p, bool copies) {
  static guarded_memory memory(ample);
  const file_bytes bytes = archive_of(p);
  satchel::archive open;
  satchel::storage store = copies ? copying(bytes) : direct(bytes);
  store.size = p.storage_size;
  const satchel::error e = open.open({store, memory.bytes(), satchel::checking::on_read});
  CHECK(open.is_open() == !e);
  return e;
}

// A number, what it may be, and what it must not be.
struct field {
  std::string name;
  std::function<void(plan&, std::uint64_t)> set;
  std::vector<std::uint64_t> good, bad;
};

void check_all(const std::vector<field>& fields) {
  REQUIRE_FALSE(opened({}, false));
  for (const field& f : fields)
    for (const bool copies : {false, true}) {
      const auto result = [&](std::uint64_t value) {
        plan p;
        f.set(p, value);
        return opened(p, copies);
      };
      CAPTURE(f.name);
      for (const std::uint64_t value : f.good) {
        CAPTURE(value);
        CHECK(result(value).code == errc::none);
      }
      for (const std::uint64_t value : f.bad) {
        CAPTURE(value);
        const satchel::error e = result(value);
        CHECK(e.code != errc::none);
        CHECK((e.part == satchel::part::head || e.part == satchel::part::directory));
        CHECK(e.where == (e.code == errc::truncated ? file_size : 0));
        CHECK(e.missing == 0);
      }
    }
}

// A section of `size` bytes: its start at its bounds, and so that its end wraps.
field section_start(const char* name, std::uint64_t plan::*start, std::uint64_t size) {
  return {name,
          [start](plan& p, std::uint64_t v) { p.*start = v; },
          {0, payloads - size},
          {payloads - size + 1, payloads, payloads + 1, max64, max64 - size + 1}};
}

TEST_CASE("the numbers of the head") {
  check_all({
      {"magic", [](plan& p, std::uint64_t bit) { p.magic ^= std::uint64_t{1} << bit; }, {}, {0, 7, 13, 31, 32, 50, 63}},
      {"version", [](plan& p, std::uint64_t v) { p.version = v; }, {1}, {2, max16}},
      {"must_understand", [](plan& p, std::uint64_t v) { p.must_understand = v; }, {0}, {1, 2, 1u << 31, max32}},
      {"may_ignore", [](plan& p, std::uint64_t v) { p.may_ignore = v; }, {0, 1, max32}, {}},
      {"file_size",
       [](plan& p, std::uint64_t v) { p.said_file_size = v; },
       {file_size},
       {0, file_size - 1, file_size + 1, max64}},
      {"place of the directory",
       [](plan& p, std::uint64_t v) { p.directory_at = v; },
       {64, 72, 4096, max64},
       {65, 68, 71}},
      {"directory_offset",
       [](plan& p, std::uint64_t v) { p.said_directory_offset = v; },
       {directory_place},
       {0, directory_place - 8, directory_place + 8, file_size, file_size + 8, max64 - 7}},
      {"directory_size",
       [](plan& p, std::uint64_t v) { p.said_directory_size = v; },
       {},
       {0, 1, file_size - directory_place, file_size - directory_place + 1, max32}},
      {"directory_crc", [](plan& p, std::uint64_t v) { p.directory_crc_error = v; }, {0}, {1, 1u << 31, max32}},
      {"head_crc", [](plan& p, std::uint64_t v) { p.head_crc_error = v; }, {0}, {1, 1u << 31, max32}},
  });
}

TEST_CASE("the numbers of pages and sections") {
  check_all({
      {"pages.offset",
       [](plan& p, std::uint64_t v) { p.pages_offset = v; },
       {0, file_size - 3 * 1024},
       {file_size - 3 * 1024 + 1, file_size, file_size + 1, max64, max64 - 3 * 1024 + 1}},
      {"pages.page_size",
       [](plan& p, std::uint64_t v) { p.page_size = v; },
       {512, 1024, 2048, 65536},
       {0, 1, 2, 4, 8, 256, 511, 513, 768, 1023, 1025, 65535, 65537, 131072, 1u << 31, max32}},
      {"pages.page_count", [](plan& p, std::uint64_t v) { p.page_count = v; }, {3, 999, 1000}, {0, 1001, max32}},
      {"pages.page_count without leaves",
       [](plan& p, std::uint64_t v) {
         p.first_leaf = 0;
         p.page_count = v;
       },
       {1},
       {0}},
      {"pages.page_count with gaps",
       [](plan& p, std::uint64_t v) {
         p.pages_per_frame = 9;
         p.page_count = v;
       },
       {900},
       {901, 1000}},
      {"pages.pages_per_frame", [](plan& p, std::uint64_t v) { p.pages_per_frame = v; }, {1, 2, max32}, {0}},
      section_start("block_frames.start", &plan::blocks_start, 156),
      {"block_frames.size", [](plan& p, std::uint64_t v) { p.blocks_size = v; }, {156}, {0, 155, 157, max64}},
      section_start("catalog_frames.start", &plan::catalogs_start, 18),
      {"catalog_frames.size", [](plan& p, std::uint64_t v) { p.catalogs_size = v; }, {18}, {0, 17, 19, max64}},
      {"catalog_places",
       [](plan& p, std::uint64_t v) {
         p.catalog_places.resize(v);
         p.catalogs_size = 0;
       },
       {18},
       {0, 17, 19}},
      {"catalog_places beside a section",
       [](plan& p, std::uint64_t v) {
         p.catalog_places.resize(v);
         p.catalogs_size = 18 - v;
       },
       {0, 18},
       {1, 9, 17}},
      section_start("terms.lists.start", &plan::lists_start, 1),
      {"terms.lists.size", [](plan& p, std::uint64_t v) { p.lists_size = v; }, {0, payloads}, {payloads + 1, max64}},
      section_start("dates.values.start", &plan::dates_start, 316),
      {"dates.values.size", [](plan& p, std::uint64_t v) { p.dates_size = v; }, {316}, {0, 315, 317, max64}},
      {"dates.values", [](plan& p, std::uint64_t v) { p.date_values = v != 0; }, {1}, {0}},
      {"dates.bits",
       [](plan& p, std::uint64_t v) {
         p.date_bits = v;
         p.dates_size = (505 * v + 7) / 8;
         p.page_count = 30;
       },
       {1, 2, 32},
       {0, 33, 255}},
      {"dates", [](plan& p, std::uint64_t v) { p.dates = v != 0; }, {0, 1}, {}},
  });
}

TEST_CASE("the numbers of frames, articles and orders") {
  constexpr std::uint64_t block_limit = 4 << 20, words_limit = 64 << 20, frame_limit = 128 << 20;
  const auto with_dictionary = [](plan& p) {
    p.dictionary_offset = 64;
    p.dictionary_frame = 1000;
    p.dictionary = 2000;
  };
  const auto with_both = [=](plan& p) {
    with_dictionary(p);
    p.word_codes_offset = 1064;
    p.words_frame = 3000;
    p.words = 5000;
  };
  const auto one_catalog = [](plan& p, std::uint64_t articles) {
    p.articles_per_catalog = articles;
    p.catalogs = 1;
    p.catalogs_size = 8 + 2;
  };
  const auto of_identifiers = [](std::uint64_t order::*number) {
    return [number](plan& p, std::uint64_t v) { p.identifiers.*number = v; };
  };
  const auto of_titles = [](std::uint64_t order::*number) {
    return [number](plan& p, std::uint64_t v) { p.titles.*number = v; };
  };
  const auto bits_of = [](std::uint64_t count) { return (count * 9 + 7) / 8; };
  check_all({
      {"articles", [](plan& p, std::uint64_t v) { p.articles = v; }, {505}, {0, 504, 506, max32}},
      {"articles, with all that follows from them",
       [](plan& p, std::uint64_t v) {
         p.articles = p.identifiers.count = p.titles.count = v;
         p.identifiers.size = p.titles.size = 0;
         p.dates = false;
         p.storage_size = p.said_file_size = 1 << 27;
         p.page_count = 10000;
         p.articles_per_catalog = 1024;
         p.catalogs = (v + 1023) / 1024;
         p.catalogs_size = (p.catalogs + 63) / 64 * 8 + p.catalogs * 2;
       },
       {0xfffffe00},
       {0xfffffe01, max32}},
      {"text_bytes", [](plan& p, std::uint64_t v) { p.text_bytes = v; }, {0, 1, max64}, {}},
      {"blocks", [](plan& p, std::uint64_t v) { p.blocks = v; }, {70}, {0, 69, 71, max32}},
      {"catalogs", [](plan& p, std::uint64_t v) { p.catalogs = v; }, {5}, {0, 4, 6, max32}},
      {"catalogs with their places",
       [](plan& p, std::uint64_t v) {
         p.catalogs = v;
         p.catalogs_size = 8 + 2 * v;
       },
       {5},
       {4, 6}},
      {"articles_per_catalog",
       [](plan& p, std::uint64_t v) { p.articles_per_catalog = v; },
       {102, 126},
       {0, 1, 100, 127, max32}},
      {"articles_per_catalog, where one catalog has all",
       [=](plan& p, std::uint64_t v) { one_catalog(p, v); },
       {505, 1024},
       {0, 504, 1025, max32}},
      {"blocks and catalogs by the size of the file",
       [](plan& p, std::uint64_t v) {
         p.page_count = 900;
         p.blocks = v - 5;
         p.blocks_size = (p.blocks + 63) / 64 * 8 + p.blocks * 2;
       },
       {file_size / 13},
       {file_size / 13 + 1, 2 * (file_size / 13)}},
      {"block_max",
       [](plan& p, std::uint64_t v) { p.block_max = v; },
       {330, block_limit},
       {0, 329, block_limit + 1, max32}},
      {"block_max, where one catalog has all",
       [=](plan& p, std::uint64_t v) {
         one_catalog(p, 1024);
         p.block_max = v;
       },
       {1515},
       {1512, 1514}},
      {"text_max", [](plan& p, std::uint64_t v) { p.text_max = v; }, {0, block_limit}, {block_limit + 1, max32}},
      {"frame_max",
       [](plan& p, std::uint64_t v) { p.frame_max = v; },
       {5000, frame_limit},
       {0, 4999, frame_limit + 1, max32}},
      {"input_max", [](plan& p, std::uint64_t v) { p.input_max = v; }, {5000, 500000}, {500001, max32}},
      {"frame_size_bytes",
       [](plan& p, std::uint64_t v) {
         p.frame_size_bytes = v;
         p.blocks_size = 16 + 70 * v;
         p.catalogs_size = 8 + 5 * v;
       },
       {1, 2, 3, 4},
       {0, 5, 8}},
      {"dictionary_offset",
       [=](plan& p, std::uint64_t v) { with_dictionary(p), p.dictionary_offset = v; },
       {0, file_size - 1000},
       {file_size - 999, file_size, file_size + 1, max64, max64 - 999}},
      {"dictionary_frame_size",
       [=](plan& p, std::uint64_t v) { with_dictionary(p), p.dictionary_frame = v; },
       {1, 500000},
       {0, 500001, max32}},
      {"dictionary_size",
       [=](plan& p, std::uint64_t v) { with_dictionary(p), p.dictionary = v; },
       {1, block_limit},
       {0, block_limit + 1, max32}},
      {"word_codes_offset alone",
       [](plan& p, std::uint64_t v) {
         p.word_codes_offset = v;
         p.words_frame = 1000;
         p.words = 2000;
       },
       {0, file_size - 1000},
       {file_size - 999, file_size, file_size + 1, max64, max64 - 999}},
      {"word_codes_offset",
       [=](plan& p, std::uint64_t v) { with_both(p), p.word_codes_offset = v; },
       {1064},
       {0, 1063, 1065, max64}},
      {"word_codes_frame_size",
       [=](plan& p, std::uint64_t v) { with_both(p), p.words_frame = v; },
       {1, 499000},
       {0, 499001, max32, max32 - 999}},
      {"word_codes_size",
       [=](plan& p, std::uint64_t v) { with_both(p), p.words = v; },
       {1, words_limit},
       {0, words_limit + 1, max32}},
      {"both frames beyond the file",
       [=](plan& p, std::uint64_t v) {
         with_both(p);
         p.dictionary_offset = v;
         p.word_codes_offset = v + 1000;
       },
       {file_size - 4000},
       {file_size - 3999, file_size - 1000, file_size}},
      {"identifiers.count",
       [=](plan& p, std::uint64_t v) {
         p.identifiers.count = v;
         p.identifiers.size = bits_of(v);
       },
       {505},
       {0, 1, 504, 506, max32}},
      {"identifiers.count in the order of numbers",
       [](plan& p, std::uint64_t v) {
         p.identifiers.count = v;
         p.identifiers.size = 0;
       },
       {505},
       {0, 504, 506, max32}},
      {"identifiers.values.start",
       of_identifiers(&order::start),
       {0, payloads - 569},
       {payloads - 568, payloads + 1, max64, max64 - 568}},
      {"identifiers.values.size", of_identifiers(&order::size), {0, 569}, {1, 568, 570, max64}},
      {"identifiers.values", [](plan& p, std::uint64_t v) { p.identifiers.values = v != 0; }, {1}, {0}},
      {"titles.count",
       [=](plan& p, std::uint64_t v) {
         p.titles.count = v;
         p.titles.size = bits_of(v);
       },
       {0, 1, 504, 505},
       {506, max32}},
      {"titles.count in the order of numbers",
       [](plan& p, std::uint64_t v) {
         p.titles.count = v;
         p.titles.size = 0;
       },
       {0, 505},
       {506, max32}},
      {"titles.values.start",
       of_titles(&order::start),
       {0, payloads - 569},
       {payloads - 568, payloads + 1, max64, max64 - 568}},
      {"titles.values.size", of_titles(&order::size), {0, 569}, {1, 568, 570, max64}},
      {"titles.values", [](plan& p, std::uint64_t v) { p.titles.values = v != 0; }, {1}, {0}},
  });
}

TEST_CASE("the numbers of terms, classes and buckets") {
  std::vector<field> fields = {
      {"terms.root", [](plan& p, std::uint64_t v) { p.root = v; }, {12, 13}, {0, 1, 11}},
      {"terms.frequent", [](plan& p, std::uint64_t v) { p.frequent = v; }, {12, 13}, {0, 1, 11}},
      {"terms.height", [](plan& p, std::uint64_t v) { p.height = v; }, {1, 12}, {0, 13, 255}},
      {"terms.first_leaf", [](plan& p, std::uint64_t v) { p.first_leaf = v; }, {0, 2}, {3, 4, max32}},
      {"terms.leaf_count", [](plan& p, std::uint64_t v) { p.leaf_count = v; }, {1, 2}, {0, 3, max32, max32 - 1}},
      {"terms.key_max", [](plan& p, std::uint64_t v) { p.key_max = v; }, {0, 65}, {66, max16}},
      {"number of length buckets",
       [](plan& p, std::uint64_t v) {
         p.classes.resize(v);
         for (std::uint64_t i = 0; i < v; ++i) p.classes[i].first = i;
       },
       {1, 32},
       {0, 33, 64}},
      {"first of the first class", [](plan& p, std::uint64_t v) { p.classes[0].first = v; }, {0}, {1, 9, max32}},
      {"first of a class", [](plan& p, std::uint64_t v) { p.classes[1].first = v; }, {1, 19}, {0, 20, 21, max32}},
      {"first of the last class",
       [](plan& p, std::uint64_t v) { p.classes[2].first = v; },
       {11, 504},
       {0, 9, 10, 505, max32}},
      {"field_positions",
       [](plan& p, std::uint64_t v) { p.field_positions = v; },
       {0, most_positions - 1},
       {most_positions, max32}},
      {"position_unit", [](plan& p, std::uint64_t v) { p.position_unit = v; }, {0, 1, 32}, {2, 31, 33, max32}},
      {"common_form_prefix", [](plan& p, std::uint64_t v) { p.common_form_prefix = v; }, {0, 4}, {5, 255}},
      {"number of buckets", [](plan& p, std::uint64_t v) { p.buckets.resize(v); }, {16}, {0, 1, 15, 17, 32}},
  };
  const auto long_texts = [](plan& p) {
    p.blocks = 64 * 10;
    p.blocks_size = 10 * 8 + p.blocks * 2;
    p.block_max = 4 << 20;
  };
  fields.push_back({"positions, where texts have room for more",
                    [=](plan& p, std::uint64_t v) { long_texts(p), p.classes[1].positions = v; },
                    {max32 - 1},
                    {max32}});
  fields.push_back({"field_positions, where texts have room for more",
                    [=](plan& p, std::uint64_t v) { long_texts(p), p.field_positions = v; },
                    {max32 - 1},
                    {max32}});
  for (const std::size_t n : {0, 1, 2}) {
    const std::string name = "class " + std::to_string(n) + ", ";
    fields.push_back({name + "positions",
                      [n](plan& p, std::uint64_t v) { p.classes[n].positions = v; },
                      {1, most_positions - 1},
                      {0, most_positions, max32}});
    for (const int g : {0, 1, 14, 15})
      fields.push_back(
          {name + "impact", [n, g](plan& p, std::uint64_t v) { p.classes[n].impacts[g] = v; }, {1, 255}, {0}});
  }
  for (const std::size_t n : {0, 1, 14, 15}) {
    const std::string name = "bucket " + std::to_string(n) + ", ";
    fields.push_back({name + "title", [n](plan& p, std::uint64_t v) { p.buckets[n].title = v; }, {0, 1}, {2, 255}});
    fields.push_back({name + "least", [n](plan& p, std::uint64_t v) { p.buckets[n].least = v; }, {1, 255}, {0}});
    fields.push_back(
        {name + "code", [n](plan& p, std::uint64_t v) { p.buckets[n].code = v; }, {0, 27, 255}, {28, 254}});
  }
  check_all(fields);
}

}  // namespace
