// Choosing the words that block texts are coded with.
#pragma once

#include "base/string_map.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace satchel::pack {

// Counts the words of texts.
class word_counter {
 public:
  word_counter() { counts_.max_load_factor(0.25F); }  // short chains: each word of the sample is looked up

  void add(std::string_view text);
  // Distinct words so far, by which memory can be bounded.
  std::size_t distinct() const { return counts_.size(); }
  // At most `most` words that occur often enough to earn a place in the list, the most frequent first. Of forms that
  // differ in capitals alone, only the most frequent one is there.
  std::vector<std::string> frequent(std::size_t most) const;

 private:
  void count(std::string_view word);

  string_map<std::uint32_t> counts_;
};

}  // namespace satchel::pack
