// Blocks and catalogs: compressed frames that hold one FlatBuffer each.
#pragma once

#include <satchel/detail/index/page_reader.hpp>
#include <satchel/detail/text/frame_input.hpp>
#include <satchel/detail/text/frame_table.hpp>
#include <satchel/detail/text/text_tables.hpp>
#include <satchel/format/catalog.hpp>
#include <satchel/format/flatbuffer.hpp>
#include <satchel/format/frames.hpp>
#include <satchel/format/word_codes.hpp>
#include <satchel/format/zstd_decoder.hpp>
#include <satchel/kind.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace satchel::detail {

// Which frames an archive has and how large they get.
struct frame_layout {
  storage store;
  frame_table blocks, catalogs;
  std::uint32_t articles = 0, articles_per_catalog = 0;
  std::uint32_t block_max = 0, text_max = 0, frame_max = 0, input_max = 0;
  format::table_frame dictionary, words;
  bool raw_dictionary = false;  // its content is all that it has

  // Bytes of decoded text that are in memory at a time; pieces that are longer come in parts.
  std::uint32_t part_max() const {
    const std::uint32_t usual = block_max < 16384 ? 1024 : block_max / 4;
    return usual < text_max ? usual : text_max;
  }
};

// Memory to decode frames.
struct frame_memory {
  mutable_bytes context, prepared_dictionary;
  std::byte* block = nullptr;  // block_max bytes
  // What is read of the storage: input_max bytes or more, unless it is direct. Between frames a page slot, and behind
  // it part_max bytes of decoded text.
  mutable_bytes input;
};

// A block: the pieces of articles one after the other, each article's identifier first (schema/SPEC.md, section 2.1).
//
//   kinds  | kind, level | kind, level | ...     a byte each
//   text   | piece, 0    | piece, 0    | ...     as it is, or in word codes. The last may lack its 0: it goes on in the
//                                                next block
struct decoded_block {
  const flatbuffers::Vector<std::uint8_t>* kinds = nullptr;  // of its pieces
  bytes text;                                                // as it is stored
};

// How far a block was read.
struct read_position {
  std::uint32_t piece = 0;   // pieces before this place
  std::uint32_t starts = 0;  // articles that begin before it
  format::text_position text;
};

// A piece of a block, or what of it fits in memory.
struct piece_part {
  std::string_view text;
  bool ended = false;  // the piece ends with it; otherwise the next part does, or the next block
};

// One decoded frame at a time. What block() and catalog() return is valid until the next call of either, and a part of
// its text until the next part or such a call.
class frame_reader {
 public:
  // Counts how often the archive's memory was given to a new use. A cursor remembers the count: when it has changed,
  // what the cursor read into that memory is overwritten.
  std::uint32_t uses() const { return uses_; }
  void begin_use() { ++uses_; }

  // Says that the memory is no longer this reader's, until attach(). It reads nothing then.
  void detach() {
    layout_ = nullptr;
    held_ = part::none;
  }

  // False when the memory is not what the layout asks for.
  bool attach(const frame_layout& layout, const page_region& region, text_tables& tables, const frame_memory& memory) {
    layout_ = &layout;
    region_ = &region;
    tables_ = &tables;
    memory_ = memory;
    held_ = part::none;
    prepared_ = false;
    return decoder_.init(memory.context);
  }

  // Says that the memory of the frame has been used for something else.
  void forget() { held_ = part::none; }

  // Other memory for what is read of the storage; nothing stays in it.
  void use_input(mutable_bytes input) { memory_.input = input; }

  // Reads dictionary and words, if that was not done yet.
  error prepare() {
    if (layout_ == nullptr) return {errc::stale, part::none, 0, 0};
    if (prepared_) return {};
    if (error e = tables_->load(decoder_, memory_.input)) return e;
    if (layout_->dictionary.size > 0 &&
        !decoder_.prepare(memory_.prepared_dictionary, tables_->dictionary(), layout_->raw_dictionary))
      return damaged(part::dictionary);
    prepared_ = true;
    return {};
  }

  // `known` is the place of its frame, when something has said it.
  error block(std::uint32_t number, decoded_block& out, const format::frame_extent& known = {}) {
    if (error e = prepare()) return e;
    if (error e = load(part::block, number, layout_->blocks, known)) return e;
    if (fresh_) {
      const auto* b = format::root_of<format::Block>({memory_.block, size_});
      if (b == nullptr || b->number() != number || b->kinds() == nullptr || b->kinds()->size() == 0 ||
          b->kinds()->size() > format::pieces_max)
        return lose(part::block, number);
      block_ = {b->kinds(), {}};
      if (b->text() != nullptr)
        block_.text = {reinterpret_cast<const std::byte*>(b->text()->data()), b->text()->size()};
      start_ = {};
    }
    out = block_;
    return {};
  }

