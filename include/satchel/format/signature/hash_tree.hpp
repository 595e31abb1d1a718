// A tree of hashes over a file's bytes (schema/SPEC.md, section 12).
#pragma once

#include <satchel/format/signature/blake2b.hpp>
#include <satchel/span.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace satchel::format {

inline constexpr std::size_t tree_hash_bytes = 32;

struct tree_hash {
  std::byte at[tree_hash_bytes];
  bool operator==(const tree_hash& other) const { return std::memcmp(at, other.at, sizeof at) == 0; }
};

// Level 0 are the leaves: units of the content, the last of which may be shorter. The nodes of level n + 1 hold the
// hashes of level n, as many each as fit in a unit; the highest level has one node, whose hash is the root.
class hash_tree {
 public:
  static constexpr std::uint32_t unit_min = 512, unit_max = 65536;
  static constexpr unsigned height_max = 14;  // of 2^63 bytes in units of 512
  static constexpr std::uint64_t content_max = std::uint64_t{1} << 62;

  // False where there can be no such tree.
  bool attach(std::uint64_t content, std::uint32_t unit) {
    if (content == 0 || content > content_max || unit < unit_min || unit > unit_max || (unit & (unit - 1)) != 0)
      return false;
    content_ = content;
    unit_shift_ = 0;
    while (1u << unit_shift_ < unit) ++unit_shift_;
    level_[0] = {0, (content + unit - 1) >> unit_shift_};
    std::uint64_t at = content + frame_header;
    for (height_ = 0; height_ == 0 || level_[height_].count > 1;) {
      const std::uint64_t below = level_[height_++].count;
      level_[height_] = {at, (below + fan_out() - 1) >> fan_shift()};
      at += below * tree_hash_bytes;
    }
    end_ = at;
    return true;
  }

  std::uint64_t content() const { return content_; }
  std::uint32_t unit() const { return 1u << unit_shift_; }
  unsigned unit_shift() const { return unit_shift_; }
  unsigned height() const { return height_; }
  // Where the nodes end in the file: they stand behind the content and a frame's header, from level 1 up.
  std::uint64_t end() const { return end_; }
  std::uint64_t count(unsigned level) const { return level_[level].count; }
  std::uint64_t nodes() const { return nodes_above(0); }
  std::uint64_t nodes_above(unsigned level) const {
    std::uint64_t n = 0;
    while (level < height_) n += level_[++level].count;
    return n;
  }
  std::uint64_t offset(unsigned level, std::uint64_t number) const {
    return level_[level].offset + (number << unit_shift_);
  }
  std::uint32_t size(unsigned level, std::uint64_t number) const {
    const std::uint64_t all = level == 0 ? content_ : level_[level - 1].count * tree_hash_bytes;
    const std::uint64_t rest = all - (number << unit_shift_);
    return rest < unit() ? static_cast<std::uint32_t>(rest) : unit();
  }

  // The node of the next level that holds the hash of this one, and where in it.
  std::uint64_t parent(std::uint64_t number) const { return number >> fan_shift(); }
  std::size_t place_in_parent(std::uint64_t number) const {
    return static_cast<std::size_t>(number & (fan_out() - 1)) * tree_hash_bytes;
  }

  // The hash of a leaf or node says where it belongs: none can stand in for another.
  static tree_hash hash(unsigned level, std::uint64_t number, bytes data) {
    blake2b h(tree_hash_bytes, {{number, level}, {0x206c656863746153, 0x65657274}});  // "Satchel tree"
    h.update(data);
    tree_hash out;
    h.finish(out.at, sizeof out.at);
    return out;
  }

  static constexpr std::uint32_t frame_header = 8;

 private:
  struct level_place {
    std::uint64_t offset, count;
  };
  unsigned fan_shift() const { return unit_shift_ - 5; }
  std::uint64_t fan_out() const { return std::uint64_t{1} << fan_shift(); }

  level_place level_[height_max + 1] = {};
  std::uint64_t content_ = 0, end_ = 0;
  unsigned unit_shift_ = 9, height_ = 0;
};

}  // namespace satchel::format
