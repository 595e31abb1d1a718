// The lines after an article's body: notices, credits, tags.
#include "import/news/news.hpp"
#include "import_blocks.hpp"

#include <doctest/doctest.h>

#include <string>

namespace {

using namespace import_test;
using satchel::pack::article;
using satchel::pack::is_notice;
using satchel::pack::read_tail;
using strings = std::vector<std::string>;

struct tail {
  article a;
  block_list blocks;

  explicit tail(block_list&& all) : blocks(std::move(all)) { read_tail(blocks, a); }
};

std::string source(const std::string& notice) { return tail(list(prose(mill_text), prose(notice))).a.source; }

TEST_CASE("legal notices are known by their beginnings, up to 4000 bytes") {
  for (const char* start : {"Disclaimer",
                            "Copyright \xC2\xA9",
                            "Copyright (c)",
                            "Copyright 1",
                            "Copyright 2",
                            "(c) 1",
                            "(c) 2",
                            "\xC2\xA9",
                            "All rights reserved",
                            "About the author",
                            "About the writer",
                            "The original source of this",
                            "This article was originally",
                            "This article was first",
                            "This article first appeared",
                            "This article originally",
                            "This story was originally",
                            "Originally published",
                            "First published by",
                            "Terms of use",
                            "Privacy policy",
                            "The views expressed",
                            "Views expressed",
                            "The opinions expressed",
                            "Opinions expressed",
                            "Reprinted with",
                            "(Reporting by"}) {
    CAPTURE(start);
    CHECK(is_notice(start));
    CHECK(is_notice(start + std::string(" ") + std::string(1000, 'x')));
    CHECK_FALSE(is_notice("x " + std::string(start == std::string("All rights reserved") ? "rights" : start)));
  }
  CHECK(is_notice("Disclaimer " + std::string(3989, 'x')));
  CHECK_FALSE(is_notice("Disclaimer " + std::string(3990, 'x')));
  CHECK_FALSE(is_notice("Disclaimers are long"));  // another word
  CHECK(is_notice("Disclaimer: none"));
}

TEST_CASE("calls to the reader are known by their beginnings, up to 400 bytes") {
  for (const char* start : {"Subscribe to",
                            "Subscribe now",
                            "Sign up for",
                            "Sign up to",
                            "Become a member",
                            "Become a subscriber",
                            "Become a patron",
                            "Join our",
                            "Follow us",
                            "Follow @",
                            "Like us on",
                            "Find us on",
                            "Donate",
                            "Please donate",
                            "Please support",
                            "Support our work",
                            "Support us",
                            "If you like this",
                            "If you like our",
                            "If you enjoyed",
                            "If you found this",
                            "If you appreciate",
                            "For media inquiries",
                            "For media enquiries",
                            "Media contact",
                            "Press contact",
                            "For permission",
                            "For reprint",
                            "Comment on it",
                            "Leave a comment",
                            "Leave a reply",
                            "Post a comment",
                            "Join the conversation",
                            "Share this",
                            "Share on it",
                            "Read more:",
                            "Read also",
                            "Also read",
                            "Related:",
                            "Related articles",
                            "Related stories",
                            "See also:",
                            "More on this",
                            "Advertisement",
                            "Print this",
                            "Get our newsletter",
                            "Download our app"}) {
    CAPTURE(start);
    CHECK(is_notice(start));
    CHECK(is_notice(start + std::string(" ") + std::string(300, 'x')));
    const std::string late = "An " + std::string(start);
    CHECK((!is_notice(late) || late.find("our newsletter") != std::string::npos));
  }
  CHECK(is_notice("Donate " + std::string(393, 'x')));
  CHECK_FALSE(is_notice("Donate " + std::string(394, 'x')));
  CHECK_FALSE(is_notice("Donated rags are welcome"));
}

TEST_CASE("notices are known by phrases within them") {
  for (const char* phrase : {"contains copyrighted material",
                             "All rights reserved",
                             "without the prior written",
                             "without prior written permission",
                             "may not be reproduced",
                             "may not be published, broadcast",
                             "may not be republished",
                             "sole responsibility of the author",
                             "not necessarily reflect",
                             "not necessarily represent",
                             "not necessarily those of",
                             "support the project",
                             "PayPal:",
                             "patreon.com/",
                             "/donate",
                             "subscribe to our",
                             "sign up for our",
                             "our newsletter",
                             "our Facebook page",
                             "your donation",
                             "reproduced with permission",
                             "republished with permission",
                             "under a Creative Commons",
                             "under Creative Commons",
                             "terms of service",
                             "make a donation",
                             "click here to subscribe"}) {
    CAPTURE(phrase);
    CHECK(is_notice("Here " + std::string(phrase) + " it stands"));
  }
  CHECK_FALSE(is_notice(mill_text));
  CHECK_FALSE(is_notice(""));
}

TEST_CASE("notices at the end become boilerplate, up to the first line that is none") {
  const tail t(list(prose("Donate"), prose(mill_text), heading("Share this"), prose("Contact us"),
                    prose("All rights reserved")));
  CHECK(kinds(t.blocks) == "PP---");
  CHECK(t.blocks[2].level == 0);
  CHECK(kinds(tail(list(prose(mill_text), code("x"), prose("Donate"))).blocks) == "PC-");
  CHECK(kinds(tail(list(prose(mill_text), code("Donate"), prose("Donate"))).blocks) == "PC-");
  CHECK(kinds(tail(list(prose("Donate"), code("x"))).blocks) == "PC");
  // What is boilerplate already does not stop it.
  CHECK(kinds(tail(list(prose(mill_text), prose("Donate"),
                        satchel::pack::make_block(satchel::kind::boilerplate, 0, "Menu")))
                  .blocks) == "P--");
}

TEST_CASE("a label makes what stands below it a notice") {
  for (const char* label : {"About the author", "About the authors", "About the writer", "About us",
                            "Author bio:", "DISCLAIMER", "Copyright", "Share this", "Share this article",
                            "Related articles", "Related stories", "Related posts", "Comments: ", "Contact us"}) {
    CAPTURE(label);
    CHECK(kinds(tail(list(prose(mill_text), prose(label))).blocks) == "P-");
    CHECK(kinds(tail(list(prose(mill_text), prose(label), prose("Ann makes paper."))).blocks) == "P--");
  }
  // Three paragraphs, no more; never the whole article.
  CHECK(kinds(tail(list(prose(mill_text), prose("About us"), prose("A."), prose("B."), prose("C."))).blocks) ==
        "P----");
  CHECK(kinds(tail(list(prose(mill_text), prose("About us"), prose("A."), prose("B."), prose("C."), prose("D.")))
                  .blocks) == "PPPPPP");
  CHECK(kinds(tail(list(prose("About us"), prose("A."), prose("B."))).blocks) == "PPP");
  CHECK(kinds(tail(list(prose(mill_text), prose("Comments" + std::string(53, ':')))).blocks) == "PP");
  CHECK(kinds(tail(list(prose(mill_text), prose("Comments" + std::string(52, ':')))).blocks) == "P-");
}

TEST_CASE("typographic signs and spaces do not hide a notice") {
  CHECK(is_notice("Sign\xC2\xA0up  for news"));
  CHECK(is_notice("If you like our \xE2\x80\x9Cpaper\xE2\x80\x9D"));
}

TEST_CASE("an article that is nothing but notices is kept") {
  CHECK(kinds(tail(list(prose("Donate"), prose("All rights reserved"))).blocks) == "PP");
}

TEST_CASE("credits at the end name the authors") {
  for (const char* start : {"Articles by:", "Article by:", "Articles by ", "Authors:", "Author:", "Written by:"}) {
    CAPTURE(start);
    const tail t(list(prose(mill_text), prose(std::string(start) + " Ann Lee")));
    CHECK(t.a.authors == strings{"Ann Lee"});
    CHECK(texts(t.blocks) == strings{mill_text});
  }
  CHECK(tail(list(prose(mill_text), prose("Author: who wrote this?"))).a.authors.empty());
  const std::string names = "Authors: Ann Lee" + std::string(284, ' ');
  CHECK(tail(list(prose(mill_text), prose(names + "."))).a.authors.empty());
  const tail more(list(prose(mill_text), prose("Tags: ink"), prose("Donate"), prose("Tags: wax")));
  CHECK(more.a.tags == strings{"wax", "ink"});
  CHECK(texts(more.blocks) == strings{mill_text, "Donate"});
  // A date alone is no end.
  CHECK(texts(tail(list(prose(mill_text), prose("May 3, 2020"))).blocks).size() == 2);
  CHECK(texts(tail(list(prose(mill_text), item("Tags: ink"))).blocks).size() == 2);
}

TEST_CASE("a notice names the source, by capitalised words") {
  for (const char* start :
       {"The original source of this article is ", "Disclaimer: originally published by ",
        "Disclaimer: originally published on ", "Disclaimer: originally published in ",
        "Disclaimer: originally appeared in ", "Disclaimer: originally appeared on ", "Disclaimer: first published by ",
        "Disclaimer: first published in ", "Disclaimer: first appeared in ", "Disclaimer: first appeared on "}) {
    CAPTURE(start);
    CHECK(source(std::string(start) + "The River Post last week") == "The River Post");
    CHECK(source(std::string(start) + "The River Post. More") == "The River Post");
    CHECK(source(std::string(start) + "The River Post, More") == "The River Post");
    CHECK(source(std::string(start) + "The River Post Copyright Ann Lee") == "The River Post");
    CHECK(source(std::string(start) + "a paper") == "");
  }
  for (const char* start : {"Disclaimer: hyperlink to the original ", "Disclaimer: link to the original ",
                            "Disclaimer: see the original "}) {
    CAPTURE(start);
    CHECK(source(std::string(start) + "River Post article") == "River Post");
    CHECK(source(std::string(start) + "River Post story") == "River Post");
    CHECK(source(std::string(start) + "River Post cartoon") == "");
    CHECK(source(std::string(start) + "article") == "");
  }
  CHECK(source("Disclaimer: first appeared in One Two Three Four Five Six Seven") == "One Two Three Four Five Six");
  // The last notice counts, and a source that is known stays.
  CHECK(tail(list(prose(mill_text), prose("Disclaimer: first appeared in One"),
                  prose("Disclaimer: first appeared in Two")))
            .a.source == "Two");
}

}  // namespace
