#include "import/news/page_segment.hpp"

#include "import/fields/bylines.hpp"
#include "import/news/news.hpp"
#include "import/text/characters.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace satchel::pack {
namespace {

constexpr std::size_t least_navigation = 10;  // blocks
constexpr std::size_t page_start = 25;        // blocks
constexpr std::size_t least_navigation_at_start = 3;
constexpr long least_article = 150;  // of weight

struct range {
  std::size_t begin = 0;
  std::size_t end = 0;
};

std::size_t linked(const import_block& b) { return b.kind == satchel::kind::reference ? b.text.size() : link_bytes(b); }

// Nothing but links; or part of a link that its converter broke over several paragraphs.
bool is_navigation(const import_block& b) {
  return b.text.empty() || linked(b) * 10 >= trim(b.text).size() * 8 || b.text.find("](") != std::string::npos;
}

// How much a block speaks for the article: its plain text, less its links, less a price for being short.
long weight(const import_block& b) {
  const long size = static_cast<long>(b.text.size());
  const long links = static_cast<long>(linked(b));
  if (is_navigation(b)) return -50 - std::min(size, 100L);
  if (b.kind == satchel::kind::heading) return -5;
  if (b.kind == satchel::kind::code) return std::min(size, 200L);
  const long price = b.kind == satchel::kind::list_item ? 35 : 45;
  return std::min(size - links, 1000L) - 2 * std::min(links, 300L) - price;
}

// "[", a few paragraphs, "](address)": what stands between is the link's text.
void mark_broken_links(block_list& blocks) {
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    const std::string_view text = trim(blocks[i].text);
    if (!text.starts_with('[') || text.find(']') != std::string_view::npos) continue;
    std::size_t end = i + 1;
    while (end < std::min(blocks.size(), i + 7) && !trim(blocks[end].text).starts_with("](")) ++end;
    if (end >= blocks.size() || !trim(blocks[end].text).starts_with("](")) continue;
    for (; i < end; ++i) blocks[i].marks = std::make_unique<std::vector<mark>>(1, mark{0, blocks[i].text.size(), true});
  }
}

// The run of blocks with the largest sum of weights.
range heaviest(const block_list& blocks, long& best) {
  range found;
  best = 0;
  long sum = 0;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    if (sum <= 0) {
      sum = 0;
      begin = i;
    }
    sum += weight(blocks[i]);
    if (sum > best) {
      best = sum;
      found = {begin, i + 1};
    }
  }
  return found;
}

enum class ending { none, teasers, comments };

// A line behind which readers' comments, or links to other articles, begin.
ending ending_at(const import_block& b) {
  constexpr std::array<std::string_view, 5> comments{"comments", "discussion", "leave a reply", "leave a comment",
                                                     "post a comment"};
  constexpr std::array<std::string_view, 7> teasers{"related articles", "related stories", "related posts",
                                                    "more stories",     "most popular",    "recommended",
                                                    "you may also like"};
  if (!b.is_text() || b.text.size() > 60) return ending::none;
  std::string text = lower(collapse_spaces(b.text));
  while (text.ends_with(':')) text.pop_back();
  const bool heading = b.kind == satchel::kind::heading;
  if (std::find(comments.begin(), comments.end(), text) != comments.end() || (heading && text.ends_with(" comments")))
    return ending::comments;
  if (std::find(teasers.begin(), teasers.end(), text) != teasers.end()) return ending::teasers;
  return heading && (text.starts_with("more from ") || text.starts_with("related ")) ? ending::teasers : ending::none;
}

// The end of the article: where comments begin (they may be longer than the article), or teasers with less text behind
// them than before.
std::size_t find_end(const block_list& blocks, const range& article) {
  long whole = 0;
  for (std::size_t i = article.begin; i < article.end; ++i) whole += std::max(weight(blocks[i]), 0L);
  long before = 0;
  for (std::size_t i = article.begin; i < article.end; ++i) {
    const ending e = ending_at(blocks[i]);
    if ((e != ending::none && before * 2 >= whole) || (e == ending::comments && before >= 1500)) return i;
    before += std::max(weight(blocks[i]), 0L);
  }
  return article.end;
}

std::size_t first_long_paragraph(const block_list& blocks, const range& article) {
  for (std::size_t i = article.begin; i < article.end; ++i) {
    if (blocks[i].kind == satchel::kind::paragraph && blocks[i].text.size() >= linked(blocks[i]) + 120) return i;
  }
  return article.begin;
}

// The heading that the article stands under: the nearest of level 1 above its first long paragraph. One that is a mere
// link names the site; then the nearest heading of any level is meant.
std::size_t find_heading(const block_list& blocks, std::size_t below) {
  constexpr std::size_t near = 15;
  std::size_t any = blocks.size();
  for (std::size_t i = below; i > 0; --i) {
    const import_block& b = blocks[i - 1];
    if (b.kind != satchel::kind::heading || trim(b.text).empty()) continue;
    if (b.level == 1 && !(is_navigation(b) && any < blocks.size())) return i - 1;
    if (any == blocks.size() && below - i < near && b.text.size() >= 12) any = i - 1;
  }
  if (any < blocks.size()) return any;
  for (std::size_t i = below; i < std::min(blocks.size(), below + 5); ++i) {
    if (blocks[i].kind == satchel::kind::heading && blocks[i].level == 1) return i;
  }
  return blocks.size();
}

}  // namespace

void keep_page_article(block_list& blocks, article& a) {
  mark_broken_links(blocks);
  // Pages begin with their navigation; a document with many links does not.
  const auto start = blocks.begin() + static_cast<std::ptrdiff_t>(std::min(blocks.size(), page_start));
  const auto at_start = static_cast<std::size_t>(std::count_if(blocks.begin(), start, is_navigation));
  const auto everywhere = static_cast<std::size_t>(std::count_if(blocks.begin(), blocks.end(), is_navigation));
  if (everywhere < least_navigation || at_start < least_navigation_at_start) return;
  long best = 0;
  range article = heaviest(blocks, best);
  if (best < least_article) return;
  article.end = find_end(blocks, article);
  const std::size_t first = first_long_paragraph(blocks, article);
  const std::size_t heading = find_heading(blocks, first);
  if (heading < blocks.size()) a.title = collapse_spaces(blocks[heading].text);
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    import_block& b = blocks[i];
    line_fields fields;
    const bool is_field = heading < i && i < first && b.is_text() && read_field_line(b, fields);
    if (is_field) take_fields(std::move(fields), a);
    const bool inside = i >= article.begin && i < article.end;
    const bool boilerplate = (is_navigation(b) && b.kind != satchel::kind::heading && b.text.size() < 300) ||
                             (b.text.size() < 150 && is_notice(b.text));
    if (inside && !is_field && !boilerplate) continue;
    b.kind = satchel::kind::boilerplate;
    b.level = 0;
  }
}

}  // namespace satchel::pack
