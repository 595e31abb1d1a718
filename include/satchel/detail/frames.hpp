// Blocks and catalogs: compressed frames that hold one FlatBuffer each.
#pragma once

#include <satchel/codec/flat.hpp>
#include <satchel/codec/words.hpp>
#include <satchel/codec/zstd.hpp>
#include <satchel/detail/pages.hpp>
#include <satchel/detail/text_tables.hpp>
#include <satchel/kind.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace satchel::detail {

// Which frames an archive has and how large they get.
struct frame_layout {
  storage store;
  section block_offsets, catalog_offsets;
  std::uint32_t blocks = 0, catalogs = 0;
  std::uint32_t articles = 0, articles_per_catalog = 0;
  std::uint32_t block_max = 0, text_max = 0, frame_max = 0;
  table_frame dictionary, words;
};

// Memory to decode frames.
struct frame_memory {
  mutable_bytes context, prepared_dictionary;
  std::byte* frame = nullptr;    // frame_max bytes, unless storage is direct
  std::byte* block = nullptr;    // block_max bytes
  std::byte* text = nullptr;     // text_max bytes
  std::byte* offsets = nullptr;  // a page slot
};

// A decoded block: its pieces, and their texts one after the other.
struct decoded_block {
  const flatbuffers::Vector<std::uint32_t>* pieces = nullptr;
  const char* text = nullptr;
};

inline constexpr unsigned piece_level_shift = 5, piece_size_shift = 9;
inline constexpr std::uint32_t piece_kind_mask = 31, piece_level_mask = 7, piece_continued = 1u << 8;

// One decoded frame at a time. What block() and catalog() return is valid until the next call of either.
class frame_reader {
 public:
  // False when the memory is not what the layout asks for.
  bool attach(const frame_layout& layout, const page_region& region, text_tables& tables, const frame_memory& memory) {
    layout_ = &layout;
    tables_ = &tables;
    memory_ = memory;
    offsets_.attach(region, memory.offsets);
    held_ = part::none;
    prepared_ = false;
    return decoder_.init(memory.context);
  }

  // Reads dictionary and words, if that was not done yet.
  error prepare() {
    if (prepared_) return {};
    if (error e = tables_->load(decoder_, memory_.frame)) return e;
    if (layout_->dictionary.size > 0 && !decoder_.prepare(memory_.prepared_dictionary, tables_->dictionary()))
      return damaged(part::dictionary);
    prepared_ = true;
    return {};
  }

  error block(std::uint32_t number, decoded_block& out) {
    if (error e = prepare()) return e;
    if (error e = load(part::block, number, layout_->blocks, layout_->block_offsets)) return e;
    if (fresh_) {
      const auto* b = codec::root_of<format::Block>({memory_.block, size_});
      if (b == nullptr || b->number() != number || !take_text(*b)) return lose(part::block, number);
    }
    out = block_;
    return {};
  }

  error catalog(std::uint32_t number, const format::Catalog*& out) {
    if (error e = load(part::catalog, number, layout_->catalogs, layout_->catalog_offsets)) return e;
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

  error load(part what, std::uint32_t number, std::uint32_t count, const section& offsets) {
    fresh_ = false;
    if (held_ == what && number_ == number) return {};
    held_ = part::none;
    if (number >= count) return damaged(what, number);
    if (error e = offsets_.seek(offsets.start + std::uint64_t{number} * 8)) return e;
    std::byte pair[16];
    offsets_.copy(pair, sizeof pair);
    if (error e = offsets_.failure()) return e;
    const std::uint64_t from = codec::load64(pair), to = codec::load64(pair + 8);
    if (to < from || to - from > layout_->frame_max) return damaged(what, number);
    const std::byte* frame = nullptr;
    if (error e = layout_->store.get(from, static_cast<std::size_t>(to - from), memory_.frame, frame))
      return e.code == errc::io ? error{errc::io, what, number, 0} : damaged(what, number);
    if (!decoder_.decode({frame, static_cast<std::size_t>(to - from)}, {memory_.block, layout_->block_max}, size_,
                         what == part::block))
      return damaged(what, number);
    held_ = what;
    number_ = number;
    fresh_ = true;
    return {};
  }

  // Checks the pieces of a block and decodes their texts.
  bool take_text(const format::Block& b) {
    if (b.pieces() == nullptr || b.pieces()->size() == 0 || b.pieces()->size() > 65535) return false;
    const bytes text =
        b.text() == nullptr ? bytes{} : bytes{reinterpret_cast<const std::byte*>(b.text()->data()), b.text()->size()};
    const bool coded = tables_->has_words();
    codec::word_decoder decoder(tables_->words(), text);
    std::uint64_t sum = 0;
    for (const std::uint32_t word : *b.pieces()) {
      const std::size_t size = word >> piece_size_shift;
      if (coded && (size > layout_->text_max - sum || !decoder.piece(memory_.text + sum, size))) return false;
      sum += size;
    }
    if (coded ? !decoder.at_end() : sum != text.size) return false;
    block_ = {b.pieces(), reinterpret_cast<const char*>(coded ? memory_.text : text.data)};
    return true;
  }

  bool sound(const format::Catalog& c) const {
    const std::uint64_t first = std::uint64_t{c.number()} * layout_->articles_per_catalog;
    const std::uint64_t rest = layout_->articles - first;
    const std::uint64_t n = rest < layout_->articles_per_catalog ? rest : layout_->articles_per_catalog;
    if (c.block_steps() == nullptr || c.first_pieces() == nullptr || c.identifier_sizes() == nullptr ||
        c.title_sizes() == nullptr || c.block_steps()->size() != n || c.first_pieces()->size() != n ||
        c.identifier_sizes()->size() != n || c.title_sizes()->size() != n)
      return false;
    std::uint64_t sum = 0;
    for (flatbuffers::uoffset_t i = 0; i < n; ++i)
      sum += (c.identifier_sizes()->Get(i) & 0x7fffu) + (c.title_sizes()->Get(i) & 0x7fffu);
    return sum == (c.text() == nullptr ? 0 : c.text()->size());
  }

  const frame_layout* layout_ = nullptr;
  text_tables* tables_ = nullptr;
  frame_memory memory_;
  codec::frame_decoder decoder_;
  byte_cursor offsets_;
  std::size_t size_ = 0;
  decoded_block block_;
  const format::Catalog* catalog_ = nullptr;
  part held_ = part::none;
  std::uint32_t number_ = 0;
  bool fresh_ = false, prepared_ = false;
};

}  // namespace satchel::detail
