// JSON lines and documents.
#include "import_support.hpp"

#include <doctest/doctest.h>

#include <string>

namespace {

using import_test::import_text;
using import_test::strings;
using import_test::texts_of;
using satchel::kind;
using satchel::pack::body_format;
using satchel::pack::import_options;

TEST_CASE("a line is an article") {
  const auto r = import_text("news.jsonl",
                             "{\"id\":\"a1\",\"title\":\"Ink\",\"subtitle\":\"black\",\"body\":\"Soot.\\n\\nOil\\nand  "
                             "heat.\",\"authors\":[\"Ann Lee\",\"Berg, Bo\"],"
                             "\"source\":\"S\",\"url\":\"https://"
                             "example.org\",\"date\":\"2020-05-03\",\"lang\":\"en\",\"tags\":[\"ink\",\"soot, "
                             "oil\"],\"pages\":12,\"rare\":true}\n");
  CHECK(r.problems.empty());
  REQUIRE(r.articles.size() == 1);
  const auto& a = r.articles[0];
  CHECK(a.identifier == "a1");
  CHECK(a.title == "Ink");
  CHECK(a.subtitle == "black");
  CHECK(texts_of(a, kind::paragraph) == strings{"Soot.", "Oil and  heat."});
  CHECK(a.authors == strings{"Ann Lee", "Berg, Bo"});
  CHECK(a.source == "S");
  CHECK(a.url == "https://example.org");
  CHECK(a.published == "2020-05-03");
  CHECK(a.language == "en");
  CHECK(a.tags == strings{"ink", "soot, oil"});
  REQUIRE(a.fields.size() == 2);
  CHECK(a.fields[0] == std::pair<std::string, std::string>("pages", "12"));
  CHECK(a.fields[1] == std::pair<std::string, std::string>("rare", "true"));
}

TEST_CASE("no article follows one that is not taken") {
  for (const char* name : {"news.jsonl", "news.json"}) {
    CAPTURE(name);
    const bool lines = std::string(name).ends_with('l');
    std::string text = lines ? "" : "[";
    for (int i = 0; i < 3; ++i)
      text += std::string(i > 0 && !lines ? "," : "") + "{\"title\":\"Ink\",\"body\":\"x\"}\n";
    const import_test::temporary_directory directory;
    const std::string path = directory.write(name, text + (lines ? "" : "]"));
    for (int most = 1; most <= 3; ++most) {
      int given = 0;
      satchel::pack::import_paths(
          {path}, {}, [&](satchel::pack::article&&) { return ++given < most; }, [](const satchel::pack::problem&) {});
      CHECK(given == most);
    }
  }
}

TEST_CASE("each author and tag stands once, where it was first, from whatever key it comes") {
  const auto r =
      import_text("news.jsonl",
                  "{\"title\":\"Ink\",\"body\":\"x\",\"tags\":[\"ink\",\"soot\",\"ink\"],\"authors\":"
                  "[\"Ann Lee\",\"Bo Berg\",\"Ann Lee\"],\"topics\":\"oil, soot\",\"byline\":\"By Cy Young and "
                  "Bo Berg\"}\n");
  REQUIRE(r.articles.size() == 1);
  CHECK(r.articles[0].authors == strings{"Ann Lee", "Bo Berg", "Cy Young"});
  CHECK(r.articles[0].tags == strings{"ink", "soot", "oil"});
}

TEST_CASE("authors and tags may be one string") {
  const auto r = import_text("n.jsonl",
                             "{\"title\":\"Ink\",\"body\":\"x\",\"authors\":\"Ann Lee and Bo Berg\",\"tags\":\"ink, "
                             "soot\",\"published\":\"May 3, 2020\",\"language\":\"de\"}\n");
  REQUIRE(r.articles.size() == 1);
  CHECK(r.articles[0].authors == strings{"Ann Lee", "Bo Berg"});
  CHECK(r.articles[0].tags == strings{"ink", "soot"});
  CHECK(r.articles[0].published == "2020-05-03");
  CHECK(r.articles[0].language == "de");
}

TEST_CASE("a list of one is not taken apart, and free fields keep their order") {
  const auto r = import_text("n.jsonl",
                             "{\"title\":\"Ink\",\"body\":\"x\",\"zinc\":\"1\",\"authors\":[\"Lee, Ann\"],"
                             "\"tags\":[\"soot, oil\"],\"lead\":\"2\"}\n");
  REQUIRE(r.articles.size() == 1);
  CHECK(r.articles[0].authors == strings{"Lee, Ann"});
  CHECK(r.articles[0].tags == strings{"soot, oil"});
  CHECK(r.articles[0].fields == std::vector<std::pair<std::string, std::string>>{{"zinc", "1"}, {"lead", "2"}});
}

TEST_CASE("an article without id is called by its line") {
  const auto r = import_text("news.jsonl", "{\"title\":\"a\",\"body\":\"x\"}\n\n{\"title\":\"b\",\"body\":\"y\"}");
  REQUIRE(r.articles.size() == 2);
  CHECK(r.articles[0].identifier == "news:1");
  CHECK(r.articles[1].identifier == "news:3");
  CHECK(r.articles[1].origin.ends_with("news.jsonl:3"));
}

TEST_CASE("bodies in plain text do not meet the rules for news pages") {
  const auto r = import_text(
      "n.jsonl", "{\"title\":\"a\",\"body\":\"By Ann Lee\\n\\nAll rights reserved.\\n\\nhttps://example.org\"}");
  REQUIRE(r.articles.size() == 1);
  CHECK(r.articles[0].authors.empty());
  CHECK(texts_of(r.articles[0], kind::paragraph).size() == 3);
}

TEST_CASE("broken lines are reported by number and passed over") {
  const auto r = import_text(
      "n.jsonl", "{\"title\":\"a\",\"body\":\"x\"}\n{\"title\":\n[1]\n\"text\"\n{\"title\":\"b\",\"body\":\"y\"}\n");
  CHECK(r.articles.size() == 2);
  REQUIRE(r.problems.size() == 3);
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(r.problems[i].where.ends_with("n.jsonl:" + std::to_string(i + 2)));
    CHECK(r.problems[i].lost);
  }
}

