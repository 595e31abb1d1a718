// The usual queries, which need no program: one word, any of some words, all of some words and phrases.
#pragma once

#include <satchel/detail/index/document_set.hpp>
#include <satchel/detail/query/clause_scorer.hpp>
#include <satchel/detail/query/query_plan.hpp>
#include <satchel/detail/query/top_k.hpp>
#include <satchel/hits.hpp>

#include <cstdint>
#include <cstring>

namespace satchel::detail {

// Which of these a query is.
enum class query_shape : std::uint8_t { one_word, any_word, all, other };

inline query_shape shape_of(const query_plan& plan) {
  bool should = false, must = false;
  for (std::uint32_t i = 0; i < plan.size.operations; ++i) switch (plan.steps[i].op) {
      case operation::should:
        should = true;
        break;
      case operation::must:
      case operation::both:
        must = true;
        break;
      case operation::either:
      case operation::negate:
        return query_shape::other;
      default:
        break;
    }
  if (should && must) return query_shape::other;
  for (std::uint32_t i = 0; i < plan.size.clauses; ++i) {
    const clause_kind kind = plan.clauses[i].kind;
    if (kind != clause_kind::word && (should || kind != clause_kind::phrase)) return query_shape::other;
  }
  return plan.size.clauses == 1 && plan.clauses[0].kind == clause_kind::word ? query_shape::one_word
         : should                                                            ? query_shape::any_word
                                                                             : query_shape::all;
}

// One word: the blocks of its list are the document ranges.
class one_word_executor {
 public:
  explicit one_word_executor(clause_scorer& clause) : clause_(clause), postings_(clause.term(0).postings) {}

  error next(std::uint32_t from, document_range& out) {
    out = {};
    if (clause_.missing()) return {};
    if (error e = postings_.skip_to(from)) return e;
    if (postings_.ended()) return {};
    const posting_block& c = postings_.block();
    out = {c.first > from ? c.first : from, c.last + 1, std::uint64_t{clause_.weight()} * c.impact};
    return {};
  }

  error visit(const document_range& s, bool all, hit_list& out) {
    if (error e = postings_.decode()) return e;
    if (error e = postings_.skip_to(s.first)) return e;
    const std::uint32_t weight = clause_.weight();
    const bool title = clause_.title();
    // An impact that is too small for the best hits is skipped without looking at its article.
    const bool prunes = !all && weight > 0 && out.capacity() > 0;
    std::uint32_t least = prunes && out.full() ? out.worst().score / weight : 0;
    return postings_.each_until(s.end, [&](std::uint32_t article, std::uint32_t impact, std::uint32_t bucket) {
      if (impact < least || (title && !postings_.model().in_title(bucket))) return;
      ++out.total;
      out.offer({article, weight * impact});
      if (prunes && out.full()) least = out.worst().score / weight;
    });
  }

  error rewind() { return clause_.rewind(); }

 private:
  clause_scorer& clause_;
  posting_cursor& postings_;
};

// The terms of several clauses, range by range.
class term_set {
 public:
  // `order` has room for the terms. Terms that no article has are left out.
  term_set(clause_scorer* clauses, std::uint32_t count, std::uint32_t* order, term_scorer* terms)
      : clauses_(clauses), clause_count_(count), terms_(terms), order_(order) {
    for (std::uint32_t l = 0; l < count; ++l)
      for (std::uint32_t t = 0; t < clauses[l].terms(); ++t)
        add(static_cast<std::uint32_t>(&clauses[l].term(t) - terms));
  }

  std::uint32_t size() const { return size_; }
  // The rarest first.
  term_scorer& operator[](std::uint32_t i) const { return terms_[order_[i]]; }

  // Tells the storage which blocks will be read. Of words that most articles have, many blocks of all but the rarest
  // are passed over.
  void expect(std::uint32_t articles) const {
    for (std::uint32_t i = size_; i-- > 0;)
      if (i == 0 || terms_[order_[0]].postings.document_frequency() <= articles / 2)
        terms_[order_[i]].postings.expect_blocks();
  }

