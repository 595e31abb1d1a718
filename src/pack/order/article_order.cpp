#include "pack/order/article_order.hpp"

#include "pack/base/workers.hpp"

#include <satchel/format/logarithm.hpp>

#include <algorithm>
#include <numeric>
#include <span>
#include <utility>

namespace satchel::pack {
namespace {

constexpr std::uint64_t terms_max = 6 << 20;     // that are held in memory
constexpr std::uint64_t terms_room = 1 << 18;    // for the terms of one more article, usually
constexpr std::uint64_t terms_per_article = 64;  // more gain little
constexpr std::uint32_t least_articles = 3;      // of a term that is worth comparing
constexpr std::size_t leaf_articles = 16;        // so few are not divided further
constexpr std::size_t large_articles = 1024;     // more are divided by one thread and ordered by several
constexpr int rounds = 10;

// log2(n) in 1/65536, rounded down.
std::uint32_t logarithm(std::uint32_t n) {
  std::uint32_t whole = 0;
  while (n >> (whole + 1) != 0) ++whole;
  return format::binary_logarithm(whole, (std::uint64_t{n} << 31) >> whole, 16);
}

// A list of n of m articles takes about n log2(m / (n + 1)) bits: here, for every n, what n log2(n + 1) grows by when
// one article more has the term.
std::vector<std::int32_t> list_steps(std::size_t most) {
  std::vector<std::int32_t> out(most);
  std::int64_t before = 0;
  for (std::uint32_t n = 0; n < most; ++n) {
    const std::int64_t after = (n + std::int64_t{1}) * logarithm(n + 2);
    out[n] = static_cast<std::int32_t>(after - before);
    before = after;
  }
  return out;
}

// Divides articles again and again into two halves, so that the halves' lists take few bits.
class bisection {
 public:
  bisection(const similarity& terms, const std::vector<std::int32_t>& steps)
      : terms_(terms), steps_(steps.data()), counts_(terms.common()) {}

  void order(std::uint32_t* first, std::size_t count) {
    if (count <= leaf_articles) return;
    divide(first, count);
    order(first, count / 2);
    order(first + count / 2, count - count / 2);
  }

  void divide(std::uint32_t* first, std::size_t count) {
    const std::size_t half = count / 2;
    for (std::size_t i = 0; i < count; ++i)
      for (const std::uint32_t term : terms_of(first[i])) ++(i < half ? counts_[term].left : counts_[term].right);
    for (int round = 0; round < rounds; ++round)
      if (exchange(first, half, count) * 100 < count) break;
    for (std::size_t i = 0; i < count; ++i)
      for (const std::uint32_t term : terms_of(first[i])) counts_[term] = {};
  }

 private:
  struct halves {
    std::uint32_t left = 0, right = 0;  // articles there that have a term
  };
  struct candidate {
    std::int64_t gain;
    std::size_t place;
  };

  std::span<const std::uint32_t> terms_of(std::uint32_t article) const {
    return {terms_.begin(article), terms_.end(article)};
  }

  // Bits that the lists of an article's terms lose when it goes over, but for what the sizes of the halves add.
  std::int64_t gain_of_left(std::uint32_t article) const {
    std::int64_t sum = 0;
    for (const std::uint32_t term : terms_of(article))
      sum += steps_[counts_[term].right] - steps_[counts_[term].left - 1];
    return sum;
  }
  std::int64_t gain_of_right(std::uint32_t article) const {
    std::int64_t sum = 0;
    for (const std::uint32_t term : terms_of(article))
      sum += steps_[counts_[term].left] - steps_[counts_[term].right - 1];
    return sum;
  }

  // Swaps the pairs of articles that gain most; how many.
  std::size_t exchange(std::uint32_t* first, std::size_t half, std::size_t count) {
    const std::int64_t larger = std::int64_t{logarithm(static_cast<std::uint32_t>(count - half))} -
                                std::int64_t{logarithm(static_cast<std::uint32_t>(half))};
    candidates_.resize(count);
    for (std::size_t i = 0; i < count; ++i) {
      const auto terms = static_cast<std::int64_t>(terms_of(first[i]).size());
      candidates_[i] = {i < half ? gain_of_left(first[i]) - terms * larger : gain_of_right(first[i]) + terms * larger,
                        i};
    }
    const auto better = [](const candidate& a, const candidate& b) {
      return a.gain != b.gain ? a.gain > b.gain : a.place < b.place;
    };
    const auto middle = candidates_.begin() + static_cast<std::ptrdiff_t>(half);
    std::sort(candidates_.begin(), middle, better);
    std::sort(middle, candidates_.end(), better);
    std::size_t swapped = 0;
    for (; swapped < half; ++swapped) {
      const candidate &a = candidates_[swapped], &b = candidates_[half + swapped];
      if (a.gain + b.gain <= 0) break;
      std::uint32_t &x = first[a.place], &y = first[b.place];
      for (const std::uint32_t term : terms_of(x)) --counts_[term].left, ++counts_[term].right;
      for (const std::uint32_t term : terms_of(y)) --counts_[term].right, ++counts_[term].left;
      std::swap(x, y);
    }
    return swapped;
  }

