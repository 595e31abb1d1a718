// Characters, words, addresses; cleaning bytes; tags of languages; formats by names and bytes.
#include "import/fields/language_tag.hpp"
#include "import/text/characters.hpp"
#include "import/text/clean_text.hpp"
#include "import/text/format.hpp"
#include "import/text/tables.hpp"
#include "import_blocks.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace {

using namespace satchel::pack;
using strings = std::vector<std::string>;

strings words(std::string_view text) {
  const auto found = split_words(text);
  return {found.begin(), found.end()};
}

std::string cleaned(std::string text) {
  clean_text(text);
  return text;
}

TEST_CASE("stepping through characters stays in the text") {
  const std::string text = "a\xC3\xA4\xE6\xB0\xB4\xF0\x9F\x93\x9A\xFFz";
  std::size_t at = 0;
  std::vector<char32_t> found;
  while (at < text.size()) found.push_back(next_code_point(text, at));
  CHECK(found == std::vector<char32_t>{'a', 0xE4, 0x6C34, 0x1F4DA, 0xFFFD, 'z'});
  CHECK(at == text.size());
  CHECK(last_code_point("") == 0);
  CHECK(last_code_point("a") == 'a');
  CHECK(last_code_point("a\xC3\xA4") == 0xE4);
  CHECK(last_code_point("a\xE6\xB0\xB4") == 0x6C34);
  CHECK(last_code_point("a\xF0\x9F\x93\x9A") == 0x1F4DA);
  CHECK(last_code_point("\xF0\x9F\x93\x9A") == 0x1F4DA);
  CHECK(last_code_point("\x80\x80\x80\x80\x80") == 0xFFFD);
  CHECK(count_code_points(text.substr(0, 10)) == 4);
  std::string copy;
  for (const char32_t c : {U'a', U'\u00E4', U'\u6C34', U'\U0001F4DA'}) append_code_point(copy, c);
  CHECK(copy == text.substr(0, 10));
}

TEST_CASE("white space of every script") {
  for (const char32_t c : {0x9, 0xA, 0xB, 0xC, 0xD, 0x20, 0x85, 0xA0, 0x1680, 0x2000, 0x2005, 0x200A, 0x2028, 0x2029,
                           0x202F, 0x205F, 0x3000}) {
    CAPTURE(static_cast<unsigned>(c));
    CHECK(is_space(c));
  }
  for (const char32_t c : {0x8,    0xE,    0x1F,   0x21,   0x84,   0x86,   0x9F,   0xA1,   0x167F, 0x1681, 0x1FFF,
                           0x200B, 0x2027, 0x202A, 0x202E, 0x2030, 0x205E, 0x2060, 0x2FFF, 0x3001, 0xFEFF}) {
    CAPTURE(static_cast<unsigned>(c));
    CHECK_FALSE(is_space(c));
  }
}

TEST_CASE("letters, marks and numbers") {
  CHECK(is_lower_letter(U'a'));
  CHECK(is_lower_letter(U'\u00E4'));
  CHECK_FALSE(is_lower_letter(U'A'));
  CHECK_FALSE(is_lower_letter(U'\u6C34'));
  CHECK(is_upper_letter(U'\u00C4'));
  CHECK(is_upper_letter(U'\u01C5'));
  CHECK_FALSE(is_upper_letter(U'a'));
  CHECK_FALSE(is_upper_letter(U'1'));
  CHECK_FALSE(is_upper_letter(U'\u6C34'));
  for (const char32_t c : {U'A', U'a', U'\u01C5', U'\u02B0', U'\u6C34'}) CHECK(is_letter(c));
  for (const char32_t c : {U'1', U'-', U' ', U'\u0300', U'\u00B2'}) CHECK_FALSE(is_letter(c));
  for (const char32_t c : {U'\u0300', U'\u0903', U'\u20DD', U'1', U'\u2160', U'\u00B2'}) CHECK(is_mark_or_number(c));
  for (const char32_t c : {U'a', U'-', U' ', U'\u6C34', U'_'}) CHECK_FALSE(is_mark_or_number(c));
  CHECK(is_ascii_letter('a'));
  CHECK(is_ascii_letter('z'));
  CHECK(is_ascii_letter('A'));
  CHECK(is_ascii_letter('Z'));
  for (const char c : {'`', '{', '@', '[', '0'}) CHECK_FALSE(is_ascii_letter(c));
  CHECK(is_digit('0'));
  CHECK(is_digit('9'));
  CHECK_FALSE(is_digit('/'));
  CHECK_FALSE(is_digit(':'));
  CHECK(lower("@AZ[\xC3\x84") == "@az[\xC3\x84");
}

