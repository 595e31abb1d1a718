// The first pass over a collection: articles are spooled and indexed, batch by batch.
#pragma once

#include "pack/base/workers.hpp"
#include "pack/index/index_batch.hpp"
#include "pack/io/scratch.hpp"
#include "pack/io/sorted_runs.hpp"
#include "pack/order/article_order.hpp"

#include <satchel/pack.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace satchel::pack {

// Terms in one of what the lists call positions: 1, as many as make a passage, or 0 where there are none.
std::uint32_t position_unit(const options& how);

class collector {
 public:
  collector(const options& how, const std::string& scratch, unsigned threads, const report& on_problem);

  // Takes the next article; one with an identifier that another has gets a new one.
  void add(article&& a);
  // Waits until all is indexed, and orders the articles: from then on they go by their numbers in the archive.
  void finish();

  std::uint32_t articles() const { return static_cast<std::uint32_t>(spooled_.size()); }
  std::uint64_t text_bytes() const { return text_bytes_; }
  std::uint64_t tokens() const { return tokens_; }
  const std::string& stemmer() const { return stemmer_; }
  std::int32_t day(std::uint32_t article) const { return days_[order_[article]]; }
  const bucket_scheme& frequency_buckets() const { return buckets_; }
  std::uint32_t field_positions() const { return field_positions_; }
  // The index, whose articles are numbered as they came, and for each of them the number in the archive.
  record_runs& runs() { return runs_; }
  std::vector<std::uint32_t> places() const;
  // Articles whose identifiers have a number behind them, and those with the bare identifier: by the bare identifier,
  // those of one in the order in which they came.
  std::vector<std::uint32_t> repeated() const;

  // The spooled pieces of an article.
  scratch_reader read_from(std::uint32_t article) const;

 private:
  // Sets of articles by their names, which stand beside and not in the set.
  struct name_hash {
    const std::vector<std::uint64_t>* names = nullptr;
    std::size_t operator()(std::uint32_t article) const { return static_cast<std::size_t>((*names)[article]); }
  };
  struct same_name {
    const std::vector<std::uint64_t>* names = nullptr;
    bool operator()(std::uint32_t a, std::uint32_t b) const { return (*names)[a] == (*names)[b]; }
  };
  using named_articles = std::unordered_set<std::uint32_t, name_hash, same_name>;

  void spool();
  void flush();
  void choose_stemmer();

  const options& how_;
  const report& report_;
  scratch_file spool_;
  std::string to_spool_;
  record_runs runs_;
  std::vector<std::uint64_t> spooled_;                             // where articles begin in the spool
  std::vector<std::uint64_t> names_;                               // hashes of identifiers
  std::vector<std::pair<std::uint32_t, std::uint64_t>> numbered_;  // articles, and hashes of their bare identifiers
  named_articles identifiers_{0, name_hash{&names_}, same_name{&names_}};
  std::unordered_map<std::uint64_t, std::uint64_t> next_numbers_;  // for identifiers that are taken: none below is free
  std::vector<pieces> batch_;
  std::uint64_t batch_begin_ = 0;  // in the spool
  std::uint64_t batches_ = 0;
  bool stemmer_chosen_ = false;
  std::string stemmer_;
  std::vector<article_length> lengths_;
  std::vector<std::int32_t> days_;
  similarity terms_;
  bucket_counts counts_;
  std::uint32_t field_positions_ = 0;
  std::vector<std::uint32_t> order_;  // articles as they came, in the order of the archive
  bucket_scheme buckets_;
  unsigned threads_;
  std::uint64_t text_bytes_ = 0, tokens_ = 0;
  std::optional<ordered_workers<indexed_batch>> workers_;  // until all is indexed: their threads' memory is used again
};

}  // namespace satchel::pack
