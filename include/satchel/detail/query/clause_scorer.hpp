// The clauses of a query at work: which articles of a range have a word, a phrase, a prefix, a date.
#pragma once

#include <satchel/detail/index/date_column.hpp>
#include <satchel/detail/index/document_set.hpp>
#include <satchel/detail/index/position_cursor.hpp>
#include <satchel/detail/index/term_cursor.hpp>
#include <satchel/detail/index/term_weight.hpp>
#include <satchel/detail/query/phrase_verifier.hpp>
#include <satchel/detail/query/query_plan.hpp>
#include <satchel/hits.hpp>
#include <satchel/text/slice.hpp>

#include <cstdint>
#include <cstring>
#include <string_view>

namespace satchel::detail {

// One term of a query, with its place in its posting list.
struct term_scorer {
  posting_cursor postings;
  position_cursor positions;
  std::uint32_t offset = 0;  // in its phrase
  std::uint32_t weight = 0;
  bool found = false;  // in the term dictionary
};

// What a prefix clause has beside a term: the greatest impact of any of its lists, for a window of articles.
struct prefix_window {
  std::uint8_t* impacts = nullptr;
  std::uint32_t size = 0;   // articles, a multiple of range_size
  std::uint32_t first = 0;  // article of impacts[0]
  std::uint32_t next = 0;   // first article, not before the entered range, with an impact, or the window's end
  bool filled = false;
};

class clause_scorer {
 public:
  static constexpr std::uint32_t never = 0xffffffff;

  // `scorers` are those of this clause's terms, their lists opened where the dictionary has them. Their weights come
  // from `statistics` where these know the term.
  void attach(const clause& what, term_scorer* scorers, std::uint32_t articles, const term_statistics& statistics) {
    what_ = what;
    texts_ = nullptr;
    scorers_ = scorers;
    articles_ = articles;
    weight_ = 0;
    cost_ = articles;
    rarest_ = 0;
    missing_ = false;
    for (std::uint32_t i = 0; i < what.terms && what.kind != clause_kind::prefix; ++i) {
      missing_ = missing_ || !scorers[i].found;
      if (!scorers[i].found) continue;
      const std::uint32_t df = scorers[i].postings.document_frequency();
      const std::uint32_t t = what.first_term + i;
      const std::uint32_t all = t < statistics.terms ? statistics.frequencies[t] : 0;
      scorers[i].weight = all == 0
                              ? term_weight(df, articles)
                              : term_weight(all < statistics.articles ? all : statistics.articles, statistics.articles);
      weight_ += scorers[i].weight;
      if (df < cost_) {
        cost_ = df;
        rarest_ = i;
      }
    }
    if (what.kind == clause_kind::prefix) weight_ = prefix_weight;
  }
  void attach_prefix(std::string_view key, term_cursor& terms, std::uint8_t* impacts, std::uint32_t size) {
    key_ = key;
    terms_ = &terms;
    window_ = {impacts, size, 0, 0, false};
  }
  void attach_dates(const date_column& dates, std::byte* buffer) { dates_.attach(dates, buffer); }

  // For phrases where lists have no positions of words.
  void attach_texts(phrase_verifier& texts, std::uint32_t position_unit) {
    texts_ = &texts;
    position_unit_ = position_unit;
  }

  bool is_phrase() const { return what_.kind == clause_kind::phrase; }
  bool missing() const { return missing_; }  // a term that no article has
  bool title() const { return what_.title; }
  std::uint32_t weight() const { return weight_; }
  std::uint32_t terms() const { return what_.terms; }
  term_scorer& term(std::uint32_t i) const { return scorers_[i]; }

  // Whether a word or phrase stands in an article as it was asked for, when all of its lists have the article in their
  // decoded blocks.
  error confirm(std::uint32_t article, bool& holds) {
    if (!is_phrase() && !what_.title) return {};
    for (std::uint32_t i = 0; i < what_.terms; ++i) scorers_[i].postings.stand_on(article);
    holds = in_titles();
    if (!holds || !is_phrase()) return {};
    holds = false;
    return adjacent(holds);
  }
  std::uint32_t cost() const { return missing_ ? 0 : cost_; }

  // Moves forward to a range. Ranges come in ascending order.
  error enter(std::uint32_t range) {
    const std::uint32_t first = range * format::range_size;
    if (missing_ || what_.kind == clause_kind::date) return {};
    if (what_.kind == clause_kind::prefix) return enter_window(first);
    for (std::uint32_t i = 0; i < what_.terms; ++i)
      if (error e = scorers_[i].postings.skip_to(first)) return e;
    return {};
  }

