// The caller's memory, handed out piece by piece.
#pragma once

#include <satchel/detail/base/fence.hpp>
#include <satchel/span.hpp>

#include <cstddef>
#include <cstdint>
#include <new>

namespace satchel {

// Hands out parts of a block of memory, front to back, each at a multiple of 8 bytes. With no memory behind it
// (workspace(nullptr, 0)) it only counts: the same code that lays out a workspace computes how large it must be. In
// builds with the address sanitizer the parts have gaps between them (detail/fence.hpp), which counting includes.
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
    used_ += (size + 7) / 8 * 8 + detail::fence_bytes;
    if (memory_.data == nullptr || used_ > memory_.size) return nullptr;
    detail::open_fence(memory_.data + start, size);
    return memory_.data + start;
  }

  // The most bytes that one more take_bytes() can have.
  std::uint64_t room() const {
    return used_ + detail::fence_bytes < memory_.size ? (memory_.size - used_ - detail::fence_bytes) / 8 * 8 : 0;
  }

  // Gives back all that was taken after used() was `mark`.
  void rewind(std::uint64_t mark) {
    used_ = mark;
    if (memory_.data != nullptr && mark <= memory_.size) detail::close_fence(memory_.data + mark, memory_.size - mark);
  }

  // Leaves out so many bytes: they are somebody else's, who does not use them now.
  void skip(std::uint64_t size) { used_ += size; }

  // Gives all memory back to the caller.
  void release() {
    detail::open_fence(memory_.data, memory_.size);
    *this = {};
  }

  std::uint64_t used() const { return used_; }
  std::uint64_t size() const { return memory_.size; }
  bool fits() const { return used_ <= memory_.size; }

 private:
  mutable_bytes memory_;
  std::uint64_t used_ = 0;
};

}  // namespace satchel
