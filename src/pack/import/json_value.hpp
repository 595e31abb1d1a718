// Reading JSON.
#pragma once

#include <simdjson.h>
#include <nlohmann/json.hpp>

#include <cstddef>
#include <string>

namespace satchel::pack {

using json = nlohmann::ordered_json;  // free fields keep their order

class json_reader {
 public:
  // Parses one value of valid UTF-8; one that is broken is discarded, and `at` says at which byte. "\ud800" without its
  // partner, as some programs write, is not text; U+FFFD takes its place.
  json read(const std::string& text, std::size_t& at);

 private:
  simdjson::dom::parser parser_;  // keeps its memory
};

}  // namespace satchel::pack
