// Coding the texts of blocks word by word; include/satchel/format/word_codes.hpp is the way back.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace satchel::pack {

// Without words it leaves texts as they are. Safe from several threads at once.
class word_coder {
 public:
  explicit word_coder(std::vector<std::string> words = {});
  word_coder(const word_coder&) = delete;
  word_coder& operator=(const word_coder&) = delete;

  bool empty() const { return words_.empty(); }
  // The table WordCodes, as a FlatBuffer.
  std::string table() const;
  // Adds the coded text of one piece to `out`.
  void encode(std::string_view text, std::string& out) const;

 private:
  static constexpr std::uint32_t unknown = UINT32_MAX;

  std::uint32_t code_of(std::string_view word) const;

  // Looked up for every word of every text: a table without chains, a power of two large, half empty at least.
  struct slot {
    std::uint32_t hash = 0, code = unknown;
  };

  std::vector<std::string> words_;
  std::vector<slot> slots_;
};

}  // namespace satchel::pack
