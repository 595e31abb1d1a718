// What every importer is told, and where its articles go.
#pragma once

#include <satchel/pack.hpp>

#include <functional>
#include <map>
#include <string>

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

}  // namespace satchel::pack
