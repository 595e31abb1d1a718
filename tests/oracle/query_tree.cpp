#include "query_tree.hpp"

#include <array>
#include <string_view>
#include <utility>

namespace oracle {
namespace {

class printer {
 public:
  printer(random_source& random, bool malformed) : random_(random), malformed_(malformed) {}

  std::string side_by_side(const query_node& group) {
    std::string out;
    for (const query_node& part : group.parts) {
      if (!out.empty()) out += space();
      if (malformed_ && random_.chance(40)) out += nothing();
      const bool operation = part.kind == node_kind::both || part.kind == node_kind::either;
      out += operation && random_.chance(70) ? bare(part) : operand(part);
    }
    return out;
  }

 private:
  // As it can stand beside operators of any kind.
  std::string operand(const query_node& n) {
    const bool closed = n.kind != node_kind::both && n.kind != node_kind::either && n.kind != node_kind::group;
    return closed ? bare(n) : "(" + padding() + bare(n) + padding() + ")";
  }

  std::string bare(const query_node& n) {
    switch (n.kind) {
      case node_kind::word:
        return field_name(n.where) + n.text;
      case node_kind::prefix:
        return field_name(n.where) + n.text + "*";
      case node_kind::phrase:
        return field_name(n.where) + quoted(n.text);
      case node_kind::date:
        return "date:" + n.text;
      case node_kind::both:
        return joined(n, "AND");
      case node_kind::either:
        return joined(n, "OR");
      case node_kind::negate:
        return (random_.chance(50) ? "-" : "NOT" + space()) + operand(n.parts.front());
      case node_kind::group:
        return side_by_side(n);
    }
    return {};
  }

  // What asks for nothing; a blank follows.
  std::string nothing() {
    constexpr std::array<std::string_view, 7> all = {"() ",       "((())) ", "( ) ",      "-() ",
                                                     "NOT (()) ", "\"\" ",   "(\"...\") "};
    std::string out;
    for (std::size_t n = random_.chance(5) ? 300 : random_.between(1, 3); n > 0; --n) out += random_.one_of(all);
    return out;
  }

  std::string joined(const query_node& n, std::string_view name) {
    std::string out;
    for (const query_node& part : n.parts) {
      if (!out.empty()) out.append(space()).append(name).append(space());
      // AND binds closer than OR and needs no parentheses inside it.
      const bool closer = n.kind == node_kind::either && part.kind == node_kind::both && random_.chance(70);
      out += closer ? bare(part) : operand(part);
    }
    return out;
  }

  std::string quoted(const std::string& text) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 3> typographic = {
        {{"\u201C", "\u201D"}, {"\u201E", "\u201C"}, {"\u00AB", "\u00BB"}}};
    if (!random_.chance(10)) return "\"" + text + "\"";
    const auto& [open, close] = random_.one_of(typographic);
    return std::string(open) + text + std::string(close);
  }

  static std::string field_name(field where) {
    switch (where) {
      case field::title:
        return "title:";
      case field::author:
        return "author:";
      case field::tag:
        return "tag:";
      case field::source:
        return "source:";
      case field::any:
        break;
    }
    return {};
  }

  std::string padding() { return random_.chance(10) ? space() : std::string(); }
  std::string space() {
    constexpr std::array<std::string_view, 5> unusual = {"  ", "\t", "\n", "\u00A0", "\u3000"};
    return random_.chance(5) ? std::string(random_.one_of(unusual)) : " ";
  }

  random_source& random_;
  const bool malformed_;
};

}  // namespace

std::string print_query(const query_node& top, random_source& random) {
  std::string out = printer(random, false).side_by_side(top);
  // Quotation marks and parentheses that are not closed end with the query.
  while (!out.empty() && (out.back() == '"' || out.back() == ')') && random.chance(5)) out.pop_back();
  return out;
}

std::string print_malformed(const query_node& top, random_source& random) {
  std::string out = printer(random, true).side_by_side(top);
  const std::size_t deep = random.below(7);
  out.insert(0, std::string(deep, '('));
  const bool closed = random.chance(50);
  if (closed) out.append(deep, ')');
  if (random.chance(5)) out.append(5000, ' ');
  if (random.chance(60)) out += ' ' + std::string(random.between(1, 9), '(') + std::string(random.below(3), ' ');
  if (closed && random.chance(30)) out += " \"";
  return out;
}

std::string print_garbage(const std::vector<std::string>& words, random_source& random) {
  constexpr std::array<std::string_view, 24> pieces = {
      "(",        ")",      "\"",           "-",        "*",      ":",     "AND",  "OR",      "NOT",
      " ",        "title:", "author:\"",    "()",       "((",     "..",    "tag:", "date:20", "date:1..",
      "source:x", "\u6D3B", "\u6D3B\u5B57", "\xFF\x80", "\u201C", "\u0000"};
  std::string out;
  for (std::size_t n = random.chance(2) ? 3000 : random.between(1, 30); n > 0; --n) {
    const std::size_t choice = random.below(100);
    if (choice < 35)
      out += random.one_of(words);
    else if (choice < 95)
      out += random.one_of(pieces);
    else
      out += static_cast<char>(random.below(256));
    if (random.chance(40)) out += ' ';
  }
  return out;
}

}  // namespace oracle
