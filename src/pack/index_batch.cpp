#include "index_batch.hpp"

#include "language.hpp"
#include "runs.hpp"
#include "string_map.hpp"

#include <satchel/codec/dates.hpp>
#include <satchel/detail/terms.hpp>
#include <satchel/text/analyzer.hpp>

#include <algorithm>
#include <numeric>
#include <optional>

namespace satchel::pack {
namespace {

using detail::key_tag;

// The tag under which a metadata piece's terms have lists of their own, beside 'w'.
std::optional<key_tag> field_tag(kind k) {
  switch (k) {
    case kind::author:
      return key_tag::author;
    case kind::source:
      return key_tag::source;
    case kind::tag:
      return key_tag::tag;
    default:
      return std::nullopt;
  }
}

// Names keep their forms apart: "Peter" and "Peters" are two people.
bool stemmed(key_tag t) { return t == key_tag::word || t == key_tag::tag; }

std::string fold_whole(const std::string& text) {
  std::string out(text.size() + 32, '\0');
  for (;;) {
    const std::size_t size = text::fold_text(text, out.data(), out.size());
    if (size + text::max_utf8_bytes < out.size()) {
      out.resize(size);
      return out;
    }
    out.resize(2 * out.size());
  }
}

class batch_indexer {
 public:
  batch_indexer(const std::string& stemmer_name, std::uint32_t unit) : unit_(unit) {
    if (!stemmer_name.empty()) stemmer_.emplace(stemmer_name);
  }

  void add(const pieces& article, std::uint32_t number, indexed_batch& out) {
    article_length length;
    std::int64_t day = indexed_batch::no_day;
    std::uint32_t position = 0, metadata = 0;
    bool any_metadata = false;
    for (const stored_piece& p : article) {
      if (is_body(p.kind)) out.text_bytes += p.text.size();
      if (p.kind == kind::identifier) add_exact(identifier_key, p.text, number);
      if (p.kind == kind::title) {
        const std::string folded = fold_whole(p.text);
        if (!folded.empty()) add_exact(title_key, folded, number);
      }
      if (p.kind == kind::published) {
        std::int32_t first = 0, last = 0;
        if (codec::parse_date(p.text, first, last)) day = first;
      }
      field_group group{};
      if (!indexed(p.kind, group)) continue;
      const std::optional<key_tag> field = field_tag(p.kind);
      const std::uint32_t start = position == 0 ? 0 : position + 1;
      if (group == metadata_group && !any_metadata) {
        any_metadata = true;
        metadata = start;
      }
      std::uint32_t at = start;
      text::tokenizer tokens(p.text);
      text::token token;
      while (tokens.next(token)) {
        occurrences_.push_back({term_of(key_tag::word, token), number, at, group});
        if (field) {  // counted from the first of the metadata, so that positions stay small
          occurrences_.push_back({term_of(*field, token), number, at - metadata, body_group});
          out.field_positions = std::max(out.field_positions, at - metadata + 1);
        }
        length.weighed += half_weights[group];
        ++at;
        ++out.tokens;
      }
      if (at > start) position = at;
    }
    length.positions = std::max(position, 1u);
    out.lengths.push_back(length);
    out.days.push_back(day);
  }

  void write(indexed_batch& out, std::uint32_t first) {
    // Occurrences come in the order of articles and positions; a stable counting sort groups them by term.
    std::vector<std::uint32_t> starts(terms_.size() + 1, 0);
    for (const occurrence& o : occurrences_) ++starts[o.term + 1];
    std::partial_sum(starts.begin(), starts.end(), starts.begin());
    std::vector<occurrence> sorted(occurrences_.size());
    std::vector<std::uint32_t> next(starts.begin(), starts.end() - 1);
    for (const occurrence& o : occurrences_) sorted[next[o.term]++] = o;
    occurrences_ = {};

    std::vector<std::uint32_t> order(terms_.size());
    std::iota(order.begin(), order.end(), 0u);
    std::sort(order.begin(), order.end(), [&](auto a, auto b) { return terms_[a].key < terms_[b].key; });
    std::string value;
    std::vector<std::vector<std::uint32_t>> words(out.lengths.size());
    for (const std::uint32_t t : order) {
      value.clear();
      std::vector<std::string>& forms = terms_[t].forms;
      std::sort(forms.begin(), forms.end());
      put_varint(value, forms.size());
      for (const std::string& form : forms) put_string(value, form);
      if (terms_[t].key[0] == static_cast<char>(key_tag::word)) {
        const auto hash = static_cast<std::uint32_t>(hash_of(terms_[t].key));
        for (std::uint32_t o = starts[t]; o < starts[t + 1]; ++o)
          if (o == starts[t] || sorted[o].article != sorted[o - 1].article)
            words[sorted[o].article - first].push_back(hash);
      }
      put_postings(value, sorted.data() + starts[t], sorted.data() + starts[t + 1], out.counts);
      record_runs::put_record(out.run, terms_[t].key, value);
    }
    for (const std::vector<std::uint32_t>& w : words) {
      out.terms.insert(out.terms.end(), w.begin(), w.end());
      out.term_ends.push_back(out.terms.size());
    }
  }

