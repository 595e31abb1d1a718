// Cutting the pieces of all articles into blocks, and noting in catalogs where articles start.
#pragma once

#include "pieces.hpp"
#include "word_coder.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace satchel::pack {

// A block before its text is coded.
struct plain_block {
  std::uint32_t number = 0;
  std::vector<std::uint32_t> pieces;  // as in the table Block
  std::string text;

  std::string flatbuffer(const word_coder& coder) const;
};

// Makes blocks and the FlatBuffers of catalogs, in order, and hands each out as soon as it is complete.
class block_builder {
 public:
  using block_sink = std::function<void(plain_block&&)>;
  using catalog_sink = std::function<void(std::string&& flatbuffer)>;

  block_builder(std::uint32_t block_bytes, std::uint32_t articles_per_catalog, block_sink block, catalog_sink catalog);

  void add(const pieces& article);
  void finish();

  std::uint32_t blocks() const { return open_.number; }
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
  block_sink block_;
  catalog_sink catalog_;
  plain_block open_;  // the block that is being filled
  std::vector<catalog_entry> entries_;
  std::uint32_t catalogs_ = 0;
  std::uint32_t first_block_ = 0;  // block of the last article of the catalog before
};

}  // namespace satchel::pack
