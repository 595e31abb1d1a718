// Searching.
#include "handle.hpp"

#include <satchel/hits.hpp>
#include <satchel/multi_archive.hpp>
#include <satchel/snippet.hpp>

using namespace satchel;

namespace {

// Makes objects of another type, with the same fields, of those in the caller's memory.
template <class To, class From>
To* remake(From* values, std::uint32_t count) {
  static_assert(sizeof(To) == sizeof(From) && alignof(To) == alignof(From) && std::is_trivially_copyable_v<To>);
  To* first = nullptr;
  for (std::uint32_t i = count; i-- > 0;) {
    To value;
    std::memcpy(static_cast<void*>(&value), values + i, sizeof value);
    first = ::new (static_cast<void*>(values + i)) To(value);
  }
  return first;
}

bool take_options(const satchel_search_options* options, search_options& out) {
  if (options == nullptr) return true;
  if (options->count > 1 || (options->frequencies == nullptr && options->terms > 0)) return false;
  for (const std::uint32_t r : options->reserved)
    if (r != 0) return false;
  out.count = options->count != 0;
  if (options->frequencies != nullptr) out.statistics = {options->frequencies, options->terms, options->articles};
  return true;
}

// One of several archives, for multi_archive_search().
struct shelf {
  satchel_archive* archive;

  error count_terms(std::string_view query, span<std::uint32_t> frequencies) const {
    return c::from_c(c::call(archive, [&](satchel::archive& a) { return a.count_terms(query, frequencies); }));
  }
  error search(std::string_view query, hit_list& out, const search_options& options) const {
    return c::from_c(c::call(archive, [&](satchel::archive& a) { return a.search(query, out, options); }));
  }
  std::uint32_t size() const { return satchel_size(archive); }
};

}  // namespace

satchel_error satchel_measure(const char* query, size_t query_size, satchel_query_size* out) {
  std::string_view text;
  if (!c::take_text(query, query_size, text) || out == nullptr) return c::failure(SATCHEL_BAD_ARGUMENT);
  satchel::query_size size;
  const error e = archive::measure(text, size);
  *out = c::to_c(size);
  return c::to_c(e);
}

satchel_error satchel_size_of_terms(uint32_t terms, satchel_query_size* out) {
  if (out == nullptr) return c::failure(SATCHEL_BAD_ARGUMENT);
  *out = {};
  if (terms > max_query_terms) return c::failure(SATCHEL_TOO_MANY_TERMS);
  *out = c::to_c(query_size::of_terms(terms));
  return c::failure(SATCHEL_OK);
}

satchel_error satchel_search(satchel_archive* archive, const char* query, size_t query_size, satchel_hit_list* out,
                             const satchel_search_options* options) {
  std::string_view text;
  search_options how;
  if (out == nullptr) return c::failure(SATCHEL_BAD_ARGUMENT);
  out->size = out->total = 0;
  if (!c::take_text(query, query_size, text) || !take_options(options, how) ||
      (out->hits == nullptr && out->capacity > 0))
    return c::failure(SATCHEL_BAD_ARGUMENT);
  hit* memory = remake<hit>(out->hits, out->capacity);
  hit_list found(memory, out->capacity);
  const satchel_error e = c::call(archive, [&](satchel::archive& a) { return a.search(text, found, how); });
  remake<satchel_hit>(memory, out->capacity);
  if (e.code == SATCHEL_OK) {
    out->size = found.size();
    out->total = found.total;
  }
  return e;
}

satchel_error satchel_count_terms(satchel_archive* archive, const char* query, size_t query_size, uint32_t* frequencies,
                                  uint32_t terms) {
  std::string_view text;
  if (!c::take_text(query, query_size, text) || (frequencies == nullptr && terms > 0))
    return c::failure(SATCHEL_BAD_ARGUMENT);
  return c::call(archive, [&](satchel::archive& a) { return a.count_terms(text, {frequencies, terms}); });
}

satchel_error satchel_multi_archive_search(satchel_archive* const* archives, uint32_t count, const char* query,
                                           size_t query_size, satchel_multi_archive_hit_list* out,
                                           const satchel_search_options* options) {
  std::string_view text;
  search_options how;
  if (out == nullptr) return c::failure(SATCHEL_BAD_ARGUMENT);
  out->size = out->failed = 0;
  out->total = 0;
  if (!c::take_text(query, query_size, text) || !take_options(options, how) || (archives == nullptr && count > 0) ||
      ((out->hits == nullptr || out->of_one == nullptr) && out->capacity > 0) ||
      (out->frequencies == nullptr && out->terms > 0))
    return c::failure(SATCHEL_BAD_ARGUMENT);
  multi_archive_hit* memory = remake<multi_archive_hit>(out->hits, out->capacity);
  hit* of_one = remake<hit>(out->of_one, out->capacity);
  multi_archive_hit_list found(memory, of_one, out->capacity, {out->frequencies, out->terms});
  const auto shelf_at = [&](std::uint32_t i) { return shelf{archives[i]}; };
  const error e = detail::multi_archive_search(count, shelf_at, text, found, how);
  remake<satchel_multi_archive_hit>(memory, out->capacity);
  remake<satchel_hit>(of_one, out->capacity);
  out->failed = found.failed;
  if (!e) {
    out->size = found.size();
    out->total = found.total;
  }
  return c::to_c(e);
}

satchel_error satchel_make_snippet(satchel_archive* archive, uint32_t article, const char* query, size_t query_size,
                                   char* buffer, size_t room, satchel_snippet* out) {
  std::string_view text;
  if (out == nullptr) return c::failure(SATCHEL_BAD_ARGUMENT);
  *out = {};
  if (!c::take_text(query, query_size, text) || (buffer == nullptr && room > 0))
    return c::failure(SATCHEL_BAD_ARGUMENT);
  snippet found;
  const satchel_error e = c::call(archive, [&](satchel::archive& a) {
    return a.snippet(article, text, {buffer, room}, found);
  });
  if (e.code != SATCHEL_OK) return e;
  static_assert(sizeof out->mark / sizeof *out->mark == snippet::marks_max);
  out->size = static_cast<std::uint32_t>(found.text.size());
  out->starts_cut = found.starts_cut;
  out->ends_cut = found.ends_cut;
  out->marks = found.marks;
  for (std::uint32_t i = 0; i < found.marks; ++i) out->mark[i] = {found.at[i].begin, found.at[i].end};
  return e;
}
