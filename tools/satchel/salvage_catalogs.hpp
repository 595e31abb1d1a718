// What the catalogs of a damaged archive say of its articles, one after the other.
#pragma once

#include "salvage_map.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace satchel::tool {

struct catalogued_entry {
  std::optional<std::uint32_t> article;  // its number, where it is known
  std::string identifier, title;
  bool identifier_cut = false, title_cut = false, begins_block = false;
  std::uint64_t block = 0;
  std::uint32_t start = 0;
  std::uint32_t catalog = 0, place = 0;  // which entry it is
  bool last = false;                     // of its catalog

  bool is(const catalogued_entry& other) const { return catalog == other.catalog && place == other.place; }
};

class catalog_entries {
 public:
  catalog_entries(frame_opener& opener, const salvaged_archive& archive);

  // The next entry; null when there are no more.
  const catalogued_entry* peek() const { return next_ < entries_.size() ? &entries_[next_] : nullptr; }
  catalogued_entry take();
  // Whether the next article is the one that follows this: no catalog is missing between. Where there is no next entry,
  // whether this is the last article.
  bool is_next_to(const catalogued_entry& before) const;

 private:
  void load();

  frame_opener& opener_;
  const salvaged_archive& archive_;
  frame_content content_;
  std::size_t catalog_ = 0;  // how many were loaded
  std::vector<catalogued_entry> entries_;
  std::size_t next_ = 0;
};

}  // namespace satchel::tool
