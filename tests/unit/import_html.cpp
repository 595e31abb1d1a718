// HTML pages: metadata, the choice of the article, the blocks.
#include "import/html/html.hpp"
#include "import/html/html_document.hpp"
#include "import/html/html_title.hpp"
#include "import_support.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

namespace {

using import_test::import_text;
using import_test::strings;
using import_test::texts_of;
using satchel::kind;
using satchel::pack::article;
using satchel::pack::choose_title;

article read_html(const std::string& html) {
  auto r = import_text("page.html", html);
  REQUIRE(r.articles.size() == 1);
  return std::move(r.articles[0]);
}

const std::string one_sentence =
    "Before the press, scribes copied books by hand, and a large book took a year, a flock of sheep, and much "
    "patience.";
const std::string paragraphs = "<p>" + one_sentence + "</p><p>" + one_sentence + "</p><p>" + one_sentence + "</p>";

TEST_CASE("metadata comes from meta elements") {
  const article a = read_html(
      "<!doctype html><html lang=en-us><head><title>Scribes | Book Days</title><meta property=og:title "
      "content='Scribes &amp; books'>"
      "<meta name=author content='Ann Lee, Bo Berg'><meta property=article:published_time "
      "content='2020-05-03T10:00:00+0200'>"
      "<meta name=keywords content='books, scribes,'><meta property=og:site_name content='Book Days'>"
      "<meta name=description content='not to be used'><link rel=canonical "
      "href='https://example.org/scribes'></head><body>" +
      paragraphs);
  CHECK(a.title == "Scribes & books");
  CHECK(a.authors == strings{"Ann Lee", "Bo Berg"});
  CHECK(a.published == "2020-05-03T10:00:00+02:00");
  CHECK(a.tags == strings{"books", "scribes"});
  CHECK(a.source == "Book Days");
  CHECK(a.url == "https://example.org/scribes");
  CHECK(a.language == "en-US");
  CHECK(texts_of(a, kind::paragraph) == strings{one_sentence, one_sentence, one_sentence});
}

TEST_CASE("metadata comes from JSON-LD") {
  const article a = read_html(
      "<title>Scribes</title><script "
      "type='application/ld+json'>{\"@context\":\"https://schema.org\",\"@graph\":[{\"@type\":\"NewsArticle\","
      "\"headline\":\"Scribes\",\"author\":[{\"@type\":\"Person\",\"name\":\"Ann Lee\"},{\"name\":\"Bo "
      "Berg\"}],\"datePublished\":\"2020-05-03\","
      "\"publisher\":{\"name\":\"Book Days\"},\"keywords\":[\"books\"]}]}</script><body>" +
      paragraphs);
  CHECK(a.authors == strings{"Ann Lee", "Bo Berg"});
  CHECK(a.published == "2020-05-03");
  CHECK(a.source == "Book Days");
  CHECK(a.tags == strings{"books"});
}

TEST_CASE("broken JSON-LD and strange values do no harm") {
  const article a = read_html(
      "<title>Scribes</title><script "
      "type='application/ld+json'>{\"@type\":\"Article\",\"headline\":[1,{}],\"author\":[[[]],7,null],</script>"
      "<script "
      "type='application/ld+json'>{\"@type\":[\"Article\",3],\"author\":{\"name\":{\"name\":4}},\"keywords\":[1]}</"
      "script><body>" +
      paragraphs);
  CHECK(a.title == "Scribes");
  CHECK(a.authors.empty());
}

TEST_CASE("metadata comes from the page's own elements") {
  const article a = read_html(
      "<title>Scribes</title><body><div class=byline>By <a href=/lee rel=author>Ann Lee</a></div><time "
      "datetime='2020-05-03'>May 3</time>" +
      paragraphs + "<div class=comment><span class=author>Mr Noise</span></div>");
  CHECK(a.authors == strings{"Ann Lee"});
  CHECK(a.published == "2020-05-03");
}

TEST_CASE("the title loses the site's name") {
  CHECK(choose_title("Scribes at work - Book Days", "", {}, "Book Days") == "Scribes at work");
  CHECK(choose_title("", "Scribes at work in the north | Book Days", {}, "") == "Scribes at work in the north");
  CHECK(choose_title("", "Scribes: at work - Book Days", {"Scribes: at work"}, "") == "Scribes: at work");
  CHECK(choose_title("", "Books - Scribes", {}, "") == "Books - Scribes");
  CHECK(choose_title("", "", {"Scribes"}, "") == "Scribes");
  CHECK(choose_title("", "How to use my_long_name in a text", {}, "") == "How to use my_long_name in a text");
  CHECK(choose_title("", "", {}, "") == "");
}

TEST_CASE("what frames an article is left out") {
  const article a =
      read_html("<title>Scribes</title><body><nav><a href=/>Home</a></nav><header>Head</header><div class=sidebar><p>" +
                one_sentence +
                "</p></div>"
                "<main><h1>Scribes</h1>" +
                paragraphs +
                "<div class=share-buttons><a href=/x>Share</a></div><form><input><button>Send</button></form></main>"
                "<aside><p>" +
                one_sentence + "</p></aside><div id=comments><p>" + one_sentence +
                "</p></div><footer>Foot</footer><script>var x = 'no';</script>");
  CHECK(a.title == "Scribes");
  CHECK(a.body.size() == 3);
}

TEST_CASE("a wrapper named after its sidebar is not the sidebar") {
  const article a = read_html("<title>Scribes</title><body><div><p>" + one_sentence +
                              "</p></div><div class=has-sidebar><h1>Scribes</h1>" + paragraphs + "</div>");
  CHECK(texts_of(a, kind::paragraph).size() >= 3);
}

TEST_CASE("the densest block is the article where nothing names it") {
  std::string links;
  for (int i = 0; i < 30; ++i) links += "<li><a href=/p>Another page of the site, with a name</a></li>";
  const article a = read_html("<title>Scribes</title><body><div><ul>" + links + "</ul></div><div><div>" + paragraphs +
                              "</div></div>");
  CHECK(texts_of(a, kind::paragraph) == strings{one_sentence, one_sentence, one_sentence});
  CHECK(texts_of(a, kind::list_item).empty());
}

TEST_CASE("an article that is a list is found") {
  std::string items;
  for (int i = 0; i < 12; ++i)
    items +=
        "<li>Scribe number " + std::to_string(i) + " copied a psalter, two gospels, and the letters of his abbot.</li>";
  const article a =
      read_html("<title>Scribes of the year</title><body><article><h2>They wrote</h2><ul>" + items + "</ul></article>");
  CHECK(texts_of(a, kind::list_item).size() == 12);
}

TEST_CASE("elements become pieces") {
  const article a = read_html(
      "<title>Scribes</title><article>" + paragraphs +
      "<h3>Tools</h3><ul><li>pen<ol><li>quill</li></ol></li></ul><blockquote><p>write</p></blockquote>"
      "<pre>a  b\n  "
      "c\n</pre><p>one<br>line<br><br>next</p><table><tr><th>sheet<th>price<tr><td>calf<td>high</table></article>");
  CHECK(texts_of(a, kind::heading) == strings{"Tools"});
  CHECK(texts_of(a, kind::list_item) == strings{"pen", "quill"});
  CHECK(texts_of(a, kind::quote) == strings{"write"});
  CHECK(texts_of(a, kind::code) == strings{"a  b\n  c"});
  const auto found = texts_of(a, kind::paragraph);
  REQUIRE(found.size() == 7);
  CHECK(found[3] == "one line");
  CHECK(found[4] == "next");
  CHECK(found[5] == "sheet | price");
  CHECK(found[6] == "calf | high");
}

TEST_CASE("entities and hidden parts are handled") {
  const article a = read_html(
      "<title>Scribes</title><article>" + paragraphs +
      "<p>Pens&nbsp;&amp; ink&#8217;s &eacute;clat</p><p hidden>no</p><p style='display: none'>no</p></article>");
  CHECK(texts_of(a, kind::paragraph).back() ==
        "Pens & ink\xE2\x80\x99s \xC3\xA9"
        "clat");
}

TEST_CASE("the news rules apply to pages too") {
  const article a =
      read_html("<title>Scribes</title><article><h1>Scribes</h1><p>By Ann Lee</p><p>Book Days, May 3, 2020</p>" +
                paragraphs + "<p>All rights reserved.</p></article>");
  CHECK(a.authors == strings{"Ann Lee"});
  CHECK(a.source == "Book Days");
  CHECK(texts_of(a, kind::paragraph) == strings{one_sentence, one_sentence, one_sentence});
  CHECK(texts_of(a, kind::boilerplate) == strings{"All rights reserved."});
}

TEST_CASE("pages in their declared encoding are decoded") {
  const article a = read_html("<meta charset=windows-1252><title>Caf\xE9</title><p>" + one_sentence + " Caf\xE9.</p>");
  CHECK(a.title == "Caf\xC3\xA9");
}

TEST_CASE("lists nested deeper than levels go") {
  std::string open, closed;
  for (int depth = 1; depth <= 300; ++depth) {
    open += "<ul><li>" + std::to_string(depth);
    closed += "</ul>";
  }
  const auto blocks = satchel::pack::read_html_fragment(open + closed);
  REQUIRE(blocks.size() == 300);
  for (unsigned i = 0; i < 300; ++i) CHECK(blocks[i].level == std::min(i + 1, 7u));
}

TEST_CASE("pages nested without end are read without their tree") {
  std::string deep = "<title>Deep</title>";
  for (int i = 0; i < 200000; ++i) deep += "<div>";
  deep += "<p>" + one_sentence + "</p><p>" + one_sentence + "</p><script>no()</script>";
  CHECK_FALSE(satchel::pack::is_parsable_html(deep));
  const article a = read_html(deep);
  CHECK(a.title == "Deep");
  CHECK(texts_of(a, kind::paragraph) == strings{one_sentence, one_sentence});
}

TEST_CASE("a fragment is read whole") {
  const auto blocks = satchel::pack::read_html_fragment("<nav>Menu</nav><p>one</p>two<ul><li>three</ul>");
  REQUIRE(blocks.size() == 4);
  CHECK(blocks[0].text == "Menu");
  CHECK(blocks[3].kind == kind::list_item);
}

}  // namespace
