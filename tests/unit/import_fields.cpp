// Lines that say something about an article: bylines, datelines, tags, alone and glued together.
#include "import/fields/bylines.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace {

using namespace satchel::pack;
using strings = std::vector<std::string>;

// What a line says; nothing where it is no line of fields.
struct said {
  bool fits = false;
  line_fields fields;
};

said read_fields(const std::string& text, const strings& marked = {}) {
  import_block line = make_block(satchel::kind::paragraph, 0, text);
  if (!marked.empty()) {
    line.marks = std::make_unique<std::vector<mark>>();
    std::size_t from = 0;
    for (const auto& part : marked) {
      from = text.find(part, from);
      REQUIRE(from != std::string::npos);
      line.marks->push_back(mark{from, from + part.size(), false});
      from += part.size();
    }
  }
  said s;
  s.fits = read_field_line(line, s.fields);
  return s;
}

bool fits(const std::string& text) { return read_fields(text).fits; }

TEST_CASE("every label of tags is known, at the beginning of a word") {
  for (const char* label :
       {"Tags:", "Tag:", "Topics:", "Topic:", "Keywords:", "Categories:", "Category:", "Filed under:", "Filed Under:",
        "Filed in:", "Posted in:", "Labels:", "Region:", "Theme:", "In-depth Report:", "TAGS:", "tags:"}) {
    CAPTURE(label);
    CHECK(read_fields(std::string(label) + " ink, paper").fields.tags == strings{"ink", "paper"});
    CHECK_FALSE(fits(std::string("x") + label + " ink, paper"));
  }
  CHECK(read_fields("Tags: ink Topics: paper").fields.tags == strings{"ink", "paper"});
  CHECK(read_fields("\xC2\xA0Tags: ink").fields.tags == strings{"ink"});
  CHECK(fits("Tags:"));
  CHECK_FALSE(fits(""));
}

TEST_CASE("a sentence behind a label is no list of tags") {
  CHECK(fits("Topics: one two three four five six seven eight."));
  CHECK_FALSE(fits("Topics: one two three four five six seven eight nine."));
  CHECK(fits("Topics: one two three four five six seven eight nine"));
}

TEST_CASE("a line of fields has at most 600 bytes") {
  CHECK(fits("Tags: " + std::string(594, 'a')));
  CHECK_FALSE(fits("Tags: " + std::string(595, 'a')));
}

TEST_CASE("what parts tags") {
  CHECK(split_tags("ink; oak gall, paper|rag\nwax") == strings{"ink", "oak gall", "paper", "rag", "wax"});
  CHECK(split_tags("ink \xC2\xB7 oak  gall") == strings{"ink", "oak gall"});
  CHECK(split_tags("ink\xE2\x80\xA2wax") == strings{"ink", "wax"});
  // Gaps part them where no sign does.
  CHECK(split_tags("oak gall  ink   wax") == strings{"oak gall", "ink", "wax"});
  CHECK(split_tags("oak gall") == strings{"oak gall"});
  CHECK(split_tags("ink,, ,wax,") == strings{"ink", "wax"});
  CHECK(split_tags("").empty());
}

TEST_CASE("a byline alone") {
  CHECK(read_fields("By Ann Lee").fields.authors == strings{"Ann Lee"});
  CHECK(read_fields("  By Ann Lee").fields.authors == strings{"Ann Lee"});
  CHECK(read_fields("By Ann Lee and Bo Berg").fields.authors == strings{"Ann Lee", "Bo Berg"});
  CHECK_FALSE(fits("By Ann Lee went home"));
  CHECK_FALSE(fits("By the river"));
  CHECK_FALSE(fits("By Monday"));  // a day is nobody
  CHECK_FALSE(fits("By May Day"));
  CHECK_FALSE(fits("Ann Lee"));
  CHECK_FALSE(fits("By "));
}

