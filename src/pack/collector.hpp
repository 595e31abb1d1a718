// The first pass over a collection: articles are spooled and indexed, batch by batch.
#pragma once

#include "code_tables.hpp"
#include "index_batch.hpp"
#include "runs.hpp"
#include "scratch.hpp"
#include "workers.hpp"

#include <satchel/pack.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace satchel::pack {

class collector {
 public:
  collector(const options& how, const std::string& scratch, unsigned threads, const report& on_problem);

  // Takes the next article; one with an identifier that another has gets a new one.
  void add(article&& a);
  // Waits until all is indexed.
  void finish();

  std::uint32_t articles() const { return static_cast<std::uint32_t>(places_.size()); }
  std::uint64_t text_bytes() const { return text_bytes_; }
  std::uint64_t tokens() const { return tokens_; }
  const std::string& stemmer() const { return stemmer_; }
  const std::vector<group_counts>& lengths() const { return lengths_; }
  const std::vector<std::int64_t>& days() const { return days_; }
  record_runs& runs() { return runs_; }
  const code_table& codes() const { return codes_; }

  // The spooled pieces of an article; of all articles, in order, when asked with a reader that goes on.
  scratch_reader read_from(std::uint32_t article) const;

 private:
  void flush();
  void choose_stemmer();

  const options& how_;
  const report& report_;
  scratch_file spool_;
  record_runs runs_;
  std::vector<std::uint64_t> places_;                              // of articles in the spool
  std::unordered_set<std::uint64_t> identifiers_;                  // hashes
  std::unordered_map<std::uint64_t, std::uint64_t> next_numbers_;  // for identifiers that are taken: none below is free
  std::vector<pieces> batch_;
  std::size_t batch_bytes_ = 0;
  std::uint64_t batches_ = 0;
  code_table codes_{};  // measured on the first batch
  bool stemmer_chosen_ = false;
  std::string stemmer_;
  std::vector<group_counts> lengths_;
  std::vector<std::int64_t> days_;
  std::uint64_t text_bytes_ = 0, tokens_ = 0;
  ordered_workers<indexed_batch> workers_;
};

}  // namespace satchel::pack
