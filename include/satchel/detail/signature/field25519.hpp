// Numbers modulo 2^255 - 19, the field of Ed25519. For public values alone: time depends on them.
#pragma once

#include <satchel/format/endian.hpp>

#include <cstddef>
#include <cstdint>

namespace satchel::detail {

// A number of 256 bits, lowest limb first. As a member of the field it may be 2^255 - 19 or more.
struct number256 {
  static constexpr unsigned limbs = 8;
  std::uint32_t limb[limbs] = {};

  static number256 from(const std::byte* little_endian) {
    number256 out;
    for (unsigned i = 0; i < limbs; ++i) out.limb[i] = format::load32(little_endian + 4 * i);
    return out;
  }
  void store(std::byte* little_endian) const {
    for (unsigned i = 0; i < limbs; ++i) format::store32(little_endian + 4 * i, limb[i]);
  }
  bool bit(unsigned i) const { return (limb[i / 32] >> (i % 32) & 1) != 0; }
};

inline bool less(const number256& a, const number256& b) {
  for (unsigned i = number256::limbs; i-- > 0;)
    if (a.limb[i] != b.limb[i]) return a.limb[i] < b.limb[i];
  return false;
}

// a += b; the carry out of it.
inline std::uint32_t add_to(number256& a, const number256& b) {
  std::uint64_t carry = 0;
  for (unsigned i = 0; i < number256::limbs; ++i) {
    carry += std::uint64_t{a.limb[i]} + b.limb[i];
    a.limb[i] = static_cast<std::uint32_t>(carry);
    carry >>= 32;
  }
  return static_cast<std::uint32_t>(carry);
}

// a -= b; the borrow out of it.
inline std::uint32_t subtract_from(number256& a, const number256& b) {
  std::uint32_t borrow = 0;
  for (unsigned i = 0; i < number256::limbs; ++i) {
    const std::uint64_t difference = std::uint64_t{a.limb[i]} - b.limb[i] - borrow;
    a.limb[i] = static_cast<std::uint32_t>(difference);
    borrow = static_cast<std::uint32_t>(difference >> 63);
  }
  return borrow;
}

inline constexpr number256 field_prime = {
    {0xffffffed, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0x7fffffff}};
inline constexpr number256 field_one = {{1}};
// 2^256, what a carry stands for, is 38 in the field.
inline constexpr std::uint32_t field_wrap = 38;

inline number256 field_add(number256 a, const number256& b) {
  std::uint32_t carry = add_to(a, b);
  while (carry != 0) carry = add_to(a, {{carry * field_wrap}});
  return a;
}

inline number256 field_subtract(number256 a, const number256& b) {
  std::uint32_t borrow = subtract_from(a, b);
  while (borrow != 0) borrow = subtract_from(a, {{field_wrap}});
  return a;
}

inline number256 field_multiply(const number256& a, const number256& b) {
  std::uint32_t product[2 * number256::limbs] = {};
  for (unsigned i = 0; i < number256::limbs; ++i) {
    std::uint64_t carry = 0;
    for (unsigned k = 0; k < number256::limbs; ++k) {
      carry += std::uint64_t{a.limb[i]} * b.limb[k] + product[i + k];
      product[i + k] = static_cast<std::uint32_t>(carry);
      carry >>= 32;
    }
    product[i + number256::limbs] = static_cast<std::uint32_t>(carry);
  }
  number256 out;
  std::uint64_t carry = 0;
  for (unsigned i = 0; i < number256::limbs; ++i) {
    carry += std::uint64_t{product[number256::limbs + i]} * field_wrap + product[i];
    out.limb[i] = static_cast<std::uint32_t>(carry);
    carry >>= 32;
  }
  while (carry != 0) carry = add_to(out, {{static_cast<std::uint32_t>(carry) * field_wrap}});
  return out;
}

// a to the power of 2^bits - `less`, where bits is 250 to 255 and `less` at most 32.
inline number256 field_power(const number256& a, unsigned bits, unsigned less) {
  // The number is 1s but for its last bits, which are those of 64 - less.
  const unsigned low = 64 - less;
  number256 out = field_one;
  for (unsigned i = bits; i-- > 0;) {
    out = field_multiply(out, out);
    if (i >= 6 || (low >> i & 1) != 0) out = field_multiply(out, a);
  }
  return out;
}

inline number256 field_inverse(const number256& a) { return field_power(a, 255, 21); }

// The one that is less than the prime.
inline number256 field_reduced(number256 a) {
  while (!less(a, field_prime)) subtract_from(a, field_prime);
  return a;
}

inline bool field_equal(const number256& a, const number256& b) {
  const number256 x = field_reduced(field_subtract(a, b));
  std::uint32_t any = 0;
  for (const std::uint32_t limb : x.limb) any |= limb;
  return any == 0;
}

}  // namespace satchel::detail
