#include "pack/index/index_writer.hpp"

#include "pack/index/posting_sorter.hpp"
#include "pack/index/posting_writer.hpp"

#include <satchel/format/endian.hpp>
#include <satchel/format/posting_lists.hpp>
#include <satchel/format/term_dictionary.hpp>
#include <satchel/format/varint.hpp>
#include <satchel/pack.hpp>

#include <algorithm>
#include <deque>
#include <map>
#include <set>
#include <utility>

namespace satchel::pack {
namespace {

constexpr std::size_t entries_buffer = 8 << 20;
constexpr std::uint64_t long_pages = 2, very_long_pages = 16;
constexpr std::size_t waiting_max = 4;    // long lists that are held at once
constexpr std::size_t frequent_max = 64;  // longest lists that are remembered

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
std::string at_address(format::address a) {
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
        postings_(scratch),
        lists_(static_cast<std::uint32_t>(how.places.size()), how.buckets, how.unit, how.field_positions, scratch) {}

  void add(const std::string& stem, const std::string& value) {
    if (stem != stem_) {
      finish_stem();
      stem_ = stem;
    }
    record_value record(value);
    forms_.insert(record.forms().begin(), record.forms().end());
    std::uint32_t article = 0;
    std::string_view rest;
    while (record.next(article, rest)) postings_.add(how_.places[article], rest);
  }

  written_index finish() {
    finish_stem();
    while (!waiting_.empty()) place_waiting();
    term_writer tree(pages_);
    result_.list_bytes = pages_.position();
    pages_.align();
    result_.term_bytes = pages_.position();
    entries_.merge([&](const std::string& key, const std::string& value) {
      if (value[0] == 'i') {
        tree.add_inline(key, static_cast<std::uint8_t>(value[1]), std::string_view(value).substr(2));
      } else {
        tree.add(key, format::load64(reinterpret_cast<const std::byte*>(value.data()) + 1));
      }
    });
    result_.tree = tree.finish();
    result_.term_bytes = pages_.position() - result_.term_bytes;
    result_.entries = tree.entries();
    result_.key_max = tree.longest_key();
    result_.frequent = frequent_leaf();
    return result_;
  }

 private:
  struct long_list {
    std::uint32_t df;
    std::uint64_t searched;
    std::vector<std::byte> list;
    std::vector<std::string> keys;
  };

  // A list begins in the pages; its bytes follow.
  format::address begin_list(std::uint32_t df) {
    std::byte frequency[format::varint_max];
    return pages_.append(frequency, static_cast<std::size_t>(format::put_varint(frequency, df) - frequency));
  }

  // A list is in the pages.
  void note_list(format::address at, std::uint64_t searched, const std::vector<std::string>& keys) {
    for (const std::string& key : keys) entries_.add(key, at_address(at));
    if (searched <= long_pages * pages_.payload()) return;
    longest_.emplace(std::pair(searched, at), keys);
    if (longest_.size() > frequent_max) longest_.erase(longest_.begin());
  }

  std::vector<std::byte> finished_list() const {
    std::vector<std::byte> out;
    out.reserve(static_cast<std::size_t>(lists_.size()));
    lists_.take([&](const std::byte* bytes, std::size_t size) { out.insert(out.end(), bytes, bytes + size); });
    return out;
  }

  // Lists that searches read many pages of wait until the lists before them end where a page begins, so that they lie
  // in no more pages than they fill. Where that is one page of very many, they need not wait.
  void place_list(std::vector<std::string> keys) {
    const std::uint32_t df = lists_.document_frequency();
    const std::uint64_t searched = lists_.searched(), page = pages_.payload();
    if (searched > long_pages * page && searched <= very_long_pages * page) {
      waiting_.push_back({df, searched, finished_list(), std::move(keys)});
      if (waiting_.size() > waiting_max) place_waiting();
      return;
    }
    const format::address at = begin_list(df);
    lists_.take([&](const std::byte* bytes, std::size_t size) { pages_.append(bytes, size); });
    note_list(at, searched, keys);
    if (!waiting_.empty() && pages_.position() % page < page / 32) place_waiting();
  }

  void place_waiting() {
    const long_list& l = waiting_.front();
    const format::address at = begin_list(l.df);
    pages_.append(l.list.data(), l.list.size());
    note_list(at, l.searched, l.keys);
    waiting_.pop_front();
  }

  // The keys of the longest lists: a query with such words reads many pages, and need not read leaves too. Every open
  // archive holds these keys in memory, so that they take no more than a quarter of a page.
  std::string frequent_leaf() {
    std::map<std::string, format::address> chosen;
    std::size_t bytes = format::node_header;
    for (auto l = longest_.rbegin(); l != longest_.rend(); ++l) {
      for (const std::string& key : l->second) bytes += key.size() + 1 + format::varint_max;
      if (bytes > pages_.payload() / 4) break;
      for (const std::string& key : l->second) chosen[key] = l->first.second;
    }
    term_writer leaf(pages_);
    for (const auto& [key, at] : chosen) leaf.add(key, at);
    return leaf.one_leaf();
  }

  // All postings of stem_ are there.
  void finish_stem() {
    if (postings_.empty()) return;
    if (stem_[0] == identifier_key || stem_[0] == title_key) {
      std::vector<std::uint32_t>& order = stem_[0] == title_key ? result_.by_title : result_.by_identifier;
      postings_.take_all([&](std::uint32_t article, std::string_view) { order.push_back(article); });
    } else {
      write_list();
    }
    forms_.clear();
  }

  void write_list() {
    lists_.start(stem_[0] != static_cast<char>(format::key_tag::word));
    postings_.take_all([&](std::uint32_t article, std::string_view rest) {
      decode_posting(rest, posting_);
      lists_.add(article, posting_.bucket, posting_.titles, posting_.positions);
    });
    lists_.finish();
    const std::uint32_t df = lists_.document_frequency();
    result_.postings += df;
    std::vector<std::string> keys;
    for (const std::string& form : forms_) keys.push_back(stem_.substr(0, 1) + form);
    if (forms_.size() > 1 && stem_[0] == static_cast<char>(format::key_tag::word))
      result_.common_form_prefix =
          std::min(result_.common_form_prefix, format::shared_prefix(*forms_.begin(), *forms_.rbegin()));
    if (forms_.size() == 1 && lists_.size() <= format::inline_max && df <= format::inline_frequency_max)
      entries_.add(keys[0], inlined(df, finished_list()));
    else
      place_list(std::move(keys));
  }

  const list_options& how_;
  page_writer& pages_;
  entry_sorter entries_;
  posting_sorter postings_;
  posting_writer lists_;
  written_index result_;
  std::string stem_;
  std::set<std::string, std::less<>> forms_;
  raw_posting posting_;
  std::map<std::pair<std::uint64_t, format::address>, std::vector<std::string>> longest_;  // keys by size and place
  std::deque<long_list> waiting_;
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
