// HTML pages and pieces of HTML.
#pragma once

#include "import/text/block.hpp"

#include <satchel/pack.hpp>

#include <string_view>

namespace satchel::pack {

// Reads a whole page: its metadata into the fields of `a` that are empty, its article as blocks. Navigation, forms,
// comments and the like are left out. Text must be UTF-8.
block_list read_html_page(std::string_view html, article& a);

// Reads a piece of HTML, all of which is text: no choosing, no metadata.
block_list read_html_fragment(std::string_view html);

}  // namespace satchel::pack
