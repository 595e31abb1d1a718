#include "salvage_blocks.hpp"

#include <satchel/text/utf8.hpp>

namespace satchel::tool {
namespace {

constexpr std::uint32_t no_words = UINT32_MAX;
constexpr std::size_t certain_sequences = 64;

}  // namespace

bool can_only_be_plain(std::string_view all) {
  std::size_t sequences = 0;
  for (std::size_t at = 0; at < all.size();) {
    const text::decoded next = text::decode(all, at);
    if (next.code_point >= format::word_toggled && next.code_point <= format::word_raw) return false;
    const bool ascii = static_cast<unsigned char>(all[at]) < 0x80;
    if (!ascii && next.size == 1) return false;
    if (!ascii) ++sequences;
    at += next.size;
  }
  return sequences == 0 || sequences >= certain_sequences;
}

block_reader::block_reader(frame_opener& opener, const scan_result& found)
    : opener_(opener), found_(found), loaded_(no_words), decoded_(format::block_limit) {}

bool block_reader::load_words(std::uint32_t number) {
  if (loaded_ == number) return true;
  loaded_ = no_words;
  if (!opener_.decode(found_.words[number], words_content_)) return false;
  const format::WordCodes* table = words_in(words_content_.content());
  if (table == nullptr || !words_.attach(*table)) return false;
  loaded_ = number;
  return true;
}

bool block_reader::decode_text(bytes text, bool coded, std::vector<block_piece>& out) {
  format::text_position place;
  std::size_t all = 0;
  for (block_piece& p : out) {
    p.text.clear();
    if (!coded) {
      const char* from = reinterpret_cast<const char*>(text.data) + place.at;
      const std::string_view rest(from, text.size - place.at);
      const std::size_t end = rest.find(static_cast<char>(format::piece_end));
      p.ended = end != std::string_view::npos;
      p.text = rest.substr(0, end);
      place.at += static_cast<std::uint32_t>(p.text.size() + (p.ended ? 1 : 0));
      if (!p.ended && &p != &out.back()) return false;
      continue;
    }
    format::decoded_part part;
    do {
      if (!format::word_decoder(words_, text, place).part(decoded_.data(), decoded_.size(), part)) return false;
      p.text.append(reinterpret_cast<const char*>(decoded_.data()), part.size);
      all += part.size;
      if (all > format::block_limit) return false;
    } while (!part.ended && (place.at < text.size || place.ahead > 0));
    p.ended = part.ended;
    if (!p.ended && &p != &out.back()) return false;
  }
  return place.at == text.size && place.ahead == 0;
}

block_reader::outcome block_reader::read(const mapped_block& from, std::vector<block_piece>& out) {
  using way = text_coding::way;
  if (from.coding.how == way::lost) return outcome::without_words;
  if (!opener_.decode(from.frame, content_)) return outcome::damaged;
  const format::Block* b = block_in(content_.content());
  if (b == nullptr) return outcome::damaged;
  const bytes text{reinterpret_cast<const std::byte*>(b->text()->data()), b->text()->size()};
  if (from.coding.how == way::unknown && !can_only_be_plain({reinterpret_cast<const char*>(text.data), text.size}))
    return outcome::without_words;
  const bool coded = from.coding.how == way::coded;
  if (coded && !load_words(from.coding.words)) return outcome::without_words;
  out.resize(b->kinds()->size());
  for (std::size_t i = 0; i < out.size(); ++i) {
    const std::uint32_t head = b->kinds()->Get(static_cast<flatbuffers::uoffset_t>(i));
    out[i].kind = static_cast<kind>(head & format::piece_kind_mask);
    out[i].level = static_cast<std::uint8_t>(head >> format::piece_level_shift);
  }
  return decode_text(text, coded, out) ? outcome::read : outcome::damaged;
}

}  // namespace satchel::tool
