#include "import/text/plain_text.hpp"

#include "import/text/characters.hpp"

#include <algorithm>
#include <string>

namespace satchel::pack {
namespace {

using lines = std::vector<std::string_view>;

// Nobody wraps lines by hand beyond this many bytes.
constexpr std::size_t longest_wrapped_line = 200;

struct list_marker {
  std::size_t size = 0;  // bytes up to the item's text; 0: no marker
  bool numbered = false;
};

list_marker find_list_marker(std::string_view line) {
  std::size_t at = line.find_first_not_of(" \t");
  if (at == std::string_view::npos) return {};
  bool numbered = false;
  if (is_digit(line[at])) {
    const std::size_t first = at;
    while (at < line.size() && is_digit(line[at])) ++at;
    if (at - first > 3 || at >= line.size() || (line[at] != '.' && line[at] != ')')) return {};
    ++at;
    numbered = true;
  } else if (line[at] == '-' || line[at] == '*' || line[at] == '+') {
    ++at;
  } else if (line.substr(at).starts_with("\xE2\x80\xA2")) {  // bullet
    at += 3;
  } else {
    return {};
  }
  const std::size_t gap = at;
  while (at < line.size() && (line[at] == ' ' || line[at] == '\t')) ++at;
  if (at == gap || at == line.size()) return {};
  return {at, numbered};
}

bool is_rule(std::string_view line) {
  line = trim(line);
  return line.size() >= 3 && line.find_first_not_of("-=*_~# \t") == std::string_view::npos;
}

std::string join(const lines& all, std::size_t begin, std::size_t end) {
  std::string text;
  for (std::size_t i = begin; i < end; ++i) {
    if (i > begin) text += '\n';
    text += all[i];
  }
  return text;
}

// A list: its first line has a marker, and a numbered one has at least two.
bool read_list(const lines& all, block_list& to) {
  const list_marker first = find_list_marker(all.front());
  const auto markers =
      std::count_if(all.begin(), all.end(), [](std::string_view l) { return find_list_marker(l).size > 0; });
  if (first.size == 0 || (first.numbered && markers < 2)) return false;
  for (const auto line : all) {
    const list_marker marker = find_list_marker(line);
    if (marker.size > 0) {
      to.push_back(make_block(satchel::kind::list_item, 1, std::string(line.substr(marker.size))));
    } else {
      to.back().text += '\n';
      to.back().text += line;
    }
  }
  return true;
}

bool read_quote(const lines& all, block_list& to) {
  std::string text;
  for (auto line : all) {
    line = trim(line);
    if (!line.starts_with('>')) return false;
    if (!text.empty()) text += '\n';
    text += line.substr(1);
  }
  to.push_back(make_block(satchel::kind::quote, 0, std::move(text)));
  return true;
}

void read_block(lines all, block_list& to) {
  if (all.size() >= 2 && is_rule(all[1]) &&
      (all[1].find('=') != std::string_view::npos || all[1].find('-') != std::string_view::npos) &&
      all[0].size() <= longest_wrapped_line) {
    to.push_back(
        make_block(satchel::kind::heading, all[1].find('=') != std::string_view::npos ? 1 : 2, std::string(all[0])));
    all.erase(all.begin(), all.begin() + 2);
  }
  std::erase_if(all, is_rule);
  if (all.empty() || read_list(all, to) || read_quote(all, to)) return;
  const bool unwrapped =
      std::any_of(all.begin(), all.end(), [](std::string_view line) { return line.size() > longest_wrapped_line; });
  if (unwrapped) {
    for (const auto line : all) to.push_back(make_block(satchel::kind::paragraph, 0, std::string(line)));
  } else {
    to.push_back(make_block(satchel::kind::paragraph, 0, join(all, 0, all.size())));
  }
}

// Calls `take` with the lines of each stretch between blank lines.
template <typename Take>
void for_each_stretch(std::string_view text, Take take) {
  lines stretch;
  while (!text.empty()) {
    const auto end = text.find('\n');
    const auto line = text.substr(0, end);
    if (!trim(line).empty()) {
      stretch.push_back(line);
    } else if (!stretch.empty()) {
      take(stretch);
      stretch.clear();
    }
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  if (!stretch.empty()) take(stretch);
}

}  // namespace

block_list read_plain_text(std::string_view text) {
  block_list blocks;
  for_each_stretch(text, [&](const lines& stretch) { read_block(stretch, blocks); });
  return blocks;
}

std::vector<paragraph> split_paragraphs(std::string_view text) {
  std::vector<paragraph> paragraphs;
  for_each_stretch(text, [&](const lines& stretch) {
    std::string joined = join(stretch, 0, stretch.size());
    std::replace(joined.begin(), joined.end(), '\n', ' ');
    paragraphs.push_back(paragraph{satchel::kind::paragraph, 0, std::string(trim(joined))});
  });
  return paragraphs;
}

}  // namespace satchel::pack