TEST_CASE("names end where a sign or a word of dates does") {
  for (const char* sign :
       {" | ", "|", "\n", " - ", " \xE2\x80\x93 ", " \xE2\x80\x94 ", " \xE2\x80\xA2 ", " \xC2\xB7 ", " // "}) {
    CAPTURE(sign);
    CHECK(read_fields(std::string("By Ann Lee") + sign + "5 min read").fields.authors == strings{"Ann Lee"});
  }
  for (const char* word : {"Published on", "Published", "Posted on", "Posted", "Last updated", "Updated on", "Updated",
                           "Date", "First published", "Created"}) {
    CAPTURE(word);
    const auto s = read_fields(std::string("By Ann Lee ") + word + " May 3, 2020");
    CHECK(s.fields.authors == strings{"Ann Lee"});
    CHECK(s.fields.published == "2020-05-03");
    CHECK(read_fields(std::string(word) + ": May 3, 2020").fields.published == "2020-05-03");
  }
}

TEST_CASE("names, source and date glued together") {
  const auto s = read_fields("By Ann Lee, The River Post, May 3, 2020");
  CHECK(s.fields.authors == strings{"Ann Lee"});
  CHECK(s.fields.source == "The River Post");
  const auto t = read_fields("By Ann Lee on May 3, 2020");
  CHECK(t.fields.authors == strings{"Ann Lee"});
  CHECK(t.fields.source == "");
  CHECK(t.fields.published == "2020-05-03");
  // Without a comma the first name, its initials and the next word are the person.
  const auto u = read_fields("By Ann B. Lee Daily Paper, May 3, 2020");
  CHECK(u.fields.authors == strings{"Ann B. Lee"});
  CHECK(u.fields.source == "Daily Paper");
  const auto v = read_fields("By Ann Lee May 3, 2020");
  CHECK(v.fields.authors == strings{"Ann Lee"});
  CHECK(v.fields.published == "2020-05-03");
  const auto w = read_fields("By Ann Bea Lee, May 3, 2020");
  CHECK(w.fields.authors == strings{"Ann Bea Lee"});
  const auto x = read_fields("By Ann Lee and Bo Berg, May 3, 2020");
  CHECK(x.fields.authors == strings{"Ann Lee", "Bo Berg"});
}

TEST_CASE("marks set names off from what is glued to them") {
  CHECK(read_fields("By Hill Watch River Post, May 3, 2020", {"Hill Watch"}).fields.source == "River Post");
  for (const char* joint : {", ", " and ", " & ", ", and "}) {
    CAPTURE(joint);
    CHECK(read_fields(std::string("By Ann Lee") + joint + "Bo Berg River Post, May 3, 2020", {"Ann Lee", "Bo Berg"})
              .fields.authors == strings{"Ann Lee", "Bo Berg"});
  }
  const auto s = read_fields("By Ann Lee or Bo Berg, May 3, 2020", {"Ann Lee", "Bo Berg"});
  CHECK(s.fields.authors != strings{"Ann Lee", "Bo Berg"});
  // A mark within another says nothing new, and one that begins later is none of the names.
  CHECK(read_fields("By Ann Lee Extra, May 3, 2020", {"Extra"}).fields.source == "");
  CHECK(read_fields("By Ann Lee | Tags: ink", {"ink"}).fields.authors == strings{"Ann Lee"});
}

TEST_CASE("a dateline names its source with a sign before the date") {
  CHECK(read_fields("The River Post, May 3, 2020").fields.source == "The River Post");
  CHECK(read_fields("The River Post | May 3, 2020").fields.source == "The River Post");
  CHECK(read_fields("The River Post - May 3, 2020").fields.source == "The River Post");
  CHECK(read_fields("The River Post: May 3, 2020").fields.source == "The River Post");
  CHECK_FALSE(fits("The River Post May 3, 2020"));
  CHECK(read_fields("The River Post, Sunday, May 3, 2020").fields.source == "The River Post");
  CHECK(read_fields("Sunday, May 3, 2020").fields.published == "2020-05-03");
  CHECK(read_fields("on May 3, 2020").fields.published == "2020-05-03");
  CHECK(read_fields("On Sunday, May 3, 2020").fields.published == "2020-05-03");
  CHECK(read_fields("Posted on Sunday, May 3, 2020").fields.source == "");
}

