#include <doctest/doctest.h>

#include "pack/base/bucket_scheme.hpp"
#include "pack/index/posting_sorter.hpp"
#include "pack/index/posting_writer.hpp"
#include "pack/order/article_order.hpp"

#include <satchel/detail/index/position_cursor.hpp>
#include <satchel/detail/index/term_weight.hpp>
#include <satchel/hits.hpp>

#include "region_of.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <map>
#include <set>
#include "dice.hpp"

using namespace satchel;

namespace {

struct posting {
  std::uint32_t article = 0;
  std::uint8_t bucket = 0;
  std::uint32_t titles = 0;
  std::vector<std::uint32_t> positions;
};

// What the reader gives of one.
struct read_posting {
  std::uint32_t article, impact;
  bool in_title;
  std::vector<std::uint32_t> positions, title_positions;
  bool operator==(const read_posting&) const = default;
};

constexpr std::uint32_t positions_max = 2000, field_positions = 300;

std::vector<posting> random_list(test::dice& random, std::uint32_t articles, std::uint32_t df, std::uint32_t unit,
                                 bool of_field) {
  std::set<std::uint32_t> chosen;
  while (chosen.size() < df) chosen.insert(random() % articles);
  std::vector<posting> out;
  const std::uint32_t spread = 1 + random() % format::bucket_count;
  for (const std::uint32_t article : chosen) {
    posting p{article, static_cast<std::uint8_t>(random() % spread), 0, {}};
    if (of_field && p.bucket >= 8) p.bucket = 7;
    std::set<std::uint32_t> places;
    const std::uint32_t tf = random() % 20 == 0 ? 1 + random() % 300 : 1 + random() % 4;
    while (unit > 0 && places.size() < tf) places.insert(random() % (of_field ? field_positions : positions_max));
    p.positions.assign(places.begin(), places.end());
    const bool title = p.bucket >= 8 && p.bucket < 13;
    if (title) p.titles = 1 + random() % tf;
    out.push_back(std::move(p));
  }
  return out;
}

// The tables of an archive with some lists, as the packer makes and the reader sees them.
class tables {
 public:
  tables(const std::vector<std::vector<posting>>& lists, std::uint32_t articles, std::uint32_t unit) {
    pack::bucket_counts counts;
    for (const auto& list : lists)
      for (const posting& p : list)
        counts.add(p.bucket, {p.titles, 0, 1}, static_cast<std::uint32_t>(p.positions.size()));
    std::vector<pack::length_bucket> length_buckets{{0, positions_max, 2000}};
    for (const std::uint32_t first : {articles / 3, articles / 2})
      if (first > length_buckets.back().first)
        length_buckets.push_back({first, positions_max + first, length_buckets.back().norm * 2});
    buckets = pack::bucket_scheme(counts, length_buckets);
    flatbuffers::FlatBufferBuilder b;
    const auto name = b.CreateString("x");
    const auto analyzer = format::CreateAnalyzer(b, name, name);
    const auto pages = format::CreatePageRegion(b);
    const auto terms = format::CreateTermTree(b, b.CreateVector(std::vector<std::uint8_t>{0}));
    const auto order = format::CreateOrder(b);
    const auto stored_classes = b.CreateVectorOfStructs(buckets.stored_length_buckets());
    const auto stored_buckets = b.CreateVectorOfStructs(buckets.stored_buckets());
    format::DirectoryBuilder d(b);
    d.add_analyzer(analyzer);
    d.add_pages(pages);
    d.add_terms(terms);
    d.add_identifiers(order);
    d.add_titles(order);
    d.add_length_buckets(stored_classes);
    d.add_frequency_buckets(stored_buckets);
    d.add_field_positions(field_positions);
    d.add_position_unit(unit);
    b.Finish(d.Finish());
    memory_ = b.Release();
    REQUIRE(model.attach(*flatbuffers::GetRoot<format::Directory>(memory_.data()), articles, 1 << 20));
  }

