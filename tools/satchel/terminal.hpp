// What standard output is, and how it may look.
#pragma once

#include "text.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace satchel::tool {

bool is_terminal(int file);
// Whether TERM says that the terminal knows no codes.
bool is_dumb_terminal();

// How marks of direction go there.
direction_marks marks_on(int file);

// Columns of the terminal behind a file descriptor, as COLUMNS or else the terminal itself says; 0 when it is none.
std::size_t terminal_columns(int file);

// Columns for running text on standard output: those of the terminal up to 80, as long lines are hard to read, however
// wide it is; 0 when it is none.
std::size_t text_columns();

// Ends every code of a style.
inline constexpr std::string_view plain = "\033[0m";

// Terminal codes, all empty when there is to be no colour.
struct style {
  std::string_view title, heading, subheading, dim, match;
  bool coloured() const { return !title.empty(); }
};

// Which style, by the option --color, NO_COLOR, CLICOLOR_FORCE and what standard output is.
style choose_style(const std::string& color);

}  // namespace satchel::tool
