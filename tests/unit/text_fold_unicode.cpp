// The folding of every code point, against what utf8proc says of it.
#include <satchel/text/analyzer.hpp>
#include <satchel/text/fold.hpp>

#include <doctest/doctest.h>
#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <map>
#include <string>
#include <vector>

namespace {

using namespace satchel::text;

constexpr char32_t code_points = 0x110000;

struct range {
  char32_t first, last;
};

constexpr range kept_ranges[] = {{0x1D2C, 0x1D6A},   {0x1D78, 0x1D78},   {0x1D9B, 0x1DBF},   {0x2120, 0x2120},
                                 {0x2122, 0x2122},   {0x309B, 0x309C},   {0x3200, 0x321E},   {0x3260, 0x327E},
                                 {0x32C0, 0x32FE},   {0x3300, 0x3370},   {0x33E0, 0x33FE},   {0xF900, 0xFAFF},
                                 {0xFC00, 0xFDC7},   {0x10780, 0x107BA}, {0x1E030, 0x1E06D}, {0x1EE00, 0x1EEBB},
                                 {0x1F200, 0x1F265}, {0x2F800, 0x2FA1D}};

constexpr range dropped_marks[] = {{0x300, 0x36F},  {0x483, 0x489},   {0x591, 0x5C7},   {0x610, 0x61A},
                                   {0x64B, 0x65F},  {0x670, 0x670},   {0x6D6, 0x6ED},   {0x898, 0x89F},
                                   {0x8CA, 0x8FF},  {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x20D0, 0x20FF},
                                   {0xFE20, 0xFE2F}};

template <std::size_t N>
bool in(const range (&ranges)[N], char32_t c) {
  return std::any_of(std::begin(ranges), std::end(ranges), [c](range r) { return c >= r.first && c <= r.last; });
}

const utf8proc_property_t& property(char32_t c) { return *utf8proc_get_property(static_cast<utf8proc_int32_t>(c)); }

bool is_assigned(char32_t c) { return property(c).category != UTF8PROC_CATEGORY_CN || property(c).ignorable; }

std::u32string decompose(const std::u32string& text, unsigned options) {
  std::u32string out;
  for (char32_t c : text) {
    std::array<utf8proc_int32_t, 64> buffer{};
    int boundary = 0;
    const auto n = utf8proc_decompose_char(static_cast<utf8proc_int32_t>(c), buffer.data(), buffer.size(),
                                           static_cast<utf8proc_option_t>(options), &boundary);
    REQUIRE(n >= 0);
    out.append(buffer.begin(), buffer.begin() + n);
  }
  return out;
}

std::u32string without_marks(const std::u32string& text) {
  std::u32string out;
  for (char32_t c : text) {
    const auto category = property(c).category;
    const bool mark = category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_ME;
    if (!property(c).ignorable && c != 0x640 && !(mark && in(dropped_marks, c))) out += c;
  }
  return out;
}

// Letters that folding changes and Unicode does not.
std::u32string substituted(const std::u32string& text) {
  static const std::map<char32_t, std::u32string> letters = {
      {U'æ', U"ae"}, {U'œ', U"oe"}, {U'đ', U"d"}, {U'ħ', U"h"}, {U'ı', U"i"}, {U'ł', U"l"}, {U'ø', U"o"},
      {U'ŧ', U"t"},  {0x2B9, U""},  {0x2BA, U""}, {0x2BB, U""}, {0x2BD, U""}, {0x2BE, U""}, {0x2BF, U""}};
  std::u32string out;
  for (char32_t c : text) {
    const auto found = letters.find(c);
    out += found == letters.end() ? std::u32string(1, c) : found->second;
  }
  return out;
}

bool separates(char32_t c) {
  const auto category = property(c).category;
  return category < UTF8PROC_CATEGORY_LU || category > UTF8PROC_CATEGORY_NO || c == 0x2BC ||
         (c >= 0x1D100 && c <= 0x1D1FF);
}

std::u32string with_spaces(const std::u32string& text) {
  std::u32string out;
  for (char32_t c : text) {
    if (!separates(c)) {
      out += c;
    } else if (!out.empty() && out.back() != U' ') {
      out += U' ';
    }
  }
  while (!out.empty() && out.back() == U' ') out.pop_back();
  return out;
}

// What Unicode makes of a code point, in decomposed form.
std::u32string expected(char32_t c) {
  if (in(kept_ranges, c) || !is_assigned(c) || (c >= 0xD800 && c <= 0xDFFF)) return decompose({c}, UTF8PROC_DECOMPOSE);
  std::u32string text(1, c);
  for (std::u32string before; before != text;) {
    before = text;
    text = without_marks(decompose(text, UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT));
    text = substituted(without_marks(decompose(text, UTF8PROC_CASEFOLD)));
  }
  const std::u32string joined = with_spaces(text);
  if (joined.empty() && !text.empty()) return decompose({c}, UTF8PROC_DECOMPOSE);
  return joined;
}

std::u32string folded_char(char32_t c) {
  const folded f = fold(c);
  return {f.code_points, f.code_points + f.size};
}

std::string utf8(const std::u32string& text) {
  std::string out;
  for (char32_t c : text) {
    char bytes[max_utf8_bytes];
    out.append(bytes, encode(c, bytes));
  }
  return out;
}

std::vector<std::string> terms(const std::string& text) {
  std::vector<std::string> out;
  tokenizer tokens(text);
  for (token t; tokens.next(t);) out.push_back(std::string(t.term) + (t.run_end ? "." : t.unspaced ? "+" : ""));
  return out;
}

// Collects code points that break a rule, to show the first few.
struct offenders {
  std::size_t count = 0;
  std::string first;
  void add(char32_t c) {
    char name[16];
    std::snprintf(name, sizeof name, " U+%04X", static_cast<unsigned>(c));
    if (++count <= 10) first += name;
  }
};

}  // namespace

