// Many different strings, each with a tag, in one piece of memory.
#pragma once

#include "base/string_map.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace satchel::pack {

// Gives them numbers from 0, in the order in which they come.
class tagged_strings {
 public:
  static constexpr std::uint32_t none = UINT32_MAX;

  tagged_strings() : slots_(1 << 10) {}

  std::uint32_t size() const { return static_cast<std::uint32_t>(ends_.size()); }

  static std::uint32_t hash(char tag, std::string_view text) {
    return static_cast<std::uint32_t>(hash_of(text)) + static_cast<unsigned char>(tag) * 0x9E3779B1u;
  }

  std::uint32_t find(char tag, std::string_view text, std::uint32_t hash) const {
    for (std::size_t at = hash;; ++at) {
      const slot& s = slots_[at & (slots_.size() - 1)];
      if (s.number == none) return none;
      if (s.hash != hash) continue;
      const std::string_view found = (*this)[s.number];
      if (found[0] == tag && found.substr(1) == text) return s.number;
    }
  }

  // One that is not there yet.
  std::uint32_t add(char tag, std::string_view text, std::uint32_t hash) {
    if (2 * ends_.size() >= slots_.size()) grow();
    const std::uint32_t number = size();
    bytes_ += tag;
    bytes_ += text;
    ends_.push_back(bytes_.size());
    put({hash, number});
    return number;
  }

  // The tag and, behind it, the string; until the next add().
  std::string_view operator[](std::uint32_t number) const {
    const std::size_t begin = number == 0 ? 0 : ends_[number - 1];
    return std::string_view(bytes_).substr(begin, ends_[number] - begin);
  }

 private:
  struct slot {
    std::uint32_t hash = 0, number = none;
  };

  void put(slot s) {
    std::size_t at = s.hash;
    while (slots_[at & (slots_.size() - 1)].number != none) ++at;
    slots_[at & (slots_.size() - 1)] = s;
  }

  void grow() {
    std::vector<slot> before(4 * slots_.size());
    before.swap(slots_);
    for (const slot& s : before)
      if (s.number != none) put(s);
  }

  std::string bytes_;
  std::vector<std::size_t> ends_;  // of each string in bytes_
  std::vector<slot> slots_;        // without chains, a power of two, at most half full
};

}  // namespace satchel::pack
