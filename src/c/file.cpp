// Archives in files. The only part of the C interface that knows an operating system.
#include "handle.hpp"

#include <satchel/hosted/file_archive.hpp>

using namespace satchel;

namespace {

// Archive is mapped_archive or file_archive; it owns file and workspace. `open` opens it.
template <class Archive, class Open>
satchel_error open_file(satchel_archive* archive, const char* path, std::uint32_t check, Open&& open) {
  c::handle* h = nullptr;
  Archive* file = nullptr;
  if (const satchel_error e = c::start(archive, h, file); e.code != SATCHEL_OK) return e;
  h->owner = file;
  h->with_room = [](void* owner, const c::handle::work& f) { return static_cast<Archive*>(owner)->with_room(f); };
  h->release = [](void* owner) { static_cast<Archive*>(owner)->~Archive(); };
  satchel_error failed = c::failure(SATCHEL_BAD_ARGUMENT);
  if (path != nullptr && check <= SATCHEL_CHECK_NEVER) {
    const error e = open(*file, static_cast<checking>(check));
    if (!e) {
      h->reader = &file->get();
      return c::failure(SATCHEL_OK);
    }
    const int reason = file->os_error();
    failed = reason == 0 ? c::to_c(e) : c::failure(SATCHEL_CANNOT_OPEN_FILE, static_cast<std::uint64_t>(reason));
  }
  satchel_close(archive);
  return failed;
}

template <class Archive>
satchel_error open_unsigned(satchel_archive* archive, const char* path, std::uint32_t check) {
  return open_file<Archive>(archive, path, check, [path](Archive& file, checking how) { return file.open(path, how); });
}

template <class Archive>
satchel_error open_signed(satchel_archive* archive, const char* path, std::uint32_t check,
                          const satchel_public_key* key) {
  public_key trusted;
  const char* checked_path = c::take_key(key, trusted) ? path : nullptr;
  return open_file<Archive>(archive, checked_path, check,
                            [&](Archive& file, checking how) { return file.open(path, trusted, how); });
}

}  // namespace

satchel_error satchel_open_file(satchel_archive* archive, const char* path, uint32_t check) {
  return open_unsigned<mapped_archive>(archive, path, check);
}

satchel_error satchel_open_file_unmapped(satchel_archive* archive, const char* path, uint32_t check) {
  return open_unsigned<file_archive>(archive, path, check);
}

satchel_error satchel_open_signed_file(satchel_archive* archive, const char* path, uint32_t check,
                                       const satchel_public_key* key) {
  return open_signed<mapped_archive>(archive, path, check, key);
}

satchel_error satchel_open_signed_file_unmapped(satchel_archive* archive, const char* path, uint32_t check,
                                                const satchel_public_key* key) {
  return open_signed<file_archive>(archive, path, check, key);
}
