// An article as the commands print it: its metadata at once, its body as a stream.
#pragma once

#include <satchel/archive.hpp>

#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace satchel::tool {

// Empty strings and lists: the article does not say.
struct article_head {
  std::string identifier, title, subtitle;
  std::vector<std::string> authors;
  std::string source, url, published, language;
  std::vector<std::string> tags;
  std::vector<std::pair<std::string, std::string>> fields;
};

// Takes an article, one call after the other.
class article_printer {
 public:
  virtual ~article_printer() = default;
  virtual void head(const article_head& head) = 0;
  // A part of the body; parts of one piece follow each other, the first and the last say so.
  virtual void body(const piece& part) = 0;
  // complete: false when the archive is damaged and the rest of the article is missing.
  virtual void end(bool complete) = 0;
};

// Reads the article and hands it to the printer: not at all when not even its identifier can be read.
error print_article(archive& from, std::uint32_t article, article_printer& to);

// The name of a kind of body piece in JSON.
const char* kind_name(kind k);

}  // namespace satchel::tool
