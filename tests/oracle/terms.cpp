#include "terms.hpp"

#include "unicode_data.hpp"

#include <libstemmer.h>

#include <algorithm>
#include <initializer_list>
#include <map>
#include <optional>
#include <stdexcept>

namespace oracle {
namespace {

enum class character : unsigned char { separator, word, unspaced };
constexpr std::size_t longest_expansion = 4, longest_term = 64;

struct range {
  char32_t first, last;
};
using ranges = std::initializer_list<range>;

bool in(const ranges& all, char32_t c) {
  return std::any_of(all.begin(), all.end(), [c](range r) { return c >= r.first && c <= r.last; });
}

const ranges staying = {{0x02BC, 0x02BC},   {0x1D2C, 0x1D6A},   {0x1D78, 0x1D78},   {0x1D9B, 0x1DBF},
                        {0x2120, 0x2120},   {0x2122, 0x2122},   {0x309B, 0x309C},   {0x3200, 0x321E},
                        {0x3260, 0x327E},   {0x32C0, 0x32FE},   {0x3300, 0x3370},   {0x33E0, 0x33FE},
                        {0xF900, 0xFAFF},   {0xFC00, 0xFDC7},   {0x10780, 0x107BA}, {0x1E030, 0x1E06D},
                        {0x1EE00, 0x1EEBB}, {0x1F200, 0x1F265}, {0x2F800, 0x2FA1D}};
const ranges marks = {{0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05C7}, {0x0610, 0x061A}, {0x064B, 0x065F},
                      {0x0670, 0x0670}, {0x06D6, 0x06ED}, {0x0898, 0x089F}, {0x08CA, 0x08FF}, {0x1AB0, 0x1AFF},
                      {0x1DC0, 0x1DFF}, {0x20D0, 0x20FF}, {0xFE20, 0xFE2F}};
const ranges letters_that_go = {{0x02B9, 0x02BB}, {0x02BD, 0x02BF}, {0x0640, 0x0640}};
const ranges separating = {{0x02BC, 0x02BC}, {0x1D100, 0x1D1FF}};
const ranges whole = {{0x0419, 0x0419}, {0x0439, 0x0439}, {0x3041, 0x30FF}, {0xAC00, 0xD7A3}};
const ranges without_spaces = {
    {0x0E01, 0x0E4E}, {0x0E80, 0x0EFF},   {0x1000, 0x109F},   {0x1100, 0x11FF},   {0x1780, 0x17FF},
    {0x1950, 0x19DF}, {0x1A20, 0x1AAF},   {0x2E80, 0x2FDF},   {0x3005, 0x3007},   {0x3021, 0x302F},
    {0x3031, 0x303C}, {0x3041, 0x31FF},   {0x3400, 0x4DBF},   {0x4E00, 0x9FFF},   {0xA000, 0xA48F},
    {0xA960, 0xA97F}, {0xA9E0, 0xA9FF},   {0xAA60, 0xAA7F},   {0xAA80, 0xAADF},   {0xAC00, 0xD7FF},
    {0xF900, 0xFAFF}, {0x11700, 0x1174F}, {0x16FE0, 0x18DFF}, {0x1AFF0, 0x1B2FF}, {0x20000, 0x3FFFD}};
const std::map<char32_t, std::u32string> other_letters = {{0xE6, U"ae"}, {0x153, U"oe"}, {0x111, U"d"}, {0x127, U"h"},
                                                          {0x131, U"i"}, {0x142, U"l"},  {0xF8, U"o"},  {0x167, U"t"}};

const unicode_data& data() { return unicode_data::get(); }

character own_class(char32_t c) {
  if (in(separating, c) || std::string_view("LMN").find(data().group(c)) == std::string_view::npos)
    return character::separator;
  return in(without_spaces, c) ? character::unspaced : character::word;
}

// What two code points make together where that stays whole, or 0.
char32_t joined(char32_t first, char32_t second) {
  const char32_t both = data().composite(first, second);
  return in(whole, both) ? both : 0;
}

std::u32string composed(const std::u32string& text) {
  std::u32string out;
  for (const char32_t c : text) {
    const char32_t both = out.empty() ? 0 : joined(out.back(), c);
    if (both == 0)
      out += c;
    else
      out.back() = both;
  }
  return out;
}

bool goes_away(char32_t c) {
  const std::string category = data().category(c);
  return data().is_ignorable(c) || in(letters_that_go, c) || ((category == "Mn" || category == "Me") && in(marks, c));
}

std::u32string one_round(const std::u32string& before) {
  std::u32string parts, cased, out;
  for (const char32_t c : before) data().decompose(c, parts);
  for (const char32_t c : composed(parts))
    if (!goes_away(c)) cased += data().case_folded(c);
  for (const char32_t c : composed(cased)) {
    const auto other = other_letters.find(c);
    if (other != other_letters.end())
      out += other->second;
    else if (!in(letters_that_go, c))
      out += c;
  }
  return out;
}

std::u32string with_single_spaces(const std::u32string& text) {
  std::u32string out;
  for (const char32_t c : text) {
    if (own_class(c) != character::separator)
      out += c;
    else if (!out.empty() && out.back() != U' ')
      out += U' ';
  }
  if (!out.empty() && out.back() == U' ') out.pop_back();
  return out;
}

std::u32string folded(char32_t c) {
  const std::u32string itself(1, c);
  if (const int digit = data().digit(c); digit >= 0) return {static_cast<char32_t>(U'0' + digit)};
  if (in(staying, c) || !data().is_assigned(c) || data().category(c) == "Cs") return itself;
  std::u32string text = itself;
  for (std::u32string before; before != text;) {
    before = text;
    text = one_round(before);
  }
  const std::u32string spaced = with_single_spaces(text);
  return (spaced.empty() && !text.empty()) || spaced.size() > longest_expansion ? itself : spaced;
}

// What each code point becomes and its class, computed once.
struct fold_entry {
  std::u32string becomes;
  character is = character::separator;
};
const fold_entry& entry_of(char32_t c) {
  thread_local std::vector<std::optional<fold_entry>> known(unicode_data::end);
  std::optional<fold_entry>& at = known[c];
  if (!at) {
    const std::u32string first = folded(data().nearest_assigned(c));
    at = fold_entry{folded(c), first.empty() ? character::word : own_class(first.front())};
  }
  return *at;
}

struct decoded {
  char32_t code_point;
  std::size_t size;
};

// One code point; each byte of what is no UTF-8 gives U+FFFD.
decoded decode(std::string_view text) {
  const auto byte = [text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned lead = byte(0);
  const std::size_t size = lead < 0x80 ? 1 : lead < 0xC0 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF8 ? 4 : 0;
  if (size == 1) return {lead, 1};
  if (size == 0 || size > text.size()) return {0xFFFD, 1};
  char32_t c = lead & (0x7FU >> size);
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xC0U) != 0x80) return {0xFFFD, 1};
    c = c << 6 | (byte(i) & 0x3FU);
  }
  const char32_t least = size == 2 ? 0x80 : size == 3 ? 0x800 : 0x10000;
  const bool valid = c >= least && c < unicode_data::end && (c < 0xD800 || c > 0xDFFF);
  return valid ? decoded{c, size} : decoded{0xFFFD, 1};
}

