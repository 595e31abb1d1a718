#include "unicode_data.hpp"

#include <algorithm>
#include <cstdlib>
#include <stdexcept>
#include <string_view>

// The program carries the files: where it runs there need be none.
#define CARRY(name, file) \
  asm(".pushsection .rodata\n" name ":\n.incbin \"" UNICODE_DATA "/" file "\"\n" name "_end:\n.byte 0\n.popsection\n")
CARRY("carried_characters", "UnicodeData.txt");
CARRY("carried_case_folding", "CaseFolding.txt");
CARRY("carried_properties", "DerivedCoreProperties.txt");
extern "C" {
extern const char carried_characters[], carried_characters_end[];
extern const char carried_case_folding[], carried_case_folding_end[];
extern const char carried_properties[], carried_properties_end[];
}

namespace oracle {
namespace {

constexpr char32_t hangul = 0xAC00, leads = 19, vowels = 21, tails = 28;

// Calls `use` with the fields of each line, without comments and blanks around them.
template <typename Use>
void each_line(std::string_view text, Use use) {
  const auto stripped = [](std::string_view field) {
    while (!field.empty() && field.front() == ' ') field.remove_prefix(1);
    while (!field.empty() && field.back() == ' ') field.remove_suffix(1);
    return field;
  };
  while (!text.empty()) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    line = line.substr(0, line.find('#'));
    std::vector<std::string_view> fields;
    for (std::size_t at = 0; at <= line.size();) {
      const std::size_t semicolon = std::min(line.find(';', at), line.size());
      fields.push_back(stripped(line.substr(at, semicolon - at)));
      at = semicolon + 1;
    }
    if (fields.size() > 1) use(fields);
  }
}

char32_t code_point(std::string_view hexadecimal) {
  return static_cast<char32_t>(std::strtoul(std::string(hexadecimal).c_str(), nullptr, 16));
}

std::u32string code_points(std::string_view list) {
  std::u32string out;
  while (!list.empty()) {
    const std::string_view one = list.substr(0, list.find(' '));
    list.remove_prefix(std::min(one.size() + 1, list.size()));
    out += code_point(one);
  }
  return out;
}

}  // namespace

const unicode_data& unicode_data::get() {
  static const unicode_data data;
  return data;
}

unicode_data::unicode_data() : categories_(end, {'C', 'n'}), nearest_(end), ignorable_(end) {
  read_characters({carried_characters, carried_characters_end});
  for (char32_t c = 1; c < end; ++c) nearest_[c] = is_assigned(c) ? c : nearest_[c - 1];
  read_case_folding({carried_case_folding, carried_case_folding_end});
  const std::string_view properties(carried_properties, carried_properties_end);
  if (!properties.starts_with("# DerivedCoreProperties-15.0"))
    throw std::runtime_error("the folding is that of Unicode 15.0; " UNICODE_DATA " has another");
  read_ignorable(properties);
}

void unicode_data::read_characters(std::string_view text) {
  char32_t first = 0;
  each_line(text, [&](const std::vector<std::string_view>& fields) {
    const char32_t c = code_point(fields[0]);
    if (!fields[1].ends_with(", Last>")) first = c;
    for (char32_t one = first; one <= c; ++one) categories_[one] = {fields[2][0], fields[2][1]};
    if (fields[2] == "Nd") digits_[c] = fields[6][0] - '0';
    if (fields[5].empty()) return;
    const bool canonical = fields[5].front() != '<';
    const std::u32string parts = code_points(canonical ? fields[5] : fields[5].substr(fields[5].find('>') + 2));
    decompositions_[c] = parts;
    if (canonical && parts.size() == 2) composites_[{parts[0], parts[1]}] = c;
  });
}

void unicode_data::read_case_folding(std::string_view text) {
  each_line(text, [&](const std::vector<std::string_view>& fields) {
    if (fields[1] == "C" || fields[1] == "F") cases_[code_point(fields[0])] = code_points(fields[2]);
  });
}

void unicode_data::read_ignorable(std::string_view text) {
  each_line(text, [&](const std::vector<std::string_view>& fields) {
    if (fields[1] != "Default_Ignorable_Code_Point") return;
    const char32_t first = code_point(fields[0]);
    const std::size_t dots = fields[0].find("..");
    const char32_t last = dots == fields[0].npos ? first : code_point(fields[0].substr(dots + 2));
    for (char32_t c = first; c <= last; ++c) ignorable_[c] = true;
  });
}

int unicode_data::digit(char32_t c) const {
  const auto found = digits_.find(c);
  return found == digits_.end() ? -1 : found->second;
}

void unicode_data::decompose(char32_t c, std::u32string& out) const {
  if (c >= hangul && c < hangul + leads * vowels * tails) {
    const char32_t n = c - hangul;
    out += {0x1100 + n / (vowels * tails), 0x1161 + n / tails % vowels};
    if (n % tails != 0) out += 0x11A7 + n % tails;
    return;
  }
  const auto found = decompositions_.find(c);
  if (found == decompositions_.end()) {
    out += c;
    return;
  }
  for (const char32_t part : found->second) decompose(part, out);
}

std::u32string unicode_data::case_folded(char32_t c) const {
  const auto found = cases_.find(c);
  return found == cases_.end() ? std::u32string(1, c) : found->second;
}

char32_t unicode_data::composite(char32_t first, char32_t second) const {
  const char32_t lead = first - 0x1100, vowel = second - 0x1161, syllable = first - hangul, tail = second - 0x11A7;
  if (lead < leads && vowel < vowels) return hangul + (lead * vowels + vowel) * tails;
  if (syllable < leads * vowels * tails && syllable % tails == 0 && tail > 0 && tail < tails) return first + tail;
  const auto found = composites_.find({first, second});
  return found == composites_.end() ? 0 : found->second;
}

}  // namespace oracle
