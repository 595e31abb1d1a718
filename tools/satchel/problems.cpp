#include "problems.hpp"

#include "errors.hpp"
#include "sizes.hpp"

namespace satchel::tool {
namespace {

// What two problems of a kind have in common: all but numbers and what stands in quotation marks.
std::string kind_of(const std::string& what) {
  std::string kind;
  bool quoted = false;
  for (const char c : what) {
    const bool digit = c >= '0' && c <= '9';
    if (c == '"') {
      quoted = !quoted;
      if (quoted) kind += "...";
    } else if (!quoted && !digit) {
      kind += c;
    } else if (digit && !quoted && !kind.ends_with("...")) {
      kind += "...";
    }
  }
  return kind;
}

}  // namespace

void problem_printer::print(const pack::problem& p) {
  if (every_ || ++kinds_[kind_of(p.what)] <= shown_of_a_kind) complain(p.where, p.what, p.remedy);
}

void problem_printer::finish(const pack::statistics& s) const {
  for (const auto& [kind, count] : kinds_)
    if (count > shown_of_a_kind)
      complain("", grouped(count - shown_of_a_kind) + " more: " + kind, "--every-problem tells each");
  if (s.problems == 0) return;
  complain("", counted(s.problems, "problem", "problems") +
                   (s.lost == 0 ? ", but all that was found is packed"
                                : "; by " + grouped(s.lost) + " something is missing from the archive"));
}

}  // namespace satchel::tool
