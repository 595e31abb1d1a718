// Searching several archives: scores by hand from the archives' own, one term at a time.

#include <satchel/hosted/file_archive.hpp>
#include <satchel/multi_archive.hpp>
#include <satchel/pack.hpp>

#include "dice.hpp"
#include "temporary.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace {

using namespace satchel;

// Archives of made-up articles in which word "wN" stands with a probability that differs from archive to archive.
class shelves {
 public:
  explicit shelves(const std::vector<std::uint32_t>& sizes) {
    test::dice random(21);
    for (std::uint32_t s = 0; s < sizes.size(); ++s) {
      pack::options how;
      how.output = (directory_.path() / (std::to_string(s) + ".satchel")).string();
      how.language = "none";
      how.threads = 1;
      std::uint32_t number = 0;
      how.articles = [&](pack::article& a, const pack::report&) {
        if (number == sizes[s]) return false;
        a.identifier = std::to_string(s) + "-" + std::to_string(number++);
        std::string text = random() % 8 == 0 ? "seldom" : "common";
        for (std::uint32_t w = 0; w < 6; ++w)
          if (random() % (s == w % sizes.size() ? 40 : 3) == 0) text += " w" + std::to_string(w);
        for (std::uint32_t filler = random() % 30; filler > 0; --filler) text += " f" + std::to_string(random() % 50);
        if (s == 1 && number == 7) text += " lonely";
        a.body.push_back({kind::paragraph, 0, text});
        return true;
      };
      pack::pack(how, [](const pack::problem&) {});
      archives_.push_back(std::make_unique<mapped_archive>());
      REQUIRE(!archives_.back()->open(how.output.c_str()));
      pointers_.push_back(archives_.back().get());
    }
  }

  span<mapped_archive* const> all() const { return {pointers_.data(), pointers_.size()}; }
  mapped_archive& operator[](std::size_t i) const { return *archives_[i]; }

  // What articles of one archive get for a word alone.
  std::map<std::uint32_t, std::uint32_t> scores(std::size_t shelf, const std::string& word) const {
    hits<2000> found;
    search_options how;
    how.count = true;
    REQUIRE(!(*this)[shelf].search(word + " AND " + word, found, how));  // AND: no nearest word
    std::map<std::uint32_t, std::uint32_t> out;
    for (const hit& h : found) out[h.article] = h.score / 2;
    return out;
  }

 private:
  test::temporary_directory directory_;
  std::vector<std::unique_ptr<mapped_archive>> archives_;
  std::vector<mapped_archive*> pointers_;
};

bool better(const multi_archive_hit& a, const multi_archive_hit& b) {
  if (a.found.score != b.found.score) return a.found.score > b.found.score;
  return a.archive != b.archive ? a.archive < b.archive : a.found.article < b.found.article;
}

// The best hits for any of some words: each one's weight in its archive replaced by that in all of them.
std::vector<multi_archive_hit> expected(const shelves& all, const std::vector<std::string>& words) {
  std::uint32_t articles = 0;
  for (mapped_archive* a : all.all()) articles += a->get().size();
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> sums;
  for (const std::string& word : words) {
    std::vector<std::map<std::uint32_t, std::uint32_t>> of;
    std::uint32_t df = 0;
    for (std::size_t s = 0; s < all.all().size; ++s) {
      of.push_back(all.scores(s, word));
      df += static_cast<std::uint32_t>(of.back().size());
    }
    for (std::uint32_t s = 0; s < of.size(); ++s) {
      const std::uint32_t own = detail::term_weight(static_cast<std::uint32_t>(of[s].size()), all[s].get().size());
      for (const auto& [article, score] : of[s]) {
        REQUIRE(score % own == 0);
        sums[{s, article}] += score / own * detail::term_weight(df, articles);
      }
    }
  }
  std::vector<multi_archive_hit> out;
  for (const auto& [place, score] : sums) out.push_back({place.first, {place.second, score}});
  std::sort(out.begin(), out.end(), better);
  return out;
}

TEST_CASE("several archives rank with combined statistics") {
  const shelves all({700, 300, 1500});
  for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
           {"common"}, {"w0"}, {"w1"}, {"w0", "w1"}, {"w2", "w3", "common"}, {"w4", "f7", "f8", "w5"}, {"lonely"}}) {
    std::string query;
    for (const std::string& w : words) query += (query.empty() ? "" : " ") + w;
    CAPTURE(query);
    multi_archive_hits<25> top;
    REQUIRE(!multi_archive_search(all.all(), query, top));
    const std::vector<multi_archive_hit> right = expected(all, words);
    REQUIRE(top.size() == std::min<std::size_t>(25, right.size()));
    for (std::uint32_t i = 0; i < top.size(); ++i) {
      CAPTURE(i);
      CHECK(top[i].archive == right[i].archive);
      CHECK(top[i].found.article == right[i].found.article);
      CHECK(top[i].found.score == right[i].found.score);
    }
    search_options count;
    count.count = true;
    REQUIRE(!multi_archive_search(all.all(), query, top, count));
    CHECK(top.total == right.size());
  }
}

TEST_CASE("one archive among several is searched as alone") {
  const shelves all({400});
  for (const char* query : {"w0 w3", "w0 AND f3", "\"common w1\"", "f1* -w2", "commune"}) {
    CAPTURE(query);
    multi_archive_hits<10> together;
    hits<10> alone;
    REQUIRE(!multi_archive_search(all.all(), query, together));
    REQUIRE(!all[0].search(query, alone));
    REQUIRE(together.size() == alone.size());
    CHECK(!alone.empty());
    for (std::uint32_t i = 0; i < alone.size(); ++i) {
      CHECK(together[i].found.article == alone[i].article);
      CHECK(together[i].found.score == alone[i].score);
    }
  }
}

TEST_CASE("a word that one archive has is not replaced by the others' nearest") {
  const shelves all({100, 100});
  multi_archive_hits<10> top;
  REQUIRE(!multi_archive_search(all.all(), "lonely", top));
  REQUIRE(top.size() == 1);
  CHECK(top[0].archive == 1);
}

TEST_CASE("what does not work with several archives is said, and where") {
  const shelves all({100, 100});
  multi_archive_hits<5, 3> small;
  CHECK(multi_archive_search(all.all(), "a b c d", small).code == errc::too_many_terms);
  CHECK(multi_archive_search(all.all(), "date:x", small).code == errc::bad_query);
  all[1].close();
  CHECK(multi_archive_search(all.all(), "w1", small).code == errc::not_open);
  CHECK(small.failed == 1);
  multi_archive_hits<5> none;
  CHECK(!multi_archive_search(span<mapped_archive* const>{}, "w1", none));
  CHECK(none.empty());
}

}  // namespace
