// From text to terms, from the words of schema/SPEC.md section 8 and the Unicode Character Database alone: nothing of
// the reader's folding, tables or tokenizer.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct sb_stemmer;

namespace oracle {

struct term {
  std::string text;
  bool unspaced = false;  // of a script written without spaces
  bool run_end = false;   // and the last code point of its run
  std::size_t begin = 0;  // bytes of the text that it comes from: of a pair, both code points
  std::size_t end = 0;
};

std::vector<term> terms_in(std::string_view text);

// Snowball's algorithm of a name, "" for none. What it is not for is its own stem: terms with digits, and of scripts
// written without spaces.
class snowball {
 public:
  explicit snowball(std::string_view name);
  std::string stem(const term& t) const;

 private:
  struct closer {
    void operator()(sb_stemmer* s) const;
  };
  std::unique_ptr<sb_stemmer, closer> algorithm_;
};

}  // namespace oracle
