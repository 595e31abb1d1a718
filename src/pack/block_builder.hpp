// Cutting the pieces of all articles into blocks, and noting in catalogs where articles start.
#pragma once

#include "pieces.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace satchel::pack {

// Makes the FlatBuffers of blocks and catalogs, in order. A block or catalog is handed out as soon as it is complete.
class block_builder {
 public:
  using sink = std::function<void(std::string&& flatbuffer)>;

  block_builder(std::uint32_t block_bytes, std::uint32_t articles_per_catalog, sink block, sink catalog);

  void add(const pieces& article);
  void finish();

  std::uint32_t blocks() const { return blocks_; }
  std::uint32_t catalogs() const { return catalogs_; }

 private:
  struct catalog_entry {
    std::uint32_t block, piece;
    std::string identifier, title;
    bool identifier_cut, title_cut;
  };

  std::size_t room() const;
  void put(kind k, std::uint8_t level, std::string_view text);
  void close_block();
  void close_catalog();

  std::uint32_t block_bytes_, articles_per_catalog_;
  sink block_, catalog_;
  std::vector<std::uint32_t> words_;  // pieces of the block that is being filled
  std::string text_;
  std::vector<catalog_entry> entries_;
  std::uint32_t blocks_ = 0, catalogs_ = 0;
  std::uint32_t first_block_ = 0;  // block of the last article of the catalog before
};

}  // namespace satchel::pack
