// Posting blocks that no packer writes, made by hand: what breaks the format is an error before anything is read of it.

#include "pack/base/bit_writer.hpp"

#include <satchel/detail/index/posting_cursor.hpp>

#include "region_of.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <vector>

namespace {

using namespace satchel;

constexpr std::uint32_t articles = 2000, frequency = 500;

// A list whose first posting block is said to have `count` postings up to article `last`, and has `body`.
class first_block {
 public:
  first_block(std::uint32_t count, std::uint32_t last, const std::vector<std::byte>& body) : region_(512) {
    std::byte numbers[16];
    std::byte* end = format::put_varint(numbers, last + 1 - count);
    end = format::put_varint(end, count - 1);
    end = format::put_varint(end, body.size());
    *end++ = std::byte{1};  // the greatest impact
    std::byte sizes[2] = {static_cast<std::byte>(end - numbers), static_cast<std::byte>(body.size())};
    const format::address at = region_.pages.append(sizes, sizeof sizes);
    region_.pages.append(numbers, static_cast<std::size_t>(end - numbers));
    region_.pages.append(body.data(), body.size());
    cursor.attach(region_.finish(), model_, articles, nullptr, nullptr);
    opened = cursor.open({at, frequency});
  }

  detail::posting_cursor cursor;
  error opened;

 private:
  region_of region_;
  format::scoring_tables model_;
};

TEST_CASE("a posting block holds no more postings than there is room for") {
  for (const std::uint32_t count : {1u, 2u, 255u, 256u}) {
    const first_block good(count, 300, {});
    CHECK_FALSE(good.opened);
    CHECK(good.cursor.block().count == count);
    CHECK(good.cursor.block().last == 300);
  }
  for (const std::uint32_t count : {257u, 258u, 300u}) {
    const first_block bad(count, 300, {});
    CHECK(bad.opened.code == errc::damaged);
    CHECK(bad.opened.part == part::postings);
    CHECK(bad.cursor.ended());
  }
}

// Two gaps, each in `low` bits and ones for what is more.
std::vector<std::byte> gaps(std::uint32_t first, std::uint32_t second, unsigned low) {
  std::vector<std::byte> out;
  pack::bit_writer bits(out);
  bits.bits(format::articles_gaps, 2);
  bits.bits(low, 4);
  for (const std::uint32_t gap : {first, second}) bits.rice(gap >> low, 0);
  for (const std::uint32_t gap : {first, second}) bits.bits(gap & ((1u << low) - 1), low);
  bits.flush();
  return out;
}

TEST_CASE("gaps that lead to a posting block's last article or beyond are an error") {
  constexpr std::uint32_t last = 7;
  for (const unsigned low : {0u, 1u, 2u})
    for (std::uint32_t first = 0; first < 12; ++first)
      for (std::uint32_t second = 0; second < 12; ++second) {
        CAPTURE(first);
        CAPTURE(second);
        first_block made(3, last, gaps(first, second, low));
        REQUIRE_FALSE(made.opened);
        const error e = made.cursor.decode_articles();
        const std::uint32_t next = first + 1 + second;
        CHECK(e.code == (next < last ? errc::none : errc::damaged));
        CHECK(made.cursor.decoded() == !e);
        if (e) continue;
        CHECK(made.cursor.article_of(0) == first);
        CHECK(made.cursor.article_of(1) == next);
        CHECK(made.cursor.article_of(2) == last);
      }
}

}  // namespace
