// Storage that lies, as an input says.
#pragma once

#include "input.hpp"
#include "memory.hpp"
#include "require.hpp"

#include <cstring>

namespace fuzz {

// Bytes in memory, read with the faults that the input says, each in its turn.
class liar {
 public:
  liar(const archive_place& of, input faults) : of_(of), faults_(faults) {}

  satchel::storage storage() { return {&liar::read, this, of_.size(), nullptr, &liar::expect}; }
  void recover() { faults_ = {nullptr, 0}; }

 private:
  static bool read(void* self, std::uint64_t offset, std::size_t size, std::byte* scratch) {
    return static_cast<liar*>(self)->get(offset, size, scratch);
  }

  static void expect(void* self, std::uint64_t offset, std::uint64_t size) {
    const std::uint64_t all = static_cast<liar*>(self)->of_.size();
    require(offset <= all && size <= all - offset, "what is expected is in the archive");
  }

  bool get(std::uint64_t offset, std::size_t size, std::byte* scratch) {
    require(offset <= of_.size() && size <= of_.size() - offset, "what is read is in the archive");
    const std::uint8_t fault = faults_.byte();
    const std::size_t good = fault < 248 ? size : size * (faults_.byte() % 4) / 4;
    std::memcpy(scratch, of_.data() + offset, good);
    if (fault < 200 || size == 0) return true;
    if (fault < 224) return false;
    if (fault < 248) scratch[faults_.number() % size] ^= static_cast<std::byte>(1 + fault % 255);
    return true;
  }

  const archive_place& of_;
  input faults_;
};

}  // namespace fuzz
