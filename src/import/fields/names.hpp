// Names of authors, as bylines and metadata list them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace satchel::pack {

// One to six words that each begin like a name's (a capital, a letter of a script without case, or a particle such as
// "van"), without digits or the punctuation of sentences.
bool is_like_name(std::string_view text);

// The names in "By Ann Lee, Bo Berg and Cy Young", in order, each once. Roles ("staff writer"), addresses and empty
// parts are left out; "Lee, Ann" stays one name.
std::vector<std::string> split_authors(std::string_view text);

// Adds a name unless it is empty.
void add_author(std::vector<std::string>& authors, std::string_view name);

// How many bytes at the start of `text` read "By " or the like in front of a name; 0 when none do.
std::size_t byline_word_size(std::string_view text);

}  // namespace satchel::pack
