#include "block_builder.hpp"

#include <satchel/codec/flat.hpp>
#include <satchel/detail/frames.hpp>
#include <satchel/pack.hpp>
#include <satchel/text/utf8.hpp>

#include <algorithm>

namespace satchel::pack {
namespace {

constexpr std::size_t flatbuffer_overhead = 48;  // root offset, vtable, table, vector lengths, alignment
constexpr std::size_t shown_max = 200;           // bytes of an identifier or title in a catalog
constexpr std::size_t pieces_max = 65535;

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
    std::size_t at = 0;
    for (const std::uint32_t piece : pieces) {
      const std::size_t size = piece >> detail::piece_size_shift;
      coder.encode(std::string_view(text).substr(at, size), coded);
      at += size;
    }
  }
  const std::string& stored = coder.empty() ? text : coded;
  flatbuffers::FlatBufferBuilder builder(stored.size() + 4 * pieces.size() + 64);
  const auto text_vector = builder.CreateVector(unsigned_bytes(stored), stored.size());
  const auto piece_vector = builder.CreateVector(pieces);
  builder.Finish(format::CreateBlock(builder, number, piece_vector, text_vector));
  return bytes_of(builder);
}

block_builder::block_builder(std::uint32_t block_bytes, std::uint32_t articles_per_catalog, block_sink block,
                             catalog_sink catalog)
    : block_bytes_(block_bytes),
      articles_per_catalog_(articles_per_catalog),
      block_(std::move(block)),
      catalog_(std::move(catalog)) {}

// Bytes of text that one more piece may have.
std::size_t block_builder::room() const {
  const std::size_t used = flatbuffer_overhead + 4 * (open_.pieces.size() + 1) + open_.text.size();
  return open_.pieces.size() >= pieces_max || used >= block_bytes_ ? 0 : block_bytes_ - used;
}

void block_builder::add(const pieces& article) {
  std::size_t size = 0;
  for (const stored_piece& p : article) size += p.text.size() + 4;
  // An article that would fit in a block of its own is not cut, unless that would leave blocks too empty to compress.
  if (size > room() && size + flatbuffer_overhead <= block_bytes_ && open_.text.size() >= block_bytes_ / 2)
    close_block();
  if (room() < 128) close_block();  // an article starts where its catalog entry says, even with a long identifier

  catalog_entry entry{open_.number, static_cast<std::uint32_t>(open_.pieces.size()), {}, {}, false, false};
  entry.identifier = text::cut(article[0].text, shown_max);
  entry.title = text::cut(article[1].text, shown_max);
  entry.identifier_cut = entry.identifier.size() < article[0].text.size();
  entry.title_cut = entry.title.size() < article[1].text.size();
  put(kind::identifier, 0, entry.identifier_cut ? article[0].text : "");
  put(kind::title, 0, entry.title_cut ? article[1].text : "");
  for (std::size_t i = 2; i < article.size(); ++i) put(article[i].kind, article[i].level, article[i].text);
  entries_.push_back(std::move(entry));
  if (entries_.size() == articles_per_catalog_) close_catalog();
}

void block_builder::put(kind k, std::uint8_t level, std::string_view text) {
  const std::uint32_t base = static_cast<std::uint32_t>(k) | static_cast<std::uint32_t>(level & 7)
                                                                 << detail::piece_level_shift;
  for (;;) {
    const std::size_t space = room();
    if (text.size() <= space && open_.pieces.size() < pieces_max) {
      open_.pieces.push_back(base | static_cast<std::uint32_t>(text.size()) << detail::piece_size_shift);
      open_.text.append(text);
      return;
    }
    const std::size_t part = space < 64 ? 0 : cut_place(text, space);
    if (part > 0) {
      open_.pieces.push_back(base | detail::piece_continued |
                             static_cast<std::uint32_t>(part) << detail::piece_size_shift);
      open_.text.append(text.substr(0, part));
      text.remove_prefix(part);
    }
    close_block();
  }
}

void block_builder::close_block() {
  if (open_.pieces.empty()) return;
  const std::uint32_t next = open_.number + 1;
  if (next == UINT32_MAX) throw failure("the collection needs more than 2^32 blocks; use larger ones with --block");
  block_(std::move(open_));
  open_ = {next, {}, {}};
}

void block_builder::close_catalog() {
  if (entries_.empty()) return;
  std::vector<std::uint32_t> steps;
  std::vector<std::uint16_t> firsts, identifiers, titles;
  std::string text;
  std::uint32_t before = first_block_;
  for (const catalog_entry& e : entries_) {
    steps.push_back(e.block - before);
    before = e.block;
    firsts.push_back(static_cast<std::uint16_t>(e.piece));
    identifiers.push_back(static_cast<std::uint16_t>(e.identifier.size() | (e.identifier_cut ? 0x8000u : 0u)));
    titles.push_back(static_cast<std::uint16_t>(e.title.size() | (e.title_cut ? 0x8000u : 0u)));
    text += e.identifier;
    text += e.title;
  }
  flatbuffers::FlatBufferBuilder builder(16384);
  const auto text_vector = builder.CreateVector(unsigned_bytes(text), text.size());
  const auto title_vector = builder.CreateVector(titles);
  const auto identifier_vector = builder.CreateVector(identifiers);
  const auto first_vector = builder.CreateVector(firsts);
  const auto step_vector = builder.CreateVector(steps);
  builder.Finish(format::CreateCatalog(builder, catalogs_, first_block_, step_vector, first_vector, identifier_vector,
                                       title_vector, text_vector));
  first_block_ = before;
  entries_.clear();
  ++catalogs_;
  catalog_(bytes_of(builder));
}

void block_builder::finish() {
  close_block();
  close_catalog();
}

}  // namespace satchel::pack
