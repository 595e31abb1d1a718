#include "import/fields/names.hpp"

#include "import/text/characters.hpp"
#include "import/text/distinct.hpp"

#include <algorithm>
#include <array>

namespace satchel::pack {
namespace {

constexpr std::array<std::string_view, 26> particles{"van", "von", "der", "den", "de",  "del", "della", "di",   "da",
                                                     "dos", "du",  "la",  "le",  "el",  "al",  "bin",   "bint", "ben",
                                                     "ibn", "af",  "av",  "zu",  "ter", "ten", "y",     "e"};

// Parts of a byline that say what someone is, not who.
constexpr std::array<std::string_view, 35> roles{"staff",
                                                 "staff writer",
                                                 "staff reporter",
                                                 "reporter",
                                                 "correspondent",
                                                 "editor",
                                                 "senior editor",
                                                 "columnist",
                                                 "contributor",
                                                 "associate",
                                                 "producer",
                                                 "photographer",
                                                 "guest",
                                                 "guest writer",
                                                 "opinion",
                                                 "analysis",
                                                 "phd",
                                                 "ph.d.",
                                                 "md",
                                                 "m.d.",
                                                 "esq.",
                                                 "updated",
                                                 "special to",
                                                 "senior writer",
                                                 "ma",
                                                 "ba",
                                                 "jd",
                                                 "rn",
                                                 "mph",
                                                 "mba",
                                                 "msc",
                                                 "dds",
                                                 "bs",
                                                 "author",
                                                 "follow"};

constexpr std::array<std::string_view, 18> byline_words{
    "By ",       "Written by ",  "Posted by ",    "Reported by ", "Story by ",  "Words by ",
    "Text by ",  "Authored by ", "Published by ", "Article by ",  "Report by ", "Author: ",
    "Authors: ", "By: ",         "Author ",       "Text: ",       "Par ",       "Por "};

bool is_particle(std::string_view word) {
  return std::find(particles.begin(), particles.end(), lower(word)) != particles.end();
}

bool is_role(std::string_view part) {
  const std::string text = lower(part);
  return std::any_of(roles.begin(), roles.end(), [&](std::string_view role) { return text == role; }) ||
         text.ends_with(" writer") || text.ends_with(" editor") || text.ends_with(" correspondent") ||
         text.ends_with(" reporter") || text.ends_with(" contributor");
}

// Splits at commas, semicolons, "and", "&" and their like in other languages and scripts.
std::vector<std::string_view> split_list(std::string_view text) {
  constexpr std::array<std::string_view, 15> separators{", and ", " and ", " AND ",        " And ",        " & ",
                                                        ", ",     ";",     "\n",           " | ",          " / ",
                                                        " with ", ",",     "\xE3\x80\x81", "\xEF\xBC\x8C", "\xD8\x8C"};
  std::vector<std::string_view> parts;
  std::size_t begin = 0;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t size = 0;
    for (const auto separator : separators) {
      if (size == 0 && text.substr(at).starts_with(separator)) size = separator.size();
    }
    if (size == 0) {
      ++at;
      continue;
    }
    parts.push_back(trim(text.substr(begin, at - begin)));
    at += size;
    begin = at;
  }
  parts.push_back(trim(text.substr(begin)));
  std::erase_if(parts, [](std::string_view part) { return part.empty(); });
  return parts;
}

}  // namespace

bool is_like_name(std::string_view text) {
  text = trim(text);
  if (text.empty() || text.size() > 120) return false;
  const auto words = split_words(text);
  if (words.size() > 6) return false;
  bool has_name = false;
  for (const auto word : words) {
    std::size_t at = 0;
    const char32_t first = next_code_point(word, at);
    for (at = 0; at < word.size();) {
      const char32_t c = next_code_point(word, at);
      if (c < 0x80 && !is_ascii_letter(static_cast<char>(c)) && c != '.' && c != '-' && c != '\'' && c != '"')
        return false;
    }
    // A full stop ends an initial or a title; behind a longer word it ends a sentence.
    if (word.ends_with('.') && word.size() > 5) return false;
    const bool quoted = first == '"' || first == U'\u201C' || first == U'\'' || first == U'\u2018';
    if (is_particle(word) || quoted) continue;
    if (!is_letter(first) || (is_lower_letter(first) && !word.starts_with("d'") && !word.starts_with("al-")))
      return false;
    has_name = true;
  }
  return has_name;
}

std::size_t byline_word_size(std::string_view text) {
  for (const auto word : byline_words) {
    // "by" alone may also be written small or, in pages' metadata, large.
    if (starts_with_ignoring_case(text, word)) return word.size();
  }
  if (text.size() > 4 && (text.starts_with("By\xC2\xA0") || text.starts_with("by\xC2\xA0"))) return 4;
  if (text.size() > 3 && (text.starts_with("By\n") || text.starts_with("by\n"))) return 3;
  return 0;
}

void add_author(std::vector<std::string>& authors, std::string_view name) {
  std::string clean = collapse_spaces(name);
  while (!clean.empty() && (clean.back() == ',' || clean.back() == ':' || clean.back() == '|')) clean.pop_back();
  if (!clean.empty()) authors.push_back(std::move(clean));
}

std::vector<std::string> split_authors(std::string_view text) {
  text = trim(text);
  text.remove_prefix(byline_word_size(text));
  std::vector<std::string> authors;
  const auto parts = split_list(text);
  if (parts.size() == 2 && text.find(',') != std::string_view::npos && split_words(parts[0]).size() == 1 &&
      split_words(parts[1]).size() <= 2 && !is_role(parts[1])) {
    add_author(authors, text);
    return authors;
  }
  for (auto part : parts) {
    part.remove_prefix(byline_word_size(part));
    if (part.find('@') != std::string_view::npos || starts_like_url(part) || is_role(part)) continue;
    const std::string small = lower(part);
    if (!authors.empty() && (small == "jr." || small == "jr" || small == "sr." || small == "iii")) {
      authors.back() += ", " + std::string(part);
      continue;
    }
    // "Ann Lee, CNN": where she works.
    const bool acronym =
        part.size() <= 5 && std::all_of(part.begin(), part.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    if (acronym && !authors.empty()) continue;
    add_author(authors, part);
  }
  remove_repeated(authors);
  return authors;
}

}  // namespace satchel::pack
