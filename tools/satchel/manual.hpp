// Man pages, made from the descriptions that --help prints.
#pragma once

#include <CLI/CLI.hpp>

#include <string>
#include <vector>

namespace satchel::tool {

// `satchel --manual DIRECTORY DATE [COMMAND=HEADER ...]`, which the build calls: writes satchel.1 and one page for each
// command. DATE is that of the version. The comment at the top of HEADER becomes a section of the command's page.
// Throws `trouble` where a file cannot be read or written.
void write_manual(const CLI::App& tool, const std::vector<std::string>& arguments);

}  // namespace satchel::tool
