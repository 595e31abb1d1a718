// An open archive: the reader.
#pragma once

#include <satchel/archive_info.hpp>
#include <satchel/article.hpp>
#include <satchel/config.hpp>
#include <satchel/detail/archive_open.hpp>
#include <satchel/detail/archive_read.hpp>
#include <satchel/detail/archive_search.hpp>
#include <satchel/detail/archive_snippet.hpp>
#include <satchel/detail/archive_state.hpp>
#include <satchel/detail/base/callback.hpp>
#include <satchel/hits.hpp>
#include <satchel/prepared_query.hpp>
#include <satchel/snippet.hpp>

#include <cstdint>
#include <string_view>

namespace satchel {

namespace detail {
struct archive_access;
}

// An archive that is open for reading and searching. Allocates nothing: all its memory is config::workspace.
//
// One thread may use an archive at a time; several archives may share one storage. Cannot be copied or moved, since
// it keeps addresses of its own members.
class archive {
 public:
  archive() = default;
  archive(const archive&) = delete;
  archive& operator=(const archive&) = delete;
#ifdef SATCHEL_FENCES
  ~archive() { close(); }
#endif

  // Reads head and directory: two reads. An archive that was open is closed.
  // small_workspace: error::where bytes are needed, error::missing more than there are.
  error open(const config& how) { return detail::open(state_, how); }
  void close() { detail::close(state_); }
  bool is_open() const { return state_.open; }

  archive_info info() const { return detail::info_of(state_); }
  std::uint32_t size() const { return state_.open ? state_.directory.frames.articles : 0; }

  // Where it was opened.
  const satchel::storage& storage() const { return state_.directory.frames.store; }

  // Bytes of workspace in all, for an open archive: to read and find articles, and to run a query. Searching with more
  // than these is faster: it saves switching (from need_read() + need_search() - need_open() on), gives prefixes larger
  // windows, and keeps pages of storage that copies.
  std::uint64_t need_open() const { return state_.fixed; }
  std::uint64_t need_read() const { return detail::need_read(state_); }
  std::uint64_t need_search(const query_size& size) const { return detail::need_search(state_, size); }
  std::uint64_t need_search(std::uint32_t terms) const { return need_search(query_size::of_terms(terms)); }
  // To read with a query, too.
  std::uint64_t need_snippet(const query_size& size) const { return detail::need_snippet(state_, size); }
  // Bytes of memory beside the workspace to prepare a query. Searching with it takes a little less than need_search()
  // says, and snippets need_read().
  std::uint64_t need_prepared(const query_size& size) const { return detail::need_prepared(state_, size); }

  // Bytes beyond these with which storage that copies is read a whole frame at a time: fewer reads, nothing else.
  std::uint64_t useful_input() const { return detail::useful_input(state_); }

  // How much a query asks for; bad_query and too_many_terms where it cannot be run.
  static error measure(std::string_view query, query_size& out) { return detail::measure(query, out); }

  // Parses a query and looks up its words, in `memory`: need_prepared() bytes at a multiple of 8, otherwise
  // small_workspace or misaligned. Leaves the workspace alone.
  error prepare(std::string_view query, mutable_bytes memory, prepared_query& out);

  // The best hits for a query (query.hpp), at most out.capacity().
  error search(std::string_view query, hit_list& out, const search_options& options = {});
  error search(const prepared_query& query, hit_list& out, const search_options& options = {});

  // Adds to frequencies[i] how many articles have term i of the query: its words, phrases' words and prefixes, in this
  // order; prefixes add nothing. For multi_archive.hpp. too_many_terms when there is no room for all.
  error count_terms(std::string_view query, span<std::uint32_t> frequencies);
  error count_terms(const prepared_query& query, span<std::uint32_t> frequencies);

  // Identifier and title of an article.
  error find_entry(std::uint32_t article, article_entry& out) { return detail::find_entry(state_, article, out); }

  // The article with this identifier, byte for byte; the first with this title, after folding. not_found otherwise.
  error find_identifier(std::string_view identifier, std::uint32_t& out) {
    return detail::find_identifier(state_, identifier, out);
  }
  error find_title(std::string_view title, std::uint32_t& out) { return detail::find_title(state_, title, out); }

  // Calls f(std::uint32_t article) for the articles whose folded title starts with the folded `prefix`, in the order
  // of their folded titles, until f returns false. stale when f called the archive.
  template <class F>
  error complete(std::string_view prefix, F&& f) {
    return detail::complete(state_, prefix, f);
  }

  // Calls f(const piece&) for each piece of an article, metadata first, until f returns false (f may return void).
  // stale when f called the archive.
  template <class F>
  error read(std::uint32_t article, F&& f) {
    return detail::read(state_, article, f);
  }

