#include "layout.hpp"

namespace satchel::tool {
namespace {

// Whether a part of the section lies in the page.
bool holds(const detail::page_region& pages, const detail::section& s, std::uint32_t page) {
  return s.size > 0 && s.start < pages.start_of(page) + pages.payload() && s.start + s.size > pages.start_of(page);
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
  std::string uses;
  const auto add = [&](const detail::section& s, const char* what) {
    if (holds(facts.pages, s, page)) uses += (uses.empty() ? "" : ", ") + std::string(what);
  };
  add(facts.lists, "posting lists");
  add(facts.dates.values, "dates");
  add(facts.frames.block_offsets, "places of blocks");
  add(facts.frames.catalog_offsets, "places of catalogs");
  return uses.empty() ? "term dictionary" : uses;
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

  const std::uint64_t places = facts.frames.block_offsets.size + facts.frames.catalog_offsets.size;
  const std::uint64_t terms = pages.start_of(pages.page_count) - facts.lists.size - facts.dates.values.size - places -
                              facts.identifiers.values.size - facts.titles.values.size;
  out = {{"blocks", blocks},
         {"catalogs", catalogs},
         {"dictionary", facts.frames.dictionary.size > 0 ? facts.frames.dictionary.frame : 0},
         {"words", facts.frames.words.size > 0 ? facts.frames.words.frame : 0},
         {"terms", terms},
         {"postings", facts.lists.size},
         {"dates", facts.dates.values.size},
         {"orders", facts.identifiers.values.size + facts.titles.values.size},
         {"places", places}};
  std::uint64_t rest = facts.frames.store.size;
  for (const file_part& part : out) rest -= part.bytes;
  out.push_back({"other", rest});
  return {};
}

}  // namespace satchel::tool
