// The record at the end of a signed archive: what was signed, and the signature (schema/SPEC.md, section 12).
#pragma once

#include <satchel/format/crc32.hpp>
#include <satchel/format/endian.hpp>
#include <satchel/format/signature/hash_tree.hpp>
#include <satchel/storage.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace satchel::format {

inline constexpr std::uint32_t signed_feature = 1;  // the bit in Head::may_ignore
inline constexpr char statement_magic[] = "Satchel signed 1";
inline constexpr std::size_t statement_bytes = 64, key_id_bytes = 8, signature_bytes = 64, record_bytes = 208,
                             comment_max = 8192;

// The record as it stands in the file.
struct signature_record {
  std::byte raw[record_bytes];

  static constexpr std::size_t content_at = 16, unit_at = 24, reserved_at = 28, root_at = 32, algorithm_at = 64,
                               key_at = 66, signature_at = 74, comment_signature_at = 138, padding_at = 202,
                               crc_at = 204;

  bytes statement() const { return {raw, statement_bytes}; }
  const std::byte* key_id() const { return raw + key_at; }
  const std::byte* signature() const { return raw + signature_at; }
  const std::byte* comment_signature() const { return raw + comment_signature_at; }
  bool is_one() const {
    return std::memcmp(raw, statement_magic, content_at) == 0 && std::memcmp(raw + algorithm_at, "ED", 2) == 0;
  }

  // The tree that it is about; false where the record does not fit an archive of so many bytes.
  bool take_tree(std::uint64_t file_bytes, hash_tree& tree, tree_hash& root) const {
    if (load32(raw + reserved_at) != 0) return false;
    if (!tree.attach(load64(raw + content_at), load32(raw + unit_at))) return false;
    std::memcpy(root.at, raw + root_at, sizeof root.at);
    return tree.end() + record_bytes <= file_bytes && file_bytes - tree.end() - record_bytes <= comment_max;
  }
};

// not_signed where there is no record.
inline error read_record(const storage& store, signature_record& out) {
  const error none{errc::not_signed, part::signature, 0, 0};
  if (store.size < record_bytes) return none;
  const std::byte* at = nullptr;
  if (error e = store.get(store.size - record_bytes, record_bytes, out.raw, at)) return e;
  if (at != out.raw) std::memcpy(out.raw, at, record_bytes);
  return out.is_one() ? error{} : none;
}

}  // namespace satchel::format
