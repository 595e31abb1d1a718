// What standard output is, and how it may look.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace satchel::tool {

bool is_terminal(int file);

// Columns of the terminal behind a file descriptor; 0 when it is none.
std::size_t terminal_columns(int file);

// Terminal codes, all empty when there is to be no colour.
struct style {
  std::string_view title, dim, match, plain;
};

// Which style, by the option --color, NO_COLOR and what standard output is.
style choose_style(const std::string& color);

}  // namespace satchel::tool
