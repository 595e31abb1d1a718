// Texts of blocks, coded word by word.
//
// An archive holds a list of its frequent words. In a block's text each of them stands as a number of one to three
// bytes, and blanks and capitals are left out where they follow from the rules below. What is left has a little over a
// third of the text's size, and zstd makes more of it. SPEC.md, section 3, is the whole definition.
#pragma once

#include <satchel/format/flatbuffer.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace satchel::format {

inline constexpr std::uint32_t word_max = 64;        // bytes of a word in the list
inline constexpr std::uint32_t words_per_start = 8;  // words between two entries of WordCodes.starts

// Ends each piece of a text, coded or not. Texts do not have it elsewhere.
inline constexpr std::uint8_t piece_end = 0;

// Bytes of a coded text below 0x80 that do not stand for themselves.
inline constexpr std::uint8_t word_toggled = 1, word_upper = 2, word_joined = 3, word_raw = 4;

// Codes: first bytes 0x80 to 0xDF are a word each, 0xE0 to 0xF7 take one byte more, 0xF8 to 0xFF two.
inline constexpr std::uint32_t short_codes = 96, middle_codes = 24 * 256, long_codes = 8 * 65536;
inline constexpr std::uint32_t words_limit = short_codes + middle_codes + long_codes;

constexpr bool is_lower(std::uint8_t c) { return c >= 'a' && c <= 'z'; }
constexpr bool is_upper(std::uint8_t c) { return c >= 'A' && c <= 'Z'; }

// Kana and Han, by the first byte of their UTF-8: they are written without blanks.
constexpr bool is_spaceless(std::uint8_t first) { return first >= 0xE3 && first <= 0xE9; }

// After this byte: does a sentence begin here? Blanks and quotation marks do not change the answer.
constexpr bool begins_sentence(std::uint8_t c, bool before) {
  if (c == '.' || c == '!' || c == '?' || c == '\n') return true;
  return before && (c == ' ' || c == '"' || c == '(');
}

// The words of an archive. Looks into the FlatBuffer that it was attached to.
class word_list {
 public:
  // False when the table's parts do not fit each other.
  bool attach(const format::WordCodes& w) {
    count_ = 0;
    if (w.starts() == nullptr || w.sizes() == nullptr || w.text() == nullptr) return false;
    const std::uint32_t count = w.sizes()->size();
    if (count > words_limit || w.starts()->size() != (count + words_per_start - 1) / words_per_start) return false;
    std::uint64_t at = 0;
    for (std::uint32_t i = 0; i < count; ++i) {
      const std::uint8_t size = w.sizes()->Get(i);
      if (size == 0 || size > word_max) return false;
      if (i % words_per_start == 0 && w.starts()->Get(i / words_per_start) != at) return false;
      at += size;
    }
    if (at != w.text()->size() || (at > 0 && std::memchr(w.text()->data(), piece_end, w.text()->size()) != nullptr))
      return false;
    starts_ = w.starts();
    sizes_ = w.sizes()->data();
    text_ = w.text()->data();
    end_ = text_ + at;
    count_ = count;
    return true;
  }

  std::uint32_t size() const { return count_; }
  // Behind the last byte of the last word.
  const std::uint8_t* end() const { return end_; }

  // The word of a code, null when there is none.
  const std::uint8_t* word(std::uint32_t code, std::uint32_t& size) const {
    if (code >= count_) return nullptr;
    std::uint32_t at = starts_->Get(code / words_per_start);
    for (std::uint32_t i = code / words_per_start * words_per_start; i < code; ++i) at += sizes_[i];
    size = sizes_[code];
    return text_ + at;
  }

 private:
  const flatbuffers::Vector<std::uint32_t>* starts_ = nullptr;
  const std::uint8_t* sizes_ = nullptr;
  const std::uint8_t* text_ = nullptr;
  const std::uint8_t* end_ = nullptr;
  std::uint32_t count_ = 0;
};

// Where the reading of a block's text stands.
struct text_position {
  std::uint32_t at = 0;      // in the text as it is stored
  std::uint32_t ahead = 0;   // bytes that are decoded and belong to the next part
  std::uint32_t behind = 0;  // bytes before them in the buffer: the last part
  bool inside = false;       // a piece has begun
  bool sentence = true;      // and a sentence may begin here
};

// A part of a piece, at the begin of the buffer.
struct decoded_part {
  std::size_t size = 0;
  bool ended = false;  // the piece ends with it
};

// Reads the coded text of a block, part by part: a piece, or as much of it as fits in a buffer.
class word_decoder {
 public:
  // Goes on from `place`.
  word_decoder(const word_list& words, bytes coded, text_position& place)
      : words_(words), place_(place), begin_(as_unsigned(coded.data)), end_(begin_ + coded.size) {}

