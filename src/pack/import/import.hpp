// From files to articles.
//
// Formats: plain text, Markdown, HTML, JSON Lines; YAML front matter in text and Markdown. What a file is, is decided
// by its name's ending and, where that says nothing, by its first bytes. Everything that comes out is valid UTF-8.
#pragma once

#include <satchel/pack.hpp>

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace satchel::pack {

struct import_options {
  // JSON key -> article field ("id", "title", "subtitle", "body", "authors", "source", "url", "date", "lang", "tags"),
  // for collections with other names. A key that is neither mapped nor known becomes a free field.
  std::map<std::string, std::string> map;
  // How the body text of a JSON line is to be read.
  body_format json_body = body_format::text;
};

// Called for each article in input order. Returning false stops the import.
using article_sink = std::function<bool(article&&)>;

// Imports each path in the order given: a file, a directory (recursive, entries sorted by bytes of their names, hidden
// entries skipped), or "-" for standard input. Problems are reported and passed over. Returns false when `sink` stopped
// it.
bool import_paths(const std::vector<std::string>& paths, const import_options& options, const article_sink& sink,
                  const report& report);

}  // namespace satchel::pack
