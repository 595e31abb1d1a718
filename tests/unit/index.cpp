#include <doctest/doctest.h>

#include "impact.hpp"
#include "list_writer.hpp"
#include "page_writer.hpp"
#include "tree_writer.hpp"

#include <satchel/detail/nearest.hpp>
#include <satchel/detail/postings.hpp>
#include <satchel/detail/terms.hpp>
#include <satchel/detail/weight.hpp>
#include <satchel/hits.hpp>

#include "temporary.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include "dice.hpp"

using namespace satchel;

namespace {

struct posting {
  std::uint32_t article, impact;
  std::vector<std::uint32_t> positions;
  bool operator==(const posting&) const = default;
};

// Pages written to a file, read back into aligned memory.
class region_of {
 public:
  explicit region_of(std::uint32_t page_size, std::uint32_t pages_per_frame = 3)
      : file_(directory_.path() / "pages"), out_(file_.string()), pages(out_, page_size, pages_per_frame) {}

  const detail::page_region& finish() {
    std::vector<std::byte> end(64);
    pages.append(end.data(), end.size());
    pages.finish();
    out_.commit();
    std::ifstream in(file_, std::ios::binary);
    std::stringstream text;
    text << in.rdbuf();
    const std::string bytes = text.str();
    memory_.resize(bytes.size() / 8 + 1);
    std::memcpy(memory_.data(), bytes.data(), bytes.size());
    region_.store = in_memory({reinterpret_cast<const std::byte*>(memory_.data()), bytes.size()});
    region_.offset = pages.offset();
    region_.page_size = pages.payload() + detail::page_crc_bytes;
    region_.page_count = pages.pages();
    region_.pages_per_frame = pages.pages_per_frame();
    return region_;
  }

 private:
  test::temporary_directory directory_;
  std::filesystem::path file_;
  pack::archive_file out_;
  std::vector<std::uint64_t> memory_;
  detail::page_region region_;

 public:
  pack::page_writer pages;
};

// Any parameters do, only the sizes differ.
const std::vector<std::uint8_t> code_table = [] {
  std::vector<std::uint8_t> table(codec::code_bytes);
  for (std::size_t i = 0; i < table.size(); ++i) table[i] = static_cast<std::uint8_t>(i * 7 % (codec::code_max + 1));
  return table;
}();
const codec::list_codes codes(code_table.data());

std::vector<posting> random_list(test::dice& random, std::uint32_t articles, std::uint32_t df) {
  std::set<std::uint32_t> chosen;
  while (chosen.size() < df) chosen.insert(random() % articles);
  std::vector<posting> out;
  const std::uint32_t spread = 1 + random() % 16;
  for (const std::uint32_t article : chosen) {
    posting p{article, 1 + random() % spread, {}};
    {
      std::set<std::uint32_t> places;
      const std::uint32_t tf = random() % 20 == 0 ? 1 + random() % 300 : 1 + random() % 4;
      while (places.size() < tf) places.insert(random() % 2000);
      p.positions.assign(places.begin(), places.end());
    }
    out.push_back(std::move(p));
  }
  return out;
}

std::vector<posting> read_list(const detail::page_region& region, const detail::list_place& list,
                               std::uint32_t articles) {
  detail::posting_cursor cursor;
  detail::position_cursor positions;
  cursor.attach(region, articles, nullptr, nullptr);
  positions.attach(region, codes, nullptr);
  REQUIRE_FALSE(cursor.open(list));
  std::vector<posting> out;
  while (!cursor.ended()) {
    const detail::chunk_info chunk = cursor.chunk();
    REQUIRE_FALSE(cursor.decode());
    const std::uint32_t range = cursor.article() / detail::range_size;
    CHECK((out.empty() || out.back().article / detail::range_size < range));
    do {
      posting p{cursor.article(), cursor.impact(), {}};
      CHECK(p.impact <= chunk.impact);
      REQUIRE_FALSE(positions.open(cursor));
      while (!positions.at_end()) {
        p.positions.push_back(positions.position());
        REQUIRE_FALSE(positions.next());
      }
      out.push_back(std::move(p));
    } while (cursor.advance());
    REQUIRE_FALSE(cursor.leave_chunk());
  }
  return out;
}

}  // namespace

