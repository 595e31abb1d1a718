// Opening and closing; info and needs of an open archive.
#include "handle.hpp"
#include "storage.hpp"

#include <satchel/query.hpp>

using namespace satchel;

#ifndef SATCHEL_FENCES
static_assert(std::is_trivially_destructible_v<archive>);  // may be abandoned
#endif
static_assert(static_cast<std::uint32_t>(checking::on_read) == SATCHEL_CHECK_ON_READ &&
              static_cast<std::uint32_t>(checking::once) == SATCHEL_CHECK_ONCE &&
              static_cast<std::uint32_t>(checking::at_open) == SATCHEL_CHECK_AT_OPEN &&
              static_cast<std::uint32_t>(checking::never) == SATCHEL_CHECK_NEVER);

size_t satchel_archive_bytes(void) { return sizeof(satchel_archive); }

satchel_error satchel_open(satchel_archive* archive, const satchel_config* config) {
  c::handle* h = nullptr;
  satchel::archive* reader = nullptr;
  if (const satchel_error e = c::start(archive, h, reader); e.code != SATCHEL_OK) return e;
  if (config == nullptr || config->check > SATCHEL_CHECK_NEVER ||
      (config->workspace == nullptr && config->workspace_size > 0))
    return c::failure(SATCHEL_BAD_ARGUMENT);
  for (const std::uint64_t r : config->reserved)
    if (r != 0) return c::failure(SATCHEL_BAD_ARGUMENT);
  h->storage = config->storage;
  satchel::config how;
  how.storage = c::reader_storage(h->storage);
  how.workspace = {static_cast<std::byte*>(config->workspace), config->workspace_size};
  how.check = static_cast<checking>(config->check);
  how.terms = config->terms;
  h->busy = true;
  const error e = reader->open(how);
  h->busy = false;
  if (!e) h->reader = reader;
  return c::to_c(e);
}

void satchel_close(satchel_archive* archive) {
  c::handle* h = c::handle_in(archive);
  if (h == nullptr || h->busy) return;
  if (h->release != nullptr)
    h->release(h->owner);
  else if (h->reader != nullptr)
    h->reader->close();  // gives the workspace back
  h->reader = nullptr;
  h->release = nullptr;
}

int satchel_is_open(const satchel_archive* archive) { return c::open_handle_in(archive) != nullptr; }

uint32_t satchel_size(const satchel_archive* archive) {
  const c::handle* h = c::open_handle_in(archive);
  return h == nullptr ? 0 : h->reader->size();
}

satchel_error satchel_get_info(const satchel_archive* archive, satchel_archive_info* out) {
  if (out == nullptr) return c::failure(SATCHEL_BAD_ARGUMENT);
  *out = {};
  const c::handle* h = c::open_handle_in(archive);
  if (h == nullptr) return c::failure(SATCHEL_NOT_OPEN);
  const archive_info f = h->reader->info();
  out->name = f.name.data();
  out->name_size = f.name.size();
  out->analyzer = f.analyzer.data();
  out->analyzer_size = f.analyzer.size();
  out->stemmer = f.stemmer.data();
  out->stemmer_size = f.stemmer.size();
  out->text_bytes = f.text_bytes;
  out->file_bytes = f.file_bytes;
  out->terms = f.terms;
  out->articles = f.articles;
  out->blocks = f.blocks;
  out->catalogs = f.catalogs;
  out->pages = f.pages;
  out->page_bytes = f.page_bytes;
  out->block_max = f.block_max;
  out->dictionary_bytes = f.dictionary_bytes;
  out->word_codes_bytes = f.word_codes_bytes;
  out->packed_for = f.packed_for;
  out->position_unit = f.position_unit;
  return c::failure(SATCHEL_OK);
}

uint64_t satchel_need_open(const satchel_archive* archive) {
  const c::handle* h = c::open_handle_in(archive);
  return h == nullptr ? 0 : h->reader->need_open();
}

uint64_t satchel_need_read(const satchel_archive* archive) {
  const c::handle* h = c::open_handle_in(archive);
  return h == nullptr ? 0 : h->reader->need_read();
}

uint64_t satchel_need_search(const satchel_archive* archive, const satchel_query_size* size) {
  const c::handle* h = c::open_handle_in(archive);
  return h == nullptr || size == nullptr ? 0 : h->reader->need_search(c::from_c(*size));
}

uint64_t satchel_need_snippet(const satchel_archive* archive, const satchel_query_size* size) {
  const c::handle* h = c::open_handle_in(archive);
  return h == nullptr || size == nullptr ? 0 : h->reader->need_snippet(c::from_c(*size));
}

uint64_t satchel_useful_input(const satchel_archive* archive) {
  const c::handle* h = c::open_handle_in(archive);
  return h == nullptr ? 0 : h->reader->useful_input();
}
