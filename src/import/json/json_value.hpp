// Reading JSON.
#pragma once

#include "import/json/indexed_object.hpp"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <string>

namespace satchel::pack {

using json = nlohmann::basic_json<indexed_object>;  // free fields keep their order

// Parses one value of valid UTF-8; one that is broken is discarded, and `at` says at which byte. "\ud800" without its
// partner, as some programs write, is not text: in `text` "\ufffd" takes its place.
json read_json(std::string& text, std::size_t& at);

}  // namespace satchel::pack
