// Signed archives: a reader that has a public key is shown nothing but what was signed.
//
//   satchel::public_key key;
//   if (!satchel::parse_public_key(text_of_the_key, key)) halt();
//   satchel::signed_storage checked;
//   if (satchel::error e = checked.open(card, key, memory)) halt(e);
//   config.storage = checked.storage();
//   if (satchel::error e = book.open(config)) halt(checked.explain(e));
//
// The signature is over the root of a tree of hashes, so that each read is checked by itself, in little memory. What is
// read is copied first and checked then: a storage that gives other bytes the next time gains nothing. Keys and
// signatures are those of minisign.
#pragma once

#include <satchel/checking.hpp>
#include <satchel/detail/signature/signed_by.hpp>
#include <satchel/format/signature/hash_tree.hpp>
#include <satchel/format/signature/signature_record.hpp>
#include <satchel/public_key.hpp>
#include <satchel/storage.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace satchel {

// Stands between an archive and its storage, and gives only what was signed. Must stay where it is while its storage is
// in use; one thread at a time.
class signed_storage {
 public:
  signed_storage() = default;
  signed_storage(const signed_storage&) = delete;
  signed_storage& operator=(const signed_storage&) = delete;

  // Checks the signature: one read, from the end. `memory`, at a multiple of 8, must stay; small_workspace says how
  // much is needed (error::where): two units of the tree, and a bit for each where units are checked once. More memory
  // keeps more of the tree, useful() at most, so that fewer reads are made. not_signed: there is no signature, or it is
  // not the key's. forged: it does not fit the file.
  //
  // Bytes in memory are copied too, and checked each time (on_read), or each unit once (once; at_open: all of them now,
  // and then they are read in place), where nobody can write them. Storage that copies is always checked on_read, and
  // `never` means on_read.
  error open(const satchel::storage& below, const public_key& key, mutable_bytes memory,
             checking check = checking::on_read) {
    below_ = below;
    open_ = refused_ = false;
    in_place_ = false;
    checked_ = nullptr;
    need_ = 0;
    format::signature_record record;
    if (error e = format::read_record(below, record)) return e;
    if (std::memcmp(record.key_id(), key.id, sizeof key.id) != 0 || !detail::signed_by(record, key.point))
      return {errc::not_signed, part::signature, 0, 0};
    if (!record.take_tree(below.size, tree_, root_)) return {errc::forged, part::signature, 0, 0};
    if (error e = take_memory(memory, check)) return e;
    open_ = true;
    if (check != checking::at_open || !below.direct()) return {};
    for (std::uint64_t leaf = 0; leaf < tree_.count(0); ++leaf)
      if (!checks(leaf, below.memory + tree_.offset(0, leaf)))
        return {errc::forged, part::none, tree_.offset(0, leaf), 0};
    in_place_ = true;
    return {};
  }

  void close() { open_ = refused_ = false; }

  // After open(), also when that said small_workspace: bytes of memory with which all of the tree is kept, and what is
  // read at once is checked at once.
  std::uint64_t useful() const { return need_ == 0 ? 0 : need_ + (tree_.nodes() - 1) * slot_bytes() + useful_window; }

  satchel::storage storage() {
    if (!open_ || in_place_) return open_ ? below_ : satchel::storage{};
    return {&signed_storage::read, this, below_.size, nullptr,
            below_.direct() || below_.expect == nullptr ? nullptr : &signed_storage::expect};
  }

  // An archive that reads here says errc::io when bytes were refused. This gives the error its right name, forged, and
  // leaves others as they are.
  error explain(error e) const {
    if (e.code == errc::io && refused_) e.code = errc::forged;
    return e;
  }

 private:
  static constexpr std::uint64_t useful_window = 64 << 10;
  static constexpr std::uint64_t nothing = UINT64_MAX;
  static constexpr std::uint32_t tag_bytes = 8;

  // A node in memory, with its place in the order of nodes from the root down.
  std::uint32_t slot_bytes() const { return tree_.unit() + tag_bytes; }

