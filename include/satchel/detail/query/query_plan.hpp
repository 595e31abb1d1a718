// What a query compiles to: clauses that say which articles match, and a program that combines them.
#pragma once

#include <satchel/detail/index/term_cursor.hpp>
#include <satchel/query.hpp>

#include <cstdint>
#include <string_view>

namespace satchel::detail {

// One step of the program. It works on a stack of values (sets of articles, or what can be known of them early).
enum class operation : std::uint8_t {
  clause,  // push the value of clause `argument`
  both,    // AND of the two topmost
  either,  // OR of the two topmost
  negate,  // NOT of the topmost
  begin,   // open a group: push its plain words (none yet) and its conditions (everything)
  should,  // pop a value and OR it to the plain words of the group
  must,    // pop a value and AND it to the conditions of the group
  end,     // close a group: conditions, AND the plain words when `argument` is 1
};

struct step {
  operation op;
  std::uint32_t argument;
};

enum class clause_kind : std::uint8_t { word, prefix, phrase, date };

// One thing that an article has or has not.
struct clause {
  clause_kind kind = clause_kind::word;
  bool scores = true;    // false under NOT
  bool nearest = false;  // may fall back to the nearest form
  bool title = false;    // only where its terms stand in the title
  std::uint32_t first_term = 0;
  std::uint32_t terms = 0;
  std::int32_t from = 0, to = 0;  // dates, in days since 1970-01-01, inclusive
};

// One key of the term dictionary that a clause needs.
struct term_key {
  std::uint32_t text = 0;  // offset into query_plan::text; tag byte first
  std::uint32_t size = 0;
  std::uint32_t offset = 0;  // in its phrase
};

// A compiled query. Compiling without arrays only counts; with them it writes no more than they have room for.
struct query_plan {
  step* steps = nullptr;
  clause* clauses = nullptr;
  term_key* terms = nullptr;
  char* text = nullptr;
  query_size room;                   // what the arrays hold
  query_size size;                   // what the query takes of them
  std::uint32_t longest_phrase = 0;  // terms

  bool counting() const { return steps == nullptr; }
  std::string_view key(const term_key& t) const { return {text + t.text, t.size}; }
  std::string_view key(std::uint32_t t) const { return key(terms[t]); }
  format::key_tag tag(std::uint32_t t) const { return static_cast<format::key_tag>(text[terms[t].text]); }
};

}  // namespace satchel::detail
