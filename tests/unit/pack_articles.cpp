// Packing articles that the program makes itself: options::articles.

#include <satchel/hosted/file_archive.hpp>
#include <satchel/pack.hpp>

#include "temporary.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using satchel::kind;
using satchel::pack::article;
using satchel::pack::article_source;
using satchel::pack::problem;

struct packed {
  satchel::pack::statistics summary;
  std::vector<problem> problems;
};

packed packed_of(const article_source& source, const std::string& output, const std::vector<std::string>& inputs = {}) {
  packed out;
  satchel::pack::options how;
  how.inputs = inputs;
  how.articles = source;
  how.output = output;
  how.threads = 1;
  how.block_bytes = 512;
  out.summary = satchel::pack::pack(how, [&](const problem& p) { out.problems.push_back(p); });
  return out;
}

article_source source_of(const std::vector<article>& all) {
  return [&all, at = std::size_t{0}](article& next, const satchel::pack::report&) mutable {
    CHECK(next.body.empty());
    CHECK(next.identifier.empty());
    if (at == all.size()) return false;
    next = all[at++];
    return true;
  };
}

article note(const std::string& identifier, const std::string& text) {
  article a;
  a.identifier = identifier;
  a.body.push_back({kind::paragraph, 0, text});
  return a;
}

article full() {
  article a;
  a.identifier = "tide-table";
  a.title = std::string(300, 't');  // longer than what a catalog shows
  a.subtitle = "For the whole year";
  a.authors = {"Ida Moor", "Per Sund"};
  a.source = "The Quay";
  a.url = "https://example.org/tide";
  a.published = "1987-06";
  a.language = "en";
  a.tags = {"sea", "moon"};
  a.fields = {{"depth", "4 fathoms"}, {"note", ""}, {"depth", "5 fathoms"}};
  a.body = {{kind::heading, 2, "High water"},
            {kind::paragraph, 0, std::string(2000, 'w') + " and the ebb"},
            {kind::list_item, 7, "spring"},
            {kind::quote, 0, "Wait for the bell."},
            {kind::code, 0, "a\n\tb\x01\xEF\xBB\xBF"},
            {kind::reference, 0, "Almanac"},
            {kind::boilerplate, 0, "All rights afloat."}};
  return a;
}

std::uint32_t number_of(satchel::archive& in, const std::string& identifier) {
  std::uint32_t out = 0;
  CHECK(!in.find_identifier(identifier, out));
  return out;
}

// The pieces of an article, as "kind level text", parts joined.
std::vector<std::string> pieces_of(satchel::archive& from, const std::string& identifier) {
  std::vector<std::string> out;
  const std::uint32_t number = number_of(from, identifier);
  const satchel::error e = from.read(number, [&](const satchel::piece& p) {
    if (p.first) out.push_back(std::to_string(static_cast<int>(p.kind)) + ' ' + std::to_string(p.level) + ' ');
    out.back() += p.text;
  });
  CHECK(!e);
  return out;
}

