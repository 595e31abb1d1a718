// A file whose reads can go wrong.
#pragma once

#include "packing.hpp"

#include <satchel/storage.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <cstring>
#include <random>

namespace hostile {

// Copies from a file; the reads from number `first` on, `count` of them, go wrong.
struct faulty_file {
  enum class fault : std::uint8_t { refuses, scribbles_and_refuses, changes_a_byte, gives_zeros };

  const file_bytes* bytes = nullptr;
  fault how = fault::refuses;
  std::uint64_t first = 0, count = 0;
  std::uint64_t reads = 0, faults = 0;
  std::mt19937 random{1};

  satchel::storage storage() { return {&faulty_file::read, this, bytes->size(), nullptr}; }

  static bool read(void* context, std::uint64_t offset, std::size_t size, std::byte* scratch) {
    auto& file = *static_cast<faulty_file*>(context);
    REQUIRE(offset <= file.bytes->size());
    REQUIRE(size <= file.bytes->size() - offset);
    std::memcpy(scratch, file.bytes->data() + offset, size);
    const std::uint64_t number = file.reads++;
    if (number < file.first || number - file.first >= file.count || size == 0) return true;
    ++file.faults;
    switch (file.how) {
      case fault::refuses:
        return false;
      case fault::scribbles_and_refuses:
        std::memset(scratch, 0xEE, size);
        return false;
      case fault::changes_a_byte:
        scratch[file.random() % size] ^= static_cast<std::byte>(1 + file.random() % 255);
        break;
      case fault::gives_zeros:
        std::memset(scratch, 0, size);
        break;
    }
    return true;
  }
};

}  // namespace hostile
