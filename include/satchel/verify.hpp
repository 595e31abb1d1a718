// Checking a whole archive.
#pragma once

#include <satchel/archive.hpp>
#include <satchel/detail/signature/verify_tree.hpp>

#include <cstdint>

namespace satchel {

// What verify found.
struct verify_result {
  std::uint64_t checked = 0;  // parts that were looked at: dictionary, blocks, catalogs, pages, frame headers, lists,
                              //   units and nodes of a signature's tree
  std::uint64_t damaged = 0;
};

namespace detail {

// Walks over the frames of the file: each must start where the one before ends, and padding must be zeros.
template <class F>
void verify_frames(const storage& store, const directory_info& directory, bool frames_lost, verify_result& out,
                   F& report) {
  std::uint64_t at = 0;
  const auto lose_at = [&](std::uint64_t where) {
    ++out.damaged;
    report(error{errc::damaged, part::none, where, 0});
  };
  const auto lose = [&] { lose_at(at); };
  alignas(8) std::byte scratch[32];
  const std::byte* p = nullptr;
  const auto skippable = [&](std::uint64_t content) {
    ++out.checked;
    if (store.get(at, format::skippable_header, scratch, p) || format::load32(p) != format::skippable_magic ||
        format::load32(p + 4) != content)
      lose();
    at += format::skippable_header + content;
  };
  const auto zeros = [&](std::uint64_t from, std::uint64_t to) {
    for (std::uint64_t i = from; i < to; i += sizeof scratch) {
      const std::size_t n = to - i < sizeof scratch ? static_cast<std::size_t>(to - i) : sizeof scratch;
      bool good = !store.get(i, n, scratch, p);
      for (std::size_t k = 0; good && k < n; ++k) good = p[k] == std::byte{0};
      if (!good) return lose_at(i);
    }
  };

  skippable(format::head_bytes);
  for (const format::table_frame* t : {&directory.frames.dictionary, &directory.frames.words})
    if (t->size > 0) at += t->frame;
  frame_table_cursor places;
  // The frames of blocks and catalogs follow each other; their own contents are checked where they are decoded.
  const auto frames = [&](const frame_table& table, std::byte* page) {
    places.attach(directory.pages, page);
    for (std::uint32_t i = 0; i < table.count; ++i) {
      format::frame_extent place;
      if (places.find(table, i, place)) return;  // reported with its page
      if (place.offset != at) lose();
      at = place.offset + place.size;
    }
  };
  alignas(8) std::byte page[65536];
  frames(directory.frames.blocks, page);
  frames(directory.frames.catalogs, page);

  std::uint32_t crc = 0;
  for (std::uint64_t i = format::skippable_header + format::head_bytes; i < at; i += sizeof page) {
    const std::size_t n = at - i < sizeof page ? static_cast<std::size_t>(at - i) : sizeof page;
    if (store.get(i, n, page, p)) return lose();
    crc = format::crc32(p, n, crc);
  }
  if (crc != directory.frames_crc && !frames_lost) lose();  // bits that no frame's own checksum covers

  const page_region& r = directory.pages;
  if (at + format::skippable_header != r.offset) {
    if (at + 2 * format::skippable_header > r.offset) return lose();
    zeros(at + format::skippable_header, r.offset - format::skippable_header);
    skippable(r.offset - at - 2 * format::skippable_header);
  }
  for (std::uint32_t first = 0; first < r.page_count;) {
    const std::uint32_t left = r.page_count - first;
    const std::uint32_t n = left < r.pages_per_frame ? left : r.pages_per_frame;
    const bool more = n < left;
    const std::uint64_t pages = std::uint64_t{n} * r.page_size;
    at = r.file_offset(first) - format::skippable_header;
    if (more) zeros(at + format::skippable_header + pages, at + pages + r.page_size);
    skippable(pages + (more ? r.page_size - format::skippable_header : 0));
    first += n;
  }
  format::Head head;
  if (read_head(store, head)) return lose();
  // Pages end at a multiple of 8, so that the directory needs no padding.
  if (head.directory_offset() != at + format::skippable_header) return lose();
  skippable(head.directory_size());
  if ((head.may_ignore() & format::signed_feature) != 0)
    verify_signature(store, at, page, out.checked, [&](const error& e) {
      ++out.damaged;
      report(e);
    });
  else if (at != store.size)
    lose();
}

}  // namespace detail

// Looks at every part of an open archive and calls report(const error&) for each that is damaged: pages, blocks and
// catalogs by number, frame headers and padding by file offset. Then walks through all articles and all posting lists,
// to see that they agree with each other. Fails itself only when the workspace cannot hold need_read() bytes, or when
// report called the archive (stale).
// Uses 128 KiB of stack: for hosts.
template <class F>
error verify(archive& a, verify_result& out, F&& report) {
  out = {};
  detail::archive_state& state = detail::archive_access::state(a);
  const detail::directory_info& directory = state.directory;
  detail::frame_reader* frames = nullptr;
  if (error e = detail::frames_of(state, frames)) return e;
  const std::uint32_t use = frames->uses();
  const auto lose = [&](const error& e) {
    ++out.damaged;
    report(e);
  };

  {
    alignas(8) std::byte buffer[65536];
    detail::page_region pages = directory.pages;
    pages.check = true;
    pages.checked = nullptr;
    for (std::uint32_t page = 0; page < pages.page_count; ++page, ++out.checked) {
      const std::byte* p = nullptr;
      if (error e = pages.load(page, buffer, p)) lose(e.code == errc::io ? error{errc::io, part::page, page, 0} : e);
    }
  }
  const std::uint64_t before_frames = out.damaged;
  if (error e = frames->prepare()) lose(e);
  ++out.checked;
  for (std::uint32_t b = 0; b < directory.frames.blocks.count; ++b, ++out.checked) {
    detail::decoded_block block;
    if (error e = frames->block(b, block); e && e.part == part::block) lose(e);
  }
  for (std::uint32_t c = 0; c < directory.frames.catalogs.count; ++c, ++out.checked) {
    const format::Catalog* catalog = nullptr;
    if (error e = frames->catalog(c, catalog); e && e.part == part::catalog) lose(e);
  }
  if (use != frames->uses()) return {errc::stale, part::none, 0, 0};
  detail::verify_frames(directory.frames.store, directory, out.damaged > before_frames, out, report);
  if (out.damaged > 0) return {};

  // All checksums hold; now the parts must agree.
  for (std::uint32_t article = 0; article < directory.frames.articles; ++article, ++out.checked)
    if (error e = a.read(article, [](const piece&) {})) lose(e);
  if (error e = detail::each_list(state, [&](const error& list) {
        ++out.checked;
        if (list) lose(list);
      }))
    lose(e);
  return {};
}

}  // namespace satchel