std::string bytes_of(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

TEST_CASE("articles of a program are stored as they are") {
  const satchel::test::temporary_directory place;
  const std::string output = place.path() / "a.satchel";
  const article a = full();
  const packed done = packed_of(source_of({a, note("", "An article with no name.")}), output);
  CHECK(done.summary.articles == 2);
  CHECK(done.problems.empty());

  satchel::mapped_archive opened;
  REQUIRE(!opened.open(output.c_str()));
  const std::vector<std::string> expected = {"1 0 tide-table",
                                             "2 0 " + a.title,
                                             "3 0 For the whole year",
                                             "4 0 Ida Moor",
                                             "4 0 Per Sund",
                                             "5 0 The Quay",
                                             "6 0 https://example.org/tide",
                                             "7 0 1987-06",
                                             "8 0 en",
                                             "9 0 sea",
                                             "9 0 moon",
                                             "10 0 depth",
                                             "11 0 4 fathoms",
                                             "10 0 note",
                                             "11 0 ",
                                             "10 0 depth",
                                             "11 0 5 fathoms",
                                             "16 2 High water",
                                             "17 0 " + std::string(2000, 'w') + " and the ebb",
                                             "18 7 spring",
                                             "19 0 Wait for the bell.",
                                             "20 0 a\n\tb\x01\xEF\xBB\xBF",
                                             "21 0 Almanac",
                                             "22 0 All rights afloat."};
  CHECK(pieces_of(opened.get(), "tide-table") == expected);
  CHECK(pieces_of(opened.get(), "") == std::vector<std::string>{"1 0 ", "2 0 ", "17 0 An article with no name."});
  satchel::hits<4> found;
  REQUIRE(!opened.search("author:moor date:1987 ebb", found));
  REQUIRE(found.size() == 1);
  CHECK(found[0].article == number_of(opened.get(), "tide-table"));
}

TEST_CASE("articles of a program follow those of the inputs, and give the bytes that files give") {
  const satchel::test::temporary_directory place;
  std::ofstream(place.path() / "a.jsonl") << R"({"id": "one", "body": "The first note."})"
                                          << "\n";
  std::ofstream(place.path() / "b.jsonl") << R"({"id": "two", "body": "The second note."})"
                                          << "\n";
  const std::string files = place.path() / "files.satchel", both = place.path() / "both.satchel";
  packed_of({}, files, {place.path() / "a.jsonl", place.path() / "b.jsonl"});
  packed_of(source_of({note("two", "The second note.")}), both, {place.path() / "a.jsonl"});
  CHECK(bytes_of(files) == bytes_of(both));
}

TEST_CASE("an identifier that is taken gets the first free number") {
  const satchel::test::temporary_directory place;
  const std::string output = place.path() / "a.satchel";
  std::vector<article> all;
  for (const char* identifier : {"buoy", "buoy~3", "buoy", "buoy~2", "buoy", "buoy~1", "buoy~1", "~", "~"})
    all.push_back(note(identifier, "It floats " + std::to_string(all.size())));
  const packed done = packed_of(source_of(all), output);
  satchel::mapped_archive opened;
  REQUIRE(!opened.open(output.c_str()));
  std::size_t came = 0;
  for (const char* name : {"buoy", "buoy~3", "buoy~2", "buoy~4", "buoy~5", "buoy~1", "buoy~1~2", "~", "~~2"})
    CHECK(pieces_of(opened.get(), name).back() == "17 0 It floats " + std::to_string(came++));
  CHECK(opened.get().size() == came);
  REQUIRE(done.problems.size() == 5);
  CHECK(done.problems[0].where == "article 2 from the program");
  CHECK(done.problems[0].what == "identifier \"buoy\" is taken by an earlier article");
  CHECK(done.summary.lost == 0);
}

TEST_CASE("identifiers longer than what is left of a block, or than a block, hide no article behind them") {
  const satchel::test::temporary_directory place;
  const std::string path = (place.path() / "notes.satchel").string();
  std::vector<article> all;
  for (int i = 0; i < 60; ++i) {
    const std::string number = std::to_string(i);
    all.push_back(note(std::string(i * 37 % 2000, 'i') + number, "note " + number));
  }
  packed_of(source_of(all), path);
  satchel::mapped_archive book;
  REQUIRE(!book.open(path.c_str()));
  for (const article& given : all) {
    CAPTURE(given.identifier.size());
    std::uint32_t number = 0;
    REQUIRE(!book.get().find_identifier(given.identifier, number));
    std::string identifier, body;
    CHECK(!book.get().read(number, [&](const satchel::piece& p) {
      if (p.kind == kind::identifier) identifier += p.text;
      if (p.kind == kind::paragraph) body += p.text;
    }));
    CHECK(identifier == given.identifier);
    CHECK(body == given.body[0].text);
  }
}

TEST_CASE("what cannot be stored is mended and reported") {
  const satchel::test::temporary_directory place;
  const std::string output = place.path() / "a.satchel";
  article a = note("n", "caf\xE9 \xEF\xBF\xBD \xED\xA0\x80 ok\xC3");
  a.origin = "row 7";
  a.tags = {"t\xFE"};
  a.fields = {{"", "nameless"}, {"k\xFF", "v"}};
  a.subtitle = std::string("\0zeros\0\0", 8);
  const packed done = packed_of(source_of({a, note("m", std::string(5000, '\x80'))}), output);
  REQUIRE(done.problems.size() == 3);
  CHECK(done.problems[0].where == "row 7");
  CHECK(done.problems[0].what == "7 bytes are not UTF-8");
  CHECK(done.problems[1].what == "a field has no name");
  CHECK(done.problems[2].what == "5000 bytes are not UTF-8");
  CHECK(done.summary.problems == 3);
  CHECK(done.summary.lost == 1);
  satchel::mapped_archive opened;
  REQUIRE(!opened.open(output.c_str()));
  const std::string mark = "\xEF\xBF\xBD";
  CHECK(pieces_of(opened.get(), "n") ==
        std::vector<std::string>{"1 0 n", "2 0 ", "3 0 " + mark + "zeros" + mark + mark, "9 0 t" + mark,
                                 "10 0 k" + mark, "11 0 v",
                                 "17 0 caf" + mark + " " + mark + " " + mark + mark + mark + " ok" + mark});
}

TEST_CASE("what a source reports counts as a problem of the packer") {
  const satchel::test::temporary_directory place;
  int calls = 0;
  const packed done = packed_of(
      [&](article& next, const satchel::pack::report& on_problem) {
        if (++calls == 1) on_problem({"row 1", "it is gone", "left out", true});
        next = note("n", "text");
        return calls < 3;
      },
      place.path() / "a.satchel");
  CHECK(calls == 3);
  CHECK(done.summary.articles == 2);
  CHECK(done.summary.lost == 1);
  REQUIRE(done.problems.size() == 2);  // the second "n" too
  CHECK(done.problems[0].where == "row 1");
}

TEST_CASE("a source that fails leaves no archive") {
  const satchel::test::temporary_directory place;
  const std::string output = place.path() / "a.satchel";
  struct stop {};
  CHECK_THROWS_AS(packed_of([](article&, const satchel::pack::report&) -> bool { throw stop(); }, output), stop);
  CHECK_THROWS_AS(packed_of([](article&, const satchel::pack::report&) { return false; }, output),
                  satchel::pack::failure);
  for (const satchel::pack::paragraph& wrong :
       {satchel::pack::paragraph{kind::title, 0, "x"}, {static_cast<kind>(23), 0, "x"}, {kind::heading, 8, "x"}}) {
    article a = note("n", "text");
    a.body.push_back(wrong);
    CHECK_THROWS_AS(packed_of(source_of({note("m", "text"), a}), output), satchel::pack::failure);
  }
  CHECK(std::filesystem::is_empty(place.path()));
}
