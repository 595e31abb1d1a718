// Which part of an HTML page is the article: what counts for an element and against it.
#include "import/html/html.hpp"
#include "import/html/html_content.hpp"
#include "import/html/html_document.hpp"
#include "import_blocks.hpp"

#include <doctest/doctest.h>

#include <string>

namespace {

using namespace import_test;
using namespace satchel::pack;

// What is known of the elements of a page, by their identifiers.
class page {
 public:
  explicit page(const std::string& html) : document_(html), content_(document_) {}

  const GumboNode* find(const std::string& id) const {
    const GumboNode* found = nullptr;
    walk(
        document_.root(),
        [&](const GumboNode* node) {
          if (attribute(node, "id") == id) found = node;
          return true;
        },
        [](const GumboNode*) {});
    REQUIRE(found != nullptr);
    return found;
  }
  const node_facts& facts(const std::string& id) const { return content_.facts(find(id)); }
  bool is_boilerplate(const std::string& id) const { return content_.is_boilerplate(find(id)); }
  // The identifiers of the elements that hold the article.
  std::string roots() const {
    std::string all;
    for (const GumboNode* root : content_.roots()) {
      if (!all.empty()) all += ' ';
      all += attribute(root, "id");
    }
    return all;
  }

 private:
  html_document document_;
  html_content content_;
};

std::string words(std::size_t size) { return std::string(size, 'w'); }
std::string p(std::size_t size) { return "<p>" + words(size) + "</p>"; }

TEST_CASE("sizes of text, links and their parts add up from below") {
  const page a(
      "<div id=all><h1>12345</h1> <p>a,b\xD8\x8C\xE3\x80\x81\xEF\xBC\x8C\xE3\x80\x82</p><ul><li>123<li><a "
      "href=/x>45</a></ul>"
      "<a href=#x>6</a><a>7</a><script>no</script><p hidden>no</p><nav>no</nav></div>");
  const node_facts& f = a.facts("all");
  CHECK(f.text == 5 + 14 + 3 + 2 + 1 + 1);
  CHECK(f.links == 2);
  CHECK(f.commas == 5);
  CHECK(f.paragraphs == 1);
  CHECK(f.items == 2);
  CHECK(f.main_headings == 1);
  const page b("<div id=all><div><div><p>a</p><ul><li>b</ul><h1>c</h1></div></div></div>");
  CHECK(b.facts("all").paragraphs == 1);
  CHECK(b.facts("all").items == 1);
  CHECK(b.facts("all").main_headings == 1);
}

TEST_CASE("a frame frames when it holds less than four fifths of the page, and no main heading with a quarter") {
  const auto skipped = [](const std::string& inside, std::size_t outside) {
    return page("<aside id=a>" + inside + "</aside><p>" + words(outside) + "</p>").facts("a").skipped;
  };
  CHECK(skipped(p(79), 21));
  CHECK_FALSE(skipped(p(80), 20));
  CHECK(skipped("<h1>" + words(25) + "</h1>", 75));
  CHECK_FALSE(skipped("<h1>" + words(26) + "</h1>", 74));
  CHECK(skipped("<h2>" + words(26) + "</h2>", 74));
}

TEST_CASE("a doubtful frame frames when it is less than half, and short or of links") {
  const auto skipped = [](std::size_t plain, std::size_t links, std::size_t outside) {
    return page("<form id=a><b>" + words(plain) + "</b><a href=/x>" + words(links) + "</a></form><p>" + words(outside) +
                "</p>")
        .facts("a")
        .skipped;
  };
  CHECK(skipped(49, 0, 51));
  CHECK_FALSE(skipped(50, 0, 50));
  CHECK(skipped(999, 0, 5000));
  CHECK_FALSE(skipped(1000, 0, 5000));
  CHECK(skipped(899, 101, 5000));
  CHECK_FALSE(skipped(900, 100, 5000));
}

// The score of an element with that tag around one paragraph.
long score_around(const std::string& before, const std::string& after, const std::string& paragraph) {
  return page(before + paragraph + after + p(10)).facts("a").score;
}

TEST_CASE("tags weigh") {
  const std::pair<const char*, long> tags[] = {
      {"article", 15000}, {"main", 15000}, {"div", 5000}, {"section", 5000}, {"blockquote", 3000},
      {"address", -3000}, {"dl", -3000},   {"dd", -3000}, {"dt", -3000},     {"form", -3000},
      {"h1", 0},          {"center", 0},   {"figure", 0}};
  for (const auto& one : tags) {
    if (std::string(one.first) == "h1") continue;  // ends before a paragraph
    CAPTURE(one.first);
    CHECK(score_around("<" + std::string(one.first) + " id=a>", "</" + std::string(one.first) + ">", p(100)) ==
          one.second + 2000);
  }
  CHECK(score_around("<table><tr><td id=a>", "</table>", p(100)) == 3000 + 2000);
  CHECK(score_around("<table><tr><th id=a>", "</table>", p(100)) == -5000 + 2000);
  for (const char* level : {"1", "2", "3", "4", "5", "6"})
    CHECK(score_around("<h" + std::string(level) + " id=a>", "</h" + std::string(level) + ">",
                       "<div>" + words(100) + "</div>") == -5000 + 2000);
  CHECK(score_around("<div id=a class=content>", "</div>", p(100)) == 30000 + 2000);
}

TEST_CASE("paragraphs give points for being there, for commas and for length") {
  const auto points = [](const std::string& paragraph) {
    return score_around("<div id=a>", "</div>", paragraph) - 5000;
  };
  CHECK(score_around("<div id=a>", "</div>", p(24)) == 0);
  CHECK(points(p(25)) == 1250);
  CHECK(points(p(299)) == 1000 + 2990);
  CHECK(points(p(300)) == 1000 + 3000);
  CHECK(points(p(1000)) == 1000 + 3000);
  CHECK(points("<p>" + words(300) + ",,</p>") == 6000);
  CHECK(points("<p>" + std::string(1000, ',') + "</p>") == 1000 + 1000000 + 3000);
  CHECK(points("<p>" + std::string(1001, ',') + "</p>") == 1000 + 1000000 + 3000);
  CHECK(points("<pre>" + words(300) + "</pre>") == 4000);
  CHECK(points("<ul><li>" + words(300) + "</ul>") == 4000);
  CHECK(points("<ul><li>" + words(60) + "</ul>") == 1600);
  CHECK(score_around("<div id=a>", "</div>", "<ul><li>" + words(59) + "</ul>") == 0);
  CHECK(score_around("<div id=a>", "</div>", "<ul><li>" + words(200) + "<a href=/x>" + words(100) + "</a></ul>") == 0);
  CHECK(points("<ul><li>" + words(201) + "<a href=/x>" + words(99) + "</a></ul>") == 4000);
  CHECK(score_around("<div id=a>", "</div>", "<ul><li>" + words(300) + "<div></div></ul>") == 0);
  CHECK(score_around("<div id=a>", "</div>", "<span>" + words(300) + "</span>") == 0);
  for (const char* tag : {"div", "section", "article", "blockquote"}) {
    CAPTURE(tag);
    CHECK(points("<" + std::string(tag) + ">" + words(300) + "</" + tag + ">") == 4000);
  }
  CHECK(points("<table><td>" + words(300) + "</table>") == 4000 / 9);  // through row, body and table
  for (const char* tag : {"p", "div", "section", "article", "ul", "ol", "dl", "table", "blockquote", "pre", "main",
                          "header", "footer", "aside", "form"}) {
    CAPTURE(tag);
    CHECK(score_around("<div id=a>", "</div>", "<div>" + words(300) + "<" + tag + "></" + tag + "></div>") == 0);
  }
}

TEST_CASE("points go up five levels, fewer at each") {
  const page a("<div id=f><div id=e><div id=d><div id=c><div id=b><div id=a>" + p(300) +
               "</div></div></div></div></div></div>");
  CHECK(a.facts("a").score == 5000 + 4000);
  CHECK(a.facts("b").score == 5000 + 2000);
  CHECK(a.facts("c").score == 5000 + 4000 / 6);
  CHECK(a.facts("d").score == 5000 + 4000 / 9);
  CHECK(a.facts("e").score == 5000 + 4000 / 12);
  CHECK(a.facts("f").score == 0);
  const page b("<div id=a>" + p(300) + p(300) + "</div>");
  CHECK(b.facts("a").score == 5000 + 8000);  // the tag weighs once
}

TEST_CASE("the element with the most points by its share of plain text is the article") {
  CHECK(page("<div id=w><div id=a>" + p(300) + "</div></div><div id=v><div id=b>" + p(300) + p(300) +
             "</div><b>x</b></div>")
            .roots() == "b");
  CHECK(page("<div id=v>x<div id=a>" + p(300) + "</div></div><div id=w>y<div id=b>" + p(200) + "<a href=/x>" +
             words(300) + "</a></div></div>")
            .roots() == "a");
  CHECK(page("<body id=all>" + words(20)).roots() == "all");
  CHECK(page("<body id=all><ul><li>" + words(20)).roots() == "all");
  // Going up pays to what holds the same.
  CHECK(page("<body><div id=b><div id=a>" + p(300) + "</div></div>").roots() == "b");
}

TEST_CASE("of elements with the same points the first is the article") {
  CHECK(
      page("<div id=v>x<div id=a>" + p(300) + "</div></div><div id=w>y<div id=b>" + p(300) + "</div></div>").roots() ==
      "a");
}

TEST_CASE("an element around that has more points than those between is the article") {
  const auto part = [](int paragraphs) {
    std::string text = "<div>x<section>";
    while (paragraphs-- > 0) text += p(300);
    return text + "</section></div>";
  };
  // 29000 points, 17000 around them, and 5000 and a sixth of all others around these.
  CHECK(page("<div id=w>" + part(6) + part(3) + part(3) + part(3) + part(3) + part(3) + "</div><p>end").roots() == "w");
  CHECK(page("<div id=w>" + part(6) + part(3) + "</div><p>end").roots() == "");
}

TEST_CASE("neighbours of the article that are like it belong to it") {
  const auto roots = [](const std::string& beside) {
    return page("<div id=w><div id=a class=c>" + p(300) + p(300) + p(300) + "</div>" + beside + "</div><p>" +
                words(10) + "</p>")
        .roots();
  };
  CHECK(roots("<p id=b>" + words(81) + "</p>") == "a b");
  CHECK(roots("<p id=b>" + words(80) + "</p>") == "a");
  CHECK(roots("<p id=b>" + words(79) + ".</p>") == "a b");
  CHECK(roots("<p id=b>" + words(20) + "<a href=/x>y</a>.</p>") == "a");
  CHECK(roots("<p id=b>" + words(76) + "<a href=/x>" + words(25) + "</a></p>") == "a b");
  CHECK(roots("<p id=b>" + words(75) + "<a href=/x>" + words(25) + "</a></p>") == "a");
  CHECK(roots("<b id=b>" + words(81) + "</b>") == "a");
  CHECK(roots("<p id=b></p>x") == "a");
  CHECK(roots("<p id=b class=x>.</p>") == "a b");
}

TEST_CASE("inside an article lists of links and the like are boilerplate") {
  const auto boilerplate = [](const std::string& attributes, const std::string& inside) {
    return page("<article>" + p(3000) + p(3000) + "<div id=a " + attributes + ">" + inside + "</div></article>")
        .is_boilerplate("a");
  };
  CHECK_FALSE(boilerplate("", words(100)));
  CHECK(boilerplate("", words(49) + "<a href=/x>" + words(51) + "</a>"));
  CHECK_FALSE(boilerplate("", words(50) + "<a href=/x>" + words(50) + "</a>"));
  CHECK(boilerplate("class=widget", words(100)));
  CHECK_FALSE(boilerplate("class=widget", words(100) + ",,,,,,,,,,"));
  CHECK(boilerplate("class=widget", words(100) + ",,,,,,,,,"));
  // Short lists with a fifth of links, unless something speaks for them.
  CHECK(boilerplate("", "<li>" + words(79) + "<a href=/x>" + words(21) + "</a>"));
  CHECK_FALSE(boilerplate("", "<li>" + words(80) + "<a href=/x>" + words(20) + "</a>"));
  CHECK(boilerplate("", "<li>" + words(150) + "<a href=/x>" + words(49) + "</a>"));
  CHECK_FALSE(boilerplate("", "<li>" + words(150) + "<a href=/x>" + words(50) + "</a>"));
  CHECK_FALSE(boilerplate("", "<p><li>" + words(79) + "<a href=/x>" + words(21) + "</a>"));
  CHECK_FALSE(boilerplate("class=content", "<li>" + words(79) + "<a href=/x>" + words(21) + "</a>"));
  CHECK(boilerplate("class=content", "<li>" + words(49) + "<a href=/x>" + words(51) + "</a>"));
  for (const char* tag : {"section", "ul", "ol", "dl"}) {
    CAPTURE(tag);
    CHECK(page("<article>" + p(3000) + "<" + tag + " id=a><a href=/x>link</a></" + tag + ">").is_boilerplate("a"));
  }
  CHECK(page("<article>" + p(3000) + "<table id=a><td><a href=/x>link</a></table>").is_boilerplate("a"));
  CHECK_FALSE(page("<article>" + p(3000) + "<p id=a><a href=/x>link</a></p>").is_boilerplate("a"));
  CHECK(page("<article>" + p(3000) + "<p id=a hidden>x</p>").is_boilerplate("a"));
  CHECK(page("<article>" + p(3000) + "<nav id=a>x</nav>").is_boilerplate("a"));
  CHECK(page("<article>" + p(3000) + "<aside id=a>x</aside>").is_boilerplate("a"));
}

TEST_CASE("a page that is all boilerplate is read whole") {
  article a;
  CHECK(texts(read_html_page("<nav>Only a menu</nav>", a)) == std::vector<std::string>{"Only a menu"});
  CHECK(read_html_page("", a).empty());
}

TEST_CASE("three parts of like weight are one article") {
  const std::string single = "<div><section>" + p(300) + "</section></div>";
  CHECK(page("<div id=w>" + single + single + single + "</div><p>end").roots() == "w");
  const std::string part = "<section>" + p(300) + p(300) + "</section>";
  CHECK(page("<div id=w><div>" + part + "</div><div>" + part + "</div><div>" + part + "</div><div>" + part +
             "</div></div><p>end")
            .roots() == "w");
}

}  // namespace
