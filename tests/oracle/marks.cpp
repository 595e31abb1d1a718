#include "marks.hpp"

#include "terms.hpp"

#include <algorithm>

namespace oracle {

std::vector<mark> marker::places_in(std::string_view text) const {
  const std::vector<term> tokens = terms_in(text);
  std::vector<mark> out;
  for (const phrase& p : phrases_)
    for (std::size_t first = 0; first + p.size() <= tokens.size(); ++first) {
      std::size_t same = 0;
      while (same < p.size() && fits(p[same], tokens[first + same].text)) ++same;
      if (same < p.size()) continue;
      out.push_back(
          {static_cast<std::uint32_t>(tokens[first].begin), static_cast<std::uint32_t>(tokens[first + same - 1].end)});
    }
  return out;
}

std::vector<mark> marker::marks_in(std::string_view text) const {
  std::vector<bool> marked(text.size());  // bytes
  for (const mark& m : places_in(text)) std::fill(marked.begin() + m.begin, marked.begin() + m.end, true);
  std::vector<mark> out;
  for (std::uint32_t at = 0; at < text.size(); ++at) {
    if (!marked[at]) continue;
    if (at == 0 || !marked[at - 1]) out.push_back({at, at});
    out.back().end = at + 1;
  }
  return out;
}

bool marker::fits(const wanted& w, const std::string& form) const {
  if (w.term.starts) return form.starts_with(w.term.form);
  return form == w.term.form || index_.find(field::any, form) == w.list;
}

void marker::group(const query_node& n) {
  for (const query_node& part : n.parts) {
    if (part.plain())
      plain_word(part);
    else
      condition(part);
  }
}

void marker::condition(const query_node& n) {
  switch (n.kind) {
    case node_kind::group:
      return group(n);
    case node_kind::both:
    case node_kind::either:
      for (const query_node& part : n.parts) condition(part);
      return;
    case node_kind::word:
    case node_kind::prefix:
    case node_kind::phrase:
      return words(n);
    case node_kind::date:
    case node_kind::negate:
      return;
  }
}

// Each of its terms is looked for by itself, or the nearest one that the archive has.
void marker::plain_word(const query_node& n) {
  std::vector<query_term> terms = terms_of(n.text);
  std::erase_if(terms, [](const query_term& t) { return t.covered; });
  if (n.kind == node_kind::prefix && !terms.empty()) terms.back().starts = true;
  for (const query_term& t : terms) {
    const term_list* list = t.starts ? nullptr : index_.find(field::any, t.form);
    if (!t.starts && list == nullptr) list = index_.nearest(t.form);
    if (t.starts || list != nullptr) phrases_.push_back({{t, list}});
  }
}

void marker::words(const query_node& n) {
  std::vector<query_term> terms = terms_of(n.text);
  if (terms.back().covered) terms.pop_back();
  if (terms.size() > 1) terms.back().starts = false;
  if (terms.size() == 1 && n.kind == node_kind::prefix) terms.front().starts = true;
  phrase out;
  for (const query_term& t : terms) {
    out.push_back({t, t.starts ? nullptr : index_.find(field::any, t.form)});
    if (!t.starts && out.back().list == nullptr) return;  // the archive does not have it
  }
  phrases_.push_back(std::move(out));
}

}  // namespace oracle
