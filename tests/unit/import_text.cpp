// The small parts that the importers are made of: bytes, dates, names, languages.
#include "import/fields/dates.hpp"
#include "import/fields/language_tag.hpp"
#include "import/fields/names.hpp"
#include "import/text/characters.hpp"
#include "import/text/clean_text.hpp"
#include "import/text/format.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace {

using namespace satchel::pack;
using strings = std::vector<std::string>;

std::string cleaned_text(std::string text, std::size_t replaced = 0) {
  CHECK(clean_text(text) == replaced);
  return text;
}

TEST_CASE("cleaning keeps good text as it is") {
  CHECK(cleaned_text("") == "");
  CHECK(cleaned_text("Tinte und Bl\xC3\xA4tter\n\tzwei") == "Tinte und Bl\xC3\xA4tter\n\tzwei");
  CHECK(cleaned_text("\xF0\x9F\x93\x9A") == "\xF0\x9F\x93\x9A");
}

TEST_CASE("cleaning removes the byte order mark and unifies line ends") {
  CHECK(cleaned_text("\xEF\xBB\xBFink") == "ink");
  CHECK(cleaned_text("a\r\nb\rc\n") == "a\nb\nc\n");
  CHECK(cleaned_text("a\x1B[1mb\x7F") == "a [1mb ");
}

TEST_CASE("cleaning replaces and counts what is not UTF-8") {
  CHECK(cleaned_text("a\xFFz", 1) == "a\xEF\xBF\xBDz");
  // A character cut short is one place; a lone continuation byte is one each.
  CHECK(cleaned_text("\xE2\x82z", 1) == "\xEF\xBF\xBDz");
  CHECK(cleaned_text("\x80\x80", 2) == "\xEF\xBF\xBD\xEF\xBF\xBD");
  CHECK(cleaned_text("\xC0\xAF", 2) == "\xEF\xBF\xBD\xEF\xBF\xBD");                  // overlong
  CHECK(cleaned_text("\xED\xA0\x80", 3) == "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");  // a surrogate
  CHECK(cleaned_text(std::string("a\0b", 3), 1) ==
        "a\xEF\xBF\xBD"
        "b");
  CHECK(cleaned_text("end\xF0\x9F", 1) == "end\xEF\xBF\xBD");
}

TEST_CASE("binary files are told from text") {
  CHECK(looks_binary(std::string("ab\0c", 4)));
  CHECK(looks_binary("%PDF-1.7 and so on"));
  CHECK_FALSE(looks_binary("plain words, \xE9t\xE9 in Latin-1"));
  CHECK_FALSE(looks_binary(std::string("\xFF\xFEh\0i\0", 6)));
}

TEST_CASE("declared encodings are decoded") {
  std::string utf16("\xFF\xFEh\0i\0", 6);
  decode_declared(utf16, "");
  CHECK(utf16 == "hi");
  std::string latin = "\xE9t\xE9";
  decode_declared(latin, "ISO-8859-1");
  CHECK(latin == "\xC3\xA9t\xC3\xA9");
  std::string unknown = "\xE9";
  decode_declared(unknown, "no-such-encoding");
  CHECK(unknown == "\xE9");
  // A page that says one thing and is another: what is valid UTF-8 stays.
  std::string utf8 = "\xE6\x9B\xB8";
  decode_declared(utf8, "gb2312");
  CHECK(utf8 == "\xE6\x9B\xB8");
  CHECK(html_charset("<meta charset='Shift_JIS'>") == "shift_jis");
  CHECK(html_charset("<p>none</p>") == "");
}

TEST_CASE("white space of every script is trimmed and collapsed") {
  CHECK(trim("\xC2\xA0 ink\xE3\x80\x80\n") == "ink");
  CHECK(trim(" \n ") == "");
  CHECK(collapse_spaces("  a\xC2\xA0\xC2\xA0 b\n\nc ") == "a b c");
}

TEST_CASE("URLs are recognised") {
  CHECK(is_url(" https://example.org/a?b=c "));
  CHECK(is_url("www.example.org"));
  CHECK_FALSE(is_url("https://example.org and more"));
  CHECK_FALSE(is_url("http://"));
  CHECK(find_url("see http://example.org") == 4);
  CHECK(find_url("a://b") == std::string_view::npos);
}

TEST_CASE("dates are read in the forms that people and pages use") {
  CHECK(iso_date("2016-09-21") == "2016-09-21");
  CHECK(iso_date("2016/9/5") == "2016-09-05");
  CHECK(iso_date("2016-09") == "2016-09");
  CHECK(iso_date("2016") == "2016");
  CHECK(iso_date("20160921") == "2016-09-21");
  CHECK(iso_date("September 21, 2016") == "2016-09-21");
  CHECK(iso_date("Sept. 21st, 2016") == "2016-09-21");
  CHECK(iso_date("21 SEPTEMBER 2016") == "2016-09-21");
  CHECK(iso_date("21st of September 2016") == "2016-09-21");
  CHECK(iso_date("September 2016") == "2016-09");
  CHECK(iso_date("Wed, 21 Sep 2016 10:30:00 GMT") == "2016-09-21T10:30:00Z");
  CHECK(iso_date("21. M\xC3\xA4rz 2016") == "2016-03-21");
  CHECK(iso_date("21 de septiembre de 2016") == "2016-09-21");
  CHECK(iso_date("2016\xE5\xB9\xB4"
                 "9\xE6\x9C\x88"
                 "21\xE6\x97\xA5") == "2016-09-21");
  CHECK(iso_date("21.09.2016") == "2016-09-21");
  CHECK(iso_date("9/21/2016") == "2016-09-21");
  CHECK(iso_date("May 3, 2020 4:05 PM ET") == "2020-05-03");
}

