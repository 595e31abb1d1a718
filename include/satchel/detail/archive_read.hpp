// Reading articles, looking up identifiers and titles.
#pragma once

#include <satchel/article.hpp>
#include <satchel/detail/archive_open.hpp>
#include <satchel/detail/archive_state.hpp>
#include <satchel/detail/base/callback.hpp>
#include <satchel/detail/base/inline.hpp>
#include <satchel/text/folded_comparison.hpp>
#include <satchel/text/slice.hpp>

#include <cstdint>
#include <new>
#include <string_view>

namespace satchel::detail {

using precedes = callback<error(std::uint32_t, bool&)>;
using takes_title = callback<bool(std::uint32_t, const text::folded_comparison&)>;
using takes_piece = callback<bool(const piece&)>;

// Makes the memory behind the fixed part that of reading, with `extra` bytes left behind it. What is not needed
// becomes room for input.
SATCHEL_NOINLINE error prepare_reading(archive_state& a, std::uint64_t extra) {
  if (!a.open) return {errc::not_open, part::none, 0, 0};
  const std::uint64_t need = need_read(a) + extra;
  if (need > a.space.size()) return a.fail_small(need);
  a.begin_use();
  a.space.rewind(a.fixed);
  a.reading =
      lay_out_reading(a.space, a.directory.frames, a.directory.pages.slot_bytes(), (a.space.size() - need) / 8 * 8);
  a.frames.use_input(a.reading.frames.input);
  if (a.owner == memory_owner::reading) return {};  // all but the input is where it was and stays in use
  a.tables.attach(a.directory.frames.store, a.directory.frames.dictionary, a.directory.frames.words,
                  a.reading.dictionary, a.reading.words);
  if (!a.frames.attach(a.directory.frames, a.directory.pages, a.tables, a.reading.frames))
    return {errc::misaligned, part::none, 0, 0};
  a.owner = memory_owner::reading;
  return {};
}

inline error frames_of(archive_state& a, frame_reader*& out) {
  out = &a.frames;
  return prepare_reading(a, 0);
}

inline error dictionary(archive_state& a, bytes& out) {
  if (error e = prepare_reading(a, 0)) return e;
  if (error e = a.frames.prepare()) return e;
  out = a.tables.dictionary();
  return {};
}

inline error find_entry(archive_state& a, std::uint32_t article, article_entry& out) {
  if (error e = prepare_reading(a, 0)) return e;
  return find_entry(a.frames, a.directory.frames, article, out);
}

inline error open_article(archive_state& a, std::uint32_t article, article_cursor& out) {
  article_entry start;
  if (error e = find_entry(a, article, start)) return e;
  out = cursor_access::open(a.frames, a.directory.frames, start);
  return {};
}

SATCHEL_NOINLINE error walk_pieces(archive_state& a, std::uint32_t article, const takes_piece& take) {
  article_entry start;
  if (error e = find_entry(a.frames, a.directory.frames, article, start)) return e;
  article_cursor cursor = cursor_access::open(a.frames, a.directory.frames, start);
  piece p;
  bool more = false;
  for (;;) {
    if (error e = cursor.next(p, more)) return e;
    if (!more || !take(p)) return {};
  }
}

// The same when reading is prepared: what was laid out behind it stays.
template <class F>
error each_piece(archive_state& a, std::uint32_t article, F&& f) {
  auto take = [&f](const piece& p) { return wants_more(f, p); };
  return walk_pieces(a, article, takes_piece(take));
}

template <class F>
error read(archive_state& a, std::uint32_t article, F&& f) {
  if (error e = prepare_reading(a, 0)) return e;
  return each_piece(a, article, f);
}

// How an article's whole identifier compares with one: -1, 0 or 1.
inline error compare_identifier(archive_state& a, std::uint32_t article, std::string_view wanted, int& out) {
  std::string_view rest = wanted;
  out = 0;
  const error e = each_piece(a, article, [&](const piece& p) {
    if (p.kind != kind::identifier) return false;
    out = p.text.compare(text::slice(rest, 0, p.text.size()));
    rest.remove_prefix(p.text.size() < rest.size() ? p.text.size() : rest.size());
    return out == 0;
  });
  if (out == 0 && !rest.empty()) out = -1;
  return e;
}

// The same for its whole title, after folding.
inline error compare_title(archive_state& a, std::uint32_t article, text::folded_comparison& comparison) {
  return each_piece(a, article, [&](const piece& p) {
    if (p.kind == kind::title) comparison.feed(p.text);
    return p.kind <= kind::title;
  });
}

// The first place of an order whose article is not `before` what is looked for.
inline error first_place(order_cursor& order, const precedes& before, std::uint32_t& out) {
  std::uint32_t low = 0, high = order.count();
  while (low < high) {
    const std::uint32_t middle = low + (high - low) / 2;
    std::uint32_t article = 0;
    bool less = false;
    if (error e = order.at(middle, article)) return e;
    if (error e = before(article, less)) return e;
    if (less)
      low = middle + 1;
    else
      high = middle;
  }
  out = low;
  return {};
}

inline error find_identifier(archive_state& a, std::string_view identifier, std::uint32_t& out) {
  if (error e = prepare_reading(a, 0)) return e;
  order_cursor order;
  order.attach(a.directory.pages, a.directory.identifiers, a.directory.frames.articles, a.reading.frames.input.data);
  std::uint32_t place = 0;
  int comparison = 0;
  auto before = [&](std::uint32_t article, bool& less) -> error {
    const error e = compare_identifier(a, article, identifier, comparison);
    less = comparison < 0;
    return e;
  };
  if (error e = first_place(order, precedes(before), place)) return e;
  const error missing{errc::not_found, part::none, 0, 0};
  if (place == order.count()) return missing;
  std::uint32_t article = 0;
  if (error e = order.at(place, article)) return e;
  if (error e = compare_identifier(a, article, identifier, comparison)) return e;
  if (comparison != 0) return missing;
  out = article;
  return {};
}

// Gives the articles in the order of their titles, each with how its title compares with `title`, from the first that
// does not come before it, until they are no longer taken.
inline error from_title(archive_state& a, std::string_view title, const takes_title& take) {
  if (error e = prepare_reading(a, 0)) return e;
  order_cursor order;
  order.attach(a.directory.pages, a.directory.titles, a.directory.frames.articles, a.reading.frames.input.data);
  std::uint32_t place = 0;
  auto before = [&](std::uint32_t article, bool& less) -> error {
    text::folded_comparison comparison(title);
    const error e = compare_title(a, article, comparison);
    less = comparison.less();
    return e;
  };
  if (error e = first_place(order, precedes(before), place)) return e;
  for (; place < order.count(); ++place) {
    std::uint32_t article = 0;
    if (error e = order.at(place, article)) return e;
    text::folded_comparison comparison(title);
    if (error e = compare_title(a, article, comparison)) return e;
    const std::uint32_t use = a.frames.uses();
    if (!take(article, comparison)) return {};
    if (use != a.frames.uses()) return stale();
  }
  return {};
}

inline error find_title(archive_state& a, std::string_view title, std::uint32_t& out) {
  bool found = false;
  auto take = [&](std::uint32_t article, const text::folded_comparison& comparison) {
    found = comparison.equal();
    if (found) out = article;
    return false;
  };
  if (error e = from_title(a, title, takes_title(take))) return e;
  return found ? error{} : error{errc::not_found, part::none, 0, 0};
}

template <class F>
error complete(archive_state& a, std::string_view prefix, F&& f) {
  auto take = [&](std::uint32_t article, const text::folded_comparison& comparison) -> bool {
    return comparison.starts() && f(article);
  };
  return from_title(a, prefix, takes_title(take));
}

// A cursor over posting lists in the memory of a frame, when reading is prepared: the frame is not held any more.
inline posting_cursor& postings_in_frame(archive_state& a) {
  a.frames.forget();
  posting_cursor& postings = *::new (a.reading.lists.postings) posting_cursor;
  postings.attach(a.directory.pages, a.directory.model, a.directory.frames.articles, a.reading.lists.head,
                  a.reading.lists.body);
  return postings;
}

template <class F>
error each_list(archive_state& a, F&& f) {
  if (error e = prepare_reading(a, 0)) return e;
  posting_cursor& postings = postings_in_frame(a);
  term_cursor terms;
  terms.attach(a.directory.pages, a.directory.terms, a.reading.frames.input.data);
  position_cursor positions;
  positions.attach(a.directory.pages, a.directory.model, a.reading.lists.positions);
  const auto decode = [&]() -> error {
    if (error e = postings.open(terms.list())) return e;
    positions.start_list(terms.tag() != format::key_tag::word);
    while (!postings.ended()) {
      if (error e = postings.decode_articles()) return e;
      if (error e = postings.check_impacts()) return e;
      for (bool more = a.directory.model.position_unit() > 0; more; more = postings.advance()) {
        error e = positions.open(postings);
        while (!e && !positions.at_end()) e = positions.next();
        if (e) return e;
      }
      if (error e = postings.leave_block()) return e;
    }
    if (terms.list().df == 0) return {};
    const format::address behind =
        a.directory.model.position_unit() > 0 ? positions.behind() : postings.block().positions;
    return behind == terms.behind_list() ? error{} : damaged(part::postings, terms.list().at);
  };
  const std::uint32_t use = a.frames.uses();
  error e = terms.seek({});
  for (; !e && terms.valid(); e = terms.next()) {
    f(decode());
    if (use != a.frames.uses()) return stale();
  }
  return e;
}

}  // namespace satchel::detail
