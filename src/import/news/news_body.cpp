#include "import/news/news.hpp"
#include "import/text/characters.hpp"

#include <algorithm>
#include <string>

namespace satchel::pack {
namespace {

constexpr std::size_t least_broken = 40;     // bytes; shorter lines end where their writer meant them to
constexpr std::size_t longest_heading = 90;  // code points
constexpr std::size_t most_heading_words = 14;
constexpr std::size_t least_below = 100;  // bytes of the text that a heading heads

bool is_closing(char32_t c) {
  return c == ')' || c == ']' || c == '"' || c == '\'' || c == 0x2019 || c == 0x201D || c == 0xBB || c == 0x300D ||
         c == 0xFF09 || c == '*' || c == '_';
}

bool is_ending(char32_t c) {
  switch (c) {
    case '.':
    case '!':
    case '?':
    case ':':
    case ';':
    case ',':
    case 0x2026:
    case 0x3002:
    case 0xFF0C:
    case 0xFF01:
    case 0xFF1F:
    case 0xFF1A:
    case 0xFF1B:
    case 0x3001:
    case 0x61F:
    case 0x61B:
    case 0x60C:
    case 0x964:
    case 0x6D4:
    case 0x104B:
    case 0x104A:
      return true;
    default:
      return false;
  }
}

std::string_view without_closing(std::string_view text) {
  text = trim(text);
  while (!text.empty() && is_closing(last_code_point(text))) {
    std::size_t size = text.size() - 1;
    while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U) --size;
    text = text.substr(0, size);
  }
  return text;
}

// The text begins in mid-sentence. Brand names such as "eBay" do not count.
bool begins_small(std::string_view text) {
  text = trim(text);
  if (text.empty()) return false;
  std::size_t at = 0;
  if (!is_lower_letter(next_code_point(text, at))) return false;
  return at >= text.size() || !is_upper_letter(next_code_point(text, at));
}

bool is_like_heading(const import_block& b) {
  const std::string_view text = trim(b.text);
  if (b.kind != satchel::kind::paragraph || text.empty() || text.size() > longest_heading * 4 ||
      text.find('\n') != std::string_view::npos)
    return false;
  if (count_code_points(text) > longest_heading || split_words(text).size() > most_heading_words) return false;
  const std::string_view bare = without_closing(text);
  const char32_t last = last_code_point(bare);
  if (bare.empty() || (is_ending(last) && last != '?' && last != 0xFF1F)) return false;
  std::size_t at = 0;
  const char32_t first = next_code_point(text, at);
  // A line that is all quoted is speech.
  const bool quoted = first == '"' || first == 0x201C || first == 0x300C || first == 0xAB;
  if (is_lower_letter(first) || (quoted && bare.size() != text.size()) || starts_like_url(text)) return false;
  bool letter = false;
  for (at = 0; at < text.size() && !letter;) letter = is_letter(next_code_point(text, at));
  return letter;
}

bool is_running_text(const import_block& b) {
  return b.kind == satchel::kind::paragraph || b.kind == satchel::kind::quote || b.kind == satchel::kind::list_item;
}

}  // namespace

bool ends_like_sentence(std::string_view text) {
  const std::string_view bare = without_closing(text);
  return !bare.empty() && is_ending(last_code_point(bare));
}

void join_broken_paragraphs(block_list& blocks) {
  std::size_t out = 0;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    if (out > 0 && blocks[i].kind == satchel::kind::paragraph) {
      import_block& last = blocks[out - 1];
      if (last.kind == satchel::kind::paragraph && last.text.size() >= least_broken && begins_small(blocks[i].text) &&
          !ends_like_sentence(last.text) && trim(last.text).find(' ') != std::string_view::npos) {
        last.text += '\n';
        last.text += blocks[i].text;
        last.marks.reset();
        continue;
      }
    }
    if (out != i) blocks[out] = std::move(blocks[i]);
    ++out;
  }
  blocks.resize(out);
}

void infer_section_headings(block_list& blocks) {
  for (std::size_t i = 0; i + 1 < blocks.size(); ++i) {
    const import_block& below = blocks[i + 1];
    if (!is_like_heading(blocks[i]) || !is_running_text(below)) continue;
    if (below.text.size() < least_below && below.kind == satchel::kind::paragraph) continue;
    if (i > 0 && !is_running_text(blocks[i - 1]) && blocks[i - 1].kind != satchel::kind::heading) continue;
    blocks[i].kind = satchel::kind::heading;
    blocks[i].level = 2;
  }
}

void apply_news_rules(block_list& blocks, article& a, bool infer_headings) {
  std::size_t borrowed = read_head(blocks, a);
  read_tail(blocks, a);
  mark_references(blocks);
  join_broken_paragraphs(blocks);
  if (infer_headings) infer_section_headings(blocks);
  if (borrowed >= blocks.size()) return;
  // A title below the byline stays in the text only where it is one of several section headings.
  const auto headings = std::count_if(blocks.begin(), blocks.end(),
                                      [](const import_block& b) { return b.kind == satchel::kind::heading; });
  if (headings < 2 || blocks[borrowed].kind != satchel::kind::heading)
    blocks.erase(blocks.begin() + static_cast<std::ptrdiff_t>(borrowed));
}

}  // namespace satchel::pack