  error take_memory(mutable_bytes memory, checking check) {
    const bool once = check == checking::once && below_.direct();
    const std::uint64_t bits = once ? (tree_.count(0) + 63) / 64 * 8 : 0;
    need_ = bits + tree_.unit() + slot_bytes();
    if (memory.size < need_) return {errc::small_workspace, part::signature, need_, need_ - memory.size};
    if (reinterpret_cast<std::uintptr_t>(memory.data) % 8 != 0) return {errc::misaligned, part::none, 0, 0};
    std::byte* at = memory.data;
    if (once) {
      checked_ = at;
      std::memset(at, 0, static_cast<std::size_t>(bits));
      at += bits;
    }
    // A quarter of what is there beyond the need makes reads longer, where they cost.
    const std::uint64_t spare = memory.size - need_, quarter = spare / 4 < useful_window ? spare / 4 : useful_window;
    window_units_ = 1 + (below_.direct() ? 0 : static_cast<std::uint32_t>(quarter / tree_.unit()));
    window_ = at;
    window_count_ = 0;
    at += std::size_t{window_units_} << tree_.unit_shift();
    slots_ = at;
    const std::uint64_t room = static_cast<std::uint64_t>(memory.data + memory.size - at) / slot_bytes();
    slot_count_ = room < tree_.nodes() ? room : tree_.nodes();
    for (std::uint64_t i = 0; i < slot_count_; ++i) format::store64(slots_ + i * slot_bytes(), nothing);
    return {};
  }

  static bool read(void* context, std::uint64_t offset, std::size_t size, std::byte* scratch) {
    return static_cast<signed_storage*>(context)->get(offset, size, scratch);
  }
  static void expect(void* context, std::uint64_t offset, std::uint64_t size) {
    const satchel::storage& below = static_cast<signed_storage*>(context)->below_;
    below.expect(below.context, offset, size);
  }

  bool get(std::uint64_t offset, std::size_t size, std::byte* scratch) {
    refused_ = false;
    while (size > 0) {
      // The signature's own frame: whoever reads it, as verify() does, checks it.
      if (offset >= tree_.content()) return fetch(offset, size, scratch);
      std::size_t n = 0;
      const std::uint64_t left = tree_.content() - offset;
      if (!some(offset, left < size ? static_cast<std::size_t>(left) : size, scratch, n)) return false;
      offset += n;
      scratch += n;
      size -= n;
    }
    return true;
  }

  // Gives the first of the bytes that are wanted, and how many.
  bool some(std::uint64_t offset, std::size_t size, std::byte* scratch, std::size_t& n) {
    const std::uint64_t leaf = offset >> tree_.unit_shift(), last = (offset + size - 1) >> tree_.unit_shift();
    const std::size_t within = static_cast<std::size_t>(offset - tree_.offset(0, leaf));
    if (was_checked(leaf)) {
      n = least(tree_.size(0, leaf) - within, size);
      std::memcpy(scratch, below_.memory + offset, n);
      return true;
    }
    // Whole leaves go where they are wanted, unless all of it fits in the window.
    if (within == 0 && last - leaf >= window_units_ && size >= tree_.unit()) {
      n = size & ~(std::size_t{tree_.unit()} - 1);
      return fetch(offset, n, scratch) && check_all(leaf, scratch, n >> tree_.unit_shift());
    }
    if (leaf < window_first_ || leaf - window_first_ >= window_count_) {
      const std::uint64_t wanted = last - leaf + 1, count = wanted < window_units_ ? wanted : window_units_;
      const std::uint64_t end = tree_.offset(0, leaf + count - 1) + tree_.size(0, leaf + count - 1);
      window_count_ = 0;
      if (!fetch(tree_.offset(0, leaf), static_cast<std::size_t>(end - tree_.offset(0, leaf)), window_) ||
          !check_all(leaf, window_, count))
        return false;
      window_first_ = leaf;
      window_count_ = count;
    }
    const std::uint64_t behind = window_first_ + window_count_ - 1;
    const std::size_t in_window = static_cast<std::size_t>(offset - tree_.offset(0, window_first_));
    n = least(static_cast<std::size_t>(tree_.offset(0, behind) + tree_.size(0, behind) - offset), size);
    std::memcpy(scratch, window_ + in_window, n);
    return true;
  }

