// How the buckets of a posting block of a posting list are coded: schema/SPEC.md, section 6.
#pragma once

#include <satchel/format/bits.hpp>
#include <satchel/format/endian.hpp>
#include <satchel/format/posting_lists.hpp>
#include <satchel/format/scoring_tables.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace satchel::format {

// Reads `n` buckets, up to posting_block_max, into `buckets`, which has room for posting_block_max; `k` is less than 4.
// A plane has a bit for each posting that comes into question. Of the planes that say how great bucket >> k is, which
// most postings leave early, only what is 1 takes time; the bits below are taken eight at once.
template <class Bits>
void read_buckets(Bits& in, unsigned k, std::uint32_t n, std::uint8_t* buckets) {
  std::memset(buckets, 0, posting_block_max);
  const auto step = static_cast<std::uint8_t>(1u << k);
  std::uint8_t greater[posting_block_max];  // postings with greater buckets than the planes so far can say
  for (std::uint32_t i = 0; i < posting_block_max; ++i) greater[i] = static_cast<std::uint8_t>(i);
  std::uint32_t left = n;
  for (unsigned planes = (bucket_count - 1) >> k; left > 0 && planes > 0; --planes) {
    std::uint32_t kept = 0;
    for (std::uint32_t at = 0; at < left; at += 32)
      for (std::uint32_t word = in.wide(left - at < 32 ? left - at : 32); word != 0; word &= word - 1) {
        const std::uint8_t posting = greater[at + lowest_bit(word)];
        buckets[posting] = static_cast<std::uint8_t>(buckets[posting] + step);
        greater[kept++] = posting;
      }
    left = kept;
  }
  for (unsigned bit = 0; bit < k; ++bit)
    for (std::uint32_t at = 0; at < n; at += 32) {
      std::uint32_t word = in.wide(n - at < 32 ? n - at : 32);
      for (auto* eight = reinterpret_cast<std::byte*>(buckets + at); word != 0; eight += 8, word >>= 8)
        store64(eight, load64(eight) | spread(word & 255) << bit);
    }
}

}  // namespace satchel::format
