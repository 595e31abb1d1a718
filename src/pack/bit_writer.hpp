// Writing the bit streams that codec::bit_reader reads.
#pragma once

#include <satchel/codec/bits.hpp>

#include <cstdint>
#include <vector>

namespace satchel::pack {

class bit_writer {
 public:
  explicit bit_writer(std::vector<std::byte>& out) : out_(out) {}

  void bits(std::uint64_t value, unsigned n) {
    buffer_ |= value << have_;
    have_ += n;
    for (; have_ >= 8; have_ -= 8, buffer_ >>= 8) out_.push_back(static_cast<std::byte>(buffer_));
  }

  void bounded(std::uint32_t x, std::uint32_t r) {
    if (r <= 1) return;
    const unsigned w = codec::width_of(r);
    const auto u = static_cast<std::uint32_t>((std::uint64_t{1} << w) - r);
    if (x < u) return bits(x, w - 1);
    const std::uint64_t y = std::uint64_t{x} + u;
    bits(y >> 1, w - 1);
    bits(y & 1, 1);
  }

  void rice(std::uint32_t x, unsigned k) {
    const std::uint32_t q = x >> k;
    if (q >= codec::rice_escape) {
      bits((1u << codec::rice_escape) - 1, codec::rice_escape);
      return bits(x, 32);
    }
    bits((1u << q) - 1, q + 1);  // q ones and a zero
    bits(x & ((1u << k) - 1), k);
  }

  void interpolative(const std::uint32_t* values, std::uint32_t n, std::uint32_t lo, std::uint32_t hi) {
    if (n == 0 || hi - lo == n - 1) return;
    const std::uint32_t m = n / 2, v = values[m];
    bounded(v - lo - m, hi - lo - n + 2);
    if (m > 0) interpolative(values, m, lo, v - 1);
    if (n - 1 - m > 0) interpolative(values + m + 1, n - 1 - m, v + 1, hi);
  }

  // Fills the last byte with zeros.
  void flush() {
    if (have_ > 0) out_.push_back(static_cast<std::byte>(buffer_));
    buffer_ = 0;
    have_ = 0;
  }

  // Bits that rice(x, k) takes.
  static std::uint32_t rice_cost(std::uint32_t x, unsigned k) {
    return (x >> k) >= codec::rice_escape ? codec::rice_escape + 32 : (x >> k) + 1 + k;
  }

 private:
  std::vector<std::byte>& out_;
  std::uint64_t buffer_ = 0;
  unsigned have_ = 0;
};

}  // namespace satchel::pack
