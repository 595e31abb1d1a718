// Catalogs: where articles start, and their identifiers and titles.
#pragma once

#include <satchel/format/flatbuffer.hpp>
#include <satchel/format/frames.hpp>
#include <satchel/format/varint.hpp>
#include <satchel/format/word_codes.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace satchel::format {

// A catalog is three columns with an entry for each of its articles (schema/SPEC.md, section 2):
//
//   starts       [blocks further << 3 | flags] [gap before the block's frame] [bytes of that frame]   varints
//                                              from 2 blocks on               from 1 block on
//   identifiers  bytes, 0
//   titles       bytes, 0

// Bits of an entry in Catalog.starts, below how many blocks further the article starts.
inline constexpr unsigned start_identifier_cut = 1, start_title_cut = 2, start_of_block = 4, start_flag_bits = 3;

struct catalog_entry {
  std::string_view identifier, title;
  bool identifier_cut = false, title_cut = false;  // longer, and whole in the block
  bool begins_block = false;                       // starts with its block's first piece
  std::uint64_t block = 0;                         // where it starts
  std::uint32_t start = 0;                         // articles that start in that block before it
  frame_extent frame;                              // of that block
};

// Takes the entries of a catalog, one after the other.
class catalog_walk {
 public:
  explicit catalog_walk(const Catalog& c) {
    starts_ = column(c.starts());
    identifiers_ = column(c.identifiers());
    titles_ = column(c.titles());
    block_ = c.first_block();
    start_ = c.first_start();
    frame_ = {c.first_offset(), c.first_size()};
  }

  // False when there is none, or it is not well formed.
  bool next(catalog_entry& out) {
    std::uint64_t head = 0;
    if (!number(head)) return false;
    if (const std::uint64_t step = head >> start_flag_bits; step > 0) {
      std::uint64_t gap = 0, size = 0;
      if ((step > 1 && !number(gap)) || !number(size) || size > 0xffffffff) return false;
      block_ += step;
      start_ = 0;
      frame_ = {frame_.offset + frame_.size + gap, static_cast<std::uint32_t>(size)};
    }
    out.identifier_cut = (head & start_identifier_cut) != 0;
    out.title_cut = (head & start_title_cut) != 0;
    out.begins_block = (head & start_of_block) != 0;
    out.block = block_;
    out.start = start_++;
    out.frame = frame_;
    return string(identifiers_, out.identifier) && string(titles_, out.title);
  }

  bool at_end() const { return starts_.empty() && identifiers_.empty() && titles_.empty(); }

 private:
  static std::string_view column(const flatbuffers::Vector<std::uint8_t>* v) {
    return v == nullptr ? std::string_view{} : std::string_view{reinterpret_cast<const char*>(v->data()), v->size()};
  }

  bool number(std::uint64_t& out) {
    const auto next = [this](std::byte& b) {
      if (starts_.empty()) return false;
      b = static_cast<std::byte>(starts_.front());
      starts_.remove_prefix(1);
      return true;
    };
    return read_varint(next, out);
  }

  static bool string(std::string_view& from, std::string_view& out) {
    const std::size_t size = from.find(static_cast<char>(piece_end));
    if (size == std::string_view::npos) return false;
    out = {from.data(), size};
    from.remove_prefix(size + 1);
    return true;
  }

  std::string_view starts_, identifiers_, titles_;
  std::uint64_t block_ = 0;
  std::uint32_t start_ = 0;
  frame_extent frame_;
};

}  // namespace satchel::format
