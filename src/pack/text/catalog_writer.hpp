// Catalogs before they are compressed: where articles start, and what a list of hits shows of them.
#pragma once

#include <satchel/format/catalog.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace satchel::pack {

struct catalogued_article {
  std::uint32_t block = 0, start = 0;  // its first block, and articles that start there before it
  bool begins_block = false;
  std::string identifier, title;
  bool identifier_cut = false, title_cut = false;
};

// The articles of one catalog, in order.
struct plain_catalog {
  std::uint32_t number = 0;
  std::vector<catalogued_article> articles;

  // `frames` are the places of all blocks up to the one in which the last article starts.
  std::string flatbuffer(const std::vector<format::frame_extent>& frames) const;
};

}  // namespace satchel::pack