  static std::size_t least(std::size_t a, std::size_t b) { return a < b ? a : b; }

  bool check_all(std::uint64_t leaf, const std::byte* data, std::uint64_t count) {
    for (std::uint64_t i = 0; i < count; ++i)
      if (!checks(leaf + i, data + (i << tree_.unit_shift()))) return false;
    return true;
  }

  // Whether these are the bytes of a leaf, all of them.
  bool checks(std::uint64_t leaf, const std::byte* data) {
    const std::byte* wanted = nullptr;
    if (!hash_of(leaf, wanted)) return false;
    if (std::memcmp(format::hash_tree::hash(0, leaf, {data, tree_.size(0, leaf)}).at, wanted,
                    format::tree_hash_bytes) != 0)
      return refuse();
    if (checked_ != nullptr) checked_[leaf / 8] |= static_cast<std::byte>(1u << (leaf % 8));
    return true;
  }

  bool was_checked(std::uint64_t leaf) const {
    return checked_ != nullptr && (std::to_integer<unsigned>(checked_[leaf / 8]) >> (leaf % 8) & 1) != 0;
  }

  // Goes up to the first node on the way that is in memory, and down again, checking each node that it reads by the one
  // above.
  bool hash_of(std::uint64_t leaf, const std::byte*& out) {
    std::uint64_t number[format::hash_tree::height_max + 1];
    number[0] = leaf;
    unsigned level = 0;
    const std::byte* node = nullptr;
    while (node == nullptr && level < tree_.height()) {
      number[level + 1] = tree_.parent(number[level]);
      ++level;
      node = kept(level, number[level]);
    }
    format::tree_hash wanted = root_;
    if (node == nullptr && !load(level, number[level], wanted, node)) return false;
    while (--level > 0) {
      std::memcpy(wanted.at, node + tree_.place_in_parent(number[level]), sizeof wanted.at);
      if (!load(level, number[level], wanted, node)) return false;
    }
    out = node + tree_.place_in_parent(leaf);
    return true;
  }

  const std::byte* kept(unsigned level, std::uint64_t number) const {
    const std::uint64_t place = tree_.nodes_above(level) + number;
    const std::byte* slot = slot_of(place);
    return format::load64(slot) == place ? slot + tag_bytes : nullptr;
  }

  bool load(unsigned level, std::uint64_t number, const format::tree_hash& wanted, const std::byte*& out) {
    const std::uint64_t place = tree_.nodes_above(level) + number;
    std::byte* slot = slot_of(place);
    format::store64(slot, nothing);
    const std::uint32_t size = tree_.size(level, number);
    if (!fetch(tree_.offset(level, number), size, slot + tag_bytes)) return false;
    if (!(format::hash_tree::hash(level, number, {slot + tag_bytes, size}) == wanted)) return refuse();
    format::store64(slot, place);
    out = slot + tag_bytes;
    return true;
  }

  // The upper nodes, which every read needs, have half of the slots for themselves; the others share what is left.
  std::byte* slot_of(std::uint64_t place) const {
    const std::uint64_t own = slot_count_ / 2;
    const std::uint64_t slot = place < own ? place : own + (place - own) % (slot_count_ - own);
    return slots_ + slot * slot_bytes();
  }

  bool fetch(std::uint64_t offset, std::size_t size, std::byte* into) const {
    if (below_.direct()) {
      std::memcpy(into, below_.memory + offset, size);
      return true;
    }
    return below_.read != nullptr && below_.read(below_.context, offset, size, into);
  }

  bool refuse() {
    refused_ = true;
    return false;
  }

  satchel::storage below_;
  format::hash_tree tree_;
  format::tree_hash root_ = {};
  std::uint64_t need_ = 0;
  std::byte* checked_ = nullptr;  // a bit for each leaf that was checked; null: they are checked every time
  std::byte* window_ = nullptr;   // the leaves that were read last
  std::byte* slots_ = nullptr;
  std::uint64_t window_first_ = 0, window_count_ = 0, slot_count_ = 0;
  std::uint32_t window_units_ = 0;
  bool open_ = false, refused_ = false, in_place_ = false;
};

}  // namespace satchel
