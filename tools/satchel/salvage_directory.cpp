#include "salvage_directory.hpp"

#include <satchel/format/crc32.hpp>

namespace satchel::tool {

bool salvage_directory::open(const std::string& path, std::uint64_t head) {
  if (file_.open(path.c_str(), {head, UINT64_MAX}) != 0) return false;
  storage all = file_.storage();
  alignas(8) std::byte start[format::skippable_header + format::head_bytes];
  const std::byte* at = nullptr;
  if (all.get(0, sizeof start, start, at)) return false;
  format::Head h;
  std::memcpy(&h, at + format::skippable_header, sizeof h);
  if (h.file_size() > all.size) return false;
  all.size = h.file_size();  // something may follow
  if (format::read_head(all, h)) return false;

  directory_.resize(h.directory_size() / 8 + 1);
  auto* const directory = reinterpret_cast<std::byte*>(directory_.data());
  if (all.get(h.directory_offset(), h.directory_size(), directory, at) ||
      format::crc32(at, h.directory_size()) != h.directory_crc())
    return false;
  const auto* d = format::root_of<format::Directory>({at, h.directory_size()});
  if (d == nullptr || !detail::read_directory(*d, all, info_)) return false;
  page_.resize(info_.pages.page_size);
  cursor_.attach(info_.pages, page_.data());
  return true;
}

std::optional<format::frame_extent> salvage_directory::place(const detail::frame_table& table, std::uint32_t number) {
  format::frame_extent found;
  if (number >= table.count || cursor_.find(table, number, found)) return {};
  return found;
}

}  // namespace satchel::tool
