// Archives in files. The only part of the C interface that knows an operating system.
#include "handle.hpp"

#include <satchel/hosted/archive.hpp>

using namespace satchel;

namespace {

mapped_archive& mapped(void* owner) { return *static_cast<mapped_archive*>(owner); }

}  // namespace

satchel_error satchel_open_file(satchel_archive* archive, const char* path, uint32_t check) {
  c::handle* h = nullptr;
  mapped_archive* file = nullptr;
  if (const satchel_error e = c::start(archive, h, file); e.code != SATCHEL_OK) return e;
  h->owner = file;
  h->with_room = [](void* owner, const c::handle::work& f) { return mapped(owner).with_room(f); };
  h->release = [](void* owner) { mapped(owner).~mapped_archive(); };
  if (path == nullptr || check > SATCHEL_CHECK_NEVER) {
    satchel_close(archive);
    return c::failure(SATCHEL_BAD_ARGUMENT);
  }
  if (const error e = file->open(path, static_cast<checking>(check))) {
    const int reason = file->os_error();
    satchel_close(archive);
    return reason == 0 ? c::to_c(e) : c::failure(SATCHEL_CANNOT_OPEN_FILE, static_cast<std::uint64_t>(reason));
  }
  h->reader = &file->get();
  return c::failure(SATCHEL_OK);
}
