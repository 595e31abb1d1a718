#include "import/fields/bylines.hpp"
#include "import/news/news.hpp"
#include "import/text/characters.hpp"

#include <algorithm>
#include <iterator>
#include <string>

namespace satchel::pack {
namespace {

constexpr std::size_t longest_head = 30;             // blocks
constexpr std::size_t longest_title_sentence = 250;  // bytes, of a title that ends with "!", "?" or a quote
constexpr std::size_t longest_lone_title = 300;      // bytes, of a title with nothing below it; longer ones are text
constexpr std::size_t longest_title_line = std::size_t{4} << 20U;  // bytes; beyond it the line is a text without breaks

// Letters and digits without case: what two spellings of a title share.
std::string letters_of(std::string_view text) {
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = next_code_point(text, at);
    if (!is_letter(c) && !is_mark_or_number(c)) continue;
    append_code_point(result, c < 0x80 ? static_cast<char32_t>(to_lower(static_cast<char>(c))) : c);
  }
  return result;
}

bool is_like_title(const import_block& b, bool alone) {
  if (b.kind == satchel::kind::heading) return true;
  const std::string_view text = trim(b.text);
  if (b.kind != satchel::kind::paragraph || text.empty() || text.find('\n') != std::string_view::npos ||
      find_url(text) != text.npos)
    return false;
  if (text.size() > (alone ? longest_lone_title : longest_title_line)) return false;
  if (!ends_like_sentence(text)) return true;
  const char32_t last = last_code_point(text);
  return (last == '?' || last == '!' || last == 0xFF1F || last == 0x2019 || last == 0x201D || last == '"') &&
         text.size() <= longest_title_sentence;
}

bool is_like_subtitle(const import_block& b) {
  const std::string_view text = trim(b.text);
  return b.is_text() && text.size() <= 300 && text.find('\n') == std::string_view::npos &&
         (b.kind == satchel::kind::heading || !ends_like_sentence(text));
}

// Text whose lines were wrapped into one paragraph: where one of its lines is a field, every line is a block.
void split_head_lines(block_list& blocks) {
  block_list head;
  const std::size_t size = std::min<std::size_t>(blocks.size(), 12);
  bool changed = false;
  for (std::size_t i = 0; i < size; ++i) {
    const import_block& b = blocks[i];
    block_list lines;
    if (b.is_text() && b.text.size() < 4000 && b.text.find('\n') != std::string::npos) {
      for (std::size_t begin = 0; begin < b.text.size();) {
        const std::size_t end = std::min(b.text.find('\n', begin), b.text.size());
        lines.push_back(slice(b, begin, end));
        begin = end + 1;
      }
    }
    line_fields ignored;
    const bool split = std::any_of(lines.begin(), lines.end(),
                                   [&](const import_block& line) { return read_field_line(line, ignored); });
    if (split) {
      std::move(lines.begin(), lines.end(), std::back_inserter(head));
      changed = true;
    } else {
      head.push_back(std::move(blocks[i]));
    }
  }
  if (!changed) {
    std::move(head.begin(), head.end(), blocks.begin());
    return;
  }
  blocks.erase(blocks.begin(), blocks.begin() + static_cast<std::ptrdiff_t>(size));
  blocks.insert(blocks.begin(), std::make_move_iterator(head.begin()), std::make_move_iterator(head.end()));
}

bool is_field_line(const block_list& blocks, std::size_t i) {
  line_fields ignored;
  return i < blocks.size() && blocks[i].is_text() && read_field_line(blocks[i], ignored);
}

}  // namespace

std::size_t read_head(block_list& blocks, article& a) {
  split_head_lines(blocks);
  // Where the format says what the title is, other short lines are not asked.
  const std::size_t near = std::min<std::size_t>(blocks.size(), 6);
  const bool has_main_heading =
      std::any_of(blocks.begin(), blocks.begin() + static_cast<std::ptrdiff_t>(near),
                  [](const import_block& b) { return b.kind == satchel::kind::heading && b.level == 1; });
  const bool title_given = !a.title.empty();
  bool saw_fields = false;
  bool title_is_last = false;  // the line before this one was the title
  std::size_t kept_title = static_cast<std::size_t>(-1);
  std::vector<std::size_t> taken;

  for (std::size_t i = 0; i < std::min(blocks.size(), longest_head); ++i) {
    const import_block& b = blocks[i];
    if (b.kind == satchel::kind::boilerplate) continue;
    if (!b.is_text()) break;
    line_fields fields;
    if (!a.title.empty() &&
        letters_of(b.text.size() > a.title.size() * 2 + 100 ? std::string_view() : std::string_view(b.text)) ==
            letters_of(a.title)) {
      taken.push_back(i);
      title_is_last = true;
      continue;
    }
    if (read_field_line(b, fields)) {
      take_fields(std::move(fields), a);
      taken.push_back(i);
      saw_fields = true;
      title_is_last = false;
      continue;
    }
    if (a.title.empty() && is_like_title(b, blocks.size() == 1) &&
        (!has_main_heading || (b.kind == satchel::kind::heading && b.level == 1))) {
      a.title = collapse_spaces(b.text);
      if (saw_fields && b.kind == satchel::kind::paragraph) {
        kept_title = i;
      } else {
        taken.push_back(i);
      }
      title_is_last = true;
      continue;
    }
    if (title_is_last && !title_given && a.subtitle.empty() && !saw_fields && is_like_subtitle(b) &&
        is_field_line(blocks, i + 1)) {
      a.subtitle = collapse_spaces(b.text);
      taken.push_back(i);
      title_is_last = false;
      continue;
    }
    break;
  }
  // Pages put a few short lines above their main heading.
  if (a.title.empty() && has_main_heading) {
    const auto heading = std::find_if(blocks.begin(), blocks.end(), [](const import_block& b) {
      return b.kind == satchel::kind::heading && b.level == 1;
    });
    const auto place = static_cast<std::size_t>(heading - blocks.begin());
    a.title = collapse_spaces(heading->text);
    taken.clear();
    for (std::size_t i = 0; i < std::min(blocks.size(), place + 4); ++i) {
      line_fields fields;
      const bool field = blocks[i].is_text() && read_field_line(blocks[i], fields);
      if (field) take_fields(std::move(fields), a);
      if (field || i == place) taken.push_back(i);
    }
  }
  for (auto i = taken.rbegin(); i != taken.rend(); ++i) {
    blocks.erase(blocks.begin() + static_cast<std::ptrdiff_t>(*i));
    if (kept_title != static_cast<std::size_t>(-1) && *i < kept_title) --kept_title;
  }
  return kept_title;
}

}  // namespace satchel::pack
