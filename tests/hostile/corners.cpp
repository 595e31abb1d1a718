// Collections at the edges of what is usual.

#include "answers.hpp"

#include <doctest/doctest.h>

#include <set>
#include <string>

namespace {

using namespace hostile;
using satchel::checking;
using satchel::errc;
using satchel::kind;

// An open archive of a collection that verifies.
class corner {
 public:
  explicit corner(const articles& all, satchel::pack::options how = small_parts()) : bytes_(packed(all, how)) {
    REQUIRE(!archive_.open({copying(bytes_), memory_.bytes(), checking::on_read}));
    REQUIRE(archive_.size() == all.size());
    satchel::verify_result result;
    REQUIRE(!satchel::verify(archive_, result, [](const satchel::error&) {}));
    REQUIRE(result.damaged == 0);
  }

  satchel::archive& get() { return archive_; }

  // The texts of an article's pieces of a kind, their parts put together.
  std::vector<std::string> pieces(std::uint32_t article, kind wanted) {
    std::vector<std::string> out;
    REQUIRE(!archive_.read(article, [&](const satchel::piece& p) {
      if (p.kind != wanted) return;
      if (p.first) out.emplace_back();
      out.back() += p.text;
    }));
    return out;
  }

  std::uint32_t total(const std::string& query) {
    satchel::hits<4> top;
    satchel::search_options options;
    options.count = true;
    REQUIRE(!archive_.search(query, top, options));
    return top.total;
  }

  std::uint32_t find_title(const std::string& title) {
    std::uint32_t article = none;
    const satchel::error e = archive_.find_title(title, article);
    if (e) REQUIRE(e.code == errc::not_found);
    return article;
  }
  std::uint32_t find_identifier(const std::string& identifier) {
    std::uint32_t article = none;
    const satchel::error e = archive_.find_identifier(identifier, article);
    if (e) REQUIRE(e.code == errc::not_found);
    return article;
  }
  std::vector<std::uint32_t> completions(const std::string& prefix) {
    std::vector<std::uint32_t> out;
    REQUIRE(!archive_.complete(prefix, [&](std::uint32_t article) {
      out.push_back(article);
      return true;
    }));
    return out;
  }

  static constexpr std::uint32_t none = 0xffffffff;

