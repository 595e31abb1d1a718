// Secret keys in minisign's files, and signing with them. The only part of the tool that knows libsodium.
#pragma once

#include <satchel/sign.hpp>
#include <satchel/span.hpp>

#include <array>
#include <cstddef>
#include <optional>
#include <string>

namespace satchel::tool {

// Wiped from memory at its end.
class secret_key {
 public:
  secret_key() = default;
  ~secret_key();
  secret_key(const secret_key&) = delete;
  secret_key& operator=(const secret_key&) = delete;

  // From a file; asks for the password on the terminal when it has one. Throws trouble.
  void read(const std::string& path);
  // A new one, of the system's random numbers.
  void make();

  // The texts of its files; without a password the secret is stored as it is.
  std::string secret_file(const std::optional<std::string>& password) const;
  std::string public_file() const;
  // What --key takes instead of a file.
  std::string public_text() const;
  std::string name() const;

  pack::key_signature sign(bytes statement, const std::string& comment) const;

 private:
  static constexpr std::size_t id_bytes = 8, pair_bytes = 64, check_bytes = 32;
  // As they stand in a file, where all of it can be encrypted: number, seed and public key, checksum.
  std::array<unsigned char, id_bytes + pair_bytes + check_bytes> secret_{};

  std::array<unsigned char, check_bytes> checksum() const;
  void mix_with_password(const std::string& password, const unsigned char* settings);
  const unsigned char* pair() const { return secret_.data() + id_bytes; }
};

// From the terminal, not shown while it is typed. Throws trouble where there is none.
std::string ask_password(const std::string& question);

}  // namespace satchel::tool
