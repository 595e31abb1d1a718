#include "import/html/html_title.hpp"

#include "import/text/characters.hpp"

#include <algorithm>
#include <array>

namespace satchel::pack {
namespace {

struct part {
  std::size_t begin;
  std::size_t end;
};

// An underscore parts titles in pages without spaces between words; in other text it belongs to a name.
bool is_parting_underscore(std::string_view title, std::size_t at) {
  const auto foreign = [&](std::size_t i) {
    return i < title.size() && (static_cast<unsigned char>(title[i]) >= 0x80 || title[i] == ' ');
  };
  return at > 0 && (foreign(at - 1) || foreign(at + 1));
}

// The parts of a title between separators such as " | " and " - ".
std::vector<part> split_title(std::string_view title) {
  constexpr std::array<std::string_view, 12> separators{
      " | ", " -- ", " - ", " \xE2\x80\x93 ", " \xE2\x80\x94 ", " :: ", " \xC2\xBB ", " \xC2\xB7 ", " \xE2\x80\xA2 ",
      " < ", "_",    " / "};
  std::vector<part> parts;
  std::size_t begin = 0;
  for (std::size_t at = 0; at < title.size();) {
    std::size_t size = 0;
    for (const auto separator : separators) {
      if (title.substr(at).starts_with(separator) && (separator != "_" || is_parting_underscore(title, at)))
        size = separator.size();
    }
    if (size == 0) {
      ++at;
      continue;
    }
    parts.push_back({begin, at});
    at += size;
    begin = at;
  }
  parts.push_back({begin, title.size()});
  return parts;
}

std::string letters_of(std::string_view text) {
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = next_code_point(text, at);
    if (c < 0x80 && (is_ascii_letter(static_cast<char>(c)) || is_digit(static_cast<char>(c))))
      result += to_lower(static_cast<char>(c));
    if (c >= 0x80 && (is_letter(c) || is_mark_or_number(c))) append_code_point(result, c);
  }
  return result;
}

// Whether a part of a title names the site: it is the name, or a large part of it.
bool names_site(std::string_view text, std::string_view site) {
  const std::string a = letters_of(text);
  const std::string b = letters_of(site);
  return !a.empty() && !b.empty() &&
         (a == b || (a.size() >= 4 && b.starts_with(a)) || (b.size() >= 4 && a.starts_with(b)));
}

std::string without_site(std::string_view title, std::string_view site) {
  // "Title » Section » Site"
  const auto path = title.find(" \xC2\xBB ");
  if (path != std::string_view::npos && split_words(title.substr(0, path)).size() >= 3)
    return std::string(title.substr(0, path));
  const auto parts = split_title(title);
  if (parts.size() < 2 || site.empty()) return std::string(title);
  if (names_site(title.substr(parts.back().begin), site)) {
    return without_site(trim(title.substr(0, parts[parts.size() - 2].end)), site);
  }
  if (names_site(title.substr(0, parts.front().end), site)) return std::string(trim(title.substr(parts[1].begin)));
  return std::string(title);
}

// The heading that the title consists of, apart from what stands before or behind it. The site's name is none.
const std::string* heading_in(std::string_view title, const std::vector<std::string>& headings, std::string_view site) {
  const std::string whole = letters_of(title);
  const auto parts = split_title(title);
  const std::string first = letters_of(title.substr(0, parts.front().end));
  for (const std::string& heading : headings) {
    const std::string h = letters_of(heading);
    if (names_site(heading, site)) continue;
    if ((!h.empty() && h == first) || (h.size() >= 12 && (whole.starts_with(h) || whole.ends_with(h)))) return &heading;
  }
  return nullptr;
}

}  // namespace

bool is_shown_title(std::string_view text, std::string_view window, const std::vector<std::string>& headings) {
  const std::string t = letters_of(text);
  return !t.empty() &&
         (letters_of(window).starts_with(t) ||
          std::any_of(headings.begin(), headings.end(), [&](const std::string& h) { return letters_of(h) == t; }));
}

std::string choose_title(std::string_view announced, std::string_view window, const std::vector<std::string>& headings,
                         std::string_view site) {
  const std::string first = collapse_spaces(announced);
  const std::string second = collapse_spaces(window);
  if (!first.empty()) {
    const std::string title = without_site(first, site);
    if (split_title(title).size() > 1) {
      if (const std::string* heading = heading_in(title, headings, site)) return *heading;
    }
    return title;
  }
  if (!second.empty()) {
    if (const std::string* heading = heading_in(second, headings, site)) return *heading;
    const std::string title = without_site(second, site);
    const auto parts = split_title(title);
    if (parts.size() < 2) return title;
    // The site's name is shorter than the title, and stands last.
    const auto head = std::string_view(title).substr(0, parts[parts.size() - 2].end);
    const auto last = std::string_view(title).substr(parts.back().begin);
    return split_words(head).size() >= 4 && split_words(last).size() <= 5 ? std::string(trim(head)) : title;
  }
  return headings.size() == 1 ? headings.front() : std::string();
}

}  // namespace satchel::pack
