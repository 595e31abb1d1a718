// Reading the bit streams of posting lists: schema/SPEC.md, section 6.
#pragma once

#include <satchel/detail/base/inline.hpp>
#include <satchel/format/endian.hpp>

#include <cstddef>
#include <cstdint>

namespace satchel::format {

// Bits of a number that is not 0.
constexpr unsigned bit_length(std::uint32_t x) {
#if defined(__GNUC__) || defined(__clang__)
  return 32u - static_cast<unsigned>(__builtin_clz(x));
#else
  unsigned n = 0;
  for (; x != 0; x >>= 1) ++n;
  return n;
#endif
}

// Bits needed to write every number from 0 to r - 1.
constexpr unsigned width_of(std::uint32_t r) { return r <= 1 ? 0 : bit_length(r - 1); }

// Of r numbers so many have codes of one bit less than w = width_of(r).
constexpr std::uint32_t shorter_codes(std::uint32_t r, unsigned w) {
  return static_cast<std::uint32_t>((std::uint64_t{1} << w) - r);
}

// The longest code of numbers from 0 to r - 1, r at least 1. For r = 1 it is 1, though the only code takes no bit: with
// 1 short code, of no bits, that is no special case.
constexpr unsigned truncated_width(std::uint32_t r) { return bit_length((r - 1) | 1); }

// How numbers from 0 to r - 1 are coded, for those who read many.
struct bounded_codes {
  std::uint32_t shorter = 1;
  unsigned width = 1;

  constexpr bounded_codes() = default;
  constexpr explicit bounded_codes(std::uint32_t r)
      : shorter(shorter_codes(r, truncated_width(r))), width(truncated_width(r)) {}
};

// Where, among r places, the short codes begin for the middle one of n numbers: at the first place, so that they end
// with the last, in the midst.
constexpr std::uint32_t median_shift(std::uint32_t r, std::uint32_t u, std::uint32_t n) {
  return n == 1 ? 0 : n == 2 ? r - u : (r - u) / 2;
}

inline constexpr unsigned rice_escape = 16;  // so many ones announce a plain 32-bit number
// The place of the lowest bit that is set; one is.
inline unsigned lowest_bit(std::uint32_t word) {
#if defined(__GNUC__) || defined(__clang__)
  return static_cast<unsigned>(__builtin_ctz(word));
#else
  unsigned n = 0;
  while ((word >> n & 1) == 0) ++n;
  return n;
#endif
}
inline unsigned lowest_bit(std::uint64_t word) {
#if defined(__GNUC__) || defined(__clang__)
  if constexpr (sizeof(std::size_t) >= 8) return static_cast<unsigned>(__builtin_ctzll(word));
#endif
  const auto low = static_cast<std::uint32_t>(word), high = static_cast<std::uint32_t>(word >> 32);
  return low != 0 ? lowest_bit(low) : 32 + lowest_bit(high);
}

// Eight bits, one in each byte, the lowest first.
constexpr std::uint64_t spread(std::uint32_t bits) {
  return ((bits & 0x7f) * std::uint64_t{0x02040810204081} & 0x0101010101010101) | std::uint64_t{bits >> 7} << 56;
}

inline constexpr unsigned interpolative_depth = 12;  // halvings that interpolative() can make

// Reads bits, lowest first, from a source of bytes. A Source has
//   const std::byte* ahead(std::ptrdiff_t n): the next n bytes, null where they do not lie together
//   void pass(const std::byte* to): goes on behind some of them
//   std::byte byte(): the next one; past its end it gives zeros and remembers an error.
// Every number that it reads has a bounded length, so that damaged input ends.
template <class Source>
class bit_reader {
 public:
  explicit bit_reader(Source& source) : source_(&source) {}

  // n up to 32.
  SATCHEL_INLINE std::uint32_t bits(unsigned n) {
    if (have_ < n) fill(n);
    return take(n);
  }

  // The same for one of many that follow each other, most of them so large that bytes are to be taken each time.
  SATCHEL_INLINE std::uint32_t wide(unsigned n) {
    fill(n);
    return take(n);
  }

