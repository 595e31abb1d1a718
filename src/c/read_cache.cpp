// The memory of what slow storage gave.
#include "handle.hpp"
#include "storage.hpp"

#include <satchel/read_cache.hpp>

using namespace satchel;

namespace {

// What lies in the struct of a cache.
struct cached {
  cached(const satchel_storage& storage, mutable_bytes memory)
      : mark(c::marked(this)), below(storage), cache(c::reader_storage(below), memory), front(cache.storage()) {}

  std::uint64_t mark;  // as that of an archive
  satchel_storage below;
  read_cache cache;
  storage front;  // that of the cache
};
static_assert(sizeof(cached) <= SATCHEL_READ_CACHE_BYTES && alignof(cached) <= alignof(satchel_read_cache));
static_assert(std::is_trivially_destructible_v<cached>);  // may be abandoned

int read(void* context, std::uint64_t offset, std::size_t size, void* scratch) {
  const storage& front = static_cast<cached*>(context)->front;
  return front.read(front.context, offset, size, static_cast<std::byte*>(scratch));
}

void expect(void* context, std::uint64_t offset, std::uint64_t size) {
  const storage& front = static_cast<cached*>(context)->front;
  front.expect(front.context, offset, size);
}

}  // namespace

size_t satchel_read_cache_bytes(void) { return sizeof(satchel_read_cache); }

satchel_error satchel_open_read_cache(satchel_read_cache* cache, const satchel_storage* below, void* memory,
                                      size_t size, satchel_storage* out) {
  if (cache == nullptr || below == nullptr || out == nullptr || (memory == nullptr && size > 0))
    return c::failure(SATCHEL_BAD_ARGUMENT);
  if (reinterpret_cast<std::uintptr_t>(cache) % alignof(cached) != 0) return c::failure(SATCHEL_MISALIGNED);
  const satchel_storage given = *below;  // may be `out`
  *out = given;
  if (given.memory != nullptr) return c::failure(SATCHEL_OK);
  auto* made = ::new (static_cast<void*>(cache->memory)) cached(given, {static_cast<std::byte*>(memory), size});
  *out = {read, expect, made, nullptr, given.size};
  return c::failure(SATCHEL_OK);
}

satchel_error satchel_forget(satchel_read_cache* cache) {
  if (cache == nullptr || reinterpret_cast<std::uintptr_t>(cache) % alignof(cached) != 0)
    return c::failure(SATCHEL_NOT_OPEN);
  std::uint64_t mark = 0;
  std::memcpy(&mark, cache->memory, sizeof mark);
  if (mark != c::marked(cache)) return c::failure(SATCHEL_NOT_OPEN);
  std::launder(reinterpret_cast<cached*>(cache->memory))->cache.forget();
  return c::failure(SATCHEL_OK);
}
