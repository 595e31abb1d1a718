// Plain text.
#pragma once

#include "import/text/block.hpp"

#include <string_view>
#include <vector>

namespace satchel::pack {

// The text's blocks in order. Blank lines separate paragraphs; where lines are too long to be wrapped by hand, every
// line is one. List markers ("-", "*", "1.") make list items, ">" quotes, underlined lines headings.
block_list read_plain_text(std::string_view text);

// The paragraphs between blank lines, line breaks as spaces, nothing else changed: for text whose fields are known.
std::vector<paragraph> split_paragraphs(std::string_view text);

}  // namespace satchel::pack
