// From an HTML tree to blocks.
#pragma once

#include "import/html/html_content.hpp"
#include "import/text/block.hpp"

namespace satchel::pack {

// Appends the blocks below `root`. With `content`, what it calls boilerplate is left out; without, only what is never
// text (scripts, styles, form fields).
void read_html_tree(const GumboNode* root, const html_content* content, block_list& to);

}  // namespace satchel::pack