  static std::uint64_t bound(const term_scorer& t) { return std::uint64_t{t.weight} * t.postings.block().impact; }
  static bool may_hold(const term_scorer& t, const document_range& s) { return t.postings.may_hold(s.end); }

  // Decodes the articles that the term has in the document range, on which it stands.
  static error decode_articles(term_scorer& t, const document_range& s) {
    if (t.postings.decoded() || !may_hold(t, s)) return {};
    if (error e = t.postings.decode_articles()) return e;
    return t.postings.skip_to(s.first);
  }
  error rewind() const {
    for (std::uint32_t l = 0; l < clause_count_; ++l)
      if (error e = clauses_[l].rewind()) return e;
    return {};
  }

 private:
  void add(std::uint32_t t) {
    if (!terms_[t].found) return;
    const auto df = [&](std::uint32_t of) { return terms_[of].postings.document_frequency(); };
    std::uint32_t at = size_++;
    for (; at > 0 && df(order_[at - 1]) > df(t); --at) order_[at] = order_[at - 1];
    order_[at] = t;
  }

  clause_scorer* clauses_;
  std::uint32_t clause_count_;
  term_scorer* terms_;
  std::uint32_t* order_;
  std::uint32_t size_ = 0;
};

inline document_range range_of(std::uint32_t article) {
  const std::uint32_t first = article / format::range_size * format::range_size;
  return {first, first + format::range_size, 0};
}

// Any of some words.
class any_word_executor {
 public:
  any_word_executor(const term_set& terms, std::uint32_t* scores) : terms_(terms), scores_(scores) {}

  error next(std::uint32_t from, document_range& out) {
    out = {};
    std::uint32_t first = 0xffffffff;
    for (std::uint32_t i = 0; i < terms_.size(); ++i) {
      posting_cursor& p = terms_[i].postings;
      if (error e = p.skip_to(from)) return e;
      if (p.ended()) continue;
      const std::uint32_t possible = p.next_possible() > from ? p.next_possible() : from;
      if (possible < first) first = possible;
    }
    if (first == 0xffffffff) return {};
    out = range_of(first);
    for (std::uint32_t i = 0; i < terms_.size(); ++i)
      if (terms_.may_hold(terms_[i], out)) out.bound += terms_.bound(terms_[i]);
    return {};
  }

  error visit(const document_range& s, bool all, hit_list& out) {
    std::memset(scores_, 0, format::range_size * sizeof *scores_);
    std::uint64_t rest = s.bound;
    std::uint32_t best = 0;
    document_set found;
    for (std::uint32_t i = 0; i < terms_.size(); ++i) {
      term_scorer& t = terms_[i];
      if (!terms_.may_hold(t, s)) continue;
      rest -= terms_.bound(t);
      if (error e = terms_.decode_articles(t, s)) return e;
      const std::uint32_t weight = t.weight;
      auto add = [&](std::uint32_t article, std::uint32_t impact, std::uint32_t) {
        const std::uint32_t at = article - s.first;
        found.set(at);
        scores_[at] += weight * impact;
        best = scores_[at] > best ? scores_[at] : best;
      };
      if (error e = t.postings.each_until(s.end, add)) return e;
      if (!all && below_threshold(s.first, best + rest, out)) return {};
    }
    found.for_each(format::range_size, [&](std::uint32_t i) {
      ++out.total;
      out.offer({s.first + i, scores_[i]});
    });
    return {};
  }

  error rewind() { return terms_.rewind(); }

 private:
  const term_set& terms_;
  std::uint32_t* scores_;
};

// All of some words and phrases.
class all_words_executor {
 public:
  all_words_executor(clause_scorer* clauses, std::uint32_t count, const term_set& terms, std::uint32_t* scores)
      : clauses_(clauses), count_(count), terms_(terms), scores_(scores) {
    for (std::uint32_t l = 0; l < count; ++l) missing_ = missing_ || clauses[l].missing();
  }