  const similarity& terms_;
  const std::int32_t* steps_;
  std::vector<halves> counts_;  // by term
  std::vector<candidate> candidates_;
};

struct article_range {
  std::uint32_t* first;
  std::size_t count;
};

// Orders each of the ranges. Large ones are divided first, so that several threads go on with their halves.
void order_ranges(std::vector<article_range> ranges, std::size_t articles, const similarity& terms, unsigned threads) {
  const std::vector<std::int32_t> steps = list_steps(articles + 1);
  const std::size_t large = std::max<std::size_t>(large_articles, articles / 16);
  ordered_workers<bool> workers(threads, [](bool) {});
  while (!ranges.empty()) {
    std::vector<article_range> parts;
    for (const article_range r : ranges) {
      const bool divided = r.count > large;
      workers.submit([&, r, divided] {
        bisection work(terms, steps);
        divided ? work.divide(r.first, r.count) : work.order(r.first, r.count);
        return true;
      });
      if (!divided) continue;
      parts.push_back({r.first, r.count / 2});
      parts.push_back({r.first + r.count / 2, r.count - r.count / 2});
    }
    workers.finish();
    ranges = std::move(parts);
  }
}

}  // namespace

template <class F>
void similarity::keep(F&& wanted) {
  std::uint32_t kept = 0, at = 0;
  for (std::size_t article = 0; article + 1 < ends_.size(); ++article) {
    const std::uint32_t end = ends_[article + 1];
    for (; at < end; ++at)
      if (wanted(terms_[at])) terms_[kept++] = terms_[at];
    ends_[article + 1] = kept;
  }
  terms_.resize(kept);
}

void similarity::add(const std::uint32_t* begin, const std::uint32_t* end) {
  if (terms_.size() + static_cast<std::size_t>(end - begin) > terms_.capacity() / 2)
    terms_.reserve(terms_max + terms_room);
  for (; begin != end; ++begin)
    if (sampled(*begin)) terms_.push_back(*begin);
  ends_.push_back(static_cast<std::uint32_t>(terms_.size()));
  while (terms_.size() > terms_max) sample_fewer();
}

void similarity::sample_fewer() {
  ++sampling_;
  keep([&](std::uint32_t hash) { return sampled(hash); });
}

void similarity::finish() {
  const std::uint64_t articles = ends_.size() - 1;
  while (terms_.size() > terms_per_article * articles) sample_fewer();
  // The hashes that count, in ascending order; a quarter of the hashes at a time, to take less memory.
  std::vector<std::uint32_t> counted, some;
  for (std::uint32_t quarter = 0; quarter < 4; ++quarter) {
    some.clear();
    for (const std::uint32_t hash : terms_)
      if ((hash << sampling_) >> 30 == quarter) some.push_back(hash);
    std::sort(some.begin(), some.end());
    for (std::size_t i = 0, next = 0; i < some.size(); i = next) {
      while (next < some.size() && some[next] == some[i]) ++next;
      const std::uint64_t count = next - i;
      if (count >= least_articles && count <= articles / 3) counted.push_back(some[i]);
    }
  }
  some = {};
  counted.shrink_to_fit();
  common_ = static_cast<std::uint32_t>(counted.size());
  const auto front = [this](std::uint32_t hash) { return static_cast<std::uint16_t>((hash << sampling_) >> 16); };
  std::vector<std::uint32_t> starts((1 << 16) + 1);
  for (const std::uint32_t hash : counted) ++starts[front(hash) + 1u];
  std::partial_sum(starts.begin(), starts.end(), starts.begin());
  keep([&](std::uint32_t& hash) {
    const auto end = counted.begin() + starts[front(hash) + 1u];
    const auto found = std::lower_bound(counted.begin() + starts[front(hash)], end, hash);
    if (found == end || *found != hash) return false;
    hash = static_cast<std::uint32_t>(found - counted.begin());
    return true;
  });
}

ordered_articles order_articles(const std::vector<article_length>& lengths, const similarity& terms,
                                const std::vector<std::uint64_t>& names, unsigned threads) {
  std::uint64_t total = 0;
  for (const article_length& l : lengths) total += l.weighed;
  const auto norm = [&](const article_length& l) { return length_norm(l.weighed, total, lengths.size()); };
  std::vector<std::uint8_t> length_buckets;
  for (const article_length& l : lengths)
    length_buckets.push_back(static_cast<std::uint8_t>(length_bucket_of_norm(norm(l))));
  ordered_articles out;
  out.order.resize(lengths.size());
  std::iota(out.order.begin(), out.order.end(), 0u);
  std::sort(out.order.begin(), out.order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return length_buckets[a] != length_buckets[b] ? length_buckets[a] < length_buckets[b] : names[a] < names[b];
  });

  std::vector<article_range> ranges;
  for (std::uint32_t first = 0; first < out.order.size();) {
    const std::uint8_t c = length_buckets[out.order[first]];
    length_bucket members{first, 1, 0};
    std::uint32_t end = first;
    for (; end < out.order.size() && length_buckets[out.order[end]] == c; ++end) {
      const article_length& l = lengths[out.order[end]];
      members.positions = std::max(members.positions, l.positions);
      members.norm += norm(l);
    }
    members.norm /= end - first;
    out.length_buckets.push_back(members);
    ranges.push_back({out.order.data() + first, end - first});
    first = end;
  }
  order_ranges(std::move(ranges), out.order.size(), terms, threads);
  return out;
}

}  // namespace satchel::pack
