// Choosing the words that block texts are coded with.
#pragma once

#include "base/string_map.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace satchel::pack {

// Counts the words of texts.
class word_counter {
 public:
  word_counter() { counts_.max_load_factor(0.8F); }

  void add(std::string_view text);
  // Distinct words so far, by which memory can be bounded.
  std::size_t distinct() const { return counts_.size(); }
  // At most `most` words that occur often enough to earn a place in the list, the most frequent first. Of forms that
  // differ in capitals alone, only the most frequent one is there.
  std::vector<std::string> frequent(std::size_t most) const;

 private:
  void count(std::string_view word);

  std::deque<std::string> words_;
  tsl::robin_map<std::string_view, std::uint32_t, string_hash> counts_;  // of words in words_
};

}  // namespace satchel::pack
