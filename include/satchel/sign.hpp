// Signing archives: the tree of hashes, and where the signature goes. Part of the packer's library; whoever has the key
// makes the signature.
//
//   satchel::pack::signing how;
//   how.archive = opened.storage();
//   how.output = "news.satchel";
//   how.sign = [&](satchel::bytes statement, const std::string& comment) { return my_key.sign(statement, comment); };
//   satchel::pack::sign(how);
#pragma once

#include <satchel/storage.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

namespace satchel::pack {

// What a key makes of a statement, as minisign does it with a file: `signature` is Ed25519's of the statement's
// BLAKE2b-512, `comment_signature` that of `signature` and the comment, one after the other.
struct key_signature {
  std::array<std::byte, 8> key_id;
  std::array<std::byte, 64> signature, comment_signature;
};

struct signing {
  satchel::storage archive;  // one that is signed already is signed anew
  std::string output;        // may be the archive's own file: it is replaced when all is written
  std::string comment;       // one line, at most 1024 bytes; ", root " and the root's hash are added
  std::uint32_t unit = 0;    // bytes that are checked at once: a power of two, 512 to 65536; 0: the size of a page
  std::function<key_signature(bytes statement, const std::string& comment)> sign;
};

// What was signed, and with how much.
struct signed_statistics {
  std::uint64_t content_bytes = 0, file_bytes = 0;
  std::uint32_t unit = 0;
  std::string root;  // in hexadecimal
};

// Writes the signed archive. The same archive, comment and key give the same bytes. Holds 32 bytes for each unit in
// memory. Throws failure where it cannot; the old file is kept then.
signed_statistics sign(const signing& how);

}  // namespace satchel::pack
