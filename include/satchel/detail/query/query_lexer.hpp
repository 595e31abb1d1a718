// A query's text, cut into words, phrases, fields, operators and parentheses.
#pragma once

#include <satchel/detail/index/term_cursor.hpp>
#include <satchel/text/slice.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace satchel::detail {

enum class lexeme_kind : std::uint8_t { end, word, prefix, phrase, date, open, close, both, either, negate };

struct lexeme {
  lexeme_kind kind = lexeme_kind::end;
  format::key_tag tag = format::key_tag::word;  // field of a word, prefix or phrase
  bool title = false;                           // only in the title
  bool field = false;                           // a field was named
  std::string_view text;                        // without quotation marks, field name, star
  std::size_t begin = 0;                        // where it starts in the query
};

// Cheap to copy: to look ahead, copy it and read from the copy.
class query_lexer {
 public:
  explicit query_lexer(std::string_view query) : query_(query) {}

  lexeme next() {
    while (at_ < query_.size() && space_at(at_) > 0) at_ += space_at(at_);
    lexeme out;
    out.begin = at_;
    if (at_ == query_.size()) return out;
    if (query_[at_] == '(' || query_[at_] == ')') {
      out.kind = query_[at_++] == '(' ? lexeme_kind::open : lexeme_kind::close;
      return out;
    }
    if (query_[at_] == '-' && at_ + 1 < query_.size() && space_at(at_ + 1) == 0 && query_[at_ + 1] != '-') {
      ++at_;
      out.kind = lexeme_kind::negate;
      return out;
    }
    if (quote_at(at_) > 0) return phrase(out);
    const std::size_t start = at_;
    while (at_ < query_.size() && space_at(at_) == 0 && quote_at(at_) == 0 && query_[at_] != '(' && query_[at_] != ')')
      ++at_;
    std::string_view word = text::slice(query_, start, at_ - start);
    if (word == "AND" || word == "OR" || word == "NOT") {
      out.kind = word == "AND" ? lexeme_kind::both : word == "OR" ? lexeme_kind::either : lexeme_kind::negate;
      return out;
    }
    if (const std::size_t colon = word.find(':'); colon != word.npos && field_of(text::slice(word, 0, colon), out)) {
      word.remove_prefix(colon + 1);
      if (word.empty() && quote_at(at_) > 0 && out.kind != lexeme_kind::date) return phrase(out);
      if (out.kind == lexeme_kind::date) {
        out.text = word;
        return out;
      }
    }
    out.kind = lexeme_kind::word;
    if (!word.empty() && word.back() == '*') {
      out.kind = lexeme_kind::prefix;
      while (!word.empty() && word.back() == '*') word.remove_suffix(1);
    }
    out.text = word;
    return out;
  }

 private:
  // 0 behind the end.
  unsigned byte(std::size_t i) const { return i < query_.size() ? static_cast<unsigned char>(query_[i]) : 0; }

  // Bytes of the white space at i, 0 when there is none: ASCII, no-break space, ideographic space.
  std::size_t space_at(std::size_t i) const {
    const unsigned c = byte(i);
    if (c == ' ' || (c >= '\t' && c <= '\r')) return 1;
    if (c == 0xC2 && byte(i + 1) == 0xA0) return 2;
    return c == 0xE3 && byte(i + 1) == 0x80 && byte(i + 2) == 0x80 ? 3 : 0;
  }

  // Bytes of the quotation mark at i: straight double, or typographic “ ” „ « ».
  std::size_t quote_at(std::size_t i) const {
    const unsigned c = byte(i);
    if (c == '"') return 1;
    if (c == 0xC2 && (byte(i + 1) == 0xAB || byte(i + 1) == 0xBB)) return 2;
    return c == 0xE2 && byte(i + 1) == 0x80 && byte(i + 2) >= 0x9C && byte(i + 2) <= 0x9E ? 3 : 0;
  }

  lexeme phrase(lexeme out) {
    out.kind = lexeme_kind::phrase;
    at_ += quote_at(at_);
    const std::size_t start = at_;
    while (at_ < query_.size() && quote_at(at_) == 0) ++at_;
    out.text = text::slice(query_, start, at_ - start);
    if (at_ < query_.size()) at_ += quote_at(at_);
    return out;
  }

  static bool field_of(std::string_view name, lexeme& out) {
    if (name == "title")
      out.title = true;
    else if (name == "author")
      out.tag = format::key_tag::author;
    else if (name == "tag")
      out.tag = format::key_tag::tag;
    else if (name == "source")
      out.tag = format::key_tag::source;
    else if (name == "date")
      out.kind = lexeme_kind::date;
    else
      return false;
    out.field = true;
    return true;
  }

  std::string_view query_;
  std::size_t at_ = 0;
};

}  // namespace satchel::detail
