// Gaps between the slices of a workspace that the address sanitizer guards.
#pragma once

#include <cstddef>
#include <cstdint>

#if defined(__SANITIZE_ADDRESS__)
#define SATCHEL_FENCES 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SATCHEL_FENCES 1
#endif
#endif

#ifdef SATCHEL_FENCES
extern "C" {
void __asan_poison_memory_region(const volatile void* from, std::size_t size);
void __asan_unpoison_memory_region(const volatile void* from, std::size_t size);
}
#endif

namespace satchel::detail {

// A workspace is one block of memory to the compiler and to the sanitizer: a write behind a slice of it would land in
// the next one unseen. So in builds with the address sanitizer, and in no others, a gap follows each slice, and all
// that is not in use is poisoned: whoever touches it is stopped.
#ifdef SATCHEL_FENCES
inline constexpr std::uint64_t fence_bytes = 16;
inline void close_fence(std::byte* from, std::uint64_t size) {
  __asan_poison_memory_region(from, static_cast<std::size_t>(size));
}
inline void open_fence(std::byte* from, std::uint64_t size) {
  __asan_unpoison_memory_region(from, static_cast<std::size_t>(size));
}
#else
inline constexpr std::uint64_t fence_bytes = 0;
inline void close_fence(std::byte*, std::uint64_t) {}
inline void open_fence(std::byte*, std::uint64_t) {}
#endif

}  // namespace satchel::detail
