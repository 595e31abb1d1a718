#include "import/markdown/markdown.hpp"

#include "import/html/html.hpp"
#include "import/text/characters.hpp"
#include "import/text/tables.hpp"

#include <cmark.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>
#include <new>
#include <string>
#include <utility>

namespace satchel::pack {
namespace {

struct node_deleter {
  void operator()(cmark_node* node) const { cmark_node_free(node); }
  void operator()(cmark_iter* iter) const { cmark_iter_free(iter); }
  void operator()(cmark_parser* parser) const { cmark_parser_free(parser); }
};

// cmark's own allocator ends the program where there is no memory. What it holds when this one throws is lost.
template <class... Size>
void* got(void* (*allocate)(Size...), Size... size) {
  void* const memory = allocate(size...);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}
cmark_mem throwing_memory = {[](std::size_t count, std::size_t size) { return got(std::calloc, count, size); },
                             [](void* old, std::size_t size) { return got(std::realloc, old, size); }, std::free};

cmark_node* parse(std::string_view text) {
  const std::unique_ptr<cmark_parser, node_deleter> parser(
      cmark_parser_new_with_mem(CMARK_OPT_DEFAULT, &throwing_memory));
  cmark_parser_feed(parser.get(), text.data(), text.size());
  return cmark_parser_finish(parser.get());
}

std::string_view view(const char* text) { return text == nullptr ? std::string_view() : std::string_view(text); }

bool leads_elsewhere(std::string_view url) { return !url.empty() && url.front() != '#'; }

// The only link in a paragraph that holds nothing else, or null.
cmark_node* sole_link(cmark_node* paragraph) {
  cmark_node* child = cmark_node_first_child(paragraph);
  const bool alone =
      child != nullptr && cmark_node_next(child) == nullptr && cmark_node_get_type(child) == CMARK_NODE_LINK;
  return alone ? child : nullptr;
}

class reader {
 public:
  block_list read(std::string_view text) {
    const std::unique_ptr<cmark_node, node_deleter> root(parse(text));
    const std::unique_ptr<cmark_iter, node_deleter> iter(cmark_iter_new(root.get()));
    for (auto event = cmark_iter_next(iter.get()); event != CMARK_EVENT_DONE; event = cmark_iter_next(iter.get())) {
      cmark_node* node = cmark_iter_get_node(iter.get());
      if (event == CMARK_EVENT_ENTER) {
        enter(node);
      } else {
        leave(node);
      }
    }
    return std::move(blocks_);
  }

 private:
  void enter(cmark_node* node) {
    switch (cmark_node_get_type(node)) {
      case CMARK_NODE_BLOCK_QUOTE:
        ++quotes_;
        break;
      case CMARK_NODE_LIST:
        ++lists_;
        break;
      case CMARK_NODE_ITEM:
        item_begins_ = true;
        break;
      case CMARK_NODE_CODE_BLOCK:
        add_code(view(cmark_node_get_literal(node)));
        break;
      case CMARK_NODE_HTML_BLOCK:
        add_html(view(cmark_node_get_literal(node)));
        break;
      case CMARK_NODE_TEXT:
      case CMARK_NODE_CODE:
        text_.append(view(cmark_node_get_literal(node)));
        break;
      case CMARK_NODE_SOFTBREAK:
      case CMARK_NODE_LINEBREAK:
        text_.append("\n");
        break;
      case CMARK_NODE_HTML_INLINE:
        add_inline_tag(view(cmark_node_get_literal(node)));
        break;
      case CMARK_NODE_LINK:
        text_.begin_mark(leads_elsewhere(view(cmark_node_get_url(node))));
        break;
      case CMARK_NODE_EMPH:
      case CMARK_NODE_STRONG:
        text_.begin_mark(false);
        break;
      default:
        break;
    }
  }