  read_posting expected(const posting& p, bool of_field) const {
    std::uint32_t c = 0;
    while (c + 1 < buckets.length_buckets().size() && buckets.length_buckets()[c + 1].first <= p.article) ++c;
    const bool title = p.bucket >= 8 && p.bucket < 13;
    read_posting out{p.article, buckets.impact(c, buckets.number_of(p.bucket)), title, p.positions, {}};
    if (title && !of_field)
      out.title_positions.assign(
          p.positions.begin(),
          p.positions.begin() + std::min<std::ptrdiff_t>(p.titles, static_cast<std::ptrdiff_t>(p.positions.size())));
    return out;
  }

  pack::bucket_scheme buckets;
  format::scoring_tables model;

 private:
  flatbuffers::DetachedBuffer memory_;
};

std::vector<std::uint32_t> all_positions(detail::position_cursor& positions, const detail::posting_cursor& cursor,
                                         bool title) {
  std::vector<std::uint32_t> out;
  REQUIRE_FALSE(positions.open(cursor, title));
  while (!positions.at_end()) {
    out.push_back(positions.position());
    REQUIRE_FALSE(positions.next());
  }
  return out;
}

std::vector<read_posting> read_list(const detail::page_region& region, const format::scoring_tables& model,
                                    const detail::list_address& list, std::uint32_t articles, bool of_field) {
  detail::posting_cursor cursor;
  detail::position_cursor positions;
  cursor.attach(region, model, articles, nullptr, nullptr);
  positions.attach(region, model, nullptr);
  positions.start_list(of_field);
  REQUIRE_FALSE(cursor.open(list));
  std::vector<read_posting> out;
  while (!cursor.ended()) {
    const detail::posting_block block = cursor.block();
    REQUIRE_FALSE(cursor.decode());
    const std::uint32_t range = cursor.article() / format::range_size;
    CHECK((out.empty() || out.back().article / format::range_size < range));
    do {
      read_posting p{cursor.article(), cursor.impact(), cursor.in_title(), {}, {}};
      CHECK(p.impact <= block.impact);
      if (model.position_unit() > 0) p.positions = all_positions(positions, cursor, false);
      if (model.position_unit() == 1 && p.in_title && !of_field)
        p.title_positions = all_positions(positions, cursor, true);
      out.push_back(std::move(p));
    } while (cursor.advance());
    REQUIRE_FALSE(cursor.leave_block());
  }
  return out;
}

std::vector<std::byte> encoded(pack::posting_writer& writer, const std::vector<posting>& list, bool of_field) {
  writer.start(of_field);
  for (const posting& p : list) writer.add(p.article, p.bucket, p.titles, p.positions);
  writer.finish();
  std::vector<std::byte> out;
  writer.take([&](const std::byte* bytes, std::size_t size) { out.insert(out.end(), bytes, bytes + size); });
  CHECK(out.size() == writer.size());
  return out;
}

}  // namespace

TEST_CASE("postings are sorted alike in memory and in runs on disk") {
  test::dice random(11);
  const test::temporary_directory directory;
  std::vector<std::uint32_t> articles(3000);
  for (std::uint32_t i = 0; i < articles.size(); ++i) articles[i] = i * 1000003;
  for (std::size_t i = 1; i < articles.size(); ++i) std::swap(articles[i], articles[random() % (i + 1)]);
  for (const std::size_t room : {1, 100, 20000, 1 << 20}) {
    pack::posting_sorter sorter(directory.path().string(), room);
    for (const std::size_t count : {3000, 1, 700}) {
      for (std::size_t i = 0; i < count; ++i) sorter.add(articles[i], std::to_string(articles[i]));
      std::vector<std::uint32_t> found,
          expected(articles.begin(), articles.begin() + static_cast<std::ptrdiff_t>(count));
      sorter.take_all([&](std::uint32_t article, std::string_view posting) {
        CHECK(posting == std::to_string(article));
        found.push_back(article);
      });
      std::sort(expected.begin(), expected.end());
      CHECK(found == expected);
      CHECK(sorter.empty());
    }
  }
}