  error next(std::uint32_t from, document_range& out) {
    out = {};
    for (std::uint32_t i = 0; i < terms_.size() && !missing_;) {
      posting_cursor& p = terms_[i].postings;
      if (error e = p.skip_to(from)) return e;
      if (p.ended()) return {};
      const std::uint32_t range = p.next_possible() / format::range_size * format::range_size;
      if (range > from) {  // the others have to go there too
        from = range;
        i = 0;
      } else {
        ++i;
      }
    }
    if (missing_) return {};
    out = range_of(from);
    for (std::uint32_t i = 0; i < terms_.size(); ++i) out.bound += terms_.bound(terms_[i]);
    return {};
  }

  error visit(const document_range& s, bool all, hit_list& out) {
    // The rarest term tells how high the scores can be, before the others are decoded.
    candidates found;
    std::uint64_t rest = s.bound;
    if (error e = score_first(s, all, out, found, rest)) return e;
    for (std::uint32_t i = 1; i < terms_.size() && found.count > 0; ++i) {
      term_scorer& t = terms_[i];
      posting_cursor& p = t.postings;
      if (error e = terms_.decode_articles(t, s)) return e;
      if (!p.may_hold(s.end)) return {};
      std::uint8_t index[format::range_size];  // of the candidates' postings
      found.count = p.intersect(s.first, found.at, found.count, index);
      if (found.count == 0) return {};
      rest -= terms_.bound(t);
      const std::uint32_t least = least_score(all, out, rest);
      if (error e = p.add_scores(index, found.at, found.count, t.weight, scores_)) return e;
      std::uint32_t n = 0;
      for (std::uint32_t k = 0; k < found.count; ++k) {
        found.at[n] = found.at[k];
        n += scores_[found.at[k]] >= least ? 1 : 0;
      }
      found.count = n;
    }
    for (std::uint32_t k = 0; k < found.count; ++k) {
      const hit h{s.first + found.at[k], scores_[found.at[k]]};
      if (!all && !out.takes(h)) continue;
      bool holds = true;
      for (std::uint32_t l = 0; l < count_ && holds; ++l)
        if (error e = clauses_[l].confirm(h.article, holds)) return e;
      if (!holds) continue;
      ++out.total;
      out.offer(h);
    }
    return {};
  }

  error rewind() { return terms_.rewind(); }

 private:
  // Articles of a range, ascending, counted from its first; scores_ has their scores so far.
  struct candidates {
    std::uint32_t count = 0;
    std::uint8_t at[format::range_size];
  };

  // The least score so far of an article that can still be among the best hits, when lists to come add at most `rest`.
  static std::uint32_t least_score(bool all, const hit_list& out, std::uint64_t rest) {
    if (all || out.capacity() == 0 || !out.full() || out.worst().score <= rest) return 0;
    return out.worst().score - static_cast<std::uint32_t>(rest);
  }

  error score_first(const document_range& s, bool all, const hit_list& out, candidates& found, std::uint64_t& rest) {
    if (terms_.size() == 0) return {};
    term_scorer& t = terms_[0];
    rest -= terms_.bound(t);
    if (error e = terms_.decode_articles(t, s)) return e;
    const std::uint32_t least = least_score(all, out, rest);
    return t.postings.each_until(s.end, [&](std::uint32_t article, std::uint32_t impact, std::uint32_t) {
      const auto at = static_cast<std::uint8_t>(article - s.first);
      const std::uint32_t score = scores_[at] = t.weight * impact;
      found.at[found.count] = at;
      found.count += score >= least ? 1 : 0;
    });
  }

  clause_scorer* clauses_;
  std::uint32_t count_;
  const term_set& terms_;
  std::uint32_t* scores_;
  bool missing_ = false;
};

}  // namespace satchel::detail
