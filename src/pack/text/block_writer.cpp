#include "pack/text/block_writer.hpp"

#include <satchel/format/flatbuffer.hpp>
#include <satchel/format/frames.hpp>
#include <satchel/pack.hpp>
#include <satchel/text/utf8.hpp>

#include <algorithm>

namespace satchel::pack {
namespace {

constexpr std::size_t flatbuffer_overhead = 48;  // root offset, vtable, table, vector lengths, alignment
constexpr char piece_end = static_cast<char>(format::piece_end);
constexpr std::size_t shown_max = 200;  // bytes of an identifier or title in a catalog

std::string bytes_of(const flatbuffers::FlatBufferBuilder& builder) {
  return {reinterpret_cast<const char*>(builder.GetBufferPointer()), builder.GetSize()};
}

const std::uint8_t* unsigned_bytes(const std::string& text) {
  return reinterpret_cast<const std::uint8_t*>(text.data());
}

// A place to cut `text` so that at most `most` bytes come before: after a blank near the end, or between code points.
std::size_t cut_place(std::string_view text, std::size_t most) {
  const std::size_t whole = text::cut(text, most).size();
  for (std::size_t at = whole; at + 64 > whole && at > 0; --at)
    if (text[at - 1] == ' ' || text[at - 1] == '\n') return at;
  return whole;
}

}  // namespace

std::string plain_block::flatbuffer(const word_coder& coder) const {
  std::string coded;
  if (!coder.empty()) {
    const std::string_view all = text;
    for (std::size_t at = 0; at < all.size();) {
      const std::size_t end = std::min(all.find(piece_end, at), all.size());
      coder.encode(all.substr(at, end - at), coded);
      if (end < all.size()) coded += piece_end;
      at = end + 1;
    }
  }
  const std::string& stored = coder.empty() ? text : coded;
  flatbuffers::FlatBufferBuilder builder(stored.size() + kinds.size() + 64);
  const auto text_vector = builder.CreateVector(unsigned_bytes(stored), stored.size());
  const auto kind_vector = builder.CreateVector(kinds);
  builder.Finish(format::CreateBlock(builder, number, kind_vector, text_vector));
  return bytes_of(builder);
}

block_writer::block_writer(std::uint32_t block_bytes, std::uint32_t articles_per_catalog, block_sink block,
                           catalog_sink catalog)
    : block_bytes_(block_bytes),
      articles_per_catalog_(articles_per_catalog),
      block_(std::move(block)),
      catalog_(std::move(catalog)) {}

// Bytes of text that one more piece may have, beside its kind and its end.
std::size_t block_writer::room() const {
  const std::size_t used = flatbuffer_overhead + open_.kinds.size() + open_.text.size() + 2;
  return open_.kinds.size() >= format::pieces_max || used >= block_bytes_ ? 0 : block_bytes_ - used;
}

void block_writer::add(const pieces& article) {
  std::size_t size = 0;
  for (const stored_piece& p : article) size += p.text.size() + 2;
  // An article that would fit in a block of its own is not cut, unless that would leave blocks too empty to compress.
  if (size > room() && size + flatbuffer_overhead <= block_bytes_ && open_.text.size() >= block_bytes_ / 2)
    close_block();
  // An article starts where its catalog entry says, even with a long identifier.
  const std::string &identifier = article[0].text, &title = article[1].text;
  const bool long_identifier = identifier.size() > shown_max;
  if (room() < std::max<std::size_t>(128, long_identifier ? identifier.size() : 0)) close_block();
  catalogued_article entry;
  entry.block = open_.number;
  entry.start = starts_++;
  entry.begins_block = open_.kinds.empty();
  entry.identifier = text::cut(identifier, shown_max);
  entry.title = text::cut(title, shown_max);
  entry.identifier_cut = entry.identifier.size() < identifier.size();
  entry.title_cut = entry.identifier_cut || entry.title.size() < title.size();  // a reader gives them in this order
  put(kind::identifier, 0, entry.identifier_cut ? identifier : "");
  // Readers count identifiers where articles start: none starts behind the rest of one.
  if (open_.number != entry.block) close_block();
  if (entry.title_cut) put(kind::title, 0, title);
  for (std::size_t i = 2; i < article.size(); ++i) put(article[i].kind, article[i].level, article[i].text);
  catalog_open_.articles.push_back(std::move(entry));
  if (catalog_open_.articles.size() == articles_per_catalog_) close_catalog();
}

void block_writer::put(kind k, std::uint8_t level, std::string_view text) {
  const auto head =
      static_cast<std::uint8_t>(static_cast<unsigned>(k) | static_cast<unsigned>(level) << format::piece_level_shift);
  for (;;) {
    const std::size_t space = room();
    if (text.size() <= space && open_.kinds.size() < format::pieces_max) {
      open_.kinds.push_back(head);
      open_.text.append(text);
      open_.text += piece_end;
      return;
    }
    const std::size_t part = space < 64 ? 0 : cut_place(text, space);
    if (part > 0) {
      open_.kinds.push_back(head);
      open_.text.append(text.substr(0, part));
      text.remove_prefix(part);
    }
    close_block();
  }
}

void block_writer::close_block() {
  if (open_.kinds.empty()) return;
  const std::uint32_t next = open_.number + 1;
  if (next == UINT32_MAX) throw failure("the collection needs more than 2^32 blocks; use larger ones with --block");
  block_(std::move(open_));
  open_ = {next, {}, {}};
  starts_ = 0;
}

void block_writer::close_catalog() {
  if (catalog_open_.articles.empty()) return;
  const std::uint32_t next = catalog_open_.number + 1;
  catalog_(std::move(catalog_open_));
  catalog_open_ = {next, {}};
}

void block_writer::finish() {
  close_block();
  close_catalog();
}

}  // namespace satchel::pack
