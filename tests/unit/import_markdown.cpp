// Markdown, front matter, and whole pages saved as Markdown.
#include "import/markdown/markdown.hpp"
#include "import/markdown/shortcodes.hpp"
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

article read_markdown(const std::string& text) {
  auto r = import_text("page.md", text);
  CHECK(r.problems.empty());
  REQUIRE(r.articles.size() == 1);
  return std::move(r.articles[0]);
}

TEST_CASE("Markdown lists nested deeper than levels go") {
  std::string text;
  for (unsigned depth = 0; depth < 12; ++depth) text += std::string(2 * depth, ' ') + "- pen\n";
  const article a = read_markdown(text);
  REQUIRE(a.body.size() == 12);
  for (unsigned i = 0; i < 12; ++i) CHECK(a.body[i].level == std::min(i + 1, 7u));
}

TEST_CASE("Markdown's blocks become pieces") {
  const article a = read_markdown(
      "# Type\n\nLead was *cast* in `moulds`.\n\n## Cases\n\n- upper\n  - inner\n- lower\n\n> kept apart\n\n```c\nint "
      "x;\n\n  y\n```\n");
  CHECK(a.title == "Type");
  REQUIRE(a.body.size() == 7);
  CHECK(a.body[0].kind == kind::paragraph);
  CHECK(a.body[0].text == "Lead was cast in moulds.");
  CHECK(a.body[1].kind == kind::heading);
  CHECK(a.body[1].level == 2);
  CHECK(a.body[2].level == 1);
  CHECK(a.body[3].kind == kind::list_item);
  CHECK(a.body[3].level == 2);
  CHECK(a.body[3].text == "inner");
  CHECK(a.body[5].kind == kind::quote);
  CHECK(a.body[6].kind == kind::code);
  CHECK(a.body[6].text == "int x;\n\n  y");
}

TEST_CASE("links keep their text and lose their address") {
  const article a =
      read_markdown("# Type\n\nSee [the caster](https://example.org/caster \"t\") and <https://example.org/x>.");
  CHECK(texts_of(a, kind::paragraph) == strings{"See the caster and https://example.org/x."});
}

TEST_CASE("a link that stands alone is a reference") {
  const article a = read_markdown(
      "# Type\n\nWords first.\n\n<https://example.org/a>\n\n[The "
      "caster](https://example.org/b)\n\n[here](#top)\n\nWords last.");
  CHECK(texts_of(a, kind::reference) == strings{"https://example.org/a", "The caster https://example.org/b"});
  CHECK(texts_of(a, kind::paragraph) == strings{"Words first.", "here", "Words last."});
}

TEST_CASE("tags that nothing ends and comments leave a link's text whole") {
  for (const char* inner :
       {"<img src=\"x.png\">", "<wbr/>", "<span class=\"x\"/>", "<!-- note -->", "<?php?>", "<br>"}) {
    CAPTURE(inner);
    const auto blocks =
        satchel::pack::read_markdown("<a href=\"https://example.org\">the " + std::string(inner) + "caster</a> casts");
    REQUIRE(blocks.size() == 1);
    REQUIRE(blocks[0].marks);
    REQUIRE(blocks[0].marks->size() == 1);
    const satchel::pack::mark& m = blocks[0].marks->front();
    CHECK(m.link);
    CHECK(m.begin == 0);
    CHECK(blocks[0].text.substr(m.end) == " casts");
  }
}

TEST_CASE("inline HTML goes, images leave their words, HTML blocks are read") {
  const article a = read_markdown(
      "# Type\n\nA <u>hot</u> metal<br>and ![a ladle](ladle.png).\n\n<div><p>Set by "
      "<b>hand</b></p><script>no()</script></div>\n");
  CHECK(texts_of(a, kind::paragraph) == strings{"A hot metal and a ladle.", "Set by hand"});
}

TEST_CASE("pipe tables become lines") {
  const article a = read_markdown("# Type\n\n| metal | share |\n|---|---:|\n| lead | most |\n| tin | |\n");
  CHECK(texts_of(a, kind::paragraph) == strings{"metal | share", "lead | most", "tin"});
}

TEST_CASE("a link without a text is a reference to where it leads") {
  const auto body = import_text("a.md", "# A\n\nInk.\n\n[](https://example.org/ink)\n").articles.at(0).body;
  REQUIRE(body.size() == 2);
  CHECK(body[1].kind == satchel::kind::reference);
  CHECK(body[1].text == "https://example.org/ink");
}

