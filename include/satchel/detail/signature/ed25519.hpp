// Verifying Ed25519 signatures (RFC 8032).
#pragma once

#include <satchel/detail/signature/field25519.hpp>
#include <satchel/detail/signature/sha512.hpp>
#include <satchel/span.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace satchel::detail {

// A point of the curve in extended coordinates: x = X / Z, y = Y / Z, x * y = T / Z.
struct curve_point {
  number256 x, y = field_one, z = field_one, t;
};

inline constexpr number256 curve_d = {
    {0x135978a3, 0x75eb4dca, 0x4141d8ab, 0x00700a4d, 0x7779e898, 0x8cc74079, 0x2b6ffe73, 0x52036cee}};
inline constexpr number256 root_of_minus_one = {
    {0x4a0ea0b0, 0xc4ee1b27, 0xad2fe478, 0x2f431806, 0x3dfbd7a7, 0x2b4d0099, 0x4fc1df0b, 0x2b832480}};
inline constexpr number256 group_order = {{0x5cf5d3ed, 0x5812631a, 0xa2f79cd6, 0x14def9de, 0, 0, 0, 0x10000000}};

inline curve_point base_point() {
  curve_point b;
  b.x = {{0x8f25d51a, 0xc9562d60, 0x9525a7b2, 0x692cc760, 0xfdd6dc5c, 0xc0a4e231, 0xcd6e53fe, 0x216936d3}};
  b.y = {{0x66666658, 0x66666666, 0x66666666, 0x66666666, 0x66666666, 0x66666666, 0x66666666, 0x66666666}};
  b.t = field_multiply(b.x, b.y);
  return b;
}

// The formulas of RFC 8032, section 5.1.4, which hold for all points, also for equal ones.
inline curve_point add(const curve_point& p, const curve_point& q) {
  const number256 a = field_multiply(field_subtract(p.y, p.x), field_subtract(q.y, q.x));
  const number256 b = field_multiply(field_add(p.y, p.x), field_add(q.y, q.x));
  const number256 tt = field_multiply(field_multiply(p.t, q.t), curve_d);
  const number256 zz = field_multiply(p.z, q.z);
  const number256 c = field_add(tt, tt), d = field_add(zz, zz);
  const number256 e = field_subtract(b, a), f = field_subtract(d, c), g = field_add(d, c), h = field_add(b, a);
  return {field_multiply(e, f), field_multiply(g, h), field_multiply(f, g), field_multiply(e, h)};
}

inline curve_point twice(const curve_point& p) {
  const number256 a = field_multiply(p.x, p.x), b = field_multiply(p.y, p.y);
  const number256 zz = field_multiply(p.z, p.z), sum = field_add(p.x, p.y);
  const number256 h = field_add(a, b), g = field_subtract(a, b);
  const number256 e = field_subtract(h, field_multiply(sum, sum)), f = field_add(field_add(zz, zz), g);
  return {field_multiply(e, f), field_multiply(g, h), field_multiply(f, g), field_multiply(e, h)};
}

inline curve_point minus(curve_point p) {
  p.x = field_subtract({}, p.x);
  p.t = field_subtract({}, p.t);
  return p;
}

// Whether it is one of the eight points whose multiples are these eight alone.
inline bool has_small_order(const curve_point& p) {
  const curve_point eighth = twice(twice(twice(p)));
  return field_equal(eighth.x, {}) && field_equal(eighth.y, eighth.z);
}

// The point with this encoding; false where there is none, or it is not the canonical one.
inline bool decode_point(const std::byte* encoded, curve_point& out) {
  number256 y = number256::from(encoded);
  const bool odd = y.bit(255);
  y.limb[7] &= 0x7fffffff;
  if (!less(y, field_prime)) return false;
  // x^2 = u / v; a root of it is u v^3 (u v^7)^((p - 5) / 8), or that times the root of -1.
  const number256 yy = field_multiply(y, y);
  const number256 u = field_subtract(yy, field_one), v = field_add(field_multiply(yy, curve_d), field_one);
  const number256 v3 = field_multiply(field_multiply(v, v), v), v7 = field_multiply(field_multiply(v3, v3), v);
  number256 x = field_multiply(field_multiply(u, v3), field_power(field_multiply(u, v7), 252, 3));
  if (!field_equal(field_multiply(field_multiply(x, x), v), u)) {
    x = field_multiply(x, root_of_minus_one);
    if (!field_equal(field_multiply(field_multiply(x, x), v), u)) return false;
  }
  x = field_reduced(x);
  if (x.bit(0) != odd) x = field_reduced(field_subtract({}, x));
  if (x.bit(0) != odd) return false;  // minus 0
  out = {x, y, field_one, field_multiply(x, y)};
  return true;
}

inline void encode_point(const curve_point& p, std::byte* out) {
  const number256 inverse = field_inverse(p.z);
  number256 y = field_reduced(field_multiply(p.y, inverse));
  if (field_reduced(field_multiply(p.x, inverse)).bit(0)) y.limb[7] |= 0x80000000;
  y.store(out);
}

// A hash as a scalar: the number of 512 bits modulo the order of the group.
inline number256 scalar_of(const std::byte (&hash)[sha512::hash_bytes]) {
  number256 out;
  for (unsigned i = 512; i-- > 0;) {
    add_to(out, out);
    out.limb[0] |= std::to_integer<std::uint32_t>(hash[i / 8] >> (i % 8)) & 1;
    if (!less(out, group_order)) subtract_from(out, group_order);
  }
  return out;
}

inline constexpr std::size_t ed25519_key_bytes = 32;

// Whether this is the key's signature of `first` followed by `second`. Refuses what libsodium refuses: an S that is not
// less than the group's order (so that a signature cannot be made into another), keys that are not encoded canonically,
// keys and Rs of small order. The equation is that without the cofactor, compared in its encoding.
inline bool ed25519_verify(const std::byte* key, const std::byte* signature, bytes first, bytes second = {}) {
  const number256 s = number256::from(signature + ed25519_key_bytes);
  curve_point a;
  if (!less(s, group_order) || !decode_point(key, a) || has_small_order(a)) return false;
  sha512 hash;
  hash.update({signature, ed25519_key_bytes});
  hash.update({key, ed25519_key_bytes});
  hash.update(first);
  hash.update(second);
  std::byte digest[sha512::hash_bytes];
  hash.finish(digest);
  const number256 k = scalar_of(digest);

  // [s] B - [k] A, a bit of both scalars at a time.
  const curve_point base = base_point(), negative = minus(a), both = add(base, negative);
  curve_point sum;
  for (unsigned i = 253; i-- > 0;) {
    sum = twice(sum);
    if (s.bit(i) && k.bit(i))
      sum = add(sum, both);
    else if (s.bit(i))
      sum = add(sum, base);
    else if (k.bit(i))
      sum = add(sum, negative);
  }
  std::byte r[ed25519_key_bytes];
  encode_point(sum, r);
  return std::memcmp(r, signature, sizeof r) == 0 && !has_small_order(sum);
}

}  // namespace satchel::detail
