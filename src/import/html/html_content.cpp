#include "import/html/html_content.hpp"

#include "import/html/html_boilerplate.hpp"
#include "import/text/characters.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace satchel::pack {
namespace {

constexpr std::size_t least_paragraph = 25;  // bytes; shorter ones say nothing about where the article is

// Whether an element is boilerplate in a page of `whole` bytes of text. What holds most of the page, or its main
// heading and a good part, frames nothing.
bool looks_like_boilerplate(const GumboNode* node, const node_facts& f, std::size_t whole) {
  switch (boilerplate_of(node)) {
    case boilerplate::none:
      return false;
    case boilerplate::sure:
      return f.text * 10 < whole * 8 && !(f.main_headings > 0 && f.text * 4 > whole);
    case boilerplate::doubtful:
      return f.text * 2 < whole && (f.text < 1000 || f.links * 10 > f.text);
  }
  return false;
}

long tag_weight(GumboTag tag) {
  switch (tag) {
    case GUMBO_TAG_ARTICLE:
    case GUMBO_TAG_MAIN:
      return 15000;
    case GUMBO_TAG_DIV:
    case GUMBO_TAG_SECTION:
      return 5000;
    case GUMBO_TAG_PRE:
    case GUMBO_TAG_TD:
    case GUMBO_TAG_BLOCKQUOTE:
      return 3000;
    case GUMBO_TAG_ADDRESS:
    case GUMBO_TAG_OL:
    case GUMBO_TAG_UL:
    case GUMBO_TAG_DL:
    case GUMBO_TAG_DD:
    case GUMBO_TAG_DT:
    case GUMBO_TAG_LI:
    case GUMBO_TAG_FORM:
      return -3000;
    case GUMBO_TAG_H1:
    case GUMBO_TAG_H2:
    case GUMBO_TAG_H3:
    case GUMBO_TAG_H4:
    case GUMBO_TAG_H5:
    case GUMBO_TAG_H6:
    case GUMBO_TAG_TH:
      return -5000;
    default:
      return 0;
  }
}

bool is_list_part(GumboTag tag) { return tag == GUMBO_TAG_UL || tag == GUMBO_TAG_OL || tag == GUMBO_TAG_LI; }

bool is_block(GumboTag tag) {
  switch (tag) {
    case GUMBO_TAG_P:
    case GUMBO_TAG_DIV:
    case GUMBO_TAG_SECTION:
    case GUMBO_TAG_ARTICLE:
    case GUMBO_TAG_UL:
    case GUMBO_TAG_OL:
    case GUMBO_TAG_DL:
    case GUMBO_TAG_TABLE:
    case GUMBO_TAG_BLOCKQUOTE:
    case GUMBO_TAG_PRE:
    case GUMBO_TAG_MAIN:
    case GUMBO_TAG_HEADER:
    case GUMBO_TAG_FOOTER:
    case GUMBO_TAG_ASIDE:
    case GUMBO_TAG_FORM:
      return true;
    default:
      return false;
  }
}

bool has_block_child(const GumboNode* node) {
  const GumboVector* children = children_of(node);
  for (unsigned i = 0; children != nullptr && i < children->length; ++i) {
    if (is_block(tag_of(static_cast<const GumboNode*>(children->data[i])))) return true;
  }
  return false;
}

bool is_paragraph_like(const GumboNode* node, const node_facts& f) {
  const GumboTag tag = tag_of(node);
  if (tag == GUMBO_TAG_P || tag == GUMBO_TAG_PRE) return true;
  if (tag == GUMBO_TAG_LI) return f.links * 3 < f.text && f.text >= 60 && !has_block_child(node);
  return (tag == GUMBO_TAG_DIV || tag == GUMBO_TAG_SECTION || tag == GUMBO_TAG_TD || tag == GUMBO_TAG_BLOCKQUOTE ||
          tag == GUMBO_TAG_ARTICLE) &&
         !has_block_child(node);
}

std::size_t count_commas(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = next_code_point(text, at);
    count += c == ',' || c == 0x60C || c == 0x3001 || c == 0xFF0C || c == 0x3002 ? 1 : 0;
  }
  return count;
}

