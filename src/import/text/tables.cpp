#include "import/text/tables.hpp"

#include "import/text/characters.hpp"

namespace satchel::pack {
namespace {

bool is_delimiter_row(std::string_view line) {
  return line.find('|') != std::string_view::npos && line.find('-') != std::string_view::npos &&
         line.find_first_not_of("|-: \t") == std::string_view::npos;
}

}  // namespace

std::string table_row(const std::vector<std::string>& cells) {
  std::string line;
  for (const std::string& cell : cells) {
    if (trim(cell).empty()) continue;
    if (!line.empty()) line += " | ";
    line += collapse_spaces(cell);
  }
  return line;
}

bool split_pipe_table(std::string_view text, block_list& to) {
  const auto first_end = text.find('\n');
  if (first_end == std::string_view::npos) return false;
  const auto second = text.substr(first_end + 1, text.find('\n', first_end + 1) - first_end - 1);
  if (text.substr(0, first_end).find('|') == std::string_view::npos || !is_delimiter_row(second)) return false;
  for (auto line : split_lines(text)) {
    if (is_delimiter_row(line)) continue;
    std::vector<std::string> cells;
    while (!line.empty()) {
      const auto bar = line.find('|');
      cells.emplace_back(line.substr(0, bar));
      line.remove_prefix(bar == std::string_view::npos ? line.size() : bar + 1);
    }
    to.push_back(make_block(satchel::kind::paragraph, 0, table_row(cells)));
  }
  return true;
}

}  // namespace satchel::pack
