// BLAKE2b (RFC 7693), with the salt and the personalisation of its parameter block.
#pragma once

#include <satchel/format/endian.hpp>
#include <satchel/span.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace satchel::format {

// The first words of the square roots of the first eight primes: where BLAKE2b and SHA-512 start.
inline constexpr std::uint64_t hash_start[8] = {0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b,
                                                0xa54ff53a5f1d36f1, 0x510e527fade682d1, 0x9b05688c2b3e6c1f,
                                                0x1f83d9abfb41bd6b, 0x5be0cd19137e2179};

inline std::uint64_t rotate_right(std::uint64_t x, unsigned by) { return x >> by | x << (64 - by); }

// The last 32 bytes of the parameter block: what a hash is for.
struct blake2b_purpose {
  std::uint64_t salt[2] = {0, 0};
  std::uint64_t person[2] = {0, 0};
};

// Hashes what update() is given, part after part. No key; `size` is that of the hash, 1 to 64 bytes.
class blake2b {
 public:
  explicit blake2b(unsigned size, const blake2b_purpose& purpose = {}) {
    std::memcpy(state_, hash_start, sizeof state_);
    state_[0] ^= 0x01010000u ^ size;  // one tree level, fan-out 1, no key
    for (unsigned i = 0; i < 2; ++i) {
      state_[4 + i] ^= purpose.salt[i];
      state_[6 + i] ^= purpose.person[i];
    }
  }

  void update(bytes more) {
    const std::byte* at = more.data;
    std::size_t left = more.size;
    while (left > 0) {
      if (held_ == block_bytes) {  // only the last block is hashed differently, so it waits here
        compress(block_, block_bytes, false);
        held_ = 0;
      }
      if (held_ == 0 && left > block_bytes) {
        compress(at, block_bytes, false);
        at += block_bytes;
        left -= block_bytes;
        continue;
      }
      const std::size_t n = block_bytes - held_ < left ? block_bytes - held_ : left;
      std::memcpy(block_ + held_, at, n);
      held_ += n;
      at += n;
      left -= n;
    }
  }

  // Ends the hash and writes `size` bytes of it, at most those that the constructor was told.
  void finish(std::byte* out, std::size_t size) {
    std::memset(block_ + held_, 0, block_bytes - held_);
    compress(block_, held_, true);
    std::byte whole[sizeof state_];
    for (unsigned i = 0; i < 8; ++i) store64(whole + 8 * i, state_[i]);
    std::memcpy(out, whole, size);
  }

 private:
  static constexpr std::size_t block_bytes = 128;
  static constexpr unsigned rounds = 12;
  static constexpr std::uint8_t order[10][16] = {
      {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}, {14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3},
      {11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4}, {7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8},
      {9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13}, {2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9},
      {12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11}, {13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10},
      {6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5}, {10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0}};

  static void mix(std::uint64_t& a, std::uint64_t& b, std::uint64_t& c, std::uint64_t& d, std::uint64_t x,
                  std::uint64_t y) {
    a += b + x;
    d = rotate_right(d ^ a, 32);
    c += d;
    b = rotate_right(b ^ c, 24);
    a += b + y;
    d = rotate_right(d ^ a, 16);
    c += d;
    b = rotate_right(b ^ c, 63);
  }

  // `count` bytes of the block are of the message.
  void compress(const std::byte* block, std::size_t count, bool last) {
    std::uint64_t m[16], v[16];
    for (unsigned i = 0; i < 16; ++i) m[i] = load64(block + 8 * i);
    std::memcpy(v, state_, sizeof state_);
    std::memcpy(v + 8, hash_start, sizeof hash_start);
    total_ += count;
    v[12] ^= total_;
    if (last) v[14] = ~v[14];
    for (unsigned r = 0; r < rounds; ++r) {
      const std::uint8_t* s = order[r % 10];
      mix(v[0], v[4], v[8], v[12], m[s[0]], m[s[1]]);
      mix(v[1], v[5], v[9], v[13], m[s[2]], m[s[3]]);
      mix(v[2], v[6], v[10], v[14], m[s[4]], m[s[5]]);
      mix(v[3], v[7], v[11], v[15], m[s[6]], m[s[7]]);
      mix(v[0], v[5], v[10], v[15], m[s[8]], m[s[9]]);
      mix(v[1], v[6], v[11], v[12], m[s[10]], m[s[11]]);
      mix(v[2], v[7], v[8], v[13], m[s[12]], m[s[13]]);
      mix(v[3], v[4], v[9], v[14], m[s[14]], m[s[15]]);
    }
    for (unsigned i = 0; i < 8; ++i) state_[i] ^= v[i] ^ v[i + 8];
  }

  std::uint64_t state_[8];
  std::uint64_t total_ = 0;  // bytes hashed; the second word of the counter stays 0
  std::byte block_[block_bytes];
  std::size_t held_ = 0;
};

}  // namespace satchel::format
