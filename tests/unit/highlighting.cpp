// What is marked in texts is what the search looks for: forms of words as the archive has them, phrases as phrases.

#include <satchel/hosted/file_archive.hpp>
#include <satchel/pack.hpp>

#include "packed.hpp"
#include "temporary.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace {

using namespace satchel;

// An archive of one article, and its text with the query's places in brackets.
class one_article {
 public:
  one_article(const std::string& language, const std::vector<std::string>& paragraphs,
              pack::positions kept = pack::positions::full) {
    pack::options how;
    how.output = (directory_.path() / "a.satchel").string();
    how.language = language;
    how.positions = kept;
    pack::article a;
    a.identifier = "one";
    a.title = "Title";
    for (const std::string& text : paragraphs) a.body.push_back({kind::paragraph, 0, text});
    REQUIRE(!archive_.open(test::packed(how, {a}).c_str()));
  }

  std::string read(const std::string& query) {
    std::string out;
    REQUIRE(!archive_.read(0, query, [&](const piece& p, bool match) {
      if (p.kind != kind::paragraph) return;
      out += match ? '[' + std::string(p.text) + ']' : std::string(p.text);
      if (p.last) out += '|';
    }));
    return out;
  }

  std::string snippet(const std::string& query, std::size_t room) {
    std::vector<char> buffer(room);
    satchel::snippet found;
    REQUIRE(!archive_.snippet({0, 0}, query, {buffer.data(), buffer.size()}, found));
    std::string out(found.text);
    for (std::uint32_t m = found.marks; m-- > 0;) {
      out.insert(found.at[m].end, "]");
      out.insert(found.at[m].begin, "[");
    }
    return out;
  }

  std::uint64_t hits(const std::string& query) {
    satchel::hits<1> found;
    REQUIRE(!archive_.search(query, found));
    return found.total;
  }

 private:
  test::temporary_directory directory_;
  mapped_archive archive_;
};

TEST_CASE("forms that share few letters with the word are marked as they are found") {
  one_article english("en", {"To die. The dying swan. They died. A dye is another word, and a diet too."});
  CHECK(english.hits("die") == 1);
  CHECK(english.read("die") == "To [die]. The [dying] swan. They [died]. A dye is another word, and a diet too.|");
  one_article indonesian("id", {"Saya membaca buku. Mereka membacakan cerita dan dibaca lagi. Bacalah!"});
  CHECK(indonesian.hits("baca") == 1);
  CHECK(indonesian.read("baca") == "Saya [membaca] buku. Mereka [membacakan] cerita dan [dibaca] lagi. [Bacalah]!|");
}

TEST_CASE("a phrase is marked as a whole and nowhere else") {
  for (const pack::positions kept : {pack::positions::full, pack::positions::passage, pack::positions::none}) {
    one_article city("en", {"York is not new. New York is. In New Yorks a new york.", "New", "York"}, kept);
    CHECK(city.hits("\"new york\"") == 1);
    CHECK(city.read("\"new york\"") == "York is not new. [New York] is. In [New Yorks] a [new york].|New|York|");
    CHECK(city.read("\"new york\" york") ==
          "[York] is not new. [New York] is. In [New Yorks] a [new york].|New|[York]|");
    CHECK(city.read("\"new york is in\"") == "York is not new. [New York is. In] New Yorks a new york.|New|York|");
    CHECK(city.read("york -\"new york\"") ==
          "[York] is not new. New [York] is. In New [Yorks] a new [york].|New|[York]|");
  }
}

TEST_CASE("phrases that overlap, repeat a word or begin in each other") {
  one_article words("none", {"a a a b a a b c"});
  CHECK(words.read("\"a a\"") == "[a a a] b [a a] b c|");
  CHECK(words.read("\"a a b\"") == "a [a a b] [a a b] c|");
  CHECK(words.read("\"a b\" \"b c\"") == "a a [a b] a [a b c]|");
  CHECK(words.read("\"a b a a b c\" b") == "a a [a b a a b c]|");
  CHECK(words.read("\"a b d\" b") == "a a a [b] a a [b] c|");
}

TEST_CASE("a phrase of a script without blanks, and its characters") {
  one_article city("none", {"\u6771\u4EAC\u90FD\u3068\u6771\u4EAC\u3001\u4EAC\u90FD"});
  CHECK(city.read("\"\u6771\u4EAC\u90FD\"") == "[\u6771\u4EAC\u90FD]\u3068\u6771\u4EAC\u3001\u4EAC\u90FD|");
}

TEST_CASE("a snippet shows the phrase and not its scattered words") {
  const std::string filler(400, '.');
  one_article city("en", {"The york of a new kind, new and york. " + filler + " Here is New York at last. " + filler});
  CHECK(city.snippet("\"new york\"", 60).find("Here is [New York] at last.") != std::string::npos);
  CHECK(city.snippet("york new", 60).find("[york]") != std::string::npos);
}

TEST_CASE("a snippet shows different words rather than one of them again and again") {
  const std::string filler(400, '.');
  one_article ships("none", {"Ship, ship, ship, ship. " + filler + " The ship left the port. " + filler});
  CHECK(ships.snippet("ship port", 60).find("[ship] left the [port]") != std::string::npos);
  CHECK(ships.snippet("port ship", 60).find("[ship] left the [port]") != std::string::npos);
  CHECK(ships.snippet("ship", 60).find("[Ship], [ship], [ship], [ship]") != std::string::npos);
}

TEST_CASE("a phrase that is longer than a snippet does not hide the words that fit") {
  const std::string filler(100, '.');
  one_article city("en", {"The extraordinarily distant metropolis. " + filler + " Old york. " + filler});
  CHECK(city.snippet("\"extraordinarily distant metropolis\" york", 20).find("[york]") != std::string::npos);
  CHECK(city.snippet("\"extraordinarily distant metropolis\"", 20).find("extraordinarily") != std::string::npos);
}

TEST_CASE("a snippet of a text without blanks is cut between code points") {
  for (const std::string unit : {"\u0447", "\u6D3B", "\U0001F4DC"})
    for (std::size_t room = 20; room < 40; ++room) {
      CAPTURE(unit);
      CAPTURE(room);
      std::string text;
      for (int i = 0; i < 60; ++i) text += unit;
      one_article one("none", {text + " end " + text});
      const std::string shown = one.snippet("end", room);
      REQUIRE(shown.find(" [end] ") != std::string::npos);
      CHECK(shown.size() > room / 2);
      for (std::size_t at = 0; at < shown.size();) {
        const text::decoded c = text::decode(shown, at);
        CHECK(c.code_point != text::replacement);
        at += c.size;
      }
    }
}

}  // namespace
