#include "evaluator.hpp"

#include "terms.hpp"

#include <algorithm>
#include <utility>

namespace oracle {
namespace {

constexpr std::uint32_t prefix_weight = 1024;  // of a term that one article of sixteen has

}  // namespace

article_set::article_set(std::uint32_t articles, bool all) : articles_(articles), words_((articles + 63) / 64) {
  if (all) invert();
}

article_set& article_set::operator&=(const article_set& other) {
  for (std::size_t i = 0; i < words_.size(); ++i) words_[i] &= other.words_[i];
  return *this;
}

article_set& article_set::operator|=(const article_set& other) {
  for (std::size_t i = 0; i < words_.size(); ++i) words_[i] |= other.words_[i];
  return *this;
}

void article_set::invert() {
  for (std::uint64_t& w : words_) w = ~w;
  if (articles_ % 64 != 0) words_.back() &= (std::uint64_t{1} << articles_ % 64) - 1;
}

std::vector<query_term> terms_of(std::string_view text) {
  std::vector<query_term> out;
  bool in_run = false;  // the term before is a pair
  for (term& t : terms_in(text)) {
    out.push_back({std::move(t.text), t.run_end && !in_run, t.run_end && in_run});
    in_run = t.unspaced && !t.run_end;
  }
  return out;
}

std::vector<satchel::hit> evaluator::evaluate(const query_node& top) {
  std::fill(scores_.begin(), scores_.end(), 0);
  const article_set found = group(top, true);
  std::vector<satchel::hit> out;
  for (std::uint32_t a = 0; a < index_.size(); ++a)
    if (found.has(a)) out.push_back({a, scores_[a]});
  std::stable_sort(out.begin(), out.end(),
                   [](const satchel::hit& a, const satchel::hit& b) { return a.score > b.score; });
  return out;
}

article_set evaluator::group(const query_node& n, bool scored) {
  article_set some(index_.size()), out(index_.size(), true);
  bool has_plain = false;
  for (const query_node& part : n.parts) {
    if (part.plain()) {
      some |= plain_word(part, scored);
      has_plain = true;
    } else {
      out &= condition(part, scored);
    }
  }
  if (has_plain) out &= some;
  return out;
}

article_set evaluator::condition(const query_node& n, bool scored) {
  switch (n.kind) {
    case node_kind::group:
      return group(n, scored);
    case node_kind::date:
      return dates(n);
    case node_kind::negate: {
      article_set out = condition(n.parts.front(), false);
      out.invert();
      return out;
    }
    case node_kind::both: {
      article_set out(index_.size(), true);
      for (const query_node& part : n.parts) out &= condition(part, scored);
      return out;
    }
    case node_kind::either: {
      article_set out(index_.size());
      for (const query_node& part : n.parts) out |= condition(part, scored);
      return out;
    }
    case node_kind::word:
    case node_kind::prefix:
    case node_kind::phrase:
      break;
  }
  return words(n, scored);
}

// Each term of a plain word counts for itself.
article_set evaluator::plain_word(const query_node& n, bool scored) {
  std::vector<query_term> terms = terms_of(n.text);
  std::erase_if(terms, [](const query_term& t) { return t.covered; });
  if (n.kind == node_kind::prefix && !terms.empty()) terms.back().starts = true;
  article_set out(index_.size());
  for (const query_term& t : terms) {
    if (t.starts) {
      out |= prefix(field::any, t.form, scored);
      continue;
    }
    const term_list* found = index_.find(field::any, t.form);
    out |= list(found != nullptr ? found : index_.nearest(t.form), scored);
  }
  return out;
}

// As a condition, the terms of a word or phrase must stand next to each other.
article_set evaluator::words(const query_node& n, bool scored) {
  std::vector<query_term> terms = terms_of(n.text);
  if (terms.back().covered) terms.pop_back();
  if (terms.size() > 1) return phrase(n.where, terms, scored);
  if (n.kind == node_kind::prefix || terms.front().starts) return prefix(n.where, terms.front().form, scored);
  return list(index_.find(n.where, terms.front().form), scored);
}

article_set evaluator::dates(const query_node& n) const {
  article_set out(index_.size());
  for (std::uint32_t a = 0; a < index_.size(); ++a) {
    const auto& day = index_.days()[a];
    if (day && *day >= n.from && *day <= n.to) out.add(a);
  }
  return out;
}

article_set evaluator::list(const term_list* list, bool scored) {
  article_set out(index_.size());
  if (list == nullptr) return out;
  for (const posting& p : list->postings) {
    out.add(p.article);
    if (scored) scores_[p.article] += list->weight * p.impact;
  }
  return out;
}

article_set evaluator::prefix(field where, const std::string& start, bool scored) {
  std::vector<const term_list*> lists = index_.starting_with(where, start);
  std::sort(lists.begin(), lists.end());
  lists.erase(std::unique(lists.begin(), lists.end()), lists.end());
  std::vector<std::uint32_t> most(index_.size());
  for (const term_list* l : lists)
    for (const posting& p : l->postings) most[p.article] = std::max(most[p.article], p.impact);
  article_set out(index_.size());
  for (std::uint32_t a = 0; a < most.size(); ++a) {
    if (most[a] == 0) continue;
    out.add(a);
    if (scored) scores_[a] += prefix_weight * most[a];
  }
  return out;
}

article_set evaluator::phrase(field where, const std::vector<query_term>& terms, bool scored) {
  article_set out(index_.size());
  std::vector<const term_list*> lists;
  for (const query_term& t : terms) {
    lists.push_back(index_.find(where, t.form));
    if (lists.back() == nullptr) return out;
  }
  const term_list& rarest = **std::min_element(lists.begin(), lists.end(), [](const term_list* a, const term_list* b) {
    return a->postings.size() < b->postings.size();
  });
  std::vector<const posting*> at(lists.size());
  for (const posting& candidate : rarest.postings) {
    bool possible = true;
    for (std::size_t i = 0; i < lists.size() && possible; ++i) {
      const auto& all = lists[i]->postings;
      const auto place = std::lower_bound(all.begin(), all.end(), candidate.article,
                                          [](const posting& p, std::uint32_t article) { return p.article < article; });
      possible = place != all.end() && place->article == candidate.article;
      if (possible) at[i] = &*place;
    }
    if (!possible) continue;
    const auto stands = [&](std::size_t i, std::uint32_t position) {
      const auto first = lists[i]->positions.begin() + at[i]->first_position;
      return std::binary_search(first, first + at[i]->positions, position);
    };
    bool found = false;
    for (std::uint32_t p = 0; p < at[0]->positions && !found; ++p) {
      const std::uint32_t start = lists[0]->positions[at[0]->first_position + p];
      found = true;
      for (std::uint32_t i = 1; i < lists.size() && found; ++i) found = stands(i, start + i);
    }
    if (!found) continue;
    out.add(candidate.article);
    for (std::size_t i = 0; i < lists.size() && scored; ++i)
      scores_[candidate.article] += lists[i]->weight * at[i]->impact;
  }
  return out;
}

}  // namespace oracle
