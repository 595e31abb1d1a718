#include "layout.hpp"

namespace satchel::tool {
namespace {

// Whether a part of the section lies in the page.
bool holds(const detail::page_region& pages, const detail::section& s, std::uint32_t page) {
  return s.size > 0 && s.start < pages.start_of(page) + pages.payload() && s.start + s.size > pages.start_of(page);
}

// Bytes of all frames of a table.
error bytes_of(const detail::page_region& pages, const detail::frame_table& table, std::uint64_t& out) {
  std::vector<std::byte> buffer(pages.slot_bytes());
  detail::frame_table_cursor cursor;
  cursor.attach(pages, buffer.data());
  format::frame_place first, last;
  if (error e = cursor.find(table, 0, first)) return e;
  if (error e = cursor.find(table, table.count - 1, last)) return e;
  out = last.offset + last.size - first.offset;
  return {};
}

}  // namespace

std::string page_use(const archive& a, std::uint32_t page) {
  const detail::directory_facts& facts = detail::archive_access::state(a).facts;
  std::string uses;
  const auto add = [&](const detail::section& s, const char* what) {
    if (holds(facts.pages, s, page)) uses += (uses.empty() ? "" : ", ") + std::string(what);
  };
  add(facts.lists, "posting lists");
  add(facts.dates.values, "dates");
  add(facts.frames.blocks.entries, "places of blocks");
  add(facts.frames.catalogs.entries, "places of catalogs");
  return uses.empty() ? "term dictionary" : uses;
}

error file_parts(const archive& a, std::vector<file_part>& out) {
  const detail::directory_facts& facts = detail::archive_access::state(a).facts;
  const detail::page_region& pages = facts.pages;
  std::uint64_t blocks = 0, catalogs = 0;
  if (error e = bytes_of(pages, facts.frames.blocks, blocks)) return e;
  if (error e = bytes_of(pages, facts.frames.catalogs, catalogs)) return e;

  const std::uint64_t places = facts.frames.blocks.entries.size + facts.frames.catalogs.entries.size;
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
