#include "pack/index/index_batch.hpp"

#include "base/string_map.hpp"
#include "pack/index/each_term.hpp"
#include "pack/index/stemmer.hpp"
#include "pack/index/tagged_strings.hpp"
#include "pack/io/sorted_runs.hpp"

#include <satchel/format/calendar.hpp>
#include <satchel/format/term_dictionary.hpp>
#include <satchel/format/varint.hpp>
#include <satchel/text/fold.hpp>

#include <algorithm>
#include <cstring>
#include <numeric>
#include <optional>
#include <utility>

namespace satchel::pack {
namespace {

using format::key_tag;

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
    std::int32_t day = indexed_batch::no_day;
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
        if (format::parse_date(p.text, first, last)) day = first;
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
      for_each_term(p.text, [&](std::string_view term) {
        occurrences_.push_back({stem_of(key_tag::word, term), number, at, group});
        if (field) {  // counted from the first of the metadata, so that positions stay small
          occurrences_.push_back({stem_of(*field, term), number, at - metadata, body_group});
          out.field_positions = std::max(out.field_positions, at - metadata + 1);
        }
        ++at;
      });
      length.weighed += std::uint64_t{half_weights[group]} * (at - start);
      out.tokens += at - start;
      if (at > start) position = at;
    }
    length.positions = std::max(position, 1u);
    out.lengths.push_back(length);
    out.days.push_back(day);
  }

  void write(indexed_batch& out, std::uint32_t first) {
    // Occurrences come in the order of articles and positions; a stable counting sort groups them by stem.
    std::vector<std::uint32_t> starts(stems_.size() + 1, 0);
    for (const occurrence& o : occurrences_) ++starts[o.stem + 1];
    std::partial_sum(starts.begin(), starts.end(), starts.begin());
    std::vector<occurrence> sorted(occurrences_.size());
    std::vector<std::uint32_t> next(starts.begin(), starts.end() - 1);
    for (const occurrence& o : occurrences_) sorted[next[o.stem]++] = o;
    occurrences_ = {};

    std::string value;
    std::vector<std::vector<std::uint32_t>> words(out.lengths.size());
    for (const std::uint32_t stem : sorted_stems()) {
      value.clear();
      put_forms(value, stem);
      if (stems_[stem][0] == static_cast<char>(key_tag::word)) {
        const auto hash = static_cast<std::uint32_t>(hash_of(stems_[stem]));
        for (std::uint32_t o = starts[stem]; o < starts[stem + 1]; ++o)
          if (o == starts[stem] || sorted[o].article != sorted[o - 1].article)
            words[sorted[o].article - first].push_back(hash);
      }
      put_postings(value, sorted.data() + starts[stem], sorted.data() + starts[stem + 1], out.counts);
      record_runs::put_record(out.run, stems_[stem], value);
    }
    for (const std::vector<std::uint32_t>& w : words) {
      out.terms.insert(out.terms.end(), w.begin(), w.end());
      out.term_ends.push_back(out.terms.size());
    }
  }

 private:
  struct occurrence {
    std::uint32_t stem, article, position;
    std::uint8_t group;  // field_groups: no count, no position
  };

  std::uint32_t stem_of(key_tag tag, std::string_view form) {
    const char t = static_cast<char>(tag);
    const std::uint32_t hash = tagged_strings::hash(t, form), found = forms_.find(t, form, hash);
    if (found != tagged_strings::none) return form_stems_[found];
    return add_form(t, form, hash, stemmer_ && stemmed(tag) ? stemmer_->stem(form) : form);
  }

  void add_exact(char tag, std::string_view text, std::uint32_t article) {
    const std::uint32_t hash = tagged_strings::hash(tag, text), found = forms_.find(tag, text, hash);
    const std::uint32_t stem = found != tagged_strings::none ? form_stems_[found] : add_form(tag, text, hash, text);
    occurrences_.push_back({stem, article, 0, field_groups});
  }

  std::uint32_t add_form(char tag, std::string_view form, std::uint32_t form_hash, std::string_view stem) {
    const std::uint32_t hash = tagged_strings::hash(tag, stem);
    std::uint32_t number = stems_.find(tag, stem, hash);
    if (number == tagged_strings::none) {
      number = stems_.add(tag, stem, hash);
      last_forms_.push_back(tagged_strings::none);
    }
    form_stems_.push_back(number);
    forms_before_.push_back(last_forms_[number]);
    last_forms_[number] = forms_.add(tag, form, form_hash);
    return number;
  }

  // In the order of their keys. Most differ in the first bytes, which are compared as numbers.
  std::vector<std::uint32_t> sorted_stems() const {
    std::vector<std::pair<std::uint64_t, std::uint32_t>> order;
    for (std::uint32_t stem = 0; stem < stems_.size(); ++stem) order.emplace_back(first_bytes(stems_[stem]), stem);
    std::sort(order.begin(), order.end(), [&](const auto& a, const auto& b) {
      return a.first != b.first ? a.first < b.first : stems_[a.second] < stems_[b.second];
    });
    std::vector<std::uint32_t> out;
    for (const auto& [bytes, stem] : order) out.push_back(stem);
    return out;
  }

  void put_forms(std::string& out, std::uint32_t stem) {
    stem_forms_.clear();
    for (std::uint32_t f = last_forms_[stem]; f != tagged_strings::none; f = forms_before_[f])
      stem_forms_.push_back(forms_[f].substr(1));
    std::sort(stem_forms_.begin(), stem_forms_.end());
    put_varint(out, stem_forms_.size());
    for (const std::string_view form : stem_forms_) put_string(out, form);
  }

  void put_postings(std::string& out, const occurrence* begin, const occurrence* end, bucket_counts& counts) {
    std::uint64_t articles = 0;
    for (const occurrence* o = begin; o != end; ++o) articles += o == begin || o->article != (o - 1)->article ? 1 : 0;
    put_varint(out, articles);
    std::uint32_t before = 0;
    for (const occurrence* o = begin; o != end;) {
      const occurrence* first = o;
      group_counts tf{};
      for (; o != end && o->article == first->article; ++o)
        if (o->group < field_groups) ++tf[o->group];
      const std::size_t size = first->group < field_groups ? encode_posting(tf, first, o, counts) : 0;
      std::byte head[2 * format::varint_max];
      const std::byte* head_end = format::put_varint(format::put_varint(head, first->article - before), size);
      out.append(reinterpret_cast<const char*>(head), static_cast<std::size_t>(head_end - head));
      out.append(reinterpret_cast<const char*>(posting_.data()), size);
      before = first->article;
    }
  }

  // Puts it into posting_ and returns its size.
  std::size_t encode_posting(const group_counts& tf, const occurrence* first, const occurrence* last,
                             bucket_counts& counts) {
    const std::uint8_t bucket = bucket_of(tf);
    positions_.clear();
    for (; unit_ > 0 && first != last; ++first) {
      const std::uint32_t position = unit_ == 1 ? first->position : first->position / unit_;
      if (positions_.empty() || positions_.back() != position) positions_.push_back(position);
    }
    counts.add(bucket, tf, static_cast<std::uint32_t>(positions_.size()));
    if (const std::size_t most = 1 + (2 + positions_.size()) * format::varint_max; posting_.size() < most)
      posting_.resize(2 * most);
    posting_[0] = static_cast<std::byte>(bucket);
    std::byte* to = format::put_varint(posting_.data() + 1, tf[title_group]);
    to = format::put_varint(to, positions_.size());
    std::uint32_t before = 0;
    for (const std::uint32_t p : positions_) {
      to = format::put_varint(to, p - before);
      before = p;
    }
    return static_cast<std::size_t>(to - posting_.data());
  }

  std::uint32_t unit_;
  std::optional<stemmer> stemmer_;
  tagged_strings forms_, stems_;
  std::vector<std::uint32_t> form_stems_;    // of each form
  std::vector<std::uint32_t> last_forms_;    // the last form of each stem,
  std::vector<std::uint32_t> forms_before_;  // and for each form the one of its stem that came before
  std::vector<occurrence> occurrences_;
  std::vector<std::string_view> stem_forms_;
  std::vector<std::uint32_t> positions_;
  std::vector<std::byte> posting_;
};

// Reads a varint at `at` and goes behind it.
std::uint64_t take_varint(std::string_view in, std::size_t& at) {
  std::uint64_t out = 0;
  const auto* data = reinterpret_cast<const std::byte*>(in.data());
  const std::byte* after = format::get_varint(data + at, data + in.size(), out);
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
  out.bucket = static_cast<std::uint8_t>(rest[0]);
  std::size_t at = 1;
  out.titles = static_cast<std::uint32_t>(take_varint(rest, at));
  out.positions.resize(take_varint(rest, at));
  std::uint32_t position = 0;
  for (std::uint32_t& p : out.positions) p = position += static_cast<std::uint32_t>(take_varint(rest, at));
}

}  // namespace satchel::pack
