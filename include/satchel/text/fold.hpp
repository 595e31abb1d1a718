// Folding: what a code point becomes before it is compared.
//
// A code point takes these steps, again and again until nothing changes:
//  * It falls apart into its compatibility decomposition (NFKD): ligatures, full-width forms, superscripts.
//  * Hangul syllables, voiced kana (が) and й stay whole; where their parts stand apart, they are put together.
//  * What is default-ignorable (soft hyphens, joiners, byte order marks, variation selectors), tatweel, and the marks
//    U+02B9-02BB, 02BD-02BF go away. So do the nonspacing and enclosing marks (categories Mn, Me) among U+0300-036F,
//    0483-0489, 0591-05C7, 0610-061A, 064B-065F, 0670, 06D6-06ED, 0898-089F, 08CA-08FF, 1AB0-1AFF, 1DC0-1DFF,
//    20D0-20FF, FE20-FE2F. All other marks stay.
//  * Case is folded in full (ß gives ss); æ and œ give ae and oe, đ ħ ı ł ø ŧ give d h i l o t; decimal digits of all
//    scripts give ASCII digits.
// Letters, marks and numbers (categories L, M, N) make words; everything else separates, U+02BC and the musical
// symbols U+1D100-1D1FF with it. Separators at the ends of a decomposition go away, those inside become one space.
// A code point stays what it is if it would become separators only or more than four code points, if it is U+2120,
// 2122, 309B, 309C, and in these ranges: 1D2C-1D6A, 1D78, 1D9B-1DBF, 3200-321E, 3260-327E, 32C0-32FE, 3300-3370,
// 33E0-33FE, F900-FAFF, FC00-FDC7, 10780-107BA, 1E030-1E06D, 1EE00-1EEBB, 1F200-1F265, 2F800-2FA1D. One that Unicode
// 15.0 does not assign stays what it is and has the class of the code point before it.
#pragma once

#include <satchel/text/fold_layout.hpp>
#include <satchel/text/fold_table.hpp>
#include <satchel/text/utf8.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace satchel::text {

