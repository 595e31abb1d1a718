// A query, parsed, with what the term dictionary says of its terms.
#pragma once

#include <satchel/detail/index/nearest_term.hpp>
#include <satchel/detail/index/term_cursor.hpp>
#include <satchel/detail/query/highlighter.hpp>
#include <satchel/detail/query/query_plan.hpp>

#include <cstdint>
#include <cstring>

namespace satchel::detail {

// A term of the query in the term dictionary.
struct found_term {
  list_address list;
  bool found = false;
  bool nearest = false;  // the key is not there: `list` is the nearest one's
};

// Serves searching, counting, snippets and highlighted reading.
struct found_query {
  query_plan plan;
  found_term* terms = nullptr;    // prefixes are not looked up
  wanted_term* wanted = nullptr;  // null where the query is only searched with
  clause_match* recent = nullptr;
  term_cursor* of_tokens = nullptr;  // looks up what a text has
  bool weighed = false;              // `wanted` is filled
};

inline error look_up(const query_plan& plan, const clause& c, std::uint32_t t, term_cursor& terms, found_term& out,
                     wanted_term* wanted) {
  out = {};
  if (error e = terms.find(plan.key(t), out.found)) return e;
  if (!out.found && c.nearest) {
    if (error e = find_nearest(terms, plan.key(t), out.found)) return e;
    out.nearest = out.found;
  }
  if (out.found) out.list = terms.list();
  if (wanted == nullptr) return {};
  wanted->list = out.list;
  wanted->found = out.found;
  if (plan.tag(t) == format::key_tag::word || !c.scores) return {};
  // What is asked for in a field is shown wherever it stands.
  char key[format::key_max];
  std::memcpy(key, plan.key(t).data(), plan.key(t).size());
  key[0] = static_cast<char>(format::key_tag::word);
  if (error e = terms.find({key, plan.key(t).size()}, wanted->found)) return e;
  if (wanted->found) wanted->list = terms.list();
  return {};
}

// Looks up all terms.
inline error look_up(found_query& query, term_cursor& terms) {
  query.weighed = false;
  for (std::uint32_t l = 0; l < query.plan.size.clauses; ++l) {
    const clause& c = query.plan.clauses[l];
    if (c.kind == clause_kind::prefix) continue;
    for (std::uint32_t t = c.first_term; t < c.first_term + c.terms; ++t)
      if (error e =
              look_up(query.plan, c, t, terms, query.terms[t], query.wanted == nullptr ? nullptr : query.wanted + t))
        return e;
  }
  return {};
}

}  // namespace satchel::detail
