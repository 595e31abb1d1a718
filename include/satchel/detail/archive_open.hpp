// Opening an archive, and how much memory it needs.
#pragma once

#include <satchel/archive_info.hpp>
#include <satchel/config.hpp>
#include <satchel/detail/archive_state.hpp>
#include <satchel/format/crc32.hpp>
#include <satchel/format/head.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace satchel::detail {

inline std::uint64_t need_read(const archive_state& a) {
  workspace count;
  lay_out_reading(count, a.directory.frames, a.directory.pages.slot_bytes(), 0);
  return a.fixed + count.used();
}

inline std::uint64_t useful_input(const archive_state& a) {
  const frame_layout& f = a.directory.frames;
  return f.store.direct() ? 0 : std::uint64_t{f.frame_max} - f.input_max + 8;
}

inline std::uint64_t need_search(const archive_state& a, const query_size& size) {
  workspace count;
  lay_out_search(count, size, a.directory.pages.slot_bytes());
  return (a.looks_into_texts(size) ? need_read(a) : a.fixed) + query_bytes(size, a.use_of_search(size)) + count.used();
}

inline std::uint64_t need_snippet(const archive_state& a, const query_size& size) {
  return need_read(a) + query_bytes(size, query_use::all);
}

// Of memory of its own, for a query that is prepared once.
inline std::uint64_t need_prepared(const archive_state& a, const query_size& size) {
  workspace count;
  lay_out_look_up(count, a.directory.pages.slot_bytes());
  return query_bytes(size, query_use::all) + count.used();
}

// What earlier calls gave out refers to memory that is the caller's again.
inline void close(archive_state& a) {
  a.open = false;
  a.owner = memory_owner::nobody;
  a.frames.detach();
  a.frames.begin_use();
  a.space.release();
}

// Reads what stays in the workspace.
inline error take_over(archive_state& a, const config& how) {
  const storage& store = how.storage;
  if (store.direct() && reinterpret_cast<std::uintptr_t>(store.memory) % 8 != 0)
    return {errc::misaligned, part::none, 0, 0};
  if (reinterpret_cast<std::uintptr_t>(how.workspace.data) % 8 != 0) return {errc::misaligned, part::none, 0, 0};
  a.space = workspace(how.workspace);
  a.space.rewind(0);

  format::Head head;
  if (error e = format::read_head(store, head)) return e;
  // The directory's own offsets are followed all the time. Where nothing is trusted they are read once, and kept.
  const bool in_place = store.direct() && how.check != checking::on_read;
  std::byte* copy = a.space.take_bytes(in_place ? 0 : head.directory_size());
  if (!a.space.fits()) return a.fail_small(a.space.used());
  const std::byte* at = nullptr;
  if (error e = store.get(head.directory_offset(), head.directory_size(), copy, at)) return e;
  if (store.direct() && !in_place) {
    std::memcpy(copy, at, head.directory_size());
    at = copy;
  }
  if (format::crc32(at, head.directory_size()) != head.directory_crc()) return damaged(part::directory);
  a.root = format::root_of<format::Directory>({at, head.directory_size()});
  if (a.root == nullptr || !read_directory(*a.root, store, a.directory)) return damaged(part::directory);
  a.directory.pages.check = how.check != checking::never;

  std::uint32_t* checked = nullptr;
  const std::size_t checked_words =
      how.check == checking::once && store.direct() ? a.directory.pages.page_count / 32 + 1 : 0;
  if (checked_words > 0) checked = a.space.take<std::uint32_t>(checked_words);
  a.fixed = a.space.used();
  if (!a.space.fits()) return a.fail_small(a.space.used());
  if (checked != nullptr) std::memset(checked, 0, checked_words * sizeof *checked);
  a.directory.pages.checked = checked;

  if (how.check == checking::at_open) {
    // Only direct storage is trusted after one look: what is copied can change between two reads.
    if (store.direct()) {
      for (std::uint32_t page = 0; page < a.directory.pages.page_count; ++page)
        if (error e = a.directory.pages.load(page, nullptr, at)) return e;
      a.directory.pages.check = false;
    }
  }
  if (how.terms > 0) {
    const query_size size = query_size::of_terms(how.terms);
    std::uint64_t need = need_snippet(a, size);  // and reading
    if (need < need_search(a, size)) need = need_search(a, size);
    if (need > a.space.size()) return a.fail_small(need);
  }
  a.directory.dates.region = &a.directory.pages;
  return {};
}

inline error open(archive_state& a, const config& how) {
  close(a);
  a.directory = {};
  ++a.openings;
  const error e = take_over(a, how);
  if (e)
    close(a);
  else
    a.open = true;
  return e;
}

inline archive_info info_of(const archive_state& a) {
  archive_info out;
  if (!a.open) return out;
  const auto view = [](const flatbuffers::String* s) {
    return s == nullptr ? std::string_view{} : std::string_view{s->c_str(), s->size()};
  };
  out.articles = a.directory.frames.articles;
  out.text_bytes = a.directory.text_bytes;
  out.file_bytes = a.directory.frames.store.size;
  out.terms = a.directory.term_entries;
  out.blocks = a.directory.frames.blocks.count;
  out.catalogs = a.directory.frames.catalogs.count;
  out.pages = a.directory.pages.page_count;
  out.page_bytes = a.directory.pages.page_size;
  out.block_max = a.directory.frames.block_max;
  out.dictionary_bytes = a.directory.frames.dictionary.size;
  out.packed_for = a.root->memory();
  out.usual_texts = a.root->usual_texts();
  out.word_codes_bytes = a.directory.frames.words.size;
  out.position_unit = a.directory.model.position_unit();
  out.articles_per_catalog = a.directory.frames.articles_per_catalog;
  out.known_analyzer = a.directory.known_analyzer;
  out.name = view(a.root->name());
  out.analyzer = view(a.root->analyzer()->name());
  out.stemmer = view(a.root->analyzer()->stemmer());
  return out;
}

}  // namespace satchel::detail
