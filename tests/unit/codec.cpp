#include <doctest/doctest.h>

#include "pack/base/bit_writer.hpp"

#include <satchel/format/bits.hpp>
#include <satchel/format/calendar.hpp>
#include <satchel/format/crc32.hpp>
#include <satchel/format/varint.hpp>

#include <cstring>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>
#include "dice.hpp"

using namespace satchel;

namespace {

// A source of bits over a vector, zeros behind it.
struct vector_source {
  const std::vector<std::byte>& bytes;
  std::size_t at = 0, behind = 0;  // bytes that were asked for behind the end
  const std::byte* ahead(std::ptrdiff_t n) const {
    return bytes.size() - at < static_cast<std::size_t>(n) ? nullptr : bytes.data() + at;
  }
  void pass(const std::byte* to) { at = static_cast<std::size_t>(to - bytes.data()); }
  std::byte byte() {
    if (at < bytes.size()) return bytes[at++];
    ++behind;
    return std::byte{0};
  }
};

}  // namespace

TEST_CASE("crc32 has the published check value and goes on from a part") {
  const char* digits = "123456789";
  const auto* p = reinterpret_cast<const std::byte*>(digits);
  CHECK(format::crc32(p, 9) == 0xCBF43926u);
  CHECK(format::crc32(p + 4, 5, format::crc32(p, 4)) == 0xCBF43926u);
}

TEST_CASE("varints of every length come back and end at the buffer's end") {
  for (unsigned shift = 0; shift < 64; ++shift) {
    for (const std::uint64_t v : {std::uint64_t{1} << shift, (std::uint64_t{1} << shift) - 1}) {
      std::byte buffer[format::varint_max];
      const std::byte* end = format::put_varint(buffer, v);
      std::uint64_t back = 0;
      CHECK(format::get_varint(buffer, end, back) == end);
      CHECK(back == v);
      CHECK(format::get_varint(buffer, end - 1, back) == nullptr);
    }
  }
  const std::vector<std::byte> endless(20, std::byte{0xff});
  std::uint64_t out = 0;
  CHECK(format::get_varint(endless.data(), endless.data() + endless.size(), out) == nullptr);
}

TEST_CASE("zigzag keeps small magnitudes small") {
  for (const std::int64_t v : {std::int64_t{0}, std::int64_t{-1}, std::int64_t{1}, INT64_MIN, INT64_MAX})
    CHECK(format::unzigzag(format::zigzag(v)) == v);
  CHECK(format::zigzag(-1) == 1);
  CHECK(format::zigzag(1) == 2);
}

TEST_CASE("bit streams give back what was written, and nothing behind it is read") {
  test::dice random(7);
  for (int round = 0; round < 300; ++round) {
    std::vector<std::byte> bytes;
    pack::bit_writer out(bytes);
    struct item {
      int kind;
      std::uint32_t value, parameter;
    };
    std::vector<item> items;
    for (int i = 0; i < 200; ++i) {
      item it{static_cast<int>(random() % 3), 0, 0};
      switch (it.kind) {
        case 0:
          it.parameter = random() % 33;
          it.value = static_cast<std::uint32_t>(random() & ((std::uint64_t{1} << it.parameter) - 1));
          out.bits(it.value, it.parameter);
          break;
        case 1:
          it.parameter = random() % 3 == 0 ? 0xffffffffu : 1 + random() % 1000;
          it.value = random() % it.parameter;
          out.bounded(it.value, it.parameter);
          break;
        default:
          it.parameter = random() % 21;
          it.value = random() >> (random() % 32);
          out.rice(it.value, it.parameter);
      }
      items.push_back(it);
    }
    out.flush();
    vector_source source{bytes};
    format::bit_reader<vector_source> in(source);
    for (const item& it : items) {
      const std::uint32_t back = it.kind == 0   ? in.bits(it.parameter)
                                 : it.kind == 1 ? in.bounded(it.parameter)
                                                : in.rice(it.parameter);
      REQUIRE(back == it.value);
    }
    CHECK(source.behind == 0);
  }
}