long scaled(const node_facts& f) {
  if (f.text == 0) return f.score;
  const auto text = static_cast<long>(f.text);
  return f.score / text * (text - static_cast<long>(f.links)) +
         f.score % text * (text - static_cast<long>(f.links)) / text;
}

}  // namespace

const node_facts& html_content::facts(const GumboNode* node) const {
  static const node_facts none;
  const auto found = facts_.find(node);
  return found == facts_.end() ? none : found->second;
}

html_content::html_content(const html_document& page) {
  if (page.root() == nullptr) return;
  measure(page.root());
  const GumboNode* body = page.root();
  for (const GumboNode* node : elements_) {
    if (is_element(node, GUMBO_TAG_BODY)) body = node;
  }
  score();
  choose(body);
}

// Two passes: sizes of everything that can be text, then what of it is boilerplate, because whether a frame is
// boilerplate depends on its share of the page.
void html_content::measure(const GumboNode* root) {
  std::size_t link_depth = 0;
  std::size_t whole = 0;
  const auto add_up = [&](bool judge) {
    std::vector<const GumboNode*> path;
    elements_.clear();
    walk(
        root,
        [&](const GumboNode* node) {
          if (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_CDATA) {
            if (path.empty()) return false;
            const std::string_view text = trim(node->v.text.text);
            node_facts& f = facts_[path.back()];
            f.text += text.size();
            f.links += link_depth > 0 ? text.size() : 0;
            f.commas += count_commas(text);
            return false;
          }
          if (node->type != GUMBO_NODE_ELEMENT || is_never_text(tag_of(node)) || is_hidden(node)) return false;
          if (judge) {
            const node_facts before = facts(node);
            facts_[node] = node_facts{};
            if (looks_like_boilerplate(node, before, whole)) {
              facts_[node].skipped = true;
              return false;
            }
          }
          elements_.push_back(node);
          path.push_back(node);
          const std::string_view href = attribute(node, "href");
          if (is_element(node, GUMBO_TAG_A) && !href.empty() && href.front() != '#') ++link_depth;
          return true;
        },
        [&](const GumboNode* node) {
          const std::string_view href = attribute(node, "href");
          if (is_element(node, GUMBO_TAG_A) && !href.empty() && href.front() != '#') --link_depth;
          path.pop_back();
          if (path.empty()) return;
          const node_facts f = facts_[node];
          node_facts& parent = facts_[path.back()];
          parent.text += f.text;
          parent.links += f.links;
          parent.commas += f.commas;
          parent.paragraphs += f.paragraphs + (is_element(node, GUMBO_TAG_P) ? 1 : 0);
          parent.main_headings += f.main_headings + (is_element(node, GUMBO_TAG_H1) ? 1 : 0);
          parent.items += f.items + (is_element(node, GUMBO_TAG_LI) ? 1 : 0);
        });
  };
  add_up(false);
  whole = facts(root).text;
  add_up(true);
}

void html_content::score() {
  for (const GumboNode* node : elements_) facts_[node].score = 0;
  std::unordered_map<const GumboNode*, bool> seeded;
  for (const GumboNode* node : elements_) {
    const node_facts& f = facts(node);
    if (f.text < least_paragraph || !is_paragraph_like(node, f)) continue;
    const long points = 1000 + 1000 * static_cast<long>(std::min<std::size_t>(f.commas, 1000)) +
                        std::min<long>(static_cast<long>(f.text) * 10, 3000);
    const GumboNode* around = node->parent;
    for (long level = 0; level < 5 && around != nullptr && around->type == GUMBO_NODE_ELEMENT;
         around = around->parent) {
      // A list is part of a text, never the whole.
      if (is_list_part(tag_of(around))) continue;
      node_facts& to = facts_[around];
      if (!std::exchange(seeded[around], true)) to.score += tag_weight(tag_of(around)) + class_weight(around);
      to.score += points / (level == 0 ? 1 : level == 1 ? 2 : level * 3);
      ++level;
    }
  }
}

