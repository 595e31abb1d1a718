// Writing the bit streams that format::bit_reader reads.
#pragma once

#include <satchel/format/bits.hpp>
#include <satchel/format/endian.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace satchel::pack {

class bit_writer {
 public:
  explicit bit_writer(std::vector<std::byte>& out) : out_(out) {}

  // The low `n` bits of a value that has no others; at most 32.
  void bits(std::uint64_t value, unsigned n) {
    buffer_ |= value << have_;
    have_ += n;
    if (have_ < 32) return;
    const std::size_t size = out_.size();
    out_.resize(size + 4);
    format::store32(out_.data() + size, static_cast<std::uint32_t>(buffer_));
    buffer_ >>= 32;
    have_ -= 32;
  }

  void bounded(std::uint32_t x, std::uint32_t r) {
    if (r <= 1) return;
    const unsigned w = format::width_of(r);
    const std::uint32_t u = format::shorter_codes(r, w);
    if (x < u) return bits(x, w - 1);
    const std::uint64_t y = std::uint64_t{x} + u;
    bits(y >> 1 | (y & 1) << (w - 1), w);  // the lowest bit comes last
  }

  void median(std::uint32_t x, std::uint32_t r, std::uint32_t n) { bounded(shifted(x, r, n), r); }

  void rice(std::uint32_t x, unsigned k) {
    const std::uint32_t q = x >> k;
    if (q >= format::rice_escape) {
      bits((1u << format::rice_escape) - 1, format::rice_escape);
      return bits(x, 32);
    }
    bits((1u << q) - 1, q + 1);  // q ones and a zero
    bits(x & ((1u << k) - 1), k);
  }

  void interpolative(const std::uint32_t* values, std::uint32_t n, std::uint32_t lo, std::uint32_t hi) {
    if (n == 0 || hi - lo == n - 1) return;
    const std::uint32_t m = n / 2, v = values[m];
    median(v - lo - m, hi - lo - n + 2, n);
    if (m > 0) interpolative(values, m, lo, v - 1);
    if (n - 1 - m > 0) interpolative(values + m + 1, n - 1 - m, v + 1, hi);
  }

  // Bits written.
  std::uint64_t size() const { return out_.size() * 8 + have_; }

  // The first `n` bits of what another writer wrote and flushed.
  void append(const std::vector<std::byte>& written, std::uint64_t n) {
    const std::byte* at = written.data();
    for (; n >= 32; n -= 32, at += 4) bits(format::load32(at), 32);
    for (; n > 0; n -= std::min<std::uint64_t>(n, 8))
      bits(std::to_integer<std::uint64_t>(*at++), static_cast<unsigned>(std::min<std::uint64_t>(n, 8)));
  }

  // Fills the last byte with zeros.
  void flush() {
    for (; have_ > 0; have_ -= std::min(have_, 8u), buffer_ >>= 8) out_.push_back(static_cast<std::byte>(buffer_));
  }

  // Bits that rice(x, k) takes.
  static std::uint32_t rice_cost(std::uint32_t x, unsigned k) {
    return (x >> k) >= format::rice_escape ? format::rice_escape + 32 : (x >> k) + 1 + k;
  }
  // Bits that interpolative() takes.
  static std::uint64_t interpolative_cost(const std::uint32_t* values, std::uint32_t n, std::uint32_t lo,
                                          std::uint32_t hi) {
    if (n == 0 || hi - lo == n - 1) return 0;
    const std::uint32_t m = n / 2, v = values[m];
    const std::uint32_t r = hi - lo - n + 2;
    return bounded_cost(shifted(v - lo - m, r, n), r) + (m > 0 ? interpolative_cost(values, m, lo, v - 1) : 0) +
           (n - 1 - m > 0 ? interpolative_cost(values + m + 1, n - 1 - m, v + 1, hi) : 0);
  }

 private:
  static std::uint32_t shifted(std::uint32_t x, std::uint32_t r, std::uint32_t n) {
    const std::uint32_t shift = format::median_shift(r, format::shorter_codes(r, format::width_of(r)), n);
    return x >= shift ? x - shift : x + r - shift;
  }

  static unsigned bounded_cost(std::uint32_t x, std::uint32_t r) {
    if (r <= 1) return 0;
    const unsigned w = format::width_of(r);
    return x < format::shorter_codes(r, w) ? w - 1 : w;
  }

  std::vector<std::byte>& out_;
  std::uint64_t buffer_ = 0;
  unsigned have_ = 0;
};

}  // namespace satchel::pack
