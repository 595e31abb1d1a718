// Any bytes as an archive, once its head and directory are made to fit: magic number, sizes, checksums.
// Input: how it is opened, calls, the archive.
#include "calls.hpp"
#include "memory.hpp"

#include <cstring>

namespace {

namespace format = satchel::format;

constexpr std::size_t head = 8;  // behind its frame's header
constexpr std::size_t directory_size = head + 20, directory_offset = head + 24, file_size = head + 32,
                      directory_crc = head + 40, head_crc = head + 52, head_end = head + 56;

// Makes what the head says true where that can be; the directory is at the file's end otherwise.
void repair(std::byte* file, std::size_t size) {
  if (size < head_end) return;
  std::memcpy(file + head, "Satchel\n\1\0\0\0\0\0\0", 16);
  format::store64(file + file_size, size);
  std::uint64_t at = format::load64(file + directory_offset);
  if (at % 8 != 0 || at > size) format::store64(file + directory_offset, at = head_end);
  std::uint32_t n = format::load32(file + directory_size);
  if (n > size - at) format::store32(file + directory_size, n = static_cast<std::uint32_t>(size - at));
  format::store32(file + directory_crc, format::crc32(file + at, n));
  format::store32(file + head_crc, format::crc32(file + head, head_crc - head));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static fuzz::archive_place place;
  static fuzz::work_memory memory;
  fuzz::input in(data, size);
  const std::uint8_t how = in.byte();
  fuzz::input calls = in.part();
  if (!place.put(in.text(in.left()))) return 0;
  if ((how & 32) == 0) repair(place.data(), place.size());
  satchel::archive open;
  satchel::config config{(how & 1) != 0 ? place.direct() : place.copying(), memory.bytes(),
                         static_cast<satchel::checking>(how >> 1 & 3), (how & 8) != 0 ? 2u : 0u};
  fuzz::call_all(open, config, (how & 16) != 0, calls);
  return 0;
}
