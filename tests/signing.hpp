// Archives signed for tests, with keys of libsodium.
#pragma once

#include <satchel/sign.hpp>
#include <satchel/signature.hpp>

#include "sodium_bytes.hpp"
#include "temporary.hpp"

#include <sodium.h>

#include <cstring>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace satchel::test {

// A key pair of its own for each number.
class signing_key {
 public:
  explicit signing_key(unsigned number) {
    unsigned char seed[crypto_sign_SEEDBYTES] = {static_cast<unsigned char>(number)};
    crypto_sign_seed_keypair(plain(open_.point), secret_, seed);
    open_.id[0] = static_cast<std::byte>(number);
  }

  const public_key& open() const { return open_; }

  pack::key_signature sign(bytes statement, const std::string& comment) const {
    pack::key_signature out;
    std::memcpy(out.key_id.data(), open_.id, out.key_id.size());
    unsigned char hash[64];
    crypto_generichash(hash, sizeof hash, plain(statement.data), statement.size, nullptr, 0);
    unsigned char* made = plain(out.signature.data());
    crypto_sign_detached(made, nullptr, hash, sizeof hash, secret_);
    const std::string both = std::string(reinterpret_cast<const char*>(made), out.signature.size()) + comment;
    crypto_sign_detached(plain(out.comment_signature.data()), nullptr,
                         reinterpret_cast<const unsigned char*>(both.data()), both.size(), secret_);
    return out;
  }

 private:
  public_key open_;
  unsigned char secret_[crypto_sign_SECRETKEYBYTES];
};

inline std::vector<std::byte> signed_archive(const std::vector<std::byte>& archive, const signing_key& key,
                                             std::uint32_t unit = 0) {
  const temporary_directory place;
  pack::signing how;
  how.archive = in_memory({archive.data(), archive.size()});
  how.output = (place.path() / "signed.satchel").string();
  how.comment = "of a test";
  how.unit = unit;
  how.sign = [&](bytes statement, const std::string& comment) { return key.sign(statement, comment); };
  pack::sign(how);
  std::ifstream in(how.output, std::ios::binary);
  const std::vector<char> text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  const auto* first = reinterpret_cast<const std::byte*>(text.data());
  return {first, first + text.size()};
}

}  // namespace satchel::test