TEST_CASE("a source is a short capitalised name") {
  CHECK(fits("A B C D E F G, May 3, 2020"));
  CHECK_FALSE(fits("A B C D E F G H, May 3, 2020"));
  CHECK_FALSE(fits("the paper, May 3, 2020"));
  CHECK_FALSE(fits("12 Papers, May 3, 2020"));
  CHECK_FALSE(fits("Monday Papers, May 3, 2020"));
  CHECK(fits("Voice of the North Sea, May 3, 2020"));  // two small words of five
  CHECK_FALSE(fits("Voice of the, May 3, 2020"));
  CHECK(fits("Voice of us, May 3, 2020") == false);
  CHECK(fits("Voice of, May 3, 2020"));
  CHECK_FALSE(fits("Voice of all the North Sea Isles, May 3, 2020"));
  for (const char* text : {"End. Post", "Post!", "Post?", "Post; Eve", "Post \"Eve\"", "Post: Eve"}) {
    CAPTURE(text);
    CHECK_FALSE(fits(std::string(text) + ", May 3, 2020"));
  }
}

TEST_CASE("a byline may stand behind the date") {
  CHECK(read_fields("May 3, 2020 by Ann Lee").fields.authors == strings{"Ann Lee"});
  CHECK(read_fields("May 3, 2020 | By Ann Lee | 4 comments").fields.authors == strings{"Ann Lee"});
  CHECK_FALSE(fits("May 3, 2020 by the river"));
}

TEST_CASE("beside byline and date only loose words may stand") {
  for (const char* word :
       {"at", "on",      "by",        "am",       "pm",      "a.m.", "p.m.", "min", "read", "minutes",
        "in", "updated", "published", "comments", "comment", "and",  "the",  "of",  "for",  "am,"}) {
    CAPTURE(word);
    CHECK(fits(std::string("May 3, 2020 4 ") + word));
  }
  CHECK(fits("May 3, 2020 5 min read"));
  CHECK_FALSE(fits("May 3, 2020 was warm"));
  CHECK(fits("May 3, 2020 1 2 3 4 5 6 7 8"));
  CHECK_FALSE(fits("May 3, 2020 1 2 3 4 5 6 7 8 9"));
  CHECK(fits("By Ann Lee | May 3, 2020 1 2 3 4 5 6 7 8 9 10 11 12 13 14"));
  CHECK_FALSE(fits("By Ann Lee | May 3, 2020 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15"));
  CHECK(fits("By Ann Lee | 1 2 3 4 5 6 7 8"));
  CHECK_FALSE(fits("By Ann Lee | 1 2 3 4 5 6 7 8 9"));
  CHECK_FALSE(fits("By Ann Lee | who was there"));
}

TEST_CASE("what parts the fields of a line is no part of them") {
  for (const char* sign : {"|", ",", "-", "\xE2\x80\x93", "\xE2\x80\x94", "\xE2\x80\xA2", "\xC2\xB7", ":", "/"}) {
    CAPTURE(sign);
    CHECK(read_fields(std::string("May 3, 2020 ") + sign + " by Ann Lee").fields.authors == strings{"Ann Lee"});
    CHECK(read_fields(std::string(sign) + " Posted " + sign + " " + sign + " May 3, 2020").fields.published ==
          "2020-05-03");
  }
}

TEST_CASE("a byline in front of tags") {
  const auto s = read_fields("By Ann Lee Tags: ink");
  CHECK(s.fields.authors == strings{"Ann Lee"});
  CHECK(s.fields.tags == strings{"ink"});
  CHECK_FALSE(fits("What they wrote Tags: ink"));
}

TEST_CASE("fields fill what is empty; tags come together") {
  article a;
  take_fields({{"Ann"}, "Post", "2020", {"ink"}}, a);
  take_fields({{"Bo"}, "Mail", "2021", {"wax"}}, a);
  CHECK(a.authors == strings{"Ann"});
  CHECK(a.source == "Post");
  CHECK(a.published == "2020");
  CHECK(a.tags == strings{"ink", "wax"});
}

}  // namespace
