// Merging the index runs into posting lists and the term dictionary.
#pragma once

#include "code_tables.hpp"
#include "index_batch.hpp"
#include "page_writer.hpp"
#include "runs.hpp"

#include <satchel/detail/terms.hpp>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace satchel::pack {

struct written_index {
  detail::term_tree tree;
  std::uint64_t list_bytes = 0;  // of lists that are not inlined
  std::uint64_t term_bytes = 0;  // of the dictionary's pages
  std::uint64_t entries = 0, postings = 0;
  std::size_t key_max = 0;
  std::vector<std::uint32_t> by_identifier, by_title;  // articles
};

// `done` is told the bytes of runs that were merged. Impacts need every article's lengths.
written_index write_index(record_runs& runs, const std::vector<group_counts>& lengths, const code_table& codes,
                          page_writer& pages, const std::string& scratch,
                          const std::function<void(std::uint64_t)>& done);

}  // namespace satchel::pack
