// Where the clauses of a query stand in texts, and which passage of an article shows the best of them.
#pragma once

#include <satchel/article.hpp>
#include <satchel/detail/base/callback.hpp>
#include <satchel/detail/query/form_matcher.hpp>
#include <satchel/detail/query/query_plan.hpp>
#include <satchel/snippet.hpp>
#include <satchel/span.hpp>
#include <satchel/text/analyzer.hpp>
#include <satchel/text/slice.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace satchel::detail {

// A term of the query, as a text is searched for it.
struct wanted_term {
  list_address list;
  bool found = false;        // the archive has the term, as a word
  std::uint32_t weight = 0;  // of the whole clause, at its first term; 0: the clause is not looked for
  bool ends_here = false;    // the terms of its phrase up to this one end with the token before
};

// A place in a text that a clause of the query asks for.
struct clause_match {
  std::uint32_t begin = 0, end = 0;  // bytes; none: no clause asks for it
  std::uint32_t first_term = 0;      // of the clause

  bool none() const { return end == 0; }
};

// Where a query's words, prefixes and phrases stand in texts. `recent` has room for as many tokens as the query has
// terms, and for one at least: a phrase is known with its last token, and begins so many before it.
struct highlighter {
  const query_plan& plan;
  wanted_term* wanted;   // one a term
  clause_match* recent;  // what is known of the latest tokens
  form_matcher forms;

  std::uint32_t longest() const { return plan.longest_phrase > 0 ? plan.longest_phrase : 1; }
};

// Walks over the places in a text that the query's clauses ask for, by their begins. One at a time.
class match_walk {
 public:
  match_walk(std::string_view text, highlighter& query) : tokens_(text), query_(query) {
    for (std::uint32_t t = 0; t < query.plan.size.terms; ++t) query.wanted[t].ends_here = false;
  }

  // Puts the next place into `out`, and none behind the last one.
  error next(clause_match& out) {
    for (;;) {
      // The ring holds as many tokens as the longest phrase has: no later match can begin with the oldest of them.
      while (count_ > 0 && (ended_ || count_ == query_.longest())) {
        out = recent(count_ - 1);
        --count_;
        if (!out.none()) return {};
      }
      text::token token;
      if (ended_ || !tokens_.next(token)) {
        ended_ = true;
        if (count_ > 0) continue;
        out = {};
        return {};
      }
      ++count_;
      newest_ = (newest_ + 1) % query_.longest();
      recent(0) = {static_cast<std::uint32_t>(token.begin), 0, 0};
      query_.forms.start(token, format::key_tag::word);
      for (std::uint32_t l = 0; l < query_.plan.size.clauses; ++l)
        if (error e = look(query_.plan.clauses[l], static_cast<std::uint32_t>(token.end))) return e;
    }
  }

 private:
  // What is known of the token that came so many before the newest.
  clause_match& recent(std::uint32_t before) {
    return query_.recent[(newest_ + query_.longest() - before) % query_.longest()];
  }

  // Whether a place of the clause ends with the newest token.
  error look(const clause& c, std::uint32_t end) {
    const std::uint32_t first = c.first_term;
    if (c.terms == 0 || query_.wanted[first].weight == 0) return {};
    bool ends = false;
    if (c.kind == clause_kind::prefix) {
      ends = query_.forms.starts_with(query_.plan.key(first));
    } else {
      for (std::uint32_t t = first + c.terms; t-- > first;) {
        bool& here = query_.wanted[t].ends_here;
        here = t == first || query_.wanted[t - 1].ends_here;
        if (!here) continue;
        if (error e = query_.forms.is_form(query_.plan.key(t), query_.wanted[t].list, here)) return e;
      }
      ends = query_.wanted[first + c.terms - 1].ends_here;
    }
    if (!ends) return {};
    clause_match& place = recent(c.terms - 1);
    if (end > place.end) place = {place.begin, end, first};
    return {};
  }

  text::tokenizer tokens_;
  highlighter& query_;
  std::uint32_t newest_ = 0, count_ = 0;  // of the tokens in query_.recent that were not yet given
  bool ended_ = false;
};

// Walks over the same places. Those that touch are one: a word in a phrase, pairs of unspaced scripts.
class mark_walk {
 public:
  mark_walk(std::string_view text, highlighter& query) : places_(text, query) {}

  // Puts the next place into `out`; behind the last one, a place that ends at 0.
  error next(snippet::mark& out) {
    if (next_.none())
      if (error e = places_.next(next_)) return e;
    out = {next_.begin, next_.end};
    while (!next_.none() && next_.begin <= out.end) {
      if (next_.end > out.end) out.end = next_.end;
      if (error e = places_.next(next_)) return e;
    }
    return {};
  }

 private:
  match_walk places_;
  clause_match next_;  // was not yet given
};

// A part of a piece, and whether a clause of the query asks for it; false: no more.
using takes_part = callback<bool(const piece&, bool)>;

