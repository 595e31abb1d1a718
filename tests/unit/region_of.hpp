// Pages for tests.
#pragma once

#include "pack/index/page_writer.hpp"

#include "temporary.hpp"

#include <cstring>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace satchel {

// Pages written to a file, read back into aligned memory.
class region_of {
 public:
  explicit region_of(std::uint32_t page_size, std::uint32_t pages_per_frame = 3)
      : file_(directory_.path() / "pages"), pages(directory_.path().string(), page_size, pages_per_frame) {}

  std::string scratch() const { return directory_.path().string(); }

  const detail::page_region& finish() {
    std::vector<std::byte> end(64);
    pages.append(end.data(), end.size());
    pack::archive_file out(file_.string(), scratch());
    pages.finish(out);
    out.commit();
    std::ifstream in(file_, std::ios::binary);
    std::stringstream text;
    text << in.rdbuf();
    const std::string bytes = text.str();
    memory_.resize(bytes.size() / 8 + 1);
    std::memcpy(memory_.data(), bytes.data(), bytes.size());
    region_.store = in_memory({reinterpret_cast<const std::byte*>(memory_.data()), bytes.size()});
    region_.offset = pages.offset();
    region_.page_size = pages.payload() + format::page_crc_bytes;
    region_.page_count = pages.pages();
    region_.pages_per_frame = pages.pages_per_frame();
    return region_;
  }

 private:
  test::temporary_directory directory_;
  std::filesystem::path file_;
  std::vector<std::uint64_t> memory_;
  detail::page_region region_;

 public:
  pack::page_writer pages;
};

}  // namespace satchel
