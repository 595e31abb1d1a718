// Reading JSON.
#pragma once

#include "import/json/indexed_object.hpp"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <memory>
#include <string>

namespace satchel::pack {

using json = nlohmann::basic_json<indexed_object>;  // free fields keep their order

class json_reader {
 public:
  json_reader();
  ~json_reader();
  json_reader(const json_reader&) = delete;
  json_reader& operator=(const json_reader&) = delete;

  // Parses one value of valid UTF-8; one that is broken is discarded, and `at` says at which byte. "\ud800" without its
  // partner, as some programs write, is not text; U+FFFD takes its place.
  json read(const std::string& text, std::size_t& at);

 private:
  struct quick;
  std::unique_ptr<quick> quick_;  // keeps its memory
};

}  // namespace satchel::pack