TEST_CASE("posting lists of all lengths come back through pages of 512 bytes") {
  test::dice random(3);
  const std::uint32_t articles = 5000;
  for (const std::uint32_t unit : {1u, 0u, 32u})
    for (const bool of_field : {false, true}) {
      std::vector<std::vector<posting>> lists;
      for (const std::uint32_t df :
           {1u, 2u, 5u, 31u, 32u, 33u, 127u, 128u, 129u, 130u, 256u, 257u, 1000u, 4999u, 5000u})
        lists.push_back(random_list(random, articles, df, unit, of_field));
      const tables shared(lists, articles, unit);
      std::vector<detail::list_address> places;
      region_of region(512);
      pack::posting_writer writer(articles, shared.buckets, unit, field_positions, region.scratch());
      pack::posting_writer small(articles, shared.buckets, unit, field_positions, region.scratch(), 300);
      for (const auto& list : lists) {
        const std::vector<std::byte> bytes = encoded(writer, list, of_field);
        CHECK(writer.document_frequency() == list.size());
        CHECK(encoded(small, list, of_field) == bytes);
        places.push_back({region.pages.append(bytes.data(), bytes.size()), writer.document_frequency()});
      }
      const detail::page_region& pages = region.finish();
      for (std::size_t i = 0; i < lists.size(); ++i) {
        std::vector<read_posting> expected;
        for (const posting& p : lists[i]) {
          expected.push_back(shared.expected(p, of_field));
          if (unit != 1) expected.back().title_positions.clear();
        }
        CHECK(read_list(pages, shared.model, places[i], articles, of_field) == expected);
      }
    }
}

TEST_CASE("skipping finds the same postings as reading all") {
  test::dice random(5);
  region_of region(1024);
  const std::uint32_t articles = 40000;
  const std::vector<posting> list = random_list(random, articles, 3000, 1, false);
  const tables shared({list}, articles, 1);
  pack::posting_writer writer(articles, shared.buckets, 1, field_positions, region.scratch());
  const std::vector<std::byte> bytes = encoded(writer, list, false);
  const auto at = region.pages.append(bytes.data(), bytes.size());
  const detail::page_region& pages = region.finish();
  detail::posting_cursor cursor;
  detail::position_cursor positions;
  cursor.attach(pages, shared.model, articles, nullptr, nullptr);
  positions.attach(pages, shared.model, nullptr);
  positions.start_list(false);
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
    const read_posting all = shared.expected(*expected, false);
    CHECK(cursor.impact() == all.impact);
    CHECK(all_positions(positions, cursor, false) == all.positions);
    REQUIRE_FALSE(cursor.each_until(expected->article + 1, [](std::uint32_t, std::uint32_t, std::uint32_t) {}));
    cursor.stand_on(expected->article);
    CHECK(all_positions(positions, cursor, all.in_title) == (all.in_title ? all.title_positions : all.positions));
  }
}

namespace {

// Opens all blocks of a list and uses each, up to the first error.
template <class Use>
error use_blocks(const detail::page_region& region, const format::scoring_tables& model,
                 const detail::list_address& list, std::uint32_t articles, Use use) {
  detail::posting_cursor cursor;
  cursor.attach(region, model, articles, nullptr, nullptr);
  if (error e = cursor.open(list)) return e;
  while (!cursor.ended()) {
    if (error e = cursor.decode_articles()) return e;
    if (error e = use(cursor)) return e;
    if (error e = cursor.leave_block()) return e;
  }
  return {};
}

error add_all_scores(detail::posting_cursor& cursor) {
  static std::uint32_t scores[format::range_size];
  std::uint8_t all[format::range_size];
  for (std::uint32_t i = 0; i < format::range_size; ++i) all[i] = static_cast<std::uint8_t>(i);
  return cursor.add_scores(all, all, cursor.block().count, 1, scores);
}

}  // namespace

