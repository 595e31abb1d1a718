#include "import/html/html_document.hpp"

#include "import/text/characters.hpp"

#include <algorithm>
#include <array>

namespace satchel::pack {
namespace {

constexpr std::size_t largest_page = std::size_t{64} << 20U;
constexpr int deepest_nesting = 3000;
constexpr std::size_t most_attributes = 2000;  // of one tag; the parser compares each with all before it

// Tags that need no end tag, so that counting them says nothing about depth.
bool closes_itself(std::string_view name) {
  constexpr std::array<std::string_view, 31> names{
      "area",   "base",  "br",     "col",      "embed",    "hr", "img", "input", "link", "meta", "param",
      "source", "track", "wbr",    "p",        "li",       "dt", "dd",  "tr",    "td",   "th",   "tbody",
      "thead",  "tfoot", "option", "optgroup", "colgroup", "rt", "rp",  "html",  "body"};
  return std::find(names.begin(), names.end(), name) != names.end();
}

void skip_past(std::string_view html, std::size_t& at, std::string_view end) {
  for (; at + end.size() <= html.size(); ++at) {
    if (!starts_with_ignoring_case(html.substr(at), end)) continue;
    at += end.size();
    return;
  }
  at = html.size();
}

struct tag {
  std::string name;  // lower case
  bool closing = false;
  std::size_t attributes = 0;  // at least as many as there are
};

// Calls `on_tag` and `on_text` for what a page is made of, roughly: good enough to count and to strip.
template <typename OnTag, typename OnText>
void scan_tags(std::string_view html, OnTag on_tag, OnText on_text) {
  std::size_t text_from = 0;
  std::size_t at = 0;
  while ((at = html.find('<', at)) != std::string_view::npos) {
    const std::size_t open = at++;
    if (html.substr(at).starts_with("!--")) {
      on_text(html.substr(text_from, open - text_from));
      skip_past(html, at, "-->");
      text_from = at;
      continue;
    }
    tag t;
    if (at < html.size() && html[at] == '/') {
      t.closing = true;
      ++at;
    }
    if (at >= html.size() || !(is_ascii_letter(html[at]) || html[at] == '!' || html[at] == '?')) continue;
    const std::size_t name_from = at;
    while (at < html.size() && (is_ascii_letter(html[at]) || is_digit(html[at])) && at - name_from < 32) ++at;
    t.name = lower(html.substr(name_from, at - name_from));
    char quote = 0;
    for (; at < html.size() && (quote != 0 || html[at] != '>'); ++at) {
      const char c = html[at];
      if (quote != 0) {
        if (c == quote) quote = 0;
      } else if ((c == '"' || c == '\'') && html[at - 1] == '=') {
        quote = c;
      } else if (is_blank(c)) {
        ++t.attributes;
      }
    }
    if (at < html.size()) ++at;
    on_text(html.substr(text_from, open - text_from));
    if (!t.closing && (t.name == "script" || t.name == "style" || t.name == "textarea" || t.name == "title")) {
      const std::size_t content = at;
      skip_past(html, at, "</" + t.name);
      if (t.name == "title") on_text(html.substr(content, at - content - std::min(at - content, t.name.size() + 2)));
      at = std::min(html.find('>', at), html.size() - 1) + 1;
    }
    text_from = at;
    on_tag(t);
  }
  on_text(html.substr(std::min(text_from, html.size())));
}

}  // namespace

html_document::html_document(std::string_view html) {
  GumboOptions options = kGumboDefaultOptions;
  options.userdata = this;
  options.allocator = allocate;
  options.deallocator = [](void*, void*) {};
  options.max_errors = 0;
  root_ = gumbo_parse_with_options(&options, html.data(), html.size())->root;
}

void* html_document::allocate(void* self, std::size_t size) {
  auto& doc = *static_cast<html_document*>(self);
  constexpr std::size_t chunk = std::size_t{1} << 18U;
  constexpr std::size_t alignment = alignof(std::max_align_t);
  size = (size + alignment - 1) / alignment * alignment;
  if (size > chunk / 4) {
    doc.chunks_.push_back(std::make_unique_for_overwrite<std::byte[]>(size));
    return doc.chunks_.back().get();
  }
  if (size > doc.left_) {
    doc.chunks_.push_back(std::make_unique_for_overwrite<std::byte[]>(chunk));
    doc.next_ = doc.chunks_.back().get();
    doc.left_ = chunk;
  }
  std::byte* result = doc.next_;
  doc.next_ += size;
  doc.left_ -= size;
  return result;
}

bool is_parsable_html(std::string_view html) {
  if (html.size() > largest_page) return false;
  int depth = 0;
  bool ok = true;
  scan_tags(
      html,
      [&](const tag& t) {
        if (t.attributes > most_attributes) ok = false;
        if (closes_itself(t.name)) return;
        depth = t.closing ? std::max(depth - 1, 0) : depth + 1;
        if (depth > deepest_nesting) ok = false;
      },
      [](std::string_view) {});
  return ok;
}

std::string strip_tags(std::string_view html) {
  std::string text;
  scan_tags(
      html,
      [&](const tag& t) {
        constexpr std::array<std::string_view, 12> inline_tags{"a",    "b",    "i",   "u",   "em",   "strong",
                                                               "span", "font", "sub", "sup", "code", "small"};
        const bool in_line = std::find(inline_tags.begin(), inline_tags.end(), t.name) != inline_tags.end();
        if (!in_line) text += t.name == "br" ? "\n" : "\n\n";
      },
      [&](std::string_view part) { text += part; });
  return text;
}

bool is_element(const GumboNode* node, GumboTag tag) { return tag_of(node) == tag; }

GumboTag tag_of(const GumboNode* node) {
  return node->type == GUMBO_NODE_ELEMENT ? node->v.element.tag : GUMBO_TAG_UNKNOWN;
}

const GumboVector* children_of(const GumboNode* node) {
  if (node->type == GUMBO_NODE_ELEMENT) return &node->v.element.children;
  if (node->type == GUMBO_NODE_DOCUMENT) return &node->v.document.children;
  return nullptr;
}

std::string_view attribute(const GumboNode* node, const char* name) {
  if (node->type != GUMBO_NODE_ELEMENT) return {};
  const GumboAttribute* found = gumbo_get_attribute(&node->v.element.attributes, name);
  return found == nullptr ? std::string_view() : std::string_view(found->value);
}

bool has_attribute(const GumboNode* node, const char* name) {
  return node->type == GUMBO_NODE_ELEMENT && gumbo_get_attribute(&node->v.element.attributes, name) != nullptr;
}

std::string text_of(const GumboNode* node) {
  std::string text;
  walk(
      node,
      [&](const GumboNode* n) {
        if (n->type == GUMBO_NODE_TEXT || n->type == GUMBO_NODE_WHITESPACE || n->type == GUMBO_NODE_CDATA)
          text += n->v.text.text;
        if (is_element(n, GUMBO_TAG_BR) || is_element(n, GUMBO_TAG_P) || is_element(n, GUMBO_TAG_DIV)) text += ' ';
        return !is_element(n, GUMBO_TAG_SCRIPT) && !is_element(n, GUMBO_TAG_STYLE);
      },
      [](const GumboNode*) {});
  return collapse_spaces(text);
}

}  // namespace satchel::pack
