// Tables as lines of text.
#pragma once

#include "import/text/block.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace satchel::pack {

// One row as a line: the cells that hold something, with " | " between them.
std::string table_row(const std::vector<std::string>& cells);

// When the paragraph is a Markdown pipe table (its second line is made of dashes and bars), appends one paragraph a
// row and returns true.
bool split_pipe_table(std::string_view text, block_list& to);

}  // namespace satchel::pack