TEST_CASE("every code point folds to what utf8proc makes of it") {
  offenders wrong, too_long;
  for (char32_t c = 0; c < code_points; ++c) {
    if (property(c).category == UTF8PROC_CATEGORY_ND) continue;
    const std::u32string want = expected(c);
    const std::u32string got = folded_char(c);
    if (got == std::u32string(1, c) && want.size() > max_expansion) {
      too_long.add(c);
    } else if (got.size() == 1 && got[0] == 0x439) {
      if (c != 0x419 && c != 0x439) wrong.add(c);
    } else if (decompose(got, UTF8PROC_DECOMPOSE) != want && got != std::u32string(1, c)) {
      wrong.add(c);
    } else if (got == std::u32string(1, c) &&
               without_marks(decompose(got, UTF8PROC_DECOMPOSE)) != without_marks(want)) {
      wrong.add(c);
    }
  }
  INFO("wrong:", wrong.first);
  CHECK(wrong.count == 0);
  INFO("longer than four:", too_long.first);
  CHECK(too_long.count == 4);
}

TEST_CASE("decimal digits count from 0 to 9") {
  offenders wrong;
  std::size_t digits = 0;
  for (char32_t c = 0; c < code_points; ++c) {
    if (property(c).category != UTF8PROC_CATEGORY_ND) continue;
    ++digits;
    const std::u32string got = folded_char(c);
    const bool first = property(c - 1).category != UTF8PROC_CATEGORY_ND;
    if (got.size() != 1 || got[0] < U'0' || got[0] > U'9' || (first && got[0] != U'0')) wrong.add(c);
    if (!first && got != std::u32string(1, folded_char(c - 1)[0] == U'9' ? U'0' : folded_char(c - 1)[0] + 1))
      wrong.add(c);
  }
  INFO("wrong:", wrong.first);
  CHECK(wrong.count == 0);
  CHECK(digits >= 680);
}

TEST_CASE("pairs of Hangul, of kana and voice marks, and short i are put together as utf8proc does, no others are") {
  offenders wrong;
  std::vector<char32_t> seconds = {0x306, 0x3099, 0x309A};
  for (char32_t c = 0x1160; c <= 0x11FF; ++c) seconds.push_back(c);
  for (char32_t first = 0; first < 0x10000; ++first)
    for (const char32_t second : seconds) {
      utf8proc_int32_t pair[2] = {static_cast<utf8proc_int32_t>(first), static_cast<utf8proc_int32_t>(second)};
      // utf8proc takes U+11A7, before the first final consonant, for one that adds nothing.
      const bool joined = utf8proc_normalize_utf32(pair, 2, UTF8PROC_COMPOSE) == 1 && second != 0x11A7 &&
                          (second != 0x306 || first == 0x438);
      if (compose(first, second) != (joined ? static_cast<char32_t>(pair[0]) : 0)) wrong.add(first);
    }
  INFO("wrong:", wrong.first);
  CHECK(wrong.count == 0);
}

TEST_CASE("folding twice is folding once") {
  offenders wrong;
  for (char32_t c = 0; c < code_points; ++c) {
    for (char32_t to : folded_char(c))
      if (folded_char(to) != std::u32string(1, to)) wrong.add(c);
  }
  INFO("wrong:", wrong.first);
  CHECK(wrong.count == 0);
}

TEST_CASE("the class of a code point follows its category") {
  offenders wrong;
  for (char32_t c = 0; c < code_points; ++c) {
    const std::u32string got = folded_char(c);
    if (!is_assigned(c)) {
      if (class_of(c) != class_of(c - 1) || got != std::u32string(1, c)) wrong.add(c);
      continue;
    }
    const bool want = !got.empty() && separates(got[0]);
    if ((class_of(c) == char_class::separator) != want) wrong.add(c);
    if (!got.empty() && class_of(c) != class_of(got[0])) wrong.add(c);
  }
  INFO("wrong:", wrong.first);
  CHECK(wrong.count == 0);
  CHECK(class_of(0x110000) == char_class::separator);
  CHECK(class_of(0xFFFFFFFF) == char_class::separator);
}

TEST_CASE("canonically equivalent code points give the same terms") {
  offenders wrong;
  for (char32_t c = 0; c < code_points; ++c) {
    const bool han = (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x2F800 && c <= 0x2FA1D);
    if (han || (c >= 0xD800 && c <= 0xDFFF)) continue;
    const std::u32string apart = decompose({c}, UTF8PROC_DECOMPOSE);
    if (apart == std::u32string(1, c)) continue;
    if (terms(utf8(U"x" + std::u32string(1, c) + U"y")) != terms(utf8(U"x" + apart + U"y"))) wrong.add(c);
  }
  INFO("wrong:", wrong.first);
  CHECK(wrong.count == 0);
}
