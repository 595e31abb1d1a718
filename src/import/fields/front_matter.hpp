// YAML front matter: the fields between two "---" lines at the start of a text.
#pragma once

#include <satchel/pack.hpp>

#include <string>
#include <string_view>

namespace satchel::pack {

// Reads front matter into `a` and returns the text behind it. Text without front matter comes back whole. Broken front
// matter is reported with `where` and stays part of the text.
std::string_view read_front_matter(std::string_view text, const std::string& where, const report& report, article& a);

}  // namespace satchel::pack
