// How the articles of posting lists are coded: as short as can be.
#include "pack/base/bucket_scheme.hpp"
#include "pack/index/posting_writer.hpp"

#include <satchel/format/posting_lists.hpp>
#include <satchel/format/varint.hpp>

#include "dice.hpp"
#include "temporary.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <vector>

using namespace satchel;

namespace {

// Bytes of the body of a posting block whose articles are coded as gaps and whose buckets are all the same.
std::uint64_t least_bytes(const std::vector<std::uint32_t>& gaps) {
  std::uint64_t least = UINT64_MAX;
  for (unsigned k = 0; k < 16; ++k) {
    std::uint64_t bits = 2 + 4 + 3;  // how articles are coded; k; how buckets are
    for (const std::uint32_t gap : gaps) bits += (gap >> k) + 1 + k;
    least = std::min(least, bits);
  }
  return (least + 7) / 8;
}

// Calls f(articles, body) for each posting block of a long list, in which all postings are of one bucket.
template <class F>
void each_block(const std::vector<std::uint32_t>& list, const std::vector<std::byte>& bytes, F f) {
  const std::byte *at = bytes.data(), *const end = at + bytes.size();
  const auto number = [&] {
    std::uint64_t out = 0;
    at = format::get_varint(at, end, out);
    REQUIRE(at != nullptr);
    return out;
  };
  const std::uint64_t head = number();
  number();  // bytes of bodies
  const std::byte* body = at + head;
  for (auto next = list.begin(); next != list.end();) {
    number();  // how far the last article is
    const auto last = next + static_cast<std::ptrdiff_t>(number() + 1);
    const std::uint64_t size = number();
    ++at;  // the greatest impact
    f(std::vector<std::uint32_t>(next, last), std::vector<std::byte>(body, body + size));
    next = last;
    body += size;
  }
  CHECK(body == end);
}

}  // namespace

TEST_CASE("gaps are coded with the parameter that makes them shortest") {
  test::dice random(17);
  const test::temporary_directory scratch;
  pack::bucket_counts counts;
  counts.add(0, {0, 0, 1}, 0);
  const pack::bucket_scheme buckets(counts, {{0, 1, 4096}});
  int blocks = 0;
  for (unsigned width = 2; width < 13; ++width) {
    CAPTURE(width);
    std::vector<std::uint32_t> list;
    for (std::uint32_t article = 0; list.size() < 3000; article += 1 + random() % (1u << width))
      list.push_back(article);
    pack::posting_writer writer(list.back() + 1, buckets, 0, 1, scratch.path().string());
    writer.start(false);
    for (const std::uint32_t article : list) writer.add(article, 0, 0, {});
    writer.finish();
    std::vector<std::byte> bytes;
    writer.take([&](const std::byte* part, std::size_t size) { bytes.insert(bytes.end(), part, part + size); });
    std::uint32_t before = 0;
    each_block(list, bytes, [&](const std::vector<std::uint32_t>& articles, const std::vector<std::byte>& body) {
      std::vector<std::uint32_t> gaps;
      for (const std::uint32_t article : articles) {
        gaps.push_back(article - before);
        before = article + 1;
      }
      gaps.pop_back();  // of the last article, which the head tells
      if ((std::to_integer<unsigned>(body[0]) & 3) != format::articles_gaps) return;
      ++blocks;
      CHECK(body.size() == least_bytes(gaps));
    });
  }
  CHECK(blocks > 100);
}
