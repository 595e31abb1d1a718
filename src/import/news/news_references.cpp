#include "import/news/news.hpp"
#include "import/text/characters.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace satchel::pack {
namespace {

constexpr std::size_t longest_reference = 1000;  // bytes

constexpr std::array<std::string_view, 11> labels{"sources",      "source",      "references", "reference",
                                                  "notes",        "endnotes",    "end notes",  "footnotes",
                                                  "bibliography", "works cited", "links"};

bool is_reference_label(const import_block& b) {
  if (!b.is_text() || b.text.size() > 40) return false;
  std::string text = lower(collapse_spaces(b.text));
  while (text.ends_with(':')) text.pop_back();
  return std::find(labels.begin(), labels.end(), text) != labels.end();
}

// The bytes of a number in front of a reference: "1. ", "[1] ", "(1) ", "[^1]: ".
std::size_t number_size(std::string_view text) {
  std::size_t at = text.find_first_not_of(" \t\n");
  if (at == std::string_view::npos) return 0;
  const char open = text[at];
  if (open == '[' || open == '(') ++at;
  if (at < text.size() && open == '[' && text[at] == '^') ++at;
  const std::size_t digits = at;
  while (at < text.size() && is_digit(text[at])) ++at;
  if (at == digits || at - digits > 3) return 0;
  if (open == '[' || open == '(') {
    if (at >= text.size() || text[at] != (open == '[' ? ']' : ')')) return 0;
    ++at;
    if (at < text.size() && text[at] == ':') ++at;
  } else {
    if (at >= text.size() || (text[at] != '.' && text[at] != ')')) return 0;
    ++at;
  }
  const std::size_t gap = at;
  while (at < text.size() && is_blank(text[at])) ++at;
  return at > gap && at < text.size() ? at : 0;
}

std::string_view without_number(std::string_view text) { return trim(text.substr(number_size(text))); }

bool has_url(const import_block& b) {
  return b.kind == satchel::kind::reference || find_url(b.text) != std::string::npos || is_url(b.text);
}
bool is_only_url(std::string_view text) { return is_url(without_number(text)); }
bool may_be_entry(const import_block& b) {
  return b.text.size() <= longest_reference &&
         (b.is_text() || b.kind == satchel::kind::list_item || b.kind == satchel::kind::reference);
}

// One word that carries on an address which a line break cut: "...because-they-" + "want-to-leave.html".
bool carries_on(std::string_view url, std::string_view text) {
  text = trim(text);
  if (text.empty() || starts_like_url(text) || split_words(text).size() != 1) return false;
  const char last = url.back();
  const bool cut = last == '-' || last == '/' || last == '_' || last == '=' || last == '&' || last == '?' ||
                   last == '%' || last == '.';
  const bool tail = text.find_first_of("-_/=&%") != std::string_view::npos || text.ends_with(".html") ||
                    text.ends_with(".htm") || text.ends_with(".pdf");
  return cut ? tail || !ends_like_sentence(text) : tail && text.find('.') != std::string_view::npos;
}

std::string_view last_word(std::string_view text) {
  const auto words = split_words(text);
  return words.empty() ? std::string_view() : words.back();
}

// Makes the blocks [begin, end) references. A title and the address below it are one; so are the pieces of an address.
void make_references(block_list& blocks, std::size_t begin, std::size_t end) {
  std::size_t out = begin;
  bool open_title = false;  // the last reference may get the address that follows
  for (std::size_t i = begin; i < end; ++i) {
    import_block& b = blocks[i];
    const bool item = b.kind == satchel::kind::list_item;
    const bool numbered = number_size(b.text) > 0;
    std::string text = collapse_spaces(without_number(b.text));
    if (text.empty()) continue;
    if (out > begin && !item && !numbered) {
      std::string& last = blocks[out - 1].text;
      if (open_title && is_url(text)) {
        last += ' ' + text;
        open_title = false;
        continue;
      }
      if (is_url(last_word(last)) && carries_on(last_word(last), text)) {
        last += text;
        continue;
      }
    }
    open_title = !item && find_url(text) == std::string::npos && !is_url(text);
    if (out != i) blocks[out] = std::move(b);
    blocks[out].kind = satchel::kind::reference;
    blocks[out].level = 0;
    blocks[out].text = std::move(text);
    blocks[out].marks.reset();
    ++out;
  }
  blocks.erase(blocks.begin() + static_cast<std::ptrdiff_t>(out), blocks.begin() + static_cast<std::ptrdiff_t>(end));
}

// A section that a label heads. Returns false when what follows does not read like sources.
bool mark_labelled(block_list& blocks, std::size_t label) {
  std::size_t end = label + 1;
  std::size_t marked = 0;  // with an address or a number
  while (end < blocks.size() && may_be_entry(blocks[end]) && blocks[end].kind != satchel::kind::heading &&
         !is_reference_label(blocks[end])) {
    if (has_url(blocks[end]) || number_size(blocks[end].text) > 0) ++marked;
    ++end;
  }
  const std::size_t count = end - label - 1;
  const bool rest_is_notice =
      std::all_of(blocks.begin() + static_cast<std::ptrdiff_t>(end), blocks.end(), [](const import_block& b) {
        return b.kind == satchel::kind::boilerplate || b.kind == satchel::kind::heading || is_reference_label(b);
      });
  const bool heading = blocks[label].kind == satchel::kind::heading;
  const bool items = count > 0 && std::all_of(blocks.begin() + static_cast<std::ptrdiff_t>(label) + 1,
                                              blocks.begin() + static_cast<std::ptrdiff_t>(end),
                                              [](const import_block& b) { return b.kind == satchel::kind::list_item; });
  // At least a third show an address or a number; a list under a heading need not.
  const std::string name = lower(collapse_spaces(blocks[label].text));
  const bool loose = name.starts_with("note") || name.starts_with("link");
  if (count == 0 || (marked * 3 < count && !(heading && items && !loose))) return false;
  if (!heading && !rest_is_notice) return false;
  make_references(blocks, label + 1, end);
  // A plain line was never a heading of the text; it stays with the notices.
  if (!heading) blocks[label].kind = satchel::kind::boilerplate;
  return true;
}

// Without a label: a run of numbered or bare addresses, or numbered entries of which half have one, ends the text.
void mark_trailing(block_list& blocks) {
  std::size_t end = blocks.size();
  while (end > 0 && (blocks[end - 1].kind == satchel::kind::boilerplate)) --end;
  std::size_t begin = end;
  std::size_t urls = 0;
  std::size_t bare = 0;
  while (begin > 0) {
    const import_block& b = blocks[begin - 1];
    const bool only = is_only_url(b.text);
    const bool entry = only || (may_be_entry(b) && (number_size(b.text) > 0 || b.kind == satchel::kind::reference ||
                                                    (b.kind == satchel::kind::list_item && has_url(b))));
    if (!entry) break;
    urls += has_url(b) ? 1 : 0;
    bare += only ? 1 : 0;
    --begin;
  }
  if (end - begin < 2 || urls * 2 < end - begin) return;
  // List items with an address somewhere may be ordinary text; most must be little else.
  const bool items = blocks[begin].kind == satchel::kind::list_item && number_size(blocks[begin].text) == 0;
  if (items && bare * 2 < end - begin) return;
  make_references(blocks, begin, end);
}

}  // namespace

void mark_references(block_list& blocks) {
  bool labelled = false;
  for (std::size_t i = blocks.size(); i > 0; --i) {
    if (is_reference_label(blocks[i - 1])) labelled = mark_labelled(blocks, i - 1) || labelled;
  }
  if (!labelled) mark_trailing(blocks);
  for (import_block& b : blocks) {
    const bool footnote = b.kind == satchel::kind::paragraph && b.text.starts_with("[^") && number_size(b.text) > 0;
    if (footnote || (b.kind == satchel::kind::paragraph && is_only_url(b.text))) {
      b.text = collapse_spaces(without_number(b.text));
      b.kind = satchel::kind::reference;
      b.marks.reset();
    }
  }
}

}  // namespace satchel::pack
