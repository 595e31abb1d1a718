// Which document ranges are scored, and in which order: the most promising first.
#pragma once

#include <satchel/error.hpp>
#include <satchel/hits.hpp>

#include <cstdint>

namespace satchel::detail {

// Some articles in a row, and the greatest score that any of them can have.
struct document_range {
  std::uint32_t first = 0, end = 0;
  std::uint64_t bound = 0;

  bool empty() const { return first == end; }
};

inline bool below_threshold(std::uint32_t first, std::uint64_t bound, const hit_list& out) {
  return !out.takes({first, bound < 0xffffffff ? static_cast<std::uint32_t>(bound) : 0xffffffffu});
}

// Scores all articles that can be among the best hits; with `all`, every one that matches. A Query has
//   error next(std::uint32_t from, document_range& out): the first document range with possible matches that ends
//     behind `from`, of articles from `from` on, or an empty one; document ranges do not overlap, and come in
//     ascending order until rewind()
//   error visit(const document_range&, bool all, hit_list&): offers its articles, just after next() gave it
//   error rewind(): to the first article
// With `rewinds` false document ranges come in the order of articles: where the query cannot go back, or gains nothing
// by it.
template <class Query>
class top_k {
 public:
  top_k(Query& query, hit_list& out) : query_(query), out_(out) {}

  error run(bool all, bool rewinds) {
    if (!all && rewinds) {
      if (error e = choose_seeds()) return e;
      if (error e = visit_seeds()) return e;
    }
    std::uint32_t ahead = 0;
    document_range s;
    for (std::uint32_t from = 0;; from = s.end) {
      if (error e = query_.next(from, s)) return e;
      if (s.empty()) return {};
      while (ahead < count_ && seeds_[ahead].first < s.first) ++ahead;
      if (ahead < count_ && seeds_[ahead].first == s.first) continue;
      if (all || !below_threshold(s.first, s.bound, out_))
        if (error e = query_.visit(s, all, out_)) return e;
    }
  }

 private:
  // Seed ranges are visited before all others: with their hits known, most of the others can be passed over.
  static constexpr std::uint32_t seeds_max = 8;

  // The document ranges with the greatest bounds, in ascending order; none where there are too few to be worth it.
  error choose_seeds() {
    std::uint32_t seen = 0, least = 0;  // least: of as many seeds as there can be, the one with the smallest bound
    document_range s;
    for (std::uint32_t from = 0;; from = s.end) {
      if (error e = query_.next(from, s)) return e;
      if (s.empty()) break;
      ++seen;
      if (count_ == seeds_max && seeds_[least].bound >= s.bound) continue;
      seeds_[count_ < seeds_max ? count_++ : least] = s;
      if (count_ < seeds_max) continue;
      for (std::uint32_t i = least = 0; i < seeds_max; ++i)
        if (seeds_[i].bound < seeds_[least].bound) least = i;
    }
    if (seen <= seeds_max) count_ = 0;
    for (std::uint32_t i = 1; i < count_; ++i)
      for (std::uint32_t j = i; j > 0 && seeds_[j - 1].first > seeds_[j].first; --j) {
        const document_range other = seeds_[j];
        seeds_[j] = seeds_[j - 1];
        seeds_[j - 1] = other;
      }
    return query_.rewind();
  }

  error visit_seeds() {
    if (count_ == 0) return {};
    for (std::uint32_t i = 0; i < count_; ++i) {
      document_range s;
      if (error e = query_.next(seeds_[i].first, s)) return e;
      // What was decoded since the seeds were chosen may have shown that nothing matches here.
      if (!s.empty() && s.first == seeds_[i].first && !below_threshold(s.first, s.bound, out_))
        if (error e = query_.visit(s, false, out_)) return e;
    }
    return query_.rewind();
  }

  Query& query_;
  hit_list& out_;
  document_range seeds_[seeds_max];
  std::uint32_t count_ = 0;
};

}  // namespace satchel::detail
