// Blocks and catalogs: compressed frames that hold one FlatBuffer each.
#pragma once

#include <satchel/codec/flat.hpp>
#include <satchel/codec/words.hpp>
#include <satchel/codec/zstd.hpp>
#include <satchel/detail/catalog.hpp>
#include <satchel/detail/frame_input.hpp>
#include <satchel/detail/frame_table.hpp>
#include <satchel/detail/pages.hpp>
#include <satchel/detail/text_tables.hpp>
#include <satchel/kind.hpp>
#include <satchel/text/slice.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace satchel::detail {

// Which frames an archive has and how large they get.
struct frame_layout {
  storage store;
  frame_table blocks, catalogs;
  std::uint32_t articles = 0, articles_per_catalog = 0;
  std::uint32_t block_max = 0, text_max = 0, frame_max = 0, input_max = 0;
  table_frame dictionary, words;
  bool raw_dictionary = false;  // its content is all that it has
};

// Memory to decode frames.
struct frame_memory {
  mutable_bytes context, prepared_dictionary;
  mutable_bytes input;          // input_max bytes or more, unless storage is direct
  std::byte* block = nullptr;   // block_max bytes
  std::byte* text = nullptr;    // text_max bytes
  std::byte* places = nullptr;  // a page slot
};

// A decoded block.
struct decoded_block {
  const flatbuffers::Vector<std::uint8_t>* kinds = nullptr;  // of its pieces
  std::string_view text;                                     // each piece's and a byte 0, which the last may lack

  // The text of the piece that begins at `at`.
  std::string_view piece(std::size_t at) const {
    const std::size_t end = text.find(static_cast<char>(codec::piece_end), at);
    return text::slice(text, at, end == std::string_view::npos ? text.size() - at : end - at);
  }
};

inline constexpr unsigned piece_level_shift = 5;
inline constexpr std::uint32_t piece_kind_mask = 31;
inline constexpr std::uint32_t pieces_max = 65535;

// One decoded frame at a time. What block() and catalog() return is valid until the next call of either.
class frame_reader {
 public:
  // False when the memory is not what the layout asks for.
  bool attach(const frame_layout& layout, const page_region& region, text_tables& tables, const frame_memory& memory) {
    layout_ = &layout;
    tables_ = &tables;
    memory_ = memory;
    places_.attach(region, memory.places);
    held_ = part::none;
    prepared_ = false;
    return decoder_.init(memory.context);
  }

  // Other memory for what is read of the storage; nothing stays in it.
  void use_input(mutable_bytes input) { memory_.input = input; }

  // Reads dictionary and words, if that was not done yet.
  error prepare() {
    if (prepared_) return {};
    if (error e = tables_->load(decoder_, memory_.input)) return e;
    if (layout_->dictionary.size > 0 &&
        !decoder_.prepare(memory_.prepared_dictionary, tables_->dictionary(), layout_->raw_dictionary))
      return damaged(part::dictionary);
    prepared_ = true;
    return {};
  }

  // `known` is the place of its frame, when something has said it.
  error block(std::uint32_t number, decoded_block& out, const frame_place& known = {}) {
    if (error e = prepare()) return e;
    if (error e = load(part::block, number, layout_->blocks, known)) return e;
    if (fresh_) {
      const auto* b = codec::root_of<format::Block>({memory_.block, size_});
      if (b == nullptr || b->number() != number || !take_text(*b)) return lose(part::block, number);
    }
    out = block_;
    return {};
  }

  error catalog(std::uint32_t number, const format::Catalog*& out) {
    if (error e = load(part::catalog, number, layout_->catalogs, {})) return e;
    if (fresh_) {
      const auto* c = codec::root_of<format::Catalog>({memory_.block, size_});
      if (c == nullptr || c->number() != number || !sound(*c)) return lose(part::catalog, number);
      catalog_ = c;
    }
    out = catalog_;
    return {};
  }

 private:
  error lose(part what, std::uint32_t number) {
    held_ = part::none;
    return damaged(what, number);
  }

  error load(part what, std::uint32_t number, const frame_table& table, const frame_place& known) {
    fresh_ = false;
    if (held_ == what && number_ == number) return {};
    held_ = part::none;
    if (number >= table.count) return damaged(what, number);
    frame_place place = known;
    if (place.size == 0)
      if (error e = places_.find(table, number, place)) return e;
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

  // Checks the pieces of a block and decodes their texts.
  bool take_text(const format::Block& b) {
    if (b.kinds() == nullptr || b.kinds()->size() == 0 || b.kinds()->size() > pieces_max) return false;
    const bytes text =
        b.text() == nullptr ? bytes{} : bytes{reinterpret_cast<const std::byte*>(b.text()->data()), b.text()->size()};
    block_ = {b.kinds(), {reinterpret_cast<const char*>(text.data), text.size}};
    if (tables_->has_words() && !decode_text(text)) return false;
    // As many pieces as kinds, each with its end; the last may go on in the next block.
    std::uint32_t ends = 0;
    for (const char c : block_.text) ends += c == static_cast<char>(codec::piece_end) ? 1 : 0;
    const bool goes_on = !block_.text.empty() && block_.text.back() != static_cast<char>(codec::piece_end);
    return ends + (goes_on ? 1 : 0) == b.kinds()->size();
  }

  bool decode_text(const bytes& coded) {
    codec::word_decoder decoder(tables_->words(), coded);
    std::size_t sum = 0;
    while (!decoder.at_end()) {
      std::size_t size = 0;
      bool ended = false;
      if (!decoder.piece(memory_.text + sum, layout_->text_max - sum, size, ended)) return false;
      sum += size;
      if (!ended) break;
      if (sum == layout_->text_max) return false;
      memory_.text[sum++] = std::byte{codec::piece_end};
    }
    block_.text = {reinterpret_cast<const char*>(memory_.text), sum};
    return true;
  }

  bool sound(const format::Catalog& c) const {
    const std::uint64_t first = std::uint64_t{c.number()} * layout_->articles_per_catalog;
    const std::uint64_t rest = layout_->articles - first;
    const std::uint64_t n = rest < layout_->articles_per_catalog ? rest : layout_->articles_per_catalog;
    catalog_walk walk(c);
    catalog_entry entry;
    for (std::uint64_t i = 0; i < n; ++i)
      if (!walk.next(entry) || entry.block >= layout_->blocks.count) return false;
    return walk.at_end();
  }

  const frame_layout* layout_ = nullptr;
  text_tables* tables_ = nullptr;
  frame_memory memory_;
  codec::frame_decoder decoder_;
  frame_table_cursor places_;
  std::size_t size_ = 0;
  decoded_block block_;
  const format::Catalog* catalog_ = nullptr;
  part held_ = part::none;
  std::uint32_t number_ = 0;
  bool fresh_ = false, prepared_ = false;
};

}  // namespace satchel::detail
