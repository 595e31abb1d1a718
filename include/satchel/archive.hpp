// An open archive: the reader.
#pragma once

#include <satchel/article.hpp>
#include <satchel/checking.hpp>
#include <satchel/detail/base/callback.hpp>
#include <satchel/detail/directory_reader.hpp>
#include <satchel/detail/index/nearest_term.hpp>
#include <satchel/detail/query/highlighter.hpp>
#include <satchel/detail/query/query_executor.hpp>
#include <satchel/detail/query/query_parser.hpp>
#include <satchel/detail/workspace_layout.hpp>
#include <satchel/format/head.hpp>
#include <satchel/hits.hpp>
#include <satchel/snippet.hpp>
#include <satchel/storage.hpp>
#include <satchel/text/folded_comparison.hpp>
#include <satchel/workspace.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace satchel {

// What an archive needs to be opened.
struct config {
  satchel::storage storage;  // where the bytes are; must stay as long as the archive is open
  mutable_bytes workspace;   // all memory that the reader uses, at a multiple of 8; must stay likewise. How much:
                             //   archive::need_read() and need_search(), or as error::missing says
  checking check = checking::on_read;
  // open() refuses when reading, a search of so many terms with phrases, or its snippets would not fit in the
  // workspace; 0: it asks for what opening takes.
  std::uint32_t terms = 0;
};

