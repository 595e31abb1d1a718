// Queries as trees: the generator makes them, the reader gets them as text, the oracle evaluates them as they are.
#pragma once

#include "index.hpp"
#include "random_source.hpp"

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace oracle {

enum class node_kind : std::uint8_t {
  word,
  prefix,  // text without its star
  phrase,
  date,
  both,    // AND of all parts
  either,  // OR of all parts
  negate,  // NOT of the only part
  group,   // parts side by side
};

struct query_node {
  node_kind kind = node_kind::group;
  std::string text;  // of words, prefixes and phrases; of dates what follows "date:"
  field where = field::any;
  std::int32_t from = std::numeric_limits<std::int32_t>::min();  // days of a date condition, inclusive
  std::int32_t to = std::numeric_limits<std::int32_t>::max();
  std::vector<query_node> parts;

  // In a group: one of the words of which an article must have one at least, not a condition of its own.
  bool plain() const { return (kind == node_kind::word || kind == node_kind::prefix) && where == field::any; }
};

// The query's text, in one of the ways to write it. `top` must be a group.
std::string print_query(const query_node& top, random_source& random);

// The same, spoiled in ways that do not change what it asks for: groups that hold nothing, doubled parentheses, some
// that are not closed, long runs of blanks.
std::string print_malformed(const query_node& top, random_source& random);

// Words, operators, quotation marks and bytes in any order.
std::string print_garbage(const std::vector<std::string>& words, random_source& random);

}  // namespace oracle
