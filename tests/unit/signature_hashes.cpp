// BLAKE2b and SHA-512 against their specifications' vectors and libsodium.
#include <satchel/detail/signature/sha512.hpp>
#include <satchel/format/signature/blake2b.hpp>

#include "dice.hpp"
#include "hexadecimal.hpp"
#include "sodium_bytes.hpp"

#include <doctest/doctest.h>
#include <sodium.h>

#include <algorithm>
#include <string>
#include <vector>

namespace {

using namespace satchel;
using test::hex;
using test::plain;
using test::random_bytes;

bytes all_of(const std::vector<std::byte>& v) { return {v.data(), v.size()}; }

// Gives a message to a hash in parts of random sizes.
template <class Hash>
void feed(Hash& hash, const std::vector<std::byte>& message, test::dice& random) {
  for (std::size_t at = 0; at < message.size();) {
    const std::size_t n = std::min<std::size_t>(message.size() - at, random() % 300);
    hash.update({message.data() + at, n});
    at += n;
  }
}

std::string blake2b_of(const std::vector<std::byte>& message) {
  format::blake2b hash(64);
  hash.update(all_of(message));
  std::byte out[64];
  hash.finish(out, sizeof out);
  return hex({out, sizeof out});
}

std::string sha512_of(const std::vector<std::byte>& message) {
  detail::sha512 hash;
  hash.update(all_of(message));
  std::byte out[64];
  hash.finish(out);
  return hex({out, sizeof out});
}

std::vector<std::byte> bytes_of_text(const char* t) {
  const std::string s(t);
  std::vector<std::byte> out;
  for (const char c : s) out.push_back(static_cast<std::byte>(c));
  return out;
}

TEST_CASE("BLAKE2b: the example of RFC 7693, appendix A") {
  CHECK(blake2b_of(bytes_of_text("abc")) ==
        "ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1"
        "7d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923");
}

TEST_CASE("SHA-512: the examples of FIPS 180-4 and RFC 6234") {
  CHECK(sha512_of(bytes_of_text("abc")) ==
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
        "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
  CHECK(sha512_of(bytes_of_text("abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn"
                                "hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu")) ==
        "8e959b75dae313da8cf4f72814fc143f8f7779c6eb9f7fa17299aeadb6889018"
        "501d289e4900f7e4331b99dec4b5433ac7d329eeb6dd26545e96e55b874be909");
  CHECK(sha512_of(std::vector<std::byte>(1000000, std::byte{'a'})) ==
        "e718483d0ce769644e2e42c7bc15b4638e1f98b13b2044285632a803afa973eb"
        "de0ff244877ea60a4cb0432ce577c31beb009c5c2c49aa2e4eadb217ad8cc09b");
}

TEST_CASE("hashes of all lengths are libsodium's, whatever the parts that they come in") {
  test::dice random(21);
  for (std::size_t size = 0; size < 1500; ++size) {
    CAPTURE(size);
    const std::vector<std::byte> message = random_bytes(random, size);
    const unsigned wanted = 16 + static_cast<unsigned>(random() % 49);  // libsodium's least is 16
    format::blake2b_purpose purpose;
    for (unsigned i = 0; i < 2; ++i) {
      purpose.salt[i] = random();
      purpose.person[i] = random();
    }
    std::byte salt[16], person[16];
    for (unsigned i = 0; i < 2; ++i) {
      format::store64(salt + 8 * i, purpose.salt[i]);
      format::store64(person + 8 * i, purpose.person[i]);
    }
    std::byte ours[64], theirs[64];
    format::blake2b blake(wanted, purpose);
    feed(blake, message, random);
    blake.finish(ours, wanted);
    crypto_generichash_blake2b_salt_personal(plain(theirs), wanted, plain(message.data()), size, nullptr, 0,
                                             plain(salt), plain(person));
    CHECK(hex({ours, wanted}) == hex({theirs, wanted}));

    detail::sha512 sha;
    feed(sha, message, random);
    sha.finish(ours);
    crypto_hash_sha512(plain(theirs), plain(message.data()), size);
    CHECK(hex({ours, 64}) == hex({theirs, 64}));
  }
}

}  // namespace
