// The order of the articles in an archive: by length bucket, and within a bucket so that similar articles stand
// together.
//
// Similar neighbours make posting lists and blocks smaller (Dhulipala, Kabiljo, Karrer, Ottaviano, Pupyrev and Shalita,
// "Compressing graphs and indexes with recursive graph bisection", 2016). The order depends on the articles alone, not
// on the order in which they come.
#pragma once

#include "pack/base/bucket_scheme.hpp"

#include <cstdint>
#include <vector>

namespace satchel::pack {

struct article_length {
  std::uint64_t weighed = 0;    // the weights of its terms, in halves
  std::uint32_t positions = 1;  // one more than the greatest position, at least 1
};

// The terms that articles are compared by: hashes, and of many only those that begin with some zero bits.
class similarity {
 public:
  // The next article's terms.
  void add(const std::uint32_t* begin, const std::uint32_t* end);
  void finish();  // no more articles

  // As many terms, numbered from 0, as common() says; rare ones and those of most articles are left out.
  const std::uint32_t* begin(std::uint32_t article) const { return terms_.data() + ends_[article]; }
  const std::uint32_t* end(std::uint32_t article) const { return terms_.data() + ends_[article + 1]; }
  std::uint32_t common() const { return common_; }

 private:
  template <class F>
  void keep(F&& wanted);
  bool sampled(std::uint32_t hash) const { return sampling_ == 0 || hash >> (32 - sampling_) == 0; }
  void sample_fewer();

  std::vector<std::uint32_t> terms_;
  std::vector<std::uint32_t> ends_ = {0};
  unsigned sampling_ = 0;  // bits in front that must be 0
  std::uint32_t common_ = 0;
};

struct ordered_articles {
  std::vector<std::uint32_t> order;  // the articles, as they came, in their new order
  std::vector<length_bucket> length_buckets;
};

// `names` are different numbers that depend on the articles alone: what order there is before any is made.
ordered_articles order_articles(const std::vector<article_length>& lengths, const similarity& terms,
                                const std::vector<std::uint64_t>& names, unsigned threads);

}  // namespace satchel::pack