// Facts of an open archive. Views are valid as long as it is open.
struct archive_facts {
  std::uint32_t articles = 0;
  std::uint64_t text_bytes = 0;  // UTF-8 bytes of all body pieces
  std::uint64_t file_bytes = 0;
  std::uint64_t terms = 0;  // keys in the term dictionary
  std::uint32_t blocks = 0, catalogs = 0, pages = 0, page_bytes = 0;
  std::uint32_t block_max = 0;         // bytes of the largest block or catalog
  std::uint32_t dictionary_bytes = 0;  // of the zstd dictionary
  std::uint32_t packed_for = 0;        // the budget that the packer was given, in bytes; 0: none
  std::uint64_t usual_texts = 0;       // bytes that dictionary, words and blocks would take in the file without a
                                       //   budget, as the packer found on samples; 0 where there is none
  std::uint32_t words_bytes = 0;       // of the word list
  std::uint32_t position_unit =
      0;  // 1: lists say where words stand; 32: in which passages of so many words; 0: neither
  std::string_view name, analyzer, stemmer;
};

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
  error open(const config& how);
  void close();
  bool is_open() const { return open_; }

  archive_facts facts() const;
  std::uint32_t size() const { return open_ ? facts_.frames.articles : 0; }

  // Bytes of workspace in all, for an open archive: to read and find articles, and to run a query. Searching with more
  // than these is faster: it saves switching (from need_read() + need_search() - need_open() on), gives prefixes larger
  // windows, and keeps pages of storage that copies.
  std::uint64_t need_open() const { return fixed_; }
  std::uint64_t need_read() const;
  std::uint64_t need_search(const query_size& size) const;
  std::uint64_t need_search(std::uint32_t terms) const { return need_search(query_size::of_terms(terms)); }
  std::uint64_t need_snippet(const query_size& size) const;  // to read with a query, too

  // Bytes beyond these with which storage that copies is read a whole frame at a time: fewer reads, nothing else.
  std::uint64_t useful_input() const;

  // How much a query asks for; bad_query and too_many_terms where it cannot be run.
  static error measure(std::string_view query, query_size& out);

  // The best hits for a query (query.hpp), at most out.capacity().
  error search(std::string_view query, hit_list& out, const search_options& options = {});

  // Adds to frequencies[i] how many articles have term i of the query: its words, phrases' words and prefixes, in this
  // order; prefixes add nothing. For several.hpp. too_many_terms when there is no room for all.
  error count_terms(std::string_view query, span<std::uint32_t> frequencies);

  // Identifier and title of an article.
  error summarize(std::uint32_t article, summary& out);

  // The article with this identifier, byte for byte; the first with this title, after folding. not_found otherwise.
  error find_identifier(std::string_view identifier, std::uint32_t& out);
  error find_title(std::string_view title, std::uint32_t& out);

  // Calls f(std::uint32_t article) for the articles whose folded title starts with the folded `prefix`, in the order
  // of their folded titles, until f returns false. stale when f called the archive.
  template <class F>
  error complete(std::string_view prefix, F&& f);

  // Calls f(const piece&) for each piece of an article, metadata first, until f returns false (f may return void).
  // stale when f called the archive.
  template <class F>
  error read(std::uint32_t article, F&& f);

  // The same, but the words of a query are told apart: calls f(const piece&, bool match). A piece of text comes in
  // parts as if it did not fit in a block: each word of the query with match, as a snippet marks it, and what lies
  // between. Metadata and boilerplate come without. bad_query and too_many_terms where the query cannot be run.
  template <class F>
  error read(std::uint32_t article, std::string_view query, F&& f);

  // The same as read without a query, piece by piece when the caller asks.
  error open_article(std::uint32_t article, article_cursor& out);

  // The passage of an article that fits a query best, with the places of the query's words; out.text lies in `buffer`.
  error snippet(std::uint32_t article, std::string_view query, span<char> buffer, satchel::snippet& out);

  // For archive-wide checks (verify.hpp). each_list decodes every posting list and calls f(const error&) for each.
  template <class F>
  error each_list(F&& f);
  const detail::directory_facts& layout() const { return facts_; }
  error frames(detail::frame_reader*& out);

  // The zstd dictionary of the blocks, empty where there is none; valid until the next search.
  error dictionary(bytes& out);

 private:
  // Who uses the memory behind the part that stays.
  enum class owner : std::uint8_t { nobody, reading, searching };

  error fail_small(std::uint64_t need) const { return {errc::small_workspace, part::none, need, need - space_.size()}; }
  static error stale() { return {errc::stale, part::none, 0, 0}; }
  // Says that the memory is used for something new: nothing that earlier calls left in it may be used on.
  void begin_use() {
    facts_.pages.copies = {};
    frames_.begin_use();
  }
  void take_from_reading() {
    owner_ = owner::searching;
    frames_.detach();
  }
  detail::search_memory lay_out_search(workspace& space, const query_size& size) const {
    return detail::lay_out_search(space, size, facts_.pages.slot_bytes());
  }
  error take_over(const config& how);
  error prepare_reading(std::uint64_t extra);
  error prepare_search(std::string_view query, detail::search_memory& memory, query_size& size, bool& texts);
  error search_texts(const query_size& size, detail::search_memory& memory, const search_options& options,
                     hit_list& out);
  error search(const query_size& size, detail::search_memory& memory, detail::text_check* texts,
               const search_options& options, hit_list& out);
  bool looks_into_texts(const query_size& size) const { return size.phrases > 0 && facts_.model.position_unit() != 1; }
  error compare_identifier(std::uint32_t article, std::string_view wanted, int& out);
  error compare_title(std::uint32_t article, text::folded_comparison& comparison);
  using precedes = detail::callback<error(std::uint32_t, bool&)>;
  using takes_title = detail::callback<bool(std::uint32_t, const text::folded_comparison&)>;
  error prepare_matching(std::string_view query, detail::highlight_memory& memory, detail::term_cursor& terms);
  error want(const detail::leaf& clause, detail::highlight_memory& memory, detail::term_cursor& terms);
  error each_part(std::uint32_t article, std::string_view query, const detail::takes_part& take);
  using takes_piece = detail::callback<bool(const piece&)>;
  template <class F>
  error each_piece(std::uint32_t article, F&& f);
  error walk_pieces(std::uint32_t article, const takes_piece& take);
  error first_place(detail::order_cursor& order, const precedes& before, std::uint32_t& out);
  error from_title(std::string_view title, const takes_title& take);

  detail::directory_facts facts_;
  const format::Directory* directory_ = nullptr;
  detail::text_tables tables_;
  detail::frame_reader frames_;
  detail::read_memory reading_;
  workspace space_;
  std::uint64_t fixed_ = 0;  // bytes of workspace that stay: the directory, and which pages were checked
  owner owner_ = owner::nobody;
  bool open_ = false;
};

}  // namespace satchel

#include <satchel/detail/archive_open.ipp>
#include <satchel/detail/archive_read.ipp>
#include <satchel/detail/archive_search.ipp>
#include <satchel/detail/archive_snippet.ipp>
