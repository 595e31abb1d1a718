// Verifying Ed25519 signatures: RFC 8032's vectors, and the same decisions as libsodium on whatever can be made.
#include <satchel/detail/signature/ed25519.hpp>

#include "dice.hpp"
#include "hexadecimal.hpp"
#include "sodium_bytes.hpp"

#include <doctest/doctest.h>
#include <sodium.h>

#include <array>
#include <cstring>
#include <vector>

namespace {

using namespace satchel;
using test::from_hex;
using test::plain;
using test::random_bytes;

using key = std::array<std::byte, 32>;
using signature = std::array<std::byte, 64>;

bool ours(const key& k, const signature& s, const std::vector<std::byte>& message) {
  const std::size_t half = message.size() / 3;
  return detail::ed25519_verify(k.data(), s.data(), {message.data(), half},
                                {message.data() + half, message.size() - half});
}
bool theirs(const key& k, const signature& s, const std::vector<std::byte>& message) {
  return crypto_sign_verify_detached(plain(s.data()), plain(message.data()), message.size(), plain(k.data())) == 0;
}

struct signer {
  key open;
  std::array<std::byte, 64> secret;

  explicit signer(test::dice& random) {
    const std::vector<std::byte> seed = random_bytes(random, 32);
    crypto_sign_seed_keypair(plain(open.data()), plain(secret.data()), plain(seed.data()));
  }
  signature sign(const std::vector<std::byte>& message) const {
    signature out;
    crypto_sign_detached(plain(out.data()), nullptr, plain(message.data()), message.size(), plain(secret.data()));
    return out;
  }
};

// 2^255 - 19 and the group's order, little-endian.
const std::vector<std::byte> prime = from_hex("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f");
const std::vector<std::byte> order = from_hex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");

void add_number(std::byte* to, const std::vector<std::byte>& number) {
  unsigned carry = 0;
  for (std::size_t i = 0; i < number.size(); ++i) {
    carry += std::to_integer<unsigned>(to[i]) + std::to_integer<unsigned>(number[i]);
    to[i] = static_cast<std::byte>(carry);
    carry >>= 8;
  }
}

// Points of small order, among them encodings that are not canonical (y + p, and a sign where x is 0).
std::vector<key> small_order_points() {
  std::vector<key> out;
  for (const char* y : {"0100000000000000000000000000000000000000000000000000000000000000",
                        "0000000000000000000000000000000000000000000000000000000000000000",
                        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
                        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"})
    for (const unsigned sign : {0u, 0x80u}) {
      const std::vector<std::byte> raw = from_hex(y);
      key one;
      std::memcpy(one.data(), raw.data(), one.size());
      one[31] |= static_cast<std::byte>(sign);
      out.push_back(one);
    }
  return out;
}

TEST_CASE("Ed25519: the vectors of RFC 8032, section 7.1") {
  struct vector {
    const char *key, *message, *signature;
  };
  constexpr vector vectors[] = {{"d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
                                 "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e3"
                                 "9701cf9b46bd25bf5f0595bbe2465"
                                 "5141438e7a100b"},
                                {"3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
                                 "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3"
                                 "613d0f11d8c387b2eaeb4302aeeb0"
                                 "0d291612bb0c00"},
                                {"fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
                                 "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f"
                                 "760984dc6594a7c15e9716ed28dc0"
                                 "27beceea1ec40a"},
                                {"ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
                                 "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3"
                                 "c23a3feebbd454d4423643ce80e2a"
                                 "9ac94fa54ca49f",
                                 "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc"
                                 "7c66431e0303dca179c138ac17ad9"
                                 "bef1177331a704"}};
  for (const vector& v : vectors) {
    CAPTURE(v.key);
    const std::vector<std::byte> k = from_hex(v.key), s = from_hex(v.signature);
    std::vector<std::byte> message = from_hex(v.message);
    CHECK(detail::ed25519_verify(k.data(), s.data(), {message.data(), message.size()}));
    message.push_back(std::byte{0});
    CHECK_FALSE(detail::ed25519_verify(k.data(), s.data(), {message.data(), message.size()}));
  }
}

TEST_CASE("Ed25519: good signatures hold, and with any bit changed they do not, as libsodium says") {
  test::dice random(22);
  unsigned good = 0, bad = 0;
  for (unsigned round = 0; round < 3000; ++round) {
    const signer who(random);
    const std::vector<std::byte> message = random_bytes(random, random() % 300);
    const signature s = who.sign(message);
    good += ours(who.open, s, message) ? 1 : 0;
    key k = who.open;
    signature changed = s;
    if (random() % 3 == 0)
      k[random() % 32] ^= static_cast<std::byte>(1u << (random() % 8));
    else
      changed[random() % 64] ^= static_cast<std::byte>(1u << (random() % 8));
    CHECK(ours(k, changed, message) == theirs(k, changed, message));
    bad += ours(k, changed, message) ? 1 : 0;
  }
  CHECK(good == 3000);
  CHECK(bad == 0);
}

TEST_CASE("Ed25519: a signature cannot be made into another one by adding the group's order") {
  test::dice random(23);
  for (unsigned round = 0; round < 200; ++round) {
    const signer who(random);
    const std::vector<std::byte> message = random_bytes(random, 40);
    signature s = who.sign(message);
    REQUIRE(ours(who.open, s, message));
    for (unsigned times = 1; times < 15; ++times) {
      add_number(s.data() + 32, order);
      CHECK_FALSE(ours(who.open, s, message));
      CHECK_FALSE(theirs(who.open, s, message));
    }
  }
}

TEST_CASE("Ed25519: points of small order are refused as keys and as Rs") {
  test::dice random(24);
  for (const key& point : small_order_points()) {
    // With the key and S both nothing, [S] B = R + [k] A holds for some of these where nobody looks.
    for (const key& r : small_order_points()) {
      signature s{};
      std::memcpy(s.data(), r.data(), r.size());
      for (unsigned round = 0; round < 8; ++round) {
        const std::vector<std::byte> message = random_bytes(random, 16);
        CHECK_FALSE(ours(point, s, message));
        CHECK_FALSE(theirs(point, s, message));
      }
    }
    const signer who(random);
    const std::vector<std::byte> message = random_bytes(random, 16);
    signature s = who.sign(message);
    std::memcpy(s.data(), point.data(), point.size());
    CHECK(ours(who.open, s, message) == theirs(who.open, s, message));
  }
}

// The neutral point as key: [k] A is nothing, and [S] B = R holds for any message.
TEST_CASE("Ed25519: a key of small order is refused where the equation holds") {
  test::dice random(27);
  const key neutral{std::byte{1}};
  for (unsigned round = 0; round < 50; ++round) {
    const std::vector<std::byte> message = random_bytes(random, 16), wide = random_bytes(random, 64);
    signature s{};
    crypto_core_ed25519_scalar_reduce(plain(s.data() + 32), plain(wide.data()));
    crypto_scalarmult_ed25519_base_noclamp(plain(s.data()), plain(s.data() + 32));
    CHECK_FALSE(ours(neutral, s, message));
    CHECK_FALSE(theirs(neutral, s, message));
  }
}

TEST_CASE("Ed25519: an encoding that is not canonical is no point") {
  detail::curve_point point;
  for (unsigned y = 0; y < 19; ++y) {
    key least{static_cast<std::byte>(y)}, other = least;
    add_number(other.data(), prime);
    CHECK_FALSE(detail::decode_point(other.data(), point));
    if (y < 2) CHECK(detail::decode_point(least.data(), point));
  }
  const key minus_nothing{std::byte{1}};
  key encoded = minus_nothing;
  encoded[31] |= std::byte{0x80};
  CHECK_FALSE(detail::decode_point(encoded.data(), point));
}

// An R of small order for which the equation holds: S = k a, so that [S] B - [k] A is nothing at all.
TEST_CASE("Ed25519: an R of small order is refused where the equation holds") {
  test::dice random(25);
  for (unsigned round = 0; round < 50; ++round) {
    const signer who(random);
    const std::vector<std::byte> message = random_bytes(random, 16);
    unsigned char hash[64], scalar[32], k[32];
    crypto_hash_sha512(hash, plain(who.secret.data()), 32);  // of the seed: the secret scalar, as RFC 8032 makes it
    std::memcpy(scalar, hash, 32);
    scalar[0] &= 248;
    scalar[31] &= 127;
    scalar[31] |= 64;
    signature s{};
    s[0] = std::byte{1};  // the neutral point
    std::vector<std::byte> hashed(s.begin(), s.begin() + 32);
    hashed.insert(hashed.end(), who.open.begin(), who.open.end());
    hashed.insert(hashed.end(), message.begin(), message.end());
    crypto_hash_sha512(hash, plain(hashed.data()), hashed.size());
    crypto_core_ed25519_scalar_reduce(k, hash);
    crypto_core_ed25519_scalar_mul(plain(s.data() + 32), k, scalar);
    CHECK_FALSE(ours(who.open, s, message));
    CHECK_FALSE(theirs(who.open, s, message));
  }
}

// Keys with a part of small order: libsodium's equation without the cofactor decides, and so does ours.
TEST_CASE("Ed25519: keys of mixed order, non-canonical and random points are decided as libsodium does") {
  test::dice random(26);
  unsigned held = 0;
  for (unsigned round = 0; round < 2000; ++round) {
    const signer who(random);
    const std::vector<std::byte> message = random_bytes(random, 16);
    const std::vector<key> small = small_order_points();
    key mixed;
    if (crypto_core_ed25519_add(plain(mixed.data()), plain(who.open.data()), plain(small[random() % 14].data())) != 0)
      continue;
    // Signed by hand for the mixed key: R = r B, S = r + k a. It holds where k times the small part is nothing.
    unsigned char hash[64], scalar[32], k[32];
    crypto_hash_sha512(hash, plain(who.secret.data()), 32);
    std::memcpy(scalar, hash, 32);
    scalar[0] &= 248;
    scalar[31] &= 127;
    scalar[31] |= 64;
    const std::vector<std::byte> wide = random_bytes(random, 64);
    unsigned char r[32], product[32];
    crypto_core_ed25519_scalar_reduce(r, plain(wide.data()));
    signature s{};
    crypto_scalarmult_ed25519_base_noclamp(plain(s.data()), r);
    std::vector<std::byte> hashed(s.begin(), s.begin() + 32);
    hashed.insert(hashed.end(), mixed.begin(), mixed.end());
    hashed.insert(hashed.end(), message.begin(), message.end());
    crypto_hash_sha512(hash, plain(hashed.data()), hashed.size());
    crypto_core_ed25519_scalar_reduce(k, hash);
    crypto_core_ed25519_scalar_mul(product, k, scalar);
    crypto_core_ed25519_scalar_add(plain(s.data() + 32), r, product);
    CHECK(ours(mixed, s, message) == theirs(mixed, s, message));
    held += ours(mixed, s, message) ? 1 : 0;

    key any;
    const std::vector<std::byte> raw = random_bytes(random, 32);
    std::memcpy(any.data(), raw.data(), any.size());
    if (round % 2 == 0) {  // y between the prime and 2^255, where there are encodings that are not canonical
      std::memcpy(any.data(), prime.data(), any.size());
      any[0] = static_cast<std::byte>(0xed + random() % 19);
      any[31] |= static_cast<std::byte>(random() % 2 << 7);
    }
    CHECK(ours(any, s, message) == theirs(any, s, message));
  }
  CHECK(held > 100);
  CHECK(held < 1900);
}

}  // namespace