 private:
  file_bytes bytes_;
  guarded_memory memory_{1 << 21};
  satchel::archive archive_;
};

nlohmann::json made(const std::string& identifier, const std::string& title, const std::string& body) {
  return {{"id", identifier}, {"title", title}, {"body", body}};
}

TEST_CASE("one article") {
  corner one(articles(1, made("only", "Alone", "Nobody else is here.")));
  CHECK(one.total("nobody") == 1);
  CHECK(one.total("-nobody") == 0);
  CHECK(one.total("-somebody") == 1);
  CHECK(one.total("date:1900..2100") == 0);
  CHECK(one.find_title("alone") == 0);
  CHECK(one.find_identifier("only") == 0);
  CHECK(one.find_identifier("onl") == corner::none);
  satchel::article_entry s;
  CHECK(one.get().find_entry(1, s).code == errc::not_found);
  CHECK(one.get().read(1, [](const satchel::piece&) {}).code == errc::not_found);
}

TEST_CASE("an article that is only a title, and one without one") {
  corner two({{{"id", "title-only"}, {"title", "Bare title"}}, made("untitled", "", "Some text without a name.")});
  const std::uint32_t bare = two.find_identifier("title-only"), other = two.find_identifier("untitled");
  CHECK(two.pieces(bare, kind::title) == std::vector<std::string>{"Bare title"});
  CHECK(two.pieces(bare, kind::paragraph).empty());
  CHECK(two.pieces(other, kind::paragraph) == std::vector<std::string>{"Some text without a name."});
  CHECK(two.total("bare") == 1);
  char buffer[80];
  satchel::snippet s;
  REQUIRE(!two.get().snippet(bare, "bare", buffer, s));
  CHECK(s.text.empty());
}

TEST_CASE("an archive without a word") {
  corner mute(articles(1, made("mute", "", "... !!! ...")));
  CHECK(mute.total("anything") == 0);
  CHECK(mute.total("any*") == 0);
  CHECK(mute.total("-anything") == 1);
  CHECK(mute.pieces(0, kind::paragraph) == std::vector<std::string>{"... !!! ..."});
}

TEST_CASE("many articles with one title") {
  articles all;
  for (int i = 0; i < 300; ++i) all.push_back(made("leaf-" + std::to_string(i), "Leaf", "Number " + std::to_string(i)));
  corner same(all);
  CHECK(same.find_title("LEAF") == 0);
  const std::vector<std::uint32_t> found = same.completions("le");
  REQUIRE(found.size() == 300);
  for (std::uint32_t i = 0; i < 300; ++i) CHECK(found[i] == i);
  CHECK(same.total("title:leaf") == 300);
  satchel::hits<4> top;
  REQUIRE(!same.get().search("leaf", top, {}));
  REQUIRE(top.size() == 4);
  for (std::uint32_t i = 0; i < 4; ++i) CHECK(top[i].article == i);
  for (std::uint32_t i = 0; i < 300; i += 37) {
    const std::string name = "leaf-" + std::to_string(i);
    CHECK(same.pieces(same.find_identifier(name), kind::identifier) == std::vector<std::string>{name});
  }
}

TEST_CASE("a title of a megabyte") {
  std::string title = "Endless";
  while (title.size() < 1 << 20) title += " and on";
  corner huge({made("short", "Short", "x"), made("huge", title, "Its body is small.")});
  satchel::article_entry s;
  const std::uint32_t article = huge.find_identifier("huge");
  REQUIRE(!huge.get().find_entry(article, s));
  CHECK(s.title_cut);
  CHECK(s.title.size() <= 200);
  CHECK(huge.pieces(article, kind::title) == std::vector<std::string>{title});
  CHECK(huge.pieces(article, kind::paragraph) == std::vector<std::string>{"Its body is small."});
  CHECK(huge.find_title(title) == article);
  CHECK(huge.total("title:endless") == 1);
  CHECK(huge.completions("endless and") == std::vector<std::uint32_t>{article});
}

TEST_CASE("titles and identifiers that differ after a long common beginning") {
  const std::string common(150, 'k'), longer(230, 'k');
  corner alike({made(common + "-one", common + " one", "First."), made(common + "-two", common + " two", "Second."),
                made(longer + "-one", longer + " one", "Third."), made(longer + "-two", longer + " two", "Fourth.")});
  for (std::uint32_t i = 0; i < 4; ++i) {
    CAPTURE(i);
    const std::string& start = i < 2 ? common : longer;
    const std::string end = i % 2 == 0 ? "one" : "two";
    const std::uint32_t article = alike.find_identifier(start + "-" + end);
    CHECK(alike.find_title(start + " " + end) == article);
    CHECK(alike.pieces(article, kind::identifier) == std::vector<std::string>{start + "-" + end});
    CHECK(alike.pieces(article, kind::title) == std::vector<std::string>{start + " " + end});
  }
  CHECK(alike.find_identifier(common + "-three") == corner::none);
  CHECK(alike.find_identifier(longer) == corner::none);
  CHECK(alike.find_title(common + " three") == corner::none);
  CHECK(alike.find_title(longer) == corner::none);
  CHECK(alike.completions(common + " t") == std::vector<std::uint32_t>{alike.find_identifier(common + "-two")});
}

TEST_CASE("a word as long as a book") {
  std::string word;
  while (word.size() < 200000) word += "abcdefghij";
  corner one(articles(1, made("word", "Word", word + " end")));
  CHECK(one.pieces(0, kind::paragraph) == std::vector<std::string>{word + " end"});
  CHECK(one.total("end") == 1);
  CHECK(one.total(word) == 1);
  CHECK(one.total("abcdefghija*") == 1);
  char buffer[50];
  satchel::snippet s;
  REQUIRE(!one.get().snippet(0, "end", buffer, s));
  CHECK(s.text.size() <= sizeof buffer);
}

TEST_CASE("text without spaces only") {
  corner han({made("一", "活版印刷", "活字を並べて版を組む。"), made("二", "和紙", "紙を漉く。")});
  CHECK(han.total("活字") == 1);
  CHECK(han.total("紙") == 1);
  CHECK(han.total("\"版を組\"") == 1);
  CHECK(han.total("\"版紙\"") == 0);
  CHECK(han.find_title("活版印刷") == han.find_identifier("一"));
  CHECK(han.completions("和") == std::vector<std::uint32_t>{han.find_identifier("二")});
  char buffer[20];
  satchel::snippet s;
  REQUIRE(!han.get().snippet(han.find_identifier("一"), "組む", buffer, s));
  CHECK(s.marks == 1);
}

TEST_CASE("a long text is cut after a blank or, where there is none, between code points") {
  satchel::pack::options how = small_parts();
  how.word_codes = 0;
  for (const std::string unit : {"x", "\xD1\x87", "\xE6\xB4\xBB", "\xF0\x9F\x93\x9C", "ink and "}) {
    for (const std::size_t before : {0, 1, 2, 3}) {
      CAPTURE(unit);
      CAPTURE(before);
      std::string text(before, 'y');
      while (text.size() < 3000) text += unit;
      text += "end";
      corner one(articles(1, made("one", "", text)), how);
      std::vector<std::string> parts;
      REQUIRE(!one.get().read(0, [&](const satchel::piece& p) {
        if (p.kind == kind::paragraph) parts.emplace_back(p.text);
      }));
      REQUIRE(parts.size() > 5);
      std::string joined;
      for (const std::string& part : parts) {
        joined += part;
        CHECK((static_cast<unsigned char>(part[0]) & 0xC0) != 0x80);
        if (&part == &parts.back()) break;
        if (&part != &parts.front()) CHECK(part.size() > 380);  // a block has 512 bytes
        if (unit.size() > 4) CHECK(part.back() == ' ');
      }
      CHECK(joined == text);
    }
  }
}

TEST_CASE("articles that end where blocks end") {
  articles all;
  for (std::size_t size = 380; size < 480; ++size)
    all.push_back(made(std::to_string(size), "", std::string(size, 'm')));
  corner edges(all);
  for (std::uint32_t i = 0; i < all.size(); ++i) {
    CAPTURE(i);
    const std::uint32_t article = edges.find_identifier(std::to_string(380 + i));
    CHECK(edges.pieces(article, kind::paragraph) == std::vector<std::string>{std::string(380 + i, 'm')});
  }
}

TEST_CASE("thousands of tiny articles") {
  articles all;
  for (int i = 0; i < 5000; ++i) all.push_back(made(std::to_string(i), "", i % 2 == 0 ? "even" : "odd"));
  corner crowd(all);
  CHECK(crowd.total("even") == 2500);
  CHECK(crowd.total("odd OR even") == 5000);
  CHECK(crowd.total("-odd") == 2500);
  for (std::uint32_t i = 0; i < 5000; i += 611) {
    const std::string name = std::to_string(i);
    CHECK(crowd.pieces(crowd.find_identifier(name), kind::identifier) == std::vector<std::string>{name});
  }
}

TEST_CASE("snippets in buffers of every size") {
  corner one(articles(
      1, made("one", "One", "Grüße an die Drucker, die Setzer 和紙 und alle anderen Leser dieser kleinen Zeile.")));
  for (std::size_t room = 0; room < 120; ++room) {
    CAPTURE(room);
    std::vector<char> buffer(room);
    satchel::snippet s;
    REQUIRE(!one.get().snippet(0, "setzer leser", {buffer.data(), room}, s));
    CHECK(s.text.size() <= room);
    for (std::uint32_t i = 0; i < s.marks; ++i) {
      CHECK(s.at[i].begin < s.at[i].end);
      CHECK(s.at[i].end <= s.text.size());
    }
    for (std::size_t at = 0; at < s.text.size();) {
      const satchel::text::decoded c = satchel::text::decode(s.text, at);
      CHECK(c.code_point != satchel::text::replacement);
      at += c.size;
    }
  }
}

}  // namespace
