#include "carried.hpp"

#include <satchel/format/crc32.hpp>
#include <satchel/format/endian.hpp>

#include <sys/stat.h>
#include <cstring>

namespace satchel::tool {
namespace {

constexpr char magic[16] = "SatchelProgram\n";  // with the 0 behind it
constexpr std::size_t place_of_size = 16, place_of_crc = 24;

}  // namespace

carried_trailer trailer_of(std::uint64_t archive_bytes) {
  carried_trailer trailer{};
  std::memcpy(trailer.data(), magic, sizeof magic);
  format::store64(trailer.data() + place_of_size, archive_bytes);
  format::store32(trailer.data() + place_of_crc, format::crc32(trailer.data(), place_of_crc));
  return trailer;
}

std::optional<hosted::extent> carried_archive(const std::string& path) {
  struct stat status {};
  hosted::plain_file file;
  if (stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode) || file.open(path.c_str()) != 0) return {};
  const storage bytes = file.storage();
  carried_trailer last;
  const std::byte* at = nullptr;
  if (bytes.size < last.size() || bytes.get(bytes.size - last.size(), last.size(), last.data(), at)) return {};
  const std::uint64_t size = format::load64(last.data() + place_of_size), rest = bytes.size - last.size();
  if (last != trailer_of(size) || size > rest || (rest - size) % carried_alignment != 0) return {};
  return hosted::extent{rest - size, size};
}

}  // namespace satchel::tool
