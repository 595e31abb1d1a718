#include "index_writer.hpp"

#include "list_writer.hpp"
#include "tree_writer.hpp"

#include <satchel/detail/nearest.hpp>
#include <satchel/pack.hpp>

#include <algorithm>
#include <set>
#include <utility>

namespace satchel::pack {
namespace {

constexpr std::size_t entries_buffer = 16 << 20;

// The dictionary's entries, which come in the order of stems and leave in the order of forms.
class entry_sorter {
 public:
  explicit entry_sorter(const std::string& scratch) : runs_(scratch) {}

  void add(std::string key, std::string value) {
    bytes_ += key.size() + value.size() + 2 * sizeof(std::string);
    entries_.emplace_back(std::move(key), std::move(value));
    if (bytes_ >= entries_buffer) spill();
  }

  void merge(const std::function<void(const std::string&, const std::string&)>& f) {
    spill();
    runs_.merge(f);
  }

 private:
  void spill() {
    std::sort(entries_.begin(), entries_.end());
    std::string run;
    for (const auto& [key, value] : entries_) record_runs::put_record(run, key, value);
    runs_.add_run(number_++, run);
    entries_.clear();
    bytes_ = 0;
  }

  record_runs runs_;
  std::vector<std::pair<std::string, std::string>> entries_;
  std::size_t bytes_ = 0;
  std::uint64_t number_ = 0;
};

// Values in entry_sorter: 'i', the document frequency and an inlined list, or 'a' and an address.
std::string inlined(std::uint32_t df, const std::vector<std::byte>& list) {
  return std::string{'i', static_cast<char>(df)} + std::string(reinterpret_cast<const char*>(list.data()), list.size());
}
std::string at_address(detail::address a) {
  std::string out = "a";
  for (int i = 0; i < 8; ++i) out.push_back(static_cast<char>(a >> (8 * i)));
  return out;
}

class index_merger {
 public:
  index_merger(const list_options& how, page_writer& pages, const std::string& scratch)
      : how_(how),
        pages_(pages),
        entries_(scratch),
        lists_(static_cast<std::uint32_t>(how.places.size()), how.grades, how.unit, how.field_positions) {}

  void add(const std::string& stem, const std::string& value) {
    if (stem != stem_) {
      finish_stem();
      stem_ = stem;
    }
    record_value record(value);
    forms_.insert(record.forms().begin(), record.forms().end());
    std::uint32_t article = 0;
    std::string_view rest;
    while (record.next(article, rest)) {
      if (bytes_.size() > UINT32_MAX)
        throw failure("a posting list takes more than 4 GiB; pack parts of the collection");
      gathered_.push_back(
          {how_.places[article], static_cast<std::uint32_t>(bytes_.size()), static_cast<std::uint32_t>(rest.size())});
      bytes_.append(rest);
    }
  }

  written_index finish() {
    finish_stem();
    tree_writer tree(pages_);
    result_.list_bytes = pages_.position();
    pages_.align();
    result_.term_bytes = pages_.position();
    entries_.merge([&](const std::string& key, const std::string& value) {
      if (value[0] == 'i') {
        tree.add_inline(key, static_cast<std::uint8_t>(value[1]), std::string_view(value).substr(2));
      } else {
        tree.add(key, codec::load64(reinterpret_cast<const std::byte*>(value.data()) + 1));
      }
    });
    result_.tree = tree.finish();
    result_.term_bytes = pages_.position() - result_.term_bytes;
    result_.entries = tree.entries();
    result_.key_max = tree.longest_key();
    return result_;
  }

 private:
  detail::address append_list(std::uint32_t df, const std::vector<std::byte>& list) {
    std::byte frequency[codec::varint_max];
    const detail::address at =
        pages_.append(frequency, static_cast<std::size_t>(codec::put_varint(frequency, df) - frequency));
    pages_.append(list.data(), list.size());
    return at;
  }

  // All postings of stem_ are gathered, in the order in which the articles came.
  void finish_stem() {
    if (gathered_.empty()) return;
    std::sort(gathered_.begin(), gathered_.end(), [](const auto& a, const auto& b) { return a.article < b.article; });
    if (stem_[0] == identifier_key || stem_[0] == title_key) {
      std::vector<std::uint32_t>& order = stem_[0] == title_key ? result_.by_title : result_.by_identifier;
      for (const gathered& g : gathered_) order.push_back(g.article);
    } else {
      write_list();
    }
    gathered_.clear();
    bytes_.clear();
    forms_.clear();
  }

  void write_list() {
    lists_.start(stem_[0] != static_cast<char>(detail::key_tag::word));
    for (const gathered& g : gathered_) {
      decode_posting(std::string_view(bytes_).substr(g.at, g.size), posting_);
      lists_.add(g.article, posting_.standing, posting_.titles, posting_.positions);
    }
    result_.postings += gathered_.size();
    const std::uint32_t df = lists_.document_frequency();
    const std::vector<std::byte>& list = lists_.finish();
    const bool inside = forms_.size() == 1 && list.size() <= detail::inline_max && df <= detail::inline_frequency_max;
    const std::string value = inside ? inlined(df, list) : at_address(append_list(df, list));
    if (forms_.size() > 1 && stem_[0] == static_cast<char>(detail::key_tag::word))
      result_.form_prefix = std::min(result_.form_prefix, detail::shared_prefix(*forms_.begin(), *forms_.rbegin()));
    for (const std::string& form : forms_) entries_.add(stem_.substr(0, 1) + form, value);
  }

  struct gathered {
    std::uint32_t article, at, size;  // in bytes_
  };

  const list_options& how_;
  page_writer& pages_;
  entry_sorter entries_;
  list_writer lists_;
  written_index result_;
  std::string stem_;
  std::set<std::string, std::less<>> forms_;
  std::vector<gathered> gathered_;
  std::string bytes_;
  raw_posting posting_;
};

}  // namespace

written_index write_index(record_runs& runs, const list_options& how, page_writer& pages, const std::string& scratch) {
  index_merger merger(how, pages, scratch);
  runs.merge([&](const std::string& key, const std::string& value) {
    if (how.stop) throw failure("stopped");
    merger.add(key, value);
  });
  return merger.finish();
}

}  // namespace satchel::pack