void html_content::choose(const GumboNode* body) {
  const GumboNode* top = nullptr;
  for (const GumboNode* node : elements_) {
    if (tag_of(node) == GUMBO_TAG_HTML || facts(node).score == 0) continue;
    if (top == nullptr || scaled(facts(node)) > scaled(facts(top))) top = node;
  }
  if (top == nullptr || scaled(facts(top)) <= 0) {
    roots_.push_back(body);
    return;
  }
  // An article in several parts of like weight is in the element around them.
  std::vector<const GumboNode*> peers;
  for (const GumboNode* node : elements_) {
    if (node != top && scaled(facts(node)) * 4 >= scaled(facts(top)) * 3) peers.push_back(node);
  }
  if (peers.size() >= 3) {
    for (const GumboNode* around = top->parent;
         around != nullptr && !is_element(around, GUMBO_TAG_BODY) && around->type == GUMBO_NODE_ELEMENT;
         around = around->parent) {
      const auto inside = std::count_if(peers.begin(), peers.end(), [&](const GumboNode* peer) {
        const GumboNode* up = peer->parent;
        while (up != nullptr && up != around) up = up->parent;
        return up == around;
      });
      if (inside >= 3) {
        top = around;
        break;
      }
    }
  }
  // Going up pays while the score does not fall below a third.
  const long third = facts(top).score / 3;
  long last = facts(top).score;
  for (const GumboNode* around = top->parent;
       around != nullptr && around->type == GUMBO_NODE_ELEMENT && !is_element(around, GUMBO_TAG_BODY);
       around = around->parent) {
    const long score = facts(around).score;
    if (score == 0) continue;
    if (score < third) break;
    if (score > last) {
      top = around;
      break;
    }
    last = score;
  }
  while (top->parent != nullptr && top->parent->type == GUMBO_NODE_ELEMENT &&
         !is_element(top->parent, GUMBO_TAG_BODY) && facts(top->parent).text == facts(top).text) {
    top = top->parent;
  }
  add_siblings(top);
}

void html_content::add_siblings(const GumboNode* top) {
  const GumboVector* siblings =
      top->parent == nullptr || is_element(top, GUMBO_TAG_BODY) ? nullptr : children_of(top->parent);
  if (siblings == nullptr) {
    roots_.push_back(top);
    return;
  }
  const long least = std::max<long>(10000, scaled(facts(top)) / 5);
  for (unsigned i = 0; i < siblings->length; ++i) {
    const auto* node = static_cast<const GumboNode*>(siblings->data[i]);
    const node_facts& f = facts(node);
    bool take = node == top;
    if (!take && node->type == GUMBO_NODE_ELEMENT && !f.skipped && f.text > 0) {
      const std::string_view classes = attribute(node, "class");
      const long bonus = !classes.empty() && classes == attribute(top, "class") ? scaled(facts(top)) / 5 : 0;
      take = f.score != 0 && scaled(f) + bonus >= least;
      if (!take && is_element(node, GUMBO_TAG_P)) {
        take = (f.text > 80 && f.links * 4 < f.text) || (f.text <= 80 && f.links == 0 && text_of(node).ends_with('.'));
      }
    }
    if (take) roots_.push_back(node);
  }
}

bool html_content::is_boilerplate(const GumboNode* node) const {
  const auto found = facts_.find(node);
  if (node->type != GUMBO_NODE_ELEMENT) return false;
  if (found == facts_.end()) return is_never_text(tag_of(node)) || is_hidden(node);
  const node_facts& f = found->second;
  if (f.skipped) return true;
  switch (tag_of(node)) {
    case GUMBO_TAG_DIV:
    case GUMBO_TAG_SECTION:
    case GUMBO_TAG_UL:
    case GUMBO_TAG_OL:
    case GUMBO_TAG_TABLE:
    case GUMBO_TAG_DL: {
      if (f.commas >= 10) return false;
      const long weight = class_weight(node);
      if (weight < 0) return true;
      return f.links * 2 > f.text || (weight == 0 && f.links * 5 > f.text && f.text < 200 && f.items > f.paragraphs);
    }
    default:
      return false;
  }
}

}  // namespace satchel::pack
