// Where a query stands in a text, found slowly, from what the public headers and LIMITS.md say of marks: nothing of the
// reader's highlighter. A word is marked in each form that the search finds it by, a phrase where its words stand side
// by side, a prefix in all words that start so. What is under NOT is not marked, and a field is marked everywhere.
#pragma once

#include "evaluator.hpp"

#include <satchel/snippet.hpp>

#include <string_view>
#include <vector>

namespace oracle {

using mark = satchel::snippet::mark;

class marker {
 public:
  marker(const index& terms, const query_node& top) : index_(terms) { group(top); }

  // Each place of each clause, in no order; they may overlap.
  std::vector<mark> places_in(std::string_view text) const;
  // The same, ascending; those that touch are one.
  std::vector<mark> marks_in(std::string_view text) const;

 private:
  struct wanted {
    query_term term;
    const term_list* list = nullptr;  // none for what only starts so
  };
  using phrase = std::vector<wanted>;

  void group(const query_node& n);
  void condition(const query_node& n);
  void plain_word(const query_node& n);
  void words(const query_node& n);
  bool fits(const wanted& w, const std::string& form) const;

  const index& index_;
  std::vector<phrase> phrases_;
};

}  // namespace oracle
