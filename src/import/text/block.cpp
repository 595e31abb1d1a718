#include "import/text/block.hpp"

#include "import/text/characters.hpp"

#include <algorithm>
#include <utility>

namespace satchel::pack {

import_block make_block(satchel::kind kind, std::uint64_t depth, std::string text) {
  const std::uint64_t most = kind == satchel::kind::heading ? 6 : kind == satchel::kind::list_item ? 7 : 0;
  import_block b;
  b.kind = kind;
  b.level = static_cast<std::uint8_t>(std::clamp<std::uint64_t>(depth, std::min<std::uint64_t>(most, 1), most));
  b.text = std::move(text);
  return b;
}

std::size_t link_bytes(const import_block& b) {
  std::size_t sum = 0;
  if (b.marks) {
    for (const mark& m : *b.marks) sum += m.link ? m.end - m.begin : 0;
  }
  return std::min(sum, b.text.size());
}

import_block slice(const import_block& b, std::size_t begin, std::size_t end) {
  import_block part = make_block(b.kind, b.level, b.text.substr(begin, end - begin));
  if (!b.marks) return part;
  std::vector<mark> marks;
  for (const mark& m : *b.marks) {
    const std::size_t from = std::max(m.begin, begin);
    const std::size_t to = std::min(m.end, end);
    if (from < to) marks.push_back(mark{from - begin, to - begin, m.link});
  }
  if (!marks.empty()) part.marks = std::make_unique<std::vector<mark>>(std::move(marks));
  return part;
}

void finish_blocks(block_list&& blocks, std::vector<paragraph>& to) {
  to.reserve(to.size() + blocks.size());
  for (import_block& b : blocks) {
    std::string text = b.kind == satchel::kind::code ? std::move(b.text) : collapse_spaces(b.text);
    b.text.clear();
    b.text.shrink_to_fit();
    if (!trim(text).empty()) to.push_back(paragraph{b.kind, b.level, std::move(text)});
  }
  blocks.clear();
}

void text_builder::begin_mark(bool link) {
  // Pages nest a handful; thousands would make every block cost as many steps.
  constexpr std::size_t deepest = 32;
  if (open_.size() == deepest) {
    ++too_deep_;
  } else {
    open_.push_back(mark{text_.size(), 0, link});
  }
}

void text_builder::end_mark() {
  if (too_deep_ > 0) {
    --too_deep_;
    return;
  }
  if (open_.empty()) return;
  mark m = open_.back();
  open_.pop_back();
  m.end = text_.size();
  if (m.end > m.begin) marks_.push_back(m);
}

bool text_builder::is_blank_so_far() const { return trim(text_).empty(); }

import_block text_builder::take(satchel::kind kind, std::uint64_t depth) {
  // A mark that is still open goes on behind this block.
  for (mark& m : open_) {
    if (text_.size() > m.begin) marks_.push_back(mark{m.begin, text_.size(), m.link});
    m.begin = 0;
  }
  import_block b = make_block(kind, depth, std::exchange(text_, {}));
  if (!marks_.empty()) b.marks = std::make_unique<std::vector<mark>>(std::exchange(marks_, {}));
  return b;
}

}  // namespace satchel::pack
