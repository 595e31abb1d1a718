// Which tokens of a text are words of the query, and which passage of an article holds the best of them.
#pragma once

#include <satchel/article.hpp>
#include <satchel/detail/base/callback.hpp>
#include <satchel/detail/index/term_cursor.hpp>
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

// A word of the query, as the text is searched for it.
struct wanted_term {
  list_place list;
  std::uint32_t weight = 0;  // 0: not looked for
  bool prefix = false;
};

// Tells which tokens are forms of the query's words.
class token_matcher {
 public:
  token_matcher(const query_plan& plan, const wanted_term* wanted, term_cursor& terms)
      : plan_(plan), wanted_(wanted), terms_(terms) {}

  // Index of the query's term that the token is a form of, -1 for none.
  error match(const text::token& token, int& out) {
    out = -1;
    bool looked_up = false, found = false;
    char key[1 + text::max_term_bytes];
    for (std::uint32_t t = 0; t < plan_.size.terms; ++t) {
      if (wanted_[t].weight == 0) continue;
      const std::string_view term = text::slice(plan_.key(t), 1);
      const bool same = wanted_[t].prefix ? text::starts_with(token.term, term) : token.term == term;
      if (same) {
        out = static_cast<int>(t);
        return {};
      }
      // Other forms of the word share its list. Stemmers cut ends: only words that begin alike are worth a look.
      if (wanted_[t].prefix || token.unspaced || !alike(token.term, term)) continue;
      if (!looked_up) {
        key[0] = static_cast<char>(format::key_tag::word);
        std::memcpy(key + 1, token.term.data(), token.term.size());
        if (error e = terms_.find({key, token.term.size() + 1}, found)) return e;
        looked_up = true;
      }
      if (found && terms_.list() == wanted_[t].list) {
        out = static_cast<int>(t);
        return {};
      }
    }
    return {};
  }

 private:
  static bool alike(std::string_view a, std::string_view b) {
    const std::size_t shorter = a.size() < b.size() ? a.size() : b.size();
    const std::size_t n = shorter < 3 ? shorter : 3;
    return std::memcmp(a.data(), b.data(), n) == 0;
  }

  const query_plan& plan_;
  const wanted_term* wanted_;
  term_cursor& terms_;
};

// Walks over the places of the query's words in a text. Places that touch are one: pairs of unspaced scripts overlap.
class mark_walk {
 public:
  mark_walk(std::string_view text, token_matcher& matcher) : tokens_(text), matcher_(matcher) {}

  // Puts the next place into `out`; `more` is false behind the last one.
  error next(snippet::mark& out, bool& more) {
    more = false;
    for (;;) {
      if (!ahead_) {
        if (error e = find()) return e;
        if (!ahead_) return {};
      }
      if (more && next_.begin > out.end) return {};
      if (!more) out.begin = next_.begin;
      out.end = next_.end;
      more = true;
      ahead_ = false;
    }
  }

 private:
  error find() {
    text::token token;
    while (!ahead_ && tokens_.next(token)) {
      int term = -1;
      if (error e = matcher_.match(token, term)) return e;
      ahead_ = term >= 0;
    }
    next_ = {static_cast<std::uint32_t>(token.begin), static_cast<std::uint32_t>(token.end)};
    return {};
  }

  text::tokenizer tokens_;
  token_matcher& matcher_;
  snippet::mark next_;
  bool ahead_ = false;  // next_ was found and not yet given
};

// A part of a piece, and whether it is a word of the query; false: no more.
using takes_part = callback<bool(const piece&, bool)>;

// Gives a piece in parts: the query's words, and what lies between them.
inline error split_at_marks(const piece& p, token_matcher& matcher, const takes_part& take, bool& more) {
  const auto give = [&](std::size_t begin, std::size_t end, bool match) {
    piece part = p;
    part.text = text::slice(p.text, begin, end - begin);
    part.first = p.first && begin == 0;
    part.last = p.last && end == p.text.size();
    more = take(part, match);
  };
  mark_walk walk(p.text, matcher);
  std::size_t at = 0;
  more = true;
  for (;;) {
    snippet::mark place;
    bool found = false;
    if (error e = walk.next(place, found)) return e;
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

// Looks through the parts of an article, in order, for the passage with the heaviest different words.
class passage_finder {
 public:
  passage_finder(token_matcher& matcher, const wanted_term* wanted, std::size_t room)
      : matcher_(matcher), wanted_(wanted), room_(room) {}

  error look(std::string_view text) {
    if (!best_.any) best_ = {part_, 0, 0, 0, true};
    count_ = 0;
    text::tokenizer tokens(text);
    text::token token;
    while (tokens.next(token)) {
      int term = -1;
      if (error e = matcher_.match(token, term)) return e;
      if (term < 0) continue;
      while (count_ > 0 && (count_ == recent_max || token.end - recent_[0].begin > room_)) drop_first();
      recent_[count_++] = {token.begin, token.end, static_cast<std::uint32_t>(term)};
      const std::uint64_t score = score_recent();
      if (score > best_.score) best_ = {part_, recent_[0].begin, token.end, score, true};
    }
    ++part_;
    return {};
  }

  const passage& best() const { return best_; }

 private:
  struct found {
    std::size_t begin, end;
    std::uint32_t term;
  };
  static constexpr std::uint32_t recent_max = 16;

  void drop_first() {
    --count_;
    std::memmove(recent_, recent_ + 1, count_ * sizeof recent_[0]);
  }

  // Different words count by their weight, repeated ones a sixteenth of it.
  std::uint64_t score_recent() const {
    std::uint64_t sum = 0;
    for (std::uint32_t i = 0; i < count_; ++i) {
      bool again = false;
      for (std::uint32_t j = 0; j < i; ++j) again = again || recent_[j].term == recent_[i].term;
      sum += again ? wanted_[recent_[i].term].weight : std::uint64_t{wanted_[recent_[i].term].weight} * 16;
    }
    return sum;
  }

  token_matcher& matcher_;
  const wanted_term* wanted_;
  std::size_t room_;
  passage best_;
  std::uint32_t part_ = 0, count_ = 0;
  found recent_[recent_max];
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

// Copies a passage with its white space folded, and marks the query's words.
inline error write_snippet(std::string_view part, const passage& p, token_matcher& matcher, span<char> buffer,
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
  mark_walk walk(out.text, matcher);
  for (bool more = true; out.marks < snippet::marks_max;) {
    if (error e = walk.next(out.at[out.marks], more)) return e;
    if (!more) return {};
    ++out.marks;
  }
  return {};
}

}  // namespace satchel::detail
