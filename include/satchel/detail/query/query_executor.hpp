// Running a compiled query, passing over what cannot be among the best hits.
#pragma once

#include <satchel/detail/query/clause_scorer.hpp>
#include <satchel/detail/query/query_plan.hpp>
#include <satchel/detail/query/top_k.hpp>
#include <satchel/detail/query/word_executors.hpp>
#include <satchel/hits.hpp>

#include <cstdint>

namespace satchel::detail {

// What is known of a part of the query before postings are decoded.
struct upper_bound {
  std::uint32_t range = 0;  // first range, not before the asked one, in which an article can match
  std::uint64_t bound = 0;  // greatest score there, when that is the asked range
};

// Runs `plan`'s program over values of one type. `Algebra` has: Value none(), everything(), of(clause number),
// Value both(a, b), either(a, b), negate(a).
template <class Value, class Algebra>
Value run_program(const query_plan& plan, Value* stack, Algebra& algebra) {
  Value* top = stack;  // first free
  for (std::uint32_t i = 0; i < plan.size.operations; ++i) {
    const step& s = plan.steps[i];
    switch (s.op) {
      case operation::clause:
        *top++ = algebra.of(s.argument);
        break;
      case operation::both:
        --top;
        top[-1] = algebra.both(top[-1], top[0]);
        break;
      case operation::either:
        --top;
        top[-1] = algebra.either(top[-1], top[0]);
        break;
      case operation::negate:
        top[-1] = algebra.negate(top[-1]);
        break;
      case operation::begin:
        *top++ = algebra.none();
        *top++ = algebra.everything();
        break;
      case operation::should:
        --top;
        top[-2] = algebra.either(top[-2], top[0]);
        break;
      case operation::must:
        --top;
        top[-1] = algebra.both(top[-1], top[0]);
        break;
      case operation::end:
        --top;
        top[-1] = s.argument == 1 ? algebra.both(top[-1], top[0]) : top[0];
        break;
    }
  }
  return stack[0];
}

// Bounds that are known before postings are decoded: the next range that can match, and the greatest score there.
struct bound_algebra {
  static constexpr std::uint32_t never = 0xffffffff;
  const clause_scorer* clauses;
  std::uint32_t range;

  upper_bound none() const { return {never, 0}; }
  upper_bound everything() const { return {range, 0}; }
  upper_bound of(std::uint32_t l) const {
    const std::uint32_t next = clauses[l].next_range(range);
    return {next, next == range ? clauses[l].bound() : 0};
  }
  upper_bound both(upper_bound a, upper_bound b) const {
    return {a.range > b.range ? a.range : b.range, a.bound + b.bound};
  }
  upper_bound either(upper_bound a, upper_bound b) const {
    return {a.range < b.range ? a.range : b.range, a.bound + b.bound};
  }
  upper_bound negate(upper_bound) const { return {range, 0}; }
};

// The articles of one range that match.
struct match_algebra {
  clause_scorer* clauses;

  document_set none() const { return {}; }
  document_set everything() const { return document_set::all(); }
  document_set of(std::uint32_t l) const { return clauses[l].bits(); }
  document_set both(const document_set& a, const document_set& b) const { return a & b; }
  document_set either(const document_set& a, const document_set& b) const { return a | b; }
  document_set negate(const document_set& a) const { return ~a; }
};

// The memory of an executor, beside the clauses' own.
struct search_state {
  clause_scorer* clauses = nullptr;
  std::uint32_t* order = nullptr;       // clauses, rarest first
  std::uint32_t* term_order = nullptr;  // terms likewise
  upper_bound* upper_bounds = nullptr;  // stack, plan.size.depth
  document_set* matches = nullptr;      // stack, plan.size.depth
  std::uint32_t* scores = nullptr;      // range_size
};

// Any query, by its program.
class query_executor {
 public:
  query_executor(const query_plan& plan, search_state& state, std::uint32_t articles)
      : plan_(plan), state_(state), articles_(articles) {
    sort_clauses();
  }

  error next(std::uint32_t from, document_range& out) {
    const std::uint32_t ranges = (articles_ + format::range_size - 1) / format::range_size;
    for (std::uint32_t range = from / format::range_size; range < ranges;) {
      for (std::uint32_t i = 0; i < plan_.size.clauses; ++i)
        if (error e = state_.clauses[i].enter(range)) return e;
      const upper_bound before = look(range);
      if (before.range == range) {
        out = {range * format::range_size, (range + 1) * format::range_size, before.bound};
        return {};
      }
      range = before.range;
    }
    out = {};
    return {};
  }

  error visit(const document_range& s, bool all, hit_list& out) {
    return visit(s.first / format::range_size, all, out);
  }

