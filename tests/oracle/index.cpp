#include "index.hpp"

#include "terms.hpp"

#include <algorithm>
#include <initializer_list>
#include <iterator>
#include <numeric>

namespace oracle {
namespace {

using satchel::kind;
using counts = std::array<std::uint32_t, 3>;

enum group : std::size_t { title_group, metadata_group, body_group };

group group_of(kind k) {
  if (k == kind::title) return title_group;
  return satchel::is_body(k) ? body_group : metadata_group;
}

constexpr std::size_t buckets = 16;
constexpr std::uint32_t weights_by_two[] = {5, 3, 2};

// The ways to stand in an article, numbered as schema/SPEC.md section 7 lists them.
std::size_t bucket_of(const counts& frequency) {
  const std::uint32_t body = frequency[body_group], other = frequency[metadata_group];
  const auto step = [](std::uint32_t n, std::initializer_list<std::uint32_t> least) {
    std::size_t at = 0;
    for (const std::uint32_t l : least) at += n >= l ? 1 : 0;
    return at;
  };
  if (frequency[title_group] > 0) return 8 + step(body + other, {1, 2, 4, 8});
  if (other > 0) return 13 + step(body, {1, 2});
  return step(body, {2, 3, 4, 5, 7, 10, 16});
}

// (1 - b) + b * length / average in 1/4096, cut off.
std::uint64_t norm_of(std::uint64_t length, std::uint64_t all, std::uint64_t articles) {
  return all == 0 ? 4096 : 1024 + 3072 * length * articles / all;
}

std::size_t length_bucket_of(std::uint64_t norm) {
  std::uint64_t end = 1024 * 77936 / 65536;
  std::size_t out = 0;
  for (; out < 31 && norm >= end; ++out) end = end * 77936 / 65536;
  return out;
}

// Sums over all that is alike, for means.
struct sums {
  std::uint64_t sum = 0, count = 0;
  void add(std::uint64_t n) {
    sum += n;
    ++count;
  }
};

// BM25's tf' / (k1 + tf') in 1/256, cut off; tf' from the mean weight of the bucket and the mean norm of the class.
std::uint32_t impact_of(const sums& half_weights, const sums& norms) {
  const std::uint64_t tf = (half_weights.sum * 256 / half_weights.count) * 524288 / (norms.sum / norms.count);
  return static_cast<std::uint32_t>(std::clamp<std::uint64_t>(256 * tf / (tf + 65536 * 3 / 2), 1, 255));
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
  const snowball stems(stemmer);
  const auto list_of = [&](field where, const term& t) -> term_list& {
    const std::string& form = t.text;
    vocabulary& v = at(where);
    const auto known = v.lists_of_forms.find(form);
    if (known != v.lists_of_forms.end()) return v.lists[known->second];
    const bool names = where == field::author || where == field::source;  // their forms stay apart
    const std::string stem = names ? form : stems.stem(t);
    const auto [place, fresh] = v.lists_of_stems.try_emplace(stem, static_cast<std::uint32_t>(v.lists.size()));
    if (fresh) v.lists.emplace_back();
    v.lists_of_forms.emplace(form, place->second);
    return v.lists[place->second];
  };

  std::vector<std::uint64_t> lengths(all.size());
  for (std::uint32_t number = 0; number < size_; ++number) {
    days_.push_back(all[number].day);
    std::uint32_t next = 0;  // position of the next term
    bool first_piece = true;
    for (const piece& p : all[number].pieces) {
      const group in = group_of(p.kind);
      const field also = field_of(p.kind) == field::title ? field::any : field_of(p.kind);
      const std::vector<term> terms = terms_in(p.text);
      if (!terms.empty() && !first_piece) ++next;
      if (!terms.empty()) first_piece = false;
      for (const term& t : terms) {
        const auto add = [&](term_list& list, group counted) {
          if (list.postings.empty() || list.postings.back().article != number)
            list.postings.push_back({number, {}, static_cast<std::uint32_t>(list.positions.size()), 0, 0});
          posting& last = list.postings.back();
          ++last.frequency[counted];
          ++last.positions;
          list.positions.push_back(next);
        };
        add(list_of(field::any, t), in);
        if (also != field::any) add(list_of(also, t), body_group);
        lengths[number] += weights_by_two[in];
        ++next;
      }
    }
  }

  weigh(lengths);
  titles_of_words();
  for (vocabulary& v : vocabularies_) {
    v.sorted.assign(v.lists_of_forms.begin(), v.lists_of_forms.end());
    std::erase_if(v.sorted, [&](const auto& form) { return v.lists[form.second].postings.empty(); });
    std::sort(v.sorted.begin(), v.sorted.end());
  }
}

void index::weigh(const std::vector<std::uint64_t>& lengths) {
  const std::uint64_t all = std::accumulate(lengths.begin(), lengths.end(), std::uint64_t{0});
  const auto norm = [&](std::uint32_t article) { return norm_of(lengths[article], all, size_); };
  std::array<sums, 32> norms;
  for (std::uint32_t article = 0; article < size_; ++article) norms[length_bucket_of(norm(article))].add(norm(article));
  std::array<sums, buckets> weights;
  for (const vocabulary& v : vocabularies_)
    for (const term_list& list : v.lists)
      for (const posting& p : list.postings)
        weights[bucket_of(p.frequency)].add(weights_by_two[title_group] * p.frequency[title_group] +
                                            weights_by_two[metadata_group] * p.frequency[metadata_group] +
                                            weights_by_two[body_group] * p.frequency[body_group]);
  for (vocabulary& v : vocabularies_)
    for (term_list& list : v.lists) {
      list.weight = weight_of(list.postings.size(), size_);
      for (posting& p : list.postings)
        p.impact = impact_of(weights[bucket_of(p.frequency)], norms[length_bucket_of(norm(p.article))]);
    }
}

// What title: asks for: the words' lists, with those articles and positions alone that are in titles.
void index::titles_of_words() {
  vocabulary& titles = at(field::title);
  titles = at(field::any);
  for (term_list& list : titles.lists) {
    std::erase_if(list.postings, [](const posting& p) { return p.frequency[title_group] == 0; });
    for (posting& p : list.postings) p.positions = p.frequency[title_group];
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
