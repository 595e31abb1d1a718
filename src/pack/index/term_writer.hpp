// Writing the term dictionary: the counterpart of satchel/detail/index/term_cursor.hpp.
#pragma once

#include "pack/index/page_writer.hpp"

#include <satchel/format/term_dictionary.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace satchel::pack {

// The nodes above the pages, and where these are.
struct written_terms {
  std::string root;
  std::uint32_t height = 0, first_leaf = 0, leaf_count = 0;
};

// Takes keys in ascending order and writes leaves, then the levels above them.
class term_writer {
 public:
  explicit term_writer(page_writer& pages) : pages_(pages) {}

  // A key whose list lies at an address, or is short enough to stand in the leaf itself.
  void add(std::string_view key, format::address list);
  // The document frequency `df` is at most format::inline_frequency_max.
  void add_inline(std::string_view key, std::uint32_t df, std::string_view list);
  // Writes what is left.
  written_terms finish();
  // Instead of all: the entries so far as one leaf, for the directory.
  std::string one_leaf();

  std::uint64_t entries() const { return entries_; }
  std::size_t longest_key() const { return longest_; }

 private:
  struct child {
    std::string key;  // greater than all keys before it, not greater than its own
    std::uint32_t page;
  };

  bool fits(std::string_view key, std::string_view value) const;
  void append(std::string_view key, std::string_view value);
  void close_leaf();
  std::string front_coded(std::string_view key) const;
  std::string take_node(std::uint32_t level, std::uint64_t base);
  std::uint32_t write_node(std::uint32_t level, std::uint64_t base);

  page_writer& pages_;
  std::string node_;         // entries of the node that is being filled
  std::uint32_t count_ = 0;  // their number
  std::string last_;         // key before, in this node
  std::string before_;       // key before, in the node before
  std::uint64_t base_ = 0;   // of the leaf
  format::address list_ = 0;
  bool has_base_ = false;
  std::vector<child> children_;
  std::uint64_t entries_ = 0;
  std::size_t longest_ = 0;
};

}  // namespace satchel::pack
