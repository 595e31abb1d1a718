#include "import/html/html_blocks.hpp"

#include "import/text/characters.hpp"
#include "import/text/tables.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace satchel::pack {
namespace {

std::uint8_t heading_level(GumboTag tag) {
  switch (tag) {
    case GUMBO_TAG_H1:
      return 1;
    case GUMBO_TAG_H2:
      return 2;
    case GUMBO_TAG_H3:
      return 3;
    case GUMBO_TAG_H4:
      return 4;
    case GUMBO_TAG_H5:
      return 5;
    case GUMBO_TAG_H6:
      return 6;
    default:
      return 0;
  }
}

// Inline elements: they neither begin nor end a paragraph.
bool is_inline(GumboTag tag) {
  switch (tag) {
    case GUMBO_TAG_A:
    case GUMBO_TAG_ABBR:
    case GUMBO_TAG_ACRONYM:
    case GUMBO_TAG_B:
    case GUMBO_TAG_BDI:
    case GUMBO_TAG_BDO:
    case GUMBO_TAG_BIG:
    case GUMBO_TAG_CITE:
    case GUMBO_TAG_CODE:
    case GUMBO_TAG_DATA:
    case GUMBO_TAG_DEL:
    case GUMBO_TAG_DFN:
    case GUMBO_TAG_EM:
    case GUMBO_TAG_FONT:
    case GUMBO_TAG_I:
    case GUMBO_TAG_INS:
    case GUMBO_TAG_KBD:
    case GUMBO_TAG_LABEL:
    case GUMBO_TAG_MARK:
    case GUMBO_TAG_Q:
    case GUMBO_TAG_RB:
    case GUMBO_TAG_RUBY:
    case GUMBO_TAG_S:
    case GUMBO_TAG_SAMP:
    case GUMBO_TAG_SMALL:
    case GUMBO_TAG_SPAN:
    case GUMBO_TAG_STRIKE:
    case GUMBO_TAG_STRONG:
    case GUMBO_TAG_SUB:
    case GUMBO_TAG_SUP:
    case GUMBO_TAG_TIME:
    case GUMBO_TAG_TT:
    case GUMBO_TAG_U:
    case GUMBO_TAG_VAR:
    case GUMBO_TAG_WBR:
    case GUMBO_TAG_IMG:
    case GUMBO_TAG_UNKNOWN:
      return true;
    default:
      return false;
  }
}

bool is_marking(GumboTag tag) {
  return tag == GUMBO_TAG_A || tag == GUMBO_TAG_B || tag == GUMBO_TAG_STRONG || tag == GUMBO_TAG_EM ||
         tag == GUMBO_TAG_I || tag == GUMBO_TAG_U || tag == GUMBO_TAG_SPAN;
}

bool is_never_shown(GumboTag tag) {
  switch (tag) {
    case GUMBO_TAG_HEAD:
    case GUMBO_TAG_SCRIPT:
    case GUMBO_TAG_STYLE:
    case GUMBO_TAG_TEMPLATE:
    case GUMBO_TAG_IFRAME:
    case GUMBO_TAG_SVG:
    case GUMBO_TAG_SELECT:
    case GUMBO_TAG_TEXTAREA:
    case GUMBO_TAG_BUTTON:
    case GUMBO_TAG_RT:
    case GUMBO_TAG_RP:
    case GUMBO_TAG_NOSCRIPT:
      return true;
    default:
      return false;
  }
}

// A table of data has rows of short cells; one that lays out a page holds paragraphs or other tables.
bool is_data_table(const GumboNode* table) {
  bool data = true;
  bool rows = false;
  walk(
      table,
      [&](const GumboNode* node) {
        const GumboTag tag = tag_of(node);
        if (tag == GUMBO_TAG_H1 || tag == GUMBO_TAG_H2 || tag == GUMBO_TAG_PRE || tag == GUMBO_TAG_BLOCKQUOTE)
          data = false;
        if (tag == GUMBO_TAG_TR) rows = true;
        if ((tag == GUMBO_TAG_TD || tag == GUMBO_TAG_TH) && text_of(node).size() > 500) data = false;
        return data && tag != GUMBO_TAG_TD && tag != GUMBO_TAG_TH;
      },
      [](const GumboNode*) {});
  if (!data || !rows) return false;
  // Nested tables also hide inside cells.
  std::size_t tables = 0;
  walk(
      table,
      [&](const GumboNode* node) {
        tables += is_element(node, GUMBO_TAG_TABLE) ? 1 : 0;
        return tables < 2;
      },
      [](const GumboNode*) {});
  return tables < 2;
}

class tree_reader {
 public:
  tree_reader(const html_content* content, block_list& to) : content_(content), blocks_(to) {}

  void read(const GumboNode* root) {
    walk(
        root, [&](const GumboNode* node) { return enter(node); }, [&](const GumboNode* node) { leave(node); });
    flush();
  }

