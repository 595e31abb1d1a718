// What a program that carries its archive says to somebody who sees it for the first time.
#pragma once

#include <satchel/hosted/file_archive.hpp>

#include <string>
#include <string_view>

namespace satchel::tool {

// A word as one types it in a shell: in quotes where it needs some.
std::string quoted_for_shell(std::string_view word);

// The archive's name, or else the program's, how much is in it, and what to type: examples that find something in this
// archive. `called` stands in front of commands.
void print_greeting(mapped_archive& opened, const std::string& name, const std::string& called);

}  // namespace satchel::tool
