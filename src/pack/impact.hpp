// Impacts: the part of the BM25F score of a term in an article that does not depend on other articles' terms.
//
// Robertson, Zaragoza and Taylor, "Simple BM25 extension to multiple weighted fields", 2004:
//   tf' = sum over fields of weight * tf / ((1 - b) + b * length / average length),  impact = tf' / (k1 + tf')
// with k1 = 1.5 and b = 0.75. In integers, so that every machine makes the same archive.
#pragma once

#include <array>
#include <cstdint>

namespace satchel::pack {

// Groups of an article's text that are weighed alike.
enum field_group : std::uint8_t { title_group, metadata_group, body_group, field_groups };

using group_counts = std::array<std::uint32_t, field_groups>;

// Lengths in terms of all articles, summed, for the averages.
struct length_totals {
  std::array<std::uint64_t, field_groups> sum{};
  std::uint64_t articles = 0;
};

// 1 to 16: the impact in sixteenths, rounded up.
inline std::uint32_t impact(const group_counts& tf, const group_counts& length, const length_totals& totals) {
  constexpr std::array<std::uint64_t, field_groups> half_weights = {5, 3, 2};  // 2.5, 1.5, 1
  constexpr std::uint64_t k1 = 3 << 15;                                        // 1.5 in 1/65536
  std::uint64_t sum = 0;                                                       // tf' in 1/65536
  for (unsigned g = 0; g < field_groups; ++g) {
    if (tf[g] == 0) continue;
    // (1 - b) + b * length / average in 1/4096.
    const std::uint64_t norm = 1024 + 3072 * std::uint64_t{length[g]} * totals.articles / totals.sum[g];
    sum += half_weights[g] * tf[g] * (std::uint64_t{1} << 27) / norm;
  }
  return sum == 0 ? 1 : static_cast<std::uint32_t>((16 * sum + sum + k1 - 1) / (sum + k1));
}

}  // namespace satchel::pack
