// What an archive's head and directory say, when both are undamaged.
#pragma once

#include <satchel/archive.hpp>
#include <satchel/hosted/files.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace satchel::tool {

class salvage_directory {
 public:
  // Reads the directory of the archive whose head is at `head`; false when one of them is damaged.
  bool open(const std::string& path, std::uint64_t head);

  const detail::directory_info& info() const { return info_; }
  // Where the frame of a block is; nothing when that stands in a damaged page.
  std::optional<format::frame_extent> block(std::uint32_t number) { return place(info_.frames.blocks, number); }
  std::optional<format::frame_extent> catalog(std::uint32_t number) { return place(info_.frames.catalogs, number); }

 private:
  std::optional<format::frame_extent> place(const detail::frame_table& table, std::uint32_t number);

  hosted::plain_file file_;
  std::vector<std::uint64_t> directory_;  // aligned memory
  std::vector<std::byte> page_;
  detail::directory_info info_;
  detail::frame_table_cursor cursor_;
};

}  // namespace satchel::tool
