// What HTML pages say about themselves.
#include "import/html/html_document.hpp"
#include "import/html/html_metadata.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace {

using satchel::pack::article;
using strings = std::vector<std::string>;

article said(const std::string& html) {
  const satchel::pack::html_document page(html);
  article a;
  satchel::pack::read_metadata(page, a);
  return a;
}

article meta(const std::string& name, const std::string& content) {
  return said("<meta name='" + name + "' content='" + content + "'>");
}

article ld(const std::string& json) {
  return said("<title>Mill</title><script type='application/ld+json'>" + json + "</script>");
}

TEST_CASE("names of the title in metadata") {
  for (const char* name : {"dc:title", "dcterm:title", "og:title", "weibo:article:title", "weibo:webpage:title",
                           "DC.Title", "dcterms.title", "parsely-title", "citation_title", "title", "twitter:title"}) {
    CAPTURE(name);
    CHECK(meta(name, "A  mill").title == "A mill");
  }
  CHECK(said("<meta property='x og:title' content=Mill>").title == "Mill");
  CHECK(said("<meta itemprop=title content=Mill>").title == "Mill");
  CHECK(said("<meta http-equiv=title content=Mill>").title == "Mill");
  CHECK(said("<meta name=title content=' '><meta name=title content=Mill><meta name=title content=Other>").title ==
        "Mill");
  CHECK(said("<title>One</title><svg><title>Two</title></svg>").title == "One");
}

TEST_CASE("headings stand in for a title, main ones first") {
  CHECK(said("<h1>Mill</h1><h2>Wheel</h2>").title == "Mill");
  CHECK(said("<h2>Wheel</h2>").title == "Wheel");
  CHECK(said("<h1></h1><h2>Wheel</h2>").title == "Wheel");
  CHECK(said("<h1>Mill</h1><h1>Wheel</h1>").title == "");
  CHECK(said("<h3>Pulp</h3>").title == "");
}

TEST_CASE("names of the site") {
  for (const char* name : {"og:site_name", "application-name", "dc.publisher", "citation_journal_title"}) {
    CAPTURE(name);
    CHECK(meta(name, "Book  Days").source == "Book Days");
  }
  CHECK(ld(R"({"@type":"NewsArticle","publisher":{"name":"Book  Days"}})").source == "Book Days");
}

TEST_CASE("names of authors in metadata") {
  for (const char* name :
       {"dc:creator", "dcterm:creator", "dc.creator", "dcterms.creator", "author", "article:author",
        "article:author_name", "dc.contributor", "byl", "byline", "sailthru.author", "parsely-author",
        "citation_author", "weibo:article:create_by", "og:article:author", "twitter:creator:name"}) {
    CAPTURE(name);
    CHECK(meta(name, "By Ann Lee and Bo Berg").authors == strings{"Ann Lee", "Bo Berg"});
  }
  CHECK(
      said("<meta name=author content='Ann Lee'><meta name=author content='Bo Berg'><meta name=byl content='Cy Young'>")
          .authors == strings{"Ann Lee", "Bo Berg"});
  CHECK(meta("author", "https://example.org/ann").authors.empty());
  CHECK(meta("author", "@ann").authors.empty());
  CHECK(meta("author", "A b c d e f g h").authors.size() == 1);
  CHECK(meta("author", "A b c d e f g h i").authors.empty());
  CHECK(meta("author", std::string(300, 'a')).authors.size() == 1);
  CHECK(meta("author", std::string(301, 'a')).authors.empty());
}

TEST_CASE("elements name authors where metadata does not") {
  CHECK(said("<a rel=author>Ann Lee</a><a rel='x AUTHOR'>Bo Berg</a>").authors == strings{"Ann Lee", "Bo Berg"});
  CHECK(said("<p class=Byline>By Ann Lee</p><p class=author>Bo Berg</p>").authors == strings{"Ann Lee"});
  CHECK(said("<p class=article-author>Ann Lee</p>").authors == strings{"Ann Lee"});
  CHECK(said("<p id=writtenby>Ann Lee</p>").authors == strings{"Ann Lee"});
  CHECK(said("<p itemprop=author>Ann Lee</p>").authors == strings{"Ann Lee"});
  CHECK(said("<p class=author>Ann</p>").authors.empty());  // perhaps a label
  CHECK(said("<p class=author>Ann Lee, Bo</p>").authors.empty());
  CHECK(said("<p class=author>Ann writes</p>").authors.empty());
  CHECK(said("<p class=author>Ann Lee" + std::string(143, ',') + "</p>").authors == strings{"Ann Lee"});
  CHECK(said("<p class=author>Ann Lee" + std::string(144, ',') + "</p>").authors.empty());
  CHECK(said("<meta name=og:site_name content='Book Days'><p class=author>Book Days</p><p class=author>Ann Lee</p>")
            .authors == strings{"Ann Lee"});
  CHECK(said("<a rel=author>Ann Lee</a><p class=author>Bo Berg</p>").authors == strings{"Ann Lee"});
  std::string many;
  for (int i = 0; i < 49; ++i) many += "<p class=author>x</p>";
  CHECK(said(many + "<p class=author>Ann Lee</p>").authors == strings{"Ann Lee"});
  CHECK(said(many + "<p class=author>x</p><p class=author>Ann Lee</p>").authors.empty());
}