TEST_CASE("nesting without end is an error, not a crash") {
  const auto r = import_text("n.jsonl", std::string(300000, '[') + "\n{\"title\":\"b\",\"body\":\"y\"}\n");
  CHECK(r.articles.size() == 1);
  CHECK(r.problems.size() == 1);
}

TEST_CASE("halves of surrogate pairs and control characters are replaced") {
  const auto r = import_text("n.jsonl", "{\"title\":\"a\\ud800b \\ud83d\\ude00\",\"body\":\"x\\u0000y\\u001b\"}\n");
  REQUIRE(r.articles.size() == 1);
  CHECK(r.articles[0].title ==
        "a\xEF\xBF\xBD"
        "b \xF0\x9F\x98\x80");
  CHECK(r.articles[0].body[0].text == "x\xEF\xBF\xBDy");
}

TEST_CASE("bytes that are not UTF-8 are counted once a file") {
  const auto r =
      import_text("n.jsonl", "{\"title\":\"a\xFF\",\"body\":\"x\"}\n{\"title\":\"b\xFF\xFE\",\"body\":\"y\"}\n");
  CHECK(r.articles.size() == 2);
  REQUIRE(r.problems.size() == 1);
  CHECK(r.problems[0].what.starts_with("3 places"));
  CHECK_FALSE(r.problems[0].lost);
}

