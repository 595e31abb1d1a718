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
struct outlook {
  std::uint32_t range = 0;  // first range, not before the asked one, in which an article can match
  std::uint64_t bound = 0;  // greatest score there, when that is the asked range
};

// Runs `plan`'s program over values of one type. `Algebra` has: Value none(), everything(), of(leaf number),
// Value both(a, b), either(a, b), negate(a).
template <class Value, class Algebra>
Value run_program(const query_plan& plan, Value* stack, Algebra& algebra) {
  Value* top = stack;  // first free
  for (std::uint32_t i = 0; i < plan.size.operations; ++i) {
    const step& s = plan.steps[i];
    switch (s.op) {
      case operation::leaf:
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
      case operation::plain:
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

// Early knowledge: which range can match next, and how high.
struct outlook_algebra {
  static constexpr std::uint32_t never = 0xffffffff;
  const leaf_run* leaves;
  std::uint32_t range;

  outlook none() const { return {never, 0}; }
  outlook everything() const { return {range, 0}; }
  outlook of(std::uint32_t l) const {
    const std::uint32_t next = leaves[l].next_range(range);
    return {next, next == range ? leaves[l].bound() : 0};
  }
  outlook both(outlook a, outlook b) const { return {a.range > b.range ? a.range : b.range, a.bound + b.bound}; }
  outlook either(outlook a, outlook b) const { return {a.range < b.range ? a.range : b.range, a.bound + b.bound}; }
  outlook negate(outlook) const { return {range, 0}; }
};

// The articles of one range that match.
struct match_algebra {
  leaf_run* leaves;

  range_bits none() const { return {}; }
  range_bits everything() const { return range_bits::all(); }
  range_bits of(std::uint32_t l) const { return leaves[l].bits(); }
  range_bits both(const range_bits& a, const range_bits& b) const { return a & b; }
  range_bits either(const range_bits& a, const range_bits& b) const { return a | b; }
  range_bits negate(const range_bits& a) const { return ~a; }
};

// The memory of a run, beside the leaves' own.
struct search_state {
  leaf_run* leaves = nullptr;
  std::uint32_t* order = nullptr;       // leaves, rarest first
  std::uint32_t* term_order = nullptr;  // terms likewise
  outlook* outlooks = nullptr;          // stack, plan.size.depth
  range_bits* matches = nullptr;        // stack, plan.size.depth
  std::uint32_t* scores = nullptr;      // range_size
};

// Any query, by its program.
class program_run {
 public:
  program_run(const query_plan& plan, search_state& state, std::uint32_t articles)
      : plan_(plan), state_(state), articles_(articles) {
    sort_leaves();
  }

  error next(std::uint32_t from, stretch& out, bool& more) {
    const std::uint32_t ranges = (articles_ + format::range_size - 1) / format::range_size;
    for (std::uint32_t range = from / format::range_size; range < ranges;) {
      for (std::uint32_t i = 0; i < plan_.size.leaves; ++i)
        if (error e = state_.leaves[i].enter(range)) return e;
      const outlook before = look(range);
      if (before.range == range) {
        out = {range * format::range_size, (range + 1) * format::range_size, before.bound};
        more = true;
        return {};
      }
      range = before.range;
    }
    more = false;
    return {};
  }

  error visit(const stretch& s, bool all, hit_list& out) { return visit(s.first / format::range_size, all, out); }

  error rewind() {
    for (std::uint32_t i = 0; i < plan_.size.leaves; ++i)
      if (error e = state_.leaves[i].rewind()) return e;
    return {};
  }

 private:
  // Scores an entered range, leaf after leaf, as long as an article of it can be among the best hits.
  error visit(std::uint32_t range, bool all, hit_list& out) {
    scored now{0, 0, true};
    for (std::uint32_t i = 0; i < plan_.size.leaves; ++i) now.rest += bound_of(state_.leaves[i], range);
    for (std::uint32_t i = 0; i < format::range_size; ++i) state_.scores[i] = 0;
    for (std::uint32_t i = 0; i < plan_.size.leaves && now.possible; ++i) {
      leaf_run& leaf = state_.leaves[state_.order[i]];
      if (error e = decode(leaf, range, now)) return e;
      if (!leaf.is_phrase() && now.possible)
        if (error e = match(leaf, range, all, out, now)) return e;
    }
    // Phrases cost most. Matching moves them on, so that what they look forward to is right only before.
    for (std::uint32_t i = 0; i < plan_.size.leaves && now.possible; ++i) {
      leaf_run& leaf = state_.leaves[state_.order[i]];
      if (leaf.is_phrase())
        if (error e = match(leaf, range, all, out, now)) return e;
    }
    if (now.possible) offer(range, out);
    return {};
  }

  // How far the scoring of a range is.
  struct scored {
    std::uint64_t rest;  // what the leaves to come can add
    std::uint32_t best;  // greatest score so far
    bool possible;       // an article of the range can still be among the best hits
  };

  error decode(leaf_run& leaf, std::uint32_t range, scored& now) {
    bool learned = false;
    if (error e = leaf.decode(range, learned)) return e;
    if (learned) now.possible = look(range).range == range;
    return {};
  }

  error match(leaf_run& leaf, std::uint32_t range, bool all, const hit_list& out, scored& now) {
    now.rest -= bound_of(leaf, range);
    const hit_list* sieve = all || plan_.size.leaves > 1 ? nullptr : &out;
    if (error e = leaf.match(range, state_.scores, sieve, now.best)) return e;
    now.possible = all || !hopeless(range * format::range_size, now.best + now.rest, out);
    return {};
  }

  static std::uint64_t bound_of(const leaf_run& leaf, std::uint32_t range) {
    return leaf.next_range(range) == range ? leaf.bound() : 0;
  }

  void sort_leaves() {
    for (std::uint32_t i = 0; i < plan_.size.leaves; ++i) {
      std::uint32_t at = i;
      for (; at > 0 && state_.leaves[state_.order[at - 1]].cost() > state_.leaves[i].cost(); --at)
        state_.order[at] = state_.order[at - 1];
      state_.order[at] = i;
    }
  }

  outlook look(std::uint32_t range) const {
    outlook_algebra algebra{state_.leaves, range};
    return run_program(plan_, state_.outlooks, algebra);
  }

  void offer(std::uint32_t range, hit_list& out) {
    const std::uint32_t first = range * format::range_size;
    match_algebra algebra{state_.leaves};
    const range_bits found = run_program(plan_, state_.matches, algebra);
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

// Runs a query whose leaves are attached.
inline error run_query(const query_plan& plan, search_state& state, term_run* terms, std::uint32_t articles,
                       const search_options& options, hit_list& out) {
  const auto run = [&](auto&& query, bool rewinds) { return best_first(query, out).run(options.count, rewinds); };
  // The other runs find the same, faster.
  const query_shape shape = shape_of(plan);
  if (shape == query_shape::other) return run(program_run(plan, state, articles), plan.size.prefixes == 0);
  if (shape == query_shape::one_word) return run(one_word_run(state.leaves[0]), true);
  const term_set set(state.leaves, plan.size.leaves, state.term_order, terms);
  set.expect(articles);
  if (shape == query_shape::any_word) return run(any_word_run(set, state.scores), true);
  // Few stretches have articles with all of the words, unless all are frequent: to look for the best of them first
  // takes longer, measured with tests/bench on Reuters and on an encyclopedia.
  const bool many = set.size() > 0 && set[0].postings.document_frequency() >= articles / 4;
  return run(all_run(state.leaves, plan.size.leaves, set, state.scores), many);
}

}  // namespace satchel::detail
