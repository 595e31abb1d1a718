// What a signed archive says of its signature. None of it is proven: a key proves it (signature.hpp).
#pragma once

#include <satchel/detail/signature/ed25519.hpp>
#include <satchel/format/signature/signature_record.hpp>
#include <satchel/public_key.hpp>
#include <satchel/storage.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace satchel {

// A plain value. With these a signature can be written as minisign's files: the statement is the file that was signed.
struct signature_info {
  std::byte key_id[format::key_id_bytes];
  std::byte statement[format::statement_bytes];
  std::byte signature[format::signature_bytes], comment_signature[format::signature_bytes];
  std::uint64_t comment_offset = 0;  // where the trusted comment stands in the file
  std::uint32_t comment_bytes = 0;
  std::uint32_t unit = 0;  // bytes that are checked at once
};

// not_signed for an archive that is not; damaged where the record does not fit the file.
inline error read_signature(const storage& archive, signature_info& out) {
  format::signature_record record;
  if (error e = format::read_record(archive, record)) return e;
  format::hash_tree tree;
  format::tree_hash root;
  if (!record.take_tree(archive.size, tree, root)) return damaged(part::signature, archive.size - format::record_bytes);
  std::memcpy(out.key_id, record.key_id(), sizeof out.key_id);
  std::memcpy(out.statement, record.raw, sizeof out.statement);
  std::memcpy(out.signature, record.signature(), sizeof out.signature);
  std::memcpy(out.comment_signature, record.comment_signature(), sizeof out.comment_signature);
  out.comment_offset = tree.end();
  out.comment_bytes = static_cast<std::uint32_t>(archive.size - tree.end() - format::record_bytes);
  out.unit = tree.unit();
  return {};
}

// Whether the key signed the comment, too.
inline bool signed_comment(const signature_info& info, const public_key& key, std::string_view comment) {
  return detail::ed25519_verify(key.point, info.comment_signature, {info.signature, sizeof info.signature},
                                {reinterpret_cast<const std::byte*>(comment.data()), comment.size()});
}

}  // namespace satchel