void append_utf8(std::string& out, char32_t c) {
  const auto put = [&out](char32_t byte) { out += static_cast<char>(static_cast<unsigned char>(byte)); };
  if (c < 0x80) return put(c);
  if (c < 0x800) {
    put(0xC0 | c >> 6);
  } else {
    if (c < 0x10000) {
      put(0xE0 | c >> 12);
    } else {
      put(0xF0 | c >> 18);
      put(0x80 | (c >> 12 & 0x3F));
    }
    put(0x80 | (c >> 6 & 0x3F));
  }
  put(0x80 | (c & 0x3F));
}

struct folded_character {
  char32_t code_point;
  character is;
  std::size_t begin, end;
};

std::vector<folded_character> folded_text(std::string_view text) {
  std::vector<folded_character> out;
  for (std::size_t at = 0; at < text.size();) {
    const decoded next = decode(text.substr(at));
    const std::size_t end = at + next.size;
    const fold_entry& entry = entry_of(next.code_point);
    if (entry.becomes.empty() && !out.empty()) {
      out.back().end = end;
      if (const char32_t both = joined(out.back().code_point, next.code_point); both != 0) out.back().code_point = both;
    }
    for (std::size_t i = 0; i < entry.becomes.size(); ++i) {
      const char32_t c = entry.becomes[i];
      const char32_t both = out.empty() ? 0 : joined(out.back().code_point, c);
      if (both == 0) {
        out.push_back({c, i == 0 ? entry.is : own_class(c), at, end});
      } else {
        out.back().code_point = both;
        out.back().end = end;
      }
    }
    at = end;
  }
  return out;
}

term term_of(const std::vector<folded_character>& all, std::size_t first, std::size_t last) {
  term out{{}, all[first].is == character::unspaced, false, all[first].begin, all[last - 1].end};
  for (std::size_t i = first; i < last; ++i) {
    std::string bytes;
    append_utf8(bytes, all[i].code_point);
    if (out.text.size() + bytes.size() > longest_term) break;
    out.text += bytes;
  }
  return out;
}

}  // namespace

std::vector<term> terms_in(std::string_view text) {
  const std::vector<folded_character> all = folded_text(text);
  std::vector<term> out;
  for (std::size_t first = 0, last = 0; first < all.size(); first = last) {
    while (last < all.size() && all[last].is == all[first].is) ++last;
    if (all[first].is == character::word) out.push_back(term_of(all, first, last));
    if (all[first].is != character::unspaced) continue;
    for (std::size_t i = first; i < last; ++i) {
      out.push_back(term_of(all, i, std::min(i + 2, last)));
      out.back().run_end = i + 1 == last;
    }
  }
  return out;
}

snowball::snowball(std::string_view name) {
  if (name.empty()) return;
  algorithm_.reset(sb_stemmer_new(std::string(name).c_str(), "UTF_8"));
  if (!algorithm_) throw std::runtime_error("Snowball has no algorithm of this name");
}

void snowball::closer::operator()(sb_stemmer* s) const { sb_stemmer_delete(s); }

std::string snowball::stem(const term& t) const {
  if (!algorithm_ || t.unspaced || t.text.find_first_of("0123456789") != t.text.npos) return t.text;
  const sb_symbol* stem = sb_stemmer_stem(algorithm_.get(), reinterpret_cast<const sb_symbol*>(t.text.data()),
                                          static_cast<int>(t.text.size()));
  const std::string out(reinterpret_cast<const char*>(stem),
                        static_cast<std::size_t>(sb_stemmer_length(algorithm_.get())));
  return out.empty() ? t.text : out;
}

}  // namespace oracle
