// Markdown (CommonMark, and the pipe tables that many pages use).
#pragma once

#include "import/text/block.hpp"

#include <string_view>

namespace satchel::pack {

// The text's blocks in order. Links keep their text and lose their address, except where a link stands alone in its
// paragraph: that becomes a reference. Images become their alternative text; HTML is read as HTML.
block_list read_markdown(std::string_view text);

// True when a text without a telling file name uses Markdown's links, headings or HTML's inline tags.
bool looks_like_markdown(std::string_view text);

}  // namespace satchel::pack
