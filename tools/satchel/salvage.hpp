// satchel extract --salvage: what can be read of a damaged archive.
#pragma once

#include "extract_output.hpp"

#include <string>

namespace satchel::tool {

// Saves all articles, says on standard error what is lost, and gives the exit status: 0 nothing is, 1 something, 2
// there was nothing to save. Throws trouble.
int salvage(const std::string& archive, const extract_form& how, bool json);

}  // namespace satchel::tool
