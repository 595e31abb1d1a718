// How terms stand in articles, counted over a collection, and what the archive says of it: buckets and impacts.
//
// Robertson, Zaragoza and Taylor, "Simple BM25 extension to multiple weighted fields", 2004:
//   tf' = (sum over fields of weight * tf) / ((1 - b) + b * length / average length),  impact = tf' / (k1 + tf')
// with k1 = 1.5, b = 0.75 and the weights 2.5 for the title, 1.5 for other metadata, 1 for the body, by which lengths
// are counted too. In integers, so that every machine makes the same archive.
#pragma once

#include <satchel/format/scoring_tables.hpp>

#include <array>
#include <cstdint>
#include <vector>

namespace satchel::pack {

// Groups of an article's text that are weighed alike.
enum field_group : std::uint8_t { title_group, metadata_group, body_group, field_groups };

using group_counts = std::array<std::uint32_t, field_groups>;

// What a term counts in each, in halves: 2.5, 1.5 and 1.
inline constexpr std::array<std::uint32_t, field_groups> half_weights = {5, 3, 2};

// Which of the 16 ways to stand in an article: by title, other metadata, and times in the body.
std::uint8_t bucket_of(const group_counts& tf);

// Counts of postings by bucket. Sums of them do not depend on the order of articles.
struct bucket_counts {
  static constexpr std::uint32_t frequencies_counted = 64;

  std::array<std::uint64_t, format::bucket_count> postings{}, weighed{};
  // Of 1 to 64, and all greater ones: numbers of positions, or of passages.
  std::array<std::array<std::uint64_t, frequencies_counted>, format::bucket_count> frequencies{};

  void add(std::uint8_t bucket, const group_counts& tf, std::uint32_t frequency);
  void add(const bucket_counts& other);
};

// Articles of about the same length. `norm` is (1 - b) + b * length / average length in 1/4096.
struct length_bucket {
  std::uint32_t first = 0;      // article
  std::uint32_t positions = 1;  // one more than the greatest position
  std::uint64_t norm = 4096;    // the mean of its articles
};

// (1 - b) + b * length / average in 1/4096; `total` is the sum of `articles` lengths.
std::uint64_t length_norm(std::uint64_t length, std::uint64_t total, std::uint64_t articles);
// 0 to 31, by steps of 2^(1/4).
std::uint32_t length_bucket_of_norm(std::uint64_t norm);

// Frequency buckets with their numbers in the archive, the commonest first.
class bucket_scheme {
 public:
  bucket_scheme() = default;
  bucket_scheme(const bucket_counts& counts, std::vector<length_bucket> length_buckets);

  std::uint8_t number_of(std::uint8_t bucket) const { return numbers_[bucket]; }
  const std::vector<length_bucket>& length_buckets() const { return length_buckets_; }
  std::uint32_t impact(std::uint32_t length_bucket, std::uint8_t number) const {
    return impacts_[length_bucket][number];
  }
  // As the directory holds them.
  std::vector<format::LengthBucket> stored_length_buckets() const;
  std::vector<format::FrequencyBucket> stored_buckets() const { return stored_; }

 private:
  std::array<std::uint8_t, format::bucket_count> numbers_{};
  std::vector<length_bucket> length_buckets_;
  std::vector<std::array<std::uint8_t, format::bucket_count>> impacts_;
  std::vector<format::FrequencyBucket> stored_;
};

}  // namespace satchel::pack
