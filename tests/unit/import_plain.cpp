// Plain text: lists, quotes, underlines, wrapped lines.
#include "import/text/plain_text.hpp"
#include "import_blocks.hpp"

#include <doctest/doctest.h>

#include <string>

namespace {

using namespace import_test;
using satchel::pack::read_plain_text;
using strings = std::vector<std::string>;

std::string plain_letters(const std::string& text) { return kinds(read_plain_text(text)); }

TEST_CASE("signs that begin a list's item") {
  for (const char* sign : {"- ", "* ", "+ ", "\xE2\x80\xA2 ", "  - ", "\t*\t", "-   "}) {
    CAPTURE(sign);
    const auto blocks = read_plain_text(std::string(sign) + "rags\n");
    CHECK(kinds(blocks) == "L");
    CHECK(texts(blocks) == strings{"rags"});
    CHECK(blocks[0].level == 1);
  }
  for (const char* line : {"-rags", "-", "- ", "\xE2\x80\xA2rags", "\xE2\x80\xA2", "= rags", "a - b"}) {
    CAPTURE(line);
    CHECK(plain_letters(line) == "P");
  }
}

TEST_CASE("a rule has three signs at least, blanks around them do not count") {
  for (const char* rule : {"---", " *** ", "- - -", "\t___\t"}) {
    CAPTURE(rule);
    CHECK(plain_letters(rule) == "");
  }
  for (const char* line : {" - ", "-  ", "  -", " -- ", "*\t\t"}) {
    CAPTURE(line);
    CHECK(texts(read_plain_text("rags\n" + std::string(line) + "\nwater")) ==
          strings{"rags\n" + std::string(line) + "\nwater"});
  }
}

TEST_CASE("numbers begin a list's items where there are two") {
  CHECK(plain_letters("1. rags\n2. water") == "LL");
  CHECK(plain_letters("1) rags\n999) water") == "LL");
  CHECK(plain_letters("1. rags\nand water") == "P");
  CHECK(plain_letters("1. rags\n- water") == "LL");
  CHECK(plain_letters("1820. rags\n1821. water") == "P");
  CHECK(plain_letters("1 rags\n2 water") == "P");
  CHECK(plain_letters("1.rags\n2.water") == "P");
  CHECK(plain_letters("1\n2") == "P");
  CHECK(plain_letters("1.\n2.") == "P");
  CHECK(plain_letters("rags\n- water") == "P");
  const auto blocks = read_plain_text("- rags\nof linen\n- water");
  CHECK(texts(blocks) == strings{"rags\nof linen", "water"});
}

TEST_CASE("a quote's lines all begin with its sign") {
  const auto blocks = read_plain_text("> said he\n >to her\n\nnext");
  CHECK(kinds(blocks) == "QP");
  CHECK(blocks[0].text == " said he\nto her");
  CHECK(plain_letters("> said he\nto her") == "P");
}

TEST_CASE("underlined lines are headings of two levels") {
  const auto blocks = read_plain_text("A mill\n===\nThe wheel turns.\n\nPulp\n---");
  CHECK(kinds(blocks) == "HPH");
  CHECK(blocks[0].level == 1);
  CHECK(blocks[2].level == 2);
  CHECK(blocks[2].text == "Pulp");
  CHECK(plain_letters("A mill\n==") == "P");
  CHECK(plain_letters("A mill\n= a =") == "P");
  CHECK(plain_letters("A mill\n***") == "P");
  CHECK(plain_letters("A mill\nor two\n===") == "P");
  CHECK(plain_letters("===") == "");
  CHECK(plain_letters(std::string(200, 'a') + "\n===") == "H");
  CHECK(plain_letters(std::string(201, 'a') + "\n===") == "P");
}

TEST_CASE("rules are no text") {
  CHECK(plain_letters("***\n\n_ _ _\n\n~~~\n\n###\n\n-=-=") == "");
  CHECK(texts(read_plain_text("one\ntwo\n***\nthree")) == strings{"one\ntwo\nthree"});
  CHECK(plain_letters("**") == "P");
}

TEST_CASE("lines too long to be wrapped by hand are paragraphs of their own") {
  CHECK(plain_letters(std::string(200, 'a') + "\nb") == "P");
  CHECK(plain_letters(std::string(201, 'a') + "\nb") == "PP");
  CHECK(plain_letters("b\n" + std::string(201, 'a')) == "PP");
}

TEST_CASE("blank lines part, whatever blanks they hold") {
  CHECK(texts(read_plain_text("\n\none\n \t\ntwo\n\xC2\xA0\nthree")) == strings{"one", "two", "three"});
  CHECK(read_plain_text("").empty());
  CHECK(read_plain_text("\n").empty());
  const auto split = satchel::pack::split_paragraphs("- one\ntwo \n\n> three\n");
  REQUIRE(split.size() == 2);
  CHECK(split[0].text == "- one two");
  CHECK(split[1].text == "> three");
  CHECK(split[0].kind == satchel::kind::paragraph);
}

}  // namespace
