// Decoding a compressed frame of an archive by its place alone.
//
// A frame is taken for what it holds only when all of this is so: its header states a checksum and a content size
// within the format's limits, as those of all frames of an archive do; zstd decodes it to exactly that size and that
// checksum; and the content is a FlatBuffer whose every offset stays inside it, with all that its table must have.
#pragma once

#include "salvage_file.hpp"

#include <satchel/archive.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace satchel::tool {

inline constexpr std::uint64_t head_size =
    format::skippable_header + format::head_bytes;  // that an archive begins with

enum class frame_kind : std::uint8_t { dictionary, words, block, catalog };

struct found_frame {
  std::uint64_t offset = 0;
  std::uint32_t size = 0;
  std::uint32_t number = 0;      // of a block or catalog
  std::uint32_t crc = 0;         // of the content, to tell copies from others
  std::uint32_t dictionary = 0;  // what number the dictionary that it needs has, or that it is, from 1 on; 0: none
  std::uint32_t run = 0;         // frames of one run follow each other without a gap
  frame_kind kind = frame_kind::block;

  std::uint64_t end() const { return offset + size; }
};

// Memory that a frame is decoded into; the system gives as much of it as is used.
class frame_content {
 public:
  static constexpr std::size_t most = format::words_table_limit;

  bytes content() const { return {memory_.get(), size_}; }

 private:
  friend class frame_opener;
  std::unique_ptr<std::byte[]> memory_ = std::make_unique_for_overwrite<std::byte[]>(most);
  std::size_t size_ = 0;
};

class frame_opener {
 public:
  explicit frame_opener(salvage_file& file) : file_(file) { plain_.init({}); }

  enum class outcome : std::uint8_t { opened, none, no_dictionary };
  // The frame that begins at `offset`, if one does that can be decoded alone or with a dictionary found before.
  outcome open(std::uint64_t offset, found_frame& out);

  // Decodes again what open() found.
  bool decode(const found_frame& frame, frame_content& out);

 private:
  // zstd's decoder with a dictionary.
  class decoder {
   public:
    bool init(bytes dictionary);
    format::frame_decoder& frames() { return frames_; }
    std::uint32_t number = 0;      // of the dictionary; 0: none
    std::uint32_t identifier = 0;  // that its frames carry; 0: none

   private:
    std::vector<std::uint64_t> context_, prepared_;
    std::vector<std::byte> dictionary_;
    format::frame_decoder frames_;
  };
  struct header {
    std::uint64_t content = 0;
    std::uint32_t dictionary = 0;
  };

  bool read_header(std::uint64_t offset, header& out);
  bool decode(decoder& with, std::uint64_t offset, std::uint64_t content, frame_content& out, std::uint32_t& size);
  bool classify(const header& h, found_frame& out);
  decoder* dictionary(std::uint32_t number);

  static constexpr std::size_t held_dictionaries = 8;

  salvage_file& file_;
  frame_content content_;
  decoder plain_;
  std::vector<found_frame> dictionaries_;        // all that were found
  std::array<decoder, held_dictionaries> held_;  // those used last
  std::size_t next_held_ = 0;
};

// The table in the content of a block, catalog or words; null when it is none as the format wants it.
const format::Block* block_in(bytes content);
const format::Catalog* catalog_in(bytes content);
const format::WordCodes* words_in(bytes content);

}  // namespace satchel::tool
