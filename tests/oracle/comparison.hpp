// Runs a query in the reader and compares what comes with what the oracle says.
#pragma once

#include "evaluator.hpp"
#include "generator.hpp"
#include "thorough.hpp"

#include <satchel/archive.hpp>
#include <satchel/hits.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace oracle {

inline const std::size_t queries_of_a_kind = slow_build ? (thorough() ? 200 : 100) : (thorough() ? 2000 : 800);

// A query in both shapes, and its answer.
struct question {
  query_kind kind = query_kind::single_word;
  query_node tree;
  std::string text;
  std::vector<satchel::hit> expected;
};

// Makes questions and their answers.
class examiner {
 public:
  examiner(const articles& all, const index& terms, std::uint64_t seed, generator::limits how = {})
      : random_(seed), generator_(all, terms, random_, how), evaluator_(terms) {}

  question ask(query_kind kind) {
    question out{kind, generator_.make(kind), {}, {}};
    const bool malformed = kind == query_kind::malformed;
    out.text = malformed ? print_malformed(out.tree, random_) : print_query(out.tree, random_);
    out.expected = evaluator_.evaluate(out.tree);
    return out;
  }
  random_source& random() { return random_; }

 private:
  random_source random_;
  generator generator_;
  evaluator evaluator_;
};

// What is different; empty when nothing is. The list must hold the first `capacity` of the expected hits.
std::string difference(const question& q, const satchel::hit_list& got, std::uint32_t capacity, bool counted);

// Searches and compares. `Archive` is satchel::archive or a hosted_archive.
template <class Archive>
std::string try_search(Archive& archive, const question& q, std::vector<satchel::hit>& memory, std::uint32_t capacity,
                       bool count) {
  satchel::hit_list got(memory.data(), capacity);
  satchel::search_options how;
  how.count = count;
  if (const satchel::error e = archive.search(q.text, got, how))
    return std::string(satchel::message(e.code)) + " (" + satchel::name(e.part) + " " + std::to_string(e.where) + ")";
  return difference(q, got, capacity, count);
}

// All hits, with the total; the best ten without, so that articles are passed over; now and then other capacities.
template <class Archive>
std::string try_all(Archive& archive, const question& q, std::uint32_t articles, random_source& random) {
  std::vector<satchel::hit> memory(std::max(articles, 100u));
  std::string out = try_search(archive, q, memory, articles, true);
  if (out.empty()) out = try_search(archive, q, memory, 10, false);
  if (out.empty() && random.chance(10)) out = try_search(archive, q, memory, 10, true);
  constexpr std::array<std::uint32_t, 5> capacities = {0, 1, 2, 3, 100};
  if (out.empty() && random.chance(20)) {
    const std::uint32_t capacity = random.one_of(capacities);
    out = try_search(archive, q, memory, capacity, capacity == 0);
  }
  return out;
}

// What came of asking many questions. Keeps the first differences and then has enough.
class verdict {
 public:
  explicit verdict(std::string where) : where_(std::move(where)) {}

  void note(const question& q, const std::string& problem);
  bool enough() const { return problems_.size() >= 5; }
  // Fails with each difference, and when fewer questions were asked than should have been.
  void report(std::size_t questions) const;

 private:
  std::string where_;
  std::size_t asked_ = 0;
  std::vector<std::string> problems_;
};

}  // namespace oracle
