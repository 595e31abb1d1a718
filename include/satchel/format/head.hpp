// The head: the first bytes of an archive (schema/SPEC.md, section 2).
#pragma once

#include <satchel/format/crc32.hpp>
#include <satchel/format/limits.hpp>
#include <satchel/storage.hpp>

#include <cstddef>
#include <cstring>

namespace satchel::format {

// Reads and checks the head.
inline error read_head(const storage& store, Head& out) {
  if (store.size < skippable_header + head_bytes) return {errc::not_an_archive, part::head, 0, 0};
  alignas(8) std::byte scratch[skippable_header + head_bytes];
  const std::byte* at = nullptr;
  if (error e = store.get(0, sizeof scratch, scratch, at)) return e;
  std::memcpy(&out, at + skippable_header, head_bytes);
  if (out.magic() != head_magic) return {errc::not_an_archive, part::head, 0, 0};
  if (crc32(reinterpret_cast<const std::byte*>(&out), head_bytes - 4) != out.head_crc()) return damaged(part::head);
  if (out.version() > version || out.must_understand() != 0) return {errc::newer_format, part::head, 0, 0};
  if (out.file_size() != store.size) return {errc::truncated, part::head, store.size, 0};
  if (out.directory_offset() % 8 != 0 || out.directory_offset() > store.size ||
      out.directory_size() > store.size - out.directory_offset())
    return damaged(part::head);
  return {};
}

}  // namespace satchel::format
