// The caller's memory, handed out piece by piece.
#pragma once

#include <satchel/span.hpp>

#include <cstddef>
#include <cstdint>
#include <new>

namespace satchel {

// Hands out parts of a block of memory, front to back, each at a multiple of 8 bytes. With no memory behind it
// (workspace(nullptr, 0)) it only counts: the same code that lays out a workspace computes how large it must be.
class workspace {
 public:
  workspace() = default;
  explicit workspace(mutable_bytes memory) : memory_(memory) {}

  // Room for `count` objects of a trivially destructible T, default-initialised; null when there is not enough, and
  // then used() is how much would have been.
  template <class T>
  T* take(std::size_t count = 1) {
    static_assert(alignof(T) <= 8 && std::is_trivially_destructible_v<T>);
    std::byte* place = take_bytes(static_cast<std::uint64_t>(count) * sizeof(T));
    if (place == nullptr) return nullptr;
    T* first = reinterpret_cast<T*>(place);
    if constexpr (!std::is_trivially_default_constructible_v<T>)
      for (std::size_t i = 0; i < count; ++i) ::new (static_cast<void*>(first + i)) T;
    return first;
  }

  std::byte* take_bytes(std::uint64_t size) {
    const std::uint64_t start = used_;
    used_ += (size + 7) / 8 * 8;
    if (memory_.data == nullptr || used_ > memory_.size) return nullptr;
    return memory_.data + start;
  }

  // Gives back all that was taken after used() was `mark`.
  void rewind(std::uint64_t mark) { used_ = mark; }

  std::uint64_t used() const { return used_; }
  std::uint64_t size() const { return memory_.size; }
  bool fits() const { return used_ <= memory_.size; }

 private:
  mutable_bytes memory_;
  std::uint64_t used_ = 0;
};

}  // namespace satchel