  error rewind() {
    for (std::uint32_t i = 0; i < plan_.size.clauses; ++i)
      if (error e = state_.clauses[i].rewind()) return e;
    return {};
  }

 private:
  // Scores an entered range, clause after clause, as long as an article of it can be among the best hits.
  error visit(std::uint32_t range, bool all, hit_list& out) {
    scored now{0, 0, true};
    for (std::uint32_t i = 0; i < plan_.size.clauses; ++i) now.rest += bound_of(state_.clauses[i], range);
    for (std::uint32_t i = 0; i < format::range_size; ++i) state_.scores[i] = 0;
    for (std::uint32_t i = 0; i < plan_.size.clauses && now.possible; ++i) {
      clause_scorer& clause = state_.clauses[state_.order[i]];
      if (error e = decode(clause, range, now)) return e;
      if (!clause.is_phrase() && now.possible)
        if (error e = match(clause, range, all, out, now)) return e;
    }
    // Phrases come last: they cost most, and matching moves their cursors, which look() above still needs in place.
    for (std::uint32_t i = 0; i < plan_.size.clauses && now.possible; ++i) {
      clause_scorer& clause = state_.clauses[state_.order[i]];
      if (clause.is_phrase())
        if (error e = match(clause, range, all, out, now)) return e;
    }
    if (now.possible) offer(range, out);
    return {};
  }

  // How far the scoring of a range is.
  struct scored {
    std::uint64_t rest;  // what the clauses to come can add
    std::uint32_t best;  // greatest score so far
    bool possible;       // an article of the range can still be among the best hits
  };

  error decode(clause_scorer& clause, std::uint32_t range, scored& now) {
    bool learned = false;
    if (error e = clause.decode(range, learned)) return e;
    if (learned) now.possible = look(range).range == range;
    return {};
  }

  error match(clause_scorer& clause, std::uint32_t range, bool all, const hit_list& out, scored& now) {
    now.rest -= bound_of(clause, range);
    const hit_list* threshold = all || plan_.size.clauses > 1 ? nullptr : &out;
    if (error e = clause.match(range, state_.scores, threshold, now.best)) return e;
    now.possible = all || !below_threshold(range * format::range_size, now.best + now.rest, out);
    return {};
  }

  static std::uint64_t bound_of(const clause_scorer& clause, std::uint32_t range) {
    return clause.next_range(range) == range ? clause.bound() : 0;
  }

  void sort_clauses() {
    for (std::uint32_t i = 0; i < plan_.size.clauses; ++i) {
      std::uint32_t at = i;
      for (; at > 0 && state_.clauses[state_.order[at - 1]].cost() > state_.clauses[i].cost(); --at)
        state_.order[at] = state_.order[at - 1];
      state_.order[at] = i;
    }
  }

  upper_bound look(std::uint32_t range) const {
    bound_algebra algebra{state_.clauses, range};
    return run_program(plan_, state_.upper_bounds, algebra);
  }

  void offer(std::uint32_t range, hit_list& out) {
    const std::uint32_t first = range * format::range_size;
    match_algebra algebra{state_.clauses};
    const document_set found = run_program(plan_, state_.matches, algebra);
    const std::uint32_t count = articles_ - first < format::range_size ? articles_ - first : format::range_size;
    found.for_each(count, [&](std::uint32_t i) {
      ++out.total;
      out.offer({first + i, state_.scores[i]});
    });
  }

  const query_plan& plan_;
  search_state& state_;
  std::uint32_t articles_;
};

// Runs a query whose clauses are attached.
inline error run_query(const query_plan& plan, search_state& state, term_scorer* terms, std::uint32_t articles,
                       const search_options& options, hit_list& out) {
  const auto run = [&](auto&& query, bool rewinds) { return top_k(query, out).run(options.count, rewinds); };
  // The other executors find the same, faster.
  const query_shape shape = shape_of(plan);
  if (shape == query_shape::other) return run(query_executor(plan, state, articles), plan.size.prefixes == 0);
  if (shape == query_shape::one_word) return run(one_word_executor(state.clauses[0]), true);
  const term_set set(state.clauses, plan.size.clauses, state.term_order, terms);
  set.expect(articles);
  if (shape == query_shape::any_word) return run(any_word_executor(set, state.scores), true);
  // Few document ranges have articles with all of the words, unless all are frequent: to look for the best of them
  // first takes longer, measured with tests/bench on Reuters and on an encyclopedia.
  const bool many = set.size() > 0 && set[0].postings.document_frequency() >= articles / 4;
  return run(all_words_executor(state.clauses, plan.size.clauses, set, state.scores), many);
}

}  // namespace satchel::detail
