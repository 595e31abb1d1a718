#include "index.hpp"

#include "language.hpp"

#include <satchel/text/analyzer.hpp>

#include <algorithm>
#include <iterator>

namespace oracle {
namespace {

using satchel::kind;
using counts = std::array<std::uint32_t, 3>;

enum group : std::size_t { title_group, metadata_group, body_group };

group group_of(kind k) {
  if (k == kind::title) return title_group;
  return satchel::is_body(k) ? body_group : metadata_group;
}

// BM25F's tf' / (k1 + tf') in sixteenths, rounded up; tf' in 1/65536 and the length norms in 1/4096, both cut off.
std::uint32_t impact_of(const counts& frequency, const counts& length, const std::array<std::uint64_t, 3>& all_lengths,
                        std::uint64_t articles) {
  constexpr std::uint64_t weights_by_two[] = {5, 3, 2};
  constexpr std::uint64_t k1 = 65536 * 3 / 2;
  std::uint64_t sum = 0;
  for (std::size_t g = 0; g < frequency.size(); ++g) {
    if (frequency[g] == 0) continue;
    const std::uint64_t norm = 4096 / 4 + (4096 * 3 / 4) * length[g] * articles / all_lengths[g];
    sum += weights_by_two[g] * frequency[g] * 65536 * 4096 / 2 / norm;
  }
  const std::uint64_t whole = 16 * sum / (sum + k1);
  return static_cast<std::uint32_t>(whole * (sum + k1) == 16 * sum ? whole : whole + 1);
}

// log2((2 articles + 2) / (2 df + 1)) in 1/256, rounded down, by repeated squaring with 31 places.
std::uint32_t weight_of(std::uint64_t df, std::uint64_t articles) {
  const std::uint64_t above = 2 * articles + 2, below = 2 * df + 1;
  std::uint32_t whole = 0;
  while (below << (whole + 1) <= above) ++whole;
  std::uint64_t m = (above << 31) / (below << whole);  // collections of tests are small enough for this
  std::uint32_t fraction = 0;
  for (int i = 0; i < 8; ++i) {
    m = (m * m) >> 31;
    const bool one = m >= std::uint64_t{1} << 32;
    fraction = fraction * 2 + (one ? 1 : 0);
    if (one) m /= 2;
  }
  return whole * 256 + fraction;
}

std::size_t shared_bytes(std::string_view a, std::string_view b) {
  const auto [end, ignored] =
      std::mismatch(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(std::min(a.size(), b.size())), b.begin());
  return static_cast<std::size_t>(end - a.begin());
}

bool form_less(const std::pair<std::string, std::uint32_t>& entry, std::string_view form) { return entry.first < form; }

}  // namespace

field field_of(kind k) {
  switch (k) {
    case kind::title:
      return field::title;
    case kind::author:
      return field::author;
    case kind::tag:
      return field::tag;
    case kind::source:
      return field::source;
    default:
      return field::any;
  }
}

index::index(const articles& all, std::string_view stemmer) : size_(static_cast<std::uint32_t>(all.size())) {
  satchel::pack::stemmer stems(stemmer);
  const auto list_of = [&](field where, const std::string& form) -> term_list& {
    vocabulary& v = at(where);
    const auto known = v.lists_of_forms.find(form);
    if (known != v.lists_of_forms.end()) return v.lists[known->second];
    const bool names = where == field::author || where == field::source;  // their forms stay apart
    const std::string stem(names ? std::string_view(form) : stems.stem(form));
    const auto [place, fresh] = v.lists_of_stems.try_emplace(stem, static_cast<std::uint32_t>(v.lists.size()));
    if (fresh) v.lists.emplace_back();
    v.lists_of_forms.emplace(form, place->second);
    return v.lists[place->second];
  };

  std::vector<counts> lengths(all.size());
  for (std::uint32_t number = 0; number < size_; ++number) {
    days_.push_back(all[number].day);
    std::uint32_t next = 0;  // position of the next term
    bool first_piece = true;
    for (const piece& p : all[number].pieces) {
      const group in = group_of(p.kind);
      const field also = field_of(p.kind);
      satchel::text::tokenizer tokens(p.text);
      satchel::text::token token;
      for (bool start = true; tokens.next(token); start = false) {
        if (start && !first_piece) ++next;
        first_piece = false;
        const std::string form(token.term);
        const auto add = [&](term_list& list) {
          if (list.postings.empty() || list.postings.back().article != number)
            list.postings.push_back({number, {}, static_cast<std::uint32_t>(list.positions.size()), 0, 0});
          posting& last = list.postings.back();
          ++last.frequency[in];
          ++last.positions;
          list.positions.push_back(next);
        };
        add(list_of(field::any, form));
        if (also != field::any) add(list_of(also, form));
        ++lengths[number][in];
        ++next;
      }
    }
  }

  std::array<std::uint64_t, 3> all_lengths{};
  for (const counts& l : lengths)
    for (std::size_t g = 0; g < l.size(); ++g) all_lengths[g] += l[g];
  for (vocabulary& v : vocabularies_) {
    for (term_list& list : v.lists) {
      list.weight = weight_of(list.postings.size(), size_);
      for (posting& p : list.postings) p.impact = impact_of(p.frequency, lengths[p.article], all_lengths, size_);
    }
    v.sorted.assign(v.lists_of_forms.begin(), v.lists_of_forms.end());
    std::sort(v.sorted.begin(), v.sorted.end());
  }
}

const term_list* index::find(field where, const std::string& form) const {
  const auto found = at(where).lists_of_forms.find(form);
  return found == at(where).lists_of_forms.end() ? nullptr : &at(where).lists[found->second];
}

// The form that shares the longest beginning, the first of several; it must share at least 4 bytes, and each of the
// two may have at most 3 bytes beyond what they share.
const term_list* index::nearest(std::string_view form) const {
  const auto& sorted = at(field::any).sorted;
  const auto place = std::lower_bound(sorted.begin(), sorted.end(), form, form_less);
  std::size_t most = 0;
  if (place != sorted.end()) most = shared_bytes(form, place->first);
  if (place != sorted.begin()) most = std::max(most, shared_bytes(form, std::prev(place)->first));
  if (most < 4 || form.size() - most > 3) return nullptr;
  const auto best = std::lower_bound(sorted.begin(), sorted.end(), form.substr(0, most), form_less);
  return best->first.size() - most > 3 ? nullptr : &at(field::any).lists[best->second];
}

std::vector<const term_list*> index::starting_with(field where, std::string_view start) const {
  const vocabulary& v = at(where);
  std::vector<const term_list*> out;
  auto place = std::lower_bound(v.sorted.begin(), v.sorted.end(), start, form_less);
  for (; place != v.sorted.end() && place->first.starts_with(start); ++place) out.push_back(&v.lists[place->second]);
  return out;
}

}  // namespace oracle
