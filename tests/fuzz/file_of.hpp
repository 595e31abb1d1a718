// An archive of an execution as a file.
#pragma once

#include "memory.hpp"
#include "require.hpp"

#include <sys/mman.h>
#include <unistd.h>
#include <string>

namespace fuzz {

// Valid until the next one: there is one file, in memory.
inline std::string path_of(const archive_place& place) {
  static const int file = memfd_create("archive", 0);
  require(file >= 0 && ftruncate(file, static_cast<off_t>(place.size())) == 0 &&
              pwrite(file, place.data(), place.size(), 0) == static_cast<ssize_t>(place.size()),
          "a file can be written");
  return "/proc/self/fd/" + std::to_string(file);
}

}  // namespace fuzz
