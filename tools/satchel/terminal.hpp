// What standard output is, and how it may look.
#pragma once

#include <CLI/CLI.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace satchel::tool {

bool is_terminal(int file);

// Columns of the terminal behind standard output; 0 when it is none.
std::size_t terminal_columns();

// Terminal codes, all empty when there is to be no colour.
struct style {
  std::string_view title, dim, match, plain;
};

// Which style, by the option --color, NO_COLOR and what standard output is.
style choose_style(const std::string& color);

// The option --color.
void add_color(CLI::App& arguments, std::string& color);

}  // namespace satchel::tool
