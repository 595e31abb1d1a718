#include "pack/base/bucket_scheme.hpp"

#include "pack/base/bit_writer.hpp"

#include <algorithm>
#include <numeric>

namespace satchel::pack {
namespace {

// Least counts of the body for the buckets of each kind.
constexpr std::array<std::uint32_t, 8> body_alone = {1, 2, 3, 4, 5, 7, 10, 16};
constexpr std::array<std::uint32_t, 5> beside_title = {0, 1, 2, 4, 8};
constexpr std::array<std::uint32_t, 3> beside_metadata = {0, 1, 2};
constexpr std::uint8_t first_title = body_alone.size(), first_metadata = first_title + beside_title.size();
static_assert(first_metadata + beside_metadata.size() == format::bucket_count);

template <std::size_t N>
std::uint8_t step(const std::array<std::uint32_t, N>& least, std::uint32_t n) {
  const auto above = std::upper_bound(least.begin(), least.end(), n);
  return static_cast<std::uint8_t>(above == least.begin() ? 0 : above - least.begin() - 1);
}

bool in_title(std::uint8_t bucket) { return bucket >= first_title && bucket < first_metadata; }

// What the least member of a bucket weighs, for those that the collection does not have.
std::uint32_t least_weight(std::uint8_t bucket) {
  if (bucket < first_title) return half_weights[body_group] * body_alone[bucket];
  if (bucket < first_metadata)
    return half_weights[title_group] + half_weights[body_group] * beside_title[bucket - first_title];
  return half_weights[metadata_group] + half_weights[body_group] * beside_metadata[bucket - first_metadata];
}

format::FrequencyBucket stored_bucket(std::uint8_t bucket,
                                      const std::array<std::uint64_t, bucket_counts::frequencies_counted>& counts) {
  const auto any = [](std::uint64_t n) { return n > 0; };
  const auto first = std::find_if(counts.begin(), counts.end(), any);
  if (first == counts.end()) return {in_title(bucket), 1, 0};
  const auto least = static_cast<std::uint32_t>(first - counts.begin());
  // The last count is of all greater frequencies: these are never exact.
  if (least + 1 < counts.size() && std::none_of(first + 1, counts.end(), any))
    return {in_title(bucket), static_cast<std::uint8_t>(least + 1), format::exact_frequency};
  std::uint8_t best = 0;
  std::uint64_t best_cost = UINT64_MAX;
  for (std::uint8_t k = 0; k < 8; ++k) {
    std::uint64_t cost = 0;
    for (std::uint32_t f = least; f < counts.size(); ++f) cost += counts[f] * bit_writer::rice_cost(f - least, k);
    if (cost < best_cost) {
      best_cost = cost;
      best = k;
    }
  }
  return {in_title(bucket), static_cast<std::uint8_t>(least + 1), best};
}

std::uint8_t impact_of(std::uint64_t weighed, std::uint64_t postings, std::uint64_t norm) {
  constexpr std::uint64_t k1 = 3 << 15;                    // 1.5 in 1/65536
  const std::uint64_t weight = (weighed << 8) / postings;  // the mean, in 1/512
  const std::uint64_t tf = (weight << 19) / norm;          // in 1/65536
  return static_cast<std::uint8_t>(std::clamp<std::uint64_t>(256 * tf / (tf + k1), 1, format::impact_max));
}

}  // namespace

std::uint8_t bucket_of(const group_counts& tf) {
  const std::uint32_t body = tf[body_group];
  if (tf[title_group] > 0)
    return static_cast<std::uint8_t>(first_title + step(beside_title, body + tf[metadata_group]));
  if (tf[metadata_group] > 0) return static_cast<std::uint8_t>(first_metadata + step(beside_metadata, body));
  return step(body_alone, body);
}

void bucket_counts::add(std::uint8_t bucket, const group_counts& tf, std::uint32_t frequency) {
  ++postings[bucket];
  for (unsigned g = 0; g < field_groups; ++g) weighed[bucket] += std::uint64_t{half_weights[g]} * tf[g];
  if (frequency > 0) ++frequencies[bucket][std::min(frequency, frequencies_counted) - 1];
}

void bucket_counts::add(const bucket_counts& other) {
  for (std::uint32_t s = 0; s < format::bucket_count; ++s) {
    postings[s] += other.postings[s];
    weighed[s] += other.weighed[s];
    for (std::uint32_t f = 0; f < frequencies_counted; ++f) frequencies[s][f] += other.frequencies[s][f];
  }
}

std::uint64_t length_norm(std::uint64_t length, std::uint64_t total, std::uint64_t articles) {
  return total == 0 ? 4096 : 1024 + 3072 * length * articles / total;
}

std::uint32_t length_bucket_of_norm(std::uint64_t norm) {
  // The ends of the buckets: 1024 * 2^((c + 1) / 4), by the fourth root of 2 in 1/65536.
  constexpr std::uint64_t root = 77936;
  std::uint64_t end = 1024 * root;
  for (std::uint32_t c = 0; c + 1 < format::length_buckets_max; ++c, end = (end >> 16) * root)
    if (norm < end >> 16) return c;
  return format::length_buckets_max - 1;
}

bucket_scheme::bucket_scheme(const bucket_counts& counts, std::vector<length_bucket> length_buckets)
    : length_buckets_(std::move(length_buckets)) {
  std::array<std::uint8_t, format::bucket_count> order{};
  std::iota(order.begin(), order.end(), std::uint8_t{0});
  std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return counts.postings[a] > counts.postings[b]; });
  impacts_.resize(length_buckets_.size());
  for (std::uint8_t number = 0; number < format::bucket_count; ++number) {
    const std::uint8_t bucket = order[number];
    numbers_[bucket] = number;
    stored_.push_back(stored_bucket(bucket, counts.frequencies[bucket]));
    const bool any = counts.postings[bucket] > 0;
    for (std::size_t c = 0; c < length_buckets_.size(); ++c)
      impacts_[c][number] = impact_of(any ? counts.weighed[bucket] : least_weight(bucket),
                                      any ? counts.postings[bucket] : 1, length_buckets_[c].norm);
  }
}

std::vector<format::LengthBucket> bucket_scheme::stored_length_buckets() const {
  std::vector<format::LengthBucket> out;
  for (std::size_t c = 0; c < length_buckets_.size(); ++c)
    out.push_back(
        format::make_length_bucket(length_buckets_[c].first, length_buckets_[c].positions, impacts_[c].data()));
  return out;
}

}  // namespace satchel::pack
