// What "satchel extract --salvage" says on standard error, for people or as JSON Lines.
#pragma once

#include "salvage_catalogs.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace satchel::tool {

// A part of the file, from its first byte to the one behind its last.
struct byte_range {
  std::uint64_t begin = 0, end = 0;
};

// Blocks or catalogs that are missing.
struct lost_parts {
  satchel::part part = satchel::part::block;
  std::uint32_t first = 0;
  std::optional<std::uint32_t> last;  // not known where the archive ends before it
  byte_range bytes;
  std::optional<std::uint32_t> first_article, last_article;  // of catalogs, where that is known
  satchel::part because =
      satchel::part::none;  // they may be sound, but this, without which they cannot be read, is not
};

class salvage_report {
 public:
  salvage_report(std::string path, bool json) : path_(std::move(path)), json_(json) {}

  void saved(bool whole, bool named);
  // Text of this article is missing; nothing of it was saved, or a part. Told with the next lost().
  void lost(const catalogued_entry& article, bool part_saved);
  // Tells them without parts.
  void tell_articles();
  void lost(const lost_parts& parts);
  // A part without which nothing or little can be read.
  void damaged(satchel::part part);
  // Something may be lost for another reason.
  void missed(const std::string& what);
  bool any_saved() const { return saved_ > 0; }
  // Says how much was saved. False when something is lost.
  bool finish();

 private:
  struct affected {
    std::uint64_t count = 0;
    std::optional<std::uint32_t> first, last;
    std::string names;
  };

  std::string path_;
  bool json_;
  affected affected_;
  std::uint64_t saved_ = 0, parts_saved_ = 0, lost_ = 0, unnamed_ = 0;
  bool all_ = true;
};

}  // namespace satchel::tool
