// Reproducible random numbers of 32 bits.
#pragma once

#include <cstdint>
#include <random>

namespace satchel::test {

class dice {
 public:
  explicit dice(std::uint32_t seed) : source_(seed) {}
  std::uint32_t operator()() { return static_cast<std::uint32_t>(source_()); }

 private:
  std::mt19937 source_;
};

}  // namespace satchel::test