TEST_CASE("trimming, collapsing, splitting") {
  CHECK(trim("ink") == "ink");
  CHECK(trim(" \xE2\x80\x83ink wax\xC2\xA0\t") == "ink wax");
  CHECK(trim("\xE3\x80\x80") == "");
  CHECK(trim("\xA0") == "\xA0");  // no character, but no space either
  CHECK(collapse_spaces("\xC2\xA0") == "");
  CHECK(collapse_spaces("a\t\xE3\x80\x80\nb") == "a b");
  CHECK(words(" one  two\xE3\x80\x80three ") == strings{"one", "two", "three"});
  CHECK(words("one") == strings{"one"});
  CHECK(words("").empty());
  CHECK(words(" ").empty());
  const auto lines = split_lines("a\n\nb\n");
  CHECK(std::vector<std::string>(lines.begin(), lines.end()) == strings{"a", "", "b"});
  CHECK(split_lines("a").size() == 1);
  CHECK(split_lines("").empty());
}

TEST_CASE("comparing without case") {
  CHECK(equal_ignoring_case("Ink", "iNK"));
  CHECK_FALSE(equal_ignoring_case("Ink", "In"));
  CHECK_FALSE(equal_ignoring_case("In", "Ink"));
  CHECK_FALSE(equal_ignoring_case("Ink", "Ing"));
  CHECK(starts_with_ignoring_case("Ink", "ink"));
  CHECK(starts_with_ignoring_case("Ink", ""));
  CHECK_FALSE(starts_with_ignoring_case("In", "ink"));
}

TEST_CASE("addresses") {
  for (const char* text : {"http://a", "https://a", "ftp://a", "www.a", "HTTP://A"}) {
    CAPTURE(text);
    CHECK(starts_like_url(text));
    CHECK(is_url(text));
    CHECK(is_url(std::string(" ") + text + "\n"));
    CHECK_FALSE(is_url(std::string(text) + " b"));
  }
  for (const char* text : {"http://", "https://", "ftp://", "www.", "a http://b", "mailto:a", ""}) {
    CAPTURE(text);
    CHECK_FALSE(is_url(text));
  }
  CHECK(find_url("https://a") == 0);
  CHECK(find_url("http://a") == 0);
  CHECK(find_url("HTTPS://a") == 0);
  CHECK(find_url("x://y and https://a") == 10);
  CHECK(find_url("://a") == std::string_view::npos);
  CHECK(find_url("ftp://a") == std::string_view::npos);
}

TEST_CASE("cleaning looks at every byte, alone and eight together") {
  for (std::size_t before = 0; before < 20; ++before) {
    CAPTURE(before);
    const std::string plain(before, 'a');
    for (const char* good : {" ", "~", "\n", "\t", "\xC2\xA0", "\xC3\xA4", "\xDF\xBF", "\xE0\xA0\x80", "\xED\x9F\xBF",
                             "\xEE\x80\x80", "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF"}) {
      CHECK(cleaned(plain + good + "bcdefghij") == plain + good + "bcdefghij");
    }
    for (const char* control : {"\x01", "\x08", "\x0B", "\x0E", "\x1F", "\x7F", "\xC2\x80", "\xC2\x9F"}) {
      CHECK(cleaned(plain + control + "bcdefghij") == plain + " bcdefghij");
    }
    CHECK(cleaned(plain + "\f" + "bcdefghij") == plain + "\nbcdefghij");
    CHECK(cleaned(plain + "\r\n\r" + "bcdefghij") == plain + "\n\nbcdefghij");
    CHECK(cleaned(plain + "\r") == plain + "\n");
  }
  CHECK(cleaned("\x01one\xC3\xA4\x02\xE6\xB0\xB4\x03") == " one\xC3\xA4 \xE6\xB0\xB4 ");
  CHECK(cleaned("\x01\xC2\xA0\xC2\x9F") == " \xC2\xA0 ");
  CHECK(cleaned("\xC2\x80\xC3\xA4") == " \xC3\xA4");
  CHECK(cleaned("one\xEF\xBB\xBFtwo") == "one\xEF\xBB\xBFtwo");
}

