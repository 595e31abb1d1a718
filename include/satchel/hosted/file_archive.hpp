// An archive in a file, for programs on a system that has files: opens it and finds the workspace.
//
//   satchel::mapped_archive news;
//   if (satchel::error e = news.open("news.satchel")) return fail(e);
//   satchel::hits<10> top;
//   if (satchel::error e = news.search("ceasefire \"deir ezzor\"", top)) return fail(e);
//   for (satchel::hit h : top) std::cout << h.score << ' ' << news.title(h) << '\n';
#pragma once

#include <satchel/hosted/files.hpp>
#include <satchel/satchel.hpp>
#include <satchel/signature.hpp>

#include <cstdint>
#include <string_view>

namespace satchel {

// An archive with its file and its workspace. The workspace comes from the system in pages, not from the heap, and
// grows when a query asks for more than ever before. As archive: one thread at a time.
template <class File>
class hosted_archive {
 public:
  // io with a system error (os_error()) when the file cannot be opened. `where` is for archives that are parts of
  // files.
  error open(const char* path, checking check = checking::once, const hosted::extent& where = {}) {
    if (error e = open_file(path, where)) return e;
    return open_storage(file_.storage(), check);
  }

  // The same, but nothing is shown that was not signed with this key (signature.hpp): functions that read then say
  // forged, and open says not_signed for an archive of anybody else. The bytes are copied, and checked as `check` says
  // of signed_storage; in place with at_open.
  error open(const char* path, const public_key& key, checking check = checking::once,
             const hosted::extent& where = {}) {
    if (error e = open_file(path, where)) return e;
    return open_signed(file_.storage(), key, check);
  }

  // An archive that is elsewhere, as one in the program's memory; its bytes must stay until close().
  error open(const satchel::storage& where, checking check = checking::once) {
    close();
    os_error_ = 0;
    return open_storage(where, check);
  }
  error open(const satchel::storage& where, const public_key& key, checking check = checking::once) {
    close();
    os_error_ = 0;
    return open_signed(where, key, check);
  }

  void close() {
    archive_.close();
    signed_.close();
    file_.close();
  }

  // errno of the last open that failed with errc::io, otherwise 0.
  int os_error() const { return os_error_; }

  error search(std::string_view query, hit_list& out, const search_options& options = {}) {
    return with_room([&] { return archive_.search(query, out, options); });
  }

  // Prepares a query, in memory of its own: one at a time, the one before is lost. The workspace becomes large enough
  // to search with it, and to read.
  error prepare(std::string_view query, prepared_query& out) {
    out = {};
    query_size size;
    if (error e = archive::measure(query, size)) return e;
    std::uint64_t need = archive_.need_search(size);
    if (need < archive_.need_read()) need = archive_.need_read();
    if (need > memory_.bytes().size)
      if (error e = reopen(need)) return explain(e);
    const std::uint64_t own = archive_.need_prepared(size);
    if (!query_memory_.reserve(own)) return {errc::small_workspace, part::none, own, own};
    return explain(archive_.prepare(query, query_memory_.bytes(), out));
  }

  error search(const prepared_query& query, hit_list& out, const search_options& options = {}) {
    return explain(archive_.search(query, out, options));
  }
  error count_terms(const prepared_query& query, span<std::uint32_t> frequencies) {
    return explain(archive_.count_terms(query, frequencies));
  }
  error snippet(const hit& h, prepared_query& query, span<char> buffer, satchel::snippet& out) {
    return explain(archive_.snippet(h.article, query, buffer, out));
  }
  template <class F>
  error read(std::uint32_t article, prepared_query& query, F&& f) {
    return explain(archive_.read(article, query, f));
  }

  // For multi_archive_search().
  error count_terms(std::string_view query, span<std::uint32_t> frequencies) {
    return with_room([&] { return archive_.count_terms(query, frequencies); });
  }
  std::uint32_t size() const { return archive_.size(); }

  error snippet(const hit& h, std::string_view query, span<char> buffer, satchel::snippet& out) {
    return with_room([&] { return archive_.snippet(h.article, query, buffer, out); });
  }

  // archive::read with the words of a query told apart.
  template <class F>
  error read(std::uint32_t article, std::string_view query, F&& f) {
    return with_room([&] { return archive_.read(article, query, f); });
  }

  // An error of get(), just made: io where bytes were refused becomes forged. The functions here do so themselves.
  error explain(const error& e) const { return signed_.explain(e); }

  // Title of a hit, empty when it cannot be read; valid until the next call of any function.
  std::string_view title(const hit& h) {
    article_entry s;
    return archive_.find_entry(h.article, s) ? std::string_view{} : s.title;
  }

  // Everything else is there: read, find_identifier, complete, info ... The reference stays valid as long as this.
  archive& get() { return archive_; }

  // Calls error f(), which works with get(), and again with more workspace where it says small_workspace.
  template <class F>
  error with_room(F&& f) {
    const error e = f();
    if (e.code != errc::small_workspace) return explain(e);
    if (error again = reopen(memory_.bytes().size + e.missing)) return explain(again);
    return explain(f());
  }

 private:
  static constexpr std::uint64_t workspace_start = 512 << 10, tree_max = 1 << 20;
  static constexpr std::uint32_t usual_terms = 8;
  static constexpr std::uint32_t window_most = 4 << 20;

  error open_file(const char* path, const hosted::extent& where) {
    archive_.close();
    signed_.close();
    os_error_ = file_.open(path, where);
    return os_error_ == 0 ? error{} : error{errc::io, part::none, 0, 0};
  }

  // What was signed needs no checksums.
  error open_signed(const satchel::storage& where, const public_key& key, checking check) {
    error e = signed_.open(where, key, {}, check);
    if (e.code != errc::small_workspace) return e;
    const std::uint64_t most = e.where + tree_max, size = signed_.useful() < most ? signed_.useful() : most;
    if (!tree_memory_.reserve(size)) return {errc::small_workspace, part::signature, size, size};
    e = signed_.open(where, key, tree_memory_.bytes(), check);
    return e ? e : explain(open_storage(signed_.storage(), checking::never));
  }

  error open_storage(const satchel::storage& where, checking check) {
    storage_ = where;
    check_ = check;
    if (error e = reopen(workspace_start)) return e;
    // Room to read and to run a usual query side by side, and for a prefix to look at all articles in one go, or at
    // many: an archive only says how many it has.
    const std::uint32_t window = archive_.size() < window_most ? archive_.size() : window_most;
    const std::uint64_t usual =
        archive_.need_read() + archive_.useful_input() + archive_.need_search(usual_terms) + window;
    return usual > memory_.bytes().size ? reopen(usual) : error{};
  }

  error reopen(std::uint64_t size) {
    for (;;) {
      archive_.close();
      if (!memory_.reserve(size)) return {errc::small_workspace, part::none, size, size};
      const error e = archive_.open({storage_, memory_.bytes(), check_});
      if (e.code != errc::small_workspace) return e;
      size += e.missing;
    }
  }

  File file_;
  satchel::storage storage_;
  signed_storage signed_;  // open when a key was given
  hosted::system_memory memory_, tree_memory_, query_memory_;
  archive archive_;
  checking check_ = checking::on_read;
  int os_error_ = 0;
};

using mapped_archive = hosted_archive<hosted::mapped_file>;
using file_archive = hosted_archive<hosted::plain_file>;

}  // namespace satchel
