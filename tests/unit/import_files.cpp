// Which files are taken, in which order, and what is said about the others.
#include "import/io/file_tree.hpp"
#include "import_support.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <string>

namespace {

using import_test::import_all;
using import_test::import_text;
using import_test::strings;
using import_test::temporary_directory;
using import_test::texts_of;
using satchel::kind;

strings identifiers(const import_test::result& r) {
  strings found;
  for (const auto& a : r.articles) found.push_back(a.identifier);
  return found;
}

TEST_CASE("a directory is read in the order of its names' bytes") {
  const temporary_directory d;
  for (const char* name :
       {"b.txt", "B.md", "a/z.txt", "a.txt", "\xC3\xA9.txt", "a/sub/x.html", ".hidden.txt", ".git/config.txt"})
    d.write(name, "Ink\n\nSoot and oil.\n");
  const auto r = import_all({d.path()});
  CHECK(r.problems.empty());
  CHECK(identifiers(r) == strings{"B", "a/sub/x", "a/z", "a", "b", "\xC3\xA9"});
}

TEST_CASE("a file is called by its name") {
  const temporary_directory d;
  const auto r = import_all({d.write("deep/ink.v2.txt", "Ink\n\nSoot.\n")});
  CHECK(identifiers(r) == strings{"ink.v2"});
  CHECK(r.articles[0].origin == d.path() + "/deep/ink.v2.txt");
}

TEST_CASE("missing, empty and unreadable files are reported as lost") {
  const temporary_directory d;
  const auto r = import_all({d.path() + "/none.txt", d.write("empty.txt", ""), d.write("blank.md", " \n\n"),
                             d.write("good.txt", "Ink\n\nSoot.\n")});
  CHECK(identifiers(r) == strings{"good"});
  REQUIRE(r.problems.size() == 3);
  for (const auto& p : r.problems) {
    CHECK(p.lost);
    CHECK(p.what != "");
    CHECK(p.remedy != "");
  }
  CHECK(r.problems[0].where == d.path() + "/none.txt");
}

TEST_CASE("a file without permission is reported") {
  const temporary_directory d;
  const std::string path = d.write("shut.txt", "Ink\n\nSoot.\n");
  std::filesystem::permissions(path, std::filesystem::perms::none);
  std::filesystem::permissions(d.path(), std::filesystem::perms::all);
  const uid_t who = geteuid();
  constexpr uid_t nobody = 65534;
  if (who == 0) REQUIRE(seteuid(nobody) == 0);  // root may read everything
  const auto r = import_all({path});
  if (who == 0) REQUIRE(seteuid(who) == 0);
  CHECK(r.articles.empty());
  REQUIRE(r.problems.size() == 1);
  CHECK(r.problems[0].lost);
}

TEST_CASE("binary and unknown files are skipped with a line") {
  const temporary_directory d;
  d.write("picture.png", "\x89PNG\r\n\x1A\n and more");
  d.write("data.bin", std::string("ab\0cd", 5));
  d.write("false.txt", std::string("words\0words", 11));
  d.write("style.css", "p { color: red }");
  d.write("README", "Ink\n\nSoot and oil.\n");
  const auto r = import_all({d.path()});
  CHECK(identifiers(r) == strings{"README"});
  CHECK(r.problems.size() == 4);
  // Asked for by name, text of an unknown ending is text.
  CHECK(identifiers(import_all({d.path() + "/style.css"})) == strings{"style"});
}

TEST_CASE("bytes that are not UTF-8 are replaced, counted and reported once") {
  const auto r = import_text("ink.txt", "Ink\n\nSoot \xFF and \xC3 oil \xFE.\n");
  REQUIRE(r.articles.size() == 1);
  REQUIRE(r.problems.size() == 1);
  CHECK(r.problems[0].what.starts_with("3 places"));
  CHECK_FALSE(r.problems[0].lost);
  CHECK(texts_of(r.articles[0], kind::paragraph) == strings{"Soot \xEF\xBF\xBD and \xEF\xBF\xBD oil \xEF\xBF\xBD."});
}

TEST_CASE("an article without text is kept for its title") {
  const auto r = import_text("ink.md", "---\ntitle: Ink\n---\n");
  REQUIRE(r.articles.size() == 1);
  CHECK(r.articles[0].title == "Ink");
  REQUIRE(r.problems.size() == 1);
  CHECK_FALSE(r.problems[0].lost);
}

TEST_CASE("an article without title and text is lost") {
  const auto r = import_text("ink.html", "<html><script>x()</script></html>");
  CHECK(r.articles.empty());
  REQUIRE(r.problems.size() == 1);
  CHECK(r.problems[0].lost);
}

TEST_CASE("links in a circle end") {
  const temporary_directory d;
  d.write("a/ink.txt", "Ink\n\nSoot.\n");
  std::filesystem::create_directory_symlink("..", d.path() + "/a/up");
  std::filesystem::create_symlink("self", d.path() + "/self");
  std::filesystem::create_symlink("nowhere", d.path() + "/dangling");
  const auto r = import_all({d.path()});
  CHECK(identifiers(r) == strings{"a/ink"});
  CHECK(r.problems.size() == 3);
}

TEST_CASE("names that are not UTF-8 are survived") {
  const temporary_directory d;
  d.write("ink\xFF.txt", "Ink\n\nSoot.\n");
  const auto r = import_all({d.path()});
  CHECK(identifiers(r) == strings{"ink%FF"});
  CHECK(satchel::pack::printable_path("a\nb\xC3\xA9\x80") == "a%0Ab\xC3\xA9%80");
}

TEST_CASE("the sink can stop the import") {
  const temporary_directory d;
  for (const char* name : {"a.txt", "b.txt", "c.jsonl"}) d.write(name, "{\"title\":\"x\",\"body\":\"y\"}\n");
  int count = 0;
  const bool whole = satchel::pack::import_paths(
      {d.path()}, {}, [&](satchel::pack::article&&) { return ++count < 2; }, [](const satchel::pack::problem&) {});
  CHECK_FALSE(whole);
  CHECK(count == 2);
}

TEST_CASE("a title of a megabyte is a title") {
  std::string title;
  while (title.size() < (1U << 20U)) title += "word ";
  title += "end";
  for (const auto& one : {std::pair<std::string, std::string>("t.md", "# " + title + "\n\nSoot.\n"),
                          {"t.txt", title + "\n\nSoot.\n"},
                          {"t.html", "<title>" + title + "</title><p>Soot.</p>"},
                          {"t.jsonl", "{\"title\":\"" + title + "\",\"body\":\"Soot.\"}"}}) {
    CAPTURE(one.first);
    const auto r = import_text(one.first, one.second);
    REQUIRE(r.articles.size() == 1);
    CHECK(r.articles[0].title == title);
    CHECK(r.articles[0].body.back().text == "Soot.");
  }
}

TEST_CASE("a text without a single break is text, not title") {
  std::string text;
  while (text.size() < 10000) text += "word ";
  const auto r = import_text("t.txt", text);
  REQUIRE(r.articles.size() == 1);
  CHECK(r.articles[0].title == "");
  CHECK(r.articles[0].body.size() == 1);
}

}  // namespace
