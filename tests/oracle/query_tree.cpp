#include "query_tree.hpp"

#include <array>
#include <string_view>
#include <utility>

namespace oracle {
namespace {

class printer {
 public:
  explicit printer(random_source& random) : random_(random) {}

  std::string side_by_side(const query_node& group) {
    std::string out;
    for (const query_node& part : group.parts) {
      if (!out.empty()) out += space();
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
};

}  // namespace

std::string print_query(const query_node& top, random_source& random) {
  std::string out = printer(random).side_by_side(top);
  // Quotation marks and parentheses that are not closed end with the query.
  while (!out.empty() && (out.back() == '"' || out.back() == ')') && random.chance(5)) out.pop_back();
  return out;
}

}  // namespace oracle
