// The tree of hashes over an archive, and the frame that holds it.

#include <satchel/sign.hpp>

#include "pack/io/archive_file.hpp"

#include <satchel/format/crc32.hpp>
#include <satchel/format/flatbuffer.hpp>
#include <satchel/format/head.hpp>
#include <satchel/format/signature/signature_record.hpp>
#include <satchel/pack.hpp>

#include <cstring>
#include <filesystem>
#include <vector>

namespace satchel::pack {
namespace {

using format::hash_tree;
using format::signature_record;
using format::tree_hash;

constexpr std::size_t head_frame = format::skippable_header + format::head_bytes;
// Places in the head's frame (schema/satchel.fbs, struct Head).
constexpr std::size_t feature_at = 24, file_size_at = 40, head_crc_at = 60;

void check(const error& e) {
  if (e) throw failure(std::string(message(e.code)) + " (" + name(e.part) + ")");
}

std::string hexadecimal(const tree_hash& hash) {
  std::string out;
  for (const std::byte b : hash.at)
    for (const unsigned shift : {4u, 0u}) out += "0123456789abcdef"[std::to_integer<unsigned>(b) >> shift & 15];
  return out;
}

// The bytes of the archive without its signature, as they will stand in the signed one.
class content_source {
 public:
  explicit content_source(const storage& from) : from_(from) {
    format::Head head;
    check(format::read_head(from, head));
    size_ = head.directory_offset() + head.directory_size();
    const bool is_signed = (head.may_ignore() & format::signed_feature) != 0;
    if (size_ < head_frame || (!is_signed && size_ != from.size)) check(damaged(part::head));
    const std::byte* at = nullptr;
    check(from.get(0, head_frame, head_, at));
    if (at != head_) std::memcpy(head_, at, head_frame);
    format::store32(head_ + feature_at, head.may_ignore() | format::signed_feature);

    std::vector<std::byte> buffer(head.directory_size());
    check(from.get(head.directory_offset(), buffer.size(), buffer.data(), at));
    const auto* directory = format::crc32(at, buffer.size()) == head.directory_crc()
                                ? format::root_of<format::Directory>({at, buffer.size()})
                                : nullptr;
    if (directory == nullptr) check(damaged(part::directory));
    page_bytes_ = directory->pages()->page_size();
  }

  std::uint64_t size() const { return size_; }
  std::uint32_t page_bytes() const { return page_bytes_; }

  void set_file_size(std::uint64_t size) {
    format::store64(head_ + file_size_at, size);
    format::store32(head_ + head_crc_at, format::crc32(head_ + format::skippable_header, format::head_bytes - 4));
  }

  void read(std::uint64_t offset, std::size_t size, std::byte* out) const {
    const std::byte* at = nullptr;
    check(from_.get(offset, size, out, at));
    if (at != out) std::memcpy(out, at, size);
    if (offset < head_frame) std::memcpy(out, head_ + offset, head_frame - offset < size ? head_frame - offset : size);
  }

 private:
  const storage& from_;
  std::uint64_t size_ = 0;
  std::uint32_t page_bytes_ = 0;
  std::byte head_[head_frame];
};

// Hashes of a level, of which the next is made.
using hashes = std::vector<tree_hash>;

hashes write_content(const content_source& content, const hash_tree& tree, archive_file& out) {
  hashes leaves;
  std::vector<std::byte> unit(tree.unit());
  for (std::uint64_t leaf = 0; leaf < tree.count(0); ++leaf) {
    const std::uint32_t size = tree.size(0, leaf);
    content.read(tree.offset(0, leaf), size, unit.data());
    out.append(unit.data(), size);
    leaves.push_back(hash_tree::hash(0, leaf, {unit.data(), size}));
  }
  return leaves;
}

// The hashes of the nodes that hold these.
hashes write_level(const hashes& below, unsigned level, const hash_tree& tree, archive_file& out) {
  const std::byte* data = below.data()->at;
  out.append(data, below.size() * sizeof(tree_hash));
  hashes made;
  for (std::uint64_t node = 0; node < tree.count(level); ++node)
    made.push_back(hash_tree::hash(level, node, {data + node * tree.unit(), tree.size(level, node)}));
  return made;
}

void take(std::byte* record, std::size_t place, const void* data, std::size_t size) {
  std::memcpy(record + place, data, size);
}

signature_record statement_of(const hash_tree& tree, const tree_hash& root) {
  signature_record record{};
  take(record.raw, 0, format::statement_magic, signature_record::content_at);
  format::store64(record.raw + signature_record::content_at, tree.content());
  format::store32(record.raw + signature_record::unit_at, tree.unit());
  take(record.raw, signature_record::root_at, root.at, sizeof root.at);
  return record;
}

void add_signature(signature_record& record, const key_signature& made, const std::string& comment) {
  take(record.raw, signature_record::algorithm_at, "ED", 2);
  take(record.raw, signature_record::key_at, made.key_id.data(), made.key_id.size());
  take(record.raw, signature_record::signature_at, made.signature.data(), made.signature.size());
  take(record.raw, signature_record::comment_signature_at, made.comment_signature.data(),
       made.comment_signature.size());
  const std::uint32_t crc = format::crc32(reinterpret_cast<const std::byte*>(comment.data()), comment.size());
  format::store32(record.raw + signature_record::crc_at, format::crc32(record.raw, signature_record::crc_at, crc));
}

}  // namespace

signed_statistics sign(const signing& how) {
  static_assert(sizeof(tree_hash) == format::tree_hash_bytes);
  content_source content(how.archive);
  hash_tree tree;
  if (!tree.attach(content.size(), how.unit != 0 ? how.unit : content.page_bytes()))
    throw failure("a unit is a power of two from 512 to 65536");
  constexpr std::size_t own_comment_max = 1024;
  if (how.comment.size() > own_comment_max || how.comment.find('\n') != std::string::npos)
    throw failure("a comment is one line of at most 1024 bytes");
  const std::string before_root = how.comment + ", root ";
  const std::size_t comment_bytes = before_root.size() + 2 * format::tree_hash_bytes;
  const std::uint64_t frame =
      tree.end() - content.size() - format::skippable_header + comment_bytes + format::record_bytes;
  if (frame > UINT32_MAX) throw failure("the tree does not fit in a frame; choose a larger unit");
  const std::uint64_t file_bytes = content.size() + format::skippable_header + frame;
  content.set_file_size(file_bytes);

  archive_file out(how.output, std::filesystem::temp_directory_path().string());
  hashes level = write_content(content, tree, out);
  std::byte header[format::skippable_header];
  format::store32(header, format::skippable_magic);
  format::store32(header + 4, static_cast<std::uint32_t>(frame));
  out.append(header, sizeof header);
  for (unsigned i = 1; i <= tree.height(); ++i) level = write_level(level, i, tree, out);
  const tree_hash root = level.front();
  const std::string comment = before_root + hexadecimal(root);
  signature_record record = statement_of(tree, root);
  add_signature(record, how.sign(record.statement(), comment), comment);
  out.append(comment.data(), comment.size());
  out.append(record.raw, sizeof record.raw);
  out.commit();
  return {content.size(), file_bytes, tree.unit(), hexadecimal(root)};
}

}  // namespace satchel::pack
