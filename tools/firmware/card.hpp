// An archive on a memory card: read in whole sectors, counted, and made to fail when a test asks for it.
#pragma once

#include <satchel/storage.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "platform.hpp"

namespace firmware {

// What a card does wrong.
enum class misread : std::uint8_t { none, error, short_read, changed };

class card {
 public:
  bool insert(const char* name) {
    forget();
    return platform::insert_card(name, size_);
  }

  satchel::storage storage() { return {&card::read, this, size_, nullptr, nullptr}; }

  // Forgets the sector that it holds: it may be one that the card gave wrong.
  void forget() { held_ = nothing; }

  // From the n-th sector read on, the card does this wrong.
  void break_at(misread what, std::uint32_t n) {
    wrong_ = what;
    good_ = n;
  }

  std::uint32_t sectors() const { return sectors_; }

 private:
  static constexpr std::uint64_t nothing = ~std::uint64_t{0};

  static bool read(void* context, std::uint64_t offset, std::size_t size, std::byte* scratch) {
    return static_cast<card*>(context)->copy(offset, size, scratch);
  }

  // Whole sectors go where they are wanted, the others through the buffer.
  bool copy(std::uint64_t offset, std::size_t size, std::byte* to) {
    while (size > 0) {
      const std::uint64_t number = offset / sector_bytes;
      const auto at = static_cast<std::size_t>(offset % sector_bytes);
      const std::size_t n = size < sector_bytes - at ? size : sector_bytes - at;
      if (n == sector_bytes) {
        if (!load(number, to)) return false;
      } else {
        if (held_ != number) {
          held_ = nothing;
          if (!load(number, buffer_)) return false;
          held_ = number;
        }
        std::memcpy(to, buffer_ + at, n);
      }
      offset += n;
      size -= n;
      to += n;
    }
    return true;
  }

  bool load(std::uint64_t number, std::byte* to) {
    ++sectors_;
    if (good_ > 0) --good_;
    const misread wrong = good_ == 0 ? wrong_ : misread::none;
    if (wrong == misread::error) return false;
    const std::uint64_t rest = size_ - number * sector_bytes;
    const std::size_t wanted = rest < sector_bytes ? static_cast<std::size_t>(rest) : sector_bytes;
    std::size_t given = platform::read_sector(number, to);
    if (wrong == misread::short_read) given /= 2;
    if (wrong == misread::changed) to[number % 2] ^= std::byte{0x10};
    return given >= wanted;
  }

  std::uint64_t size_ = 0, held_ = nothing;
  std::uint32_t sectors_ = 0, good_ = 0;
  misread wrong_ = misread::none;
  std::byte buffer_[sector_bytes];
};

}  // namespace firmware
