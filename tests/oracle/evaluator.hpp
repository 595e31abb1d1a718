// Evaluates query trees on the oracle's index.
#pragma once

#include "query_tree.hpp"

#include <satchel/hits.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace oracle {

// The articles of a collection that match something.
class article_set {
 public:
  explicit article_set(std::uint32_t articles, bool all = false);

  void add(std::uint32_t article) { words_[article / 64] |= std::uint64_t{1} << article % 64; }
  bool has(std::uint32_t article) const { return (words_[article / 64] >> article % 64 & 1) != 0; }
  article_set& operator&=(const article_set& other);
  article_set& operator|=(const article_set& other);
  void invert();

 private:
  std::uint32_t articles_;
  std::vector<std::uint64_t> words_;
};

// What a word or phrase of a query asks for. Of a run of a script written without spaces these are the pairs of code
// points; the run's last one is in a pair already and asked for only when something must follow it. A run of one code
// point asks for every term that starts with it.
struct query_term {
  std::string form;
  bool starts = false;   // any term that starts so
  bool covered = false;  // the last code point of a run of several
};

std::vector<query_term> terms_of(std::string_view text);

class evaluator {
 public:
  explicit evaluator(const index& terms) : index_(terms), scores_(terms.size()) {}

  // All articles that match, best first.
  std::vector<satchel::hit> evaluate(const query_node& top);

 private:
  article_set group(const query_node& n, bool scored);
  article_set condition(const query_node& n, bool scored);
  article_set plain_word(const query_node& n, bool scored);
  article_set words(const query_node& n, bool scored);
  article_set dates(const query_node& n) const;

  article_set list(const term_list* list, bool scored);
  article_set prefix(field where, const std::string& start, bool scored);
  article_set phrase(field where, const std::vector<query_term>& terms, bool scored);

  const index& index_;
  std::vector<std::uint32_t> scores_;
};

}  // namespace oracle
