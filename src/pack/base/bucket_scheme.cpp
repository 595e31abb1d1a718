#include "pack/base/bucket_scheme.hpp"

#include "pack/base/bit_writer.hpp"

#include <algorithm>
#include <numeric>

namespace satchel::pack {
namespace {

// Least counts of the body for the standings of each kind.
constexpr std::array<std::uint32_t, 8> body_alone = {1, 2, 3, 4, 5, 7, 10, 16};
constexpr std::array<std::uint32_t, 5> beside_title = {0, 1, 2, 4, 8};
constexpr std::array<std::uint32_t, 3> beside_metadata = {0, 1, 2};
constexpr std::uint8_t first_title = body_alone.size(), first_metadata = first_title + beside_title.size();
static_assert(first_metadata + beside_metadata.size() == format::grade_count);

template <std::size_t N>
std::uint8_t step(const std::array<std::uint32_t, N>& least, std::uint32_t n) {
  const auto above = std::upper_bound(least.begin(), least.end(), n);
  return static_cast<std::uint8_t>(above == least.begin() ? 0 : above - least.begin() - 1);
}

bool in_title(std::uint8_t standing) { return standing >= first_title && standing < first_metadata; }

// What the least member of a standing weighs, for those that the collection does not have.
std::uint32_t least_weight(std::uint8_t standing) {
  if (standing < first_title) return half_weights[body_group] * body_alone[standing];
  if (standing < first_metadata)
    return half_weights[title_group] + half_weights[body_group] * beside_title[standing - first_title];
  return half_weights[metadata_group] + half_weights[body_group] * beside_metadata[standing - first_metadata];
}

format::Grade stored_grade(std::uint8_t standing,
                           const std::array<std::uint64_t, standing_counts::frequencies_counted>& counts) {
  const auto any = [](std::uint64_t n) { return n > 0; };
  const auto first = std::find_if(counts.begin(), counts.end(), any);
  if (first == counts.end()) return {in_title(standing), 1, 0};
  const auto least = static_cast<std::uint32_t>(first - counts.begin());
  // The last count is of all greater frequencies: these are never exact.
  if (least + 1 < counts.size() && std::none_of(first + 1, counts.end(), any))
    return {in_title(standing), static_cast<std::uint8_t>(least + 1), format::exact_frequency};
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
  return {in_title(standing), static_cast<std::uint8_t>(least + 1), best};
}

std::uint8_t impact_of(std::uint64_t weighed, std::uint64_t postings, std::uint64_t norm) {
  constexpr std::uint64_t k1 = 3 << 15;                    // 1.5 in 1/65536
  const std::uint64_t weight = (weighed << 8) / postings;  // the mean, in 1/512
  const std::uint64_t tf = (weight << 19) / norm;          // in 1/65536
  return static_cast<std::uint8_t>(std::clamp<std::uint64_t>(256 * tf / (tf + k1), 1, format::impact_max));
}

}  // namespace

std::uint8_t standing_of(const group_counts& tf) {
  const std::uint32_t body = tf[body_group];
  if (tf[title_group] > 0)
    return static_cast<std::uint8_t>(first_title + step(beside_title, body + tf[metadata_group]));
  if (tf[metadata_group] > 0) return static_cast<std::uint8_t>(first_metadata + step(beside_metadata, body));
  return step(body_alone, body);
}

void standing_counts::add(std::uint8_t standing, const group_counts& tf, std::uint32_t frequency) {
  ++postings[standing];
  for (unsigned g = 0; g < field_groups; ++g) weighed[standing] += std::uint64_t{half_weights[g]} * tf[g];
  if (frequency > 0) ++frequencies[standing][std::min(frequency, frequencies_counted) - 1];
}

void standing_counts::add(const standing_counts& other) {
  for (std::uint32_t s = 0; s < format::grade_count; ++s) {
    postings[s] += other.postings[s];
    weighed[s] += other.weighed[s];
    for (std::uint32_t f = 0; f < frequencies_counted; ++f) frequencies[s][f] += other.frequencies[s][f];
  }
}

std::uint64_t length_norm(std::uint64_t length, std::uint64_t total, std::uint64_t articles) {
  return total == 0 ? 4096 : 1024 + 3072 * length * articles / total;
}

std::uint32_t class_of_norm(std::uint64_t norm) {
  // The ends of the classes: 1024 * 2^((c + 1) / 4), by the fourth root of 2 in 1/65536.
  constexpr std::uint64_t root = 77936;
  std::uint64_t end = 1024 * root;
  for (std::uint32_t c = 0; c + 1 < format::length_classes_max; ++c, end = (end >> 16) * root)
    if (norm < end >> 16) return c;
  return format::length_classes_max - 1;
}

grading::grading(const standing_counts& counts, std::vector<length_class> classes) : classes_(std::move(classes)) {
  std::array<std::uint8_t, format::grade_count> order{};
  std::iota(order.begin(), order.end(), std::uint8_t{0});
  std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return counts.postings[a] > counts.postings[b]; });
  impacts_.resize(classes_.size());
  for (std::uint8_t grade = 0; grade < format::grade_count; ++grade) {
    const std::uint8_t standing = order[grade];
    grades_[standing] = grade;
    stored_.push_back(stored_grade(standing, counts.frequencies[standing]));
    const bool any = counts.postings[standing] > 0;
    for (std::size_t c = 0; c < classes_.size(); ++c)
      impacts_[c][grade] = impact_of(any ? counts.weighed[standing] : least_weight(standing),
                                     any ? counts.postings[standing] : 1, classes_[c].norm);
  }
}

std::vector<format::LengthClass> grading::stored_classes() const {
  std::vector<format::LengthClass> out;
  for (std::size_t c = 0; c < classes_.size(); ++c)
    out.push_back(format::make_length_class(classes_[c].first, classes_[c].positions, impacts_[c].data()));
  return out;
}

}  // namespace satchel::pack
