// The Unicode Character Database as the folding asks for it, from the files of Debian's package unicode-data.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace oracle {

class unicode_data {
 public:
  static constexpr char32_t end = 0x110000;

  // Those of Unicode 15.0.
  static const unicode_data& get();

  // Two letters, "Cn" where nothing is assigned.
  std::string category(char32_t c) const { return {categories_[c][0], categories_[c][1]}; }
  char group(char32_t c) const { return categories_[c][0]; }
  bool is_assigned(char32_t c) const { return category(c) != "Cn"; }
  // This one or the next below that is assigned.
  char32_t nearest_assigned(char32_t c) const { return nearest_[c]; }
  bool is_ignorable(char32_t c) const { return ignorable_[c]; }
  // Of a decimal digit, else -1.
  int digit(char32_t c) const;
  // Appends the full compatibility decomposition.
  void decompose(char32_t c, std::u32string& out) const;
  // The full case folding.
  std::u32string case_folded(char32_t c) const;
  // The code point that two make by canonical composition, or 0.
  char32_t composite(char32_t first, char32_t second) const;

 private:
  unicode_data();
  void read_characters(std::string_view text);
  void read_case_folding(std::string_view text);
  void read_ignorable(std::string_view text);

  std::vector<std::array<char, 2>> categories_;
  std::vector<char32_t> nearest_;
  std::vector<bool> ignorable_;
  std::unordered_map<char32_t, int> digits_;
  std::unordered_map<char32_t, std::u32string> decompositions_, cases_;
  std::map<std::pair<char32_t, char32_t>, char32_t> composites_;
};

}  // namespace oracle
