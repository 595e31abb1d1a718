// What lies in the struct of an archive.
#pragma once

#include "translate.hpp"

#include <satchel.h>

#include <satchel/archive.hpp>
#include <satchel/detail/base/callback.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>
#include <type_traits>

namespace satchel::c {

// The start of the struct; the reader lies behind it.
struct handle {
  using work = detail::callback<error()>;

  std::uint64_t mark;  // marked(this): tells a struct that was opened here from zeros, garbage and copies
  archive* reader;     // null when it is closed
  void* owner;         // of the workspace, when it is not the caller's
  error (*with_room)(void* owner, const work& f);  // calls f, again with more workspace where it asks for that
  void (*release)(void* owner);
  satchel_storage storage;  // the caller's
  std::uint64_t uses;       // calls so far: a cursor sees that there were others
  bool busy;                // within a call
};

// Differs for each address, so that a copy is told from what it was made of.
inline std::uint64_t marked(const void* place) {
  return 0x73617463'68656c00u ^ reinterpret_cast<std::uintptr_t>(place);
}

// The handle in a struct that was opened at its present place; null in any other.
inline handle* handle_in(const satchel_archive* archive) {
  if (archive == nullptr || reinterpret_cast<std::uintptr_t>(archive) % alignof(handle) != 0) return nullptr;
  std::uint64_t mark = 0;
  std::memcpy(&mark, archive->memory, sizeof mark);
  if (mark != marked(archive)) return nullptr;
  return std::launder(reinterpret_cast<handle*>(const_cast<std::uint64_t*>(archive->memory)));
}

// The same when the archive is open.
inline handle* open_handle_in(const satchel_archive* archive) {
  handle* h = handle_in(archive);
  return h != nullptr && h->reader != nullptr && h->reader->is_open() ? h : nullptr;
}

// Closes what was open in the struct and makes an empty handle with an object of type T behind it. Errors: no struct, a
// misaligned one, or a call from inside of a callback.
template <class T>
satchel_error start(satchel_archive* archive, handle*& out, T*& behind) {
  constexpr std::size_t place = (sizeof(handle) + 7) / 8 * 8;
  static_assert(place + sizeof(T) <= SATCHEL_ARCHIVE_BYTES);
  static_assert(alignof(T) <= alignof(satchel_archive) && alignof(handle) <= alignof(satchel_archive));
  if (archive == nullptr) return failure(SATCHEL_NOT_OPEN);
  if (reinterpret_cast<std::uintptr_t>(archive) % alignof(satchel_archive) != 0) return failure(SATCHEL_MISALIGNED);
  const handle* before = handle_in(archive);
  if (before != nullptr && before->busy) return failure(SATCHEL_BUSY);
  satchel_close(archive);
  const std::uint64_t uses = before == nullptr ? 0 : before->uses + 1;  // cursors of before are stale
  out = ::new (static_cast<void*>(archive->memory))
      handle{marked(archive), nullptr, nullptr, nullptr, nullptr, {}, uses, false};
  behind = ::new (static_cast<void*>(reinterpret_cast<std::byte*>(archive->memory) + place)) T;
  return failure(SATCHEL_OK);
}

// Lets f work with the reader of an open archive: error f(archive&).
template <class F>
satchel_error call(satchel_archive* archive, F&& f) {
  handle* h = open_handle_in(archive);
  if (h == nullptr) return failure(SATCHEL_NOT_OPEN);
  if (h->busy) return failure(SATCHEL_BUSY);
  h->busy = true;
  ++h->uses;
  auto work = [&] { return f(*h->reader); };
  const error e = h->with_room == nullptr ? work() : h->with_room(h->owner, handle::work(work));
  h->busy = false;
  return to_c(e);
}

}  // namespace satchel::c