TEST_CASE("readers' comments and other articles speak for themselves") {
  for (const char* name :
       {"comment", "comments", "comment-list", "commentlist", "comments-area", "related", "related-posts",
        "related-articles", "related-content", "sidebar", "respond", "disqus_thread"}) {
    CAPTURE(name);
    CHECK(said("<div class='x " + std::string(name) + "'><a rel=author>Ann Lee</a></div>").authors.empty());
    CHECK(said("<div id=" + std::string(name) + "><a rel=author>Ann Lee</a></div>").authors.empty());
    CHECK(said("<div class=x" + std::string(name) + "><a rel=author>Ann Lee</a></div>").authors == strings{"Ann Lee"});
  }
}

TEST_CASE("names of the date in metadata") {
  for (const char* name : {"article:published_time",
                           "og:published_time",
                           "article:published",
                           "datepublished",
                           "date",
                           "dc.date",
                           "dc.date.issued",
                           "dcterms.issued",
                           "dcterms.created",
                           "dcterms.date",
                           "pubdate",
                           "publishdate",
                           "publish_date",
                           "publish-date",
                           "publication_date",
                           "published",
                           "sailthru.date",
                           "parsely-pub-date",
                           "article.published",
                           "published-date",
                           "og:pubdate",
                           "ptime",
                           "citation_publication_date",
                           "citation_date",
                           "article_date_original",
                           "originalpublicationdate",
                           "cxenseparse:recs:publishtime",
                           "rnews:datepublished",
                           "weibo:article:create_at",
                           "og:article:published_time",
                           "datecreated",
                           "creation_date"}) {
    CAPTURE(name);
    CHECK(meta(name, "2020-05-03").published == "2020-05-03");
  }
  CHECK(meta("date", "2020-05").published == "2020-05");
  CHECK(meta("date", "2020").published == "");
  CHECK(said("<meta name=date content=soon><meta name=pubdate content=2020-05-03>").published == "2020-05-03");
  CHECK(said("<time datetime=2020-05-03>May</time>").published == "2020-05-03");
  CHECK(said("<time title=2020-05-03>May</time>").published == "2020-05-03");
  CHECK(said("<time>May 3, 2020</time>").published == "2020-05-03");
  CHECK(said("<p itemprop=datePublished content=2020-05-03>May</p>").published == "2020-05-03");
  CHECK(said("<p itemprop=dateModified content=2020-05-03>May</p>").published == "");
  CHECK(said("<meta name=date content=2020-05-04><time datetime=2020-05-03>May</time>").published == "2020-05-04");
  CHECK(said("<meta name=date content=2020-05-04><script type=application/ld+json>"
             R"({"@type":"Article","datePublished":"2020-05-03"}</script>)")
            .published == "2020-05-03");
}

TEST_CASE("names of the address and the language") {
  CHECK(said("<link rel=canonical href=' https://example.org/a '>").url == "https://example.org/a");
  CHECK(
      said("<link rel='x Canonical' href=https://example.org/a><link rel=canonical href=https://example.org/b>").url ==
      "https://example.org/a");
  CHECK(said("<link rel=icon href=https://example.org/a>").url == "");
  CHECK(said("<link rel=canonical href=/a><meta property=og:url content=https://example.org/a>").url ==
        "https://example.org/a");
  CHECK(said("<link rel=canonical href=/a>").url == "");
  CHECK(said("<html lang=en-us>").language == "en-US");
  for (const char* name : {"content-language", "dc.language", "og:locale", "language"}) {
    CAPTURE(name);
    CHECK(meta(name, "de_DE").language == "de-DE");
  }
  CHECK(said("<html lang=-><meta name=language content=de>").language == "de");
  CHECK(ld(R"({"@type":"Article","inLanguage":"fr"})").language == "fr");
}

TEST_CASE("names of tags") {
  for (const char* name : {"news_keywords", "keywords", "parsely-tags", "sailthru.tags"}) {
    CAPTURE(name);
    CHECK(meta(name, "ink; oak  gall,, wax").tags == strings{"ink", "oak gall", "wax"});
  }
  CHECK(said("<meta property=article:tag content='ink, wax'><meta property=article:tag content=rag>").tags ==
        strings{"ink, wax", "rag"});
  CHECK(said("<meta property=article:tag content=ink><meta name=keywords content=wax>").tags == strings{"ink"});
  CHECK(ld(R"({"@type":"Article","keywords":["ink",1,"wax"]})").tags == strings{"ink", "wax"});
  CHECK(meta("keywords", std::string(100, 'a')).tags.size() == 1);
  CHECK(meta("keywords", std::string(101, 'a')).tags.empty());
}

