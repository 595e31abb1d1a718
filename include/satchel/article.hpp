// Articles: what a list of hits shows of them, and their pieces one after the other.
#pragma once

#include <satchel/detail/frames.hpp>
#include <satchel/error.hpp>
#include <satchel/kind.hpp>
#include <satchel/text/slice.hpp>

#include <cstdint>
#include <string_view>

namespace satchel {

// What can be said of an article without decoding its text. The views are valid until the next call of any function
// of the archive.
struct summary {
  std::uint32_t article = 0;
  std::string_view identifier;
  std::string_view title;
  bool identifier_cut = false;  // longer than shown; reading the article gives all of it
  bool title_cut = false;
  std::uint32_t block = 0;  // where its text begins
  std::uint32_t piece = 0;
  std::uint32_t end_block = unknown;  // where the next article begins, when this is known without another catalog
  std::uint32_t end_piece = 0;

  static constexpr std::uint32_t unknown = 0xffffffff;
};

// A piece of an article, or a part of one that does not fit in a block.
struct piece {
  satchel::kind kind = satchel::kind::paragraph;
  std::uint8_t level = 0;  // headings and list items
  bool first = true;       // this is the piece's first part
  bool last = true;        // and its last; otherwise the next call gives the next part
  std::string_view text;   // UTF-8; valid until the next call of any function of the archive
};

namespace detail {

// Finds the summary of an article.
inline error summarize(frame_reader& frames, const frame_layout& layout, std::uint32_t article, summary& out) {
  if (article >= layout.articles) return {errc::not_found, part::none, article, 0};
  const std::uint32_t number = article / layout.articles_per_catalog;
  const format::Catalog* c = nullptr;
  if (error e = frames.catalog(number, c)) return e;
  const std::uint32_t at = article % layout.articles_per_catalog;
  std::uint64_t block = c->first_block();
  std::size_t at_text = 0;
  for (std::uint32_t i = 0; i < at; ++i) {
    block += c->block_steps()->Get(i);
    at_text += (c->identifier_sizes()->Get(i) & 0x7fffu) + (c->title_sizes()->Get(i) & 0x7fffu);
  }
  block += c->block_steps()->Get(at);
  if (block >= layout.blocks) return damaged(part::catalog, number);
  const std::uint32_t id = c->identifier_sizes()->Get(at), title = c->title_sizes()->Get(at);
  const std::string_view all =
      c->text() == nullptr ? std::string_view{}
                           : std::string_view{reinterpret_cast<const char*>(c->text()->data()), c->text()->size()};
  out = {article,
         text::slice(all, at_text, id & 0x7fffu),
         text::slice(all, at_text + (id & 0x7fffu), title & 0x7fffu),
         id >> 15 != 0,
         title >> 15 != 0,
         static_cast<std::uint32_t>(block),
         c->first_pieces()->Get(at)};
  if (article + 1 == layout.articles) {
    out.end_block = layout.blocks;
  } else if (at + 1 < c->block_steps()->size()) {
    const std::uint64_t next = block + c->block_steps()->Get(at + 1);
    if (next >= layout.blocks) return damaged(part::catalog, number);
    out.end_block = static_cast<std::uint32_t>(next);
    out.end_piece = c->first_pieces()->Get(at + 1);
  }
  return {};
}

}  // namespace detail

// Walks over the pieces of one article, one block in memory at a time. Made by archive::open_article; valid as long as
// the archive is open and no other function of it is called in between.
class article_cursor {
 public:
  article_cursor() = default;
  article_cursor(detail::frame_reader& frames, const detail::frame_layout& layout, const summary& start)
      : frames_(&frames), layout_(&layout), start_(start), block_(start.block), piece_(start.piece) {}

  // Puts the next piece into `out`; `more` is false at the article's end.
  error next(piece& out, bool& more) {
    more = false;
    if (frames_ == nullptr) return {errc::not_open, part::none, 0, 0};
    // Identifier and title come from the catalog, before its buffer is needed for the first block.
    if (stage_ < 2) {
      const bool title = stage_ == 1;
      ++stage_;
      if (!(title ? start_.title_cut : start_.identifier_cut)) {
        out = {title ? kind::title : kind::identifier, 0, true, true, title ? start_.title : start_.identifier};
        more = true;
        return {};
      }
      return next(out, more);
    }
    for (;;) {
      // A damaged block behind the article is not its concern.
      if (!ended_within_ && block_ == start_.end_block && piece_ == start_.end_piece && seen_start_) return {};
      if (block_ >= layout_->blocks) return ended_within_ ? damaged(part::block, block_) : error{};
      detail::decoded_block b;
      if (error e = frames_->block(block_, b)) return e;
      if (error e = locate(b)) return e;
      if (piece_ == b.pieces->size()) {
        ++block_;
        piece_ = 0;
        text_ = 0;
        located_ = true;
        continue;
      }
      const std::uint32_t word = b.pieces->Get(piece_);
      const auto k = static_cast<kind>(word & detail::piece_kind_mask);
      const bool continued = (word & detail::piece_continued) != 0;
      if (continued && piece_ + 1 != b.pieces->size()) return damaged(part::block, block_);
      const bool first = !ended_within_;
      if (first && k == kind::identifier && seen_start_) return {};  // the next article
      if (!seen_start_ && k != kind::identifier) return damaged(part::catalog, start_.article);
      seen_start_ = true;
      const std::size_t size = word >> detail::piece_size_shift;
      out = {k,
             static_cast<std::uint8_t>(word >> detail::piece_level_shift & detail::piece_level_mask),
             first,
             !continued,
             {b.text + text_, size}};
      text_ += size;
      ++piece_;
      ended_within_ = continued;
      const bool from_catalog =
          (k == kind::identifier && !start_.identifier_cut) || (k == kind::title && !start_.title_cut);
      if (from_catalog) continue;
      more = true;
      return {};
    }
  }

 private:
  // Where the text of the first piece begins in its block.
  error locate(const detail::decoded_block& b) {
    if (located_) return {};
    located_ = true;
    if (piece_ >= b.pieces->size()) return damaged(part::catalog, start_.article);
    for (std::uint32_t i = 0; i < piece_; ++i) text_ += b.pieces->Get(i) >> detail::piece_size_shift;
    return {};
  }

  detail::frame_reader* frames_ = nullptr;
  const detail::frame_layout* layout_ = nullptr;
  summary start_;
  std::uint32_t block_ = 0, piece_ = 0;
  std::size_t text_ = 0;
  int stage_ = 0;
  bool located_ = false, seen_start_ = false, ended_within_ = false;
};

}  // namespace satchel
