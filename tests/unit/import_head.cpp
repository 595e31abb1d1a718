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
const std::string text = "The old paper mill by the river opened its doors again after forty years of silence.";

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
  const auto title = [](const std::string& line) { return head(list(paragraph(line), paragraph(text))).a.title; };
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
  CHECK(head(list(paragraph(std::string(300, 'a')))).a.title != "");
  CHECK(head(list(paragraph(std::string(301, 'a')))).a.title == "");
}

TEST_CASE("lists, quotes and code are no head") {
  CHECK(head(list(item("A mill"), paragraph(text))).a.title == "");
  CHECK(head(list(code("A mill"), paragraph(text))).a.title == "");
  const head skipped(
      list(satchel::pack::make_block(satchel::kind::boilerplate, 0, "Menu"), paragraph("A mill"), paragraph(text)));
  CHECK(skipped.a.title == "A mill");
  CHECK(texts(skipped.blocks) == strings{"Menu", text});
}

TEST_CASE("a heading is a title, whatever it ends with") {
  const head h(list(heading("A mill."), paragraph(text)));
  CHECK(h.a.title == "A mill.");
  CHECK(texts(h.blocks) == strings{text});
}

TEST_CASE("where there is a main heading it is the title") {
  const head h(list(paragraph("Business"), paragraph("By Ann Lee"), heading("A mill", 1), paragraph("May 3, 2020"),
                    paragraph(text)));
  CHECK(h.a.title == "A mill");
  CHECK(h.a.authors == strings{"Ann Lee"});
  CHECK(h.a.published == "2020-05-03");
  CHECK(texts(h.blocks) == strings{"Business", text});
  // Fields are looked for in the three lines below it.
  const head near(
      list(paragraph("Business"), heading("A mill", 1), paragraph(text), paragraph(text), paragraph("By Ann Lee")));
  CHECK(near.a.authors == strings{"Ann Lee"});
  const head far(list(paragraph("Business"), heading("A mill", 1), paragraph(text), paragraph(text), paragraph(text),
                      paragraph("By Ann Lee")));
  CHECK(far.a.authors.empty());
  // A main heading is one of the first six blocks.
  const auto with_lines = [](std::size_t lines) {
    block_list blocks = list(paragraph("Business"), paragraph(text));
    while (blocks.size() < lines) blocks.push_back(paragraph(text));
    blocks.push_back(heading("A mill", 1));
    return head(std::move(blocks)).a.title;
  };
  CHECK(with_lines(5) == "A mill");
  CHECK(with_lines(6) == "Business");
  CHECK(head(list(heading("Part", 2), heading("A mill", 1), paragraph(text))).a.title == "A mill");
}

TEST_CASE("a line that repeats the title goes, whatever its case and punctuation") {
  const head h(list(paragraph("The Mill (2020)"), paragraph("the mill 2020!"), paragraph(text)));
  CHECK(texts(h.blocks) == strings{text});
  const head given(list(paragraph("The Mill"), paragraph(text)), "The mill");
  CHECK(texts(given.blocks) == strings{text});
  const head other(list(paragraph("Two Mills"), paragraph(text)), "The mill");
  CHECK(texts(other.blocks) == strings{"Two Mills", text});
  // Much longer lines are not compared.
  const head padded(list(paragraph("Mill" + std::string(104, '!')), paragraph(text)), "Mill");
  CHECK(texts(padded.blocks) == strings{text});
  const head longer(list(paragraph("Mill" + std::string(105, '!')), paragraph(text)), "Mill");
  CHECK(longer.blocks.size() == 2);
}

TEST_CASE("lines of fields move from the head, and no others") {
  const head h(list(paragraph("A mill"), paragraph("By Ann Lee"), paragraph("May 3, 2020"), paragraph("Tags: paper"),
                    paragraph(text), paragraph("By Bo Berg")));
  CHECK(h.a.authors == strings{"Ann Lee"});
  CHECK(h.a.tags == strings{"paper"});
  CHECK(texts(h.blocks) == strings{text, "By Bo Berg"});
}

