// An article as importers make it and the packer stores it.
#pragma once

#include <satchel/kind.hpp>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace satchel::pack {

// One typed part of an article's body. `text` is UTF-8 without markup; line breaks inside it matter only for code.
struct paragraph {
  satchel::kind kind = satchel::kind::paragraph;
  std::uint8_t level = 0;  // headings 1..6, list items 1.., otherwise 0
  std::string text;
};

// An article. Empty strings and lists mean "the source does not say".
struct article {
  std::string identifier;
  std::string title;
  std::string subtitle;
  std::vector<std::string> authors;
  std::string source;
  std::string url;
  std::string published;  // ISO 8601, as precise as the source says
  std::string language;   // BCP 47
  std::vector<std::string> tags;
  std::vector<std::pair<std::string, std::string>> fields;
  std::vector<paragraph> body;

  std::string origin;  // "file" or "file:line", for messages; not stored
};

}  // namespace satchel::pack
