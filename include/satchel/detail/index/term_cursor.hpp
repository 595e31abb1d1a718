// The term dictionary: from a key to the address of its posting list.
#pragma once

#include <satchel/detail/index/page_reader.hpp>
#include <satchel/format/term_dictionary.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace satchel::detail {

// A node of the tree (schema/SPEC.md, section 5): a page, or the root, which lies in the directory.
//
//   0       2       4                       12
//   | count | level | first child, or base  | entry | entry | ...
//
//   an entry:  n << 4 | s  [s] [n]  n bytes of the key  in a leaf: [v]  list
//              1 byte      where they are 15                            when v is odd
//
// The key is the first s bytes of the key before it and these n. v / 2 is how far the list is from the one before; when
// v is odd, it is the document frequency and the size of a list that follows at once.

// The nodes that every look-up passes lie in the directory; the others are pages.
struct term_tree {
  bytes root;                // an inner node
  bytes frequent;            // a leaf with the keys of the longest lists, which the other leaves have too, or nothing
  std::uint32_t height = 0;  // of the root above the leaves
  std::uint32_t first_leaf = 0;
  std::uint32_t leaf_count = 0;
};

// Walks over the keys of a term dictionary in order. Holds one page at a time.
//
// attach() comes first. key() and list() need valid(), and last until the next call.
class term_cursor {
 public:
  void attach(const page_region& region, const term_tree& tree, std::byte* buffer) {
    region_ = &region;
    tree_ = tree;
    buffer_ = buffer;
    valid_ = false;
  }

  // Goes to the first key that is not less than `key`; valid() is false when there is none.
  error seek(std::string_view key) {
    valid_ = false;
    if (error e = enter_root()) return e;
    std::uint32_t page = 0;
    for (;;) {
      std::uint64_t before = 0;
      if (!pass_keys(key, before)) return spoiled();
      const std::uint64_t child = base_ + (before > 0 ? before - 1 : 0);
      if (child >= region_->page_count) return spoiled();
      page = static_cast<std::uint32_t>(child);
      if (level_ == 1) break;
      if (error e = enter(page, level_ - 1)) return e;
    }
    if (page < tree_.first_leaf || page - tree_.first_leaf >= tree_.leaf_count) return spoiled();
    if (error e = enter(page, 0)) return e;
    if (error e = seek_in_leaf(key)) return e;
    return valid_ ? error{} : next();  // otherwise all keys of the leaf are less
  }

  // Goes to the next key.
  error next() {
    valid_ = false;
    while (left_ == 0) {
      if (page_ - tree_.first_leaf + 1 >= tree_.leaf_count) return {};
      if (error e = enter(page_ + 1, 0)) return e;
    }
    if (!read_key() || !read_list()) return spoiled();
    valid_ = true;
    return {};
  }

  // Exact look-up; `found` is false when the key is not there. next() goes on only from what seek() found.
  error find(std::string_view key, bool& found) {
    if (tree_.frequent.size > 0 && !region_->store.direct()) {  // in memory, the leaves are as near
      if (error e = enter_frequent()) return e;
      if (error e = seek_in_leaf(key)) return e;
      found = valid_ && this->key() == key;
      if (found) return {};
    }
    if (error e = seek(key)) return e;
    found = valid_ && this->key() == key;
    return {};
  }

  bool valid() const { return valid_; }
  // Tag and text; valid until the cursor moves.
  std::string_view key() const { return {key_, size_}; }
  format::key_tag tag() const { return size_ > 0 ? static_cast<format::key_tag>(key_[0]) : format::key_tag::word; }
  const list_address& list() const { return list_; }
  // Behind a list that lies in the leaf, as those do whose document frequency is known.
  format::address behind_list() const { return region_->start_of(page_) + static_cast<format::address>(at_ - begin_); }

 private:
  error spoiled() {
    valid_ = false;
    left_ = 0;
    return in_directory_ ? damaged(part::directory) : damaged(part::terms, page_);
  }

  error enter(std::uint32_t page, std::uint32_t level) {
    left_ = 0;
    page_ = page;
    in_directory_ = false;
    if (error e = region_->load(page, buffer_, begin_)) return e;
    end_ = begin_ + region_->payload();
    return begin(level);
  }

  error enter_root() { return enter_bytes(tree_.root, tree_.height); }
  error enter_frequent() { return enter_bytes(tree_.frequent, 0); }

  // Both have been checked to have a header.
  error enter_bytes(const bytes& node, std::uint32_t level) {
    in_directory_ = true;
    begin_ = node.data;
    end_ = begin_ + node.size;
    return begin(level);
  }

  error begin(std::uint32_t level) {
    size_ = 0;
    left_ = format::load16(begin_);
    if (format::load16(begin_ + 2) != level || (level > 0 && left_ == 0)) return spoiled();
    base_ = format::load64(begin_ + 4);
    level_ = level;
    at_ = begin_ + format::node_header;
    return {};
  }

  // Passes over the keys of the entered inner node that are before `key`, and one more; `before` becomes their number.
  bool pass_keys(std::string_view key, std::uint64_t& before) {
    std::size_t shared = 0;
    for (;; ++before) {
      before += pass_lesser(shared);
      if (left_ == 0) return true;
      const side where = pass_key(key, shared);
      if (where != side::before) return where == side::behind;
    }
  }

  // Goes to the first key of the entered leaf that is not less than `key`, if there is one.
  error seek_in_leaf(std::string_view key) {
    std::size_t shared = 0;
    for (valid_ = false; !valid_;) {
      pass_lesser(shared);
      if (left_ == 0) return {};
      const side where = pass_key(key, shared);
      if (where == side::broken || !read_list()) return spoiled();
      valid_ = where == side::behind;
    }
    return {};
  }

