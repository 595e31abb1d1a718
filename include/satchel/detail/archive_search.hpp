// Running queries.
#pragma once

#include <satchel/detail/archive_open.hpp>
#include <satchel/detail/archive_read.hpp>
#include <satchel/detail/archive_state.hpp>
#include <satchel/detail/base/inline.hpp>
#include <satchel/detail/query/query_parser.hpp>
#include <satchel/hits.hpp>
#include <satchel/query.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace satchel::detail {

SATCHEL_NOINLINE error measure(std::string_view query, query_size& out) {
  query_plan plan;
  const error e = parse(query, plan);
  out = plan.size;
  return e;
}

inline error look_up(archive_state& a, std::string_view query, found_query& out, const look_up_memory& with) {
  if (error e = parse(query, out.plan)) return e;
  with.dictionary->attach(a.directory.pages, a.directory.terms, with.page);
  return look_up(out, *with.dictionary);
}

// Lays out the memory of searching with so much for the query itself before it: behind the memory of reading where both
// fit or are needed, in its place otherwise.
inline error prepare_searching(archive_state& a, const query_size& size, std::uint64_t query_bytes) {
  workspace count;
  lay_out_search(count, size, a.directory.pages.slot_bytes());
  const std::uint64_t searching = query_bytes + count.used();
  if (a.looks_into_texts(size)) return prepare_reading(a, searching);
  const std::uint64_t beside = need_read(a);
  const bool overlay = beside + searching > a.space.size();
  if (a.fixed + searching > a.space.size()) return a.fail_small(a.fixed + searching);
  a.begin_use();
  if (overlay) a.take_from_reading();
  a.space.rewind(a.fixed);
  if (!overlay) a.space.skip(beside - a.fixed);
  return {};
}

// Parses a query and looks up its terms, in the workspace; and lays out what running it takes.
SATCHEL_NOINLINE error prepare_search(archive_state& a, std::string_view query, found_query& out,
                                      search_memory& memory) {
  if (error e = a.check_searchable()) return e;
  query_size size;
  if (error e = measure(query, size)) return e;
  if (error e = prepare_searching(a, size, query_bytes(size, a.use_of_search(size)))) return e;
  lay_out_query(a.space, size, a.use_of_search(size), out);
  memory = lay_out_search(a.space, size, a.directory.pages.slot_bytes());
  return look_up(a, query, out, memory.look_up);
}

// The same for a query that was prepared in memory of its own.
inline error prepare_search(archive_state& a, const found_query& query, search_memory& memory) {
  if (error e = prepare_searching(a, query.plan.size, 0)) return e;
  memory = lay_out_search(a.space, query.plan.size, a.directory.pages.slot_bytes());
  memory.look_up.dictionary->attach(a.directory.pages, a.directory.terms, memory.look_up.page);
  return {};
}

inline error count_terms(archive_state& a, const found_query& query, search_memory& memory,
                         span<std::uint32_t> frequencies) {
  const query_plan& plan = query.plan;
  if (plan.size.terms > frequencies.size) return {errc::too_many_terms, part::none, frequencies.size, 0};
  for (std::uint32_t i = 0; i < plan.size.clauses; ++i) {
    const clause& c = plan.clauses[i];
    if (c.kind == clause_kind::prefix) continue;
    for (std::uint32_t t = c.first_term; t < c.first_term + c.terms; ++t) {
      if (!query.terms[t].found || query.terms[t].nearest) continue;
      posting_cursor& postings = memory.terms[t].postings;
      postings.attach(a.directory.pages, a.directory.model, a.directory.frames.articles, memory.pages,
                      memory.pages + a.directory.pages.slot_bytes());
      if (error e = postings.open(query.terms[t].list)) return e;
      const std::uint32_t df = postings.document_frequency();
      frequencies[t] += df < 0xffffffff - frequencies[t] ? df : 0;
    }
  }
  return {};
}