namespace detail {

constexpr bool is_ascii_word(char32_t c) {
  return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z') || (c >= U'0' && c <= U'9');
}

// Number of the range that holds the code point.
constexpr std::size_t fold_range(char32_t c) {
  const std::size_t bucket = bucket_of(c);
  const auto key = static_cast<std::uint16_t>(c & 0xFFFF);
  std::size_t low = fold_buckets[bucket];
  std::size_t high = fold_buckets[bucket + 1];
  if (bucket >= bucket_of(0xFFFF)) --high;  // a new plane starts with a new range
  while (low < high) {
    const std::size_t middle = (low + high + 1) / 2;
    if (fold_starts[middle] <= key) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return low;
}

// The value of a decimal digit, or 10 if the code point is none.
constexpr unsigned digit_value(char32_t c) {
  const auto key = static_cast<std::uint16_t>(c & 0xFFFF);
  std::size_t low = c > 0xFFFF ? fold_digits_above : 0;
  std::size_t high = c > 0xFFFF ? sizeof(fold_digits) / sizeof(fold_digits[0]) : fold_digits_above;
  while (low < high) {
    const std::size_t middle = (low + high) / 2;
    if (fold_digits[middle] > key) {
      high = middle;
    } else if (key - fold_digits[middle] < 10) {
      return static_cast<unsigned>(key - fold_digits[middle]);
    } else {
      low = middle + 1;
    }
  }
  return 10;
}

}  // namespace detail

// What a code point becomes: up to four code points, or none if it is dropped. Separators stay what they are.
struct folded {
  char32_t code_points[max_expansion] = {};
  std::size_t size = 0;
  char_class first = char_class::word;  // class of the first of them
};

namespace detail {

// Reads what a list says of the code point in `out`, whose elements start at `at`. The class is set only where the
// code point stays what it is; otherwise it is that of the first code point.
constexpr void fold_by_list(bool narrow, std::size_t at, std::size_t width, char32_t base, folded& out) {
  out.size = 0;
  for (std::size_t i = at; i < at + width; ++i) {
    char32_t element = narrow ? fold_bytes[i] : fold_words[i];
    if (element == no_code_point) return;
    if (element < separator_element) {
      out.size = 1;
      out.first = element == itself_separator ? char_class::separator
                  : element == itself_word    ? char_class::word
                                              : char_class::unspaced;
      return;
    }
    if (element == separator_element) {
      element = U' ';
    } else if (!narrow && element >= first_high && element <= last_high) {
      const std::size_t number = element - first_high;
      element = (number < fold_high_plane_2 ? 0x10000U : 0x20000U) + fold_high[number];
    } else {
      element += base;
    }
    out.code_points[out.size++] = element;
  }
}

// Folds the code point in `out`, up to U+10FFFF. The class is right but for what lists say.
constexpr void fold_by_table(folded& out) {
  char32_t& c = out.code_points[0];
  const std::size_t range = fold_range(c);
  const std::size_t offset = (c & 0xFFFF) - fold_starts[range];
  const auto action = static_cast<fold_action>(fold_rules[range] >> value_bits);
  const std::size_t value = fold_rules[range] & value_mask;
  out.size = 1;
  out.first = char_class::word;
  if (action <= fold_action::dropped) {
    if (action == fold_action::separator || (value != 0 && offset >= value)) {
      out.first = char_class::separator;
    } else if (action == fold_action::dropped) {
      out.size = 0;
    } else {
      const bool digits = action == fold_action::word_digits || action == fold_action::unspaced_digits;
      const unsigned digit = digits ? digit_value(c) : 10;
      if (digit < 10) {
        c = U'0' + digit;
      } else if (action == fold_action::unspaced || action == fold_action::unspaced_digits) {
        out.first = char_class::unspaced;
      }
    }
    return;
  }
  switch (action) {
    case fold_action::same:
    case fold_action::shift:
      c = static_cast<char32_t>(fold_bases[value >> 8] + (value & 0xFF));
      if (action == fold_action::shift) c += static_cast<char32_t>(offset);
      break;
    case fold_action::pairs:
      c += offset % 2 == 0 ? 1 : 0;
      break;
    case fold_action::alphabet:
      c = U'a' + static_cast<char32_t>((value + offset) % 26);
      break;
    case fold_action::near:
      c += static_cast<char32_t>(value) - near_zero;
      break;
    case fold_action::bytes: {
      const std::size_t width = (fold_bytes[value] & 3U) + 1;
      fold_by_list(true, value + 1 + offset * width, width, fold_bases[fold_bytes[value] >> 2], out);
      break;
    }
    default: {
      const std::size_t width = static_cast<std::size_t>(action) - static_cast<std::size_t>(fold_action::words) + 1;
      fold_by_list(false, value + offset * width, width, 0, out);
      break;
    }
  }
}

}  // namespace detail

// Folds one code point. What is no code point separates.
constexpr folded fold(char32_t c) {
  folded out{{c}, 1, char_class::separator};
  if (c < 0x80) {
    if (detail::is_ascii_word(c)) {
      out.first = char_class::word;
      if (c >= U'A' && c <= U'Z') out.code_points[0] = c + 0x20;
    }
  } else if (c <= 0x10FFFF) {
    detail::fold_by_table(out);
    if (const char32_t first = out.code_points[0]; first != c) {
      folded again{{first}, 1, char_class::word};
      detail::fold_by_table(again);
      out.first = again.first;
    }
  }
  return out;
}

// The class of what a code point becomes; of an expansion, of its first code point.
constexpr char_class class_of(char32_t c) { return fold(c).first; }

// The code point that two others make together, or 0: Hangul syllables, voiced kana, й.
constexpr char32_t compose(char32_t first, char32_t second) {
  if (second >= 0x1161 && second <= 0x1175 && first >= 0x1100 && first <= 0x1112)
    return 0xAC00 + ((first - 0x1100) * 21 + (second - 0x1161)) * 28;
  if (second >= 0x11A8 && second <= 0x11C2 && first >= 0xAC00 && first <= 0xD7A3 && (first - 0xAC00) % 28 == 0)
    return first + (second - 0x11A7);
  if (first == 0x0438 && second == 0x0306) return 0x0439;
  if ((second != 0x3099 && second != 0x309A) || first < 0x3041 || first > 0x30FE) return 0;
  const char32_t hiragana = first >= 0x30A0 ? first - 0x60 : first;
  if (hiragana >= 0x306F && hiragana <= 0x307B && (hiragana - 0x306F) % 3 == 0) return first + (second - 0x3098);
  if (second == 0x309A) return 0;
  const bool voiced = (hiragana >= 0x304B && hiragana <= 0x3061 && hiragana % 2 == 1) ||
                      (hiragana >= 0x3064 && hiragana <= 0x3068 && hiragana % 2 == 0) || hiragana == 0x309D;
  if (voiced) return first + 1;
  if (hiragana == 0x3046) return first + 0x4E;
  if (first >= 0x30EF && first <= 0x30F2) return first + 8;
  return 0;
}

// One code point of a folded text, and the bytes of the text that it comes from.
struct folded_code_point {
  char32_t code_point = 0;
  char_class is = char_class::separator;
  std::size_t begin = 0;
  std::size_t end = 0;  // marks that follow and are dropped belong to it
};

// Selects temporaries that own their characters, such as std::string: a view of one would outlive it.
template <typename Text>
using if_owning_temporary = std::enable_if_t<!std::is_reference_v<Text> && !std::is_trivially_copyable_v<Text>>;

// Walks over the folded form of a text: decodes, folds, composes. Holds a view of the text.
class folder {
 public:
  explicit constexpr folder(std::string_view text) : text_(text) {}
  template <typename Text, typename = if_owning_temporary<Text>>
  explicit folder(Text&&) = delete;