TEST_CASE("one place that is not UTF-8 is what could have begun a character") {
  const std::pair<const char*, std::size_t> cases[] = {
      {"\xC3", 1},         {"\xC3\xC3", 2},         {"\xC1\x80", 2},           {"\xC2", 1},
      {"\xDF", 1},         {"\xE0\xA0", 1},         {"\xE0\x9F", 2},           {"\xE0\xBF", 1},
      {"\xE1\x80", 1},     {"\xE1\xBF", 1},         {"\xE1\x7F", 1},           {"\xED\x9F", 1},
      {"\xED\xA0", 2},     {"\xEF\xBF", 1},         {"\xF0\x90", 1},           {"\xF0\x8F", 2},
      {"\xF0\x90\x80", 1}, {"\xF0\x90\xBF", 1},     {"\xF0\xBF\xBF", 1},       {"\xF1\x80\xC0", 2},
      {"\xF4\x8F\xBF", 1}, {"\xF4\x90", 2},         {"\xF5\x80", 2},           {"\xE6\xB0\xE6\xB0", 2},
      {"\xEF\x80\x7F", 1}, {"\xF3\x80\x80\xC0", 2}, {"\xED\x80\xC0", 2},       {"\xE0\xA0\xC0", 2},
      {"\xF0\x90\x8F", 1}, {"\xE0\xA0\x9F x", 0},   {"\xF4\x8F\x90\x80 x", 0}, {"\xF0\x90\x80\x80", 0}};
  for (const auto& one : cases) {
    CAPTURE(one.first);
    std::string text = std::string("a") + one.first;
    CHECK(clean_text(text) == one.second);
  }
  std::string nuls("\0\0a", 3);
  CHECK(clean_text(nuls) == 2);
}

TEST_CASE("signatures of binary files") {
  for (const char* start : {"%PDF-", "\x1F\x8B", "\x28\xB5\x2F\xFD", "PK\x03\x04", "{\\rtf", "\x89PNG"}) {
    CHECK(looks_binary(std::string(start) + "and more"));
    CHECK_FALSE(looks_binary(std::string("a") + start));
  }
  CHECK_FALSE(looks_binary(std::string("\xFE\xFF\0h", 4)));
  CHECK_FALSE(looks_binary(std::string(1U << 16U, 'a') + std::string(1, '\0')));
  CHECK(looks_binary(std::string((1U << 16U) - 1, 'a') + std::string(1, '\0')));
}

TEST_CASE("encodings are those that pages mean by their names") {
  const auto decoded = [](std::string bytes, const char* name) {
    decode_declared(bytes, name);
    return bytes;
  };
  CHECK(decoded(std::string("\xFE\xFF\0h\0i", 6), "") == "hi");
  CHECK(decoded(std::string("\xFE\xFF\0h\0i", 6), "latin1") == "hi");
  for (const char* name : {"iso-8859-1", "Latin1", "us-ascii", "windows-1252"}) {
    CAPTURE(name);
    CHECK(decoded("\x80\xE9", name) == "\xE2\x82\xAC\xC3\xA9");
  }
  CHECK(decoded("\x80\xD0", "iso-8859-9") == "\xE2\x82\xAC\xC4\x9E");
  CHECK(decoded("\xC4\xE3", "gb2312") == "\xE4\xBD\xA0");
  CHECK(decoded("\x81\x40\xC4", "GBK").starts_with("\xE4\xB8\x82"));
  CHECK(decoded("\x87\x40", "shift_jis") == "\xE2\x91\xA0");
  CHECK(decoded("\x87\x40", "x-sjis") == "\xE2\x91\xA0");
  CHECK(decoded("\x81\x41", "euc-kr") == "\xEA\xB0\x82");
  CHECK(decoded("\xE9", "latin1") == "\xC3\xA9");
  CHECK(decoded("\xE9", "utf-8") == "\xE9");
  CHECK(decoded("\xE9", "UTF8") == "\xE9");
  CHECK(decoded("\xE9", "") == "\xE9");
  // What an encoding does not know stays one bad byte each; long texts come over whole.
  CHECK(decoded("a\x81\x30z\xFF", "shift_jis").find('\xFF') != std::string::npos);
  std::string many;
  for (int i = 0; i < 40000; ++i) many += "\xE9";
  const std::string wide = decoded(many, "latin1");
  CHECK(wide.size() == 80000);
  CHECK(wide.ends_with("\xC3\xA9"));
  CHECK(decoded("\xC3\xA9 and \xE9", "latin1") == "\xC3\x83\xC2\xA9 and \xC3\xA9");
}

TEST_CASE("a page names its encoding in its first bytes") {
  CHECK(html_charset("<meta charset=utf-8>") == "utf-8");
  CHECK(html_charset("<meta CHARSET = \"GB_2312-80\">") == "gb_2312-80");
  CHECK(html_charset("charset='x y'") == "x");
  CHECK(html_charset("charset") == "");
  CHECK(html_charset("charset=") == "");
  CHECK(html_charset("charset=" + std::string(41, 'a')) == std::string(40, 'a'));
  CHECK(html_charset(std::string(4084, ' ') + "charset=utf8") == "utf8");
  CHECK(html_charset(std::string(4085, ' ') + "charset=utf8") == "utf");
  CHECK(html_charset(std::string(4096, ' ') + "charset=utf8") == "");
}

