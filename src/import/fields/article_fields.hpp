// From named values, as JSON and YAML hold them, to an article's fields.
#pragma once

#include <satchel/pack.hpp>

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace satchel::pack {

enum class field { identifier, title, subtitle, body, authors, source, url, published, language, tags, free };

// The field that a key means. `map` (key -> name of a field) goes before the names that are known by themselves.
field field_of(std::string_view key, const std::map<std::string, std::string>& map);

// Puts the values of one key into the article; `field` is not body. Several values for a field that holds one: the
// first counts. Authors and tags that are not `listed` one by one may stand several in a value. A date or a language
// that cannot be read is reported and kept as a free field. Authors and tags may come to stand there twice.
void set_field(article& a, field field, std::string_view key, std::vector<std::string> values, bool listed,
               const std::string& where, const report& report);

}  // namespace satchel::pack
