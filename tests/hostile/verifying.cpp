// What verify() says of archives that are damaged, or put together wrongly behind right checksums.

#include "answers.hpp"
#include "forging.hpp"

#include <doctest/doctest.h>

#include <cstring>
#include <random>
#include <string>
#include <vector>

namespace {

using namespace hostile;
using satchel::errc;
using satchel::part;
using satchel::format::frame_extent;

// Opens an archive and gives what verify() reports of it.
std::vector<satchel::error> reports_of(const file_bytes& bytes) {
  guarded_memory memory(ample);
  satchel::archive open;
  REQUIRE(!open.open({direct(bytes), memory.bytes(), satchel::checking::on_read}));
  std::vector<satchel::error> out;
  satchel::verify_result result;
  REQUIRE(!satchel::verify(open, result, [&](const satchel::error& e) { out.push_back(e); }));
  CHECK(result.damaged == out.size());
  CHECK(result.checked > 0);
  return out;
}

// Of blocks and catalogs, and of pages.
struct places {
  std::vector<frame_extent> blocks, catalogs;
  satchel::detail::page_region pages;
};

places places_in(const file_bytes& bytes) {
  guarded_memory memory(ample);
  satchel::archive open;
  REQUIRE(!open.open({direct(bytes), memory.bytes(), satchel::checking::on_read}));
  const satchel::detail::directory_info& directory = satchel::detail::archive_access::state(open).directory;
  places out{{}, {}, directory.pages};
  satchel::detail::frame_table_cursor cursor;
  cursor.attach(directory.pages, nullptr);
  const auto take = [&](const satchel::detail::frame_table& table, std::vector<frame_extent>& to) {
    to.resize(table.count);
    for (std::uint32_t i = 0; i < table.count; ++i) REQUIRE(!cursor.find(table, i, to[i]));
  };
  take(directory.frames.blocks, out.blocks);
  take(directory.frames.catalogs, out.catalogs);
  return out;
}

TEST_CASE("a damaged block, catalog or page is reported by its number, and nothing else is") {
  const file_bytes intact = packed(many_articles());
  CHECK(reports_of(intact).empty());
  const places where = places_in(intact);
  REQUIRE(where.catalogs.size() > 1);
  const auto check = [&](std::uint64_t at, part what, std::uint64_t number) {
    file_bytes changed = intact;
    changed[static_cast<std::size_t>(at)] ^= std::byte{4};
    const std::vector<satchel::error> reports = reports_of(changed);
    REQUIRE(reports.size() == 1);
    CHECK(reports[0].code == errc::damaged);
    CHECK(reports[0].part == what);
    CHECK(reports[0].where == number);
  };
  for (const std::size_t i : {std::size_t{0}, std::size_t{1}, where.blocks.size() - 1})
    check(where.blocks[i].offset + where.blocks[i].size / 2, part::block, i);
  for (std::uint32_t i = 0; i < where.catalogs.size(); ++i)
    check(where.catalogs[i].offset + where.catalogs[i].size / 2, part::catalog, i);
  check(where.pages.file_offset(1) + 100, part::page, 1);
}

// Each page is looked at once, and none is taken for one that was.
TEST_CASE("each damaged page of many is refused, where pages are checked once") {
  std::mt19937 random(17);
  std::string text;
  add_numbers(text, random, 60000);
  const file_bytes intact = packed_text(text);
  const satchel::detail::page_region pages = places_in(intact).pages;
  REQUIRE(pages.page_count > 100);
  for (std::uint32_t page = 0; page < pages.page_count; ++page) {
    CAPTURE(page);
    file_bytes changed = intact;
    changed[static_cast<std::size_t>(pages.file_offset(page)) + 100] ^= std::byte{4};
    guarded_memory memory(ample);
    satchel::archive open;
    REQUIRE(!open.open({direct(changed), memory.bytes(), satchel::checking::once}));
    const satchel::detail::page_region& opened = satchel::detail::archive_access::state(open).directory.pages;
    const std::byte* at = nullptr;
    for (std::uint32_t other = 0; other < pages.page_count; ++other)
      CHECK(opened.load(other, nullptr, at).code == (other == page ? errc::damaged : errc::none));
  }
}

TEST_CASE("a byte that is wrong beside or between the frames of pages is reported, and nothing behind it") {
  for (const std::uint32_t pages_per_frame : {1, 2}) {
    CAPTURE(pages_per_frame);
    parts p = take_apart(packed(small_collection()));
    p.pages_per_frame = pages_per_frame;
    lay_out(p);
    const file_bytes intact = put_together(p);
    CHECK(reports_of(intact).empty());
    const places where = places_in(intact);
    const satchel::detail::page_region& pages = where.pages;
    REQUIRE(pages.page_count > pages_per_frame);
    std::uint64_t before = where.catalogs.back().offset + where.catalogs.back().size;
    for (std::uint32_t page = 0; page < pages.page_count; page += pages_per_frame) {
      for (std::uint64_t at = before; at < pages.file_offset(page); at += 7) {
        CAPTURE(at);
        file_bytes changed = intact;
        changed[static_cast<std::size_t>(at)] ^= std::byte{1};
        const std::vector<satchel::error> reports = reports_of(changed);
        REQUIRE(reports.size() == 1);
        CHECK(reports[0].where <= at);
        CHECK(reports[0].where + 32 > at);
      }
      before = pages.file_offset(page) + pages_per_frame * pages.page_size;
    }
  }
}

// With some bytes before the directory's FlatBuffer and behind it, and a head and a frame that say so.
file_bytes with_more(const parts& p, std::size_t before, std::size_t behind) {
  file_bytes out = put_together(p);
  parts longer = p;
  longer.head.mutate_directory_offset(p.head.directory_offset() + before);
  longer.head.mutate_file_size(out.size() + before + behind);
  const file_bytes heads = put_together(longer);
  std::copy_n(heads.begin(), satchel::format::skippable_header + satchel::format::head_bytes, out.begin());
  const auto place = static_cast<std::ptrdiff_t>(p.head.directory_offset());
  std::byte* size = out.data() + place - 4;
  satchel::format::store32(size, satchel::format::load32(size) + static_cast<std::uint32_t>(before));
  out.insert(out.begin() + place, before, std::byte{0});
  out.insert(out.end(), behind, std::byte{0});
  return out;
}

TEST_CASE("bytes around the directory that do not belong there are reported") {
  const parts p = take_apart(packed(small_collection()));
  CHECK(reports_of(with_more(p, 0, 0)).empty());
  for (const std::size_t before : {8, 16, 800}) CHECK(reports_of(with_more(p, before, 0)).size() == 1);
  for (const std::size_t behind : {1, 8, 100}) CHECK(reports_of(with_more(p, 0, behind)).size() == 1);
}

TEST_CASE("a catalog that has more than its articles is reported") {
  const parts p = take_apart(packed(small_collection()));
  const auto* old = satchel::format::root_of<satchel::format::Catalog>({p.catalogs[0].data(), p.catalogs[0].size()});
  REQUIRE(old != nullptr);
  for (int column = -1; column < 3; ++column) {
    CAPTURE(column);
    flatbuffers::FlatBufferBuilder b;
    const auto copy = [&](const flatbuffers::Vector<std::uint8_t>& from, bool longer) {
      std::vector<std::uint8_t> bytes(from.begin(), from.end());
      if (longer) bytes.push_back(0);
      return b.CreateVector(bytes);
    };
    const auto starts = copy(*old->starts(), column == 0), identifiers = copy(*old->identifiers(), column == 1),
               titles = copy(*old->titles(), column == 2);
    b.Finish(satchel::format::CreateCatalog(b, old->number(), old->first_block(), old->first_start(),
                                            old->first_offset(), old->first_size(), starts, identifiers, titles));
    parts changed = p;
    const auto* first = reinterpret_cast<const std::byte*>(b.GetBufferPointer());
    changed.catalogs[0].assign(first, first + b.GetSize());
    lay_out(changed);
    const std::vector<satchel::error> reports = reports_of(put_together(changed));
    REQUIRE(reports.size() == (column < 0 ? 0 : 1));
    if (!reports.empty()) CHECK(reports[0].part == part::catalog);
  }
}

}  // namespace