TEST_CASE("buckets that cannot be read are an error to all that use them") {
  test::dice random(6);
  const std::uint32_t articles = 4000, df = 1000;
  region_of region(512);
  const std::vector<posting> list = random_list(random, articles, df, 1, false);
  const tables shared({list}, articles, 1);
  pack::posting_writer writer(articles, shared.buckets, 1, field_positions, region.scratch());
  const std::vector<std::byte> bytes = encoded(writer, list, false);
  const detail::list_address place{region.pages.append(bytes.data(), bytes.size()), df};
  const detail::page_region intact = region.finish();

  int failures = 0;
  const auto compare = [&](const detail::page_region& pages) {
    const auto result_of = [&](auto use) { return use_blocks(pages, shared.model, place, articles, use); };
    const error plain = result_of([](detail::posting_cursor& c) { return c.decode_buckets(); });
    if (!plain) return;
    ++failures;
    for (const error& e :
         {result_of(add_all_scores), result_of([](detail::posting_cursor& c) { return c.check_impacts(); }),
          result_of([](detail::posting_cursor& c) {
            return c.each_until(0xffffffff, [](std::uint32_t, std::uint32_t, std::uint32_t) {});
          })}) {
      CHECK(e.code == errc::damaged);
    }
  };

  SUBCASE("in pages that are not there") {
    detail::page_region cut = intact;
    while (--cut.page_count > 0) compare(cut);
    CHECK(failures >= 3);
  }
  SUBCASE("in a mode that is not known") {
    std::vector<std::byte> changed(intact.store.memory, intact.store.memory + intact.store.size);
    detail::page_region pages = intact;
    pages.store.memory = changed.data();
    pages.check = false;
    const std::uint64_t first = intact.file_offset(0) * 8, end = intact.file_offset(2) * 8;
    for (std::uint64_t bit = first; bit < end; ++bit) {  // all three bits of a mode are 1
      const std::byte before[2] = {changed[bit / 8], changed[bit / 8 + 1]};
      for (std::uint64_t b = bit; b < bit + 3; ++b) changed[b / 8] |= std::byte{1} << (b % 8);
      compare(pages);
      changed[bit / 8] = before[0];
      changed[bit / 8 + 1] = before[1];
    }
    CHECK(failures >= 3);
  }
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
  std::vector<pack::length_bucket> length_buckets;
  for (const std::uint32_t norm : {1024u, 4096u, 16384u})
    length_buckets.push_back({static_cast<std::uint32_t>(length_buckets.size()), 10, norm});
  pack::bucket_counts counts;
  for (const std::uint32_t tf : {1u, 2u, 3u, 4u, 6u, 8u, 12u, 30u})
    counts.add(pack::bucket_of({0, 0, tf}), {0, 0, tf}, tf);
  counts.add(pack::bucket_of({1, 0, 0}), {1, 0, 0}, 1);
  const pack::bucket_scheme buckets(counts, length_buckets);
  const auto impact = [&](std::uint32_t c, const pack::group_counts& tf) {
    return buckets.impact(c, buckets.number_of(pack::bucket_of(tf)));
  };
  for (std::uint32_t c = 0; c < length_buckets.size(); ++c) {
    std::uint32_t before = 0;
    for (const std::uint32_t tf : {1u, 2u, 3u, 4u, 6u, 8u, 12u, 30u}) {
      const double weighed = tf * 4096.0 / static_cast<double>(length_buckets[c].norm);
      CHECK(std::abs(impact(c, {0, 0, tf}) - 256 * weighed / (weighed + 1.5)) < 1.01);
      CHECK(impact(c, {0, 0, tf}) > before);
      before = impact(c, {0, 0, tf});
    }
    CHECK(impact(c, {1, 0, 0}) > impact(c, {0, 0, 2}));
  }
  CHECK(impact(0, {0, 0, 2}) > impact(1, {0, 0, 2}));
}

