#include "greeting.hpp"

#include "../satchel/errors.hpp"
#include "../satchel/opened.hpp"
#include "../satchel/sizes.hpp"
#include "../satchel/text.hpp"

#include <algorithm>
#include <cstdio>
#include <optional>
#include <utility>
#include <vector>

namespace satchel::tool {
namespace {

constexpr std::uint32_t titles_to_try = 500;
constexpr std::size_t shortest_title = 6, longest_title = 40, shortest_word = 4, longest_prefix = 6;

// All characters of other scripts count as letters.
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) > 127;
}

// The longest run of letters.
std::string_view longest_word(std::string_view text) {
  std::string_view longest;
  for (const char* at = text.begin(); at != text.end();) {
    const char* begin = std::find_if(at, text.end(), is_letter);
    at = std::find_if_not(begin, text.end(), is_letter);
    const auto size = static_cast<std::size_t>(at - begin);
    if (size > longest.size()) longest = text.substr(static_cast<std::size_t>(begin - text.begin()), size);
  }
  return longest;
}

struct examples {
  std::string word, title, prefix;
};

// Of a title that is easy to type, on any keyboard if there is such a one; nothing where none is.
std::optional<examples> find_examples(mapped_archive& from) {
  std::optional<examples> best;
  for (std::uint32_t article = 0; article < std::min(from.size(), titles_to_try); ++article) {
    label l;
    if (label_of(from.get(), article, l)) continue;
    const bool easy = std::all_of(l.title.begin(), l.title.end(), [](char c) { return c >= ' ' && c <= '~'; });
    const std::size_t columns = columns_of(l.title);
    if ((best && !easy) || columns < shortest_title || columns > longest_title) continue;
    if (l.title[0] == '-' || l.title != printable(l.title)) continue;
    const std::string_view word = longest_word(l.title);
    hits<1> found;
    if (columns_of(word) < shortest_word || from.search(word, found) || found.empty()) continue;
    const std::string first_word = l.title.substr(0, l.title.find(' '));
    best = {std::string(word), l.title, std::string(cut_text(first_word, longest_prefix))};
    if (easy) break;
  }
  return best;
}

}  // namespace

std::string quoted_for_shell(std::string_view word) {
  const auto plain = [](char c) {
    return is_letter(c) || (c >= '0' && c <= '9') || std::string_view("/._-+").find(c) != std::string_view::npos;
  };
  if (!word.empty() && std::all_of(word.begin(), word.end(), plain)) return std::string(word);
  std::string quoted = "'";
  for (const char c : word) quoted += c == '\'' ? "'\\''" : std::string(1, c);
  return quoted + '\'';
}

void print_greeting(mapped_archive& opened, const std::string& name, const std::string& called) {
  const archive_info info = opened.get().info();
  std::vector<std::pair<std::string, const char*>> lines;
  if (const auto e = find_examples(opened))
    lines = {{"search " + quoted_for_shell(e->word), "articles with this word"},
             {"read " + quoted_for_shell(e->title), "an article"},
             {"complete " + quoted_for_shell(e->prefix), "titles that begin so"}};
  else
    lines = {{"list", "what is in it"}, {"read '#0'", "the first article"}};
  lines.emplace_back("--help", "all that it can do");

  std::string out = printable(info.name.empty() ? name : info.name) + ": " +
                    counted(info.articles, "article", "articles") + ", " + bytes_text(info.text_bytes) +
                    " of text, in this one program\n\n";
  std::size_t widest = 0;
  for (const auto& [typed, meaning] : lines) widest = std::max(widest, columns_of(typed));
  for (const auto& [typed, meaning] : lines)
    out += "  " + called + ' ' + typed + std::string(widest + 2 - columns_of(typed), ' ') + meaning + '\n';
  write_text(stdout, out);
}

}  // namespace satchel::tool
