// Checking all of a signature but whose it is: what verifying an archive takes.
#pragma once

#include <satchel/format/signature/signature_record.hpp>
#include <satchel/storage.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace satchel::detail {

// Whether a unit or node has the hash that the tree says; `buffer` has room for a unit.
inline bool fits_tree(const storage& store, const format::hash_tree& tree, const format::tree_hash& root,
                      unsigned level, std::uint64_t number, std::byte* buffer) {
  format::tree_hash wanted = root;
  const std::byte* at = nullptr;
  if (level < tree.height()) {
    const std::uint64_t place = tree.offset(level + 1, tree.parent(number)) + tree.place_in_parent(number);
    if (store.get(place, sizeof wanted.at, buffer, at)) return false;
    std::memcpy(wanted.at, at, sizeof wanted.at);
  }
  const std::uint32_t size = tree.size(level, number);
  if (store.get(tree.offset(level, number), size, buffer, at)) return false;
  return format::hash_tree::hash(level, number, {at, size}) == wanted;
}

// Looks at the frame of the signature, behind `content` bytes, and at all that the tree is over. Calls lose(error) with
// the file offset of each unit and node that does not fit, and counts in `checked`. `buffer` has hash_tree::unit_max
// bytes.
template <class F>
void verify_signature(const storage& store, std::uint64_t content, std::byte* buffer, std::uint64_t& checked,
                      F&& lose) {
  constexpr std::uint32_t magic = 0x184D2A50;
  format::signature_record record;
  format::hash_tree tree;
  format::tree_hash root;
  const std::byte* at = nullptr;
  ++checked;
  if (format::read_record(store, record) || !record.take_tree(store.size, tree, root) || tree.content() != content)
    return lose(damaged(part::signature, content));
  // The comment and the record have a checksum of their own: readers with a key look at some of their bytes only.
  const std::uint32_t comment = static_cast<std::uint32_t>(store.size - tree.end() - format::record_bytes);
  if (store.get(tree.end(), comment, buffer, at) ||
      format::crc32(record.raw, format::signature_record::crc_at, format::crc32(at, comment)) !=
          format::load32(record.raw + format::signature_record::crc_at))
    lose(damaged(part::signature, tree.end()));
  if (store.get(content, format::hash_tree::frame_header, buffer, at) || format::load32(at) != magic ||
      format::load32(at + 4) != store.size - content - format::hash_tree::frame_header)
    lose(damaged(part::signature, content));
  for (unsigned level = 0; level <= tree.height(); ++level)
    for (std::uint64_t number = 0; number < tree.count(level); ++number, ++checked)
      if (!fits_tree(store, tree, root, level, number, buffer))
        lose(damaged(part::signature, tree.offset(level, number)));
}

}  // namespace satchel::detail
