// Public keys, and storage that is checked with them.
#include "handle.hpp"
#include "storage.hpp"

#include <satchel/signature.hpp>

using namespace satchel;

namespace {

// What lies in the struct of a signed storage.
struct checked_storage {
  explicit checked_storage(const satchel_storage& storage) : mark(c::marked(this)), below(storage) {}

  std::uint64_t mark;  // as that of an archive
  satchel_storage below;
  signed_storage layer;
  storage front;  // that of the layer
};
static_assert(sizeof(checked_storage) <= SATCHEL_SIGNED_STORAGE_BYTES &&
              alignof(checked_storage) <= alignof(satchel_signed_storage));
static_assert(std::is_trivially_destructible_v<checked_storage>);  // may be abandoned

// Null where none was opened at this place.
const checked_storage* opened(const satchel_signed_storage* in) {
  if (in == nullptr || reinterpret_cast<std::uintptr_t>(in) % alignof(checked_storage) != 0) return nullptr;
  std::uint64_t mark = 0;
  std::memcpy(&mark, in->memory, sizeof mark);
  return mark == c::marked(in) ? std::launder(reinterpret_cast<const checked_storage*>(in->memory)) : nullptr;
}

int read(void* context, std::uint64_t offset, std::size_t size, void* scratch) {
  const storage& front = static_cast<checked_storage*>(context)->front;
  return front.read(front.context, offset, size, static_cast<std::byte*>(scratch));
}

void expect(void* context, std::uint64_t offset, std::uint64_t size) {
  const storage& front = static_cast<checked_storage*>(context)->front;
  if (front.expect != nullptr) front.expect(front.context, offset, size);
}

}  // namespace

satchel_error satchel_parse_public_key(const char* text, size_t size, satchel_public_key* out) {
  std::string_view given;
  public_key key;
  if (out == nullptr || !c::take_text(text, size, given) || !parse_public_key(given, key))
    return c::failure(SATCHEL_BAD_ARGUMENT);
  std::memcpy(out->id, key.id, sizeof out->id);
  std::memcpy(out->point, key.point, sizeof out->point);
  return c::failure(SATCHEL_OK);
}

size_t satchel_signed_storage_bytes(void) { return sizeof(satchel_signed_storage); }

satchel_error satchel_open_signed_storage(satchel_signed_storage* checked, const satchel_storage* below,
                                          const satchel_public_key* key, void* memory, size_t size, uint32_t check,
                                          satchel_storage* out) {
  public_key trusted;
  if (checked == nullptr || below == nullptr || out == nullptr || (memory == nullptr && size > 0) ||
      !c::take_key(key, trusted) || check > SATCHEL_CHECK_NEVER)
    return c::failure(SATCHEL_BAD_ARGUMENT);
  if (reinterpret_cast<std::uintptr_t>(checked) % alignof(checked_storage) != 0) return c::failure(SATCHEL_MISALIGNED);
  auto* made = ::new (static_cast<void*>(checked->memory)) checked_storage(*below);  // may be `out`
  *out = {};
  const error e = made->layer.open(c::reader_storage(made->below), trusted, {static_cast<std::byte*>(memory), size},
                                   static_cast<checking>(check));
  if (e) return c::to_c(e);
  made->front = made->layer.storage();
  *out = {read, expect, made, made->front.memory, made->front.size};
  return c::failure(SATCHEL_OK);
}

uint64_t satchel_useful_memory(const satchel_signed_storage* checked) {
  const checked_storage* made = opened(checked);
  return made == nullptr ? 0 : made->layer.useful();
}

satchel_error satchel_explain_signed(const satchel_signed_storage* checked, const satchel_error* error) {
  const checked_storage* made = opened(checked);
  if (error == nullptr) return c::failure(SATCHEL_BAD_ARGUMENT);
  return made == nullptr ? *error : c::to_c(made->layer.explain(c::from_c(*error)));
}
