// The rules for news pages, each on a few lines of our own.
#include "import/fields/bylines.hpp"
#include "import/news/news.hpp"
#include "import_support.hpp"

#include <doctest/doctest.h>

#include <string>

namespace {

using import_test::import_text;
using import_test::strings;
using import_test::texts_of;
using satchel::kind;
using satchel::pack::article;

const std::string opening =
    "The old paper mill by the river opened its doors again on Monday after forty years of silence.";
const std::string middle =
    "Visitors may watch how rags are beaten to pulp and how the sheets are lifted, pressed and dried.";

article read_news(const std::string& text) {
  auto r = import_text("page.txt", text);
  CHECK(r.problems.empty());
  REQUIRE(r.articles.size() == 1);
  return std::move(r.articles[0]);
}

strings kept(const article& a) {
  strings found;
  for (const auto& p : a.body) {
    if (p.kind != kind::boilerplate) found.push_back(p.text);
  }
  return found;
}

TEST_CASE("the first line is the title") {
  const article a = read_news("A mill comes back\n\n" + opening + "\n\n" + middle);
  CHECK(a.title == "A mill comes back");
  CHECK(kept(a) == strings{opening, middle});
}

TEST_CASE("a first paragraph that is a sentence is no title") {
  const article a = read_news(opening + "\n\n" + middle);
  CHECK(a.title == "");
  CHECK(kept(a) == strings{opening, middle});
}

TEST_CASE("a title that is repeated is dropped") {
  const article a = read_news("A Mill Comes Back\n\nA mill comes back\n\n" + opening);
  CHECK(a.title == "A Mill Comes Back");
  CHECK(kept(a) == strings{opening});
}

TEST_CASE("bylines name the authors") {
  CHECK(read_news("A mill\n\nBy Ann Lee\n\n" + opening).authors == strings{"Ann Lee"});
  CHECK(read_news("A mill\n\nBY ANN LEE AND BO BERG\n\n" + opening).authors == strings{"ANN LEE", "BO BERG"});
  CHECK(read_news("A mill\n\nWritten by Ann Lee, Bo Berg and Cy de Jong\n\n" + opening).authors ==
        strings{"Ann Lee", "Bo Berg", "Cy de Jong"});
  CHECK(read_news("A mill\n\nBy Ann Lee, Staff Writer\n\n" + opening).authors == strings{"Ann Lee"});
}

TEST_CASE("a sentence that begins with By is no byline") {
  const std::string sentence = "By the end of the week the first sheets were dry, and the men went home to sleep.";
  const article a = read_news("A mill\n\n" + sentence + "\n\n" + opening);
  CHECK(a.authors.empty());
  CHECK(kept(a) == strings{sentence, opening});
}

TEST_CASE("a dateline gives source and date") {
  const article a = read_news("A mill\n\nBy Ann Lee\n\nThe River Post, May 3, 2020\n\n" + opening);
  CHECK(a.source == "The River Post");
  CHECK(a.published == "2020-05-03");
  CHECK(kept(a) == strings{opening});
  const article b = read_news("A mill\n\nPublished on 3 May 2020\n\n" + opening);
  CHECK(b.source == "");
  CHECK(b.published == "2020-05-03");
  const article c = read_news("A mill\n\nPosted on May 3, 2020 by Ann Lee\n\n" + opening);
  CHECK(c.published == "2020-05-03");
  CHECK(c.authors == strings{"Ann Lee"});
}

TEST_CASE("a date inside the text is no dateline") {
  const std::string text = "On May 3, 2020 the mill was empty and nobody thought that it would ever turn again.";
  const article a = read_news("A mill\n\n" + text + "\n\n" + middle);
  CHECK(a.published == "");
  CHECK(kept(a) == strings{text, middle});
}

TEST_CASE("a byline glued to its dateline is parted") {
  const article a = read_news("A mill\n\nBy Ann Lee, The River Post, May 3, 2020\n\n" + opening);
  CHECK(a.authors == strings{"Ann Lee"});
  CHECK(a.source == "The River Post");
  CHECK(a.published == "2020-05-03");
  const article b = read_news("A mill\n\nBy Ann Lee | May 3, 2020\n\n" + opening);
  CHECK(b.authors == strings{"Ann Lee"});
  CHECK(b.published == "2020-05-03");
}

TEST_CASE("markup tells where glued names and tags end") {
  const article a = read_news(
      "## A mill\n\nBy <u>Hill Watch</u> River Post, May 3, 2020 <u>Hill Watch</u> 2 May 2020 Region: <u>North & "
      "West</u> "
      "Theme: <u>Paper</u>, <u>Water Mills</u>\n\n" +
      opening);
  CHECK(a.title == "A mill");
  CHECK(a.authors == strings{"Hill Watch"});
  CHECK(a.source == "River Post");
  CHECK(a.published == "2020-05-03");
  CHECK(a.tags == strings{"North & West", "Paper", "Water Mills"});
  CHECK(kept(a) == strings{opening});
}

TEST_CASE("lines that share a paragraph are told apart") {
  const article a = read_news("A mill\nBy Ann Lee\nThe River Post, May 3, 2020\n\n" + opening);
  CHECK(a.title == "A mill");
  CHECK(a.authors == strings{"Ann Lee"});
  CHECK(a.source == "The River Post");
}

TEST_CASE("a short line between title and byline is the subtitle") {
  const article a = read_news("A mill\n\nForty years of silence end\n\nBy Ann Lee\n\n" + opening);
  CHECK(a.subtitle == "Forty years of silence end");
  CHECK(kept(a) == strings{opening});
  CHECK(read_news("A mill\n\nForty years of silence end\n\n" + opening).subtitle == "");
}

TEST_CASE("tag lines become tags") {
  CHECK(read_news("A mill\n\n" + opening + "\n\nTags: paper, water mills, history").tags ==
        strings{"paper", "water mills", "history"});
  // No-break spaces and wide gaps part tags where nothing else does.
  CHECK(read_news("A mill\n\n" + opening + "\n\nTags: water mills\xC2\xA0 paper \xC2\xA0 history").tags ==
        strings{"water mills", "paper", "history"});
  const article a = read_news("A mill\n\nRegion: [The North](#)\n\nTheme: [Paper](#), [Crafts](#)\n\n" + opening);
  CHECK(a.tags == strings{"The North", "Paper", "Crafts"});
  CHECK(kept(a) == strings{opening});
}

TEST_CASE("\"Articles by\" names the authors that no byline does") {
  const article a = read_news("A mill\n\n" + opening + "\n\nArticles by: Ann Lee and Bo Berg");
  CHECK(a.authors == strings{"Ann Lee", "Bo Berg"});
  CHECK(kept(a) == strings{opening});
  CHECK(read_news("A mill\n\nBy Cy Young\n\n" + opening + "\n\nArticles by: Ann Lee").authors == strings{"Cy Young"});
}

TEST_CASE("notices at the end are boilerplate") {
  const article a = read_news(
      "A mill\n\n" + opening + "\n\n" + middle +
      "\n\nSubscribe to our letter\n\nCopyright \xC2\xA9 Ann Lee, The River Post, 2020\n\nDisclaimer: what you "
      "read is what we thought.\n\n"
      "This page contains copyrighted material that others made.\n\nFor media inquiries: mill@example.org");
  CHECK(kept(a) == strings{opening, middle});
  CHECK(texts_of(a, kind::boilerplate).size() == 5);
}

TEST_CASE("the text below \"About the author\" is boilerplate") {
  const article a = read_news("A mill\n\n" + opening +
                              "\n\nAbout the author:\n\nAnn Lee has made paper since she was ten years old.");
  CHECK(kept(a) == strings{opening});
  CHECK(texts_of(a, kind::boilerplate).size() == 2);
}

TEST_CASE("words of notices do not take the text itself") {
  const std::string last =
      "Donated rags are welcome at the gate, and copyright was not yet thought of when the mill was built.";
  CHECK(kept(read_news("A mill\n\n" + opening + "\n\n" + last)) == strings{opening, last});
  const std::string inner = "Subscribe to nothing, the miller used to say, and you will sleep well.";
  CHECK(kept(read_news("A mill\n\n" + inner + "\n\n" + opening)) == strings{inner, opening});
}

TEST_CASE("an article that is nothing but a notice keeps its text") {
  const article a = read_news("Mill rules\n\nAll rights reserved.");
  CHECK(kept(a) == strings{"All rights reserved."});
}

TEST_CASE("a notice may name the source") {
  CHECK(read_news("A mill\n\n" + opening + "\n\nDisclaimer: link to the original River Post article when you copy it.")
            .source == "River Post");
  CHECK(read_news("A mill\n\n" + opening + "\n\nThe original source of this article is River Post").source ==
        "River Post");
  CHECK(read_news("A mill\n\n" + opening + "\n\nDisclaimer: keep the original spelling.").source == "");
}

TEST_CASE("numbered addresses at the end are references") {
  const article a = read_news(
      "A mill\n\n" + opening +
      "[1] [2]\n\n  1. https://example.org/mills/\n  2. https://example.org/paper?x=1\n  3. http://example.com");
  CHECK(texts_of(a, kind::reference) ==
        strings{"https://example.org/mills/", "https://example.org/paper?x=1", "http://example.com"});
}

TEST_CASE("a section of sources holds titles with their addresses") {
  const article a = read_news("A mill\n\n" + opening + "\n\n" + middle +
                              "\n\nSources\n\nHow rags become paper\n\nhttps://example.org/rags\n\nMills of the "
                              "north\n\nhttps://example.org/north-and-\n\nsouth-too.html\n\n"
                              "https://example.org/alone");
  CHECK(texts_of(a, kind::reference) == strings{"How rags become paper https://example.org/rags",
                                                "Mills of the north https://example.org/north-and-south-too.html",
                                                "https://example.org/alone"});
  CHECK(texts_of(a, kind::heading).empty());
}

TEST_CASE("a section of sources needs addresses or numbers") {
  const article a = read_news("A mill\n\n" + opening + "\n\nNotes\n\n" + middle + " " + opening);
  CHECK(texts_of(a, kind::reference).empty());
  CHECK(texts_of(a, kind::heading) == strings{"Notes"});
}

TEST_CASE("literature under a heading is a list of references") {
  const article a =
      read_news("# A mill\n\n" + opening + "\n\n## References\n\n- Lee, A.: Rags. 1820.\n- Berg, B.: Water. 1831.\n");
  CHECK(texts_of(a, kind::reference) == strings{"Lee, A.: Rags. 1820.", "Berg, B.: Water. 1831."});
}

TEST_CASE("an address that stands alone is a reference") {
  const article a = read_news("A mill\n\n" + opening + "\n\nhttps://example.org/mill\n\n" + middle);
  CHECK(texts_of(a, kind::reference) == strings{"https://example.org/mill"});
}

TEST_CASE("a paragraph cut in mid-sentence is whole again") {
  const article a = read_news(
      "A mill\n\nThe water had been led around the wheel for so long that nobody\n\nremembered which bed was the older "
      "one.\n\n" +
      middle);
  CHECK(
      kept(a) ==
      strings{"The water had been led around the wheel for so long that nobody remembered which bed was the older one.",
              middle});
}

TEST_CASE("paragraphs that end stay apart") {
  CHECK(kept(read_news("A mill\n\n" + opening + "\n\nand so on.")) == strings{opening, "and so on."});
  const std::string brand = "eMill is the name of the little engine that turns the wheel in dry summers, they said.";
  CHECK(
      kept(read_news("A mill\n\nThe water had been led around the wheel for so long that nobody\n\n" + brand)).size() ==
      2);
}

TEST_CASE("short lines between paragraphs are headings") {
  const article a = read_news("A mill\n\n" + opening + "\n\nWhat the visitors see\n\n" + middle + " " + opening +
                              "\n\nAnd what next?\n\n" + opening + " " + middle);
  CHECK(texts_of(a, kind::heading) == strings{"What the visitors see", "And what next?"});
}

TEST_CASE("speech and sentences are no headings") {
  const article a = read_news("A mill\n\n" + opening + "\n\n\"We never gave up\"\n\n" + middle + " " + opening +
                              "\n\nIt turned.\n\n" + opening + " " + middle);
  CHECK(texts_of(a, kind::heading).empty());
}

TEST_CASE("a first section heading below the byline is title and heading") {
  const article a =
      read_news("By Ann Lee\n\nThe wheel\n\n" + opening + " " + middle + "\n\nThe pulp\n\n" + middle + " " + opening);
  CHECK(a.title == "The wheel");
  CHECK(texts_of(a, kind::heading) == strings{"The wheel", "The pulp"});
  const article b = read_news("By Ann Lee\n\nThe wheel\n\n" + opening + " " + middle + "\n\n" + middle);
  CHECK(b.title == "The wheel");
  CHECK(texts_of(b, kind::heading).empty());
}

TEST_CASE("plain text keeps lists, quotes and unwrapped lines apart") {
  const article a = read_news(
      "A mill\n\n" + opening +
      "\n\n- rags\n- water\n  and sun\n* glue\n\n> said the miller\n> to his wife\n\n1. one\n2. two\n\n" + middle);
  CHECK(texts_of(a, kind::list_item) == strings{"rags", "water and sun", "glue", "one", "two"});
  CHECK(texts_of(a, kind::quote) == strings{"said the miller to his wife"});
  const std::string line = opening + " " + middle + " " + opening;
  const article b = read_news("A mill\n\n" + line + "\n" + middle);
  CHECK(kept(b) == strings{line, middle});
}

TEST_CASE("underlined lines are headings") {
  const article a = read_news("A mill\n======\n\n" + opening + "\n\nThe pulp\n--------\n" + middle);
  CHECK(a.title == "A mill");
  CHECK(texts_of(a, kind::heading) == strings{"The pulp"});
}

}  // namespace
