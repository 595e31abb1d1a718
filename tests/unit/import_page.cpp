// The article in a whole page that was saved as Markdown.
#include "import/news/page_segment.hpp"
#include "import_blocks.hpp"

#include <doctest/doctest.h>

#include <string>

namespace {

using namespace import_test;
using satchel::pack::article;
using satchel::pack::keep_page_article;

import_block menu() { return linked(item("Another page of this site")); }

void add(block_list& blocks, std::size_t count, import_block (*make)()) {
  while (count-- > 0) blocks.push_back(make());
}

// The kinds of the blocks behind ten lines of navigation, and the title.
struct saved_page {
  article a;
  std::string letters;

  explicit saved_page(block_list&& content, std::size_t lines = 10) {
    block_list blocks;
    add(blocks, lines, menu);
    for (import_block& b : content) blocks.push_back(std::move(b));
    keep_page_article(blocks, a);
    letters = kinds(blocks).substr(lines);
  }
};

import_block long_text(std::size_t size = 500) { return prose(sentence(size)); }

TEST_CASE("a page has ten lines of navigation, three of them at its start") {
  CHECK(saved_page(list(long_text()), 10).a.title.empty());
  block_list blocks;
  add(blocks, 9, menu);
  blocks.push_back(long_text());
  article a;
  keep_page_article(blocks, a);
  CHECK(kinds(blocks) == "LLLLLLLLLP");
  blocks.push_back(menu());
  keep_page_article(blocks, a);
  CHECK(kinds(blocks) == "---------P-");
  // The first 25 blocks are the start.
  const auto sorted = [](std::size_t at_start, std::size_t before) {
    block_list all;
    add(all, before, [] { return long_text(); });
    add(all, at_start, menu);
    add(all, 25 - before - at_start, [] { return long_text(); });
    add(all, 10, menu);
    article ignored;
    keep_page_article(all, ignored);
    return kinds(all).find('-') != std::string::npos;
  };
  CHECK(sorted(3, 0));
  CHECK_FALSE(sorted(2, 0));
  CHECK(sorted(3, 22));
}

TEST_CASE("navigation is what is four fifths link, empty, or part of a broken link") {
  const auto counts = [](import_block (*make)()) {
    block_list blocks;
    add(blocks, 10, make);
    blocks.push_back(long_text());
    article a;
    keep_page_article(blocks, a);
    return kinds(blocks).front() == '-';
  };
  CHECK(counts([] { return linked(item("0123456789"), 2); }));
  CHECK_FALSE(counts([] { return linked(item("0123456789"), 3); }));
  CHECK(counts([] { return linked(item("0123456789  "), 2); }));
  CHECK(counts([] { return item(""); }));
  CHECK(counts([] { return item("page](there)"); }));
  CHECK(counts([] { return satchel::pack::make_block(satchel::kind::reference, 0, "https://example.org/a"); }));
  CHECK_FALSE(counts([] { return item("page"); }));
}

TEST_CASE("an article weighs something, or the page stays as it is") {
  CHECK(saved_page(list(long_text(195))).letters == "P");
  const auto kept = [](std::size_t size) {
    block_list blocks;
    add(blocks, 10, menu);
    blocks.push_back(long_text(size));
    article a;
    keep_page_article(blocks, a);
    return kinds(blocks).front() == '-';
  };
  CHECK(kept(195));
  CHECK_FALSE(kept(194));
}

TEST_CASE("the heaviest run of blocks is the article") {
  CHECK(saved_page(list(long_text(400), menu(), menu(), menu(), menu(), menu(), long_text(900), long_text(900)))
            .letters == "------PP");
  CHECK(saved_page(list(long_text(900), menu(), long_text(400), menu(), menu(), menu(), menu(), menu(), menu(),
                        long_text(300)))
            .letters ==
        "P-P------"
        "-");
  CHECK(saved_page(list(long_text(900), prose("Short"), long_text(900))).letters == "PPP");
  CHECK(saved_page(list(long_text(900), code("x"), heading("More"), long_text(900))).letters == "PCHP");
}

TEST_CASE("links in an article cost what they take, and as much again twice") {
  // A list item costs less than a paragraph to be short.
  CHECK(saved_page(list(long_text(300), item(sentence(36)))).letters == "PL");
  CHECK(saved_page(list(long_text(300), item(sentence(35)))).letters == "P-");
  CHECK(saved_page(list(long_text(300), prose(sentence(46)))).letters == "PP");
  CHECK(saved_page(list(long_text(300), prose(sentence(45)))).letters == "P-");
  CHECK(saved_page(list(long_text(300), linked(prose(sentence(100)), 82))).letters == "PP");
  CHECK(saved_page(list(long_text(300), linked(prose(sentence(100)), 81))).letters == "P-");
}

TEST_CASE("no block weighs more than a thousand bytes, code than two hundred") {
  const auto heavier = [](block_list&& one, import_block&& other) {  // whether the other one is the article
    block_list blocks = std::move(one);
    add(blocks, 20, menu);
    blocks.push_back(std::move(other));
    return saved_page(std::move(blocks)).letters.back() == 'P';
  };
  CHECK_FALSE(heavier(list(code(std::string(999, 'x'))), long_text(245)));
  CHECK(heavier(list(code(std::string(999, 'x'))), long_text(246)));
  CHECK(heavier(list(code(std::string(199, 'x'))), long_text(245)));
  CHECK_FALSE(heavier(list(long_text(999)), long_text(999)));
  CHECK(heavier(list(long_text(999)), long_text(1000)));
  CHECK_FALSE(heavier(list(long_text(1000)), long_text(1001)));
  // 1000 for its text, less twice 300 of its links, less 45
  CHECK_FALSE(heavier(list(linked(prose(sentence(2000)), 1600)), long_text(400)));
  CHECK(heavier(list(linked(prose(sentence(2000)), 1600)), long_text(401)));
  CHECK_FALSE(heavier(list(linked(prose(sentence(1000)), 800)), long_text(400)));
  CHECK(heavier(list(linked(prose(sentence(1000)), 800)), long_text(401)));
}

TEST_CASE("navigation parts an article by 50 and its size, up to 100") {
  const auto joined = [](std::size_t link, std::size_t size) {
    return saved_page(list(long_text(), linked(prose(sentence(link))), long_text(size))).letters.back() == 'P';
  };
  CHECK(joined(40, 136));
  CHECK_FALSE(joined(40, 135));
  CHECK(joined(100, 196));
  CHECK_FALSE(joined(100, 195));
  CHECK(joined(280, 196));
  CHECK_FALSE(joined(280, 195));
}

TEST_CASE("what is left out has no level, and the first long paragraph stays") {
  block_list blocks = list(heading("The site", 3));
  add(blocks, 10, menu);
  blocks.push_back(heading("A mill comes back", 1));
  blocks.push_back(prose("Tags: " + std::string(130, 'a')));
  blocks.push_back(long_text());
  article a;
  keep_page_article(blocks, a);
  CHECK(kinds(blocks) ==
        "-----------"
        "-PP");
  for (std::size_t i = 0; i < 11; ++i) CHECK(blocks[i].level == 0);
  CHECK(a.tags.empty());
}

TEST_CASE("the heading above the first long paragraph is the title") {
  CHECK(saved_page(list(heading("Site", 1), heading("A mill comes back", 1), prose("Short"), long_text())).a.title ==
        "A mill comes back");
  CHECK(saved_page(list(heading("A  mill", 1), heading("Part of the page", 2), long_text())).a.title == "A mill");
  CHECK(saved_page(list(heading("A mill comes back", 2), long_text())).a.title == "A mill comes back");
  CHECK(saved_page(list(heading("Twelve bytes", 2), long_text())).a.title == "Twelve bytes");
  CHECK(saved_page(list(heading("Eleven byte", 2), long_text())).a.title == "");
  // A main heading that is a mere link names the site.
  CHECK(saved_page(list(linked(heading("The Site", 1)), heading("A mill comes back", 2), long_text())).a.title ==
        "A mill comes back");
  CHECK(saved_page(list(linked(heading("The Site", 1)), long_text())).a.title == "The Site");
  CHECK(saved_page(list(heading("A mill", 1), heading(" ", 1), long_text())).a.title == "A mill");
  // Below it at most by four blocks.
  CHECK(
      saved_page(list(long_text(), long_text(), long_text(), long_text(), heading("A mill", 1), long_text())).a.title ==
      "A mill");
  CHECK(saved_page(
            list(long_text(), long_text(), long_text(), long_text(), long_text(), heading("A mill", 1), long_text()))
            .a.title == "");
  // Of lower levels within fifteen blocks.
  const auto far = [](std::size_t between) {
    block_list blocks = list(heading("A mill comes back", 2));
    add(blocks, between, menu);
    blocks.push_back(long_text());
    return saved_page(std::move(blocks)).a.title;
  };
  CHECK(far(14) == "A mill comes back");
  CHECK(far(15) == "");
}

TEST_CASE("a long paragraph has 120 bytes beside its links") {
  CHECK(saved_page(list(long_text(119), heading("A mill", 1), long_text(), long_text())).a.title == "A mill");
  CHECK(saved_page(list(heading("Other", 1), long_text(120), heading("A mill", 1), long_text(), long_text())).a.title ==
        "Other");
  CHECK(saved_page(list(heading("Other", 1), long_text(119), heading("A mill", 1), long_text(), long_text())).a.title ==
        "A mill");
  CHECK(saved_page(list(heading("Other", 1), linked(prose(sentence(140)), 120), heading("A mill", 1), long_text(),
                        long_text()))
            .a.title == "Other");
  CHECK(saved_page(list(heading("Other", 1), linked(prose(sentence(140)), 119), heading("A mill", 1), long_text(),
                        long_text()))
            .a.title == "A mill");
}

TEST_CASE("lines of fields between heading and text move into the article") {
  const saved_page p(list(prose("By Bo Berg"), heading("A mill", 1), prose("By Ann Lee"), long_text(),
                          prose("By Cy Young"), long_text()));
  CHECK(p.a.authors == std::vector<std::string>{"Ann Lee"});
  CHECK(p.letters == "---PPP");
}

TEST_CASE("what frames inside the article is left out") {
  CHECK(saved_page(list(long_text(), linked(prose("See also this page")), long_text())).letters == "P-P");
  CHECK(saved_page(list(long_text(), linked(heading("A part that is a link")), long_text())).letters == "PHP");
  CHECK(saved_page(list(long_text(), linked(prose(sentence(299))), long_text())).letters == "P-P");
  CHECK(saved_page(list(long_text(), linked(prose(sentence(300))), long_text())).letters == "PPP");
  CHECK(saved_page(list(long_text(), prose("Advertisement"), long_text())).letters == "P-P");
  CHECK(saved_page(list(long_text(), prose("Donate " + sentence(142)), long_text())).letters == "P-P");
  CHECK(saved_page(list(long_text(), prose("Donate " + sentence(143)), long_text())).letters == "PPP");
}

TEST_CASE("comments and teasers end an article") {
  for (const char* label :
       {"Comments", "Discussion:", "Leave a reply", "LEAVE A COMMENT", "Post a comment", "Related articles",
        "Related stories", "Related posts", "More stories", "Most popular", "Recommended", "You may  also like"}) {
    CAPTURE(label);
    CHECK(saved_page(list(long_text(), prose(label), long_text())).letters == "P--");
    CHECK(saved_page(list(long_text(), heading(label), long_text())).letters == "P--");
  }
  for (const char* label : {"12 comments", "More from Ann Lee", "Related mills"}) {
    CAPTURE(label);
    CHECK(saved_page(list(long_text(), heading(label), long_text())).letters == "P--");
    CHECK(saved_page(list(long_text(), prose(label), long_text())).letters == "PPP");
  }
  CHECK(saved_page(list(long_text(), item("Discussion of what the miller said before the winter"), long_text()))
            .letters == "PLP");
  CHECK(saved_page(list(long_text(), code("Discussion"), long_text())).letters == "PCP");
  CHECK(saved_page(list(long_text(), heading("Comments" + std::string(52, ':')), long_text())).letters == "P--");
  CHECK(saved_page(list(long_text(), heading("Comments" + std::string(53, ':')), long_text())).letters == "PHP");
}

TEST_CASE("teasers end an article with no more text behind them, comments one that is long") {
  CHECK(saved_page(list(long_text(545), prose("Most popular"), long_text(545))).letters == "P--");
  CHECK(saved_page(list(long_text(544), prose("Most popular"), long_text(545))).letters == "PPP");
  CHECK(
      saved_page(list(long_text(545), long_text(545), prose("Most popular"), long_text(900), long_text(900))).letters ==
      "PPPPP");
  CHECK(saved_page(list(long_text(795), long_text(795), prose("Comments"), long_text(900), long_text(900))).letters ==
        "PP---");
  CHECK(saved_page(list(long_text(795), long_text(794), prose("Comments"), long_text(900), long_text(900))).letters ==
        "PPPPP");
}

TEST_CASE("a link that was broken over paragraphs is a link") {
  const auto broken = [](std::size_t between, const char* open = "[") {
    block_list blocks = list(long_text(1000), prose(open));
    add(blocks, between, [] { return prose(sentence(60)); });
    blocks.push_back(prose("](/there)"));
    blocks.push_back(long_text(1000));
    return saved_page(std::move(blocks)).letters;
  };
  CHECK(broken(1) == "P---P");
  CHECK(broken(6) == std::string("P") + std::string(8, '-') + "P");
  CHECK(broken(7)[2] == 'P');
  CHECK(broken(1, "[1]")[2] == 'P');
  CHECK(broken(1, "(")[2] == 'P');
  // It may stand at the end of the page, or never close.
  CHECK(saved_page(list(long_text(), prose("["), prose(sentence(290)), prose("](/there)"))).letters == "P---");
  CHECK(saved_page(list(long_text(), prose("["), prose(sentence(290)))).letters == "PPP");
}

}  // namespace
