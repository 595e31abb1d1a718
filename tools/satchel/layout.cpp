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
  format::frame_extent first, last;
  if (error e = cursor.find(table, 0, first)) return e;
  if (error e = cursor.find(table, table.count - 1, last)) return e;
  out = last.offset + last.size - first.offset;
  return {};
}

}  // namespace

std::string page_use(const archive& a, std::uint32_t page) {
  const detail::directory_info& directory = detail::archive_access::state(a).directory;
  std::string uses;
  const auto add = [&](const detail::section& s, const char* what) {
    if (holds(directory.pages, s, page)) uses += (uses.empty() ? "" : ", ") + std::string(what);
  };
  add(directory.lists, "posting lists");
  add(directory.dates.values, "dates");
  add(directory.frames.blocks.entries, "places of blocks");
  add(directory.frames.catalogs.entries, "places of catalogs");
  return uses.empty() ? "term dictionary" : uses;
}

error file_parts(const archive& a, std::vector<file_part>& out) {
  const detail::directory_info& directory = detail::archive_access::state(a).directory;
  const detail::page_region& pages = directory.pages;
  std::uint64_t blocks = 0, catalogs = 0;
  if (error e = bytes_of(pages, directory.frames.blocks, blocks)) return e;
  if (error e = bytes_of(pages, directory.frames.catalogs, catalogs)) return e;

  const std::uint64_t places = directory.frames.blocks.entries.size + directory.frames.catalogs.entries.size;
  const std::uint64_t terms = pages.start_of(pages.page_count) - directory.lists.size - directory.dates.values.size -
                              places - directory.identifiers.values.size - directory.titles.values.size;
  out = {{"blocks", blocks},
         {"catalogs", catalogs},
         {"dictionary", directory.frames.dictionary.size > 0 ? directory.frames.dictionary.frame : 0},
         {"words", directory.frames.words.size > 0 ? directory.frames.words.frame : 0},
         {"terms", terms},
         {"postings", directory.lists.size},
         {"dates", directory.dates.values.size},
         {"orders", directory.identifiers.values.size + directory.titles.values.size},
         {"places", places}};
  std::uint64_t rest = directory.frames.store.size;
  for (const file_part& part : out) rest -= part.bytes;
  out.push_back({"other", rest});
  return {};
}

}  // namespace satchel::tool