  // The first range, not before the entered one, in which an article can match.
  std::uint32_t next_range(std::uint32_t range) const {
    if (missing_) return never;
    if (what_.kind == clause_kind::date) return range;
    if (what_.kind == clause_kind::prefix) return window_.next >= articles_ ? never : window_.next / format::range_size;
    std::uint32_t next = range;
    for (std::uint32_t i = 0; i < what_.terms; ++i) {
      if (scorers_[i].postings.ended()) return never;
      const std::uint32_t r = scorers_[i].postings.next_possible() / format::range_size;
      if (r > next) next = r;
    }
    return next;
  }

  // The greatest score that it can give in the entered range.
  std::uint64_t bound() const {
    if (!what_.scores || what_.kind == clause_kind::date) return 0;
    if (what_.kind == clause_kind::prefix) return std::uint64_t{weight_} * format::impact_max;
    std::uint64_t sum = 0;
    for (std::uint32_t i = 0; i < what_.terms; ++i) {
      const posting_cursor& p = scorers_[i].postings;
      sum += std::uint64_t{scorers_[i].weight} * p.block().impact;
    }
    return sum;
  }

  // Decodes what it has in the range; `learned` when that made next_range more exact.
  error decode(std::uint32_t range, bool& learned) {
    if (missing_ || what_.kind == clause_kind::date || what_.kind == clause_kind::prefix) return {};
    const std::uint32_t first = range * format::range_size;
    for (std::uint32_t i = 0; i < what_.terms; ++i) {
      posting_cursor& p = scorers_[i].postings;
      if (p.decoded() || !p.may_hold(first + format::range_size)) continue;
      if (error e = p.decode()) return e;
      if (error e = p.skip_to(first)) return e;
      learned = true;
    }
    return {};
  }

  // Goes back to the first range. Not for prefixes, whose windows only move forward.
  error rewind() {
    for (std::uint32_t i = 0; i < what_.terms; ++i) {
      if (!scorers_[i].found) continue;
      if (error e = scorers_[i].postings.rewind()) return e;
    }
    return {};
  }

  // Finds the matching articles of the decoded range and adds their scores to scores[article % range_size]. With a
  // `threshold`, articles whose score in this clause would not enter it may be left out. `best` becomes the greatest
  // score that was seen.
  error match(std::uint32_t range, std::uint32_t* scores, const hit_list* threshold, std::uint32_t& best) {
    bits_ = {};
    if (missing_) return {};
    const std::uint32_t first = range * format::range_size;
    switch (what_.kind) {
      case clause_kind::word:
        return match_word(first, scores, best);
      case clause_kind::phrase:
        return match_phrase(first, scores, threshold, best);
      case clause_kind::prefix:
        match_prefix(first, scores, best);
        return {};
      case clause_kind::date:
        return dates_.match(range, what_.from, what_.to, bits_);
    }
    return {};
  }

  const document_set& bits() const { return bits_; }

 private:
  error match_word(std::uint32_t first, std::uint32_t* scores, std::uint32_t& best) {
    const std::uint32_t weight = what_.scores ? weight_ : 0;
    posting_cursor& p = scorers_[0].postings;
    return p.each_until(first + format::range_size,
                        [&](std::uint32_t article, std::uint32_t impact, std::uint32_t bucket) {
                          if (what_.title && !p.model().in_title(bucket)) return;
                          bits_.set(article - first);
                          std::uint32_t& score = scores[article - first];
                          score += weight * impact;
                          if (score > best) best = score;
                        });
  }

  error match_phrase(std::uint32_t first, std::uint32_t* scores, const hit_list* threshold, std::uint32_t& best) {
    std::uint32_t candidate = 0;
    for (;;) {
      // The next article that all terms have.
      for (std::uint32_t i = 0; i < what_.terms;) {
        posting_cursor& p = scorers_[i].postings;
        if (!p.decoded() || p.ended()) return {};
        while (p.article() < candidate || p.article() < first)
          if (!p.advance()) return {};
        if (p.article() - first >= format::range_size) return {};
        if (p.article() > candidate) {
          candidate = p.article();
          i = 0;
        } else {
          ++i;
        }
      }
      std::uint32_t score = 0;
      for (std::uint32_t i = 0; i < what_.terms && what_.scores; ++i)
        score += scorers_[i].weight * scorers_[i].postings.impact();
      bool found = false;
      if (in_titles() && (threshold == nullptr || threshold->takes({candidate, score})))
        if (error e = adjacent(found)) return e;
      if (found) {
        bits_.set(candidate - first);
        scores[candidate - first] += score;
        if (scores[candidate - first] > best) best = scores[candidate - first];
      }
      ++candidate;
    }
  }

  // Whether all lists stand on postings that the clause asks for.
  bool in_titles() const {
    for (std::uint32_t i = 0; i < what_.terms && what_.title; ++i)
      if (!scorers_[i].postings.in_title()) return false;
    return true;
  }

