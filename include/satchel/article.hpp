// Articles: what a list of hits shows of them, and their pieces one after the other.
#pragma once

#include <satchel/detail/text/frame_reader.hpp>
#include <satchel/error.hpp>
#include <satchel/kind.hpp>

#include <cstdint>
#include <string_view>

namespace satchel {

// What can be said of an article without decoding its text. The views are valid until the next call of any function
// of the archive.
struct article_entry {
  std::uint32_t article = 0;
  std::string_view identifier;
  std::string_view title;
  bool identifier_cut = false;  // longer than shown; reading the article gives all of it
  bool title_cut = false;
  std::uint32_t block = 0;            // where its text begins
  std::uint32_t start = 0;            // articles that begin in that block before it
  bool begins_block = false;          // nothing of another article stands in that block before it
  std::uint32_t end_block = unknown;  // it has nothing in this block and those that follow, when this is known without
                                      // another catalog
  format::frame_extent frame;         // of that block

  static constexpr std::uint32_t unknown = 0xffffffff;
};

// A piece of an article, or a part of one: of what goes on in the next block, or is longer than 1 KiB, where the
// archive has blocks of 16 KiB a quarter of the largest. Parts end at a blank where there is one, and never within a
// code point.
struct piece {
  satchel::kind kind = satchel::kind::paragraph;
  std::uint8_t level = 0;  // headings and list items
  bool first = true;       // this is the piece's first part
  bool last = true;        // and its last; otherwise the next call gives the next part
  std::string_view text;   // UTF-8; valid until the next call of any function of the archive
};

namespace detail {

struct cursor_access;

// Finds the catalog entry of an article.
inline error find_entry(frame_reader& frames, const frame_layout& layout, std::uint32_t article, article_entry& out) {
  if (article >= layout.articles) return {errc::not_found, part::none, article, 0};
  const std::uint32_t number = article / layout.articles_per_catalog;
  const format::Catalog* c = nullptr;
  if (error e = frames.catalog(number, c)) return e;
  format::catalog_walk walk(*c);
  format::catalog_entry entry;
  for (std::uint32_t i = 0; i <= article % layout.articles_per_catalog; ++i)
    if (!walk.next(entry)) return damaged(part::catalog, number);
  out = {article,
         entry.identifier,
         entry.title,
         entry.identifier_cut,
         entry.title_cut,
         static_cast<std::uint32_t>(entry.block),
         entry.start,
         entry.begins_block,
         article + 1 == layout.articles ? layout.blocks.count : article_entry::unknown,
         entry.frame};
  if (walk.next(entry)) out.end_block = static_cast<std::uint32_t>(entry.block + (entry.begins_block ? 0 : 1));
  return {};
}

}  // namespace detail

// Walks over the pieces of one article, one block in memory at a time. Made by archive::open_article; valid until
// another function of the archive is called: next() says errc::stale from then on.
class article_cursor {
 public:
  article_cursor() = default;

  // Puts the next piece into `out`; `more` is false at the article's end.
  error next(piece& out, bool& more) {
    more = false;
    if (frames_ == nullptr) return {errc::not_open, part::none, 0, 0};
    if (uses_ != frames_->uses()) return {errc::stale, part::none, 0, 0};
    more = take_from_catalog(out);
    while (!more) {
      detail::decoded_block b;
      bool has_piece = false;
      if (error e = go_to_piece(b, has_piece)) return e;
      if (!has_piece) return {};
      if (error e = take_from_block(b, out)) return e;
      // What the catalog holds whole came from there.
      more = out.kind == kind::identifier ? start_.identifier_cut : out.kind != kind::title || start_.title_cut;
    }
    return {};
  }

 private:
  friend struct detail::cursor_access;

  article_cursor(detail::frame_reader& frames, const detail::frame_layout& layout, const article_entry& start)
      : frames_(&frames), layout_(&layout), start_(start), uses_(frames.uses()), block_(start.block) {}

  // Identifier and title, where the catalog holds them whole: they come before its buffer is needed for the first
  // block.
  bool take_from_catalog(piece& out) {
    while (stage_ < 2) {
      const bool title = stage_++ == 1;
      if (title ? start_.title_cut : start_.identifier_cut) continue;
      out = {title ? kind::title : kind::identifier, 0, true, true, title ? start_.title : start_.identifier};
      return true;
    }
    return false;
  }

  // Goes to the block of the article's next piece, or of the next part of one. `has_piece` is false behind the article.
  error go_to_piece(detail::decoded_block& b, bool& has_piece) {
    for (;; ++block_, at_ = {}) {
      // A damaged block behind the article is not its concern.
      if (seen_start_ && !goes_on_ && block_ >= start_.end_block) return {};
      if (block_ >= layout_->blocks.count) return goes_on_ ? damaged(part::block, block_) : error{};
      if (error e = frames_->block(block_, b, block_ == start_.block ? start_.frame : format::frame_extent{})) return e;
      if (!seen_start_ && !go_to_start(b))
        return damaged(part::catalog, start_.article / layout_->articles_per_catalog);
      if (at_.piece < b.kinds->size()) break;
    }
    has_piece = !seen_start_ || goes_on_ || kind_at(b, at_.piece) != kind::identifier;
    if (!has_piece) frames_->note_start(at_);  // of the next article
    return {};
  }

  error take_from_block(const detail::decoded_block& b, piece& out) {
    out.kind = kind_at(b, at_.piece);
    out.level = static_cast<std::uint8_t>(b.kinds->Get(at_.piece) >> format::piece_level_shift);
    out.first = !goes_on_;
    if (!seen_start_) ++at_.starts;
    seen_start_ = true;
    detail::piece_part read;
    if (!frames_->part_of(b, at_, read)) return damaged(part::block, block_);
    out.text = read.text;
    out.last = read.ended;
    goes_on_ = !out.last;
    return {};
  }

  static kind kind_at(const detail::decoded_block& b, std::uint32_t piece) {
    return static_cast<kind>(b.kinds->Get(piece) & format::piece_kind_mask);
  }

  // Moves from the block's begin to the identifier with which the article begins.
  bool go_to_start(const detail::decoded_block& b) {
    frames_->go_near(start_.start, at_);
    while (at_.piece < b.kinds->size()) {
      if (kind_at(b, at_.piece) == kind::identifier) {
        if (at_.starts == start_.start) {
          frames_->note_start(at_);
          return true;
        }
        ++at_.starts;
      }
      const std::uint32_t piece = at_.piece;
      detail::piece_part passed;
      while (at_.piece == piece)
        if (!frames_->part_of(b, at_, passed)) return false;
    }
    return false;
  }

  detail::frame_reader* frames_ = nullptr;
  const detail::frame_layout* layout_ = nullptr;
  article_entry start_;
  std::uint32_t uses_ = 0, block_ = 0;
  detail::read_position at_;
  int stage_ = 0;
  bool seen_start_ = false;  // the article's identifier was found
  bool goes_on_ = false;     // the piece does: what was given is a part of it
};

namespace detail {

struct cursor_access {
  static article_cursor open(frame_reader& frames, const frame_layout& layout, const article_entry& start) {
    return article_cursor(frames, layout, start);
  }
};

}  // namespace detail
}  // namespace satchel