TEST_CASE("length buckets go up by the fourth root of two") {
  for (std::uint64_t norm = 1024; norm < 300000; norm += 7) {
    const double exact = 4 * std::log2(static_cast<double>(norm) / 1024);
    const std::uint32_t c = pack::length_bucket_of_norm(norm);
    if (std::abs(exact - std::round(exact)) > 0.03 && exact < 31) CHECK(c == static_cast<std::uint32_t>(exact));
    CHECK(c <= pack::length_bucket_of_norm(norm + 1));
  }
  CHECK(pack::length_bucket_of_norm(1024) == 0);
  CHECK(pack::length_bucket_of_norm(std::uint64_t{1} << 40) == 31);
}

TEST_CASE("the order of articles depends on the articles alone") {
  test::dice random(11);
  const std::uint32_t count = 700;
  std::vector<pack::article_length> lengths(count);
  std::vector<std::vector<std::uint32_t>> words(count);
  std::vector<std::uint64_t> names(count);
  for (std::uint32_t a = 0; a < count; ++a) {
    names[a] = a * 2654435761ull % 1000003;
    lengths[a].weighed = random() % 3 == 0 ? 400 : 90 + random() % 20;
    lengths[a].positions = static_cast<std::uint32_t>(lengths[a].weighed) + 1;
    for (std::uint32_t w = 0; w < 30; ++w) words[a].push_back((a % 5) * 1000 + random() % 60);
    std::sort(words[a].begin(), words[a].end());
    words[a].erase(std::unique(words[a].begin(), words[a].end()), words[a].end());
  }
  std::vector<std::uint32_t> come(count);
  std::vector<std::uint64_t> first;
  for (int round = 0; round < 3; ++round) {
    for (std::uint32_t a = 0; a < count; ++a) come[a] = a;
    for (std::uint32_t a = count; round > 0 && a > 1; --a) std::swap(come[a - 1], come[random() % a]);
    pack::similarity terms;
    std::vector<pack::article_length> shuffled_lengths;
    std::vector<std::uint64_t> shuffled_names;
    for (const std::uint32_t a : come) {
      terms.add(words[a].data(), words[a].data() + words[a].size());
      shuffled_lengths.push_back(lengths[a]);
      shuffled_names.push_back(names[a]);
    }
    terms.finish();
    const pack::ordered_articles out =
        pack::order_articles(shuffled_lengths, terms, shuffled_names, 1 + static_cast<unsigned>(round));
    std::vector<std::uint64_t> order;
    for (const std::uint32_t a : out.order) order.push_back(shuffled_names[a]);
    if (round == 0) first = order;
    CHECK(order == first);
    // Similar articles, of one of the five vocabularies, stand together.
    std::uint32_t neighbours = 0;
    for (std::uint32_t i = 1; i < count; ++i)
      neighbours += come[out.order[i]] % 5 == come[out.order[i - 1]] % 5 ? 1 : 0;
    CHECK(neighbours > count * 3 / 4);
    for (std::size_t c = 0; c < out.length_buckets.size(); ++c) {
      const std::uint32_t end = c + 1 < out.length_buckets.size() ? out.length_buckets[c + 1].first : count;
      REQUIRE(out.length_buckets[c].first < end);
      for (std::uint32_t i = out.length_buckets[c].first; i < end; ++i) {
        const pack::article_length& l = shuffled_lengths[out.order[i]];
        CHECK(l.positions <= out.length_buckets[c].positions);
        if (i > 0 && i == out.length_buckets[c].first) CHECK(shuffled_lengths[out.order[i - 1]].weighed < l.weighed);
      }
    }
  }
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
