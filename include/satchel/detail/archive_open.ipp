// archive: opening and facts. Part of archive.hpp.

namespace satchel {

inline error archive::open(const config& how) {
  close();
  facts_ = {};
  const error e = take_over(how);
  if (e)
    close();
  else
    open_ = true;
  return e;
}

// Reads what stays in the workspace.
inline error archive::take_over(const config& how) {
  const storage& store = how.storage;
  if (store.direct() && reinterpret_cast<std::uintptr_t>(store.memory) % 8 != 0)
    return {errc::misaligned, part::none, 0, 0};
  if (reinterpret_cast<std::uintptr_t>(how.workspace.data) % 8 != 0) return {errc::misaligned, part::none, 0, 0};
  space_ = workspace(how.workspace);
  space_.rewind(0);

  format::Head head;
  if (error e = format::read_head(store, head)) return e;
  // The directory's own offsets are followed all the time. Where nothing is trusted they are read once, and kept.
  const bool in_place = store.direct() && how.check != checking::on_read;
  std::byte* copy = space_.take_bytes(in_place ? 0 : head.directory_size());
  if (!space_.fits()) return fail_small(space_.used());
  const std::byte* at = nullptr;
  if (error e = store.get(head.directory_offset(), head.directory_size(), copy, at)) return e;
  if (store.direct() && !in_place) {
    std::memcpy(copy, at, head.directory_size());
    at = copy;
  }
  if (format::crc32(at, head.directory_size()) != head.directory_crc()) return damaged(part::directory);
  directory_ = format::root_of<format::Directory>({at, head.directory_size()});
  if (directory_ == nullptr || !detail::take_facts(*directory_, store, facts_)) return damaged(part::directory);
  facts_.pages.check = how.check != checking::never;

  std::uint32_t* checked = nullptr;
  const std::size_t checked_words =
      how.check == checking::once && store.direct() ? facts_.pages.page_count / 32 + 1 : 0;
  if (checked_words > 0) checked = space_.take<std::uint32_t>(checked_words);
  fixed_ = space_.used();
  if (!space_.fits()) return fail_small(space_.used());
  if (checked != nullptr) std::memset(checked, 0, checked_words * sizeof *checked);
  facts_.pages.checked = checked;

  if (how.check == checking::at_open) {
    // Only direct storage is trusted after one look: what is copied can change between two reads.
    if (store.direct()) {
      for (std::uint32_t page = 0; page < facts_.pages.page_count; ++page)
        if (error e = facts_.pages.load(page, nullptr, at)) return e;
      facts_.pages.check = false;
    }
  }
  if (how.terms > 0) {
    const query_size size = query_size::of_terms(how.terms);
    std::uint64_t need = need_snippet(size);  // and reading
    if (need < need_search(size)) need = need_search(size);
    if (need > space_.size()) return fail_small(need);
  }
  facts_.dates.region = &facts_.pages;
  return {};
}

// What earlier calls gave out refers to memory that is the caller's again.
inline void archive::close() {
  open_ = false;
  owner_ = owner::nobody;
  frames_.detach();
  frames_.begin_use();
  space_.release();
}

inline archive_facts archive::facts() const {
  archive_facts out;
  if (!open_) return out;
  const auto view = [](const flatbuffers::String* s) {
    return s == nullptr ? std::string_view{} : std::string_view{s->c_str(), s->size()};
  };
  out.articles = facts_.frames.articles;
  out.text_bytes = facts_.text_bytes;
  out.file_bytes = facts_.frames.store.size;
  out.terms = facts_.term_entries;
  out.blocks = facts_.frames.blocks.count;
  out.catalogs = facts_.frames.catalogs.count;
  out.pages = facts_.pages.page_count;
  out.page_bytes = facts_.pages.page_size;
  out.block_max = facts_.frames.block_max;
  out.dictionary_bytes = facts_.frames.dictionary.size;
  out.packed_for = directory_->memory();
  out.usual_texts = directory_->usual_texts();
  out.words_bytes = facts_.frames.words.size;
  out.position_unit = facts_.model.position_unit();
  out.name = view(directory_->name());
  out.analyzer = view(directory_->analyzer()->name());
  out.stemmer = view(directory_->analyzer()->stemmer());
  return out;
}

inline std::uint64_t archive::need_read() const {
  workspace count;
  detail::lay_out_reading(count, facts_.frames, facts_.pages.slot_bytes(), 0);
  return fixed_ + count.used();
}

inline std::uint64_t archive::useful_input() const {
  const detail::frame_layout& f = facts_.frames;
  return f.store.direct() ? 0 : std::uint64_t{f.frame_max} - f.input_max + 8;
}

inline std::uint64_t archive::need_search(const query_size& size) const {
  workspace count;
  lay_out_search(count, size);
  return (looks_into_texts(size) ? need_read() : fixed_) + count.used();
}

}  // namespace satchel
