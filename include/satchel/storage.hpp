// Where the bytes of an archive come from.
#pragma once

#include <satchel/error.hpp>
#include <satchel/span.hpp>

#include <cstddef>
#include <cstdint>

namespace satchel {

// Reads `size` bytes at file offset `offset` into `scratch`. Returns false when that is not possible; it must not
// return true with fewer bytes. Called with offset + size within storage::size only.
using read_function = bool (*)(void* context, std::uint64_t offset, std::size_t size, std::byte* scratch);

// Says that the `size` bytes from `offset` on are likely to be read soon, one part after the other, so that they may be
// fetched at once. Nothing need be done, and not all of them need come to be read.
using expect_function = void (*)(void* context, std::uint64_t offset, std::uint64_t size);

// An archive's bytes: either all in memory (mapped file, flash, embedded array), or behind a function that copies
// them (file, SD card, HTTP range requests). Everything above this is the same code.
//
// A plain value. What it points to must stay until the archive that uses it is closed or destroyed. Several archives
// may read one storage at once when the function can.
struct storage {
  read_function read = nullptr;       // used when memory is null
  void* context = nullptr;            // handed to read as it is
  std::uint64_t size = 0;             // bytes of the archive
  const std::byte* memory = nullptr;  // the whole archive, at a multiple of 8 bytes; null: use read
  expect_function expect = nullptr;   // may be null

  bool direct() const { return memory != nullptr; }

  // `count` bytes at `offset`: in place for direct storage, otherwise copied to scratch (which has room for them).
  error get(std::uint64_t offset, std::size_t count, std::byte* scratch, const std::byte*& out) const {
    if (offset > size || count > size - offset) return {errc::truncated, part::none, offset, 0};
    if (direct()) {
      out = memory + offset;
      return {};
    }
    if (read == nullptr || !read(context, offset, count, scratch)) return {errc::io, part::none, offset, 0};
    out = scratch;
    return {};
  }
};

// An archive that lies in memory.
inline storage in_memory(bytes archive) { return {nullptr, nullptr, archive.size, archive.data}; }

}  // namespace satchel
