// The storage of a C program as one of the reader.
#pragma once

#include <satchel.h>

#include <satchel/storage.hpp>

#include <cstddef>
#include <cstdint>

namespace satchel::c {

// `of` stays where it is as long as the result is in use.
inline storage reader_storage(satchel_storage& of) {
  const auto read = [](void* context, std::uint64_t offset, std::size_t size, std::byte* scratch) {
    const auto& s = *static_cast<satchel_storage*>(context);
    return s.read != nullptr && s.read(s.context, offset, size, scratch) != 0;
  };
  const auto expect = [](void* context, std::uint64_t offset, std::uint64_t size) {
    const auto& s = *static_cast<satchel_storage*>(context);
    s.expect(s.context, offset, size);
  };
  return {read, &of, of.size, static_cast<const std::byte*>(of.memory),
          of.expect == nullptr ? nullptr : expect_function{expect}};
}

}  // namespace satchel::c
