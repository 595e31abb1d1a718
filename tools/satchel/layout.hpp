// Which bytes of an archive serve what.
#pragma once

#include <satchel/archive.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace satchel::tool {

// What an index page holds.
std::string page_use(const archive& a, std::uint32_t page);

struct file_part {
  const char* name;
  std::uint64_t bytes;
};

// All parts of the file; their sizes add up to its size. For storage in memory.
error file_parts(const archive& a, std::vector<file_part>& out);

}  // namespace satchel::tool
