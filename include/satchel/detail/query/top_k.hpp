// Which runs of articles are scored, and in which order: the most promising first.
#pragma once

#include <satchel/error.hpp>
#include <satchel/hits.hpp>

#include <cstdint>

namespace satchel::detail {

// Some articles in a row, and the greatest score that any of them can have.
struct stretch {
  std::uint32_t first = 0, end = 0;
  std::uint64_t bound = 0;
};

inline bool hopeless(std::uint32_t first, std::uint64_t bound, const hit_list& out) {
  return !out.takes({first, bound < 0xffffffff ? static_cast<std::uint32_t>(bound) : 0xffffffffu});
}

// Scores all articles that can be among the best hits; with `all`, every one that matches. A Query has
//   error next(std::uint32_t from, stretch& out, bool& more): the first stretch with possible matches that ends behind
//     `from`, of articles from `from` on; stretches do not overlap, and come in ascending order until rewind()
//   error visit(const stretch&, bool all, hit_list&): offers its articles, just after next() gave it
//   error rewind(): to the first article
// With `rewinds` false stretches come in the order of articles: where the query cannot go back, or gains nothing by it.
template <class Query>
class best_first {
 public:
  best_first(Query& query, hit_list& out) : query_(query), out_(out) {}

  error run(bool all, bool rewinds) {
    if (!all && rewinds) {
      if (error e = choose()) return e;
      if (error e = visit_lead()) return e;
    }
    std::uint32_t ahead = 0;
    stretch s;
    bool more = true;
    for (std::uint32_t from = 0;; from = s.end) {
      if (error e = query_.next(from, s, more)) return e;
      if (!more) return {};
      while (ahead < count_ && lead_[ahead].first < s.first) ++ahead;
      if (ahead < count_ && lead_[ahead].first == s.first) continue;
      if (all || !hopeless(s.first, s.bound, out_))
        if (error e = query_.visit(s, all, out_)) return e;
    }
  }

 private:
  // Stretches that are visited before all others: with their hits known, most of the others can be passed over.
  static constexpr std::uint32_t lead_max = 8;

  // The stretches with the greatest bounds, in ascending order; none where there are too few to be worth it.
  error choose() {
    std::uint32_t seen = 0, least = 0;  // least: of the full lead, the one with the smallest bound
    stretch s;
    bool more = true;
    for (std::uint32_t from = 0;; from = s.end) {
      if (error e = query_.next(from, s, more)) return e;
      if (!more) break;
      ++seen;
      if (count_ == lead_max && lead_[least].bound >= s.bound) continue;
      lead_[count_ < lead_max ? count_++ : least] = s;
      if (count_ < lead_max) continue;
      for (std::uint32_t i = least = 0; i < lead_max; ++i)
        if (lead_[i].bound < lead_[least].bound) least = i;
    }
    if (seen <= lead_max) count_ = 0;
    for (std::uint32_t i = 1; i < count_; ++i)
      for (std::uint32_t j = i; j > 0 && lead_[j - 1].first > lead_[j].first; --j) {
        const stretch other = lead_[j];
        lead_[j] = lead_[j - 1];
        lead_[j - 1] = other;
      }
    return query_.rewind();
  }

  error visit_lead() {
    if (count_ == 0) return {};
    stretch s;
    bool more = true;
    for (std::uint32_t i = 0; i < count_ && more; ++i) {
      if (error e = query_.next(lead_[i].first, s, more)) return e;
      // What was decoded meanwhile can have shown that nothing is there.
      if (more && s.first == lead_[i].first && !hopeless(s.first, s.bound, out_))
        if (error e = query_.visit(s, false, out_)) return e;
    }
    return query_.rewind();
  }

  Query& query_;
  hit_list& out_;
  stretch lead_[lead_max];
  std::uint32_t count_ = 0;
};

}  // namespace satchel::detail
