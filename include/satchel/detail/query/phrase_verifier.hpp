// Looking for phrases in the texts of articles, where posting lists do not say where words stand.
#pragma once

#include <satchel/article.hpp>
#include <satchel/detail/query/form_matcher.hpp>
#include <satchel/detail/query/query_plan.hpp>
#include <satchel/text/analyzer.hpp>
#include <satchel/text/slice.hpp>

#include <cstdint>
#include <cstring>
#include <string_view>

namespace satchel::detail {

inline constexpr std::uint32_t checked_terms_max = 64;  // of a phrase: a bit each

// One at a time; moves the frame reader and the term cursor that it was given.
class phrase_verifier {
 public:
  phrase_verifier(frame_reader& frames, const frame_layout& layout, const format::scoring_tables& model,
                  term_cursor& terms, const query_plan& plan)
      : frames_(frames), layout_(layout), forms_(model, terms), plan_(plan) {}

  // Whether the terms of a phrase stand next to each other in a piece of the article. list_of(i) is the place of the
  // posting list of the phrase's term i: what shares it is a form of the same word.
  template <class ListOf>
  error look(std::uint32_t article, const clause& phrase, ListOf list_of, bool& found) {
    found = false;
    article_entry start;
    if (error e = find_entry(frames_, layout_, article, start)) return e;
    article_cursor cursor = cursor_access::open(frames_, layout_, start);
    std::uint64_t standing = 0;  // bit i: the terms 0 to i end here
    const auto take = [&](const text::token& token) -> error {
      std::uint64_t fits = 0;
      if (error e = match(token, phrase, list_of, standing << 1 | 1, fits)) return e;
      standing = fits;
      found = (standing >> (phrase.terms - 1) & 1) != 0;
      return {};
    };
    piece p;
    for (bool more = true; more && !found;) {
      if (error e = cursor.next(p, more)) return e;
      if (!more || !searched(p.kind, phrase)) continue;
      if (p.first) {
        standing = 0;
        carried_ = 0;
      }
      if (error e = each_token(p, take, found)) return e;
    }
    return {};
  }

 private:
  // A token at the end of a part can go on in the next one: it is carried over, and looked at with so many bytes of
  // that. Longer ones are cut.
  static constexpr std::size_t carried_max = 256, ahead_max = 256;

  // Calls take(token) for the tokens of a piece, part by part, until `enough`.
  template <class Take>
  error each_token(const piece& p, Take&& take, const bool& enough) {
    text::token token;
    std::size_t from = 0;
    if (carried_ > 0) {
      const std::size_t ahead = p.text.size() < ahead_max ? p.text.size() : ahead_max;
      std::memcpy(joined_ + carried_, p.text.data(), ahead);
      text::tokenizer tokens(std::string_view(joined_, carried_ + ahead));
      from = ahead;
      while (!enough && tokens.next(token)) {
        if (token.begin >= carried_) {
          from = token.begin - carried_;
          break;
        }
        if (error e = take(token)) return e;
      }
      carried_ = 0;
    }
    const std::string_view rest = text::slice(p.text, from);
    text::tokenizer tokens(rest);
    while (!enough && tokens.next(token)) {
      if (!p.last && token.end == rest.size() && token.end - token.begin <= carried_max) {
        carried_ = token.end - token.begin;
        std::memcpy(joined_, rest.data() + token.begin, carried_);
        return {};
      }
      if (error e = take(token)) return e;
    }
    return {};
  }

  // Whether the clause's lists are about this kind of piece.
  bool searched(kind k, const clause& phrase) const {
    if (phrase.title) return k == kind::title;
    switch (plan_.tag(phrase.first_term)) {
      case format::key_tag::author:
        return k == kind::author;
      case format::key_tag::tag:
        return k == kind::tag;
      case format::key_tag::source:
        return k == kind::source;
      case format::key_tag::word:
        break;
    }
    switch (k) {
      case kind::title:
      case kind::subtitle:
      case kind::author:
      case kind::source:
      case kind::tag:
        return true;
      default:
        return is_searched_body(k);
    }
  }

  // Of the terms in `asked`, those that the token is a form of.
  template <class ListOf>
  error match(const text::token& token, const clause& phrase, ListOf list_of, std::uint64_t asked, std::uint64_t& out) {
    forms_.start(token, plan_.tag(phrase.first_term));
    for (std::uint32_t i = 0; i < phrase.terms; ++i) {
      if ((asked >> i & 1) == 0) continue;
      bool same = false;
      if (error e = forms_.is_form(plan_.key(phrase.first_term + i), list_of(i), same)) return e;
      if (same) out |= std::uint64_t{1} << i;
    }
    return {};
  }

  frame_reader& frames_;
  const frame_layout& layout_;
  form_matcher forms_;
  const query_plan& plan_;
  std::size_t carried_ = 0;  // bytes
  char joined_[carried_max + ahead_max];
};

}  // namespace satchel::detail