  // r at least 1.
  SATCHEL_INLINE std::uint32_t bounded(std::uint32_t r) {
    const unsigned w = truncated_width(r);
    return truncated(w, shorter_codes(r, w));
  }

  SATCHEL_INLINE std::uint32_t bounded(const bounded_codes& codes) { return truncated(codes.width, codes.shorter); }

  // The place of the middle one of n numbers among r: with n greater, the short codes are where it more often is.
  SATCHEL_INLINE std::uint32_t median(std::uint32_t r, std::uint32_t n) {
    const unsigned w = truncated_width(r);
    const std::uint32_t u = shorter_codes(r, w);
    const std::uint32_t x = truncated(w, u), behind = r - median_shift(r, u, n);  // the shift goes round
    return x - behind + (r & (0u - static_cast<std::uint32_t>(x < behind)));
  }

  SATCHEL_INLINE std::uint32_t rice(unsigned k) {
    // Nearly always all of the code is in the buffer.
    if (have_ < rice_escape + 1 + k) fill(1);
    if (have_ >= rice_escape + 1 + k && k < 28) {
      const unsigned ones = trailing_ones(buffer_);
      if (ones < rice_escape) {
        drop(ones + 1);
        return (ones << k) + take(k);
      }
    }
    return long_rice(k);
  }

  // Calls f(i, number) for n numbers as rice(0) reads them.
  template <class F>
  void unary_run(std::uint32_t n, F&& f) {
    bit_reader r = *this;
    for (std::uint32_t i = 0; i < n;) {
      i = r.short_unary_run(i, n, f);
      if (i < n) {
        f(i, r.rice(0));
        ++i;
      }
    }
    *this = r;
  }

  // Calls f(i, number) for n numbers as bits(width) reads them, width 1 to 28.
  template <class F>
  void fixed_run(unsigned width, std::uint32_t n, F&& f) {
    bit_reader r = *this;
    const std::uint64_t mask = (std::uint64_t{1} << width) - 1;
    const std::uint32_t full = full_buffer / width;  // always as many, where they are there
    for (std::uint32_t i = 0; i < n;) {
      r.fill(width);
      std::uint32_t m = full <= n - i && r.have_ >= full_buffer ? full : r.have_ / width;
      if (m > n - i) m = n - i;
      r.have_ -= m * width;
      for (; m > 0; --m, r.buffer_ >>= width) f(i++, static_cast<std::uint32_t>(r.buffer_ & mask));
    }
    *this = r;
  }

  // n ascending numbers from lo to hi, hi - lo + 1 >= n; the result keeps these bounds whatever the bits are.
  // n up to 2^interpolative_depth - 1.
  SATCHEL_INLINE void interpolative(std::uint32_t* out, std::uint32_t n, std::uint32_t lo, std::uint32_t hi) {
    if (n > few)
      halve(out, n, lo, hi);
    else
      interpolate_few(out, n, lo, hi);
  }

  // Bits of whole bytes that were taken from the source and not used.
  unsigned unused() const { return have_; }

 private:
  // Those of the codes from i on that end in the buffer, from zero to zero; gives the index of the next one.
  template <class F>
  SATCHEL_INLINE std::uint32_t short_unary_run(std::uint32_t i, std::uint32_t n, F&& f) {
    if (have_ < 48) fill(1);
    std::uint64_t zeros = ~buffer_ & ((std::uint64_t{1} << have_) - 1);
    unsigned used = 0;
    while (zeros != 0 && i < n) {
      const unsigned end = lowest_bit(zeros);
      if (end - used >= rice_escape) break;
      f(i++, end - used);
      used = end + 1;
      zeros &= zeros - 1;
    }
    drop(used);
    return i;
  }

  static constexpr std::uint32_t few = 3;
  static constexpr unsigned full_buffer = 56;  // bits that fill() makes sure of, but near the end of a page