  // Whether the terms stand next to each other in the article on which all lists stand.
  error adjacent(bool& found) {
    if (texts_ == nullptr) return adjacent_positions(found);
    if (position_unit_ > 0) {
      if (error e = near_passages(found)) return e;
      if (!found) return {};
    }
    const auto list_of = [this](std::uint32_t i) { return scorers_[i].postings.place(); };
    return texts_->look(scorers_[0].postings.article(), what_, list_of, found);
  }

  // Whether there is a passage with the first term from which the others' are as far as their places ask.
  error near_passages(bool& near) {
    for (std::uint32_t i = 0; i < what_.terms; ++i)
      if (error e = scorers_[i].positions.open(scorers_[i].postings)) return e;
    position_cursor& first = scorers_[0].positions;
    for (near = false; !first.at_end() && !near;) {
      near = true;
      for (std::uint32_t i = 1; i < what_.terms && near; ++i) {
        position_cursor& p = scorers_[i].positions;
        const std::uint32_t least = first.position() + scorers_[i].offset / position_unit_;
        const std::uint32_t most = first.position() + (scorers_[i].offset + position_unit_ - 1) / position_unit_;
        while (!p.at_end() && p.position() < least)
          if (error e = p.next()) return e;
        near = !p.at_end() && p.position() <= most;
      }
      if (error e = first.next()) return e;
    }
    return {};
  }

  // Most articles do not have the phrase: already its rarest term and one other tell, and the others' positions need
  // not be decoded.
  error adjacent_positions(bool& found) {
    std::uint64_t start = 0;
    for (std::uint32_t i = 0, opened = 0; i < what_.terms;) {
      term_scorer& t = scorers_[i == 0 ? rarest_ : i <= rarest_ ? i - 1 : i];
      position_cursor& p = t.positions;
      if (i == opened) {
        if (error e = p.open(t.postings, what_.title)) return e;
        ++opened;
      }
      const std::uint64_t wanted = start + t.offset;
      while (!p.at_end() && p.position() < wanted)
        if (error e = p.next()) return e;
      if (p.at_end()) return {};
      if (p.position() > wanted) {
        start = p.position() - t.offset;
        i = 0;
      } else {
        ++i;
      }
    }
    found = true;
    return {};
  }

  void match_prefix(std::uint32_t first, std::uint32_t* scores, std::uint32_t& best) {
    const std::uint8_t* impacts = window_.impacts + (first - window_.first);
    for (std::uint32_t i = 0; i < format::range_size; ++i) {
      if (impacts[i] == 0) continue;
      bits_.set(i);
      if (what_.scores) scores[i] += weight_ * impacts[i];
      if (scores[i] > best) best = scores[i];
    }
  }

  error enter_window(std::uint32_t first) {
    if (!window_.filled || first - window_.first >= window_.size) {
      window_.first = first;
      if (error e = fill_window()) return e;
      window_.next = first;
    }
    if (window_.next < first) window_.next = first;
    const std::uint32_t end = window_.first + window_.size;
    while (window_.next < end && window_.impacts[window_.next - window_.first] == 0) ++window_.next;
    return {};
  }

  error fill_window() {
    std::memset(window_.impacts, 0, window_.size);
    window_.filled = true;
    posting_cursor& p = scorers_[0].postings;
    error e = terms_->seek(key_);
    for (; !e && terms_->valid() && text::starts_with(terms_->key(), key_); e = terms_->next()) {
      if (error f = p.open(terms_->list())) return f;
      for (;;) {
        if (error f = p.skip_to(window_.first)) return f;
        if (!p.may_hold(window_.first + window_.size)) break;
        if (error f = p.decode_articles()) return f;
        if (error f = p.skip_to(window_.first)) return f;
        auto raise = [&](std::uint32_t article, std::uint32_t impact, std::uint32_t bucket) {
          std::uint8_t& highest = window_.impacts[article - window_.first];
          if (highest < impact && (!what_.title || p.model().in_title(bucket)))
            highest = static_cast<std::uint8_t>(impact);
        };
        if (error f = p.each_until(window_.first + window_.size, raise)) return f;
        if (p.block().last - window_.first >= window_.size) break;
        if (error f = p.leave_block()) return f;
      }
    }
    return e;
  }

  clause what_;
  term_scorer* scorers_ = nullptr;
  term_cursor* terms_ = nullptr;
  std::string_view key_;
  prefix_window window_;
  date_cursor dates_;
  phrase_verifier* texts_ = nullptr;
  std::uint32_t position_unit_ = 1;
  document_set bits_;
  std::uint32_t articles_ = 0, weight_ = 0, cost_ = 0, rarest_ = 0;
  bool missing_ = false;
};

}  // namespace satchel::detail
