// From an HTML tree to blocks.
#pragma once

#include "block.hpp"
#include "html_content.hpp"

namespace satchel::pack {

// Appends the blocks below `root`. With `content`, what it calls furniture is left out; without, only what is never
// text (scripts, styles, form fields).
void read_html_tree(const GumboNode* root, const html_content* content, block_list& to);

}  // namespace satchel::pack
