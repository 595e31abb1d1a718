// Whether a key signed what a record says.
#pragma once

#include <satchel/detail/signature/ed25519.hpp>
#include <satchel/format/signature/blake2b.hpp>
#include <satchel/format/signature/signature_record.hpp>

#include <cstddef>

namespace satchel::detail {

// The statement, as minisign signs a file: its BLAKE2b-512.
inline bool signed_by(const format::signature_record& record, const std::byte* key) {
  format::blake2b h(sha512::hash_bytes);
  h.update(record.statement());
  std::byte hash[sha512::hash_bytes];
  h.finish(hash, sizeof hash);
  return ed25519_verify(key, record.signature(), hash);
}

}  // namespace satchel::detail
