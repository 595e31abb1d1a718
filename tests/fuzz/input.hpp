// The bytes of one execution, taken from the front: choices, numbers, texts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace fuzz {

// Gives zeros and empty texts when nothing is left.
class input {
 public:
  input(const void* bytes, std::size_t size) : next_(static_cast<const std::uint8_t*>(bytes)), left_(size) {}

  bool empty() const { return left_ == 0; }
  std::size_t left() const { return left_; }

  std::uint8_t byte() {
    if (left_ == 0) return 0;
    --left_;
    return *next_++;
  }

  bool coin() { return (byte() & 1) != 0; }

  // 0 to n - 1.
  std::uint32_t below(std::uint32_t n) {
    std::uint32_t value = byte();
    for (std::uint32_t most = 256; most < n && most != 0; most <<= 8) value = value << 8 | byte();
    return n == 0 ? 0 : value % n;
  }

  // Any number, more often one at an edge.
  std::uint64_t number() {
    const std::uint8_t how = byte();
    if (how < 96) return how;
    if (how < 128) return (std::uint64_t{1} << how % 64) - (how & 1);
    std::uint64_t value = 0;
    for (int i = 0; i < 1 << (how & 3); ++i) value = value << 8 | byte();
    return (how & 4) != 0 ? ~value : value;
  }

  std::string_view text(std::size_t size) {
    const std::size_t n = size < left_ ? size : left_;
    const std::string_view out(reinterpret_cast<const char*>(next_), n);
    next_ += n;
    left_ -= n;
    return out;
  }

  // A part whose length stands in front of it.
  input part() {
    const std::string_view bytes = text(byte());
    return {bytes.data(), bytes.size()};
  }

 private:
  const std::uint8_t* next_;
  std::size_t left_;
};

}  // namespace fuzz
