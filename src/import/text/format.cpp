#include "import/text/format.hpp"

#include "import/text/characters.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace satchel::pack {
namespace {

constexpr std::array<std::pair<std::string_view, file_format>, 13> endings{{{".txt", file_format::text},
                                                                            {".text", file_format::text},
                                                                            {".md", file_format::markdown},
                                                                            {".markdown", file_format::markdown},
                                                                            {".mdown", file_format::markdown},
                                                                            {".mkd", file_format::markdown},
                                                                            {".html", file_format::html},
                                                                            {".htm", file_format::html},
                                                                            {".xhtml", file_format::html},
                                                                            {".jsonl", file_format::json_lines},
                                                                            {".ndjson", file_format::json_lines},
                                                                            {".jsonlines", file_format::json_lines},
                                                                            {".json", file_format::json}}};

}  // namespace

std::size_t ending_size(std::string_view name) {
  const auto slash = name.rfind('/');
  if (slash != std::string_view::npos) name.remove_prefix(slash + 1);
  const auto dot = name.rfind('.');
  if (dot == std::string_view::npos || dot == 0) return 0;
  const std::string_view ending = name.substr(dot + 1);
  const bool fits = !ending.empty() && ending.size() <= 9 && std::all_of(ending.begin(), ending.end(), [](char c) {
    return is_ascii_letter(c) || is_digit(c);
  }) && std::any_of(ending.begin(), ending.end(), is_ascii_letter);
  return fits ? name.size() - dot : 0;
}

file_format format_by_name(std::string_view name) {
  const std::string ending = lower(name.substr(name.size() - ending_size(name)));
  for (const auto& [known, format] : endings) {
    if (ending == known) return format;
  }
  return file_format::unknown;
}

file_format format_by_bytes(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  while (!bytes.empty() && is_blank(bytes.front())) bytes.remove_prefix(1);
  for (const std::string_view start :
       {"<!doctype html", "<html", "<head", "<body", "<article", "<!--", "<meta", "<title"}) {
    if (starts_with_ignoring_case(bytes, start)) return file_format::html;
  }
  if (bytes.starts_with("<?xml") && lower(bytes.substr(0, 1000)).find("<html") != std::string::npos)
    return file_format::html;
  const auto inside = bytes.find_first_not_of(" \t\r\n", 1);
  if (bytes.starts_with('{') && inside != std::string_view::npos && bytes[inside] == '"') {
    // An object that ends with its line is the first of many; one that goes on is a document.
    const std::string_view line = trim(bytes.substr(0, bytes.find('\n')));
    return line.ends_with('}') || bytes.find('\n') == std::string_view::npos ? file_format::json_lines
                                                                             : file_format::json;
  }
  if (bytes.starts_with('[') && inside != std::string_view::npos && bytes[inside] == '{') return file_format::json;
  return file_format::text;
}

}  // namespace satchel::pack
