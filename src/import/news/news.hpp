// The rules for news pages: what in a text that people copied from the web is title, byline, date, tags, references or
// boilerplate, told by the forms that many publications share, never by a publication's name.
#pragma once

#include "import/text/block.hpp"

#include <satchel/pack.hpp>

#include <cstddef>
#include <string_view>

namespace satchel::pack {

// Applies the rules below in their order. Fields of `a` that are filled already are kept. `infer_headings`: the format
// has no headings of its own, so short lines between paragraphs are headings.
void apply_news_rules(block_list& blocks, article& a, bool infer_headings);

// news_head.cpp: the lines before the body: title, subtitle, bylines, datelines, tags; a title that is repeated. They
// move into the article. Returns the block (its index) whose text became the title but which may be a section heading
// too, because it stands below the byline; otherwise npos.
std::size_t read_head(block_list& blocks, article& a);

// news_tail.cpp: disclaimers, copyright, calls to subscribe or donate and notes about authors at the end become
// boilerplate; "Articles by:" and "Tags:" lines move into the article.
void read_tail(block_list& blocks, article& a);
// True for text that such notices begin with or contain. Good for short texts at an article's edges only.
bool is_notice(std::string_view text);

// news_references.cpp: lists of sources at the end, and addresses that stand alone, become references.
void mark_references(block_list& blocks);

// news_body.cpp: a paragraph that a stray blank line cuts in mid-sentence becomes whole again.
void join_broken_paragraphs(block_list& blocks);
// Short lines between paragraphs become headings.
void infer_section_headings(block_list& blocks);
// The text, without closing quotes and brackets, ends like a sentence or a clause.
bool ends_like_sentence(std::string_view text);

}  // namespace satchel::pack
