// Whether a token of a text is a form of a term.
#pragma once

#include <satchel/detail/index/term_cursor.hpp>
#include <satchel/format/scoring_tables.hpp>
#include <satchel/text/analyzer.hpp>
#include <satchel/text/slice.hpp>

#include <cstdint>
#include <cstring>
#include <string_view>

namespace satchel::detail {

// The one rule for all that looks into texts: phrases where lists have no positions of words, snippets, highlighted
// reading. A token is a form of a term when it is the term, or when its own posting list is the term's.
class form_matcher {
 public:
  form_matcher(const format::scoring_tables& model, term_cursor& terms) : model_(model), terms_(terms) {}

  // Takes the next token. It must stay as it is until the one after it; its list is looked up under `tag`.
  void start(const text::token& token, format::key_tag tag) {
    token_ = &token;
    tag_ = tag;
    looked_up_ = known_ = false;
  }

  // Whether the token is a form of the term `key` (tag byte first), whose list is `list`.
  error is_form(std::string_view key, const list_address& list, bool& same) {
    const std::string_view term = text::slice(key, 1);
    same = token_->term == term;
    if (same || token_->unspaced || !alike(term)) return {};
    if (!looked_up_)
      if (error e = look_up()) return e;
    same = known_ && terms_.list() == list;
    return {};
  }

  // Whether the token begins as the prefix `key` says.
  bool starts_with(std::string_view key) const { return text::starts_with(token_->term, text::slice(key, 1)); }

 private:
  // Forms of one word begin alike, in so many bytes as the packer found.
  bool alike(std::string_view term) const {
    const std::size_t n = model_.common_form_prefix();
    return text::slice(token_->term, 0, n) == text::slice(term, 0, n);
  }

  error look_up() {
    char key[format::key_max];
    key[0] = static_cast<char>(tag_);
    std::memcpy(key + 1, token_->term.data(), token_->term.size());
    if (error e = terms_.find({key, token_->term.size() + 1}, known_)) return e;
    looked_up_ = true;
    return {};
  }

  const format::scoring_tables& model_;
  term_cursor& terms_;
  const text::token* token_ = nullptr;
  format::key_tag tag_ = format::key_tag::word;
  bool looked_up_ = false, known_ = false;  // in the term dictionary, on whose key terms_ then stands
};

}  // namespace satchel::detail
