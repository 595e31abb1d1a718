// Blocks for tests of single rules, written short.
#pragma once

#include "import/text/block.hpp"

#include <string>
#include <utility>
#include <vector>

namespace import_test {

using satchel::pack::block_list;
using satchel::pack::import_block;

inline const std::string mill_text =
    "The old paper mill by the river opened its doors again after forty years of silence.";

inline import_block prose(std::string text) {
  return satchel::pack::make_block(satchel::kind::paragraph, 0, std::move(text));
}
inline import_block heading(std::string text, unsigned level = 2) {
  return satchel::pack::make_block(satchel::kind::heading, static_cast<std::uint8_t>(level), std::move(text));
}
inline import_block item(std::string text) {
  return satchel::pack::make_block(satchel::kind::list_item, 1, std::move(text));
}
inline import_block code(std::string text) {
  return satchel::pack::make_block(satchel::kind::code, 0, std::move(text));
}

// A block that is a link to another page from its `from`th byte on.
inline import_block linked(import_block b, std::size_t from = 0) {
  b.marks = std::make_unique<std::vector<satchel::pack::mark>>(1, satchel::pack::mark{from, b.text.size(), true});
  return b;
}

template <class... Block>
block_list list(Block&&... blocks) {
  block_list all;
  (all.push_back(std::forward<Block>(blocks)), ...);
  return all;
}

// "P" for a paragraph, "H" heading, "L" list item, "Q" quote, "C" code, "R" reference, "-" boilerplate: one letter a
// block.
inline std::string kinds(const block_list& blocks) {
  std::string letters;
  for (const import_block& b : blocks) {
    switch (b.kind) {
      case satchel::kind::paragraph:
        letters += 'P';
        break;
      case satchel::kind::heading:
        letters += 'H';
        break;
      case satchel::kind::list_item:
        letters += 'L';
        break;
      case satchel::kind::quote:
        letters += 'Q';
        break;
      case satchel::kind::code:
        letters += 'C';
        break;
      case satchel::kind::reference:
        letters += 'R';
        break;
      default:
        letters += '-';
    }
  }
  return letters;
}

inline std::vector<std::string> texts(const block_list& blocks) {
  std::vector<std::string> all;
  for (const import_block& b : blocks) all.push_back(b.text);
  return all;
}

// A sentence of that many bytes.
inline std::string sentence(std::size_t size) {
  std::string text = "T";
  while (text.size() < size) text += text.size() % 6 == 0 ? ' ' : 'o';
  text.back() = '.';
  return text;
}

}  // namespace import_test
