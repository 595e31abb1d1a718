// Finding the files below a directory.
#pragma once

#include <satchel/pack.hpp>

#include <functional>
#include <string>
#include <string_view>

namespace satchel::pack {

// Calls `visit` with each regular file below `directory`: its path, and its name relative to the directory with '/'
// between the parts. Entries come sorted by the bytes of their names, hidden ones not at all. Links are followed; a
// directory that is reached twice is read once. What cannot be read is reported. Returns false when `visit` did.
bool for_each_file(const std::string& directory, const report& report,
                   const std::function<bool(const std::string& path, const std::string& name)>& visit);

// A path as messages and identifiers show it: bytes that are not UTF-8, and control characters, as %XX.
std::string printable_path(std::string_view path);

}  // namespace satchel::pack