TEST_CASE("posting lists of all lengths come back through pages of 512 bytes") {
  test::dice random(3);
  const std::uint32_t articles = 5000;
  std::vector<std::pair<detail::list_place, std::vector<posting>>> written;
  region_of region(512);
  pack::list_writer writer(articles, codes);
  for (const std::uint32_t df : {1u, 2u, 5u, 127u, 128u, 129u, 130u, 256u, 257u, 1000u, 4999u, 5000u}) {
    const std::vector<posting> list = random_list(random, articles, df);
    writer.start();
    for (const posting& p : list) writer.add(p.article, p.impact, p.positions);
    const std::vector<std::byte>& bytes = writer.finish();
    CHECK(writer.document_frequency() == df);
    written.push_back({{region.pages.append(bytes.data(), bytes.size()), df}, list});
  }
  const detail::page_region& pages = region.finish();
  for (const auto& [place, list] : written) CHECK(read_list(pages, place, articles) == list);
}

TEST_CASE("skipping finds the same postings as reading all") {
  test::dice random(5);
  region_of region(1024);
  const std::uint32_t articles = 40000;
  const std::vector<posting> list = random_list(random, articles, 3000);
  pack::list_writer writer(articles, codes);
  writer.start();
  for (const posting& p : list) writer.add(p.article, p.impact, p.positions);
  const auto at = region.pages.append(writer.finish().data(), writer.finish().size());
  const detail::page_region& pages = region.finish();
  detail::posting_cursor cursor;
  cursor.attach(pages, articles, nullptr, nullptr);
  REQUIRE_FALSE(cursor.open({at, 3000}));
  for (std::uint32_t to = 0; to < articles; to += 1 + random() % 500) {
    const auto expected =
        std::lower_bound(list.begin(), list.end(), to, [](const posting& p, std::uint32_t a) { return p.article < a; });
    REQUIRE_FALSE(cursor.skip_to(to));
    if (expected == list.end()) {
      CHECK(cursor.ended());
      break;
    }
    CHECK(cursor.next_possible() <= expected->article);
    REQUIRE_FALSE(cursor.decode());
    REQUIRE_FALSE(cursor.skip_to(to));
    CHECK(cursor.article() == expected->article);
    CHECK(cursor.impact() == expected->impact);
  }
}

TEST_CASE("the term dictionary finds every key, its successor and the nearest form") {
  test::dice random(9);
  std::map<std::string, detail::address> keys;
  for (int i = 0; i < 20000; ++i) {
    std::string key = "w";
    for (std::uint32_t n = 1 + random() % 12; n > 0; --n) key.push_back(static_cast<char>('a' + random() % 7));
    keys[key] = random() % 3 == 0 ? ~std::uint64_t{0} : 100000 + random() % 50;
  }
  for (const std::uint32_t page_size : {512u, 4096u}) {
    region_of region(page_size);
    pack::tree_writer tree(region.pages);
    for (const auto& [key, list] : keys) {
      if (list == ~std::uint64_t{0})
        tree.add_inline(key, 1 + static_cast<std::uint32_t>(key.size()), "inline-" + key.substr(0, 9));
      else
        tree.add(key, list);
    }
    const detail::term_tree root = tree.finish();
    CHECK(tree.entries() == keys.size());
    const detail::page_region& pages = region.finish();
    detail::term_cursor cursor;
    cursor.attach(pages, root, nullptr);
    for (const auto& [key, list] : keys) {
      bool found = false;
      REQUIRE_FALSE(cursor.find(key, found));
      REQUIRE(found);
      if (list != ~std::uint64_t{0}) CHECK(cursor.list().at == list);
      CHECK(cursor.list().df == (list != ~std::uint64_t{0} ? 0 : 1 + key.size()));
    }
    for (int i = 0; i < 5000; ++i) {
      std::string key = "w";
      for (std::uint32_t n = random() % 6; n > 0; --n) key.push_back(static_cast<char>('a' + random() % 8));
      REQUIRE_FALSE(cursor.seek(key));
      const auto expected = keys.lower_bound(key);
      REQUIRE(cursor.valid() == (expected != keys.end()));
      if (cursor.valid()) CHECK(cursor.key() == expected->first);
    }
    REQUIRE_FALSE(cursor.seek(""));
    for (const auto& [key, list] : keys) {
      REQUIRE(cursor.valid());
      REQUIRE(cursor.key() == key);
      REQUIRE_FALSE(cursor.next());
    }
    CHECK_FALSE(cursor.valid());
  }
}

