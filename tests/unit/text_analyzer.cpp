#include <satchel/text/analyzer.hpp>

#include <doctest/doctest.h>

#include <random>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace {

using namespace satchel::text;

// Terms separated by blanks; a run's last code point has a full stop.
std::string terms(std::string_view text) {
  std::string out;
  tokenizer tokens(text);
  for (token t; tokens.next(t);) {
    if (!out.empty()) out += ' ';
    out += std::string(t.term) + (t.run_end ? "." : "");
  }
  return out;
}

// What the terms were made from, in brackets.
std::string sources(std::string_view text) {
  std::string out;
  tokenizer tokens(text);
  for (token t; tokens.next(t);) out += "[" + std::string(text.substr(t.begin, t.end - t.begin)) + "]";
  return out;
}

std::string repeat(std::string_view piece, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += piece;
  return out;
}

}  // namespace

// A view of a temporary string would outlive it, and tokens point into the tokenizer.
static_assert(!std::is_constructible_v<tokenizer, std::string>);
static_assert(std::is_constructible_v<tokenizer, std::string&>);
static_assert(std::is_constructible_v<tokenizer, const char*>);
static_assert(!std::is_copy_constructible_v<tokenizer>);

TEST_CASE("words are runs of letters, digits and marks") {
  CHECK(terms("The quick, brown fox!") == "the quick brown fox");
  CHECK(terms("don't l\u2019été") == "don t l ete");
  CHECK(terms("A4 3D-print 1,000.5") == "a4 3d print 1 000 5");
  CHECK(terms("snake_case e-mail a@b.c") == "snake case e mail a b c");
  CHECK(terms("").empty());
  CHECK(terms(" \t\r\n ... ").empty());
  CHECK(terms("x") == "x");
  CHECK(terms("½ cup") == "1 2 cup");
  CHECK(terms("😀 smile🙂") == "smile");
}

TEST_CASE("scripts with spaces") {
  CHECK(terms("Привет, МИР") == "привет мир");
  CHECK(terms("Καλημέρα κόσμε") == "καλημερα κοσμε");
  CHECK(terms("مرحبا بالعالم") == "مرحبا بالعالم");
  CHECK(terms("שלום עולם") == "שלום עולם");
  CHECK(terms("नमस्ते दुनिया।") == "नमस्ते दुनिया");
  CHECK(terms("გამარჯობა ᲛᲡᲝᲤᲚᲘᲝ") == "გამარჯობა მსოფლიო");
  CHECK(terms("Բարեւ ԱՇԽԱՐՀ") == "բարեւ աշխարհ");
  CHECK(terms("ሰላም ለዓለም") == "ሰላም ለዓለም");
  CHECK(terms("བོད་ཡིག") == "བོད ཡིག");
}

TEST_CASE("scripts without spaces give pairs and a last one") {
  CHECK(terms("東") == "東.");
  CHECK(terms("東京") == "東京 京.");
  CHECK(terms("東京都は") == "東京 京都 都は は.");
  CHECK(terms("中文。字") == "中文 文. 字.");
  CHECK(terms("한국어 말") == "한국 국어 어. 말.");
  CHECK(terms("ไทย") == "ไท ทย ย.");
  CHECK(terms("น้ำ") == "น\u0E49 \u0E49\u0E4D \u0E4Dา า.");
  CHECK(terms("ລາວ") == "ລາ າວ ວ.");
  CHECK(terms("ខ្មែរ") == "ខ\u17D2 \u17D2ម ម\u17C2 \u17C2រ រ.");
  CHECK(terms("မြန်") == "မ\u103C \u103Cန န\u103A \u103A.");
  CHECK(terms("ㄅㄆ") == "ㄅㄆ ㄆ.");
}

TEST_CASE("a run ends where the class changes") {
  CHECK(terms("東京tower塔") == "東京 京. tower 塔.");
  CHECK(terms("abc漢") == "abc 漢.");
  CHECK(terms("第2回") == "第. 2 回.");
  CHECK(terms("ราคา๒๕บาท") == "รา าค คา า. 25 บา าท ท.");
  // What is dropped does not end it.
  CHECK(terms("東\u200B京") == "東京 京.");
  CHECK(terms("葛\U000E0100飾") == "葛飾 飾.");
}

