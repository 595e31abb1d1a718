#include "generator.hpp"

#include "evaluator.hpp"
#include "terms.hpp"

#include <satchel/text/utf8.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <utility>

namespace oracle {
namespace {

query_node leaf_of(node_kind kind, std::string text, field where = field::any) {
  query_node out;
  out.kind = kind;
  out.text = std::move(text);
  out.where = where;
  return out;
}

query_node parent_of(node_kind kind, std::vector<query_node> parts) {
  query_node out;
  out.kind = kind;
  out.parts = std::move(parts);
  return out;
}

struct byte_range {
  std::size_t begin = 0, end = 0;
};

std::vector<byte_range> tokens_of(const std::string& text) {
  std::vector<byte_range> out;
  for (const term& t : terms_in(text)) out.push_back({t.begin, t.end});
  return out;
}

bool has_quotation_mark(std::string_view text) {
  for (const std::string_view mark : {"\"", "\u201C", "\u201D", "\u201E", "\u00AB", "\u00BB"})
    if (text.find(mark) != text.npos) return true;
  return false;
}

// What the query language reads as an operator is written small.
std::string no_operator(std::string text) {
  if (text == "AND" || text == "OR" || text == "NOT")
    for (char& c : text) c = static_cast<char>(c - 'A' + 'a');
  return text;
}

// A name of a period, and its first and last day.
struct period {
  std::string name;
  std::int32_t first = 0, last = 0;
};

period period_around(std::int32_t day, std::size_t precision) {
  using namespace std::chrono;
  const year_month_day date{sys_days{days{day}}};
  const int y = static_cast<int>(date.year());
  const auto m = static_cast<unsigned>(date.month()), d = static_cast<unsigned>(date.day());
  char name[32];
  if (precision == 0) {
    std::snprintf(name, sizeof name, "%04d", y);
    return {name, day_number(y, 1, 1), day_number(y, 12, 31)};
  }
  if (precision == 1) {
    std::snprintf(name, sizeof name, "%04d-%02u", y, m);
    const year_month_day_last last{date.year(), month_day_last{date.month()}};
    return {name, day_number(y, m, 1), day_number(y, m, static_cast<unsigned>(last.day()))};
  }
  std::snprintf(name, sizeof name, "%04d-%02u-%02u", y, m, d);
  return {name, day, day};
}

}  // namespace

generator::generator(const articles& all, const index& terms, random_source& random, limits how)
    : index_(terms), random_(random), limits_(how) {
  for (const article& a : all) {
    if (a.day) days_.push_back(*a.day);
    for (const piece& p : a.pieces) {
      if (tokens_of(p.text).empty()) continue;
      pieces_[static_cast<std::size_t>(field::any)].push_back(&p);
      if (field_of(p.kind) != field::any) pieces_[static_cast<std::size_t>(field_of(p.kind))].push_back(&p);
    }
  }
}

query_node generator::make(query_kind kind) {
  const auto words = [&](std::size_t n) {
    std::vector<query_node> out;
    while (out.size() < n) out.push_back(word());
    return parent_of(node_kind::group, std::move(out));
  };
  switch (kind) {
    case query_kind::single_word:
      return words(1);
    case query_kind::two_words:
      return words(2);
    case query_kind::four_words:
      return words(4);
    case query_kind::all_of:
      return parent_of(node_kind::group, {operation(node_kind::both, 0)});
    case query_kind::any_of:
      return parent_of(node_kind::group, {operation(node_kind::either, 0)});
    case query_kind::without: {
      query_node out = words(random_.below(3));
      for (std::size_t n = random_.between(1, 2); n > 0; --n)
        out.parts.push_back(parent_of(node_kind::negate, {random_.chance(70) ? word() : clause()}));
      std::swap(out.parts[random_.below(out.parts.size())], out.parts.back());
      return out;
    }
    case query_kind::phrase:
      return parent_of(node_kind::group, {phrase(field::any)});
    case query_kind::prefix: {
      query_node out = words(random_.chance(30) ? 1 : 0);
      out.parts.push_back(prefix(field::any));
      return out;
    }
    case query_kind::field: {
      query_node out = words(random_.chance(50) ? 1 : 0);
      out.parts.push_back(field_condition());
      if (random_.chance(20)) out.parts.push_back(field_condition());
      return out;
    }
    case query_kind::date: {
      query_node out = words(random_.below(3));
      out.parts.push_back(date());
      return out;
    }
    case query_kind::missing_word: {
      query_node out = words(random_.below(2));
      out.parts.push_back(missing_word());
      return out;
    }
    case query_kind::mixed:
      return group(3);
    case query_kind::malformed:
      return group(2);
  }
  return {};
}

query_node generator::group(std::size_t depth) {
  query_node out = parent_of(node_kind::group, {});
  for (std::size_t n = random_.between(1, 4); n > 0; --n) out.parts.push_back(part(depth));
  return out;
}

query_node generator::part(std::size_t depth) {
  const std::size_t choice = random_.below(100);
  if (depth == 0 || choice < 40) return clause();
  if (choice < 55) return operation(node_kind::both, depth - 1);
  if (choice < 70) return operation(node_kind::either, depth - 1);
  if (choice < 85) return group(depth - 1);
  query_node inner = part(depth - 1);
  // "NOT NOT" side by side is not for this generator; a group stands between.
  if (inner.kind == node_kind::negate) inner = parent_of(node_kind::group, {std::move(inner)});
  return parent_of(node_kind::negate, {std::move(inner)});
}

query_node generator::operation(node_kind kind, std::size_t depth) {
  std::vector<query_node> parts;
  for (std::size_t n = random_.between(2, 3); n > 0; --n)
    parts.push_back(depth > 0 ? part(depth) : random_.chance(80) ? word() : clause());
  return parent_of(kind, std::move(parts));
}

query_node generator::clause() {
  const std::size_t choice = random_.below(100);
  if (choice < 60) return word();
  if (choice < 72) return phrase(field::any);
  if (choice < 80) return prefix(field::any);
  return choice < 92 ? field_condition() : date();
}

query_node generator::word() {
  if (limits_.missing && random_.chance(10)) return missing_word();
  return leaf_of(node_kind::word, word_text());
}

query_node generator::missing_word() { return leaf_of(node_kind::word, limits_.missing ? absent_word() : word_text()); }

query_node generator::field_condition() {
  constexpr std::array<field, 4> names = {field::title, field::author, field::tag, field::source};
  const field where = random_.one_of(names);
  const std::size_t choice = random_.below(100);
  if (choice < 55) return leaf_of(node_kind::word, text_word(where), where);
  if (choice < 65) return leaf_of(node_kind::word, word_text(), where);
  if (choice < 70) return leaf_of(node_kind::word, absent_word(), where);
  return choice < 90 ? phrase(where) : prefix(where);
}

query_node generator::phrase(field where) {
  if (random_.chance(70)) return leaf_of(node_kind::phrase, text_phrase(where), where);
  std::string text = word_text();
  for (std::size_t n = random_.between(1, 3); n > 0; --n) text += " " + text_word(where);
  if (terms_of(text).back().starts) return phrase(where);
  return leaf_of(node_kind::phrase, std::move(text), where);
}

query_node generator::prefix(field where) {
  for (;;) {
    const std::string word = random_.chance(70) ? text_word(where) : word_text();
    const std::size_t least = limits_.shortest_prefix;
    const std::string start(satchel::text::cut(word, random_.between(least, least + 4)));
    std::vector<query_term> terms = terms_of(start);
    std::erase_if(terms, [](const query_term& t) { return t.covered; });
    if (terms.size() == 1 && terms[0].form.size() >= least) return leaf_of(node_kind::prefix, start, where);
  }
}

query_node generator::date() {
  const std::int32_t known = days_.empty() ? 0 : random_.one_of(days_);
  const auto near = [&] { return known + static_cast<std::int32_t>(random_.below(121)) - 60; };
  const period from = period_around(random_.chance(50) ? known : near(), random_.below(3));
  const period to = period_around(random_.chance(70) ? std::max(known, near()) : near(), random_.below(3));
  query_node out = leaf_of(node_kind::date, from.name);
  out.from = from.first;
  switch (random_.below(5)) {
    case 0:
      out.text += "..";
      break;
    case 1:
      out.text = ".." + to.name;
      out.from = std::numeric_limits<std::int32_t>::min();
      out.to = to.last;
      break;
    case 2:
      out.to = from.last;
      break;
    default:
      out.text += ".." + to.name;
      out.to = to.last;
  }
  return out;
}

const piece& generator::random_piece(field where) {
  const auto& all = pieces_[static_cast<std::size_t>(where)];
  return *random_.one_of(all.empty() ? pieces_[static_cast<std::size_t>(field::any)] : all);
}

std::string generator::word_text() {
  return random_.chance(70) ? text_word(field::any) : random_.one_of(index_.forms(field::any)).first;
}

// A word as a text writes it, at times with what is tied to it: "short-term", "U.S".
std::string generator::text_word(field where) {
  const piece& from = random_piece(where);
  const auto tokens = tokens_of(from.text);
  const std::size_t first = random_.below(tokens.size());
  std::size_t end = tokens[first].end;
  if (first + 1 < tokens.size() && tokens[first + 1].begin == end + 1 &&
      std::string_view("-.'/&,").find(from.text[end]) != std::string_view::npos && random_.chance(25)) {
    const std::size_t longer = tokens[first + 1].end;
    if (!terms_of(from.text.substr(tokens[first].begin, longer - tokens[first].begin)).back().starts) end = longer;
  }
  return no_operator(from.text.substr(tokens[first].begin, end - tokens[first].begin));
}

// Two to four words that stand in a text, with what is between them.
std::string generator::text_phrase(field where) {
  for (int attempt = 0; attempt < 20; ++attempt) {
    const piece& from = random_piece(where);
    const auto tokens = tokens_of(from.text);
    const std::size_t size = std::min(tokens.size(), random_.between(2, 4));
    const std::size_t first = random_.below(tokens.size() - size + 1);
    const std::size_t begin = tokens[first].begin;
    std::string text = from.text.substr(begin, tokens[first + size - 1].end - begin);
    const auto terms = terms_of(text);
    if (!has_quotation_mark(text) && (terms.size() == 1 || !terms.back().starts)) return text;
  }
  return text_word(where);
}

// A word that no article has, most likely: changed at its end, or made up.
std::string generator::absent_word() {
  const auto letters = [&](std::size_t n) {
    std::string out;
    while (out.size() < n) out += static_cast<char>('a' + random_.below(26));
    return out;
  };
  if (random_.chance(15)) return letters(random_.between(3, 10));
  const std::string word = word_text();
  const bool ascii = std::all_of(word.begin(), word.end(), [](unsigned char c) { return c < 0x80; });
  if (!ascii || random_.chance(50)) return word + letters(random_.between(1, 4));
  const std::size_t kept = word.size() - std::min(word.size(), random_.between(1, 4));
  return no_operator(word.substr(0, kept) + letters(random_.between(1, 4)));
}

}  // namespace oracle
