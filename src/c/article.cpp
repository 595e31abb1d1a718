// Articles: summaries, looking them up, reading them.
#include "handle.hpp"

using namespace satchel;

namespace {

constexpr bool same(kind k, std::uint32_t number) { return static_cast<std::uint32_t>(k) == number; }
static_assert(same(kind::identifier, SATCHEL_KIND_IDENTIFIER) && same(kind::title, SATCHEL_KIND_TITLE) &&
              same(kind::subtitle, SATCHEL_KIND_SUBTITLE) && same(kind::author, SATCHEL_KIND_AUTHOR) &&
              same(kind::source, SATCHEL_KIND_SOURCE) && same(kind::url, SATCHEL_KIND_URL) &&
              same(kind::published, SATCHEL_KIND_PUBLISHED) && same(kind::language, SATCHEL_KIND_LANGUAGE) &&
              same(kind::tag, SATCHEL_KIND_TAG) && same(kind::field_name, SATCHEL_KIND_FIELD_NAME) &&
              same(kind::field_value, SATCHEL_KIND_FIELD_VALUE) && same(kind::heading, SATCHEL_KIND_HEADING) &&
              same(kind::paragraph, SATCHEL_KIND_PARAGRAPH) && same(kind::list_item, SATCHEL_KIND_LIST_ITEM) &&
              same(kind::quote, SATCHEL_KIND_QUOTE) && same(kind::code, SATCHEL_KIND_CODE) &&
              same(kind::reference, SATCHEL_KIND_REFERENCE) && same(kind::boilerplate, SATCHEL_KIND_BOILERPLATE));

// What lies in the struct of a cursor.
struct walk {
  std::uint64_t mark;  // of the archive: tells a cursor that was opened from zeros and garbage
  satchel_archive* archive;
  std::uint64_t uses;  // of the archive after the cursor's last call
  article_cursor cursor;
};
static_assert(sizeof(walk) <= SATCHEL_ARTICLE_CURSOR_BYTES && alignof(walk) <= alignof(satchel_article_cursor));
static_assert(std::is_trivially_copyable_v<walk>);  // may be moved and abandoned

template <class Find>
satchel_error find(satchel_archive* archive, const char* text, size_t size, uint32_t* out, Find&& by) {
  std::string_view wanted;
  if (!c::take_text(text, size, wanted) || out == nullptr) return c::failure(SATCHEL_BAD_ARGUMENT);
  return c::call(archive, [&](satchel::archive& a) { return by(a, wanted); });
}

}  // namespace

size_t satchel_article_cursor_bytes(void) { return sizeof(satchel_article_cursor); }

satchel_error satchel_find_entry(satchel_archive* archive, uint32_t article, satchel_article_entry* out) {
  if (out == nullptr) return c::failure(SATCHEL_BAD_ARGUMENT);
  *out = {};
  article_entry s;
  const satchel_error e = c::call(archive, [&](satchel::archive& a) { return a.find_entry(article, s); });
  if (e.code != SATCHEL_OK) return e;
  *out = {s.identifier.data(), s.title.data(),   s.identifier.size(), s.title.size(),
          s.article,           s.identifier_cut, s.title_cut};
  return e;
}

satchel_error satchel_find_identifier(satchel_archive* archive, const char* identifier, size_t identifier_size,
                                      uint32_t* out) {
  return find(archive, identifier, identifier_size, out,
              [&](satchel::archive& a, std::string_view wanted) { return a.find_identifier(wanted, *out); });
}

satchel_error satchel_find_title(satchel_archive* archive, const char* title, size_t title_size, uint32_t* out) {
  return find(archive, title, title_size, out,
              [&](satchel::archive& a, std::string_view wanted) { return a.find_title(wanted, *out); });
}

satchel_error satchel_complete(satchel_archive* archive, const char* prefix, size_t prefix_size,
                               int (*take)(void* context, uint32_t article), void* context) {
  std::string_view text;
  if (!c::take_text(prefix, prefix_size, text) || take == nullptr) return c::failure(SATCHEL_BAD_ARGUMENT);
  return c::call(archive, [&](satchel::archive& a) {
    return a.complete(text, [&](std::uint32_t article) { return take(context, article) != 0; });
  });
}

satchel_error satchel_read(satchel_archive* archive, uint32_t article,
                           int (*take)(void* context, const satchel_piece* piece), void* context) {
  if (take == nullptr) return c::failure(SATCHEL_BAD_ARGUMENT);
  return c::call(archive, [&](satchel::archive& a) {
    return a.read(article, [&](const piece& p) {
      const satchel_piece given = c::to_c(p);
      return take(context, &given) != 0;
    });
  });
}

satchel_error satchel_read_with_query(satchel_archive* archive, uint32_t article, const char* query, size_t query_size,
                                      int (*take)(void* context, const satchel_piece* piece, int match),
                                      void* context) {
  std::string_view text;
  if (!c::take_text(query, query_size, text) || take == nullptr) return c::failure(SATCHEL_BAD_ARGUMENT);
  return c::call(archive, [&](satchel::archive& a) {
    return a.read(article, text, [&](const piece& p, bool match) {
      const satchel_piece given = c::to_c(p);
      return take(context, &given, match ? 1 : 0) != 0;
    });
  });
}

satchel_error satchel_open_article(satchel_archive* archive, uint32_t article, satchel_article_cursor* out) {
  if (out == nullptr) return c::failure(SATCHEL_BAD_ARGUMENT);
  *out = {};
  article_cursor cursor;
  const satchel_error e = c::call(archive, [&](satchel::archive& a) { return a.open_article(article, cursor); });
  if (e.code != SATCHEL_OK) return e;
  const walk w{c::marked(archive), archive, c::handle_in(archive)->uses, cursor};
  std::memcpy(out->memory, &w, sizeof w);
  return e;
}

satchel_error satchel_next_piece(satchel_article_cursor* cursor, satchel_piece* out, int* more) {
  if (out == nullptr || more == nullptr) return c::failure(SATCHEL_BAD_ARGUMENT);
  *out = {};
  *more = 0;
  if (cursor == nullptr) return c::failure(SATCHEL_NOT_OPEN);
  walk w;
  std::memcpy(static_cast<void*>(&w), cursor->memory, sizeof w);
  if (w.archive == nullptr || w.mark != c::marked(w.archive)) return c::failure(SATCHEL_NOT_OPEN);
  const c::handle* h = c::open_handle_in(w.archive);
  if (h == nullptr) return c::failure(SATCHEL_NOT_OPEN);
  if (h->uses != w.uses) return c::failure(h->busy ? SATCHEL_BUSY : SATCHEL_STALE);
  piece p;
  bool going = false;
  const satchel_error e = c::call(w.archive, [&](satchel::archive&) { return w.cursor.next(p, going); });
  w.uses = h->uses;
  std::memcpy(cursor->memory, &w, sizeof w);
  if (e.code != SATCHEL_OK || !going) return e;
  *out = c::to_c(p);
  *more = 1;
  return e;
}