TEST_CASE("times and zones of ISO dates are normalised") {
  CHECK(iso_date("2016-09-21T10:43:37-08:00") == "2016-09-21T10:43:37-08:00");
  CHECK(iso_date("2016-09-21 7:28:21 -0400") == "2016-09-21T07:28:21-04:00");
  CHECK(iso_date("2016-09-21T10:43:37.120Z") == "2016-09-21T10:43:37Z");
  CHECK(iso_date("2016-09-21T06:00") == "2016-09-21T06:00");
}

TEST_CASE("what is no date, or could be two, is not guessed at") {
  for (const char* text : {"", "yesterday", "2016-13-01", "2016-02-30", "1/2/2016", "21 Smarch 2016", "page 12",
                           "12345", "May the best win", "2016-09-21 was a day", "99999999999999999999"}) {
    CAPTURE(text);
    CHECK(iso_date(text) == "");
  }
  CHECK(iso_date("2016-02-29") == "2016-02-29");
  CHECK(iso_date("2015-02-29") == "");
}

TEST_CASE("a date is found inside a line") {
  const auto found = find_date("The Paper, May 3, 2020 and on");
  REQUIRE(found);
  CHECK(found->iso == "2020-05-03");
  CHECK(found->begin == 11);
  CHECK(found->end == 22);
  CHECK_FALSE(find_date("the 2010-11 season"));
  CHECK_FALSE(find_date("nothing of the kind"));
}

TEST_CASE("lists of authors are split") {
  CHECK(split_authors("Ann Lee") == strings{"Ann Lee"});
  CHECK(split_authors("By Ann Lee, Bo Berg and Cy Young") == strings{"Ann Lee", "Bo Berg", "Cy Young"});
  CHECK(split_authors("Ann Lee & Bo Berg; Cy Young") == strings{"Ann Lee", "Bo Berg", "Cy Young"});
  CHECK(split_authors("Lee, Ann") == strings{"Lee, Ann"});
  CHECK(split_authors("Ann Lee, Staff Writer") == strings{"Ann Lee"});
  CHECK(split_authors("Ann Lee, CNN") == strings{"Ann Lee"});
  CHECK(split_authors("Bo Berg, Jr.") == strings{"Bo Berg, Jr."});
  CHECK(split_authors("Ann Lee, ann@example.org") == strings{"Ann Lee"});
  CHECK(split_authors("Ann Lee, Ann Lee") == strings{"Ann Lee"});
  CHECK(split_authors("") == strings{});
}

TEST_CASE("names are told from sentences") {
  CHECK(is_like_name("Ludwig van Beethoven"));
  CHECK(is_like_name("J. R. R. Tolkien"));
  CHECK(is_like_name("\xE5\x90\x89\xE5\xB7\x9D \xE8\x8B\xB1\xE6\xB2\xBB"));
  CHECK_FALSE(is_like_name("the end of the week"));
  CHECK_FALSE(is_like_name("Route 66"));
  CHECK_FALSE(is_like_name("Everybody Waited. Nobody Knew Where To"));
}

TEST_CASE("languages become BCP 47 tags") {
  CHECK(language_tag("en_us") == "en-US");
  CHECK(language_tag("ZH-HANT") == "zh-Hant");
  CHECK(language_tag("de_DE.UTF-8") == "de-DE");
  CHECK(language_tag("English") == "");
  CHECK(language_tag("") == "");
  CHECK(language_tag("en-") == "");
}

TEST_CASE("a file's format shows in its name, else in its first bytes") {
  CHECK(format_by_name("a/b.TXT") == file_format::text);
  CHECK(format_by_name("a.jsonl") == file_format::json_lines);
  CHECK(format_by_name("dir.md/readme") == file_format::unknown);
  CHECK(format_by_name("picture.xyz") == file_format::unknown);
  CHECK(ending_size("notes v1.2") == 0);
  CHECK(ending_size(".hidden") == 0);
  CHECK(ending_size("a.tar.txt") == 4);
  CHECK(format_by_bytes("\xEF\xBB\xBF <!DOCTYPE html>") == file_format::html);
  CHECK(format_by_bytes("{\"title\": \"a\"}\n{\"title\": \"b\"}\n") == file_format::json_lines);
  CHECK(format_by_bytes("{\n \"title\": \"a\"\n}") == file_format::json);
  CHECK(format_by_bytes("[{\"title\": \"a\"}]") == file_format::json);
  CHECK(format_by_bytes("{curly} words") == file_format::text);
  CHECK(format_by_bytes("") == file_format::text);
}

}  // namespace
