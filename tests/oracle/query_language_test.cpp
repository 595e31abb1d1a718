// Cases of query.hpp that random queries leave out.
#include "library.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

namespace oracle {
namespace {

// The identifiers of the articles that match, best first.
std::string found(library& in, std::string_view query) {
  satchel::hits<10> got;
  REQUIRE_FALSE(in.archive().search(query, got));
  std::string out;
  for (const satchel::hit& h : got) out += (out.empty() ? "" : " ") + in.known()[h.article].identifier;
  return out;
}

}  // namespace

TEST_CASE("oracle: a phrase that ends in one code point of a script written without spaces") {
  satchel::pack::options how;
  how.language = "en";
  const auto made = library::of_json_lines("two cellars",
                                           "{\"id\":\"zero\",\"title\":\"cellar \u6C34\"}\n"
                                           "{\"id\":\"one\",\"title\":\"cellar \u706B\"}\n"
                                           "{\"id\":\"two\",\"title\":\"\u6C34 cellar\"}\n",
                                           how);
  CHECK(found(*made, "\"cellar \u6C34\"") == "zero");
  CHECK(found(*made, "\"\u6C34 cellar\"") == "two");
  CHECK(found(*made, "title:\"cellar \u706B\"") == "one");
}

TEST_CASE("oracle: a plain word that no article has falls back with and without a stemmer") {
  for (const char* language : {"en", "none"}) {
    satchel::pack::options how;
    how.language = language;
    const auto made = library::of_json_lines("two lights",
                                             "{\"id\":\"zero\",\"title\":\"lanterns\"}\n"
                                             "{\"id\":\"one\",\"title\":\"candles\"}\n",
                                             how);
    INFO("language ", std::string(language));
    CHECK(found(*made, "lanternes") == "zero");
    CHECK(found(*made, "lantern") == "zero");
    CHECK(found(*made, "lanternesque") == "");
  }
}

}  // namespace oracle
