// Finding the article in a whole web page that was saved as Markdown.
#pragma once

#include "import/text/block.hpp"

#include <satchel/pack.hpp>

namespace satchel::pack {

// When the blocks are those of a web page with its navigation (many of them are nothing but links), everything outside
// the article becomes boilerplate, and the heading above the article its title. Other texts stay as they are.
void keep_page_article(block_list& blocks, article& a);

}  // namespace satchel::pack
