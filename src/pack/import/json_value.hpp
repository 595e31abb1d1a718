// Reading JSON.
#pragma once

#include <nlohmann/json.hpp>

#include <cstddef>
#include <string>

namespace satchel::pack {

using json = nlohmann::ordered_json;  // free fields keep their order

// Parses one value of valid UTF-8; one that is broken is discarded, and `at` says at which byte. "\ud800" without its
// partner, as some programs write, is not text; U+FFFD takes its place.
json parse_json(const std::string& text, std::size_t& at);

}  // namespace satchel::pack