  bool number(std::uint64_t& out) {
    const std::byte* after = format::get_varint(at_, end_, out);
    if (after != nullptr) at_ = after;
    return after != nullptr;
  }

  // How many bytes a key shares with the one before it, and how many follow.
  bool read_sizes(std::uint64_t& shared, std::uint64_t& added) {
    if (at_ == end_) return false;
    const auto sizes = std::to_integer<unsigned>(*at_++);
    shared = sizes & format::key_nibble_max;
    added = sizes >> 4;
    if (shared == format::key_nibble_max && !number(shared)) return false;
    if (added == format::key_nibble_max && !number(added)) return false;
    return shared <= size_ && added <= sizeof key_ - shared && added <= static_cast<std::size_t>(end_ - at_);
  }

  bool read_key() {
    std::uint64_t shared = 0, added = 0;
    if (!read_sizes(shared, added)) return false;
    take_key(static_cast<std::size_t>(shared), static_cast<std::size_t>(added));
    return true;
  }

  void take_key(std::size_t shared, std::size_t added) {
    std::memcpy(key_ + shared, at_, added);
    size_ = shared + added;
    at_ += added;
    --left_;
  }

  // Where a key of a node is, seen from a wanted one: behind includes the wanted key itself in leaves, and not in
  // inner nodes, whose keys lead to what is not less.
  enum class side : std::uint8_t { before, behind, broken };

  // Passes over the next key. `matched` is how many bytes the key before shares with `wanted`, which is greater: what
  // shares more with that one is less than `wanted` too, what shares less is greater, and neither need be looked at.
  side pass_key(std::string_view wanted, std::size_t& matched) {
    std::uint64_t shared = 0, added = 0;
    if (!read_sizes(shared, added)) return side::broken;
    const std::size_t s = static_cast<std::size_t>(shared), n = static_cast<std::size_t>(added);
    bool before = s > matched;
    if (s == matched) {
      const char* text = reinterpret_cast<const char*>(at_);
      const std::size_t most = wanted.size() - s < n ? wanted.size() - s : n;
      std::size_t same = 0;
      while (same < most && text[same] == wanted[s + same]) ++same;
      matched += same;
      if (matched == wanted.size())
        before = same == n && level_ > 0;
      else
        before = same == n || static_cast<unsigned char>(text[same]) < static_cast<unsigned char>(wanted[matched]);
    }
    if (before) {  // its bytes are not needed
      size_ = s + n;
      at_ += n;
      --left_;
      return side::before;
    }
    if (s > 0) std::memcpy(key_, wanted.data(), s);
    take_key(s, n);
    return side::behind;
  }

  // Passes over the keys that share more with the one before them than that shares with what is looked for, and so are
  // less; gives their number. Stops also before what is long or near the page's end: pass_key sees to it.
  std::uint32_t pass_lesser(std::size_t matched) {
    constexpr std::ptrdiff_t enough = 1 + format::key_nibble_max + 10 + format::inline_max;
    const std::byte* at = at_;
    std::uint64_t base = base_;
    std::size_t size = size_;
    std::uint32_t left = left_;
    const bool leaf = level_ == 0;
    while (left > 0 && end_ - at >= enough) {
      const auto sizes = std::to_integer<unsigned>(*at);
      const unsigned shared = sizes & format::key_nibble_max, added = sizes >> 4;
      if (shared <= matched || shared > size || shared == format::key_nibble_max || added == format::key_nibble_max)
        break;
      const std::byte* after = at + 1 + added;
      if (leaf) {
        std::uint64_t v = 0;
        after = format::get_varint(after, end_, v);
        if (after == nullptr) break;
        if ((v & 1) != 0) {
          if (v >> 1 >= format::inline_limit) break;
          after += static_cast<std::uint32_t>(v >> 1) % (format::inline_max + 1);
        } else {
          base += static_cast<std::uint64_t>(format::unzigzag(v >> 1));
        }
      }
      at = after;
      size = shared + added;
      --left;
    }
    const std::uint32_t passed = left_ - left;
    at_ = at;
    base_ = base;
    size_ = size;
    left_ = left;
    return passed;
  }

  // The list of the key that was just read in a leaf.
  bool read_list() {
    std::uint64_t v = 0;
    if (!number(v)) return false;
    if ((v & 1) != 0) {
      if (in_directory_ || v >> 1 >= format::inline_limit) return false;  // a list there has no address
      const auto both = static_cast<std::uint32_t>(v >> 1);
      const std::uint32_t size = both % (format::inline_max + 1), df = both / (format::inline_max + 1) + 1;
      if (size > static_cast<std::size_t>(end_ - at_)) return false;
      list_ = {region_->start_of(page_) + static_cast<format::address>(at_ - begin_), df};
      at_ += size;
    } else {
      base_ += static_cast<std::uint64_t>(format::unzigzag(v >> 1));
      list_ = {base_, 0};
    }
    return true;
  }

  const page_region* region_ = nullptr;
  term_tree tree_;
  std::byte* buffer_ = nullptr;
  const std::byte* begin_ = nullptr;
  const std::byte* at_ = nullptr;
  const std::byte* end_ = nullptr;
  std::uint64_t base_ = 0;
  list_address list_;
  std::size_t size_ = 0;
  std::uint32_t page_ = 0;
  std::uint32_t left_ = 0;
  std::uint32_t level_ = 0;
  bool in_directory_ = false;  // the node is not a page
  bool valid_ = false;
  char key_[format::key_max];
};

}  // namespace satchel::detail
