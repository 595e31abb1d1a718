#include "salvage_catalogs.hpp"

#include <utility>

namespace satchel::tool {

catalog_entries::catalog_entries(frame_opener& opener, const salvaged_archive& archive)
    : opener_(opener), archive_(archive) {
  load();
}

catalogued_entry catalog_entries::take() {
  catalogued_entry taken = std::move(entries_[next_++]);
  if (next_ == entries_.size()) load();
  return taken;
}

void catalog_entries::load() {
  entries_.clear();
  next_ = 0;
  while (entries_.empty() && catalog_ < archive_.catalogs.size()) {
    const found_frame& from = archive_.catalogs[catalog_++];
    if (!opener_.decode(from, content_)) continue;
    format::catalog_walk walk(*catalog_in(content_.content()));
    format::catalog_entry e;
    for (std::uint32_t i = 0; !walk.at_end() && walk.next(e); ++i) {
      catalogued_entry& to = entries_.emplace_back();
      if (archive_.articles_per_catalog) to.article = from.number * *archive_.articles_per_catalog + i;
      to.identifier = e.identifier;
      to.title = e.title;
      to.identifier_cut = e.identifier_cut;
      to.title_cut = e.title_cut;
      to.begins_block = e.begins_block;
      to.block = e.block;
      to.start = e.start;
      to.catalog = from.number;
      to.place = i;
    }
    if (!entries_.empty()) entries_.back().last = true;
  }
}

bool catalog_entries::is_next_to(const catalogued_entry& before) const {
  const catalogued_entry* next = peek();
  if (next == nullptr) return before.last && archive_.catalog_count == before.catalog + 1;
  if (next->catalog == before.catalog) return next->place == before.place + 1;
  return before.last && next->catalog == before.catalog + 1 && next->place == 0;
}

}  // namespace satchel::tool