  void leave(cmark_node* node) {
    switch (cmark_node_get_type(node)) {
      case CMARK_NODE_BLOCK_QUOTE:
        --quotes_;
        break;
      case CMARK_NODE_LIST:
        --lists_;
        break;
      case CMARK_NODE_ITEM:
        item_begins_ = false;
        break;
      case CMARK_NODE_LINK:
      case CMARK_NODE_EMPH:
      case CMARK_NODE_STRONG:
        text_.end_mark();
        break;
      case CMARK_NODE_HEADING:
        blocks_.push_back(text_.take(satchel::kind::heading, cmark_node_get_heading_level(node)));
        break;
      case CMARK_NODE_PARAGRAPH:
        add_paragraph(node);
        break;
      default:
        break;
    }
  }

  void add_paragraph(cmark_node* node) {
    const bool first_of_item = std::exchange(item_begins_, false);
    if (quotes_ > 0) {
      blocks_.push_back(text_.take(satchel::kind::quote, 0));
    } else if (lists_ > 0 && first_of_item) {
      blocks_.push_back(text_.take(satchel::kind::list_item, lists_));
    } else if (cmark_node* link = sole_link(node); link != nullptr && is_url(view(cmark_node_get_url(link)))) {
      const std::string_view url = view(cmark_node_get_url(link));
      import_block b = text_.take(satchel::kind::reference, 0);
      const std::string_view title = trim(b.text);
      // An autolink shows the address as it was written, which may differ from its percent-encoded form.
      if (title.empty()) b.text = url;
      if (!is_url(b.text)) {
        b.text = std::string(title) + ' ' + std::string(url);
        b.marks = std::make_unique<std::vector<mark>>(1, mark{0, b.text.size(), true});
      }
      blocks_.push_back(std::move(b));
    } else {
      import_block b = text_.take(satchel::kind::paragraph, 0);
      if (!split_pipe_table(b.text, blocks_)) blocks_.push_back(std::move(b));
    }
  }

  void add_code(std::string_view code) {
    item_begins_ = false;
    while (code.ends_with('\n')) code.remove_suffix(1);
    blocks_.push_back(make_block(satchel::kind::code, 0, std::string(code)));
  }

  void add_html(std::string_view html) {
    item_begins_ = false;
    for (import_block& b : read_html_fragment(html)) blocks_.push_back(std::move(b));
  }

  // Inline tags are markup; <br> is a line break.
  void add_inline_tag(std::string_view tag) {
    if (starts_with_ignoring_case(tag, "<br")) {
      text_.append("\n");
    } else if (tag.starts_with("</")) {
      text_.end_mark();
    } else if (tag.size() > 2 && is_ascii_letter(tag[1]) && !tag.ends_with("/>") &&
               !starts_with_ignoring_case(tag, "<img")) {
      text_.begin_mark(starts_with_ignoring_case(tag, "<a ") && tag.find("href=\"#") == std::string_view::npos);
    }
  }

  block_list blocks_;
  text_builder text_;
  int quotes_ = 0;
  unsigned lists_ = 0;
  bool item_begins_ = false;
};

bool is_heading_line(std::string_view line) {
  const auto marks = line.find_first_not_of('#');
  return marks != std::string_view::npos && marks >= 1 && marks <= 6 && line[marks] == ' ';
}

}  // namespace

block_list read_markdown(std::string_view text) { return reader().read(text); }

bool looks_like_markdown(std::string_view text) {
  text = text.substr(0, 1U << 20U);
  int signs = 0;
  for (const auto line : split_lines(text)) {
    if (is_heading_line(line) || line.starts_with("```")) ++signs;
    const auto link = line.find("](");
    if (link != std::string_view::npos && line.find('[') < link && line.find(')', link) != std::string_view::npos)
      return true;
    if (line.find("<http://") != std::string_view::npos || line.find("<https://") != std::string_view::npos) ++signs;
    const auto bold = line.find("**");
    if (bold != std::string_view::npos && line.find("**", bold + 3) != std::string_view::npos) ++signs;
    for (const std::string_view tag : {"u>", "b>", "i>", "em>", "strong>"}) {
      const auto close = line.find("</" + std::string(tag));
      if (close != std::string_view::npos && line.find('<' + std::string(tag)) < close) ++signs;
    }
    if (signs >= 2) return true;
  }
  return false;
}

}  // namespace satchel::pack
