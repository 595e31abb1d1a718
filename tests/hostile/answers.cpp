#include "answers.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstring>

namespace hostile {
namespace {

constexpr std::byte guard_byte{0xB7};

void note(std::string& out, std::string_view text) { (out += text) += '\n'; }
void note(std::string& out, std::uint64_t number) { note(out, std::to_string(number)); }

answer info_of(const satchel::archive& open) {
  const satchel::archive_info f = open.info();
  answer out;
  for (const std::uint64_t n : {std::uint64_t{f.articles}, f.text_bytes, f.file_bytes, f.terms, std::uint64_t{f.blocks},
                                std::uint64_t{f.catalogs}, std::uint64_t{f.pages}, std::uint64_t{f.page_bytes},
                                std::uint64_t{f.block_max}, std::uint64_t{f.dictionary_bytes}})
    note(out.text, n);
  for (const std::string_view s : {f.name, f.analyzer, f.stemmer}) note(out.text, s);
  return out;
}

answer search(satchel::archive& open, const question& q) {
  answer out;
  satchel::hits<3> top;
  satchel::search_options options;
  options.count = q.count;
  out.failure = open.search(q.text, top, options);
  if (out.failure) return out;
  note(out.text, top.total);
  for (const satchel::hit& h : top) note(out.text, std::to_string(h.article) + " " + std::to_string(h.score));
  return out;
}

answer summary_of(satchel::archive& open, std::uint32_t article) {
  answer out;
  satchel::article_entry s;
  out.failure = open.find_entry(article, s);
  if (out.failure) return out;
  note(out.text, s.identifier);
  note(out.text, s.title);
  note(out.text, (s.identifier_cut ? 2u : 0u) + (s.title_cut ? 1u : 0u));
  return out;
}

answer article_of(satchel::archive& open, std::uint32_t article) {
  answer out;
  out.failure = open.read(article, [&](const satchel::piece& p) {
    note(out.text, std::to_string(static_cast<int>(p.kind)) + " " + std::to_string(p.level) +
                       (p.first ? " first" : "") + (p.last ? " last" : ""));
    note(out.text, p.text);
  });
  return out;
}

// The article with the words of a query told apart.
answer words_of(satchel::archive& open, const question& q) {
  answer out;
  out.failure = open.read(q.article, q.text, [&](const satchel::piece& p, bool match) {
    note(out.text, std::to_string(static_cast<int>(p.kind)) + (p.last ? " last" : "") + (match ? " match" : ""));
    note(out.text, p.text);
  });
  return out;
}

answer completions_of(satchel::archive& open, const std::string& prefix) {
  answer out;
  out.failure = open.complete(prefix, [&](std::uint32_t article) {
    note(out.text, article);
    return true;
  });
  return out;
}

answer snippet_of(satchel::archive& open, const question& q) {
  answer out;
  char buffer[96];
  satchel::snippet s;
  out.failure = open.snippet(q.article, q.text, buffer, s);
  if (out.failure) return out;
  note(out.text, s.text);
  note(out.text, (s.starts_cut ? 2u : 0u) + (s.ends_cut ? 1u : 0u));
  for (std::uint32_t i = 0; i < s.marks; ++i)
    note(out.text, std::to_string(s.at[i].begin) + "-" + std::to_string(s.at[i].end));
  return out;
}

}  // namespace

std::vector<question> questions_for(const file_bytes& bytes, const std::vector<std::string>& queries) {
  using about = question::about;
  std::vector<question> out{{about::info, {}, 0, false}};
  for (const std::string& q : queries) {
    out.push_back({about::search, q, 0, out.size() % 2 == 0});
  }
  guarded_memory memory(ample);
  satchel::archive open;
  REQUIRE(!open.open({direct(bytes), memory.bytes(), satchel::checking::on_read}));
  const std::uint32_t step = open.size() / 4 + 1;
  for (std::uint32_t i = 0; i < open.size(); i += step) {
    satchel::article_entry s;
    REQUIRE(!open.find_entry(i, s));
    const std::string identifier(s.identifier), title(s.title);
    out.push_back({about::entry, {}, i, false});
    out.push_back({about::article, {}, i, false});
    out.push_back({about::identifier, identifier, 0, false});
    out.push_back({about::title, title, 0, false});
    out.push_back({about::snippet, queries[i % queries.size()], i, false});
    out.push_back({about::words, queries[i % queries.size()], i, false});
  }
  out.push_back({about::identifier, "no such thing", 0, false});
  out.push_back({about::title, "no such thing", 0, false});
  for (const char* prefix : {"", "the "}) out.push_back({about::completion, prefix, 0, false});
  return out;
}

answer ask(satchel::archive& open, const question& q) {
  answer out;
  std::uint32_t found = 0;
  switch (q.what) {
    case question::about::info:
      return info_of(open);
    case question::about::search:
      return search(open, q);
    case question::about::entry:
      return summary_of(open, q.article);
    case question::about::article:
      return article_of(open, q.article);
    case question::about::completion:
      return completions_of(open, q.text);
    case question::about::snippet:
      return snippet_of(open, q);
    case question::about::words:
      return words_of(open, q);
    case question::about::identifier:
      out.failure = open.find_identifier(q.text, found);
      break;
    case question::about::title:
      out.failure = open.find_title(q.text, found);
      break;
  }
  if (out.failure.code == satchel::errc::not_found)
    out = {"not found\n", {}};  // an answer like any other
  else if (!out.failure)
    note(out.text, found);
  return out;
}

std::vector<answer> ask_all(satchel::archive& open, const std::vector<question>& all) {
  std::vector<answer> out;
  out.reserve(all.size());
  for (const question& q : all) out.push_back(ask(open, q));
  return out;
}

std::string describe(const question& q) {
  constexpr const char* names[] = {"info",  "search",     "entry",   "article", "identifier",
                                   "title", "completion", "snippet", "words"};
  return std::string(names[static_cast<int>(q.what)]) + " '" + q.text + "' " + std::to_string(q.article);
}

satchel::storage copying(const file_bytes& from) {
  const auto read = [](void* context, std::uint64_t offset, std::size_t size, std::byte* scratch) {
    const auto& bytes = *static_cast<const file_bytes*>(context);
    if (offset > bytes.size() || size > bytes.size() - offset) return false;  // storage::get must not ask for it
    if (size > 0) std::memcpy(scratch, bytes.data() + offset, size);
    return true;
  };
  return {read, const_cast<file_bytes*>(&from), from.size(), nullptr};
}

satchel::storage direct(const file_bytes& from) { return satchel::in_memory({from.data(), from.size()}); }

guarded_memory::guarded_memory(std::uint64_t size)
    : memory_(static_cast<std::size_t>(size) + 2 * guard, std::byte{0xA5}) {
  std::fill_n(memory_.begin(), guard, guard_byte);
  std::fill_n(memory_.rbegin(), guard, guard_byte);
}

bool guarded_memory::untouched() const {
  const auto good = [](std::byte b) { return b == guard_byte; };
  return std::all_of(memory_.begin(), memory_.begin() + guard, good) &&
         std::all_of(memory_.rbegin(), memory_.rbegin() + guard, good);
}

std::vector<std::string> small_queries() {
  return {"presses iron",
          "\"movable type\"",
          "\"movable type\" -galls",
          "pr*",
          "title:press",
          "author:\"ada moreau\"",
          "date:1990..2003",
          "(screw OR galls) AND NOT tag:craft",
          "活字",
          "rollerz"};
}

std::vector<std::string> wordy_queries() {
  return {"almanac",   "\"after the flood\"", "res*",           "title:atlas",
          "tag:sewed", "date:1815..1820",     "psalter -twice", "binder AND (maps OR ledger)"};
}

std::vector<std::string> many_queries() {
  return {"common", "\"common word\"", "c*", "title:card -again", "date:1950..1970", "3 AND common"};
}

}  // namespace hostile
