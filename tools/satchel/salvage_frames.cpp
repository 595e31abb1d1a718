#include "salvage_frames.hpp"

#include <satchel/format/crc32.hpp>
#include <satchel/format/endian.hpp>

#include <algorithm>

namespace satchel::tool {
namespace {

constexpr std::uint32_t frame_magic = 0xFD2FB528, dictionary_magic = 0xEC30A437;

std::uint64_t load(const std::byte* at, unsigned size) {
  std::uint64_t value = 0;
  for (unsigned i = 0; i < size; ++i) value |= std::to_integer<std::uint64_t>(at[i]) << (8 * i);
  return value;
}

bool is_formatted_dictionary(bytes content) {
  return content.size >= 8 && format::load32(content.data) == dictionary_magic;
}

}  // namespace

const format::Block* block_in(bytes content) {
  const auto* b = format::root_of<format::Block>(content);
  if (b == nullptr || b->kinds() == nullptr || b->text() == nullptr) return nullptr;
  const std::size_t pieces = b->kinds()->size();
  if (pieces == 0 || pieces > format::pieces_max || b->text()->size() == 0) return nullptr;
  const auto ends = static_cast<std::size_t>(std::count(b->text()->begin(), b->text()->end(), format::piece_end));
  return ends + 1 >= pieces ? b : nullptr;  // codes of words have 0s, too
}

const format::Catalog* catalog_in(bytes content) {
  const auto* c = format::root_of<format::Catalog>(content);
  if (c == nullptr || c->starts() == nullptr) return nullptr;
  format::catalog_walk walk(*c);
  format::catalog_entry entry;
  do
    if (!walk.next(entry) || entry.block > 0xffffffff) return nullptr;
  while (!walk.at_end());
  return c;
}

const format::WordCodes* words_in(bytes content) {
  const auto* w = format::root_of<format::WordCodes>(content);
  format::word_list list;
  return w != nullptr && list.attach(*w) && list.size() > 0 ? w : nullptr;
}

bool frame_opener::decoder::init(bytes dictionary) {
  context_.resize(format::frame_decoder::context_bytes() / 8 + 1);
  if (!frames_.init({reinterpret_cast<std::byte*>(context_.data()), context_.size() * 8})) return false;
  dictionary_.assign(dictionary.begin(), dictionary.end());
  if (dictionary.empty()) return true;
  const bool raw = !is_formatted_dictionary(dictionary);
  identifier = raw ? 0 : format::load32(dictionary.data + 4);
  prepared_.resize(format::frame_decoder::dictionary_bytes(dictionary.size, raw) / 8 + 1);
  return frames_.prepare({reinterpret_cast<std::byte*>(prepared_.data()), prepared_.size() * 8},
                         {dictionary_.data(), dictionary_.size()}, raw);
}

// RFC 8878, section 3.1.1.1.
bool frame_opener::read_header(std::uint64_t offset, header& out) {
  constexpr std::array<unsigned, 4> dictionary_sizes{0, 1, 2, 4}, content_sizes{0, 2, 4, 8};
  const std::byte* at = file_.get(offset, 5);
  if (at == nullptr || format::load32(at) != frame_magic) return false;
  const auto descriptor = std::to_integer<unsigned>(at[4]);
  const bool single = (descriptor & 32) != 0, checksum = (descriptor & 4) != 0, reserved = (descriptor & 8) != 0;
  const unsigned window = single ? 0 : 1, of_dictionary = dictionary_sizes[descriptor & 3];
  const unsigned of_content = std::max(content_sizes[descriptor >> 6], single ? 1u : 0u);
  if (!checksum || reserved || of_content == 0) return false;
  at = file_.get(offset + 5 + window, of_dictionary + of_content);
  if (at == nullptr) return false;
  out.dictionary = static_cast<std::uint32_t>(load(at, of_dictionary));
  out.content = load(at + of_dictionary, of_content) + (of_content == 2 ? 256 : 0);
  return out.content > 0 && out.content <= frame_content::most;
}

bool frame_opener::decode(decoder& with, std::uint64_t offset, std::uint64_t content, frame_content& out,
                          std::uint32_t& size) {
  format::frame_decoder& frames = with.frames();
  out.size_ = 0;
  if (!frames.begin({out.memory_.get(), static_cast<std::size_t>(content)}, with.number > 0)) return false;
  std::uint64_t at = offset;
  bool good = true;
  while (const std::size_t n = good ? frames.wanted() : 0) {
    const std::byte* from = file_.get(at, n);
    good = from != nullptr && frames.step(from, n);
    at += n;
  }
  file_.spend(frames.written());
  if (!good || frames.written() != content || at - offset > format::frame_limit) return false;
  out.size_ = frames.written();
  size = static_cast<std::uint32_t>(at - offset);
  return true;
}

frame_opener::decoder* frame_opener::dictionary(std::uint32_t number) {
  for (decoder& d : held_)
    if (d.number == number) return &d;
  const found_frame& from = dictionaries_[number - 1];
  decoder& to = held_[next_held_++ % held_dictionaries];
  to.number = 0;
  std::uint32_t size = 0;
  header h;
  frame_content content;
  if (!read_header(from.offset, h) || !decode(plain_, from.offset, h.content, content, size) ||
      !to.init(content.content()))
    return nullptr;
  to.number = number;
  return &to;
}

// What the content is of a frame that was decoded without a dictionary.
bool frame_opener::classify(const header& h, found_frame& out) {
  const bytes content = content_.content();
  if (h.content <= format::block_limit) {
    if (const format::Catalog* c = catalog_in(content)) {  // first: a block lacks vectors that it must have
      out.kind = frame_kind::catalog;
      out.number = c->number();
      return true;
    }
    if (const format::Block* b = block_in(content)) {
      out.kind = frame_kind::block;
      out.number = b->number();
      return true;
    }
  }
  if (words_in(content) != nullptr) {
    out.kind = frame_kind::words;
    return true;
  }
  if (h.content > format::block_limit) return false;
  out.kind = frame_kind::dictionary;  // if it is formatted; otherwise it may be content alone
  dictionaries_.push_back(out);
  out.dictionary = static_cast<std::uint32_t>(dictionaries_.size());
  if (dictionary(out.dictionary) != nullptr) return true;
  dictionaries_.pop_back();
  return false;
}

frame_opener::outcome frame_opener::open(std::uint64_t offset, found_frame& out) {
  header h;
  if (!read_header(offset, h)) return outcome::none;
  out = {};
  out.offset = offset;
  if (h.dictionary == 0 && decode(plain_, offset, h.content, content_, out.size)) {
    if (!classify(h, out)) return outcome::none;
    out.crc = format::crc32(content_.content().data, content_.content().size);
    return outcome::opened;
  }
  if (h.content > format::block_limit) return outcome::none;
  bool any = false;
  for (std::size_t i = 0; i < held_dictionaries; ++i) {
    decoder& d = held_[(next_held_ + held_dictionaries - 1 - i) % held_dictionaries];  // the last one first
    if (d.number == 0 || d.identifier != h.dictionary) continue;
    any = true;
    if (!decode(d, offset, h.content, content_, out.size)) continue;
    const format::Block* b = block_in(content_.content());
    if (b == nullptr) continue;
    out.number = b->number();
    out.dictionary = d.number;
    out.crc = format::crc32(content_.content().data, content_.content().size);
    return outcome::opened;
  }
  return h.dictionary > 0 && !any ? outcome::no_dictionary : outcome::none;
}

bool frame_opener::decode(const found_frame& frame, frame_content& out) {
  header h;
  std::uint32_t size = 0;
  decoder* with = &plain_;
  if (frame.dictionary > 0 && frame.kind == frame_kind::block) with = dictionary(frame.dictionary);
  return with != nullptr && read_header(frame.offset, h) && decode(*with, frame.offset, h.content, out, size) &&
         format::crc32(out.content().data, out.content().size) == frame.crc;
}

}  // namespace satchel::tool
