#include "comparison.hpp"

#include <doctest/doctest.h>

#include <sstream>

namespace oracle {
namespace {

std::string described(const satchel::hit* begin, const satchel::hit* end) {
  std::ostringstream out;
  for (const satchel::hit* h = begin; h != end; ++h) out << " #" << h->article << ":" << h->score;
  return out.str();
}

}  // namespace

std::string difference(const question& q, const satchel::hit_list& got, std::uint32_t capacity, bool counted) {
  const auto same = [](const satchel::hit& a, const satchel::hit& b) {
    return a.article == b.article && a.score == b.score;
  };
  const std::uint32_t wanted = std::min(capacity, static_cast<std::uint32_t>(q.expected.size()));
  const bool right_total = !counted || got.total == q.expected.size();
  if (right_total && got.size() == wanted && std::equal(got.begin(), got.end(), q.expected.begin(), same)) return {};
  const std::uint32_t both = std::min(wanted, got.size());
  std::uint32_t first = 0;
  while (first < both && same(got[first], q.expected[first])) ++first;
  std::ostringstream out;
  out << "  capacity " << capacity << (counted ? ", counted" : "") << "; from hit " << first << " on (#article:score)\n"
      << "  expected " << wanted << " of " << q.expected.size() << ":"
      << described(q.expected.data() + first, q.expected.data() + std::min(wanted, first + 10)) << "\n"
      << "  got " << got.size() << " of " << got.total << ":"
      << described(got.begin() + first, got.begin() + std::min(got.size(), first + 10));
  return out.str();
}

void verdict::note(const question& q, const std::string& problem) {
  ++asked_;
  if (problem.empty()) return;
  const std::string kind(query_kind_names[static_cast<std::size_t>(q.kind)]);
  problems_.push_back(where_ + ", " + kind + " query\n  " + q.text + "\n" + problem);
}

void verdict::report(std::size_t questions) const {
  for (const std::string& problem : problems_) FAIL_CHECK(problem);
  CHECK_MESSAGE((enough() || asked_ == questions), where_, ": ", asked_, " of ", questions, " questions asked");
}

}  // namespace oracle
