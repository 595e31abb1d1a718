// The terms that a word, prefix or phrase of a query asks for.
#pragma once

#include <satchel/text/analyzer.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace satchel::detail {

// One term after the other. In scripts without blanks a run of characters gives a term for each pair of neighbours, and
// one for its last character alone. That last one adds nothing to the last pair: at the end of the text it is left out,
// unless the run has no other character.
class phrase_terms {
 public:
  explicit phrase_terms(std::string_view text) : tokens_(text) {}

  // False when there is none. `term` is valid until the next call.
  bool next(std::string_view& term) {
    if (!ahead_) more_ = tokens_.next(token_);
    ahead_ = false;
    if (!more_) return false;
    run_ = token_.unspaced ? run_ + 1 : 0;
    term = token_.term;
    single_ = false;
    if (!token_.unspaced || !token_.run_end) return true;
    // Only the next token tells whether this one counts. It takes the tokenizer's memory, so this one is copied.
    std::memcpy(held_, term.data(), term.size());
    term = {held_, term.size()};
    single_ = run_ == 1;
    run_ = 0;
    more_ = tokens_.next(token_);
    ahead_ = true;
    return more_ || single_;
  }

  // Whether the last of all terms is a single character: it asks for all pairs that it begins.
  bool ends_with_single() const { return !more_ && single_; }

 private:
  text::tokenizer tokens_;
  text::token token_;
  char held_[text::max_term_bytes];
  std::uint32_t run_ = 0;  // tokens of the run so far
  bool more_ = false;      // token_ is there
  bool ahead_ = false;     // and is behind the term that was given
  bool single_ = false;    // what was given is the only character of its run
};

}  // namespace satchel::detail