 private:
  bool enter(const GumboNode* node) {
    if (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE || node->type == GUMBO_NODE_CDATA) {
      add_text(node->v.text.text);
      return false;
    }
    if (node->type != GUMBO_NODE_ELEMENT) return false;
    const GumboTag tag = tag_of(node);
    if (is_never_shown(tag) || (content_ != nullptr && content_->is_boilerplate(node))) return false;
    if (tag == GUMBO_TAG_BR) {
      add_line_break();
      return false;
    }
    if (tag == GUMBO_TAG_TABLE && data_table_ == nullptr && is_data_table(node)) {
      flush();
      data_table_ = node;
    }
    if (tag == GUMBO_TAG_TR && data_table_ != nullptr) {
      add_row(node);
      return false;
    }
    if (is_inline(tag)) {
      const std::string_view href = attribute(node, "href");
      if (is_marking(tag)) text_.begin_mark(tag == GUMBO_TAG_A && !href.empty() && href.front() != '#');
      return true;
    }
    flush();
    if (heading_level(tag) > 0) heading_ = heading_level(tag);
    if (tag == GUMBO_TAG_UL || tag == GUMBO_TAG_OL) ++lists_;
    if (tag == GUMBO_TAG_LI) item_begins_ = true;
    if (tag == GUMBO_TAG_BLOCKQUOTE) ++quotes_;
    if (tag == GUMBO_TAG_PRE) ++pres_;
    return true;
  }

  void leave(const GumboNode* node) {
    const GumboTag tag = tag_of(node);
    if (is_inline(tag)) {
      if (is_marking(tag)) text_.end_mark();
      return;
    }
    flush();
    if (heading_level(tag) > 0) heading_ = 0;
    if (tag == GUMBO_TAG_UL || tag == GUMBO_TAG_OL) --lists_;
    if (tag == GUMBO_TAG_LI) item_begins_ = false;
    if (tag == GUMBO_TAG_BLOCKQUOTE) --quotes_;
    if (tag == GUMBO_TAG_PRE) --pres_;
    if (node == data_table_) data_table_ = nullptr;
  }

  void add_text(std::string_view text) {
    if (pres_ > 0) {
      text_.append(text);
      return;
    }
    // In HTML line breaks mean no more than spaces; no-break spaces stay apart, they may separate fields.
    bool space = text_.text().empty() || is_blank(text_.text().back());
    std::string plain;
    for (const char c : text) {
      if (is_blank(c)) {
        if (!space) plain += ' ';
        space = true;
      } else {
        plain += c;
        space = false;
      }
    }
    if (!plain.empty()) breaks_ = plain == " " ? breaks_ : 0;
    text_.append(plain);
  }

  // Two breaks in a row are how old pages end a paragraph.
  void add_line_break() {
    if (pres_ > 0) {
      text_.append("\n");
    } else if (++breaks_ >= 2) {
      flush();
    } else {
      text_.append("\n");
    }
  }

  void add_row(const GumboNode* row) {
    flush();
    std::vector<std::string> cells;
    const GumboVector* children = children_of(row);
    for (unsigned i = 0; i < children->length; ++i) {
      const auto* cell = static_cast<const GumboNode*>(children->data[i]);
      if (is_element(cell, GUMBO_TAG_TD) || is_element(cell, GUMBO_TAG_TH)) cells.push_back(text_of(cell));
    }
    blocks_.push_back(make_block(satchel::kind::paragraph, 0, table_row(cells)));
  }

  void flush() {
    breaks_ = 0;
    if (text_.is_blank_so_far()) {
      text_.take(satchel::kind::paragraph, 0);
      return;
    }
    if (pres_ > 0) {
      import_block code = text_.take(satchel::kind::code, 0);
      const auto from = code.text.find_first_not_of('\n');
      code.text.erase(0, from);
      while (code.text.ends_with('\n') || code.text.ends_with(' ')) code.text.pop_back();
      blocks_.push_back(std::move(code));
    } else if (heading_ > 0) {
      blocks_.push_back(text_.take(satchel::kind::heading, heading_));
    } else if (quotes_ > 0) {
      blocks_.push_back(text_.take(satchel::kind::quote, 0));
    } else if (lists_ > 0 && std::exchange(item_begins_, false)) {
      blocks_.push_back(text_.take(satchel::kind::list_item, lists_));
    } else {
      blocks_.push_back(text_.take(satchel::kind::paragraph, 0));
    }
  }

  const html_content* content_;
  block_list& blocks_;
  text_builder text_;
  const GumboNode* data_table_ = nullptr;
  std::uint8_t heading_ = 0;
  unsigned lists_ = 0;
  int quotes_ = 0;
  int pres_ = 0;
  int breaks_ = 0;
  bool item_begins_ = false;
};

}  // namespace

void read_html_tree(const GumboNode* root, const html_content* content, block_list& to) {
  tree_reader(content, to).read(root);
}

}  // namespace satchel::pack
