// Elements of HTML: what they become, what frames, what is never text.
#include "import/html/html.hpp"
#include "import/html/html_blocks.hpp"
#include "import/html/html_boilerplate.hpp"
#include "import/html/html_content.hpp"
#include "import/html/html_document.hpp"
#include "import_blocks.hpp"

#include <doctest/doctest.h>

#include <string>

namespace {

using namespace import_test;
using namespace satchel::pack;
using strings = std::vector<std::string>;

block_list fragment(const std::string& html) { return read_html_fragment(html); }
std::string letters(const std::string& html) { return kinds(fragment(html)); }

// The first element of that tag in a page.
const GumboNode* first(const html_document& page, GumboTag tag) {
  const GumboNode* found = nullptr;
  walk(
      page.root(),
      [&](const GumboNode* node) {
        if (found == nullptr && is_element(node, tag)) found = node;
        return true;
      },
      [](const GumboNode*) {});
  REQUIRE(found != nullptr);
  return found;
}

boilerplate boilerplate_of_div(const std::string& attributes) {
  const html_document page("<div " + attributes + ">x</div>");
  return boilerplate_of(first(page, GUMBO_TAG_DIV));
}

long weight_of_div(const std::string& attributes) {
  const html_document page("<div " + attributes + ">x</div>");
  return class_weight(first(page, GUMBO_TAG_DIV));
}

bool hidden_div(const std::string& attributes) {
  const html_document page("<div " + attributes + ">x</div>");
  return is_hidden(first(page, GUMBO_TAG_DIV));
}

TEST_CASE("headings have the levels of their tags") {
  for (unsigned level = 1; level <= 6; ++level) {
    const std::string tag = "h" + std::to_string(level);
    const auto blocks = fragment("<" + tag + ">Mill</" + tag + ">text");
    CHECK(kinds(blocks) == "HP");
    CHECK(blocks[0].level == level);
  }
}

TEST_CASE("inline elements part nothing, others do") {
  for (const char* tag :
       {"a",     "abbr", "acronym", "b",      "bdi", "bdo",   "big",  "cite", "code", "data", "del",   "dfn",
        "em",    "font", "i",       "ins",    "kbd", "label", "mark", "q",    "rb",   "ruby", "s",     "samp",
        "small", "span", "strike",  "strong", "sub", "sup",   "time", "tt",   "u",    "var",  "my-own"}) {
    CAPTURE(tag);
    CHECK(texts(fragment("one <" + std::string(tag) + ">two</" + tag + "> three")) == strings{"one two three"});
  }
  CHECK(texts(fragment("one<wbr>two<img src=x>three")) == strings{"onetwothree"});
  for (const char* tag : {"p", "div", "section", "article", "dl", "figure", "center"}) {
    CAPTURE(tag);
    CHECK(letters("one<" + std::string(tag) + ">two</" + tag + ">three") == "PPP");
  }
}

TEST_CASE("what is never shown") {
  for (const char* tag : {"script", "style", "template", "iframe", "svg", "select", "textarea", "button", "noscript"}) {
    CAPTURE(tag);
    CHECK(texts(fragment("one<" + std::string(tag) + ">two</" + tag + ">")) == strings{"one"});
  }
  CHECK(texts(fragment("<ruby>one<rp>(</rp><rt>two</rt><rp>)</rp></ruby>")) == strings{"one"});
}

TEST_CASE("elements that mark their text") {
  for (const char* tag : {"b", "strong", "em", "i", "u", "span"}) {
    CAPTURE(tag);
    const auto blocks = fragment("one <" + std::string(tag) + ">two</" + tag + ">");
    REQUIRE(blocks[0].marks);
    CHECK(link_bytes(blocks[0]) == 0);
    CHECK(blocks[0].marks->front().begin == 4);
    CHECK(blocks[0].marks->front().end == 7);
  }
  CHECK(fragment("<b>one</b> two")[0].marks->front().end == 3);
  CHECK_FALSE(fragment("one <small>two</small>")[0].marks);
  CHECK(link_bytes(fragment("one <a href=/x>two</a>")[0]) == 3);
  CHECK(link_bytes(fragment("one <a href=#x>two</a>")[0]) == 0);
  CHECK(link_bytes(fragment("one <a href=''>two</a>")[0]) == 0);
  CHECK(link_bytes(fragment("one <a>two</a>")[0]) == 0);
}

TEST_CASE("lists, quotes, code") {
  const auto blocks = fragment("<ul><li>rags<ol><li>linen</ol><p>more</ul>text<blockquote>said<p>he</blockquote>text");
  CHECK(kinds(blocks) == "LLPPQQP");
  CHECK(blocks[0].level == 1);
  CHECK(blocks[1].level == 2);
  CHECK(fragment("<ul><li>rags</ul><ol><li>linen</ol>")[1].level == 1);
  CHECK(letters("<li>rags") == "P");
  CHECK(letters("<ul>rags</ul>") == "P");
  CHECK(letters("<ul><li></li>rags</ul>") == "P");
  CHECK(letters("<blockquote>a</blockquote>b<h2>c</h2>d<pre>e</pre>f") == "QPHPCP");
  CHECK(texts(fragment("<pre>\n\na  b\n<br>c \n\n</pre>text")) == strings{"a  b\n\nc", "text"});
  CHECK(kinds(fragment("<pre>a</pre>")) == "C");
}

TEST_CASE("spaces and breaks") {
  CHECK(texts(fragment("<p> one \n two<b> three</b></p>")) == strings{"one two three"});
  CHECK(texts(fragment("one\xC2\xA0 two")) == strings{"one\xC2\xA0 two"});
  CHECK(texts(fragment("one<br>two")) == strings{"one\ntwo"});
  CHECK(texts(fragment("one<br> <br>two")) == strings{"one\n", "two"});
  CHECK(texts(fragment("one<br>two<br>three")) == strings{"one\ntwo\nthree"});
}

TEST_CASE("a table of data becomes its rows, one that lays out does not") {
  CHECK(texts(fragment("text<table><tr><th>a<th> <td>b<tr><td>c</table>text")) ==
        strings{"text", "a | b", "c", "text"});
  CHECK(letters("<table><caption><h2>a</h2></caption><tr><td>b<td>c</table>") == "HPP");
  CHECK(letters("<table><caption><h1>a</h1></caption><tr><td>b<td>c</table>") == "HPP");
  CHECK(letters("<table><caption><pre>a</pre></caption><tr><td>b<td>c</table>") == "CPP");
  CHECK(letters("<table><caption><blockquote>a</blockquote></caption><tr><td>b<td>c</table>") == "QPP");
  CHECK(letters("<table><caption><h3>a</h3></caption><tr><td>b<td>c</table>") == "HP");
  CHECK(letters("<table><tr><td>a<td>" + std::string(500, 'b') + "</table>") == "P");
  CHECK(letters("<table><tr><td>a<td>" + std::string(501, 'b') + "</table>") == "PP");
  CHECK(texts(fragment("<table><tr><td>a<td><table><tr><td>b<td>c</table></table>")) == strings{"a", "b | c"});
  CHECK(texts(fragment("<table><caption>a</caption></table>b")) == strings{"a", "b"});
}

TEST_CASE("hidden elements") {
  CHECK(hidden_div("hidden"));
  CHECK(hidden_div("style='Display : none'"));
  CHECK(hidden_div("style='x:y; visibility:hidden'"));
  CHECK(hidden_div("aria-hidden=true"));
  CHECK_FALSE(hidden_div("aria-hidden=false"));
  CHECK_FALSE(hidden_div("aria-hidden=true class='x fallback-image'"));
  CHECK_FALSE(hidden_div("style='display:block'"));
  CHECK_FALSE(hidden_div(""));
}

TEST_CASE("elements that frame by their names and roles") {
  for (const char* name :
       {"comment",    "sidebar",    "side-bar",   "footer",      "masthead", "breadcrumb", "related",
        "newsletter", "advert",     "sponsor",    "cookie",      "consent",  "popup",      "navbar",
        "navigation", "pagination", "disqus",     "outbrain",    "taboola",  "recommend",  "trending",
        "most-read",  "mostread",   "toolbar",    "skip-link",   "ad-break", "shoutbox",   "replies",
        "gdpr",       "more-from",  "author-bio", "story-promo", "hatnote"}) {
    CAPTURE(name);
    CHECK(boilerplate_of_div("class='x My-" + std::string(name) + "s'") == boilerplate::sure);
    CHECK(boilerplate_of_div("id=" + std::string(name)) == boilerplate::sure);
  }
  for (const char* name : {"banner", "sharing", "sharebar", "share-",     "-share",    "social",  "subscri", "promo",
                           "modal",  "menu",    "pager",    "copyright",  "rss",       "paywall", "signup",  "sign-up",
                           "login",  "remark",  "legends",  "supplement", "read-more", "readmore"}) {
    CAPTURE(name);
    CHECK(boilerplate_of_div("class=x" + std::string(name) + "s") == boilerplate::doubtful);
  }
  for (const char* role :
       {"navigation", "complementary", "banner", "contentinfo", "search", "dialog", "alertdialog", "menu", "Menubar"}) {
    CAPTURE(role);
    CHECK(boilerplate_of_div("role=" + std::string(role)) == boilerplate::sure);
  }
  for (const char* name :
       {"article-body", "articlebody", "article__body", "story-body", "post-body", "entry-content"}) {
    CAPTURE(name);
    CHECK(boilerplate_of_div("class='has-sidebar " + std::string(name) + "'") == boilerplate::none);
  }
  CHECK(boilerplate_of_div("role=main") == boilerplate::none);
  CHECK(boilerplate_of_div("id=what-comments-are-for") == boilerplate::none);  // a heading's text
  CHECK(boilerplate_of_div("id=no-more-comments") == boilerplate::sure);
}

TEST_CASE("elements that frame by their tags") {
  const auto of = [](const std::string& html, GumboTag tag) {
    const html_document page(html);
    return boilerplate_of(first(page, tag));
  };
  CHECK(of("<header class=article-body>x", GUMBO_TAG_HEADER) == boilerplate::sure);
  CHECK(of("<footer>x", GUMBO_TAG_FOOTER) == boilerplate::sure);
  CHECK(of("<aside>x", GUMBO_TAG_ASIDE) == boilerplate::sure);
  CHECK(of("<form class=sidebar>x", GUMBO_TAG_FORM) == boilerplate::doubtful);
  CHECK(of("<fieldset>x", GUMBO_TAG_FIELDSET) == boilerplate::doubtful);
  CHECK(of("<body class=sidebar>x", GUMBO_TAG_BODY) == boilerplate::none);
  CHECK(of("<html class=sidebar>x", GUMBO_TAG_HTML) == boilerplate::none);
  for (const auto& one : {std::pair{"article", GUMBO_TAG_ARTICLE},
                          {"main", GUMBO_TAG_MAIN},
                          {"a", GUMBO_TAG_A},
                          {"p", GUMBO_TAG_P},
                          {"h1", GUMBO_TAG_H1},
                          {"pre", GUMBO_TAG_PRE},
                          {"code", GUMBO_TAG_CODE},
                          {"table", GUMBO_TAG_TABLE}}) {
    CAPTURE(one.first);
    CHECK(of("<" + std::string(one.first) + " class=sidebar>x", one.second) == boilerplate::none);
  }
  CHECK(of("<table><td class=sidebar>x</table>", GUMBO_TAG_TD) == boilerplate::none);
  CHECK(of("<ul class=sidebar><li>x", GUMBO_TAG_UL) == boilerplate::sure);
}

TEST_CASE("names weigh for an article and against") {
  for (const char* name :
       {"article", "body", "content", "main", "entry", "story", "post", "text", "column", "blog", "shadow", "hentry"}) {
    CAPTURE(name);
    CHECK(weight_of_div("class=" + std::string(name)) == 25000);
  }
  for (const char* name : {"hidden", "meta", "foot", "tags", "tool", "widget", "contact", "outbrain", "shopping",
                           "scroll", "sidebar", "banner"}) {
    CAPTURE(name);
    CHECK(weight_of_div("id=" + std::string(name)) == -25000);
  }
  CHECK(weight_of_div("class='sidebar main'") == 0);
  CHECK(weight_of_div("class=x") == 0);
}

TEST_CASE("tags whose text is never the article's") {
  for (const auto tag : {GUMBO_TAG_HEAD,   GUMBO_TAG_SCRIPT, GUMBO_TAG_STYLE,    GUMBO_TAG_NOSCRIPT, GUMBO_TAG_TEMPLATE,
                         GUMBO_TAG_IFRAME, GUMBO_TAG_SVG,    GUMBO_TAG_CANVAS,   GUMBO_TAG_OBJECT,   GUMBO_TAG_EMBED,
                         GUMBO_TAG_INPUT,  GUMBO_TAG_SELECT, GUMBO_TAG_TEXTAREA, GUMBO_TAG_BUTTON,   GUMBO_TAG_NAV,
                         GUMBO_TAG_AUDIO,  GUMBO_TAG_VIDEO,  GUMBO_TAG_MAP,      GUMBO_TAG_DATALIST, GUMBO_TAG_LINK,
                         GUMBO_TAG_RP,     GUMBO_TAG_RT,     GUMBO_TAG_MENU}) {
    CHECK(is_never_text(tag));
  }
  for (const auto tag : {GUMBO_TAG_P, GUMBO_TAG_A, GUMBO_TAG_UNKNOWN, GUMBO_TAG_LI}) CHECK_FALSE(is_never_text(tag));
}

TEST_CASE("pages that the parser would not stand") {
  const auto nested = [](int depth) {
    std::string html;
    for (int i = 0; i < depth; ++i) html += "<div>";
    return html;
  };
  CHECK(is_parsable_html(nested(3000)));
  CHECK_FALSE(is_parsable_html(nested(3001)));
  CHECK(is_parsable_html(nested(2999) + "</div></b></i><div><div>"));
  CHECK(is_parsable_html("</div></div>" + nested(3000)));
  CHECK_FALSE(is_parsable_html("</div></div>" + nested(3001)));
  std::string open;
  for (const char* name :
       {"area",   "base",  "br",     "col",      "embed",    "hr", "img", "input", "link", "meta", "param",
        "source", "track", "wbr",    "p",        "li",       "dt", "dd",  "tr",    "td",   "th",   "tbody",
        "thead",  "tfoot", "option", "optgroup", "colgroup", "rt", "rp",  "html",  "body"}) {
    for (int i = 0; i < 4; ++i) open += "<" + std::string(name) + ">";
  }
  CHECK(is_parsable_html(nested(3000) + open));
  CHECK(is_parsable_html(nested(2996) + "<!-- <div> --><script><div></script><style><div></style><title><div></title>"
                                        "<textarea><div></textarea> < div> <>"));
  CHECK(is_parsable_html("<div" + std::string(2000, ' ') + ">"));
  CHECK_FALSE(is_parsable_html("<div" + std::string(2001, ' ') + ">"));
  CHECK(is_parsable_html("<div x=\"" + std::string(3000, ' ') + "\" y='" + std::string(3000, ' ') + "'>"));
  CHECK_FALSE(is_parsable_html("<div x\"" + std::string(3000, ' ') + "\">"));
  CHECK(is_parsable_html(std::string(std::size_t{64} << 20, 'a')));
  CHECK_FALSE(is_parsable_html(std::string((std::size_t{64} << 20) + 1, 'a')));
}

TEST_CASE("tags are stripped where there is no tree") {
  CHECK(strip_tags("one<p>two</p>") == "one\n\ntwo\n\n");
  CHECK(strip_tags("one<br>two") == "one\ntwo");
  for (const char* tag : {"a", "b", "i", "u", "em", "strong", "span", "font", "sub", "sup", "code", "small"}) {
    CAPTURE(tag);
    CHECK(strip_tags("one<" + std::string(tag) + " x>two</" + tag + ">") == "onetwo");
  }
  CHECK(strip_tags("one<!-- two --->three") == "onethree");
  CHECK(strip_tags("one<!-- two") == "one");
  CHECK(strip_tags("one<script>two</script>three") == "one\n\nthree");
  CHECK(strip_tags("one<script>two") == "one\n\n");
  CHECK(strip_tags("<title>one</title>two") == "one\n\ntwo");
  CHECK(strip_tags("<TITLE>one</TITLE >two") == "one\n\ntwo");
  CHECK(strip_tags("1 < 2 <") == "1 < 2 <");
  CHECK(strip_tags("a<b title=\"x>y\">c") == "ac");
  CHECK(strip_tags("a<b title='x>y'>c") == "ac");
  CHECK(strip_tags("a<b title='x\">'>c") == "ac");
  CHECK(strip_tags("a<b 'x>c") == "ac");
  CHECK(strip_tags("a<!doctype x>c<?x y>d") == "a\n\nc\n\nd");
  CHECK(strip_tags("a<b") == "a");
  CHECK(strip_tags("a</b>c</1>d") == "ac</1>d");
}

TEST_CASE("the text of an element") {
  const html_document page("<div>a<b>b</b> <p>c</p>d<br>e<div>f</div><script>g</script><style>h</style></div>");
  CHECK(text_of(first(page, GUMBO_TAG_DIV)) == "ab cd e f");
  CHECK(attribute(page.root(), "lang") == "");
  CHECK(has_attribute(first(page, GUMBO_TAG_DIV), "id") == false);
}

}  // namespace