  // Puts the next code point into `out`; false at the end of the text.
  constexpr bool next(folded_code_point& out) {
    if (!holds_ && used_ == source_.size && next_ascii(out)) return true;
    for (;;) {
      if (used_ == source_.size) {
        const decoded read = decode(text_, at_);
        if (read.size == 0) {
          if (holds_) out = held_;
          const bool held = holds_;
          holds_ = false;
          return held;
        }
        begin_ = at_;
        at_ += read.size;
        source_ = fold(read.code_point);
        used_ = 0;
        if (source_.size == 0) drop(read.code_point);
        continue;
      }
      const char32_t c = source_.code_points[used_];
      if (!holds_) {
        held_ = {c, used_ == 0 ? source_.first : class_of(c), begin_, at_};
        holds_ = true;
      } else if (const char32_t both = compose(held_.code_point, c); both != 0) {
        held_.code_point = both;
        held_.end = at_;
      } else {
        out = held_;
        holds_ = false;
        return true;
      }
      ++used_;
    }
  }

 private:
  // An ASCII character that no mark can follow.
  constexpr bool next_ascii(folded_code_point& out) {
    if (at_ == text_.size()) return false;
    const auto c = static_cast<unsigned char>(text_[at_]);
    if (c >= 0x80 || (at_ + 1 < text_.size() && static_cast<unsigned char>(text_[at_ + 1]) >= 0x80)) return false;
    const folded f = fold(c);
    out = {f.code_points[0], f.first, at_, at_ + 1};
    ++at_;
    return true;
  }

  constexpr void drop(char32_t mark) {
    if (!holds_) return;
    held_.end = at_;
    if (const char32_t both = compose(held_.code_point, mark); both != 0) held_.code_point = both;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  folded source_;           // of the code point that ends at at_
  std::size_t begin_ = 0;   // where that starts
  std::size_t used_ = 0;    // code points of source_ that were given out
  folded_code_point held_;  // the next to give out, if nothing that follows joins it
  bool holds_ = false;
};

// Folds a whole text into at most `capacity` bytes and returns their number. Separators at the ends go away, runs of
// them inside become one space. What does not fit is cut off at a code point boundary.
constexpr std::size_t fold_text(std::string_view text, char* out, std::size_t capacity) {
  std::size_t size = 0;
  bool gap = false;
  folder source(text);
  for (folded_code_point next; source.next(next);) {
    if (next.is == char_class::separator) {
      gap = size > 0;
      continue;
    }
    char bytes[max_utf8_bytes] = {};
    const std::size_t n = encode(next.code_point, bytes);
    if (n + (gap ? 1 : 0) > capacity - size) break;
    if (gap) out[size++] = ' ';
    gap = false;
    for (std::size_t i = 0; i < n; ++i) out[size++] = bytes[i];
  }
  return size;
}

}  // namespace satchel::text