TEST_CASE("the nearest form shares all but the ends") {
  region_of region(512);
  pack::tree_writer tree(region.pages);
  for (const char* key : {"wcease", "wceasefire", "wceasefires", "wceaseless", "wice", "wtruce"}) tree.add(key, 77);
  const detail::term_tree root = tree.finish();
  const detail::page_region& pages = region.finish();
  detail::term_cursor cursor;
  cursor.attach(pages, root, nullptr);
  const auto nearest = [&](const char* key) {
    bool found = false;
    REQUIRE_FALSE(detail::find_nearest(cursor, key, found));
    return found ? std::string(cursor.key()) : std::string();
  };
  CHECK(nearest("wceasefiring") == "wceasefire");
  CHECK(nearest("wceasing") == "wcease");
  CHECK(nearest("wceasement") == "");  // would lose more than 3 bytes of the word
  CHECK(nearest("wtruces") == "wtruce");
  CHECK(nearest("wicy") == "");  // shares fewer than 4 bytes
  CHECK(nearest("wceasefir") == "wceasefire");
}

TEST_CASE("term weights are the logarithm, rounded down") {
  for (const std::uint32_t articles : {1u, 2u, 10u, 1000u, 21578u, 1000000u, 4294966784u})
    for (std::uint64_t df = 1; df <= articles; df = df * 3 / 2 + 1) {
      const double exact = 256 * std::log2((2.0 * articles + 2) / (2.0 * static_cast<double>(df) + 1));
      const double got = detail::term_weight(static_cast<std::uint32_t>(df), articles);
      CHECK(got <= exact + 1e-6);
      CHECK(got > exact - 1.01);
    }
}

TEST_CASE("impacts rise with frequency, fall with length, and follow the formula") {
  pack::length_totals totals{{3000, 2000, 150000}, 1000};
  const pack::group_counts usual{3, 2, 150};
  std::uint32_t before = 0;
  for (std::uint32_t tf = 1; tf < 60; ++tf) {
    const std::uint32_t i = pack::impact({0, 0, tf}, usual, totals);
    CHECK(i >= before);
    CHECK(i == static_cast<std::uint32_t>(std::ceil(16.0 * tf / (tf + 1.5) - 1e-3)));
    before = i;
  }
  CHECK(pack::impact({0, 0, 2}, {3, 2, 1500}, totals) < pack::impact({0, 0, 2}, usual, totals));
  CHECK(pack::impact({1, 0, 0}, usual, totals) > pack::impact({0, 0, 1}, usual, totals));
}

TEST_CASE("a hit list keeps the best, in order") {
  test::dice random(1);
  for (int round = 0; round < 200; ++round) {
    hits<10> top;
    std::vector<hit> all;
    for (std::uint32_t i = 0; i < random() % 100; ++i) {
      all.push_back({i, random() % 8});
      top.offer(all.back());
    }
    top.finish();
    std::stable_sort(all.begin(), all.end(), [](const hit& a, const hit& b) { return a.score > b.score; });
    REQUIRE(top.size() == std::min<std::size_t>(10, all.size()));
    for (std::uint32_t i = 0; i < top.size(); ++i) {
      CHECK(top[i].article == all[i].article);
      CHECK(top[i].score == all[i].score);
    }
  }
}