  // The same, but what a query asks for is told apart: calls f(const piece&, bool match). A piece of text comes in
  // parts as if it did not fit in a block: each word and phrase of the query with match, as a snippet marks it, and
  // what lies between. Metadata and boilerplate come without. bad_query and too_many_terms where the query cannot be
  // run.
  template <class F>
  error read(std::uint32_t article, std::string_view query, F&& f);
  template <class F>
  error read(std::uint32_t article, prepared_query& query, F&& f);

  // The same as read without a query, piece by piece when the caller asks.
  error open_article(std::uint32_t article, article_cursor& out) { return detail::open_article(state_, article, out); }

  // The passage of an article that fits a query best, with the places of the query's words and phrases; out.text lies
  // in `buffer`.
  error snippet(std::uint32_t article, std::string_view query, span<char> buffer, satchel::snippet& out);
  error snippet(std::uint32_t article, prepared_query& query, span<char> buffer, satchel::snippet& out);

  // The zstd dictionary of the blocks, empty where there is none; valid until the next search.
  error dictionary(bytes& out) { return detail::dictionary(state_, out); }

 private:
  friend struct detail::archive_access;

  error check(const prepared_query& query) const {
    if (error e = state_.check_searchable()) return e;
    return query.archive_ == this && query.opening_ == state_.openings ? error{} : detail::stale();
  }
  template <class F>
  error each_part(std::uint32_t article, const detail::found_query& query, F&& f);

  detail::archive_state state_;
};

inline error archive::prepare(std::string_view query, mutable_bytes memory, prepared_query& out) {
  out = {};
  if (error e = state_.check_searchable()) return e;
  query_size size;
  if (error e = measure(query, size)) return e;
  if (reinterpret_cast<std::uintptr_t>(memory.data) % 8 != 0) return {errc::misaligned, part::none, 0, 0};
  workspace space(memory);
  detail::found_query found;
  detail::lay_out_query(space, size, detail::query_use::all, found);
  const detail::look_up_memory with = detail::lay_out_look_up(space, state_.directory.pages.slot_bytes());
  if (!space.fits()) return {errc::small_workspace, part::none, space.used(), space.used() - space.size()};
  out.query_ = found;
  const error e = detail::look_up(state_, query, out.query_, with);
  if (!e) {
    out.archive_ = this;
    out.opening_ = state_.openings;
  }
  return e;
}

inline error archive::search(std::string_view query, hit_list& out, const search_options& options) {
  out.clear();
  detail::found_query found;
  detail::search_memory memory;
  if (error e = detail::prepare_search(state_, query, found, memory)) return e;
  return detail::search(state_, found, memory, options, out);
}

inline error archive::search(const prepared_query& query, hit_list& out, const search_options& options) {
  out.clear();
  detail::search_memory memory;
  if (error e = check(query)) return e;
  if (error e = detail::prepare_search(state_, query.query_, memory)) return e;
  return detail::search(state_, query.query_, memory, options, out);
}

inline error archive::count_terms(std::string_view query, span<std::uint32_t> frequencies) {
  detail::found_query found;
  detail::search_memory memory;
  if (error e = detail::prepare_search(state_, query, found, memory)) return e;
  return detail::count_terms(state_, found, memory, frequencies);
}

inline error archive::count_terms(const prepared_query& query, span<std::uint32_t> frequencies) {
  detail::search_memory memory;
  if (error e = check(query)) return e;
  if (error e = detail::prepare_search(state_, query.query_, memory)) return e;
  return detail::count_terms(state_, query.query_, memory, frequencies);
}

inline error archive::snippet(std::uint32_t article, std::string_view query, span<char> buffer, satchel::snippet& out) {
  out = {};
  detail::found_query found;
  if (error e = detail::prepare_matching(state_, query, found)) return e;
  return detail::snippet_of(state_, article, found, buffer, out);
}

inline error archive::snippet(std::uint32_t article, prepared_query& query, span<char> buffer, satchel::snippet& out) {
  out = {};
  if (error e = check(query)) return e;
  if (error e = detail::prepare_matching(state_, query.query_)) return e;
  return detail::snippet_of(state_, article, query.query_, buffer, out);
}

template <class F>
error archive::read(std::uint32_t article, std::string_view query, F&& f) {
  detail::found_query found;
  if (error e = detail::prepare_matching(state_, query, found)) return e;
  return each_part(article, found, f);
}

template <class F>
error archive::read(std::uint32_t article, prepared_query& query, F&& f) {
  if (error e = check(query)) return e;
  if (error e = detail::prepare_matching(state_, query.query_)) return e;
  return each_part(article, query.query_, f);
}

template <class F>
error archive::each_part(std::uint32_t article, const detail::found_query& query, F&& f) {
  auto take = [&f](const piece& p, bool match) { return detail::wants_more(f, p, match); };
  return detail::each_part(state_, article, query, detail::takes_part(take));
}

namespace detail {

// For what checks archives and takes them apart: verify.hpp, and tools.
struct archive_access {
  static archive_state& state(archive& a) { return a.state_; }
  static const archive_state& state(const archive& a) { return a.state_; }
};

}  // namespace detail

}  // namespace satchel