TEST_CASE("interpolative coding gives back any ascending numbers and no bits for full ranges") {
  test::dice random(11);
  for (int round = 0; round < 500; ++round) {
    const std::uint32_t lo = random() % 1000, span = 1 + random() % (round % 2 == 0 ? 300 : 3000000);
    std::set<std::uint32_t> chosen;
    const std::uint32_t n = 1 + random() % std::min(span, 256u);
    while (chosen.size() < n) chosen.insert(lo + random() % span);
    const std::vector<std::uint32_t> values(chosen.begin(), chosen.end());
    std::vector<std::byte> bytes;
    pack::bit_writer out(bytes);
    out.interpolative(values.data(), n, lo, lo + span - 1);
    out.flush();
    if (n == span) CHECK(bytes.empty());
    vector_source source{bytes};
    format::bit_reader<vector_source> in(source);
    std::vector<std::uint32_t> back(n);
    in.interpolative(back.data(), n, lo, lo + span - 1);
    REQUIRE(back == values);
    CHECK(source.behind == 0);
  }
}

TEST_CASE("damaged interpolative codes stay ascending and within their bounds") {
  test::dice random(13);
  for (int round = 0; round < 300; ++round) {
    std::vector<std::byte> noise(300);
    for (std::byte& b : noise) b = static_cast<std::byte>(random());
    vector_source source{noise};
    format::bit_reader<vector_source> in(source);
    const std::uint32_t n = 1 + random() % 256, lo = random() % 100, hi = lo + n - 1 + random() % 5000;
    std::vector<std::uint32_t> out(n);
    in.interpolative(out.data(), n, lo, hi);
    CHECK(out.front() >= lo);
    CHECK(out.back() <= hi);
    for (std::uint32_t i = 1; i < n; ++i) REQUIRE(out[i - 1] < out[i]);
  }
}

TEST_CASE("a Rice code takes as many bits as it says") {
  for (const unsigned k : {0u, 1u, 5u})
    for (const std::uint32_t x : {0u, 1u, 7u, 14u, 15u, 16u, 31u, 32u, 100u, 480u, 511u, 512u, 70000u}) {
      std::vector<std::byte> bytes;
      pack::bit_writer out(bytes);
      const std::uint64_t before = out.size();
      out.rice(x, k);
      CHECK(out.size() - before == pack::bit_writer::rice_cost(x, k));
    }
}

TEST_CASE("dates count days and refuse what is no date") {
  std::int32_t first = 0, last = 0;
  CHECK(format::parse_date("1970-01-01", first, last));
  CHECK(first == 0);
  CHECK(format::parse_date("2000-02", first, last));
  CHECK(last - first == 28);
  CHECK(format::parse_date("1900", first, last));
  CHECK(last - first == 364);
  CHECK(format::parse_date("2016-09-21T10:00:00Z", first, last));
  CHECK(first == 17065);
  for (const char* bad : {"", "20", "2016-13", "2016-00-01", "2015-02-29", "2016-1-1", "yesterday", "2016-09-21x",
                          "20x6", "2016-0/", "2016-09-21-05"})
    CHECK_FALSE(format::parse_date(bad, first, last));
  // Its end is that of the text, whatever follows in memory.
  const std::string_view text = "2016-09-21T10";
  const std::map<std::size_t, std::int32_t> days{{4, 366}, {7, 30}, {10, 1}, {11, 1}, {12, 1}, {13, 1}};
  for (std::size_t size = 0; size <= text.size(); ++size) {
    const auto named = days.find(size);
    REQUIRE(format::parse_date(text.substr(0, size), first, last) == (named != days.end()));
    if (named != days.end()) CHECK(last - first + 1 == named->second);
  }
  CHECK(format::days_from_civil(0, 3, 1) - format::days_from_civil(0, 1, 1) == 60);  // a leap year
  // Day by day through 800 years, against counting.
  std::int32_t day = format::days_from_civil(1600, 1, 1);
  for (std::int32_t y = 1600; y < 2400; ++y)
    for (std::int32_t m = 1; m <= 12; ++m)
      for (std::int32_t d = 1; d <= format::days_in_month(y, m); ++d)
        REQUIRE(format::days_from_civil(y, m, d) == day++);
}
