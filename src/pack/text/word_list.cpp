#include "pack/text/word_list.hpp"

#include "pack/text/word_units.hpp"

#include <algorithm>
#include <utility>

namespace satchel::pack {
namespace {

// Rarer or shorter words cost as much in the list as they save in the blocks.
constexpr std::uint32_t count_min = 3, short_count_min = 200, pair_count_min = 20;

constexpr std::size_t pair_bytes = 6;  // two characters of a script without blanks

bool is_pair(std::string_view word) { return word.size() == pair_bytes && is_spaceless_at(word, 0); }

}  // namespace

void word_counter::add(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t n = word_size(text, i);
    if (n == 0) {
      ++i;
      continue;
    }
    if (n <= format::word_max) count(text.substr(i, n));
    if (is_spaceless_at(text, i) && is_spaceless_at(text, i + 3)) count(text.substr(i, pair_bytes));
    i += n;
  }
}

void word_counter::count(std::string_view word) {
  if (const auto found = counts_.find(word); found != counts_.end())
    ++found->second;
  else
    counts_.emplace(word, 1u);
}

std::vector<std::string> word_counter::frequent(std::size_t most) const {
  struct group {
    std::uint64_t count = 0;
    std::uint32_t best_count = 0;
    std::string best;
  };
  string_map<group> groups;
  for (const auto& [word, count] : counts_) {
    if (count == 1) continue;  // most are; in groups they change little
    group& g = groups[lower(word)];
    g.count += count;
    const std::uint8_t first = byte_at(word, 0);
    // Only forms that a coded word can be turned back into: all lower, or with a capital in front.
    const std::string tail(word.substr(1));
    if ((format::is_upper(first) || format::is_lower(first)) && lower(tail) != tail) continue;
    if (count > g.best_count || (count == g.best_count && word < g.best)) {
      g.best_count = count;
      g.best = word;
    }
  }
  std::vector<std::pair<std::uint64_t, std::string>> chosen;
  for (auto& [key, g] : groups) {
    if (g.best.empty() || g.count < (key.size() > 1 ? count_min : short_count_min)) continue;
    if (is_pair(key) && g.count < pair_count_min) continue;
    // Every character of a pair is counted in two of them.
    chosen.emplace_back(is_pair(key) ? g.count / 2 : g.count, std::move(g.best));
  }
  std::sort(chosen.begin(), chosen.end(),
            [](const auto& a, const auto& b) { return a.first != b.first ? a.first > b.first : a.second < b.second; });
  chosen.resize(std::min(chosen.size(), most));
  std::vector<std::string> words;
  for (auto& [count, word] : chosen) words.push_back(std::move(word));
  return words;
}

}  // namespace satchel::pack