TEST_CASE("other names are mapped") {
  import_options options;
  options.map = {
      {"headline_text", "title"}, {"story", "body"}, {"who", "authors"}, {"mood", "temper"}, {"tags", "unused"}};
  const auto r = import_text("n.jsonl",
                             "{\"headline_text\":\"Ink\",\"story\":\"Soot.\",\"who\":[\"Ann "
                             "Lee\"],\"mood\":\"calm\",\"tags\":\"x\",\"text\":\"free\"}\n",
                             options);
  REQUIRE(r.articles.size() == 1);
  const auto& a = r.articles[0];
  CHECK(a.title == "Ink");
  CHECK(texts_of(a, kind::paragraph) == strings{"Soot."});
  CHECK(a.authors == strings{"Ann Lee"});
  CHECK(a.tags.empty());
  REQUIRE(a.fields.size() == 3);
  CHECK(a.fields[0] == std::pair<std::string, std::string>("temper", "calm"));
  CHECK(a.fields[1] == std::pair<std::string, std::string>("unused", "x"));
  CHECK(a.fields[2] == std::pair<std::string, std::string>("text", "free"));
}

TEST_CASE("a field without a name is left out, and reported") {
  const auto r = import_text("a.jsonl", R"({"title":"Ink","body":"Soot.","":"x","fields":{"":"y","shelf":"B 12"}})");
  REQUIRE(r.articles.size() == 1);
  REQUIRE(r.articles[0].fields.size() == 1);
  CHECK(r.articles[0].fields[0].first == "shelf");
  REQUIRE(r.problems.size() == 1);
  CHECK(r.problems[0].what == "a field has no name");
}

TEST_CASE("bodies may be Markdown or HTML") {
  import_options options;
  options.json_body = body_format::markdown;
  const auto m = import_text("n.jsonl", "{\"title\":\"a\",\"body\":\"# Ink\\n\\n- soot\"}\n", options);
  REQUIRE(m.articles.size() == 1);
  CHECK(texts_of(m.articles[0], kind::heading) == strings{"Ink"});
  CHECK(texts_of(m.articles[0], kind::list_item) == strings{"soot"});
  options.json_body = body_format::html;
  const auto h = import_text("n.jsonl", "{\"title\":\"a\",\"body\":\"<h2>Ink</h2><p>soot\"}\n", options);
  REQUIRE(h.articles.size() == 1);
  CHECK(texts_of(h.articles[0], kind::heading) == strings{"Ink"});
}

TEST_CASE("a JSON file holds an object, a list, or lines") {
  const auto one = import_text("ink.json", "{\n  \"title\": \"Ink\",\n  \"body\": \"Soot.\"\n}\n");
  REQUIRE(one.articles.size() == 1);
  CHECK(one.articles[0].identifier == "ink");
  const auto list = import_text(
      "ink.json", "[{\"title\": \"a\", \"body\": \"x\"}, 7, {\"id\": \"z\", \"title\": \"b\", \"body\": \"y\"}]");
  REQUIRE(list.articles.size() == 2);
  CHECK(list.articles[0].identifier == "ink:1");
  CHECK(list.articles[1].identifier == "z");
  CHECK(list.problems.size() == 1);
  const auto lines =
      import_text("ink.json", "{\"title\": \"a\", \"body\": \"x\"}\n{\"title\": \"b\", \"body\": \"y\"}\n");
  CHECK(lines.articles.size() == 2);
  const auto broken = import_text("ink.json", "{\"title\": \"a\",\n\"body\": ");
  CHECK(broken.articles.empty());
  REQUIRE(broken.problems.size() == 1);
  CHECK(broken.problems[0].lost);
}

TEST_CASE("values that no field can hold are reported once a file") {
  const std::string line = "{\"title\":\"a\",\"body\":\"x\",\"deep\":{\"b\":1},\"list\":[1,2]}\n";
  const auto r = import_text("n.jsonl", line + line);
  REQUIRE(r.articles.size() == 2);
  CHECK(r.problems.size() == 1);
  CHECK(r.articles[1].fields.size() == 2);
}

}  // namespace
