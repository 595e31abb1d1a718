// Comparing texts after folding, without room for the folded texts.
#pragma once

#include <satchel/text/fold.hpp>

#include <string_view>

namespace satchel::text {

// Compares a text that comes in parts with a wanted one, as fold_text would make both: runs of separators are one
// space, those at the ends are nothing. The wanted text must outlive this.
class folded_comparison {
 public:
  explicit folded_comparison(std::string_view wanted) : wanted_(wanted) { advance(); }

  void feed(std::string_view part) {
    folder source(part);
    for (folded_code_point next; !differs_ && source.next(next);) {
      if (next.is == char_class::separator) {
        gap_ = any_;
        continue;
      }
      any_ = true;
      if (ended_) {
        goes_on_ = true;
        return;
      }
      differs_ = gap_ != wanted_gap_ || next.code_point != ahead_.code_point;
      less_ = gap_ != wanted_gap_ ? gap_ : next.code_point < ahead_.code_point;  // a space comes before all letters
      gap_ = false;
      advance();
    }
  }

  // After the last part, whether the texts are equal; at any time, whether the text so far starts with the wanted one.
  bool equal() const { return starts() && !goes_on_; }
  bool starts() const { return !differs_ && ended_; }
  // After the last part: does the text come before the wanted one, by the code points of both?
  bool less() const { return differs_ ? less_ : !ended_; }

 private:
  void advance() {
    wanted_gap_ = false;
    ended_ = !wanted_.next(ahead_);
    while (!ended_ && ahead_.is == char_class::separator) {
      wanted_gap_ = begun_;
      ended_ = !wanted_.next(ahead_);
    }
    begun_ = true;
  }

  folder wanted_;
  folded_code_point ahead_;
  bool begun_ = false, ended_ = false, wanted_gap_ = false;
  bool any_ = false, gap_ = false, differs_ = false, less_ = false, goes_on_ = false;
};

}  // namespace satchel::text