TEST_CASE("flags say what a term is") {
  tokenizer tokens("a東京");
  token t;
  REQUIRE(tokens.next(t));
  CHECK_FALSE(t.unspaced);
  CHECK_FALSE(t.run_end);
  REQUIRE(tokens.next(t));
  CHECK(t.unspaced);
  CHECK_FALSE(t.run_end);
  REQUIRE(tokens.next(t));
  CHECK(t.unspaced);
  CHECK(t.run_end);
  CHECK_FALSE(tokens.next(t));
  CHECK_FALSE(tokens.next(t));
}

TEST_CASE("offsets name the bytes that a term came from") {
  CHECK(sources(" Ünï, côdé ") == "[Ünï][côdé]");
  CHECK(sources("e\u0301te\u0301.") == "[e\u0301te\u0301]");
  CHECK(sources("Straße") == "[Straße]");
  CHECK(sources("½") == "[½][½]");
  CHECK(sources("東京タ") == "[東京][京タ][タ]");
  CHECK(sources("ｶﾞｷﾞ") == "[ｶﾞｷﾞ][ｷﾞ]");
  CHECK(sources("\uFEFFword") == "[word]");
  CHECK(sources("so\u00ADft") == "[so\u00ADft]");
  CHECK(sources("a\xFF"
                "b") == "[a][b]");
}

TEST_CASE("terms are cut at 64 bytes between code points") {
  CHECK(terms(repeat("a", 64)) == repeat("a", 64));
  CHECK(terms(repeat("a", 65) + " b") == repeat("a", 64) + " b");
  CHECK(terms(repeat("ж", 40)) == repeat("ж", 32));
  CHECK(terms("a" + repeat("ж", 40)) == "a" + repeat("ж", 31));
  // Nothing is added after the first code point that does not fit, not even one that would.
  CHECK(terms("a" + repeat("ж", 31) + "жa") == "a" + repeat("ж", 31));
  const std::string word = repeat("x", 100);
  CHECK(sources(word) == "[" + word + "]");
}

TEST_CASE("texts of millions of characters without a separator are walked once") {
  const std::string word(16 << 20, 'x');
  tokenizer tokens(word);
  token t;
  REQUIRE(tokens.next(t));
  CHECK(t.term.size() == max_term_bytes);
  CHECK(t.end == word.size());
  CHECK_FALSE(tokens.next(t));

  const std::string marks = "e" + repeat("\u0301", 1 << 20);
  CHECK(terms(marks) == "e");
  CHECK(terms(repeat("\xFF", 1 << 20)).empty());

  const std::string run = repeat("水", 1 << 18);
  std::size_t count = 0;
  tokenizer pairs(run);
  while (pairs.next(t)) ++count;
  CHECK(count == std::size_t{1} << 18);
}

TEST_CASE("no bytes lead out of the text") {
  std::mt19937 random(7);
  const std::vector<std::string> pieces = {
      "a",  "Z",      "9",      " ",      "é",        "e\u0301", "ß",    "東",           "ไ",
      "가", "\u1100", "\u1161", "\u11A8", "か",       "\u3099",  "и",    "\u0306",       "½",
      "ﷺ",  "\u00AD", "😀",      "\xC3",   "\xE2\x82", "\x80",    "\xFF", "\xED\xA0\x80", "㎏"};
  for (int round = 0; round < 20000; ++round) {
    std::string text;
    for (std::size_t n = random() % 12; n > 0; --n) {
      if (random() % 4 == 0) {
        text += static_cast<char>(random() & 0xFF);
      } else {
        text += pieces[random() % pieces.size()];
      }
    }
    tokenizer tokens(text);
    std::size_t begin = 0;
    for (token t; tokens.next(t);) {
      REQUIRE(t.begin >= begin);
      REQUIRE(t.end > t.begin);
      REQUIRE(t.end <= text.size());
      REQUIRE_FALSE(t.term.empty());
      REQUIRE(t.term.size() <= max_term_bytes);
      REQUIRE((t.unspaced || !t.run_end));
      begin = t.begin;
      // A term is its own term; a pair gives itself first.
      const std::string term(t.term);
      tokenizer again(term);
      token same;
      REQUIRE(again.next(same));
      REQUIRE(same.term == term);
    }
  }
}