  // Reads the next piece of the block, or a part of it. False when the block is damaged.
  bool part_of(const decoded_block& b, read_position& place, piece_part& out) {
    const auto left = [&] { return place.text.at < b.text.size || place.text.ahead > 0; };
    if (!left() || !(tables_->has_words() ? coded_part(b, place, out) : plain_part(b, place, out))) return false;
    if (!out.ended && left()) return true;
    return (++place.piece == b.kinds->size()) == !left();  // as many pieces as kinds
  }

  // Keeps a place in the held block where an article begins, so that what follows is found without all before it.
  void note_start(const read_position& place) { start_ = place; }
  // Goes from the block's begin to that place, if at most `starts` articles begin before it.
  void go_near(std::uint32_t starts, read_position& place) const {
    if (start_.starts <= starts) place = start_;
  }

  error catalog(std::uint32_t number, const format::Catalog*& out) {
    if (layout_ == nullptr) return {errc::stale, part::none, 0, 0};
    if (error e = load(part::catalog, number, layout_->catalogs, {})) return e;
    if (fresh_) {
      const auto* c = format::root_of<format::Catalog>({memory_.block, size_});
      if (c == nullptr || c->number() != number || !sound(*c)) return lose(part::catalog, number);
      catalog_ = c;
    }
    out = catalog_;
    return {};
  }

 private:
  // The text behind the place up to the piece's end, which the block may not hold.
  static bool plain_part(const decoded_block& b, read_position& place, piece_part& out) {
    const char* const text = reinterpret_cast<const char*>(b.text.data) + place.text.at;
    const std::size_t left = b.text.size - place.text.at;
    const void* const end = std::memchr(text, format::piece_end, left);
    const std::size_t size = end != nullptr ? static_cast<std::size_t>(static_cast<const char*>(end) - text) : left;
    out = {{text, size}, end != nullptr};
    place.text.at += static_cast<std::uint32_t>(size + (out.ended ? 1 : 0));
    return true;
  }

  bool coded_part(const decoded_block& b, read_position& place, piece_part& out) const {
    std::byte* const buffer = memory_.input.data + region_->slot_bytes();
    format::decoded_part part;
    if (!format::word_decoder(tables_->words(), b.text, place.text).part(buffer, layout_->part_max(), part))
      return false;
    out = {{reinterpret_cast<const char*>(buffer), part.size}, part.ended};
    return true;
  }

  error lose(part what, std::uint32_t number) {
    held_ = part::none;
    return damaged(what, number);
  }

  error load(part what, std::uint32_t number, const frame_table& table, const format::frame_extent& known) {
    fresh_ = false;
    if (held_ == what && number_ == number) return {};
    held_ = part::none;
    if (number >= table.count) return damaged(what, number);
    format::frame_extent place = known;
    if (place.size == 0) {
      frame_table_cursor places;
      places.attach(*region_, memory_.input.data);
      if (error e = places.find(table, number, place)) return e;
    }
    if (place.size > layout_->frame_max) return damaged(what, number);
    frame_input input(layout_->store, place.offset, place.size, memory_.input);
    if (error e = input.decode(decoder_, place.size, {memory_.block, layout_->block_max}, what == part::block))
      return e.code == errc::io ? error{errc::io, what, number, 0} : damaged(what, number);
    size_ = decoder_.written();
    held_ = what;
    number_ = number;
    fresh_ = true;
    return {};
  }

  bool sound(const format::Catalog& c) const {
    const std::uint64_t first = std::uint64_t{c.number()} * layout_->articles_per_catalog;
    const std::uint64_t rest = layout_->articles - first;
    const std::uint64_t n = rest < layout_->articles_per_catalog ? rest : layout_->articles_per_catalog;
    format::catalog_walk walk(c);
    format::catalog_entry entry;
    for (std::uint64_t i = 0; i < n; ++i)
      if (!walk.next(entry) || entry.block >= layout_->blocks.count) return false;
    return walk.at_end();
  }

  const frame_layout* layout_ = nullptr;
  const page_region* region_ = nullptr;
  text_tables* tables_ = nullptr;
  frame_memory memory_;
  format::frame_decoder decoder_;
  std::size_t size_ = 0;
  decoded_block block_;
  read_position start_;
  const format::Catalog* catalog_ = nullptr;
  part held_ = part::none;
  std::uint32_t number_ = 0, uses_ = 0;
  bool fresh_ = false, prepared_ = false;
};

}  // namespace satchel::detail
