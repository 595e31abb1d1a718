// Names in bylines: what begins one, what parts several, and what is no name.
#include "import/fields/names.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace {

using namespace satchel::pack;
using strings = std::vector<std::string>;

TEST_CASE("a name has one to six words") {
  CHECK(is_like_name("Ann"));
  CHECK(is_like_name("Ann Bea Cleo Dora Eva Fay"));
  CHECK_FALSE(is_like_name("Ann Bea Cleo Dora Eva Fay Gil"));
  CHECK_FALSE(is_like_name(""));
  CHECK_FALSE(is_like_name(" \n"));
  CHECK(is_like_name(" Ann Lee "));
  CHECK(is_like_name(std::string(1, 'A') + std::string(119, 'a')));
  CHECK_FALSE(is_like_name(std::string(1, 'A') + std::string(120, 'a')));
}

TEST_CASE("a name's words begin like a name's") {
  CHECK_FALSE(is_like_name("Ann lee"));
  CHECK(is_like_name("Jeanne d'Arc"));
  CHECK(is_like_name("Nawal al-Saadawi"));
  CHECK(is_like_name("Ann \"Bee\" Lee"));
  CHECK(is_like_name("Ann 'Bee' Lee"));
  CHECK(
      is_like_name("Ann \xE2\x80\x9C"
                   "Bee\xE2\x80\x9D Lee"));
  CHECK(
      is_like_name("Ann \xE2\x80\x98"
                   "Bee\xE2\x80\x99 Lee"));
  CHECK(is_like_name("Anne-Marie O'Dell"));
  for (const char* particle :
       {"van", "von", "der", "den",  "de",  "del", "della", "di", "da", "dos", "du",  "la", "le",
        "el",  "al",  "bin", "bint", "ben", "ibn", "af",    "av", "zu", "ter", "ten", "y",  "e"}) {
    CAPTURE(particle);
    CHECK(is_like_name(std::string("Ann ") + particle + " Lee"));
    CHECK_FALSE(is_like_name(particle));  // nobody is called by a particle alone
  }
}

TEST_CASE("digits and the punctuation of sentences stand in no name") {
  for (const char* text : {"Ann 2", "Ann, Lee", "Ann Lee!", "Ann (Lee)", "Ann Lee:", "@Ann", "Ann/Lee", "Ann Lee?"}) {
    CAPTURE(text);
    CHECK_FALSE(is_like_name(text));
  }
  CHECK(is_like_name("Prof. Ann Lee"));
  CHECK_FALSE(is_like_name("Words. Ann"));
}

TEST_CASE("the words in front of a byline's names") {
  for (const char* word :
       {"By ",       "by ",      "BY ",          "Written by ",   "Posted by ",  "Reported by ", "Story by ",
        "Words by ", "Text by ", "Authored by ", "Published by ", "Article by ", "Report by ",   "Author: ",
        "Authors: ", "By: ",     "Author ",      "Text: ",        "Par ",        "Por "}) {
    CAPTURE(word);
    CHECK(byline_word_size(std::string(word) + "Ann Lee") == std::string(word).size());
    CHECK(split_authors(std::string(word) + "Ann Lee") == strings{"Ann Lee"});
  }
  CHECK(byline_word_size("By\xC2\xA0"
                         "Ann") == 4);
  CHECK(byline_word_size("by\xC2\xA0"
                         "Ann") == 4);
  CHECK(byline_word_size("By\xC2\xA0") == 0);
  CHECK(byline_word_size("By\nAnn") == 3);
  CHECK(byline_word_size("by\nAnn") == 3);
  CHECK(byline_word_size("By\nA") == 3);
  CHECK(byline_word_size("By\n") == 0);
  CHECK(byline_word_size("Byron") == 0);
  CHECK(byline_word_size("Ann by Lee") == 0);
}

TEST_CASE("an author's name is clean, and there is one") {
  strings authors;
  for (const char* name : {"  Ann \n Lee ", "Bo Berg,", "Cy:|", ",", " "}) add_author(authors, name);
  CHECK(authors == strings{"Ann Lee", "Bo Berg", "Cy"});
}

