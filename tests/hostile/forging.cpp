#include "forging.hpp"

#include "answers.hpp"
#include "pack/text/catalog_writer.hpp"

#include <doctest/doctest.h>

#include <xxhash.h>
#include <zstd.h>
#include <algorithm>
#include <cstring>
#include <memory>

namespace hostile {
namespace {

using satchel::detail::frame_table;
using satchel::format::frame_extent;
using satchel::format::head_bytes;
using satchel::format::skippable_header;
using satchel::format::skippable_magic;

using decoder = std::unique_ptr<ZSTD_DCtx, decltype(&ZSTD_freeDCtx)>;

file_bytes decoded(const std::byte* frame, std::size_t size, const file_bytes& dictionary = {}) {
  const unsigned long long content = ZSTD_getFrameContentSize(frame, size);
  REQUIRE(content < 1 << 24);
  file_bytes out(static_cast<std::size_t>(content));
  const decoder context(ZSTD_createDCtx(), ZSTD_freeDCtx);
  REQUIRE(ZSTD_decompress_usingDict(context.get(), out.data(), out.size(), frame, size, dictionary.data(),
                                    dictionary.size()) == out.size());
  return out;
}

// A frame of one raw block: content of the same length gives a frame of the same length.
file_bytes stored(const file_bytes& content) {
  REQUIRE(content.size() < 1 << 17);
  file_bytes out(12);
  satchel::format::store32(out.data(), ZSTD_MAGICNUMBER);
  out[4] = std::byte{0xA4};  // one segment, a content size of 4 bytes, a checksum
  satchel::format::store32(out.data() + 5, static_cast<std::uint32_t>(content.size()));
  const std::uint32_t block = static_cast<std::uint32_t>(content.size()) << 3 | 1;  // raw, the last
  for (unsigned i = 0; i < 3; ++i) out[9 + i] = static_cast<std::byte>(block >> (8 * i) & 255);
  out.insert(out.end(), content.begin(), content.end());
  out.resize(out.size() + 4);
  const XXH64_hash_t sum = XXH64(content.data(), content.size(), 0);
  satchel::format::store32(out.data() + out.size() - 4, static_cast<std::uint32_t>(sum));
  REQUIRE(decoded(out.data(), out.size()) == content);
  return out;
}

file_bytes encoded(const file_bytes& content) {
  static const std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> context(ZSTD_createCCtx(), ZSTD_freeCCtx);
  REQUIRE(!ZSTD_isError(ZSTD_CCtx_setParameter(context.get(), ZSTD_c_checksumFlag, 1)));
  file_bytes out(ZSTD_compressBound(content.size()));
  const std::size_t n = ZSTD_compress2(context.get(), out.data(), out.size(), content.data(), content.size());
  REQUIRE(!ZSTD_isError(n));
  out.resize(n);
  return out;
}

void append_header(file_bytes& out, std::size_t content) {
  std::byte header[skippable_header];
  satchel::format::store32(header, skippable_magic);
  satchel::format::store32(header + 4, static_cast<std::uint32_t>(content));
  out.insert(out.end(), header, header + sizeof header);
}

// Where page 0 goes when the frames end at `end`.
std::size_t pages_place(std::size_t end, std::size_t page_size) {
  std::size_t place = (end + skippable_header + page_size - 1) / page_size * page_size;
  if (place != end + skippable_header && place < end + 2 * skippable_header) place += page_size;
  return place;
}

std::size_t end_of_frames(const parts& p) {
  std::size_t at = skippable_header + head_bytes;
  for (const file_bytes& f : p.frames) at += f.size();
  return at;
}

// The same catalog for blocks at other places; as it was where it cannot be read.
void renew(file_bytes& catalog, const std::vector<frame_extent>& places) {
  const auto* old = satchel::format::root_of<satchel::format::Catalog>({catalog.data(), catalog.size()});
  if (old == nullptr) return;
  satchel::pack::plain_catalog next{old->number(), {}};
  satchel::format::catalog_walk walk(*old);
  satchel::format::catalog_entry e;
  while (walk.next(e)) {
    if (e.block >= places.size()) return;
    next.articles.push_back({static_cast<std::uint32_t>(e.block), e.start, e.begins_block, std::string(e.identifier),
                             std::string(e.title), e.identifier_cut, e.title_cut});
  }
  if (next.articles.empty() || !walk.at_end()) return;
  const std::string bytes = next.flatbuffer(places);
  const auto* first = reinterpret_cast<const std::byte*>(bytes.data());
  catalog.assign(first, first + bytes.size());
}

// Overwrites a few places with numbers that tend to break things.
void spoil(std::mt19937& random, std::byte* bytes, std::size_t size) {
  constexpr std::byte edges[] = {std::byte{0}, std::byte{1}, std::byte{0x7F}, std::byte{0x80}, std::byte{0xFF}};
  for (auto places = 1 + random() % 4; places > 0; --places) {
    const std::size_t at = random() % size;
    const std::size_t length = random() % 3 == 0 ? 1 + random() % 9 : 1;
    const std::byte edge = edges[random() % 5];
    const bool noise = random() % 2 == 0;
    for (std::size_t i = at; i < at + length && i < size; ++i)
      bytes[i] = noise ? static_cast<std::byte>(random()) : edge;
  }
}

// The address of a term's posting list.
std::uint64_t list_of(const file_bytes& bytes, std::string_view key) {
  guarded_memory memory(ample);
  satchel::archive open;
  REQUIRE(!open.open({direct(bytes), memory.bytes(), satchel::checking::on_read}));
  satchel::detail::term_cursor terms;
  terms.attach(satchel::detail::archive_access::state(open).directory.pages,
               satchel::detail::archive_access::state(open).directory.terms, nullptr);
  bool found = false;
  REQUIRE(!terms.find(key, found));
  REQUIRE(found);
  return terms.list().at;
}

std::size_t page_count(const parts& p) { return p.payloads.size() / (p.page_size - 4); }

// Bytes of all pages, and of the gaps between their frames.
std::size_t region_bytes(const parts& p) {
  return (page_count(p) + (page_count(p) - 1) / p.pages_per_frame) * p.page_size;
}

}  // namespace

parts take_apart(const file_bytes& archive) {
  guarded_memory memory(ample);
  satchel::archive open;
  REQUIRE(!open.open({direct(archive), memory.bytes(), satchel::checking::on_read}));
  const satchel::detail::directory_info& directory = satchel::detail::archive_access::state(open).directory;
  REQUIRE(directory.pages.page_count <= directory.pages.pages_per_frame);

  parts out;
  std::memcpy(&out.head, archive.data() + skippable_header, head_bytes);
  out.page_size = directory.pages.page_size;
  out.pages_per_frame = directory.pages.pages_per_frame;
  out.block_places = directory.frames.blocks.entries.start;
  out.catalog_places = directory.frames.catalogs.entries.start;
  for (std::uint32_t page = 0; page < directory.pages.page_count; ++page) {
    const std::byte* p = nullptr;
    REQUIRE(!directory.pages.load(page, nullptr, p));
    out.payloads.insert(out.payloads.end(), p, p + directory.pages.payload());
  }
  const auto frames = [&](const frame_table& table, std::vector<frame_extent>* places) {
    std::vector<file_bytes> all;
    satchel::detail::frame_table_cursor cursor;
    cursor.attach(directory.pages, nullptr);
    for (std::uint32_t i = 0; i < table.count; ++i) {
      frame_extent place;
      REQUIRE(!cursor.find(table, i, place));
      all.push_back(decoded(archive.data() + place.offset, place.size, out.dictionary));
      if (places != nullptr) places->push_back(place);
    }
    return all;
  };
  if (const satchel::format::table_frame& table = directory.frames.dictionary; table.size > 0)
    out.dictionary = decoded(archive.data() + table.offset, table.frame);
  if (const satchel::format::table_frame& words = directory.frames.words; words.size > 0)
    out.words = decoded(archive.data() + words.offset, words.frame);
  out.blocks = frames(directory.frames.blocks, &out.places);
  out.catalogs = frames(directory.frames.catalogs, nullptr);
  const std::byte* stored = archive.data() + out.head.directory_offset();
  out.directory.assign(stored, stored + out.head.directory_size());
  lay_out(out);
  return out;
}

void lay_out(parts& p) {
  p.frames.clear();
  std::uint64_t at = skippable_header + head_bytes;
  std::size_t content_max = 0, frame_max = 0;
  std::uint32_t crc = 0;
  auto* directory = flatbuffers::GetMutableRoot<satchel::format::Directory>(p.directory.data());
  const auto add_frame = [&](const file_bytes& content) {
    p.frames.push_back(p.stored ? stored(content) : encoded(content));
    at += p.frames.back().size();
    crc = satchel::format::crc32(p.frames.back().data(), p.frames.back().size(), crc);
    frame_max = std::max(frame_max, p.frames.back().size());
  };
  const auto add = [&](const std::vector<file_bytes>& contents, std::byte* entry) {
    std::vector<frame_extent> places;
    for (const file_bytes& content : contents) {
      if (places.size() % satchel::format::frames_per_group == 0) {
        satchel::format::store64(entry, at);
        entry += 8;
      }
      places.push_back({at, 0});
      add_frame(content);
      places.back().size = static_cast<std::uint32_t>(at - places.back().offset);
      REQUIRE((std::uint64_t{places.back().size} >> (8 * directory->frame_size_bytes())) == 0);
      for (unsigned i = 0; i < directory->frame_size_bytes(); ++i)
        *entry++ = static_cast<std::byte>(places.back().size >> (8 * i) & 255);
      content_max = std::max(content_max, content.size());
    }
    return places;
  };
  if (!p.dictionary.empty()) {
    REQUIRE(directory->mutate_dictionary_offset(at));
    add_frame(p.dictionary);
    REQUIRE(directory->mutate_dictionary_frame_size(static_cast<std::uint32_t>(p.frames.back().size())));
  }
  if (!p.words.empty()) {
    REQUIRE(directory->mutate_word_codes_offset(at));
    add_frame(p.words);
    REQUIRE(directory->mutate_word_codes_frame_size(static_cast<std::uint32_t>(p.frames.back().size())));
  }
  frame_max = static_cast<std::size_t>(at) - skippable_header - head_bytes;  // both are read at once
  const std::vector<frame_extent> places = add(p.blocks, p.payloads.data() + p.block_places);
  if (places != p.places)
    for (file_bytes& catalog : p.catalogs) renew(catalog, places);
  p.places = places;
  auto* few = directory->mutable_catalog_places();
  add(p.catalogs, few != nullptr ? reinterpret_cast<std::byte*>(few->Data()) : p.payloads.data() + p.catalog_places);

  const std::size_t pages = pages_place(static_cast<std::size_t>(at), p.page_size);
  REQUIRE(directory->mutable_pages()->mutate_offset(pages));
  REQUIRE(directory->mutable_pages()->mutate_pages_per_frame(p.pages_per_frame));
  REQUIRE(directory->mutate_block_max(static_cast<std::uint32_t>(content_max)));
  REQUIRE(directory->mutate_frame_max(static_cast<std::uint32_t>(frame_max)));
  REQUIRE(directory->mutate_input_max(static_cast<std::uint32_t>(frame_max)));  // no zstd block is larger
  REQUIRE(directory->mutate_frames_crc(crc));
  const std::size_t end = pages + region_bytes(p) + skippable_header;
  p.head.mutate_directory_offset((end + 7) / 8 * 8);
  p.head.mutate_directory_size(static_cast<std::uint32_t>(p.directory.size()));
  p.head.mutate_file_size(p.head.directory_offset() + p.directory.size());
}

file_bytes put_together(const parts& p) {
  satchel::format::Head head = p.head;
  head.mutate_directory_crc(satchel::format::crc32(p.directory.data(), p.directory.size()));
  const auto* head_place = reinterpret_cast<const std::byte*>(&head);
  head.mutate_head_crc(satchel::format::crc32(head_place, head_bytes - 4));

  file_bytes out;
  append_header(out, head_bytes);
  out.insert(out.end(), head_place, head_place + head_bytes);
  for (const file_bytes& f : p.frames) out.insert(out.end(), f.begin(), f.end());
  const std::size_t pages = pages_place(end_of_frames(p), p.page_size);
  if (pages != out.size() + skippable_header) {
    append_header(out, pages - out.size() - 2 * skippable_header);
    out.resize(pages - skippable_header);
  }
  const std::size_t payload = p.page_size - 4;
  for (std::uint32_t page = 0; page < page_count(p); ++page) {
    if (page % p.pages_per_frame == 0) {
      const std::size_t left = page_count(p) - page;
      const bool more = left > p.pages_per_frame;
      if (page > 0) out.resize(out.size() + p.page_size - skippable_header);
      append_header(out, more ? (p.pages_per_frame + 1) * p.page_size - skippable_header : left * p.page_size);
    }
    const std::byte* first = p.payloads.data() + page * payload;
    out.insert(out.end(), first, first + payload);
    out.resize(out.size() + 4);
    satchel::format::store32(out.data() + out.size() - 4,
                             satchel::format::page_crc(page, first, static_cast<std::uint32_t>(payload)));
  }
  const std::size_t directory = (out.size() + skippable_header + 7) / 8 * 8;
  append_header(out, directory - out.size() - skippable_header + p.directory.size());
  out.resize(directory);
  out.insert(out.end(), p.directory.begin(), p.directory.end());
  return out;
}

forgery forge(const parts& original, std::mt19937& random) {
  parts p = original;
  const char* where = "pages";
  switch (random() % 8) {
    case 0:
      where = "head";
      spoil(random, reinterpret_cast<std::byte*>(&p.head), sizeof p.head);
      break;
    case 1:
      where = "directory";
      spoil(random, p.directory.data(), p.directory.size());
      break;
    case 2:
    case 3: {
      const bool block = random() % 2 == 0, words = !p.words.empty() && random() % 4 == 0;
      auto& contents = block ? p.blocks : p.catalogs;
      file_bytes& content = words ? p.words : contents[random() % contents.size()];
      where = words ? "words" : block ? "a block" : "a catalog";
      spoil(random, content.data(), content.size());
      lay_out(p);
      break;
    }
    default:
      spoil(random, p.payloads.data(), p.payloads.size());
      break;
  }
  return {put_together(p), where};
}

std::vector<forgery> with_lying_lists(const file_bytes& intact, const std::string& word) {
  struct lie {
    const char* what;
    std::vector<int> bytes;  // with which the list begins
  };
  const lie lies[] = {
      {"no posting", {0}},
      {"more postings than articles", {0xAD, 0x02}},
      {"a document frequency that has no end", {255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255}},
      // df 300, head and blocks of 16 bytes, gap 1, count - 1 = 2^64 - 1
      {"a posting block whose count wraps to nothing",
       {0xAC, 0x02, 16, 16, 1, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1, 0, 0}},
      {"a posting block with a gap that wraps",
       {0xAC, 0x02, 16, 16, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1, 5, 0, 0}},
  };
  std::vector<forgery> out;
  for (const lie& l : lies) {
    parts p = take_apart(intact);
    auto at = static_cast<std::size_t>(list_of(intact, "w" + word));
    for (const int b : l.bytes) p.payloads[at++] = static_cast<std::byte>(b);
    out.push_back({put_together(p), l.what});
  }
  return out;
}

}  // namespace hostile
