// What the readers of the single formats make of a text, before the rules for news pages look at it.
#pragma once

#include <satchel/pack.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace satchel::pack {

// A stretch of a block's text that markup sets off: a link, or emphasis of any kind.
struct mark {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool link = false;  // leads to another page; "#" does not
};

// A paragraph in the making. Other than in `paragraph`, line breaks and runs of spaces are still those of the source,
// because lines and gaps tell fields apart.
struct import_block {
  satchel::kind kind = satchel::kind::paragraph;
  std::uint8_t level = 0;
  std::string text;
  std::unique_ptr<std::vector<mark>> marks;  // in order of their ends; null where there are none

  bool is_text() const { return kind == satchel::kind::paragraph || kind == satchel::kind::heading; }
};

using block_list = std::vector<import_block>;

// How deep a block is, as a level that can be stored: headings have 1 to 6, list items 1 to 7, all others 0.
import_block make_block(satchel::kind kind, std::uint64_t depth, std::string text);

// How many bytes of the block's text lie in links to other pages.
std::size_t link_bytes(const import_block& b);

// The block's text and marks from `begin` to `end`, as a block of the same kind.
import_block slice(const import_block& b, std::size_t begin, std::size_t end);

// Appends the blocks as finished paragraphs: spaces collapsed (in code: kept), empty ones left out.
void finish_blocks(block_list&& blocks, std::vector<paragraph>& to);

// The text of a leaf element, with its marks, as inline markup comes in.
class text_builder {
 public:
  void append(std::string_view text) { text_.append(text); }
  void begin_mark(bool link);
  void end_mark();
  bool is_blank_so_far() const;
  // Hands out what was built as a block and starts anew.
  import_block take(satchel::kind kind, std::uint64_t depth);
  const std::string& text() const { return text_; }

 private:
  std::string text_;
  std::vector<mark> open_;
  std::vector<mark> marks_;
  std::size_t too_deep_ = 0;  // open marks beyond those that are kept
};

}  // namespace satchel::pack
