#include "salvage_scan.hpp"

#include <satchel/format/endian.hpp>

#include <algorithm>
#include <cstring>

namespace satchel::tool {
namespace {

constexpr std::byte frame_begin{0x28}, head_begin{0x50};
constexpr unsigned char head_bytes[16] = {0x50, 0x2A, 0x4D, 0x18, 56, 0, 0, 0, 'S', 'a', 't', 'c', 'h', 'e', 'l', '\n'};

// Work that a file may take: far more than any archive of articles does.
std::uint64_t most_work(std::uint64_t size) { return (std::uint64_t{2} << 30) + 64 * size; }

class scanner {
 public:
  scanner(salvage_file& file, frame_opener& frames) : file_(file), frames_(frames) {}

  scan_result run() {
    std::uint64_t at = 0;
    while (at < file_.size() && file_.spent() <= most_work(file_.size())) at = step(next_magic(at));
    result_.looked_at = at;
    return std::move(result_);
  }

 private:
  using way = text_coding::way;

  text_coding& coding() { return result_.runs.back().coding; }

  // Where a frame or a head may begin, from `at` on; the file's size if nowhere.
  std::uint64_t next_magic(std::uint64_t at) {
    constexpr std::size_t part = salvage_file::window_bytes / 4;
    for (; at < file_.size(); at += part) {
      const auto n = static_cast<std::size_t>(std::min<std::uint64_t>(part, file_.size() - at));
      const std::byte* from = file_.get(at, n);
      for (std::size_t i = 0; i < n; ++i)
        if (from[i] == frame_begin || from[i] == head_begin) return at + i;
    }
    return file_.size();
  }

  bool is_head(std::uint64_t at) {
    const std::byte* from = file_.get(at, sizeof head_bytes);
    return from != nullptr && std::memcmp(from, head_bytes, sizeof head_bytes) == 0;
  }

  bool is_skippable(std::uint64_t at) {
    const std::byte* from = file_.get(at, 4);
    return from != nullptr && format::load32(from) == format::skippable_magic;
  }

  // Takes what begins at `at`; where to go on.
  std::uint64_t step(std::uint64_t at) {
    if (at >= file_.size()) return at;
    found_frame frame;
    if (is_head(at)) {
      begin_run();
      result_.heads.push_back(at);
      result_.runs.back().head = at;
      coding().how = way::plain;  // unless words come
      return end_ = std::min(at + head_size, file_.size());
    }
    const frame_opener::outcome how = frames_.open(at, frame);
    if (how == frame_opener::outcome::no_dictionary) result_.wanting.push_back(at);
    if (how != frame_opener::outcome::opened) return at + 1;
    add(frame);
    return end_ = frame.end();
  }

  void begin_run() {
    result_.runs.emplace_back();
    open_dictionary_ = 0;
    last_ = frame_kind::dictionary;
  }

  void add(found_frame& frame) {
    if (frame.offset != end_) begin_run();
    frame.run = static_cast<std::uint32_t>(result_.runs.size() - 1);
    switch (frame.kind) {
      case frame_kind::dictionary:
        result_.dictionaries.push_back({frame, {}});
        open_dictionary_ = frame.dictionary;
        break;
      case frame_kind::words:
        coding() = {way::coded, static_cast<std::uint32_t>(result_.words.size())};
        result_.words.push_back(frame);
        close_dictionary();
        break;
      case frame_kind::block:
        close_dictionary();
        result_.blocks.push_back(frame);
        break;
      case frame_kind::catalog:
        if (last_ == frame_kind::block) result_.behind_blocks = frame.offset;
        if (is_skippable(frame.end())) result_.behind_catalogs = frame.end();
        result_.catalogs.push_back(frame);
        break;
    }
    last_ = frame.kind;
  }

  // What follows a dictionary says how the blocks that need it are coded.
  void close_dictionary() {
    if (open_dictionary_ > 0) {
      text_coding& of = result_.dictionaries[open_dictionary_ - 1].coding;
      of = coding();
      if (of.how == way::unknown) of.how = way::plain;  // words would stand between
    }
    open_dictionary_ = 0;
  }

  salvage_file& file_;
  frame_opener& frames_;
  scan_result result_;
  std::uint64_t end_ = UINT64_MAX;     // of the frame before
  std::uint32_t open_dictionary_ = 0;  // which nothing has followed yet, counted from 1
  frame_kind last_ = frame_kind::dictionary;
};

}  // namespace

scan_result scan(salvage_file& file, frame_opener& frames) { return scanner(file, frames).run(); }

}  // namespace satchel::tool
