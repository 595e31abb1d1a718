#include "page_segment.hpp"

#include "characters.hpp"
#include "news.hpp"
#include "news_fields.hpp"

#include <algorithm>
#include <string>

namespace satchel::pack {
namespace {

constexpr std::size_t least_navigation = 10;  // blocks
constexpr long least_article = 300;           // bytes

struct range {
  std::size_t begin = 0;
  std::size_t end = 0;
};

std::size_t linked(const block& b) { return b.kind == satchel::kind::reference ? b.text.size() : link_bytes(b); }

bool is_navigation(const block& b) { return b.text.empty() || linked(b) * 10 >= trim(b.text).size() * 8; }

// How much a block speaks for the article: its plain text, less its links, less a price for being short.
long weight(const block& b) {
  const long size = static_cast<long>(b.text.size());
  const long links = static_cast<long>(linked(b));
  if (b.kind == satchel::kind::heading) return links * 2 > size ? -40 : -5;
  if (b.kind == satchel::kind::code) return std::min(size, 200L);
  const long price = b.kind == satchel::kind::list_item ? 35 : 45;
  return std::min(size - links, 1000L) - 2 * std::min(links, 300L) - price;
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

// A line behind which readers' comments and links to other articles begin.
bool ends_article(const block& b) {
  if (!b.is_text() || b.text.size() > 60) return false;
  const std::string text = lower(collapse_spaces(b.text));
  if (text == "comments" || text.ends_with(" comments") || text.starts_with("comments (") || text == "discussion") return true;
  return b.kind == satchel::kind::heading && is_notice(text);
}

// The heading that the article stands under: the nearest of level 1 before it or at its start, or the nearest of any level
// shortly before it.
std::size_t find_heading(const block_list& blocks, const range& article) {
  const std::size_t from = std::min(article.begin + 4, article.end);
  for (std::size_t i = from; i > 0; --i) {
    const block& b = blocks[i - 1];
    if (b.kind == satchel::kind::heading && b.level == 1 && !trim(b.text).empty()) return i - 1;
  }
  for (std::size_t i = article.begin + 1; i > 0 && article.begin + 1 - i < 15; --i) {
    const block& b = blocks[i - 1];
    if (b.kind == satchel::kind::heading && b.level == 2 && !trim(b.text).empty()) return i - 1;
  }
  return blocks.size();
}

}  // namespace

void keep_page_article(block_list& blocks, article& a) {
  const auto navigation = std::count_if(blocks.begin(), blocks.end(), is_navigation);
  if (static_cast<std::size_t>(navigation) < least_navigation) return;
  long best = 0;
  range article = heaviest(blocks, best);
  if (best < least_article) return;
  for (std::size_t i = article.begin + 2; i < article.end; ++i) {
    if (ends_article(blocks[i])) article.end = i;
  }
  const std::size_t heading = find_heading(blocks, article);
  if (heading < blocks.size()) a.title = collapse_spaces(blocks[heading].text);
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    if (i >= article.begin && i < article.end) continue;
    line_fields fields;
    const bool between = heading < i && i < article.begin;
    if (between && blocks[i].is_text() && read_field_line(blocks[i], fields)) {
      take_fields(std::move(fields), a);
    }
    blocks[i].kind = satchel::kind::boilerplate;
    blocks[i].level = 0;
  }
}

}  // namespace satchel::pack
