// Blocks in the making: marks, parts, and what is left of them at the end.
#include "import_blocks.hpp"

#include <doctest/doctest.h>

#include <string>

namespace {

using namespace import_test;
using satchel::pack::text_builder;

// "0-3 4-7L": where marks begin and end, L for links.
std::string marks(const import_block& b) {
  std::string text;
  if (!b.marks) return text;
  for (const auto& m : *b.marks) {
    if (!text.empty()) text += ' ';
    text += std::to_string(m.begin) + '-' + std::to_string(m.end) + (m.link ? "L" : "");
  }
  return text;
}

TEST_CASE("marks lie where they were begun and ended") {
  text_builder builder;
  CHECK(builder.is_blank_so_far());
  builder.append(" ");
  CHECK(builder.is_blank_so_far());
  builder.begin_mark(false);
  builder.append("ink");
  builder.begin_mark(true);
  builder.append("well");
  builder.end_mark();
  builder.end_mark();
  builder.begin_mark(false);
  builder.end_mark();  // of nothing
  builder.end_mark();  // of none
  builder.append("!");
  CHECK_FALSE(builder.is_blank_so_far());
  const import_block b = builder.take(satchel::kind::heading, 3);
  CHECK(b.text == " inkwell!");
  CHECK(b.kind == satchel::kind::heading);
  CHECK(b.level == 3);
  CHECK(marks(b) == "4-8L 1-8");
  CHECK(marks(builder.take(satchel::kind::paragraph, 0)) == "");
}

TEST_CASE("a mark goes on in the next block") {
  text_builder builder;
  builder.append("one");
  builder.begin_mark(true);
  CHECK(marks(builder.take(satchel::kind::paragraph, 0)) == "");
  builder.append("two");
  CHECK(marks(builder.take(satchel::kind::paragraph, 0)) == "0-3L");
  builder.append("three");
  builder.end_mark();
  builder.append("four");
  CHECK(marks(builder.take(satchel::kind::paragraph, 0)) == "0-5L");
}

TEST_CASE("of marks within marks 32 are kept") {
  text_builder builder;
  for (int i = 0; i < 34; ++i) builder.begin_mark(false);
  builder.append("a");
  builder.end_mark();
  builder.end_mark();
  builder.append("b");
  for (int i = 0; i < 32; ++i) builder.end_mark();
  const import_block b = builder.take(satchel::kind::paragraph, 0);
  REQUIRE(b.marks);
  CHECK(b.marks->size() == 32);
  for (const auto& m : *b.marks) CHECK(m.end == 2);
}

TEST_CASE("links count once, and no more than the text") {
  import_block b = linked(prose("0123456789"), 4);
  CHECK(satchel::pack::link_bytes(b) == 6);
  b.marks->push_back(satchel::pack::mark{0, 3, false});
  CHECK(satchel::pack::link_bytes(b) == 6);
  b.marks->push_back(satchel::pack::mark{0, 10, true});
  CHECK(satchel::pack::link_bytes(b) == 10);
  CHECK(satchel::pack::link_bytes(prose("x")) == 0);
}

TEST_CASE("a part of a block has its part of the marks") {
  import_block b = linked(heading("0123456789", 2), 4);
  b.marks->push_back(satchel::pack::mark{1, 3, false});
  const import_block middle = satchel::pack::slice(b, 2, 6);
  CHECK(middle.text == "2345");
  CHECK(middle.kind == satchel::kind::heading);
  CHECK(middle.level == 2);
  CHECK(marks(middle) == "2-4L 0-1");
  CHECK(marks(satchel::pack::slice(b, 0, 4)) == "1-3");
  CHECK(marks(satchel::pack::slice(b, 3, 4)) == "");
  CHECK_FALSE(satchel::pack::slice(b, 3, 4).marks);
  CHECK(marks(satchel::pack::slice(prose("ab"), 0, 1)) == "");
}

TEST_CASE("finished paragraphs have no spaces to spare, code has all") {
  std::vector<satchel::pack::paragraph> body;
  satchel::pack::finish_blocks(list(prose(" a\n b "), code("a\n b"), prose(" "), code("\n"), heading("c", 3)), body);
  REQUIRE(body.size() == 3);
  CHECK(body[0].text == "a b");
  CHECK(body[1].text == "a\n b");
  CHECK(body[2].level == 3);
}

}  // namespace
