// Lines that say something about an article: bylines, datelines, tags.
#pragma once

#include "import/text/block.hpp"

#include <satchel/pack.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace satchel::pack {

struct line_fields {
  std::vector<std::string> authors;
  std::string source;
  std::string published;
  std::vector<std::string> tags;
};

// Reads a line such as "By Ann Lee", "The Paper, May 3, 2020", "Posted on May 3, 2020 by Ann Lee", "Tags: a, b", or
// several of them glued together. False when the line is none of these. Marks of links and emphasis tell where glued
// names end.
bool read_field_line(const import_block& line, line_fields& fields);

// Fills what the article does not know yet.
void take_fields(line_fields&& fields, article& a);

// The tags in the value of a "Tags:" line: what markup sets off, otherwise what commas, semicolons, bars or wide gaps
// separate.
std::vector<std::string> split_tags(std::string_view value);

}  // namespace satchel::pack