TEST_CASE("a head has at most thirty lines") {
  const auto tags = [](std::size_t lines) {
    block_list blocks;
    while (blocks.size() < lines) blocks.push_back(paragraph("Tags: paper"));
    return head(std::move(blocks)).a.tags.size();
  };
  CHECK(tags(30) == 30);
  CHECK(tags(31) == 30);
}

TEST_CASE("a subtitle stands between the title and a line of fields") {
  const auto subtitle = [](const std::string& line) {
    return head(list(paragraph("A mill"), paragraph(line), paragraph("By Ann Lee"), paragraph(text))).a.subtitle;
  };
  CHECK(subtitle("Forty  years end") == "Forty years end");
  CHECK(subtitle("Forty years end.") == "");
  CHECK(subtitle("Forty\nyears end") == "");
  CHECK(subtitle(std::string(300, 'a')) != "");
  CHECK(subtitle(std::string(301, 'a')) == "");
  CHECK(
      head(list(heading("A mill"), heading("Forty years end."), paragraph("By Ann Lee"), paragraph(text))).a.subtitle !=
      "");
  CHECK(head(list(paragraph("A mill"), item("Forty"), paragraph("By Ann Lee"))).a.subtitle == "");
  // Behind fields, or where the title was known before, it is text.
  CHECK(head(list(paragraph("A mill"), paragraph("By Ann Lee"), paragraph("Forty years end"), paragraph("May 3, 2020")))
            .a.subtitle == "");
  CHECK(
      head(list(paragraph("A mill"), paragraph("Forty years end"), paragraph("By Ann Lee"), paragraph(text)), "A mill")
          .a.subtitle == "");
  // There is one.
  const head h(list(paragraph("A mill"), paragraph("Forty years end"), paragraph("Then more"), paragraph("By Ann Lee"),
                    paragraph(text)));
  CHECK(h.a.subtitle == "");
  CHECK(texts(h.blocks).front() == "Forty years end");
}

TEST_CASE("a title below the byline stays for the rules of headings") {
  const head h(list(paragraph("By Ann Lee"), paragraph("The wheel"), paragraph("May 3, 2020"), paragraph(text)));
  CHECK(h.a.title == "The wheel");
  CHECK(h.a.published == "2020-05-03");
  REQUIRE(h.kept == 0);
  CHECK(texts(h.blocks) == strings{"The wheel", text});
  const head marked(list(paragraph("By Ann Lee"), heading("The wheel"), paragraph(text)));
  CHECK(marked.kept == none);
  CHECK(texts(marked.blocks) == strings{text});
  CHECK(head(list(paragraph("The wheel"), paragraph("By Ann Lee"), paragraph(text))).kept == none);
}

TEST_CASE("lines of one paragraph are parted where one of them is a line of fields") {
  const head h(list(paragraph("A mill\nForty years end\nBy Ann Lee\n" + text)));
  CHECK(h.a.title == "A mill");
  CHECK(h.a.subtitle == "Forty years end");
  CHECK(h.a.authors == strings{"Ann Lee"});
  CHECK(texts(h.blocks) == strings{text});
  CHECK(head(list(paragraph("A mill\nBy Ann Lee\n"))).blocks.empty());
  const head whole(list(paragraph("A mill\nForty years end\n" + text)));
  CHECK(whole.blocks.size() == 1);
  // Of the first twelve blocks, and of short ones.
  const auto authors = [](std::size_t before, std::size_t size) {
    block_list blocks = list(paragraph("A mill"));
    while (blocks.size() < before) blocks.push_back(paragraph("Tags: paper"));
    blocks.push_back(paragraph("By Ann Lee\n" + sentence(size - 11)));
    return head(std::move(blocks)).a.authors.size();
  };
  CHECK(authors(11, 100) == 1);
  CHECK(authors(12, 100) == 0);
  CHECK(authors(1, 3999) == 1);
  CHECK(authors(1, 4000) == 0);
  CHECK(head(list(paragraph("A mill"), item("By Ann Lee\nAnd more"))).blocks.size() == 1);
}

}  // namespace
