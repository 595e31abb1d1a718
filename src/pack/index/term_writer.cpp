#include "pack/index/term_writer.hpp"

#include "pack/io/scratch.hpp"

#include <satchel/format/endian.hpp>
#include <satchel/format/term_dictionary.hpp>
#include <satchel/format/varint.hpp>
#include <satchel/pack.hpp>

#include <algorithm>

namespace satchel::pack {

std::string term_writer::front_coded(std::string_view key) const {
  const std::size_t shared = format::shared_prefix(last_, key);
  const std::size_t added = key.size() - shared;
  const auto nibble = [](std::size_t n) { return std::min<std::size_t>(n, format::key_nibble_max); };
  std::string out;
  out.push_back(static_cast<char>(nibble(shared) | nibble(added) << 4));
  if (shared >= format::key_nibble_max) put_varint(out, shared);
  if (added >= format::key_nibble_max) put_varint(out, added);
  out += key.substr(shared);
  return out;
}

bool term_writer::fits(std::string_view key, std::string_view value) const {
  return node_.size() + front_coded(key).size() + value.size() <= pages_.payload() - format::node_header;
}

void term_writer::close_leaf() {
  before_ = last_;
  children_.back().page = write_node(0, base_);
  base_ = 0;
  has_base_ = false;
}

void term_writer::add(std::string_view key, format::address list) {
  // A leaf counts addresses from the first list that it names.
  const auto value = [&] {
    std::string out;
    put_varint(out, format::zigzag(static_cast<std::int64_t>(list - (has_base_ ? list_ : list))) << 1);
    return out;
  };
  if (!fits(key, value())) close_leaf();
  append(key, value());
  if (!has_base_) base_ = list;
  has_base_ = true;
  list_ = list;
}

void term_writer::add_inline(std::string_view key, std::uint32_t df, std::string_view list) {
  std::string value;
  put_varint(value, ((df - 1) * (format::inline_max + 1) + list.size()) << 1 | 1);
  value.append(list);
  if (!fits(key, value)) close_leaf();
  append(key, value);
}

void term_writer::append(std::string_view key, std::string_view value) {
  if (count_ == 0) {
    // The shortest beginning of the key that is greater than every key before it.
    const std::size_t size = children_.empty() ? 0 : format::shared_prefix(before_, key) + 1;
    children_.push_back({std::string(key.substr(0, size)), 0});
  }
  node_ += front_coded(key);
  node_ += value;
  last_ = key;
  ++count_;
  ++entries_;
  longest_ = std::max(longest_, key.size());
}

std::string term_writer::take_node(std::uint32_t level, std::uint64_t base) {
  std::byte header[format::node_header];
  format::store32(header, count_ | level << 16);
  format::store64(header + 4, base);
  const std::string node = std::string(reinterpret_cast<const char*>(header), sizeof header) + node_;
  node_.clear();
  last_.clear();
  count_ = 0;
  return node;
}

std::uint32_t term_writer::write_node(std::uint32_t level, std::uint64_t base) {
  const std::uint32_t page = pages_.align();
  const std::string node = take_node(level, base);
  pages_.append(reinterpret_cast<const std::byte*>(node.data()), node.size());
  pages_.align();
  return page;
}

std::string term_writer::one_leaf() { return count_ == 0 ? std::string() : take_node(0, base_); }

written_terms term_writer::finish() {
  if (children_.empty()) children_.push_back({});
  children_.back().page = write_node(0, base_);
  written_terms tree{{}, 1, children_.front().page, static_cast<std::uint32_t>(children_.size())};
  for (;; ++tree.height) {
    if (tree.height > format::tree_height_max) throw failure("the term dictionary grew too high; use --page");
    const std::vector<child> level = std::move(children_);
    children_.clear();
    std::uint32_t first = 0;
    for (const child& c : level) {
      if (count_ > 0 && !fits(c.key, {})) children_.back().page = write_node(tree.height, first);
      if (count_ == 0) {
        first = c.page;
        children_.push_back(c);
      }
      const std::string_view key = count_ == 0 ? std::string_view{} : c.key;
      node_ += front_coded(key);
      last_ = key;
      ++count_;
    }
    if (children_.size() == 1) {
      tree.root = take_node(tree.height, first);
      return tree;
    }
    children_.back().page = write_node(tree.height, first);
  }
}

}  // namespace satchel::pack
