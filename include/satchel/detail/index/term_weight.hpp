// How much a term counts: integer arithmetic, schema/SPEC.md section 7.
#pragma once

#include <satchel/format/logarithm.hpp>

#include <cstdint>

namespace satchel::detail {

// log2((2 articles + 2) / (2 df + 1)) in 1/256, rounded down: the idf of BM25, ln((N - df + 0.5) / (df + 0.5) + 1) =
// ln((N + 1) / (df + 0.5)), in another unit. df up to articles; the result is below 2^14.
constexpr std::uint32_t term_weight(std::uint32_t df, std::uint32_t articles) {
  const std::uint64_t a = 2 * std::uint64_t{articles} + 2, b = 2 * std::uint64_t{df} + 1;
  std::uint32_t whole = 0;
  while ((b << (whole + 1)) <= a) ++whole;
  // a / (b * 2^whole) in [1, 2), with 31 places. a < 2^34 and the scaled divisor is at most a.
  const std::uint64_t divisor = b << whole;
  const std::uint64_t m = (std::uint64_t{1} << 31) +
                          (((a - divisor) << 29) / divisor << 2 | ((((a - divisor) << 29) % divisor) << 2) / divisor);
  return format::binary_logarithm(whole, m, 8);
}

// A prefix counts as a term that one article of sixteen has: 256 log2(16).
inline constexpr std::uint32_t prefix_weight = 1024;

}  // namespace satchel::detail
