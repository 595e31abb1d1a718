// What an open archive keeps.
#pragma once

#include <satchel/detail/directory_reader.hpp>
#include <satchel/detail/workspace_layout.hpp>
#include <satchel/error.hpp>
#include <satchel/workspace.hpp>

#include <cstdint>

namespace satchel::detail {

// Who uses the memory behind the part that stays.
enum class memory_owner : std::uint8_t { nobody, reading, searching };

struct archive_state {
  directory_info directory;
  const format::Directory* root = nullptr;
  text_tables tables;
  frame_reader frames;
  read_memory reading;
  workspace space;
  std::uint64_t fixed = 0;  // bytes of workspace that stay: the directory, and which pages were checked
  memory_owner owner = memory_owner::nobody;
  bool open = false;
  std::uint32_t openings = 0;  // how often one was opened: a query prepared for another is stale

  error fail_small(std::uint64_t need) const { return {errc::small_workspace, part::none, need, need - space.size()}; }

  // Says that the memory is used for something new: nothing that earlier calls left in it may be used on.
  void begin_use() {
    directory.pages.copies = {};
    frames.begin_use();
  }
  void take_from_reading() {
    owner = memory_owner::searching;
    frames.detach();
  }

  error check_searchable() const {
    if (!open) return {errc::not_open, part::none, 0, 0};
    return directory.known_analyzer ? error{} : error{errc::unknown_analyzer, part::none, 0, 0};
  }
  // Phrases are looked for in texts where lists do not say where words stand.
  bool looks_into_texts(const query_size& size) const {
    return size.phrases > 0 && directory.model.position_unit() != 1;
  }
  query_use use_of_search(const query_size& size) const {
    return looks_into_texts(size) ? query_use::searching_texts : query_use::searching;
  }
};

inline error stale() { return {errc::stale, part::none, 0, 0}; }

}  // namespace satchel::detail
