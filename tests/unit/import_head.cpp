// The lines before an article's body.
#include "import/news/news.hpp"
#include "import_blocks.hpp"

#include <doctest/doctest.h>

#include <string>

namespace {

using namespace import_test;
using satchel::pack::article;
using satchel::pack::read_head;
using strings = std::vector<std::string>;

constexpr std::size_t none = static_cast<std::size_t>(-1);

// What becomes of blocks: the article's fields, and what is left.
struct head {
  article a;
  block_list blocks;
  std::size_t kept = none;

  explicit head(block_list&& all, std::string title = {}) : blocks(std::move(all)) {
    a.title = std::move(title);
    kept = read_head(blocks, a);
  }
};

TEST_CASE("a title is a line that ends unlike a sentence") {
  const auto title = [](const std::string& line) { return head(list(prose(line), prose(mill_text))).a.title; };
  CHECK(title("A mill comes back") == "A mill comes back");
  CHECK(title("A mill  comes\tback ") == "A mill comes back");
  CHECK(title("A mill comes back.") == "");
  CHECK(title("A mill comes back:") == "");
  CHECK(title("Does a mill come back?") != "");
  CHECK(title("A mill comes back!") != "");
  CHECK(title("He said \"A mill comes back.\"") != "");
  CHECK(title("He said \xE2\x80\x9C"
              "A mill.\xE2\x80\x9D") != "");
  CHECK(title("He said \xE2\x80\x98"
              "A mill.\xE2\x80\x99") != "");
  CHECK(title("\xE6\xB0\xB4\xE8\xBB\x8A\xEF\xBC\x9F") != "");
  CHECK(title("He said (A mill.)") == "");
  CHECK(title("A mill https://example.org/mill") == "");
  CHECK(title("A mill\ncomes back") == "");
  CHECK(title("") == "");
  CHECK(title(std::string(249, 'a') + "?") != "");
  CHECK(title(std::string(250, 'a') + "?") == "");
  CHECK(title(std::string(5000, 'a')) != "");
  CHECK(title(std::string(std::size_t{4} << 20, 'a')) != "");
  CHECK(title(std::string((std::size_t{4} << 20) + 1, 'a')) == "");
}

TEST_CASE("a title alone is short") {
  CHECK(head(list(prose(std::string(300, 'a')))).a.title != "");
  CHECK(head(list(prose(std::string(301, 'a')))).a.title == "");
}

TEST_CASE("lists, quotes and code are no head") {
  CHECK(head(list(item("A mill"), prose(mill_text))).a.title == "");
  CHECK(head(list(code("A mill"), prose(mill_text))).a.title == "");
  const head skipped(
      list(satchel::pack::make_block(satchel::kind::boilerplate, 0, "Menu"), prose("A mill"), prose(mill_text)));
  CHECK(skipped.a.title == "A mill");
  CHECK(texts(skipped.blocks) == strings{"Menu", mill_text});
}

TEST_CASE("a heading is a title, whatever it ends with") {
  const head h(list(heading("A mill."), prose(mill_text)));
  CHECK(h.a.title == "A mill.");
  CHECK(texts(h.blocks) == strings{mill_text});
}

TEST_CASE("where there is a main heading it is the title") {
  const head h(
      list(prose("Business"), prose("By Ann Lee"), heading("A mill", 1), prose("May 3, 2020"), prose(mill_text)));
  CHECK(h.a.title == "A mill");
  CHECK(h.a.authors == strings{"Ann Lee"});
  CHECK(h.a.published == "2020-05-03");
  CHECK(texts(h.blocks) == strings{"Business", mill_text});
  // Fields are looked for in the three lines below it.
  const head near(
      list(prose("Business"), heading("A mill", 1), prose(mill_text), prose(mill_text), prose("By Ann Lee")));
  CHECK(near.a.authors == strings{"Ann Lee"});
  const head far(list(prose("Business"), heading("A mill", 1), prose(mill_text), prose(mill_text), prose(mill_text),
                      prose("By Ann Lee")));
  CHECK(far.a.authors.empty());
  // A main heading is one of the first six blocks.
  const auto with_lines = [](std::size_t lines) {
    block_list blocks = list(prose("Business"), prose(mill_text));
    while (blocks.size() < lines) blocks.push_back(prose(mill_text));
    blocks.push_back(heading("A mill", 1));
    return head(std::move(blocks)).a.title;
  };
  CHECK(with_lines(5) == "A mill");
  CHECK(with_lines(6) == "Business");
  CHECK(head(list(heading("Part", 2), heading("A mill", 1), prose(mill_text))).a.title == "A mill");
}

TEST_CASE("a line that repeats the title goes, whatever its case and punctuation") {
  const head h(list(prose("The Mill (2020)"), prose("the mill 2020!"), prose(mill_text)));
  CHECK(texts(h.blocks) == strings{mill_text});
  const head given(list(prose("The Mill"), prose(mill_text)), "The mill");
  CHECK(texts(given.blocks) == strings{mill_text});
  const head other(list(prose("Two Mills"), prose(mill_text)), "The mill");
  CHECK(texts(other.blocks) == strings{"Two Mills", mill_text});
  // Much longer lines are not compared.
  const head padded(list(prose("Mill" + std::string(104, '!')), prose(mill_text)), "Mill");
  CHECK(texts(padded.blocks) == strings{mill_text});
  const head longer(list(prose("Mill" + std::string(105, '!')), prose(mill_text)), "Mill");
  CHECK(longer.blocks.size() == 2);
}

TEST_CASE("lines of fields move from the head, and no others") {
  const head h(list(prose("A mill"), prose("By Ann Lee"), prose("May 3, 2020"), prose("Tags: paper"), prose(mill_text),
                    prose("By Bo Berg")));
  CHECK(h.a.authors == strings{"Ann Lee"});
  CHECK(h.a.tags == strings{"paper"});
  CHECK(texts(h.blocks) == strings{mill_text, "By Bo Berg"});
}

TEST_CASE("a head has at most thirty lines") {
  const auto tags = [](std::size_t lines) {
    block_list blocks;
    while (blocks.size() < lines) blocks.push_back(prose("Tags: paper"));
    return head(std::move(blocks)).a.tags.size();
  };
  CHECK(tags(30) == 30);
  CHECK(tags(31) == 30);
}

TEST_CASE("a subtitle stands between the title and a line of fields") {
  const auto subtitle = [](const std::string& line) {
    return head(list(prose("A mill"), prose(line), prose("By Ann Lee"), prose(mill_text))).a.subtitle;
  };
  CHECK(subtitle("Forty  years end") == "Forty years end");
  CHECK(subtitle("Forty years end.") == "");
  CHECK(subtitle("Forty\nyears end") == "");
  CHECK(subtitle(std::string(300, 'a')) != "");
  CHECK(subtitle(std::string(301, 'a')) == "");
  CHECK(head(list(heading("A mill"), heading("Forty years end."), prose("By Ann Lee"), prose(mill_text))).a.subtitle !=
        "");
  CHECK(head(list(prose("A mill"), item("Forty"), prose("By Ann Lee"))).a.subtitle == "");
  // Behind fields, or where the title was known before, it is text.
  CHECK(head(list(prose("A mill"), prose("By Ann Lee"), prose("Forty years end"), prose("May 3, 2020"))).a.subtitle ==
        "");
  CHECK(head(list(prose("A mill"), prose("Forty years end"), prose("By Ann Lee"), prose(mill_text)), "A mill")
            .a.subtitle == "");
  // There is one.
  const head h(
      list(prose("A mill"), prose("Forty years end"), prose("Then more"), prose("By Ann Lee"), prose(mill_text)));
  CHECK(h.a.subtitle == "");
  CHECK(texts(h.blocks).front() == "Forty years end");
}

TEST_CASE("a title below the byline stays for the rules of headings") {
  const head h(list(prose("By Ann Lee"), prose("The wheel"), prose("May 3, 2020"), prose(mill_text)));
  CHECK(h.a.title == "The wheel");
  CHECK(h.a.published == "2020-05-03");
  REQUIRE(h.kept == 0);
  CHECK(texts(h.blocks) == strings{"The wheel", mill_text});
  const head marked(list(prose("By Ann Lee"), heading("The wheel"), prose(mill_text)));
  CHECK(marked.kept == none);
  CHECK(texts(marked.blocks) == strings{mill_text});
  CHECK(head(list(prose("The wheel"), prose("By Ann Lee"), prose(mill_text))).kept == none);
}

TEST_CASE("lines of one paragraph are parted where one of them is a line of fields") {
  const head h(list(prose("A mill\nForty years end\nBy Ann Lee\n" + mill_text)));
  CHECK(h.a.title == "A mill");
  CHECK(h.a.subtitle == "Forty years end");
  CHECK(h.a.authors == strings{"Ann Lee"});
  CHECK(texts(h.blocks) == strings{mill_text});
  CHECK(head(list(prose("A mill\nBy Ann Lee\n"))).blocks.empty());
  const head whole(list(prose("A mill\nForty years end\n" + mill_text)));
  CHECK(whole.blocks.size() == 1);
  // Of the first twelve blocks, and of short ones.
  const auto authors = [](std::size_t before, std::size_t size) {
    block_list blocks = list(prose("A mill"));
    while (blocks.size() < before) blocks.push_back(prose("Tags: paper"));
    blocks.push_back(prose("By Ann Lee\n" + sentence(size - 11)));
    return head(std::move(blocks)).a.authors.size();
  };
  CHECK(authors(11, 100) == 1);
  CHECK(authors(12, 100) == 0);
  CHECK(authors(1, 3999) == 1);
  CHECK(authors(1, 4000) == 0);
  CHECK(head(list(prose("A mill"), item("By Ann Lee\nAnd more"))).blocks.size() == 1);
}

}  // namespace
