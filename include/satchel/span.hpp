// A view of memory: pointer and count. C++17 has no std::span.
#pragma once

#include <cstddef>
#include <type_traits>

namespace satchel {

// Owns nothing; whoever made the span says how long the memory behind it lives.
template <class T>
struct span {
  T* data = nullptr;
  std::size_t size = 0;

  constexpr span() = default;
  constexpr span(T* d, std::size_t n) : data(d), size(n) {}
  template <std::size_t N>
  constexpr span(T (&array)[N]) : data(array), size(N) {}
  template <class U, class = std::enable_if_t<std::is_same_v<const U, T>>>
  constexpr span(span<U> other) : data(other.data), size(other.size) {}

  constexpr T* begin() const { return data; }
  constexpr T* end() const { return data + size; }
  constexpr T& operator[](std::size_t i) const { return data[i]; }
  constexpr bool empty() const { return size == 0; }
};

using bytes = span<const std::byte>;
using mutable_bytes = span<std::byte>;

}  // namespace satchel
