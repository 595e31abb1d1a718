// Named values become an article's fields.
#include "import/fields/article_fields.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace {

using namespace satchel::pack;
using strings = std::vector<std::string>;

// An article, and what was said while it got its fields.
struct taker {
  article a;
  std::vector<problem> problems;

  void set(field field, strings values, bool listed = false, const char* key = "key") {
    set_field(a, field, key, std::move(values), listed, "here", [&](const problem& p) { problems.push_back(p); });
  }
};

TEST_CASE("the meaning of keys") {
  const std::pair<const char*, field> keys[] = {{"id", field::identifier},
                                                {"identifier", field::identifier},
                                                {"title", field::title},
                                                {"headline", field::title},
                                                {"subtitle", field::subtitle},
                                                {"body", field::body},
                                                {"text", field::body},
                                                {"content", field::body},
                                                {"authors", field::authors},
                                                {"author", field::authors},
                                                {"byline", field::authors},
                                                {"source", field::source},
                                                {"publication", field::source},
                                                {"url", field::url},
                                                {"link", field::url},
                                                {"canonical_url", field::url},
                                                {"date", field::published},
                                                {"published", field::published},
                                                {"pubdate", field::published},
                                                {"lang", field::language},
                                                {"language", field::language},
                                                {"tags", field::tags},
                                                {"keywords", field::tags},
                                                {"topics", field::tags},
                                                {"categories", field::tags},
                                                {"tag", field::tags},
                                                {"category", field::tags},
                                                {"Title", field::free},
                                                {"", field::free}};
  for (const auto& one : keys) {
    CAPTURE(one.first);
    CHECK(field_of(one.first, {}) == one.second);
  }
  CHECK(field_of("name", {{"name", "title"}}) == field::title);
  CHECK(field_of("title", {{"title", "other"}}) == field::free);
}

TEST_CASE("a field for one value takes the first, and only once") {
  const std::pair<field, std::string article::*> fields[] = {{field::identifier, &article::identifier},
                                                             {field::title, &article::title},
                                                             {field::subtitle, &article::subtitle},
                                                             {field::source, &article::source},
                                                             {field::url, &article::url}};
  for (const auto& [which, member] : fields) {
    taker t;
    t.set(which, {});
    CHECK((t.a.*member).empty());
    t.set(which, {" one \x01 two ", "three"});
    CHECK(t.a.*member == "one two");
    t.set(which, {"four"});
    CHECK(t.a.*member == "one two");
    CHECK(t.a.authors.empty());
    CHECK(t.a.tags.empty());
    CHECK(t.a.fields.empty());
    int filled = 0;
    for (const auto& [other, where] : fields) filled += (t.a.*where).empty() ? 0 : 1;
    CHECK(filled == 1);
  }
}

TEST_CASE("authors and tags are taken apart unless they are listed") {
  taker t;
  t.set(field::authors, {"Ann Lee and Bo Berg"});
  t.set(field::authors, {"Cy and Di Young"}, true);
  CHECK(t.a.authors == strings{"Ann Lee", "Bo Berg", "Cy and Di Young"});
  CHECK(t.a.tags.empty());
  t.set(field::tags, {"ink, wax"});
  t.set(field::tags, {"rag,  linen", " "}, true);
  CHECK(t.a.tags == strings{"ink", "wax", "rag, linen"});
  CHECK(t.a.published.empty());
}

TEST_CASE("dates and languages that cannot be read are reported and kept") {
  taker t;
  t.set(field::published, {});
  t.set(field::published, {" "});
  t.set(field::language, {});
  t.set(field::language, {" "});
  CHECK(t.problems.empty());
  CHECK(t.a.fields.empty());
  t.set(field::published, {"May 3, 2020"});
  t.set(field::published, {"2021"});
  t.set(field::language, {"en_us"});
  t.set(field::language, {"de"});
  CHECK(t.a.published == "2020-05-03");
  CHECK(t.a.language == "en-US");
  CHECK(t.problems.empty());
  t.set(field::published, {"soon"}, false, "date");
  t.set(field::language, {"German"}, false, "lang");
  REQUIRE(t.problems.size() == 2);
  CHECK(t.problems[0].where == "here");
  CHECK(t.problems[0].what == "the date \"soon\" in \"date\" cannot be read");
  CHECK(t.problems[1].what == "\"German\" in \"lang\" is no language tag");
  CHECK_FALSE(t.problems[0].lost);
  CHECK_FALSE(t.problems[1].lost);
  CHECK(t.a.fields == std::vector<std::pair<std::string, std::string>>{{"date", "soon"}, {"lang", "German"}});
}

TEST_CASE("a report shows the first 60 bytes of a value") {
  taker t;
  t.set(field::published, {std::string(61, 'x')});
  t.set(field::language, {std::string(61, 'y')});
  REQUIRE(t.problems.size() == 2);
  CHECK(t.problems[0].what == "the date \"" + std::string(60, 'x') + "\" in \"key\" cannot be read");
  CHECK(t.problems[1].what == "\"" + std::string(60, 'y') + "\" in \"key\" is no language tag");
}

TEST_CASE("free fields keep every value that is not blank") {
  taker t;
  t.set(field::free, {"one", " ", "two"});
  CHECK(t.a.fields == std::vector<std::pair<std::string, std::string>>{{"key", "one"}, {"key", "two"}});
}

}  // namespace