TEST_CASE("front matter fills the fields") {
  const article a = read_markdown(
      "---\ntitle: \"Type: a history\"\nauthors: [Ann Lee, Bo Berg]\ndate: 2020-05-03 7:08:09 -0400\ntags:\n  - lead\n "
      " - tin, hot\nlang: en_gb\n"
      "id: type-1\nsource: The Caster\nurl: https://example.org/t\nmood: calm\nempty:\n---\n\n# Type: a "
      "history\n\nWords.\n");
  CHECK(a.title == "Type: a history");
  CHECK(a.authors == strings{"Ann Lee", "Bo Berg"});
  CHECK(a.published == "2020-05-03T07:08:09-04:00");
  CHECK(a.tags == strings{"lead", "tin, hot"});
  CHECK(a.language == "en-GB");
  CHECK(a.identifier == "type-1");
  CHECK(a.source == "The Caster");
  CHECK(a.url == "https://example.org/t");
  REQUIRE(a.fields.size() == 1);
  CHECK(a.fields[0].first == "mood");
  CHECK(a.fields[0].second == "calm");
  CHECK(texts_of(a, kind::paragraph) == strings{"Words."});
  CHECK(texts_of(a, kind::heading).empty());
}

TEST_CASE("front matter works in plain text") {
  const auto r = import_text("page.txt", "---\ntitle: Ink\nauthor: Ann Lee and Bo Berg\n---\nSoot and oil.\n");
  REQUIRE(r.articles.size() == 1);
  CHECK(r.articles[0].title == "Ink");
  CHECK(r.articles[0].authors == strings{"Ann Lee", "Bo Berg"});
  CHECK(texts_of(r.articles[0], kind::paragraph) == strings{"Soot and oil."});
}

TEST_CASE("broken front matter is reported with its line and kept as text") {
  const auto r = import_text("page.md", "---\ntitle: Ink\nmood: [calm\n---\n\nSoot and oil.\n");
  REQUIRE(r.articles.size() == 1);
  REQUIRE(r.problems.size() == 1);
  CHECK(r.problems[0].where.find("page.md:") != std::string::npos);
  CHECK_FALSE(r.problems[0].lost);
  CHECK(r.articles[0].body.back().text == "Soot and oil.");
}

TEST_CASE("a date in front matter that cannot be read is kept") {
  const auto r = import_text("page.md", "---\ntitle: Ink\ndate: some day\n---\n\nSoot.\n");
  REQUIRE(r.articles.size() == 1);
  REQUIRE(r.problems.size() == 1);
  CHECK(r.articles[0].published == "");
  REQUIRE(r.articles[0].fields.size() == 1);
  CHECK(r.articles[0].fields[0].second == "some day");
}

TEST_CASE("a site generator's directives go") {
  using satchel::pack::without_shortcodes;
  CHECK(without_shortcodes("a {{< ref \"x.md\" >}} b {{% note %}}c{{% /note %}} {% raw %}d") == "a  b c d");
  CHECK(without_shortcodes("{{< img src=\"a.png\" alt=\"a press\" >}}") == "a press");
  CHECK(without_shortcodes("{braces} {{ and }} {{< open") == "{braces} {{ and }} {{< open");
}

TEST_CASE("Markdown is recognised in plain text by its links and signs") {
  using satchel::pack::looks_like_markdown;
  CHECK(looks_like_markdown("see [there](https://example.org)"));
  CHECK(looks_like_markdown("# One\n\n## Two\n"));
  CHECK_FALSE(looks_like_markdown("# one remark\nplain words [1] (two)\n"));
  CHECK_FALSE(looks_like_markdown("2 * 3 * 4 < 5"));
}

TEST_CASE("a page saved with its navigation keeps the article alone") {
  std::string page;
  for (int i = 0; i < 15; ++i) page += "- [Section " + std::to_string(i) + "](https://example.org/s)\n";
  page += "\n# The long road of paper\n\nBy Ann Lee\n\nMay 3, 2020\n\n";
  for (int i = 0; i < 4; ++i)
    page +=
        "Paper went from town to town on mules, and each town learned to make it in a way of its own, as travellers "
        "noted.\n\n";
  page += "## Comments\n\nI liked it.\n\n";
  for (int i = 0; i < 15; ++i) page += "- [Other " + std::to_string(i) + "](https://example.org/o)\n";
  const article a = read_markdown(page);
  CHECK(a.title == "The long road of paper");
  CHECK(a.authors == strings{"Ann Lee"});
  CHECK(a.published == "2020-05-03");
  CHECK(texts_of(a, kind::paragraph).size() == 4);
  CHECK(texts_of(a, kind::list_item).empty());
  CHECK(texts_of(a, kind::boilerplate).size() >= 31);
}

TEST_CASE("a document with a few links is no page with navigation") {
  std::string page = "# Links of the week\n\n";
  for (int i = 0; i < 15; ++i) page += "- [Item " + std::to_string(i) + "](https://example.org/s)\n";
  const article a = read_markdown(page);
  CHECK(texts_of(a, kind::list_item).size() == 15);
}

}  // namespace
