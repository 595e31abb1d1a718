// Lists of sources at an article's end.
#include "import/news/news.hpp"
#include "import_blocks.hpp"

#include <doctest/doctest.h>

#include <string>

namespace {

using namespace import_test;
using satchel::pack::mark_references;
using strings = std::vector<std::string>;

block_list marked(block_list&& blocks) {
  mark_references(blocks);
  return std::move(blocks);
}

import_block reference(std::string address) {
  return satchel::pack::make_block(satchel::kind::reference, 0, std::move(address));
}
import_block boilerplate(std::string line) {
  return satchel::pack::make_block(satchel::kind::boilerplate, 0, std::move(line));
}

TEST_CASE("labels of sources") {
  for (const char* label : {"Sources", "Source:", "References", "REFERENCE", "Notes", "Endnotes", "End notes",
                            "Footnotes", "Bibliography", "Works  cited", "Links::"}) {
    CAPTURE(label);
    CHECK(kinds(marked(list(prose(mill_text), prose(label), prose("1. Lee: Rags.")))) == "P-R");
    CHECK(kinds(marked(list(prose(mill_text), heading(label), prose("1. Lee: Rags.")))) == "PHR");
    CHECK(kinds(marked(list(prose(mill_text), item(label), prose("1. Lee: Rags.")))) == "PLP");
  }
  CHECK(kinds(marked(list(prose(mill_text), prose("Sources" + std::string(33, ':')), prose("1. Rags.")))) == "P-R");
  CHECK(kinds(marked(list(prose(mill_text), prose("Sources" + std::string(34, ':')), prose("1. Rags.")))) == "PPP");
}

TEST_CASE("a number stands before an entry") {
  for (const char* number : {"1. ", "12) ", "123. ", "[1] ", "[^1]: ", "(1) ", "[1]: ", " \t1.\t"}) {
    CAPTURE(number);
    CHECK(texts(marked(list(prose("Sources"), prose(number + std::string("Lee: Rags.")))))[1] == "Lee: Rags.");
  }
  for (const char* number : {"1234. ", "1.", "1 ", "[1 ", "(1] ", "[1) ", "[] ", "(^1) ", "a. ", "[^] "}) {
    CAPTURE(number);
    CHECK(kinds(marked(list(prose("Sources"), prose(number + std::string("Rags"))))) == "PP");
  }
  CHECK(kinds(marked(list(prose("Sources"), prose("1. ")))) == "PP");
  CHECK(kinds(marked(list(prose("Sources"), prose("1.")))) == "PP");
  CHECK(kinds(marked(list(prose("Sources"), prose("[1]")))) == "PP");
  CHECK(kinds(marked(list(prose("Sources"), prose("[1")))) == "PP");
  CHECK(kinds(marked(list(prose("Sources"), prose("[")))) == "PP");
  CHECK(kinds(marked(list(prose("Sources"), prose("1")))) == "PP");
  CHECK(kinds(marked(list(prose("Sources"), prose(" ")))) == "PP");
}

TEST_CASE("a third of the entries below a label show what they are") {
  const auto a = [] { return prose("1. Lee: Rags."); };
  const auto b = [] { return prose("Berg, Water."); };
  CHECK(kinds(marked(list(prose(mill_text), prose("Sources"), a(), b(), b()))) == "P-RRR");
  CHECK(kinds(marked(list(prose(mill_text), prose("Sources"), a(), b(), b(), b()))) == "PPPPPP");
  CHECK(kinds(marked(list(prose(mill_text), heading("Sources"), a(), b(), b(), b()))) == "PHPPPP");
  CHECK(kinds(marked(list(prose(mill_text), prose("Sources")))) == "PP");
  CHECK(kinds(marked(list(prose(mill_text), heading("Sources")))) == "PH");
  // A list under a heading need not, except of notes and links.
  CHECK(kinds(marked(list(prose(mill_text), heading("Sources"), item("Lee"), item("Berg")))) == "PHRR");
  CHECK(kinds(marked(list(prose(mill_text), heading("Notes"), item("Lee"), item("Berg")))) == "PHLL");
  CHECK(kinds(marked(list(prose(mill_text), heading("Links"), item("Lee"), item("Berg")))) == "PHLL");
  CHECK(kinds(marked(list(prose(mill_text), heading("Sources"), item("Lee"), b()))) == "PHLP");
  CHECK(kinds(marked(list(prose(mill_text), prose("Sources"), item("Lee"), item("Berg")))) == "PPLL");
}

TEST_CASE("below a plain label nothing but notices may follow") {
  CHECK(kinds(marked(list(prose("Sources"), prose("1. Lee: Rags."), code("x")))) == "PPC");
  CHECK(kinds(marked(list(heading("Sources"), prose("1. Lee: Rags."), code("x")))) == "HRC");
  CHECK(kinds(marked(list(prose("Sources"), prose("1. Lee: Rags."), boilerplate("Donate"), heading("More")))) ==
        "-R-H");
  CHECK(kinds(marked(list(prose("Sources"), prose("1. Lee."), prose("Notes")))) == "-RP");
}

TEST_CASE("an entry has at most 1000 bytes") {
  CHECK(kinds(marked(list(heading("Sources"), prose("1. " + std::string(997, 'a'))))) == "HR");
  CHECK(kinds(marked(list(heading("Sources"), prose("1. " + std::string(998, 'a'))))) == "HP");
}

TEST_CASE("a title and the address below it are one") {
  const auto made = marked(list(heading("Sources"), prose("How rags become paper"), prose("https://example.org/rags"),
                                prose("https://example.org/two"), prose("Mills https://example.org/3"),
                                prose("https://example.org/four"), prose("1. Five"), prose("https://example.org/5")));
  CHECK(texts(made) == strings{"Sources", "How rags become paper https://example.org/rags", "https://example.org/two",
                               "Mills https://example.org/3", "https://example.org/four",
                               "Five https://example.org/5"});
  CHECK(made[1].level == 0);
  // Items and numbers begin entries of their own.
  CHECK(marked(list(heading("Sources"), item("Rags"), item("https://example.org/rags"))).size() == 3);
  CHECK(marked(list(heading("Sources"), item("Rags"), prose("https://example.org/rags"))).size() == 3);
  CHECK(marked(list(heading("Sources"), prose("Rags"), prose("1. https://example.org/rags"))).size() == 3);
}

TEST_CASE("an address that a line break cut is whole again") {
  const auto joined = [](const std::string& one, const std::string& other) {
    return marked(list(heading("Sources"), prose(one), prose(other))).size() == 2;
  };
  for (const char* end : {"-", "/", "_", "=", "&", "?", "%", "."}) {
    CAPTURE(end);
    CHECK(joined(std::string("https://example.org/a") + end, "rest"));
    CHECK(joined(std::string("https://example.org/a") + end, "rest-b."));
    CHECK_FALSE(joined(std::string("https://example.org/a") + end, "rest."));
    CHECK_FALSE(joined(std::string("https://example.org/a") + end, "the rest"));
    CHECK_FALSE(joined(std::string("https://example.org/a") + end, "https://example.org/b"));
  }
  for (const char* tail : {"b-c.d", "b_c.d", "b/c.d", "b=c.d", "b&c.d", "b%c.d", "b.html", "b.htm", "b.pdf"}) {
    CAPTURE(tail);
    CHECK(joined("https://example.org/a", tail));
    CHECK(joined("See https://example.org/a", tail));
    CHECK_FALSE(joined("A word", tail));
  }
  CHECK_FALSE(joined("https://example.org/a", "b-c"));
  CHECK_FALSE(joined("https://example.org/a", "b.c"));
}

TEST_CASE("a run of addresses ends the text without a label") {
  const auto address = [] { return prose("[1] https://example.org/a"); };
  CHECK(kinds(marked(list(prose(mill_text), address(), address(), boilerplate("Donate")))) == "PRR-");
  CHECK(kinds(marked(list(address(), address()))) == "RR");
  CHECK(kinds(marked(list(prose(mill_text), prose("1. See https://example.org/a"), prose("2. Lee")))) == "PRR");
  CHECK(kinds(marked(list(prose(mill_text), prose("1. See https://example.org/a"), prose("2. Lee"),
                          prose("3. Berg")))) == "PPPP");
  CHECK(kinds(marked(list(prose(mill_text), prose("1. See https://example.org/a")))) == "PP");
  CHECK(kinds(marked(list(prose(mill_text), reference("Rags https://example.org/a"),
                          reference("Wax https://example.org/b")))) == "PRR");
  CHECK(kinds(marked(list(prose(mill_text), prose("See https://example.org/a"), prose("See https://example.org/b")))) ==
        "PPP");
}

TEST_CASE("items with an address are references when most are little else") {
  const auto bare = [] { return item("https://example.org/a"); };
  const auto more = [] { return item("See https://example.org/a"); };
  CHECK(kinds(marked(list(prose(mill_text), bare(), more()))) == "PRR");
  CHECK(kinds(marked(list(prose(mill_text), bare(), more(), more()))) == "PLLL");
  CHECK(kinds(marked(list(prose(mill_text), item("1. See https://example.org/a"), more(), more()))) == "PRRR");
  CHECK(kinds(marked(list(prose(mill_text), item("Lee"), bare()))) == "PLL");
}

TEST_CASE("addresses that stand alone, and footnotes, are references anywhere") {
  const auto made =
      marked(list(linked(prose(" https://example.org/a ")), prose(mill_text), prose("[^1]: See Lee."), prose(mill_text),
                  prose("[^a]: See Lee."), item("https://example.org/b"), prose(mill_text)));
  CHECK(kinds(made) == "RPRPPLP");
  CHECK(made[0].text == "https://example.org/a");
  CHECK_FALSE(made[0].marks);
  CHECK(made[2].text == "See Lee.");
  CHECK(kinds(marked(list(prose("[^1]:x"), prose(mill_text)))) == "PP");
}

}  // namespace
