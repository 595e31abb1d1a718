// Parameters of the codes for term frequencies and positions. How often a term stands in an article, and how far its
// positions reach, can be foretold from its impact: a great impact means many times, or a short article. The packer
// measures which Rice parameter suits which impact and stores the table in the directory.
#pragma once

#include <cstdint>

namespace satchel::codec {

inline constexpr std::uint32_t code_impacts = 16;     // impacts 1 to 16
inline constexpr std::uint32_t code_frequencies = 8;  // term frequencies 1 to 7, and all greater ones
inline constexpr std::uint32_t code_max = 27;         // greatest Rice parameter
inline constexpr std::uint32_t code_bytes = code_impacts * (1 + code_frequencies);

// Looks into the directory's list_codes, which has code_bytes bytes, none greater than code_max.
class list_codes {
 public:
  list_codes() = default;
  explicit list_codes(const std::uint8_t* table) : table_(table) {}

  // For the term frequency less one. `impact` is 1 to 16.
  unsigned frequency(std::uint32_t impact) const { return table_[impact - 1]; }

  // For the distance from one batch's last position to the next one's.
  unsigned distance(std::uint32_t impact, std::uint32_t frequency) const {
    const std::uint32_t f = frequency - 1 < code_frequencies ? frequency - 1 : code_frequencies - 1;
    return table_[code_impacts + (impact - 1) * code_frequencies + f];
  }

 private:
  const std::uint8_t* table_ = nullptr;
};

}  // namespace satchel::codec
