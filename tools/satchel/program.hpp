// What the program is that main() and the commands are part of: the tool, or the reader that carries its archive
// (tools/reader). Each has its own definitions of these, and of add_archive().
#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace satchel::tool {

struct command;

// Before all else; `called` is argv[0]. Throws trouble.
void begin(const char* called);

// What it is called in messages.
std::string own_name();

// A text in which commands are named as the tool's, as one types them for this program.
std::string as_typed(std::string text);

// Declares what it is and all that it can do, for --help; gives its commands.
std::vector<command> declare(CLI::App& program);

// What it does when it is called without arguments; gives the exit status.
int greet(const CLI::App& program);

}  // namespace satchel::tool