// Gives a piece in parts: what the query asks for, and what lies between.
inline error split_at_marks(const piece& p, highlighter& query, const takes_part& take, bool& more) {
  const auto give = [&](std::size_t begin, std::size_t end, bool match) {
    piece part = p;
    part.text = text::slice(p.text, begin, end - begin);
    part.first = p.first && begin == 0;
    part.last = p.last && end == p.text.size();
    more = take(part, match);
  };
  mark_walk walk(p.text, query);
  std::size_t at = 0;
  more = true;
  for (;;) {
    snippet::mark place;
    if (error e = walk.next(place)) return e;
    const bool found = place.end > 0;
    const std::size_t begin = found ? place.begin : p.text.size();
    if (begin > at || p.text.empty()) give(at, begin, false);
    if (!more || !found) return {};
    give(begin, place.end, true);
    if (!more) return {};
    at = place.end;
  }
}

// The place of a passage: the n-th shown piece part of the article, and a byte range in it.
struct passage {
  std::uint32_t part = 0;
  std::size_t begin = 0, end = 0;
  std::uint64_t score = 0;
  bool any = false;  // the article has text
};

// Looks through the parts of an article, in order, for the passage with the heaviest different clauses.
class passage_finder {
 public:
  passage_finder(highlighter& query, std::size_t room) : query_(query), room_(room) {}

  error look(std::string_view text) {
    if (!best_.any) best_ = {part_, 0, 0, 0, true};
    count_ = 0;
    match_walk places(text, query_);
    clause_match place;
    for (;;) {
      if (error e = places.next(place)) return e;
      if (place.none()) break;
      if (place.end - place.begin > room_) {  // would be cut, and then not marked: only where nothing fits
        if (best_.score == 0) best_ = {part_, place.begin, place.end, 1, true};
        continue;
      }
      while (count_ > 0 && (count_ == recent_max || place.end > recent_[0].begin + room_)) drop_first();
      recent_[count_++] = place;
      const std::uint64_t score = score_recent();
      if (score > best_.score) best_ = {part_, recent_[0].begin, end_of_recent(), score, true};
    }
    ++part_;
    return {};
  }

  const passage& best() const { return best_; }

 private:
  static constexpr std::uint32_t recent_max = 16;

  void drop_first() {
    --count_;
    std::memmove(recent_, recent_ + 1, count_ * sizeof recent_[0]);
  }

  std::size_t end_of_recent() const {
    std::size_t end = 0;
    for (std::uint32_t i = 0; i < count_; ++i) end = recent_[i].end > end ? recent_[i].end : end;
    return end;
  }

  // Different clauses count by their weight, repeated ones a sixteenth of it.
  std::uint64_t score_recent() const {
    std::uint64_t sum = 0;
    for (std::uint32_t i = 0; i < count_; ++i) {
      bool again = false;
      for (std::uint32_t j = 0; j < i; ++j) again = again || recent_[j].first_term == recent_[i].first_term;
      const std::uint64_t weight = query_.wanted[recent_[i].first_term].weight;
      sum += again ? weight : weight * 16;
    }
    return sum;
  }

  highlighter& query_;
  std::size_t room_;
  passage best_;
  std::uint32_t part_ = 0, count_ = 0;
  clause_match recent_[recent_max];
};

inline bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

// Widens a passage to fill `room` bytes, a third of the rest before it, and moves its ends to word boundaries.
inline void widen(std::string_view text, std::size_t room, passage& p) {
  if (text.size() <= room) {
    p.begin = 0;
    p.end = text.size();
    return;
  }
  // The text may be another than the one in which the passage was found, when the storage changes what it gives.
  if (p.end > text.size()) p.end = text.size();
  if (p.begin > p.end) p.begin = p.end;
  std::size_t begin = p.begin, end = p.end;
  if (end - begin > room) end = begin + room;
  const std::size_t before = (room - (end - begin)) / 3;
  begin = begin > before ? begin - before : 0;
  if (begin + room > text.size()) begin = text.size() - room;
  end = begin + room;
  // To the next blank on the inside, but never into the passage; scripts without blanks: to a code point.
  std::size_t at = begin;
  while (at > 0 && at < p.begin && !is_blank(text[at - 1])) ++at;
  if (at < p.begin || at == 0) begin = at;
  while (begin < end && (static_cast<unsigned char>(text[begin]) & 0xC0) == 0x80) ++begin;
  if (end < text.size()) {
    at = end;
    while (at > p.end && at > begin && !is_blank(text[at])) --at;
    if (at > p.end && at > begin) end = at;
    while (end > begin && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  }
  p.begin = begin;
  p.end = end;
}

// Copies a passage with its white space folded, and marks what the query asks for.
inline error write_snippet(std::string_view part, const passage& p, highlighter& query, span<char> buffer,
                           snippet& out) {
  std::size_t size = 0;
  for (std::size_t i = p.begin; i < p.end && size < buffer.size; ++i) {
    const char c = is_blank(part[i]) ? ' ' : part[i];
    if (c == ' ' && (size == 0 || buffer[size - 1] == ' ')) continue;
    buffer[size++] = c;
  }
  while (size > 0 && buffer[size - 1] == ' ') --size;
  out.text = {buffer.data, size};
  out.starts_cut = p.begin > 0;
  out.ends_cut = p.end < part.size();
  mark_walk walk(out.text, query);
  for (; out.marks < snippet::marks_max; ++out.marks) {
    if (error e = walk.next(out.at[out.marks])) return e;
    if (out.at[out.marks].end == 0) return {};
  }
  return {};
}

}  // namespace satchel::detail