  SATCHEL_INLINE void interpolate_few(std::uint32_t* out, std::uint32_t n, std::uint32_t lo, std::uint32_t hi) {
    if (n == 1) {
      out[0] = lo + bounded(hi - lo + 1);
    } else if (n > 1) {
      const std::uint32_t v = lo + 1 + median(hi - lo - n + 2, n);
      out[1] = v;
      out[0] = lo + bounded(v - lo);
      const std::uint32_t third = v + 1 + bounded(n == 3 ? hi - v : 1);  // of two, one that takes no bits
      out[n - 1] = n == 3 ? third : v;
    }
  }

  void halve(std::uint32_t* out, std::uint32_t n, std::uint32_t lo, std::uint32_t hi) {
    struct part {
      std::uint32_t *out, n, lo, hi;
    };
    part later[interpolative_depth];  // right halves, the nearest on top
    unsigned waiting = 0;
    bit_reader r = *this;
    for (;;) {
      if (hi - lo == n - 1) {
        for (std::uint32_t i = 0; i < n; ++i) out[i] = lo + i;
      } else if (n <= few) {
        r.interpolate_few(out, n, lo, hi);
      } else {
        const std::uint32_t m = n / 2, v = lo + m + r.median(hi - lo - n + 2, n);
        out[m] = v;
        later[waiting++] = {out + m + 1, n - m - 1, v + 1, hi};
        n = m;
        hi = v - 1;
        continue;
      }
      if (waiting == 0) break;
      const part& next = later[--waiting];
      out = next.out;
      n = next.n;
      lo = next.lo;
      hi = next.hi;
    }
    *this = r;
  }

  // In its own copy, so that the caller's reader need not leave its registers for it.
  std::uint32_t long_rice(unsigned k) {
    std::uint32_t q = 0;
    while (q < rice_escape && bits(1) != 0) ++q;
    if (q == rice_escape) return bits(32);
    return k >= 28 ? bits(32) : (q << k) + bits(k);
  }

  // Takes whole bytes until at least `need` bits are there. Near the end of what lies together no more than needed:
  // what follows may not exist, and reading it may cost.
  SATCHEL_INLINE void fill(unsigned need) {
    if (const std::byte* next = source_->ahead(8); next != nullptr) {
      buffer_ |= load64(next) << have_;
      source_->pass(next + ((63 - have_) >> 3));
      have_ |= full_buffer;
    } else {
      for (; have_ < need; have_ += 8) buffer_ |= std::to_integer<std::uint64_t>(source_->byte()) << have_;
    }
  }

  SATCHEL_INLINE std::uint32_t truncated(unsigned w, std::uint32_t u) {
    if (have_ < w) fill(w - 1);
    if (have_ < w) {  // near the end of a page
      const std::uint32_t x = take(w - 1);
      return x < u ? x : static_cast<std::uint32_t>((static_cast<std::uint64_t>(x) << 1 | bits(1)) - u);
    }
    const auto x = static_cast<std::uint32_t>(buffer_ & ((std::uint64_t{1} << (w - 1)) - 1));
    // Neither x nor u has 32 bits. Compilers make branches of what says the same more plainly, and these would be
    // guessed wrong half of the time.
    const std::uint32_t longer = (u - 1 - x) >> 31;
    const auto last = static_cast<std::uint32_t>(buffer_ >> (w - 1) & 1);
    drop(w - 1 + longer);
    return x + ((x + last - u) & (0u - longer));
  }

  // At most 31 are counted.
  static unsigned trailing_ones(std::uint64_t bits) { return lowest_bit(~static_cast<std::uint32_t>(bits) | 1u << 31); }

  std::uint32_t take(unsigned n) {
    const auto value = static_cast<std::uint32_t>(buffer_ & ((std::uint64_t{1} << n) - 1));
    drop(n);
    return value;
  }

  void drop(unsigned n) {
    buffer_ >>= n;
    have_ -= n;
  }

  Source* source_;
  std::uint64_t buffer_ = 0;
  unsigned have_ = 0;
};

}  // namespace satchel::format
