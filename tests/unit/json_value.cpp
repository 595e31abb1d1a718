#include "import/json_value.hpp"

#include <doctest/doctest.h>

#include <random>
#include <string>
#include <vector>

namespace {

using satchel::pack::json;

json parsed(const std::string& text) {
  std::size_t at = 0;
  return satchel::pack::json_reader().read(text, at);
}

TEST_CASE("JSON is read as the library reads it") {
  for (const std::string text :
       {R"({"title": "A \"b\" \\ \/ \b\f\n\r\t", "body": "\u00e9\ud83d\ude00", "n": [1, -2.5e3, true, null, {}, []]})",
        R"({"twice": 1, "twice": "2"})",
        R"( [ ] )",
        R"("")",
        R"({"":""})",
        "12",
        "1e400",
        "01",
        "nul",
        "",
        " ",
        "{",
        R"({"a":1)",
        R"({"a":1,})",
        R"([1,])",
        R"([1 2])",
        R"({"a" 1})",
        R"("open)",
        "\"\t\"",
        R"("\x")",
        R"("\u12")",
        "[1]x",
        "\xEF\xBB\xBF[1]",
        "[\xEF\xBB\xBF"
        "1]"}) {
    CAPTURE(text);
    CHECK(parsed(text).dump() == json::parse(text, nullptr, false).dump());  // also of what is no JSON
  }
  CHECK(parsed("2").is_number_unsigned());
  CHECK(!parsed("-2").is_number_unsigned());
  const std::string deep = std::string(100, '[') + std::string(100, ']');
  CHECK(parsed(deep) == json::parse(deep));
  CHECK(parsed(R"("\ud800!")") == json("\uFFFD!"));
}

TEST_CASE("JSON of random pieces is read as the library reads it") {
  const std::vector<std::string> parts = {"{",  "}", "[",       "]", ",", ":", "\"a\"", "\"",
                                          "\\", "n", "\\u00e9", "1", "-", " ", "true"};
  std::mt19937 dice(18);
  for (int i = 0; i < 50000; ++i) {
    std::string text;
    for (auto n = dice() % 9; n > 0; --n) text += parts[dice() % parts.size()];
    CAPTURE(text);
    CHECK(parsed(text).dump() == json::parse(text, nullptr, false).dump());  // also of what is no JSON
  }
}

}  // namespace
