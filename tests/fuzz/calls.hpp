// Calls of an archive's functions as the input says, and what must hold of any answer, be the archive as it may.
#pragma once

#include "input.hpp"
#include "query_text.hpp"
#include "require.hpp"
#include "seeds.hpp"

#include <satchel/satchel.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace fuzz {

// The archive's articles, and some that it has not.
inline std::uint32_t article_number(const satchel::archive& a, input& in) {
  return in.coin() ? in.below(a.size()) : static_cast<std::uint32_t>(in.number());
}

inline void check_hits(const satchel::archive& a, const satchel::hit_list& found) {
  require(found.size() <= found.capacity() && found.size() <= found.total, "no more hits than room and articles");
  require(found.total <= a.size(), "no more matches than articles");
  for (std::uint32_t i = 0; i < found.size(); ++i) {
    require(found[i].article < a.size(), "hits are articles");
    touch(std::uint64_t{found[i].article} << 32 | found[i].score);
    if (i == 0) continue;
    const satchel::hit &before = found[i - 1], &h = found[i];
    require(before.score > h.score || (before.score == h.score && before.article < h.article), "hits are in order");
  }
}

inline satchel::error call_search(satchel::archive& a, input& in) {
  satchel::search_options options;
  const std::uint8_t how = in.byte();
  options.count = (how & 1) != 0;
  std::uint32_t frequencies[8] = {};
  if ((how & 2) != 0) {
    for (std::uint32_t& f : frequencies) f = static_cast<std::uint32_t>(in.number());
    options.statistics = {frequencies, in.below(9), static_cast<std::uint32_t>(in.number())};
  }
  const std::string query = query_text(in.part());
  satchel::hit room[12];
  satchel::hit_list found(room, (how >> 2) % 13);
  const satchel::error e = a.search(query, found, options);
  if (e) return e;
  check_hits(a, found);
  if (options.count) touch(found.total);
  return e;
}

inline satchel::error call_count_terms(satchel::archive& a, input& in) {
  std::uint32_t frequencies[16] = {};
  const std::size_t room = in.below(17);
  const satchel::error e = a.count_terms(query_text(in.part()), {frequencies, room});
  if (!e)
    for (const std::uint32_t f : frequencies) touch(f);
  return e;
}

inline void check_piece(const satchel::piece& p) {
  touch(p.text);
  touch(static_cast<std::uint64_t>(p.kind) << 8 | p.level);
}

// Now and then an answer is taken while the archive is asked something else: it says that it is stale then.
inline void interrupt(satchel::archive& a, std::uint32_t left) {
  satchel::article_entry s;
  if (left == 77) (void)a.find_entry(0, s);
}

inline satchel::error call_read(satchel::archive& a, input& in) {
  const std::uint32_t article = article_number(a, in);
  std::uint32_t left = 1 + in.byte();
  return a.read(article, [&](const satchel::piece& p) {
    check_piece(p);
    interrupt(a, left);
    return --left > 0;
  });
}

inline satchel::error call_read_with_query(satchel::archive& a, input& in) {
  const std::uint32_t article = article_number(a, in);
  std::uint32_t left = 1 + in.byte();
  return a.read(article, query_text(in.part()), [&](const satchel::piece& p, bool) {
    check_piece(p);
    interrupt(a, left);
    return --left > 0;
  });
}

inline satchel::error call_cursor(satchel::archive& a, input& in) {
  satchel::article_cursor cursor;
  if (satchel::error e = a.open_article(article_number(a, in), cursor)) return e;
  satchel::piece p;
  bool more = true;
  for (std::uint32_t left = in.byte(); more && left > 0; --left) {
    if (satchel::error e = cursor.next(p, more)) return e;
    if (more) check_piece(p);
    interrupt(a, left);
  }
  return {};
}

inline satchel::error call_snippet(satchel::archive& a, input& in) {
  char buffer[160];
  const std::size_t room = in.below(sizeof buffer + 1);
  const std::uint32_t article = article_number(a, in);
  satchel::snippet s;
  const satchel::error e = a.snippet(article, query_text(in.part()), {buffer, room}, s);
  if (e) return e;
  require(s.text.size() <= room && s.marks <= satchel::snippet::marks_max, "a snippet fits");
  touch(s.text);
  std::uint32_t end = 0;
  for (std::uint32_t i = 0; i < s.marks; ++i) {
    require(end <= s.at[i].begin && s.at[i].begin < s.at[i].end && s.at[i].end <= s.text.size(), "marks are in order");
    end = s.at[i].end;
  }
  return e;
}

