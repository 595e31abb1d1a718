// The postings of one term: they come in the order of the articles' arrival and leave in the order of the archive.
#pragma once

#include "pack/io/sorted_runs.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace satchel::pack {

class posting_sorter {
 public:
  // Postings that take more than `room` bytes wait in the scratch directory.
  explicit posting_sorter(std::string scratch, std::size_t room = 8 << 20);

  bool empty() const { return gathered_.empty(); }
  // No article comes twice.
  void add(std::uint32_t article, std::string_view posting);
  // Calls f for each posting, its article ascending, and begins anew.
  void take_all(const std::function<void(std::uint32_t article, std::string_view posting)>& f);

 private:
  struct gathered {
    std::uint32_t article, at, size;  // in bytes_
  };

  void sort();
  void spill();

  std::string scratch_;
  std::size_t room_;
  std::vector<gathered> gathered_;
  std::string bytes_;
  std::optional<record_runs> spilled_;
  std::uint64_t runs_ = 0;
};

}  // namespace satchel::pack
