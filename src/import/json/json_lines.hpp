// JSON: one article a line, or one file with an object or a list of them.
#pragma once

#include "import/io/import_options.hpp"
#include "import/io/input.hpp"

#include <string>
#include <string_view>

namespace satchel::pack {

// Where the articles of a file come from, for messages and identifiers.
struct origin {
  std::string where;       // the file's name as messages show it
  std::string identifier;  // of the file; its articles without an id are called "identifier:line"
};

// Each line that is not an article is reported as "file:line" and passed over. Returns false when the sink stopped.
bool import_json_lines(input& in, const origin& from, const import_options& options, const article_sink& sink,
                       const report& report);

// The whole text is one JSON value.
bool import_json_document(std::string&& text, const origin& from, const import_options& options,
                          const article_sink& sink, const report& report);

// True when the first line is a JSON value by itself and another follows, whatever the file is called.
bool begins_json_lines(std::string_view bytes);

}  // namespace satchel::pack
