// Paragraphs that were cut, and short lines that are headings.
#include "import/news/news.hpp"
#include "import_blocks.hpp"

#include <doctest/doctest.h>

#include <string>

namespace {

using namespace import_test;
using satchel::pack::ends_like_sentence;
using strings = std::vector<std::string>;

const std::string text =
    "The old paper mill by the river opened its doors again after forty years of silence and a winter of work.";
const std::string broken_line = "The water had been led around the wheel for so long";

std::size_t after_joining(import_block one, import_block other) {
  auto blocks = list(std::move(one), std::move(other));
  satchel::pack::join_broken_paragraphs(blocks);
  return blocks.size();
}

std::string with_headings(block_list&& blocks) {
  satchel::pack::infer_section_headings(blocks);
  return kinds(blocks);
}

bool is_heading(const std::string& line) { return with_headings(list(prose(text), prose(line), prose(text))) == "PHP"; }

TEST_CASE("signs that end a sentence or a clause, in any script") {
  for (const char* sign : {".",
                           "!",
                           "?",
                           ":",
                           ";",
                           ",",
                           "\xE2\x80\xA6",
                           "\xE3\x80\x82",
                           "\xEF\xBC\x8C",
                           "\xEF\xBC\x81",
                           "\xEF\xBC\x9F",
                           "\xEF\xBC\x9A",
                           "\xEF\xBC\x9B",
                           "\xE3\x80\x81",
                           "\xD8\x9F",
                           "\xD8\x9B",
                           "\xD8\x8C",
                           "\xE0\xA5\xA4",
                           "\xDB\x94",
                           "\xE1\x81\x8B",
                           "\xE1\x81\x8A"}) {
    CAPTURE(sign);
    CHECK(ends_like_sentence(std::string("Word") + sign));
    CHECK(ends_like_sentence(std::string("Word") + sign + " "));
  }
  for (const char* sign : {"", "-", "a", "\xE2\x80\x94"}) CHECK_FALSE(ends_like_sentence(std::string("Word") + sign));
  CHECK_FALSE(ends_like_sentence(""));
  CHECK_FALSE(ends_like_sentence("\")"));
}

TEST_CASE("quotes and brackets may close behind the sign") {
  for (const char* closing : {")", "]", "\"", "'", "\xE2\x80\x99", "\xE2\x80\x9D", "\xC2\xBB", "\xE3\x80\x8D",
                              "\xEF\xBC\x89", "*", "_", "\xE2\x80\x9D)"}) {
    CAPTURE(closing);
    CHECK(ends_like_sentence(std::string("Word.") + closing));
    CHECK_FALSE(ends_like_sentence(std::string("Word") + closing));
  }
}

TEST_CASE("a paragraph goes on where the line before is long and ends in mid-sentence") {
  CHECK(after_joining(prose(broken_line), prose("that nobody remembered.")) == 1);
  CHECK(after_joining(prose(broken_line), prose(" that nobody remembered.")) == 1);
  CHECK(after_joining(prose(broken_line), prose("That nobody remembered.")) == 2);
  CHECK(after_joining(prose(broken_line), prose("eMill")) == 2);
  CHECK(after_joining(prose(broken_line), prose("e")) == 1);
  CHECK(after_joining(prose(broken_line), prose("5 of them")) == 2);
  CHECK(after_joining(prose(broken_line), prose("")) == 2);
  CHECK(after_joining(prose(broken_line + "."), prose("that nobody remembered.")) == 2);
  CHECK(after_joining(heading(broken_line), prose("that nobody remembered.")) == 2);
  CHECK(after_joining(prose(broken_line), item("that nobody remembered.")) == 2);
  CHECK(after_joining(prose("a " + std::string(38, 'b')), prose("that")) == 1);
  CHECK(after_joining(prose("a " + std::string(37, 'b')), prose("that")) == 2);
  CHECK(after_joining(prose(std::string(60, 'b')), prose("that")) == 2);  // one word is an address or a name
}

TEST_CASE("joined paragraphs keep their order and lose their marks") {
  auto blocks =
      list(heading("Mill"), linked(prose(broken_line)), prose("that nobody"), prose("remembered."), prose(text));
  satchel::pack::join_broken_paragraphs(blocks);
  CHECK(texts(blocks) == strings{"Mill", broken_line + "\nthat nobody\nremembered.", text});
  CHECK_FALSE(blocks[1].marks);
}

TEST_CASE("a heading is a short line that does not end like a sentence") {
  CHECK(is_heading("The wheel"));
  CHECK(is_heading("The wheel?"));
  CHECK(is_heading("\xE6\xB0\xB4\xE8\xBB\x8A\xEF\xBC\x9F"));
  CHECK_FALSE(is_heading("The wheel."));
  CHECK_FALSE(is_heading("The wheel:"));
  CHECK_FALSE(is_heading("The wheel\nturns"));
  CHECK_FALSE(is_heading("the wheel"));
  CHECK_FALSE(is_heading("www.example.org"));
  CHECK_FALSE(is_heading("* * *"));
  CHECK_FALSE(is_heading("1234"));
  CHECK_FALSE(is_heading(""));
  CHECK(is_heading("7 Mills"));
  CHECK(is_heading("A b c d e f g h i j k l m n"));
  CHECK_FALSE(is_heading("A b c d e f g h i j k l m n o"));
  CHECK(is_heading("A" + std::string(89, 'b')));
  CHECK_FALSE(is_heading("A" + std::string(90, 'b')));
  std::string wide;  // 90 characters of three bytes
  while (wide.size() < 270) wide += "\xE6\xB0\xB4";
  CHECK(is_heading(wide));
  CHECK_FALSE(is_heading(wide + "\xE6\xB0\xB4"));
}

TEST_CASE("a line that is all quoted is speech") {
  for (const auto& quotes : {std::pair{"\"", "\""}, std::pair{"\xE2\x80\x9C", "\xE2\x80\x9D"},
                             std::pair{"\xE3\x80\x8C", "\xE3\x80\x8D"}, std::pair{"\xC2\xAB", "\xC2\xBB"}}) {
    CAPTURE(quotes.first);
    CHECK_FALSE(is_heading(std::string(quotes.first) + "We never gave up" + quotes.second));
    CHECK(is_heading(std::string(quotes.first) + "We" + quotes.second + " never gave up"));
  }
  CHECK(is_heading("What they call \"paper\""));
}

TEST_CASE("a heading heads text, and stands below text or a heading") {
  const auto line = [] { return prose("The wheel"); };
  CHECK(with_headings(list(line(), prose(sentence(100)))) == "HP");
  CHECK(with_headings(list(line(), prose(sentence(99)))) == "PP");
  CHECK(with_headings(list(line(), item("rags"))) == "HL");
  CHECK(with_headings(list(line(), code("x"))) == "PC");
  CHECK(with_headings(list(line())) == "P");
  CHECK(with_headings(list(heading("Mill"), line(), prose(text))) == "HHP");
  CHECK(with_headings(list(item("rags"), line(), prose(text))) == "LHP");
  CHECK(with_headings(list(code("x"), line(), prose(text))) == "CPP");
  auto quoted = satchel::pack::make_block(satchel::kind::quote, 0, "Said he.");
  CHECK(with_headings(list(line(), std::move(quoted), prose(text))) == "HQP");
  auto blocks = list(prose(text), line(), prose(text));
  satchel::pack::infer_section_headings(blocks);
  CHECK(blocks[1].level == 2);
}

TEST_CASE("the rules follow one another") {
  satchel::pack::article a;
  auto blocks = list(prose("A mill"), prose("By Ann Lee"), prose(broken_line), prose("that nobody remembered."),
                     prose("The pulp"), prose(text), prose("https://example.org/mill"), prose("Donate"));
  satchel::pack::apply_news_rules(blocks, a, true);
  CHECK(a.title == "A mill");
  CHECK(kinds(blocks) == "PHPR-");
  auto plain = list(prose("A mill"), prose(text), prose("The pulp"), prose(text));
  satchel::pack::article b;
  satchel::pack::apply_news_rules(plain, b, false);
  CHECK(kinds(plain) == "PPP");
}

TEST_CASE("a title below the byline is a heading where there are others") {
  satchel::pack::article a;
  auto one = list(prose("By Ann Lee"), prose("The wheel"), prose(text), prose(text));
  satchel::pack::apply_news_rules(one, a, true);
  CHECK(kinds(one) == "PP");
  satchel::pack::article b;
  auto two = list(prose("By Ann Lee"), prose("The wheel"), prose(text), prose("The pulp"), prose(text));
  satchel::pack::apply_news_rules(two, b, true);
  CHECK(kinds(two) == "HPHP");
  satchel::pack::article c;  // not one itself
  auto three = list(prose("By Ann Lee"), prose("the wheel"), prose(text), prose("The pulp"), prose(text),
                    prose("The sheet"), prose(text));
  satchel::pack::apply_news_rules(three, c, true);
  CHECK(kinds(three) == "PHPHP");
}

}  // namespace
