// The five articles that the project started from come out as their owner says.
#include "import_support.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>

namespace {

using nlohmann::json;
using satchel::kind;
using satchel::pack::article;

std::vector<std::string> body_texts(const article& a) {
  std::vector<std::string> texts;
  for (const auto& p : a.body) {
    if (p.kind != kind::boilerplate && p.kind != kind::reference) texts.push_back(p.text);
  }
  return texts;
}

void check_text(const json& expected, const std::string& value) {
  if (expected.is_null()) {
    CHECK(value == "");
  } else {
    CHECK(value == expected.get<std::string>());
  }
}

void check_article(const json& expected, const article& a) {
  const std::set<std::string> known{"title",       "subtitle",  "authors",       "published",  "source",
                                    "tags",        "headings",  "heading_texts", "references", "list_items",
                                    "body_starts", "body_ends", "not_in_body"};
  for (const auto& entry : expected.items()) {
    CAPTURE(entry.key());
    REQUIRE(known.count(entry.key()) == 1);
  }
  const auto texts = body_texts(a);
  REQUIRE(!texts.empty());
  check_text(expected.at("title"), a.title);
  check_text(expected.value("subtitle", json()), a.subtitle);
  CHECK(a.authors == expected.at("authors").get<std::vector<std::string>>());
  check_text(expected.at("published"), a.published);
  check_text(expected.at("source"), a.source);
  CHECK(a.tags == expected.at("tags").get<std::vector<std::string>>());
  const auto headings = import_test::texts_of(a, kind::heading);
  CHECK(headings.size() == expected.at("headings").get<std::size_t>());
  if (expected.contains("heading_texts")) CHECK(headings == expected["heading_texts"].get<std::vector<std::string>>());
  CHECK(import_test::texts_of(a, kind::reference).size() == expected.at("references").get<std::size_t>());
  CHECK(import_test::texts_of(a, kind::list_item).size() == expected.value("list_items", std::size_t{0}));
  // The body begins below a section heading that is the title at the same time.
  const std::string& first = texts.front() == a.title && texts.size() > 1 ? texts[1] : texts.front();
  CHECK(first.starts_with(expected.at("body_starts").get<std::string>()));
  CHECK(texts.back().ends_with(expected.at("body_ends").get<std::string>()));
  for (const auto& absent : expected.at("not_in_body")) {
    for (const auto& text : texts) CHECK(text.find(absent.get<std::string>()) == std::string::npos);
  }
}

TEST_CASE("the seed articles come out as expected.json says") {
  const std::string folder = std::string(SATCHEL_SHARED_DIR) + "/seeds/";
  std::ifstream file(folder + "expected.json");
  if (!file) {
    MESSAGE("skipped: no " << folder);
    return;
  }
  const json expected = json::parse(file).at("articles");
  REQUIRE(expected.size() == 5);
  for (const auto& entry : expected.items()) {
    CAPTURE(entry.key());
    const auto r = import_test::import_all({folder + entry.key()});
    CHECK(r.problems.empty());
    REQUIRE(r.articles.size() == 1);
    CHECK(r.articles[0].identifier + ".txt" == entry.key());
    check_article(entry.value(), r.articles[0]);
  }
}

}  // namespace