// What is left of the workspace makes the windows of prefixes larger, or keeps pages: cursors over long lists come back
// to them. Gives the articles of a window.
inline std::uint32_t use_what_is_left(archive_state& a, const query_size& size, search_memory& memory) {
  const std::uint32_t slot = a.directory.pages.slot_bytes();
  if (size.prefixes > 0) {
    const std::uint32_t most =
        a.directory.frames.articles / format::range_size * format::range_size + format::range_size;
    a.space.rewind(memory.before_windows);
    const std::uint64_t each = a.space.room() / size.prefixes / format::range_size * format::range_size;
    const std::uint32_t window = each < most ? static_cast<std::uint32_t>(each) : most;
    memory.windows = a.space.take<std::uint8_t>(std::size_t{size.prefixes} * window);
    return window;
  }
  if (slot > 0) {
    const std::uint32_t each = slot + page_copies::number_bytes;
    page_copies& copies = a.directory.pages.copies;
    copies.count = static_cast<std::uint32_t>(a.space.room() / each);
    copies.slots = a.space.take_bytes(std::uint64_t{copies.count} * each);
    for (std::uint32_t i = 0; i < copies.count; ++i) format::store32(copies.slots + std::size_t{i} * each, copies.none);
  }
  return 0;
}

inline error run_search(archive_state& a, const found_query& query, search_memory& memory, phrase_verifier* texts,
                        const search_options& options, hit_list& out) {
  const query_plan& plan = query.plan;
  const std::uint32_t articles = a.directory.frames.articles;
  const std::uint32_t window_size = use_what_is_left(a, plan.size, memory);
  std::uint8_t* window = memory.windows;
  std::byte* page = memory.pages;
  const auto next_page = [&] {
    std::byte* p = page;
    page += a.directory.pages.slot_bytes();
    return p;
  };
  for (std::uint32_t i = 0; i < plan.size.clauses; ++i) {
    const clause& c = plan.clauses[i];
    clause_scorer& run = memory.state.clauses[i];
    for (std::uint32_t t = c.first_term; t < c.first_term + c.terms; ++t) {
      term_scorer& term = memory.terms[t];
      std::byte* head = next_page();
      term.postings.attach(a.directory.pages, a.directory.model, articles, head, next_page());
      term.positions.attach(a.directory.pages, a.directory.model, next_page());
      term.positions.start_list(plan.tag(t) != format::key_tag::word);
      term.offset = plan.terms[t].offset;
      term.found = false;
      if (c.kind == clause_kind::prefix) continue;
      const found_term& known = query.terms[t];
      const bool elsewhere = t < options.statistics.terms && options.statistics.frequencies[t] > 0;
      term.found = known.found && !(known.nearest && elsewhere);
      if (!term.found) continue;
      if (error e = term.postings.open(known.list)) return e;
    }
    run.attach(c, memory.terms + c.first_term, articles, options.statistics);
    if (texts != nullptr) run.attach_texts(*texts, a.directory.model.position_unit());
    if (c.kind == clause_kind::prefix) {
      run.attach_prefix(plan.key(c.first_term), *memory.look_up.dictionary, window, window_size);
      window += window_size;
    }
    if (c.kind == clause_kind::date) run.attach_dates(a.directory.dates, next_page());
  }
  if (error e = run_query(plan, memory.state, memory.terms, articles, options, out)) return e;
  out.finish();
  return {};
}

// Where phrases are looked for in texts; that takes stack.
SATCHEL_NOINLINE error search_texts(archive_state& a, const found_query& query, search_memory& memory,
                                    const search_options& options, hit_list& out) {
  if (query.plan.longest_phrase > checked_terms_max) return {errc::too_many_terms, part::none, checked_terms_max, 0};
  query.of_tokens->attach(a.directory.pages, a.directory.terms, a.reading.frames.input.data);
  phrase_verifier check(a.frames, a.directory.frames, a.directory.model, *query.of_tokens, query.plan);
  return run_search(a, query, memory, &check, options, out);
}

inline error search(archive_state& a, const found_query& query, search_memory& memory, const search_options& options,
                    hit_list& out) {
  return a.looks_into_texts(query.plan.size) ? search_texts(a, query, memory, options, out)
                                             : run_search(a, query, memory, nullptr, options, out);
}

}  // namespace satchel::detail
