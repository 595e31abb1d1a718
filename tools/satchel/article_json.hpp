// An article as one line of JSON.
#pragma once

#include "article.hpp"

#include <nlohmann/json.hpp>

#include <cstdio>
#include <optional>
#include <string>
#include <string_view>

namespace satchel::tool {

// Text as a JSON string with its quotation marks; bytes that are not UTF-8 become U+FFFD. As all
// JSON here, it has control characters and marks of direction as \uXXXX.
std::string json_string(std::string_view text);

// One line.
void print_json(std::FILE* out, const nlohmann::ordered_json& value);

// Writes the body as it comes, so that an article of any length takes little memory. A line that a damaged archive cuts
// short is still JSON, with "incomplete": true.
class json_printer : public article_printer {
 public:
  // boilerplate: with the pieces of that kind. number: with the article's number.
  json_printer(std::FILE* out, bool boilerplate, std::optional<std::uint32_t> number = {})
      : out_(out), boilerplate_(boilerplate), number_(number) {}

  void head(const article_head& head) override;
  void body(const piece& part) override;
  void end(bool complete) override;

 private:
  std::FILE* out_;
  bool boilerplate_;
  std::optional<std::uint32_t> number_;
  bool any_ = false;   // a paragraph was written
  bool open_ = false;  // and its end was not
};

}  // namespace satchel::tool
