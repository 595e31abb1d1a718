// Random queries of all kinds, about the articles of a collection.
#pragma once

#include "collection.hpp"
#include "query_tree.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace oracle {

enum class query_kind : std::uint8_t {
  single_word,
  two_words,
  four_words,
  all_of,
  any_of,
  without,
  phrase,
  prefix,
  field,
  date,
  missing_word,
  mixed,
  malformed,  // mixed, and spoiled when it is printed
};

inline constexpr std::array<std::string_view, 13> query_kind_names = {
    "single word", "two words", "four words", "AND",          "OR",    "NOT",      "phrase",
    "prefix",      "field",     "date",       "missing word", "mixed", "malformed"};

class generator {
 public:
  // With `missing` false, plain words are such that some article has; with a `shortest_prefix` of more than 1,
  // prefixes have at least so many letters.
  struct limits {
    bool missing = true;
    std::size_t shortest_prefix = 1;
  };

  generator(const articles& all, const index& terms, random_source& random, limits how);

  // A group, to be printed and evaluated.
  query_node make(query_kind kind);

 private:
  query_node word();
  query_node missing_word();
  query_node phrase(field where);
  query_node prefix(field where);
  query_node field_condition();
  query_node date();
  query_node clause();
  query_node operation(node_kind kind, std::size_t depth);
  query_node group(std::size_t depth);
  query_node part(std::size_t depth);

  const piece& random_piece(field where);
  std::string text_word(field where);
  std::string text_phrase(field where);
  std::string absent_word();
  std::string word_text();

  const index& index_;
  random_source& random_;
  limits limits_;
  std::array<std::vector<const piece*>, fields> pieces_;  // `any`: all
  std::vector<std::int32_t> days_;                        // that articles have
};

}  // namespace oracle
