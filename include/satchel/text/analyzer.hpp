// From text to terms: the one analyzer that packer and reader share.
//
// A term is what the term dictionary holds and a query asks for. The analyzer "satchel-1" makes terms so:
//  * The text is folded (fold.hpp): compatibility forms, case and most diacritics go away ("É", "é" and "e" are one).
//    й keeps its breve; Indic vowel signs stay; digits of all scripts become ASCII digits.
//  * Words are runs of letters, digits and marks; everything else separates them, apostrophes too. A word is a term.
//  * Scripts written without spaces give one term per code point: it and the next one of the same run as a pair, the
//    run's last alone. These are Han, Hiragana, Katakana, Bopomofo, Hangul, Thai, Lao, Khmer, Myanmar, and Tai Le, Tai
//    Lue, Tai Tham, Tai Viet, Ahom, Yi, Tangut, Khitan, Nushu. A run ends where another kind of character comes.
//  * A term is cut after 64 bytes, at a code point boundary; what is cut off is dropped.
//
// No allocation, no locale, one pass over any text. Invalid UTF-8 separates words.
#pragma once

#include <satchel/text/fold.hpp>
#include <satchel/text/utf8.hpp>

#include <cstddef>
#include <string_view>

namespace satchel::text {

inline constexpr std::size_t max_term_bytes = 64;

// One term of a text.
struct token {
  std::string_view term;  // folded, valid until the next call of tokenizer::next
  std::size_t begin = 0;  // byte range in the text that the term came from; pairs of unspaced
  std::size_t end = 0;    //   scripts cover both code points, cut terms the whole word
  bool unspaced = false;  // from a script written without spaces
  bool run_end = false;   // for unspaced terms: the single last code point of its run
};

// Walks over a text once. Holds a view of the text: the text must outlive the tokenizer. Its tokens point into the
// tokenizer itself, so that it cannot be copied.
class tokenizer {
 public:
  explicit tokenizer(std::string_view text) : source_(text) {}
  template <typename Text, typename = if_owning_temporary<Text>>
  explicit tokenizer(Text&&) = delete;
  tokenizer(const tokenizer&) = delete;
  tokenizer& operator=(const tokenizer&) = delete;

  // Puts the next term into `out`; false at the end of the text.
  bool next(token& out) {
    while (!ahead_ || next_.is == char_class::separator) {
      if (!source_.next(next_)) {
        ahead_ = false;
        return false;
      }
      ahead_ = true;
    }
    const char_class is = next_.is;
    const bool unspaced = is == char_class::unspaced;
    out.begin = next_.begin;
    size_ = 0;
    full_ = false;
    take(out);
    bool pair = false;
    if (unspaced) {
      pair = ahead_ && next_.is == is;
      if (pair) add(out);
    } else {
      while (ahead_ && next_.is == is) take(out);
    }
    out.unspaced = unspaced;
    out.run_end = unspaced && !pair;
    out.term = std::string_view(term_, size_);
    return true;
  }

 private:
  // Adds the code point ahead to the term.
  void add(token& out) {
    char bytes[max_utf8_bytes] = {};
    const std::size_t n = encode(next_.code_point, bytes);
    full_ = full_ || n > max_term_bytes - size_;
    for (std::size_t i = 0; i < n && !full_; ++i) term_[size_++] = bytes[i];
    out.end = next_.end;
  }

  // Adds the code point ahead to the term and goes on.
  void take(token& out) {
    add(out);
    ahead_ = source_.next(next_);
  }

  folder source_;
  folded_code_point next_;
  bool ahead_ = false;  // next_ holds a code point that is not yet in a term, or is the second of a pair
  bool full_ = false;   // a code point of this term did not fit
  std::size_t size_ = 0;
  char term_[max_term_bytes] = {};  // of the last token
};

}  // namespace satchel::text
