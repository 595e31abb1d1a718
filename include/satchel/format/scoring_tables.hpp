// What all posting lists of an archive have in common: buckets, length buckets, the unit of positions.
#pragma once

#include <satchel/format/flatbuffer.hpp>

#include <cstdint>

namespace satchel::format {

inline constexpr std::uint32_t bucket_count = 16;
inline constexpr std::uint32_t impact_max = 255;
inline constexpr std::uint32_t length_buckets_max = 32;
inline constexpr std::uint32_t frequency_code_max = 27;
inline constexpr std::uint32_t exact_frequency = 255;  // a bucket's code that stores nothing
inline constexpr std::uint32_t passage_positions = 32;
inline constexpr std::uint32_t common_form_prefix_max = 4;

// Looks into the directory. A bucket says how often and where a term stands in an article; articles are ordered by
// length, so that bucket and article number together give the impact without a length stored per article.
class scoring_tables {
 public:
  // False when the directory's tables are not sound. No article can have `most_positions`: a bound for loops over what
  // takes no bytes.
  bool attach(const Directory& d, std::uint32_t articles, std::uint64_t most_positions) {
    length_buckets_ = d.length_buckets();
    buckets_ = d.frequency_buckets();
    field_positions_ = d.field_positions();
    unit_ = d.position_unit();
    common_form_prefix_ = d.common_form_prefix();
    count_ = length_buckets_->size();
    if (count_ == 0 || count_ > length_buckets_max || length_buckets_->Get(0)->first() != 0) return false;
    for (std::uint32_t c = 0; c < count_; ++c) {
      const LengthBucket& it = *length_buckets_->Get(c);
      if (it.first() >= articles || it.positions() == 0 || it.positions() >= most_positions) return false;
      if (c > 0 && it.first() <= length_buckets_->Get(c - 1)->first()) return false;
      for (std::uint32_t g = 0; g < bucket_count; ++g)
        if (format::impacts_of(it)[g] == 0) return false;
    }
    if (buckets_->size() != bucket_count) return false;
    for (const FrequencyBucket* g : *buckets_)
      if (g->title() > 1 || g->least() == 0 || (g->code() > frequency_code_max && g->code() != exact_frequency))
        return false;
    return (unit_ == 0 || unit_ == 1 || unit_ == passage_positions) && field_positions_ < most_positions &&
           common_form_prefix_ <= common_form_prefix_max;
  }

  // Positions are numbers from 0 to 2^32 - 2, in units of so many terms; 0: lists have none.
  std::uint32_t position_unit() const { return unit_; }
  std::uint32_t field_positions() const { return field_positions_; }
  // Words of the text that begin otherwise need not be compared with a word of the query.
  std::uint32_t common_form_prefix() const { return common_form_prefix_; }

  bool in_title(std::uint32_t bucket) const { return buckets_->Get(bucket)->title() != 0; }
  std::uint32_t least_frequency(std::uint32_t bucket) const { return buckets_->Get(bucket)->least(); }
  unsigned frequency_code(std::uint32_t bucket) const { return buckets_->Get(bucket)->code(); }

  // The bucket of an article, found forward from that of one that is not behind it.
  std::uint32_t length_bucket_of(std::uint32_t article, std::uint32_t from = 0) const {
    while (from + 1 < count_ && length_buckets_->Get(from + 1)->first() <= article) ++from;
    return from;
  }
  std::uint32_t length_bucket_first(std::uint32_t c) const { return length_buckets_->Get(c)->first(); }
  // The first article behind a bucket; for the last one more than any.
  std::uint32_t length_bucket_end(std::uint32_t c) const {
    return c + 1 < count_ ? length_buckets_->Get(c + 1)->first() : 0xffffffff;
  }
  std::uint32_t positions_of(std::uint32_t c) const { return length_buckets_->Get(c)->positions(); }
  const std::uint8_t* impacts_of(std::uint32_t c) const { return format::impacts_of(*length_buckets_->Get(c)); }

 private:
  const flatbuffers::Vector<const LengthBucket*>* length_buckets_ = nullptr;
  const flatbuffers::Vector<const FrequencyBucket*>* buckets_ = nullptr;
  std::uint32_t count_ = 0, field_positions_ = 0, unit_ = 0, common_form_prefix_ = 0;
};

// The length bucket of one article after the other, most of which are in that of the one before.
class length_bucket_cursor {
 public:
  void go_to(const scoring_tables& model, std::uint32_t article) {
    if (article >= first_ && article < end_) return;
    number_ = model.length_bucket_of(article, article < first_ ? 0 : number_);
    first_ = model.length_bucket_first(number_);
    end_ = model.length_bucket_end(number_);
  }

  std::uint32_t number() const { return number_; }
  std::uint32_t end() const { return end_; }  // the first article behind it

 private:
  std::uint32_t number_ = 0, first_ = 0, end_ = 0;
};

}  // namespace satchel::format
