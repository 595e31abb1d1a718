// The query language.
//
//   ceasefire aleppo       articles with at least one of the words, best first
//   "deir ezzor"           the words next to each other, in one paragraph
//   -kerry   NOT kerry     articles without the word
//   a AND b   a OR b       operators in capitals; AND binds closer than OR, both closer than words side by side
//   (a OR b) c             groups
//   cease*                 words that start so
//   title:word author:word tag:word source:word    the word there; a phrase works too: author:"jane doe"
//   date:2016              published then; also date:2016-09, date:2016-09-21, date:2016-09..2016-12-24,
//                          date:..2016, date:2016..
//
// Side by side, plain words make one group of which an article must have one at least; everything else, a phrase, a
// field, a group, must match too. So `ceasefire truce author:turner` means (ceasefire OR truce) AND author:turner.
//
// A word matches in every form that the archive's stemmer groups with it ("ceasefires"); authors and sources are not
// stemmed. A plain word that no article has falls back to the nearest word of the term dictionary: one that shares all
// but the last 3 bytes at most, and at least 4. Plain are the words side by side, not those that AND, OR, NOT or a
// field has to do with, and not those of scripts written without spaces. A plain word of several terms ("short-term")
// is as many words; anywhere else it is a phrase. A single character of a script written without spaces asks for all
// words that it starts.
//
// In archives without positions, or with those of passages alone, a phrase has at most 64 terms.
//
// The score adds up all words of the query that an article has, wherever they stand in the query, but for those under
// NOT; those of a phrase where the phrase stands. Quotation marks that are not closed end with the query, parentheses
// too.
#pragma once

#include <satchel/error.hpp>

#include <cstddef>
#include <cstdint>

namespace satchel {

// What a query asks of the reader; tells archive::need_search how much workspace.
struct query_size {
  std::uint32_t terms = 0;       // words, phrases' words and prefixes; at most max_query_terms
  std::uint32_t clauses = 0;     // words, phrases, prefixes and dates
  std::uint32_t operations = 0;  // steps to combine them
  std::uint32_t depth = 0;       // values held at once while combining
  std::uint32_t text = 0;        // bytes of the folded terms
  std::uint32_t prefixes = 0;    // clauses that are prefixes
  std::uint32_t dates = 0;       // clauses that are dates
  std::uint32_t phrases = 0;     // clauses that are phrases

  friend constexpr bool operator==(const query_size& a, const query_size& b) {
    return a.terms == b.terms && a.clauses == b.clauses && a.operations == b.operations && a.depth == b.depth &&
           a.text == b.text && a.prefixes == b.prefixes && a.dates == b.dates && a.phrases == b.phrases;
  }

  // The most that a query of n terms without parentheses can ask for.
  static constexpr query_size of_terms(std::uint32_t n) { return {n, n, 3 * n + 2, 5, n * 65, n, 0, n}; }
};

inline constexpr std::uint32_t max_query_terms = 1024;
inline constexpr std::uint32_t max_query_nesting = 16;  // groups in one another; deeper is a bad query

}  // namespace satchel
