// What the tags, roles and class names of HTML elements say about their part in a page.
#pragma once

#include "import/html/html_document.hpp"

namespace satchel::pack {

// Scripts, form fields, embedded media and the like.
bool is_never_text(GumboTag tag);
// Hidden from the reader, or from screen readers.
bool is_hidden(const GumboNode* node);

enum class boilerplate { none, doubtful, sure };
// Whether an element by its tag, role and names frames articles, as navigation, sidebars and comments do.
boilerplate boilerplate_of(const GumboNode* node);

// Thousandths of a point that an element's names add to its score as an article, or take from it.
long class_weight(const GumboNode* node);

}  // namespace satchel::pack