inline satchel::error call_find_entry(satchel::archive& a, input& in) {
  satchel::article_entry s;
  const satchel::error e = a.find_entry(article_number(a, in), s);
  if (e) return e;
  touch(s.identifier);
  touch(s.title);
  return e;
}

// A text to look for: that of an article with something behind it, or another.
inline satchel::error label(satchel::archive& a, input& in, bool title, std::string& out) {
  if (in.coin()) {
    satchel::article_entry s;
    if (satchel::error e = a.find_entry(in.below(a.size()), s)) return e;
    out = title ? s.title : s.identifier;
  }
  out += query_text(in.part());
  return {};
}

inline satchel::error call_find(satchel::archive& a, input& in, bool title) {
  std::string wanted;
  if (satchel::error e = label(a, in, title, wanted)) return e;
  std::uint32_t found = 0;
  const satchel::error e = title ? a.find_title(wanted, found) : a.find_identifier(wanted, found);
  if (e) return e;
  require(found < a.size(), "what is found is an article");
  touch(found);
  return e;
}

inline satchel::error call_complete(satchel::archive& a, input& in) {
  std::string prefix;
  if (satchel::error e = label(a, in, true, prefix)) return e;
  std::uint32_t left = 1 + in.byte();
  return a.complete(prefix, [&](std::uint32_t article) {
    require(article < a.size(), "completions are articles");
    touch(article);
    interrupt(a, left);
    return --left > 0;
  });
}

inline satchel::error call_verify(satchel::archive& a) {
  satchel::verify_result result;
  std::uint64_t reports = 0;
  const satchel::error e = satchel::verify(a, result, [&](const satchel::error& lost) {
    ++reports;
    require(static_cast<bool>(lost), "verify reports errors");
    touch(std::string_view(satchel::message(lost.code)));
    touch(std::string_view(satchel::name(lost.part)));
  });
  if (e) return e;
  require(reports == result.damaged, "verify counts what it reports");
  return reports > 0 ? satchel::damaged(satchel::part::none) : satchel::error{};
}

inline satchel::error call_facts(satchel::archive& a) {
  const satchel::archive_info f = a.info();
  touch(f.name);
  touch(f.analyzer);
  touch(f.stemmer);
  require(f.articles == a.size(), "facts tell the articles");
  satchel::bytes dictionary;
  const satchel::error e = a.dictionary(dictionary);
  if (!e) touch(dictionary.data, dictionary.size);
  return e;
}

inline satchel::error make_call(satchel::archive& a, input& in) {
  switch (in.byte() % 16) {
    case 0:
      return call_count_terms(a, in);
    case 1:
      return call_read(a, in);
    case 2:
      return call_read_with_query(a, in);
    case 3:
      return call_cursor(a, in);
    case 4:
    case 5:
      return call_snippet(a, in);
    case 6:
      return call_find_entry(a, in);
    case 7:
      return call_find(a, in, false);
    case 8:
      return call_find(a, in, true);
    case 9:
      return call_complete(a, in);
    case 10:
      return a.size() <= verified_most ? call_verify(a) : call_facts(a);
    case 11:
      return call_facts(a);
    default:
      return call_search(a, in);
  }
}

// One call.
inline satchel::error call(satchel::archive& a, input& in) {
  const satchel::error e = make_call(a, in);
  if (e) {
    touch(std::string_view(satchel::message(e.code)));
    touch(std::string_view(satchel::name(e.part)));
  }
  return e;
}

// Makes calls until the input ends. With `exact`, the workspace starts as small as the archive can be opened in and
// grows by what errors say: then the same call must have enough.
inline void call_all(satchel::archive& a, satchel::config how, bool exact, input& in) {
  const std::size_t most = how.workspace.size;
  if (exact) how.workspace.size = 0;
  satchel::error e = a.open(how);
  const auto grow = [&](const satchel::error& small) {
    require(small.where == how.workspace.size + small.missing && small.missing > 0,
            "what is missing is what is needed");
    if (small.where > most) return false;
    how.workspace.size += small.missing;
    return true;
  };
  while (e.code == satchel::errc::small_workspace && grow(e)) e = a.open(how);
  require(a.is_open() == !e, "an archive is open or there is an error");
  for (int calls = 0; calls < 24 && !in.empty(); ++calls) {
    input again = in;
    e = call(a, in);
    if (e.code != satchel::errc::small_workspace || !grow(e)) continue;
    if (a.open(how)) continue;
    e = call(a, again);
    require(e.code != satchel::errc::small_workspace, "with what was missing it is enough");
  }
}

}  // namespace fuzz
