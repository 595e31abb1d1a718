#include "rules.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <stdexcept>

namespace satchel::tables {
namespace {

struct range {
  char32_t first, last;
};

template <std::size_t N>
bool in(const range (&ranges)[N], char32_t c) {
  return std::any_of(std::begin(ranges), std::end(ranges), [c](range r) { return r.first <= c && c <= r.last; });
}

// Marks that only decorate or vocalise: they go away. All other marks stay, Indic vowel signs among them.
constexpr range dropped_marks[] = {
    {0x0300, 0x036F},                                                        // combining diacritical marks
    {0x0483, 0x0489},                                                        // Cyrillic titlo and its kin
    {0x0591, 0x05C7},                                                        // Hebrew accents and points
    {0x0610, 0x061A}, {0x064B, 0x065F}, {0x0670, 0x0670},                    // Arabic signs and harakat
    {0x06D6, 0x06ED}, {0x0898, 0x089F}, {0x08CA, 0x08FF},                    // Arabic signs of the Koran
    {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x20D0, 0x20FF}, {0xFE20, 0xFE2F},  // more diacritical marks
};

// Scripts that are written without spaces between words: ideographic and syllabic ones of East Asia and those whose
// line breaks need a dictionary (class SA of Unicode Standard Annex 14).
constexpr range unspaced_ranges[] = {
    {0x0E01, 0x0E4E},   {0x0E80, 0x0EFF},                                          // Thai, Lao
    {0x1000, 0x109F},   {0xA9E0, 0xA9FF},   {0xAA60, 0xAA7F},                      // Myanmar
    {0x1100, 0x11FF},   {0xA960, 0xA97F},   {0xAC00, 0xD7FF},                      // Hangul
    {0x1780, 0x17FF},   {0x1950, 0x19DF},   {0x1A20, 0x1AAF},   {0xAA80, 0xAADF},  // Khmer, Tai scripts
    {0x11700, 0x1174F},                                                            // Ahom
    {0x2E80, 0x2FDF},   {0x3005, 0x3007},   {0x3021, 0x302F},   {0x3031, 0x303C},  // Han
    {0x3041, 0x31FF},   {0x3400, 0x4DBF},   {0x4E00, 0x9FFF},   {0xF900, 0xFAFF},  // kana, Bopomofo, Han
    {0xA000, 0xA48F},   {0x16FE0, 0x18DFF}, {0x1AFF0, 0x1B2FF},                    // Yi; Tangut, Khitan; kana, Nushu
    {0x20000, 0x3FFFD},                                                            // Han
};

// Letters that Unicode does not take apart but that are typed without their stroke or joined form all the same, and
// the letters for the modifier apostrophe. Turkish dotless i joins i, since a capital I
// may stand for either.
struct substitution {
  char32_t from;
  const char32_t* to;
};
constexpr substitution substitutions[] = {
    {0x00C6, U"ae"},
    {0x00E6, U"ae"},
    {0x00D8, U"o"},
    {0x00F8, U"o"},
    {0x0110, U"d"},
    {0x0111, U"d"},
    {0x0126, U"h"},
    {0x0127, U"h"},
    {0x0131, U"i"},
    {0x0141, U"l"},
    {0x0142, U"l"},
    {0x0152, U"oe"},
    {0x0153, U"oe"},
    {0x0166, U"t"},
    {0x0167, U"t"},
    // Half rings and primes of transliterations, often left out; the okina; tatweel.
    {0x02B9, U""},
    {0x02BA, U""},
    {0x02BB, U""},
    {0x02BD, U""},
    {0x02BE, U""},
    {0x02BF, U""},
    {0x0640, U""},
    // The modifier apostrophe separates like the apostrophe; trade and service marks are not part of the name.
    {0x02BC, U"\u02BC"},
    {0x2120, U"\u2120"},
    {0x2122, U"\u2122"},
    // Spacing voicing marks: separators like other spacing marks.
    {0x309B, U"\u309B"},
    {0x309C, U"\u309C"},
};

// Compatibility forms that stay what they are, to keep the table small: they are rare, and keyboards do not give them.
// The Han ones have no place in normalised text (NFC).
constexpr range kept[] = {
    {0x1D2C, 0x1D6A}, {0x1D78, 0x1D78},   {0x1D9B, 0x1DBF}, {0x10780, 0x107BA}, {0x1E030, 0x1E06D},  // phonetic
    {0x3200, 0x321E}, {0x3260, 0x327E},                                          // Hangul in brackets and circles
    {0x32C0, 0x32FE}, {0x3300, 0x3370},   {0x33E0, 0x33FE}, {0x1F200, 0x1F265},  // circled kana, squared words
    {0xFC00, 0xFDC7}, {0x1EE00, 0x1EEBB},  // Arabic ligatures, mathematical letters
    {0xF900, 0xFAFF}, {0x2F800, 0x2FA1D},  // Han
};

const utf8proc_property_t& property(char32_t c) { return *utf8proc_get_property(static_cast<utf8proc_int32_t>(c)); }

bool is_assigned(char32_t c) { return property(c).category != UTF8PROC_CATEGORY_CN || property(c).ignorable; }

bool is_mark(char32_t c) {
  const auto category = property(c).category;
  return category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_ME;
}

bool is_dropped(char32_t c) { return property(c).ignorable || (in(dropped_marks, c) && is_mark(c)); }

// The modifier apostrophe, and the marks among the musical symbols: notes fall apart into symbols and such marks.
bool is_separator(char32_t c) { return c == 0x02BC || (c >= 0x1D100 && c <= 0x1D1FF); }

// Class of a code point by what it is, not by what it becomes.
char_class class_of(char32_t c) {
  const auto category = property(c).category;
  if (is_separator(c) || category < UTF8PROC_CATEGORY_LU || category > UTF8PROC_CATEGORY_NO)
    return char_class::separator;
  return in(unspaced_ranges, c) ? char_class::unspaced : char_class::word;
}

std::u32string decompose(char32_t c, int options) {
  std::array<utf8proc_int32_t, 64> buffer{};
  int boundary = 0;
  const auto n = utf8proc_decompose_char(static_cast<utf8proc_int32_t>(c), buffer.data(), buffer.size(),
                                         static_cast<utf8proc_option_t>(options), &boundary);
  if (n < 0 || static_cast<std::size_t>(n) > buffer.size())
    throw std::runtime_error("utf8proc cannot decompose code point " + std::to_string(static_cast<unsigned>(c)));
  return {buffer.begin(), buffer.begin() + n};
}

// The pairs that stay composed: Hangul syllables, voiced kana, and the Cyrillic short i, a letter of its own.
bool stays_composed(char32_t c) {
  return c == 0x0419 || c == 0x0439 || (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0x3041 && c <= 0x30FF);
}

std::u32string compose(const std::u32string& text) {
  std::u32string composed;
  for (char32_t c : text) {
    if (!composed.empty()) {
      std::array<utf8proc_int32_t, 2> pair{static_cast<utf8proc_int32_t>(composed.back()),
                                           static_cast<utf8proc_int32_t>(c)};
      if (utf8proc_normalize_utf32(pair.data(), 2, UTF8PROC_COMPOSE) == 1 &&
          stays_composed(static_cast<char32_t>(pair[0]))) {
        composed.back() = static_cast<char32_t>(pair[0]);
        continue;
      }
    }
    composed += c;
  }
  return composed;
}

// Compatibility decomposition, marks dropped, case folded; once. Marks go before the case is folded, since the iota
// below a Greek vowel would otherwise become a letter.
std::u32string fold_once(const std::u32string& text) {
  std::u32string decomposed;
  for (char32_t c : text) decomposed += decompose(c, UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE);
  std::u32string folded;
  for (char32_t c : compose(decomposed)) {
    if (!is_dropped(c)) folded += decompose(c, UTF8PROC_CASEFOLD);
  }
  std::u32string substituted;
  for (char32_t c : compose(folded)) {
    const auto found = std::find_if(std::begin(substitutions), std::end(substitutions),
                                    [c](const substitution& s) { return s.from == c; });
    if (found == std::end(substitutions)) {
      substituted += c;
    } else {
      substituted += found->to;
    }
  }
  return substituted;
}

// Separators at the ends go away, runs of them inside become one space.
std::u32string join_separators(const std::u32string& text) {
  std::u32string joined;
  bool gap = false;
  for (char32_t c : text) {
    if (class_of(c) == char_class::separator) {
      gap = !joined.empty();
      continue;
    }
    if (gap) joined += U' ';
    gap = false;
    joined += c;
  }
  return joined;
}

std::u32string fold(char32_t c) {
  if (in(kept, c)) return {c};
  for (const substitution& s : substitutions)
    if (s.from == c) return s.to;
  std::u32string text(1, c);
  for (int round = 0;; ++round) {
    std::u32string next = fold_once(text);
    if (next == text) break;
    if (round == 8) throw std::runtime_error("no end of folding " + std::to_string(static_cast<unsigned>(c)));
    text = std::move(next);
  }
  std::u32string joined = join_separators(text);
  if ((joined.empty() && !text.empty()) || joined.size() > max_expansion) return {c};
  return joined;
}

}  // namespace

std::vector<folding> foldings() {
  std::vector<folding> all(code_points);
  char32_t digits = 0;  // first of the current block of ten decimal digits
  for (char32_t c = 0; c < code_points; ++c) {
    folding& f = all[c];
    if (!is_assigned(c)) {
      // Later versions of Unicode put letters beside letters: the class of the code point before is the best guess,
      // and keeps the table small.
      f.own = c == 0 ? char_class::separator : all[c - 1].own;
      f.out = {c};
      continue;
    }
    if (property(c).category == UTF8PROC_CATEGORY_ND) {
      if (c != digits && (c >= digits + 10 || digits == 0)) digits = c;
      f.out = {U'0' + (c - digits)};
      f.decimal = true;
    } else {
      f.out = property(c).category == UTF8PROC_CATEGORY_CS ? std::u32string(1, c) : fold(c);
    }
    f.own = f.out.empty() ? char_class::word : class_of(f.out.front());
  }
  return all;
}

}  // namespace satchel::tables
