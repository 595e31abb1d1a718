// How the workspace is divided: one function per use, which lays out and, without memory, computes the need.
#pragma once

#include <satchel/detail/base/inline.hpp>
#include <satchel/detail/query/clause_scorer.hpp>
#include <satchel/detail/query/found_query.hpp>
#include <satchel/detail/query/query_executor.hpp>
#include <satchel/detail/text/frame_reader.hpp>
#include <satchel/format/zstd_decoder.hpp>
#include <satchel/query.hpp>
#include <satchel/workspace.hpp>

#include <cstddef>
#include <cstdint>

namespace satchel::detail {

// Page slots and a posting_cursor, to walk over lists.
struct list_memory {
  std::byte* head = nullptr;
  std::byte* body = nullptr;
  std::byte* positions = nullptr;
  std::byte* postings = nullptr;
};

// Memory to decode frames, and to look up identifiers, titles and terms.
struct read_memory {
  std::byte* dictionary = nullptr;
  std::byte* words = nullptr;
  frame_memory frames;
  list_memory lists;  // in the place of the decoded frame
};

inline list_memory lay_out_lists(workspace& space, std::uint32_t slot) {
  list_memory m;
  m.head = space.take_bytes(slot);
  m.body = space.take_bytes(slot);
  m.positions = space.take_bytes(slot);
  m.postings = space.take_bytes(sizeof(posting_cursor));
  return m;
}

// `spare`: bytes that are left for input, so that whole frames can be read at once.
inline read_memory lay_out_reading(workspace& space, const frame_layout& frames, std::uint32_t slot,
                                   std::uint64_t spare) {
  read_memory m;
  const std::uint64_t context = format::frame_decoder::context_bytes();
  const std::uint64_t prepared = format::frame_decoder::dictionary_bytes(frames.dictionary.size, frames.raw_dictionary);
  m.frames.context = {space.take_bytes(context), static_cast<std::size_t>(context)};
  m.frames.prepared_dictionary = {space.take_bytes(prepared), static_cast<std::size_t>(prepared)};
  m.dictionary = space.take_bytes(frames.dictionary.size);
  m.words = space.take_bytes(frames.words.size);
  workspace count;
  lay_out_lists(count, slot);
  const std::uint64_t shared = count.used() > frames.block_max ? count.used() : frames.block_max;
  m.frames.block = space.take_bytes(shared);
  workspace lists(m.frames.block == nullptr ? mutable_bytes{} : mutable_bytes{m.frames.block, std::size_t(shared)});
  m.lists = lay_out_lists(lists, slot);
  // Pages and decoded text are not needed while a frame is read, and so use the same bytes: the last ones, whose size
  // may change.
  std::uint64_t input = slot + std::uint64_t{frames.part_max()};
  if (!frames.store.direct()) {
    const std::uint64_t whole = frames.frame_max;
    if (input < frames.input_max) input = frames.input_max;
    if (input < whole) input = whole - input < spare ? whole : input + spare;
  }
  m.frames.input = {space.take_bytes(input), static_cast<std::size_t>(input)};
  return m;
}

// What a query is for decides what its memory holds beside the plan.
enum class query_use : std::uint8_t { searching, searching_texts, all };

SATCHEL_NOINLINE void lay_out_query(workspace& space, const query_size& size, query_use use, found_query& q) {
  q = {};
  q.plan.steps = space.take<step>(size.operations);
  q.plan.clauses = space.take<clause>(size.clauses);
  q.plan.terms = space.take<term_key>(size.terms);
  q.plan.text = reinterpret_cast<char*>(space.take_bytes(size.text));
  q.plan.room = size;
  q.terms = space.take<found_term>(size.terms);
  if (use == query_use::searching) return;
  q.of_tokens = space.take<term_cursor>();
  if (use == query_use::searching_texts) return;
  q.wanted = space.take<wanted_term>(size.terms);
  q.recent = space.take<clause_match>(size.terms > 0 ? size.terms : 1);
}

// Bytes of what it lays out. Apart, as the layout is: their stack must not stay while a query is parsed.
SATCHEL_NOINLINE std::uint64_t query_bytes(const query_size& size, query_use use) {
  workspace count;
  found_query none;
  lay_out_query(count, size, use, none);
  return count.used();
}

// Memory to look up the terms of a query.
struct look_up_memory {
  term_cursor* dictionary = nullptr;
  std::byte* page = nullptr;
};

inline look_up_memory lay_out_look_up(workspace& space, std::uint32_t slot) {
  look_up_memory m;
  m.dictionary = space.take<term_cursor>();
  m.page = space.take_bytes(slot);
  return m;
}

// Memory to run a query: its cursors. What windows take lies behind the rest: it grows with what is left.
struct search_memory {
  search_state state;
  term_scorer* terms = nullptr;
  look_up_memory look_up;
  std::byte* pages = nullptr;        // three slots per term, then one per date
  std::uint64_t before_windows = 0;  // workspace::used() before these
  std::uint8_t* windows = nullptr;   // range_size per prefix
};

inline search_memory lay_out_search(workspace& space, const query_size& size, std::uint32_t slot) {
  search_memory m;
  m.state.clauses = space.take<clause_scorer>(size.clauses);
  m.state.order = space.take<std::uint32_t>(size.clauses);
  m.state.term_order = space.take<std::uint32_t>(size.terms);
  m.state.upper_bounds = space.take<upper_bound>(size.depth);
  m.state.matches = space.take<document_set>(size.depth);
  m.state.scores = space.take<std::uint32_t>(format::range_size);
  m.terms = space.take<term_scorer>(size.terms);
  m.look_up = lay_out_look_up(space, slot);
  m.pages = space.take_bytes(std::uint64_t{slot} * (3 * std::uint64_t{size.terms} + size.dates));
  m.before_windows = space.used();
  m.windows = space.take<std::uint8_t>(std::size_t{size.prefixes} * format::range_size);
  return m;
}

}  // namespace satchel::detail
