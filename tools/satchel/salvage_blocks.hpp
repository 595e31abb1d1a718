// The pieces in a block of a damaged archive.
#pragma once

#include "salvage_map.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace satchel::tool {

struct block_piece {
  satchel::kind kind = satchel::kind::paragraph;
  std::uint8_t level = 0;
  bool ended = true;  // otherwise it goes on in the next block
  std::string text;
};

class block_reader {
 public:
  block_reader(frame_opener& opener, const scan_result& found);

  enum class outcome : std::uint8_t { read, damaged, without_words };
  outcome read(const mapped_block& from, std::vector<block_piece>& out);

 private:
  bool decode_text(bytes text, bool coded, std::vector<block_piece>& out);
  bool load_words(std::uint32_t number);

  frame_opener& opener_;
  const scan_result& found_;
  frame_content content_, words_content_;
  std::uint32_t loaded_;  // which words are in words_content_
  format::word_list words_;
  std::vector<std::byte> decoded_;
};

// Whether a text of which nothing says how it is coded can only be plain: what is below 0x80 and no code stands for
// itself in both ways, and codes of words in such a number would not make valid UTF-8.
bool can_only_be_plain(std::string_view all);

}  // namespace satchel::tool
