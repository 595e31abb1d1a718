#include "import/json/json_value.hpp"

#include <doctest/doctest.h>

#include <random>
#include <string>
#include <vector>

namespace {

using satchel::pack::json;

json parsed(std::string text) {
  std::size_t at = 0;
  return satchel::pack::read_json(text, at);
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
  for (const char* number : {"0", "2"}) CHECK(parsed(number).is_number_unsigned());
  CHECK(!parsed("-2").is_number_unsigned());
  const std::string deep = std::string(100, '[') + std::string(100, ']');
  CHECK(parsed(deep) == json::parse(deep));
  CHECK(parsed(R"("\ud800!")") == json("\uFFFD!"));
  CHECK(parsed(R"("\udc00\udc00!")") == json("\uFFFD\uFFFD!"));
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

TEST_CASE("objects of any size keep the order of their members, and of two with one key the last value") {
  for (const int members : {1, 15, 16, 17, 18, 100}) {
    std::string text;
    for (int i = 0; i < 2 * members; ++i)
      text += (i == 0 ? "{" : ",") + ("\"k" + std::to_string(i * 7 % members)) + "\":" + std::to_string(i);
    for (const std::string& more : {std::string("}"), std::string(",\"k0\":\"\\ud800\"}")}) {
      const json object = parsed(text + more);
      const bool mended = more.size() > 1;
      const auto expected = nlohmann::ordered_json::parse(text + (mended ? std::string(",\"k0\":\"\uFFFD\"}") : more));
      CHECK(object.dump() == expected.dump());
      const json copy = object;
      for (int i = 0; i < members; ++i) {
        const std::string key = "k" + std::to_string(i);
        CHECK(copy.contains(key));
        CHECK(copy[key].dump() == expected[key].dump());
      }
      CHECK(!copy.contains("k"));
    }
  }
}

}  // namespace
