// Snippets, and the places of a query in whole articles.
#pragma once

#include <satchel/article.hpp>
#include <satchel/detail/archive_open.hpp>
#include <satchel/detail/archive_read.hpp>
#include <satchel/detail/archive_search.hpp>
#include <satchel/detail/archive_state.hpp>
#include <satchel/detail/base/inline.hpp>
#include <satchel/snippet.hpp>

#include <cstdint>
#include <string_view>

namespace satchel::detail {

// Says how much each clause counts in a text. It is looked for where it scores and the archive has all of its terms.
SATCHEL_NOINLINE error weigh(archive_state& a, found_query& query) {
  if (query.weighed) return {};
  posting_cursor& postings = postings_in_frame(a);
  for (std::uint32_t t = 0; t < query.plan.size.terms; ++t) query.wanted[t].weight = 0;
  for (std::uint32_t l = 0; l < query.plan.size.clauses; ++l) {
    const clause& c = query.plan.clauses[l];
    const std::uint32_t first = c.first_term, end = first + c.terms;
    if (!c.scores || c.terms == 0) continue;
    if (c.kind == clause_kind::prefix) {
      query.wanted[first].weight = prefix_weight;
      continue;
    }
    std::uint32_t weight = 0, t = first;
    for (; t < end && query.wanted[t].found; ++t) {
      if (error e = postings.open(query.wanted[t].list)) return e;
      weight += term_weight(postings.document_frequency(), a.directory.frames.articles) + 1;
    }
    if (t == end) query.wanted[first].weight = weight;
  }
  query.weighed = true;
  return {};
}

// Parses a query and looks up its terms, in the workspace behind the memory of reading.
SATCHEL_NOINLINE error prepare_matching(archive_state& a, std::string_view query, found_query& out) {
  if (error e = a.check_searchable()) return e;
  query_size size;
  if (error e = measure(query, size)) return e;
  if (error e = prepare_reading(a, query_bytes(size, query_use::all))) return e;
  lay_out_query(a.space, size, query_use::all, out);
  if (error e = look_up(a, query, out, {out.of_tokens, a.reading.frames.input.data})) return e;
  return weigh(a, out);
}

// The same for a query that was prepared in memory of its own.
inline error prepare_matching(archive_state& a, found_query& query) {
  if (error e = prepare_reading(a, 0)) return e;
  return weigh(a, query);
}

// Tells where the query's clauses stand in texts. After prepare_matching(), as long as nothing else is read.
inline highlighter highlighter_of(archive_state& a, const found_query& query) {
  query.of_tokens->attach(a.directory.pages, a.directory.terms, a.reading.frames.input.data);
  return {query.plan, query.wanted, query.recent, {a.directory.model, *query.of_tokens}};
}

inline error snippet_of(archive_state& a, std::uint32_t article, const found_query& query, span<char> buffer,
                        snippet& out) {
  highlighter places = highlighter_of(a, query);
  passage_finder finder(places, buffer.size);
  error failure;
  auto look = [&](const piece& p) {
    if (is_searched_body(p.kind)) failure = finder.look(p.text);
    return !failure;
  };
  if (error e = each_piece(a, article, look)) return e;
  if (failure) return failure;
  passage best = finder.best();
  if (!best.any) return {};
  std::uint32_t part = 0;
  auto write = [&](const piece& p) {
    if (!is_searched_body(p.kind) || part++ != best.part) return true;
    widen(p.text, buffer.size, best);
    failure = write_snippet(p.text, best, places, buffer, out);
    return false;
  };
  if (error e = each_piece(a, article, write)) return e;
  return failure;
}

inline error each_part(archive_state& a, std::uint32_t article, const found_query& query, const takes_part& take) {
  highlighter places = highlighter_of(a, query);
  error failure;
  const std::uint32_t use = a.frames.uses();
  auto take_safely = [&](const piece& p, bool match) {
    if (!take(p, match)) return false;
    if (use != a.frames.uses()) failure = stale();
    return !failure;
  };
  auto split = [&](const piece& p) {
    if (!is_searched_body(p.kind)) return take_safely(p, false);
    bool more = true;
    const error e = split_at_marks(p, places, takes_part(take_safely), more);
    if (!failure) failure = e;
    return more && !failure;
  };
  if (error e = each_piece(a, article, split)) return e;
  return failure;
}

}  // namespace satchel::detail
