#include "layout.hpp"

namespace satchel::tool {
namespace {

std::uint64_t pages_of(const detail::page_region& pages, const detail::section& s) {
  return (s.size + pages.payload() - 1) / pages.payload();
}

bool holds(const detail::page_region& pages, const detail::section& s, std::uint32_t page) {
  const std::uint64_t first = s.start / pages.payload();
  return page >= first && page < first + pages_of(pages, s);
}

// Number `index` of a section of file offsets.
error offset_at(const detail::page_region& pages, const detail::section& offsets, std::uint64_t index,
                std::uint64_t& out) {
  detail::byte_cursor cursor;
  cursor.attach(pages, nullptr);
  if (error e = cursor.seek(offsets.start + 8 * index)) return e;
  std::byte number[8];
  cursor.copy(number, sizeof number);
  out = codec::load64(number);
  return cursor.failure();
}

}  // namespace

std::string page_use(const archive& a, std::uint32_t page) {
  const detail::directory_facts& facts = a.layout();
  if (holds(facts.pages, facts.lists, page)) return "posting lists";
  if (holds(facts.pages, facts.dates.values, page)) return "dates";
  if (holds(facts.pages, facts.frames.block_offsets, page)) return "places of blocks";
  if (holds(facts.pages, facts.frames.catalog_offsets, page)) return "places of catalogs";
  return "term dictionary";
}

error file_parts(const archive& a, std::vector<file_part>& out) {
  const detail::directory_facts& facts = a.layout();
  const detail::page_region& pages = facts.pages;
  std::uint64_t begin = 0, end = 0;
  if (error e = offset_at(pages, facts.frames.block_offsets, 0, begin)) return e;
  if (error e = offset_at(pages, facts.frames.block_offsets, facts.frames.blocks, end)) return e;
  const std::uint64_t blocks = end - begin;
  if (error e = offset_at(pages, facts.frames.catalog_offsets, 0, begin)) return e;
  if (error e = offset_at(pages, facts.frames.catalog_offsets, facts.frames.catalogs, end)) return e;
  const std::uint64_t catalogs = end - begin;

  const std::uint64_t lists = pages_of(pages, facts.lists), dates = pages_of(pages, facts.dates.values);
  const std::uint64_t offsets =
      pages_of(pages, facts.frames.block_offsets) + pages_of(pages, facts.frames.catalog_offsets);
  const std::uint64_t terms = pages.page_count - lists - dates - offsets;
  out = {{"blocks", blocks},
         {"catalogs", catalogs},
         {"dictionary", facts.dictionary_size > 0 ? facts.dictionary_frame : 0},
         {"terms", terms * pages.page_size},
         {"postings", lists * pages.page_size},
         {"dates", dates * pages.page_size},
         {"places", offsets * pages.page_size}};
  std::uint64_t rest = facts.frames.store.size;
  for (const file_part& part : out) rest -= part.bytes;
  out.push_back({"other", rest});
  return {};
}

}  // namespace satchel::tool
