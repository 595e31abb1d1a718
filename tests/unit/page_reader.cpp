// Reading bytes through pages, one page at a time.

#include <satchel/detail/index/page_reader.hpp>

#include "region_of.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <vector>

namespace {

using namespace satchel;

TEST_CASE("where a cursor goes does not depend on the page that it holds") {
  region_of made(512);
  std::vector<std::byte> bytes(2000);
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::byte>(i * 7 + i / 256);
  const format::address first = made.pages.append(bytes.data(), bytes.size());
  const detail::page_region& region = made.finish();
  const format::address end = region.start_of(region.page_count);
  detail::byte_cursor cursor;
  cursor.attach(region, nullptr);
  for (format::address held = 0; held < end; held += 100)
    for (const std::size_t to : {std::size_t{0}, std::size_t{507}, std::size_t{508}, bytes.size() - 1}) {
      CAPTURE(held);
      CAPTURE(to);
      REQUIRE_FALSE(cursor.seek(held));
      for (const format::address beyond : {end, end + 1, end + 508, ~format::address{0}}) {
        CHECK(cursor.seek(beyond).code == errc::damaged);
        CHECK(cursor.failure().part == part::page);
        REQUIRE_FALSE(cursor.seek(held));
      }
      REQUIRE_FALSE(cursor.seek(first + to));
      CHECK(cursor.position() == first + to);
      CHECK(cursor.byte() == bytes[to]);
      CHECK_FALSE(cursor.failure());
    }
}

TEST_CASE("a number of more bytes than a number has is damage") {
  region_of made(512);
  const std::vector<std::byte> bytes(100, std::byte{0xFF});
  const format::address at = made.pages.append(bytes.data(), bytes.size());
  const detail::page_region& region = made.finish();
  detail::byte_cursor cursor;
  cursor.attach(region, nullptr);
  REQUIRE_FALSE(cursor.seek(at));
  CHECK(cursor.varint() == 0);
  CHECK(cursor.failure().code == errc::damaged);
  CHECK(cursor.failure().part == part::page);
}

}  // namespace
