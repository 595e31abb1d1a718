// Reading with a query: its words are told apart as snippets mark them, and nothing of the article is lost.

#include <satchel/hosted/file_archive.hpp>
#include <satchel/pack.hpp>

#include "packed.hpp"
#include "temporary.hpp"

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

namespace {

using namespace satchel;

// An archive of one article and, so that words weigh, one without any of them.
class book {
 public:
  explicit book(std::vector<pack::paragraph> body, std::uint32_t block = 0) {
    pack::options how;
    how.output = (directory_.path() / "book.satchel").string();
    how.language = "en";
    if (block > 0) how.block_bytes = block;
    pack::article one, other;
    one.identifier = "book";
    one.title = "Printing presses";
    one.body = std::move(body);
    other.identifier = "other";
    other.title = "Other";
    other.body = {{kind::paragraph, 0, "Nothing of it."}};
    REQUIRE(!archive_.open(test::packed(how, {one, other}).c_str()));
    REQUIRE(!archive_.get().find_identifier("book", article_));
  }

  // The text of the body with the query's words in brackets; pieces end with a bar.
  std::string marked(const std::string& query) {
    std::string out;
    REQUIRE(!archive_.read(article_, query, [&](const piece& p, bool match) {
      if (!is_body(p.kind)) {
        REQUIRE(!match);
        return;
      }
      out += match ? '[' + std::string(p.text) + ']' : std::string(p.text);
      if (p.last) out += '|';
    }));
    return out;
  }

  // Every piece, put together from its parts, as both ways of reading give it.
  std::vector<std::string> whole() {
    return pieces([&](auto take) { return archive_.get().read(article_, take); });
  }
  std::vector<std::string> whole(const std::string& query) {
    return pieces([&](auto take) { return archive_.read(article_, query, [&](const piece& p, bool) { take(p); }); });
  }

  mapped_archive& get() { return archive_; }
  std::uint32_t article() const { return article_; }

 private:
  template <class Read>
  std::vector<std::string> pieces(Read read) {
    std::vector<std::string> out;
    bool open = false;
    REQUIRE(!read([&](const piece& p) {
      REQUIRE(p.first == !open);
      open = !p.last;
      if (p.first) out.push_back(std::to_string(static_cast<int>(p.kind)) + '/' + std::to_string(p.level) + ' ');
      out.back() += p.text;
    }));
    REQUIRE(!open);
    return out;
  }

  test::temporary_directory directory_;
  mapped_archive archive_;
  std::uint32_t article_ = 0;
};

TEST_CASE("the words of a query are told apart in their forms") {
  book b({{kind::heading, 2, "Press"},
          {kind::paragraph, 0, "She printed on two Presses, in Köln."},
          {kind::list_item, 1, "ink"},
          {kind::boilerplate, 0, "Press here."}});
  CHECK(b.marked("press") == "[Press]|She printed on two [Presses], in Köln.|ink|Press here.|");
  CHECK(b.marked("koln INK") == "Press|She printed on two Presses, in [Köln].|[ink]|Press here.|");
  CHECK(b.marked("prin*") == "Press|She [printed] on two Presses, in Köln.|ink|Press here.|");
  CHECK(b.marked("\"two presses\" -ink") == "Press|She printed on [two Presses], in Köln.|ink|Press here.|");
  CHECK(b.marked("date:2000") == "Press|She printed on two Presses, in Köln.|ink|Press here.|");
  CHECK(b.marked("title:press") == b.marked("press"));
  CHECK(b.marked("submarine") == b.marked("date:2000"));
}

TEST_CASE("touching words of scripts without spaces are one") {
  book b({{kind::paragraph, 0, "活字を並べて版を組む。"}, {kind::paragraph, 0, "活字"}});
  CHECK(b.marked("活字") == "[活字]を並べて版を組む。|[活字]|");
  CHECK(b.marked("活字 字を並") == "[活字を並]べて版を組む。|[活字]|");
}

TEST_CASE("nothing of an article is lost between its marks") {
  std::string longer;
  for (int i = 0; i < 400; ++i) longer += (i % 3 == 0 ? "press " : "word") + std::to_string(i) + ", ";
  book b({{kind::paragraph, 0, "press"}, {kind::code, 0, "\n  press\n"}, {kind::paragraph, 0, longer}}, 512);
  for (const char* query : {"press", "word1 press", "w*", "none"}) {
    CAPTURE(query);
    CHECK(b.whole(query) == b.whole());
  }
}

TEST_CASE("reading with a query stops when asked, and fails before the first piece") {
  book b({{kind::paragraph, 0, "a press, a press, a press"}});
  int matches = 0;
  CHECK(!b.get().read(b.article(), "press", [&](const piece&, bool match) { return !match || ++matches < 2; }));
  CHECK(matches == 2);
  int pieces = 0;
  const auto count = [&](const piece&, bool) { ++pieces; };
  CHECK(b.get().read(b.article(), "((", count).code == errc::bad_query);
  CHECK(b.get().read(2, "press", count).code == errc::not_found);
  archive closed;
  article_cursor nowhere;
  piece p;
  bool more = false;
  for (const error& e : {closed.read(0, "press", count), closed.open_article(0, nowhere), nowhere.next(p, more)}) {
    CHECK(e.code == errc::not_open);
    CHECK(e.where == 0);
    CHECK(e.missing == 0);
  }
  CHECK(pieces == 0);
}

}  // namespace
