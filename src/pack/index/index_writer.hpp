// Merging the index runs into posting lists and the term dictionary.
#pragma once

#include "pack/base/bucket_scheme.hpp"
#include "pack/index/index_batch.hpp"
#include "pack/index/page_writer.hpp"
#include "pack/index/term_writer.hpp"
#include "pack/io/sorted_runs.hpp"

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

namespace satchel::pack {

struct written_index {
  written_terms tree;
  std::string frequent;          // the leaf with the longest lists, for the directory
  std::uint64_t list_bytes = 0;  // of lists that are not inlined
  std::uint64_t term_bytes = 0;  // of the dictionary's pages
  std::uint64_t entries = 0, postings = 0;
  std::size_t key_max = 0;
  std::size_t common_form_prefix =
      format::common_form_prefix_max;                  // bytes that all forms of each word have in common, as counted
  std::vector<std::uint32_t> by_identifier, by_title;  // articles
};

// What all lists need to know.
struct list_options {
  const std::vector<std::uint32_t>& places;  // the number in the archive of each article of the runs
  const bucket_scheme& buckets;
  std::uint32_t unit, field_positions;
  const std::atomic<bool>& stop;  // once true, an early end by failure is wanted
};

written_index write_index(record_runs& runs, const list_options& how, page_writer& pages, const std::string& scratch);

}  // namespace satchel::pack