 private:
  struct occurrence {
    std::uint32_t term, article, position;
    std::uint8_t group;  // field_groups: no count, no position
  };
  struct term {
    std::string key;
    std::vector<std::string> forms;
  };

  std::uint32_t term_of(key_tag tag, const text::token& token) {
    form_key_.assign(1, static_cast<char>(tag));
    form_key_.append(token.term);
    if (const auto found = forms_.find(form_key_); found != forms_.end()) return found->second;
    std::string stem = form_key_;
    if (stemmer_ && stemmed(tag)) stem.replace(1, std::string::npos, stemmer_->stem(token.term));
    return add_form(stem);
  }

  void add_exact(char tag, std::string_view text, std::uint32_t article) {
    form_key_.assign(1, tag);
    form_key_.append(text);
    const auto found = forms_.find(form_key_);
    const std::uint32_t t = found != forms_.end() ? found->second : add_form(form_key_);
    occurrences_.push_back({t, article, 0, field_groups});
  }

  // form_key_ is a new form of `stem`.
  std::uint32_t add_form(const std::string& stem) {
    const auto [place, fresh] = stems_.try_emplace(stem, static_cast<std::uint32_t>(terms_.size()));
    if (fresh) terms_.push_back({stem, {}});
    terms_[place->second].forms.push_back(form_key_.substr(1));
    forms_.emplace(form_key_, place->second);
    return place->second;
  }

  void put_postings(std::string& out, const occurrence* begin, const occurrence* end, standing_counts& counts) {
    std::uint64_t articles = 0;
    for (const occurrence* o = begin; o != end; ++o) articles += o == begin || o->article != (o - 1)->article ? 1 : 0;
    put_varint(out, articles);
    std::uint32_t before = 0;
    std::string rest;
    for (const occurrence* o = begin; o != end;) {
      const occurrence* first = o;
      group_counts tf{};
      for (; o != end && o->article == first->article; ++o)
        if (o->group < field_groups) ++tf[o->group];
      put_varint(out, first->article - before);
      before = first->article;
      rest.clear();
      if (first->group < field_groups) put_posting(rest, tf, first, o, counts);
      put_string(out, rest);
    }
  }

  void put_posting(std::string& out, const group_counts& tf, const occurrence* first, const occurrence* last,
                   standing_counts& counts) {
    const std::uint8_t standing = standing_of(tf);
    out.push_back(static_cast<char>(standing));
    positions_.clear();
    for (; unit_ > 0 && first != last; ++first)
      if (positions_.empty() || positions_.back() != first->position / unit_)
        positions_.push_back(first->position / unit_);
    counts.add(standing, tf, static_cast<std::uint32_t>(positions_.size()));
    put_varint(out, tf[title_group]);
    put_varint(out, positions_.size());
    std::uint32_t before = 0;
    for (const std::uint32_t p : positions_) {
      put_varint(out, p - before);
      before = p;
    }
  }

  std::uint32_t unit_;
  std::vector<std::uint32_t> positions_;
  std::optional<stemmer> stemmer_;
  string_map<std::uint32_t> forms_, stems_;  // to indices of terms_
  std::vector<term> terms_;
  std::vector<occurrence> occurrences_;
  std::string form_key_;
};

// Reads a varint at `at` and goes behind it.
std::uint64_t take_varint(std::string_view in, std::size_t& at) {
  std::uint64_t out = 0;
  const auto* data = reinterpret_cast<const std::byte*>(in.data());
  const std::byte* after = codec::get_varint(data + at, data + in.size(), out);
  at = static_cast<std::size_t>(after - data);
  return out;
}

}  // namespace

indexed_batch index_batch(const std::vector<pieces>& articles, std::uint32_t first, const std::string& stemmer,
                          std::uint32_t unit) {
  indexed_batch out;
  batch_indexer indexer(stemmer, unit);
  std::uint32_t number = first;
  for (const pieces& article : articles) indexer.add(article, number++, out);
  indexer.write(out, first);
  return out;
}

record_value::record_value(const std::string& value) : value_(value) {
  forms_.resize(varint());
  for (std::string_view& form : forms_) {
    const std::size_t size = varint();
    form = std::string_view(value_).substr(at_, size);
    at_ += size;
  }
  left_ = varint();
}

std::uint64_t record_value::varint() { return take_varint(value_, at_); }

bool record_value::next(std::uint32_t& article, std::string_view& rest) {
  if (left_ == 0) return false;
  --left_;
  article = article_ += static_cast<std::uint32_t>(varint());
  const std::size_t size = varint();
  rest = std::string_view(value_).substr(at_, size);
  at_ += size;
  return true;
}

void decode_posting(std::string_view rest, raw_posting& out) {
  out.standing = static_cast<std::uint8_t>(rest[0]);
  std::size_t at = 1;
  out.titles = static_cast<std::uint32_t>(take_varint(rest, at));
  out.positions.resize(take_varint(rest, at));
  std::uint32_t position = 0;
  for (std::uint32_t& p : out.positions) p = position += static_cast<std::uint32_t>(take_varint(rest, at));
}

}  // namespace satchel::pack
