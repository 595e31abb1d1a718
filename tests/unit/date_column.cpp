// Dates of articles, range by range.

#include "pack/base/bit_writer.hpp"

#include <satchel/detail/index/date_column.hpp>

#include "region_of.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <vector>

namespace {

using namespace satchel;

constexpr std::uint32_t bits = 5;
constexpr std::int32_t base = 1000;

// Every 32nd article has no date.
std::uint32_t value_of(std::uint32_t article) { return article * 11 % (1u << bits); }

TEST_CASE("the dates of each range are its own articles', and behind the last there are none") {
  for (const std::uint32_t articles : {1u, 255u, 256u, 257u, 512u}) {
    CAPTURE(articles);
    region_of made(512);
    std::vector<std::byte> values;
    pack::bit_writer out(values);
    for (std::uint32_t i = 0; i < articles; ++i) out.bits(value_of(i), bits);
    out.flush();
    detail::date_column column{nullptr, {made.pages.append(values.data(), values.size()), values.size()}, bits, base};
    column.region = &made.finish();
    detail::date_cursor cursor;
    cursor.attach(column, nullptr);
    const std::uint32_t ranges = (articles + format::range_size - 1) / format::range_size;
    for (std::uint32_t range = 0; range < ranges; ++range)
      for (const std::int32_t from : {base - 1, base, base + 7})
        for (const std::int32_t to : {base - 1, base, base + 7, base + 31}) {
          detail::document_set found;
          REQUIRE_FALSE(cursor.match(range, from, to, found));
          for (std::uint32_t i = 0; i < format::range_size; ++i) {
            const std::uint32_t article = range * format::range_size + i;
            const std::int32_t day = base + static_cast<std::int32_t>(value_of(article)) - 1;
            const bool dated = article < articles && value_of(article) != 0;
            CHECK(found.test(i) == (dated && day >= from && day <= to));
          }
        }
    detail::document_set none;
    for (const std::uint32_t beyond : {ranges, ranges + 1}) {
      const error e = cursor.match(beyond, base, base + 31, none);
      CHECK(e.code == errc::damaged);
      CHECK(e.part == part::dates);
      CHECK(e.where == beyond);
    }
  }
}

}  // namespace