TEST_CASE("tags of languages by the lengths of their parts") {
  CHECK(language_tag("de") == "de");
  CHECK(language_tag("nds") == "nds");
  CHECK(language_tag("d") == "");
  CHECK(language_tag("abcd") == "");
  CHECK(language_tag("d1") == "");
  CHECK(language_tag("es-419") == "es-419");
  CHECK(language_tag("de-1996") == "de-1996");
  CHECK(language_tag("sr-latn-rs") == "sr-Latn-RS");
  CHECK(language_tag("ca-valencia") == "ca-valencia");
  CHECK(language_tag("en-abcdefgh") == "en-abcdefgh");
  CHECK(language_tag("en-abcdefghi") == "");
  CHECK(language_tag("en--us") == "");
  CHECK(language_tag("-en") == "");
  CHECK(language_tag("en-u!") == "");
  CHECK(language_tag(" en ") == "en");
}

TEST_CASE("endings of names") {
  CHECK(ending_size("a.md") == 3);
  CHECK(ending_size("a.") == 0);
  CHECK(ending_size("a") == 0);
  CHECK(ending_size("a.123456789") == 0);
  CHECK(ending_size("a.12345678x") == 10);
  CHECK(ending_size("a.123456789x") == 0);
  CHECK(ending_size("a.t-t") == 0);
  CHECK(ending_size("a.b/c") == 0);
  CHECK(ending_size("a/.md") == 0);
  for (const auto& one : {std::pair{"a.txt", file_format::text},
                          {"a.text", file_format::text},
                          {"a.md", file_format::markdown},
                          {"a.markdown", file_format::markdown},
                          {"a.mdown", file_format::markdown},
                          {"a.mkd", file_format::markdown},
                          {"a.html", file_format::html},
                          {"a.htm", file_format::html},
                          {"a.xhtml", file_format::html},
                          {"a.jsonl", file_format::json_lines},
                          {"a.ndjson", file_format::json_lines},
                          {"a.jsonlines", file_format::json_lines},
                          {"a.json", file_format::json},
                          {"a.JSON", file_format::json},
                          {"json", file_format::unknown}}) {
    CAPTURE(one.first);
    CHECK(format_by_name(one.first) == one.second);
  }
}

TEST_CASE("formats by the first bytes") {
  for (const char* start : {"<!doctype html", "<HTML", "<head", "<body", "<article", "<!--", "<meta", "<title"})
    CHECK(format_by_bytes(std::string(" \n") + start + ">") == file_format::html);
  CHECK(format_by_bytes("<?xml version='1.0'?>\n<HTML>") == file_format::html);
  CHECK(format_by_bytes("<?xml version='1.0'?>" + std::string(974, ' ') + "<html>") == file_format::html);
  CHECK(format_by_bytes("<?xml version='1.0'?>" + std::string(975, ' ') + "<html>") == file_format::text);
  CHECK(format_by_bytes("<?xml version='1.0'?><rss>") == file_format::text);
  CHECK(format_by_bytes("{ \"a\": 1 }") == file_format::json_lines);
  CHECK(format_by_bytes("{\"a\": 1") == file_format::json_lines);
  CHECK(format_by_bytes("{\"a\":\n1}") == file_format::json);
  CHECK(format_by_bytes("{\"a\": 1}  \n") == file_format::json_lines);
  CHECK(format_by_bytes("{") == file_format::text);
  CHECK(format_by_bytes("{ a }") == file_format::text);
  CHECK(format_by_bytes("[\n{\"a\": 1}]") == file_format::json);
  CHECK(format_by_bytes("[1] Lee") == file_format::text);
  CHECK(format_by_bytes("[") == file_format::text);
  CHECK(format_by_bytes("<p>") == file_format::text);
}

TEST_CASE("rows of tables") {
  CHECK(table_row({" a  b", "", " ", "c"}) == "a b | c");
  CHECK(table_row({}) == "");
  const auto rows = [](const char* text) {
    block_list blocks;
    return split_pipe_table(text, blocks) ? import_test::texts(blocks) : strings{"none"};
  };
  CHECK(rows("| sheet | price |\n|---|:-:|\n| calf | high |\nrag | low") ==
        strings{"sheet | price", "calf | high", "rag | low"});
  CHECK(rows("a | b\n- | -") == strings{"a | b"});
  CHECK(rows("a | b\n|-\nc | d") == strings{"a | b", "c | d"});
  CHECK(rows("a | b\n|--x\nc") == strings{"none"});
  CHECK(rows("a | b") == strings{"none"});
  CHECK(rows("a\n-|-\nb") == strings{"none"});
  CHECK(rows("a | b\n-----\nc") == strings{"none"});
  CHECK(rows("a | b\n|||\nc") == strings{"none"});
  CHECK(rows("a | b\n|-x-|\nc") == strings{"none"});
}

}  // namespace
