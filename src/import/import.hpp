// From files to articles.
//
// Formats: plain text, Markdown, HTML, JSON Lines; YAML front matter in text and Markdown. What a file is, is decided
// by its name's ending and, where that says nothing, by its first bytes. Everything that comes out is valid UTF-8.
#pragma once

#include "import/io/import_options.hpp"

#include <satchel/pack.hpp>

#include <string>
#include <vector>

namespace satchel::pack {

// Imports each path in the order given: a file, a directory (recursive, entries sorted by bytes of their names, hidden
// entries skipped), or "-" for standard input. Problems are reported and passed over. Returns false when `sink` stopped
// it.
bool import_paths(const std::vector<std::string>& paths, const import_options& options, const article_sink& sink,
                  const report& report);

}  // namespace satchel::pack