TEST_CASE("what parts the names of a list") {
  for (const char* sign : {", and ", " and ", " AND ", " And ", " & ", "; ", ";", "\n", " | ", " / ", " with ",
                           "\xE3\x80\x81", "\xEF\xBC\x8C", "\xD8\x8C"}) {
    CAPTURE(sign);
    CHECK(split_authors(std::string("Ann Lee") + sign + "Bo Berg") == strings{"Ann Lee", "Bo Berg"});
  }
  CHECK(split_authors("Ann Lee,Bo Berg") == strings{"Ann Lee", "Bo Berg"});
  CHECK(split_authors("Ann Lee, , Bo Berg,") == strings{"Ann Lee", "Bo Berg"});
  CHECK(split_authors(" By Ann Lee\n") == strings{"Ann Lee"});
  CHECK(split_authors("By Ann Lee and by Bo Berg") == strings{"Ann Lee", "Bo Berg"});
}

TEST_CASE("a family name and a given name with a comma are one name") {
  CHECK(split_authors("Lee, Ann Bea") == strings{"Lee, Ann Bea"});
  CHECK(split_authors("Lee, Ann Bea Cleo") == strings{"Lee", "Ann Bea Cleo"});
  CHECK(split_authors("Van Lee, Ann") == strings{"Van Lee", "Ann"});
  CHECK(split_authors("Lee and Ann") == strings{"Lee", "Ann"});
  CHECK(split_authors("Lee, Editor") == strings{"Lee"});
  CHECK(split_authors("Lee, Ann, Bo") == strings{"Lee", "Ann", "Bo"});
}

TEST_CASE("what people are is not who they are") {
  for (const char* role : {"Staff",
                           "staff writer",
                           "Staff Reporter",
                           "reporter",
                           "Correspondent",
                           "Editor",
                           "senior editor",
                           "columnist",
                           "contributor",
                           "associate",
                           "producer",
                           "photographer",
                           "guest",
                           "guest writer",
                           "opinion",
                           "analysis",
                           "PhD",
                           "Ph.D.",
                           "MD",
                           "M.D.",
                           "Esq.",
                           "updated",
                           "special to",
                           "senior writer",
                           "MA",
                           "BA",
                           "JD",
                           "RN",
                           "MPH",
                           "MBA",
                           "MSc",
                           "DDS",
                           "BS",
                           "author",
                           "follow",
                           "Science Writer",
                           "City editor",
                           "Moscow correspondent",
                           "court reporter",
                           "regular contributor"}) {
    CAPTURE(role);
    CHECK(split_authors(std::string("Ann Lee, ") + role) == strings{"Ann Lee"});
  }
  CHECK(split_authors("Ann Lee, ann@example.org and www.example.org") == strings{"Ann Lee"});
}

TEST_CASE("what belongs to the name before") {
  CHECK(split_authors("Ann Lee, Bo Berg, Jr") == strings{"Ann Lee", "Bo Berg, Jr"});
  CHECK(split_authors("Ann Lee, Bo Berg, Sr.") == strings{"Ann Lee", "Bo Berg, Sr."});
  CHECK(split_authors("Ann Lee, Bo Berg, III") == strings{"Ann Lee", "Bo Berg, III"});
  CHECK(split_authors("Jr., Ann Lee Bea") == strings{"Jr.", "Ann Lee Bea"});
  // Capitals alone are where somebody works, when somebody was named.
  CHECK(split_authors("Ann Lee, ABCDE") == strings{"Ann Lee"});
  CHECK(split_authors("Ann Lee, ABCDEF") == strings{"Ann Lee", "ABCDEF"});
  CHECK(split_authors("Ann Lee, AbC") == strings{"Ann Lee", "AbC"});
  CHECK(split_authors("ABC; Ann Lee") == strings{"ABC", "Ann Lee"});
  CHECK(split_authors("Ann Lee, AZ") == strings{"Ann Lee"});
}

}  // namespace