TEST_CASE("JSON-LD of every kind of article") {
  for (const char* type : {"NewsArticle", "Article", "BlogPosting", "Report", "Recipe", "Review", "BlogPost"}) {
    CAPTURE(type);
    CHECK(ld(R"({"@type":")" + std::string(type) + R"(","author":"Ann Lee"})").authors == strings{"Ann Lee"});
    CHECK(ld(R"({"@type":["Thing",")" + std::string(type) + R"("],"author":"Ann Lee"})").authors == strings{"Ann Lee"});
  }
  CHECK(ld(R"({"@type":"Person","author":"Ann Lee"})").authors.empty());
  CHECK(ld(R"({"author":"Ann Lee"})").authors.empty());
  const article page = ld(R"({"@type":"WebPage","author":"Ann Lee","keywords":["ink"],"datePublished":"2020-05-03"})");
  CHECK(page.authors.empty());
  CHECK(page.tags.empty());
  CHECK(page.published == "2020-05-03");
}

TEST_CASE("JSON-LD names authors in several ways, the first article counts") {
  CHECK(ld(R"({"@type":"Article","author":[{"name":["Ann Lee","Bo Berg"]},"Cy Young"]})").authors ==
        strings{"Ann Lee", "Bo Berg", "Cy Young"});
  CHECK(ld(R"({"@type":"Article","author":{"name":"Ann Lee and Bo Berg"}})").authors == strings{"Ann Lee", "Bo Berg"});
  CHECK(ld(R"([{"@type":"Article","author":"Ann Lee","datePublished":"2020"},{"@type":"Article","author":"Bo Berg"}])")
            .authors == strings{"Ann Lee"});
  CHECK(ld(R"({"@graph":[{"@type":"Thing","mainEntity":{"@type":"Article","author":"Ann Lee"}}]})").authors ==
        strings{"Ann Lee"});
  CHECK(
      ld(R"({"@graph":[{"mainEntity":{"@type":"Article","author":"Bo Berg"}},{"@type":"Article","author":"Ann Lee"}]})")
          .authors == strings{"Ann Lee"});
}

TEST_CASE("JSON-LD may be wrapped, and broken over lines") {
  CHECK(ld("//<![CDATA[\n{\"@type\":\"Article\",\n\"author\":\"Ann\n\tLee\"}\n//]]>").authors == strings{"Ann Lee"});
  CHECK(ld("<![CDATA[{\"@type\":\"Article\",\"author\":\"Ann Lee\"}]]>").authors == strings{"Ann Lee"});
  CHECK(ld("[{\"@type\":\"Article\",\"author\":\"Ann Lee\"}];").authors == strings{"Ann Lee"});
  CHECK(ld("{\"@type\":\"Article\",\"author\":\"Ann Lee\" /* she */ }").authors == strings{"Ann Lee"});
  for (const char* broken : {"", "]]>", "{", "}", "}{", "{]", "<![CDATA[", "7"}) CHECK(ld(broken).authors.empty());
  CHECK(said("<script type='application/LD+json; x'>{\"@type\":\"Article\",\"author\":\"Ann Lee\"}</script>").authors ==
        strings{"Ann Lee"});
  CHECK(said("<script type=text/x>{\"@type\":\"Article\",\"author\":\"Ann Lee\"}</script>").authors.empty());
  CHECK(said("<script type=application/ld+json></script>").authors.empty());
  std::string wide = "[";
  for (int i = 0; i < 198; ++i) wide += "{},";
  CHECK(ld(wide + R"({"@type":"Article","author":"Ann Lee"}])").authors == strings{"Ann Lee"});
  CHECK(ld(wide + R"({},{"@type":"Article","author":"Ann Lee"}])").authors.empty());
}

TEST_CASE("JSON-LD's headline is the title where the page shows it") {
  CHECK(ld(R"({"@type":"Article","headline":"Mill"})").title == "Mill");
  CHECK(said("<title>Mill | Days</title><script type=application/ld+json>"
             R"({"@type":"Article","headline":["Mill"]}</script>)")
            .title == "Mill");
  CHECK(ld(R"({"@type":"Article","headline":"Other"})").title == "Mill");
}

TEST_CASE("what is known already stays") {
  const satchel::pack::html_document page(
      "<html lang=en><title>Mill</title><meta name=author content='Ann Lee'><meta name=date content=2020-05-03>"
      "<meta name=keywords content=ink><meta property=og:url content=https://example.org/a><meta property=og:site_name "
      "content=Days>");
  article a;
  a.title = "T", a.authors = {"A"}, a.published = "2001", a.tags = {"t"}, a.url = "u", a.source = "s",
  a.language = "fr";
  satchel::pack::read_metadata(page, a);
  CHECK(a.title == "T");
  CHECK(a.authors == strings{"A"});
  CHECK(a.published == "2001");
  CHECK(a.tags == strings{"t"});
  CHECK(a.url == "u");
  CHECK(a.source == "s");
  CHECK(a.language == "fr");
}

}  // namespace
