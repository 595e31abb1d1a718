// SHA-512 (FIPS 180-4), which Ed25519 needs.
#pragma once

#include <satchel/format/signature/blake2b.hpp>
#include <satchel/span.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace satchel::detail {

// Hashes what update() is given, part after part.
class sha512 {
 public:
  static constexpr std::size_t hash_bytes = 64;

  sha512() { std::memcpy(state_, format::hash_start, sizeof state_); }

  void update(bytes more) {
    for (const std::byte b : more) put(b);
  }

  void finish(std::byte (&out)[hash_bytes]) {
    const std::uint64_t bits = total_ * 8;
    put(std::byte{0x80});
    while (total_ % block_bytes != block_bytes - 16) put(std::byte{0});
    for (unsigned i = 0; i < 16; ++i) put(i < 8 ? std::byte{0} : static_cast<std::byte>(bits >> (120 - 8 * i)));
    for (unsigned i = 0; i < hash_bytes; ++i) out[i] = static_cast<std::byte>(state_[i / 8] >> (56 - i % 8 * 8));
  }

 private:
  static constexpr std::size_t block_bytes = 128;
  static constexpr unsigned rounds = 80;
  // The first words of the cube roots of the first eighty primes.
  static constexpr std::uint64_t round_constants[rounds] = {
      0x428a2f98d728ae22, 0x7137449123ef65cd, 0xb5c0fbcfec4d3b2f, 0xe9b5dba58189dbbc, 0x3956c25bf348b538,
      0x59f111f1b605d019, 0x923f82a4af194f9b, 0xab1c5ed5da6d8118, 0xd807aa98a3030242, 0x12835b0145706fbe,
      0x243185be4ee4b28c, 0x550c7dc3d5ffb4e2, 0x72be5d74f27b896f, 0x80deb1fe3b1696b1, 0x9bdc06a725c71235,
      0xc19bf174cf692694, 0xe49b69c19ef14ad2, 0xefbe4786384f25e3, 0x0fc19dc68b8cd5b5, 0x240ca1cc77ac9c65,
      0x2de92c6f592b0275, 0x4a7484aa6ea6e483, 0x5cb0a9dcbd41fbd4, 0x76f988da831153b5, 0x983e5152ee66dfab,
      0xa831c66d2db43210, 0xb00327c898fb213f, 0xbf597fc7beef0ee4, 0xc6e00bf33da88fc2, 0xd5a79147930aa725,
      0x06ca6351e003826f, 0x142929670a0e6e70, 0x27b70a8546d22ffc, 0x2e1b21385c26c926, 0x4d2c6dfc5ac42aed,
      0x53380d139d95b3df, 0x650a73548baf63de, 0x766a0abb3c77b2a8, 0x81c2c92e47edaee6, 0x92722c851482353b,
      0xa2bfe8a14cf10364, 0xa81a664bbc423001, 0xc24b8b70d0f89791, 0xc76c51a30654be30, 0xd192e819d6ef5218,
      0xd69906245565a910, 0xf40e35855771202a, 0x106aa07032bbd1b8, 0x19a4c116b8d2d0c8, 0x1e376c085141ab53,
      0x2748774cdf8eeb99, 0x34b0bcb5e19b48a8, 0x391c0cb3c5c95a63, 0x4ed8aa4ae3418acb, 0x5b9cca4f7763e373,
      0x682e6ff3d6b2b8a3, 0x748f82ee5defb2fc, 0x78a5636f43172f60, 0x84c87814a1f0ab72, 0x8cc702081a6439ec,
      0x90befffa23631e28, 0xa4506cebde82bde9, 0xbef9a3f7b2c67915, 0xc67178f2e372532b, 0xca273eceea26619c,
      0xd186b8c721c0c207, 0xeada7dd6cde0eb1e, 0xf57d4f7fee6ed178, 0x06f067aa72176fba, 0x0a637dc5a2c898a6,
      0x113f9804bef90dae, 0x1b710b35131c471b, 0x28db77f523047d84, 0x32caab7b40c72493, 0x3c9ebe0a15c9bebc,
      0x431d67c49c100d4c, 0x4cc5d4becb3e42b6, 0x597f299cfc657e2a, 0x5fcb6fab3ad6faec, 0x6c44198c4a475817};

  void put(std::byte b) {
    std::uint64_t& word = schedule_[total_ % block_bytes / 8];  // big-endian, the first byte goes highest
    word = word << 8 | std::to_integer<std::uint64_t>(b);
    if (++total_ % block_bytes == 0) compress();
  }

  void compress() {
    std::uint64_t s[8];  // a to h
    std::memcpy(s, state_, sizeof s);
    for (unsigned t = 0; t < rounds; ++t) {
      const std::uint64_t w = t < 16 ? schedule_[t] : (schedule_[t % 16] = next_word(t));
      const std::uint64_t sum1 =
          format::rotate_right(s[4], 14) ^ format::rotate_right(s[4], 18) ^ format::rotate_right(s[4], 41);
      const std::uint64_t choice = (s[4] & s[5]) ^ (~s[4] & s[6]);
      const std::uint64_t t1 = s[7] + sum1 + choice + round_constants[t] + w;
      const std::uint64_t sum0 =
          format::rotate_right(s[0], 28) ^ format::rotate_right(s[0], 34) ^ format::rotate_right(s[0], 39);
      const std::uint64_t majority = (s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]);
      std::memmove(s + 1, s, 7 * sizeof s[0]);
      s[4] += t1;
      s[0] = t1 + sum0 + majority;
    }
    for (unsigned i = 0; i < 8; ++i) state_[i] += s[i];
  }

  std::uint64_t next_word(unsigned t) const {
    const std::uint64_t a = schedule_[(t + 1) % 16], b = schedule_[(t + 14) % 16];
    return schedule_[t % 16] + schedule_[(t + 9) % 16] +
           (format::rotate_right(a, 1) ^ format::rotate_right(a, 8) ^ a >> 7) +
           (format::rotate_right(b, 19) ^ format::rotate_right(b, 61) ^ b >> 6);
  }

  std::uint64_t state_[8];
  std::uint64_t schedule_[16] = {};
  std::uint64_t total_ = 0;
};

}  // namespace satchel::detail