  // Makes `buffer`, of `room` bytes and the same for all parts of a piece, begin with the next part. Where the piece
  // does not end with it, the text does, or there is not enough room for all. False when it is not well coded, or
  // nothing fits.
  bool part(std::byte* buffer, std::size_t room, decoded_part& out) {
    auto* const first = reinterpret_cast<std::uint8_t*>(buffer);
    if (place_.at > static_cast<std::size_t>(end_ - begin_)) return false;
    std::memmove(first, first + place_.behind, place_.ahead);
    to_ = first + place_.ahead;
    at_ = begin_ + place_.at;
    const outcome how = decode(first + room);
    if (how == outcome::bad) return false;
    const auto all = static_cast<std::size_t>(to_ - first);
    const std::size_t size = how == outcome::full ? cut(first, all) : all;
    if (how == outcome::full && size == 0) return false;
    out = {size, how == outcome::piece};
    place_.at = static_cast<std::uint32_t>(at_ - begin_);
    place_.ahead = static_cast<std::uint32_t>(all - size);
    place_.behind = static_cast<std::uint32_t>(size);
    place_.inside = !out.ended;
    if (out.ended) place_.sentence = true;
    return true;
  }

 private:
  enum class outcome : std::uint8_t { piece, text, full, bad };  // what ended, if not all is bad

  static const std::uint8_t* as_unsigned(const std::byte* p) { return reinterpret_cast<const std::uint8_t*>(p); }

  // How much of a text that goes on is handed out: up to its last blank, or to the last beginning of a code point.
  static std::size_t cut(const std::uint8_t* text, std::size_t size) {
    for (std::size_t at = size; at > size / 2; --at)
      if (text[at - 1] == ' ') return at;
    for (std::size_t at = size; at > size / 2; --at)
      if (at < size && (text[at] & 0xC0) != 0x80) return at;
    return size;
  }

  outcome decode(const std::uint8_t* const stop) {
    std::uint8_t* to = to_;
    const std::uint8_t* const start = place_.inside ? nullptr : to;
    bool sentence = place_.sentence;
    outcome how = outcome::text;
    while (at_ != end_) {
      const std::uint8_t* const unit = at_;
      const auto room = static_cast<std::size_t>(stop - to);
      std::uint8_t c = *at_++;
      if (c == piece_end) {
        how = outcome::piece;
        break;
      }
      bool fits = true;
      if (c > word_raw && c < 0x80) {
        fits = room > 0;
        if (fits) {
          *to++ = c;
          sentence = begins_sentence(c, sentence);
        }
      } else if (c == word_raw) {
        if (at_ == end_) return outcome::bad;
        const std::size_t n = *at_++;
        if (n > static_cast<std::size_t>(end_ - at_) || n == 0 || std::memchr(at_, piece_end, n) != nullptr)
          return outcome::bad;
        fits = n <= room;
        if (fits) {
          std::memcpy(to, at_, n);
          to += n;
          at_ += n;
          sentence = false;
        }
      } else {
        bool toggled = false, upper = false, joined = false;
        for (; c < 0x80; c = *at_++) {
          bool& flag = c == word_toggled ? toggled : c == word_upper ? upper : joined;
          if (c == piece_end || c > word_joined || flag || at_ == end_) return outcome::bad;
          flag = true;
        }
        std::uint32_t n = 0;
        const std::uint8_t* word = next_word(c, n);
        if (word == nullptr) return outcome::bad;
        const bool spaced = !joined && to != start && !is_spaceless(*word);
        fits = n + (spaced ? 1 : 0) <= room;
        if (fits) {
          if (spaced) *to++ = ' ';
          copy(to, stop, word, n);
          if (upper) {
            for (std::uint32_t i = 0; i < n; ++i)
              if (is_lower(to[i])) to[i] = static_cast<std::uint8_t>(to[i] - 32);
          } else if (is_lower(*to)) {
            if (sentence != toggled) *to = static_cast<std::uint8_t>(*to - 32);
          } else if (toggled && is_upper(*to)) {
            *to = static_cast<std::uint8_t>(*to + 32);
          }
          to += n;
          sentence = false;
        }
      }
      if (!fits) {
        at_ = unit;
        how = outcome::full;
        break;
      }
    }
    to_ = to;
    place_.sentence = sentence;
    return how;
  }

  // Most words are short: with room on both sides, sixteen bytes at once are faster than `n`. What is too much is
  // overwritten by what follows.
  void copy(std::uint8_t* to, const std::uint8_t* stop, const std::uint8_t* word, std::uint32_t n) const {
    constexpr std::uint32_t usual = 16;
    if (n <= usual && stop - to >= std::ptrdiff_t{usual} && words_.end() - word >= std::ptrdiff_t{usual})
      std::memcpy(to, word, usual);
    else
      std::memcpy(to, word, n);
  }

  const std::uint8_t* next_word(std::uint8_t first, std::uint32_t& size) {
    std::uint32_t code = first - 0x80u;
    if (code >= short_codes) {
      const std::size_t more = first >= 0xF8 ? 2 : 1;
      if (static_cast<std::size_t>(end_ - at_) < more) return nullptr;
      code = more == 1 ? short_codes + (first - 0xE0u) * 256 + at_[0]
                       : short_codes + middle_codes + (first - 0xF8u) * 65536 + at_[0] * 256u + at_[1];
      at_ += more;
    }
    return words_.word(code, size);
  }

  const word_list& words_;
  text_position& place_;
  const std::uint8_t* const begin_;
  const std::uint8_t* const end_;
  const std::uint8_t* at_ = nullptr;
  std::uint8_t* to_ = nullptr;
};

}  // namespace satchel::format
