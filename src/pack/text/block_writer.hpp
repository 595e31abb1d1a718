// Cutting the pieces of all articles into blocks, and noting in catalogs where articles start.
#pragma once

#include "pack/text/catalog_writer.hpp"
#include "pack/text/pieces.hpp"
#include "pack/text/word_coder.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace satchel::pack {

// A block before its text is coded.
struct plain_block {
  std::uint32_t number = 0;
  std::vector<std::uint8_t> kinds;  // as in the table Block
  std::string text;                 // likewise

  std::string flatbuffer(const word_coder& coder) const;
};

// Makes blocks and catalogs, in order, and hands each out as soon as it is complete.
class block_writer {
 public:
  using block_sink = std::function<void(plain_block&&)>;
  using catalog_sink = std::function<void(plain_catalog&&)>;

  block_writer(std::uint32_t block_bytes, std::uint32_t articles_per_catalog, block_sink block, catalog_sink catalog);

  void add(const pieces& article);
  void finish();

  std::uint32_t blocks() const { return open_.number; }

 private:
  std::size_t room() const;
  void put(kind k, std::uint8_t level, std::string_view text);
  void close_block();
  void close_catalog();

  std::uint32_t block_bytes_, articles_per_catalog_;
  block_sink block_;
  catalog_sink catalog_;
  plain_block open_;          // the block that is being filled
  std::uint32_t starts_ = 0;  // articles that start in it
  plain_catalog catalog_open_;
};

}  // namespace satchel::pack
