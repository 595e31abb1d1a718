// From a query's text to a query_plan.
#pragma once

#include <satchel/detail/base/inline.hpp>
#include <satchel/detail/query/phrase_terms.hpp>
#include <satchel/detail/query/query_lexer.hpp>
#include <satchel/detail/query/query_plan.hpp>
#include <satchel/format/calendar.hpp>
#include <satchel/text/analyzer.hpp>

#include <cstdint>
#include <cstring>
#include <limits>
#include <string_view>

namespace satchel::detail {

// Compiles a query. Run it once over a plan without arrays to learn its size, then over one with arrays of that size.
// Both runs do the same, step by step, and nothing that was counted is taken back: so the second one fits, unless the
// query's text changed in between. Then it is a bad query.
class query_parser {
 public:
  query_parser(std::string_view query, query_plan& plan) : query_(query), lexer_(query), plan_(plan) {
    plan_.size = {};
    plan_.longest_phrase = 0;
  }

  error parse() {
    take();
    while (ahead_.kind != lexeme_kind::end && !failure_) {
      if (ahead_.kind == lexeme_kind::close)
        take();  // closes nothing
      else
        group();
      if (!failure_ && ahead_.kind != lexeme_kind::end) fail_if(ahead_.kind != lexeme_kind::close);
    }
    if (!failure_ && values_ == 0) fail_at(0);  // no word in it
    for (; values_ > 1 && !failure_; --values_) emit(operation::both, 0, -1);
    if (!failure_ && !plan_.counting() && !(plan_.size == plan_.room)) fail_at(0);
    return failure_;
  }

 private:
  void take() { ahead_ = lexer_.next(); }
  void fail_at(std::size_t where) {
    if (!failure_) failure_ = {errc::bad_query, part::none, where, 0};
  }
  void fail_if(bool condition) {
    if (condition) fail_at(ahead_.begin);
  }
  // Whether `more` elements can be written behind the `used` ones of an array.
  bool fits(std::uint32_t used, std::uint32_t more, std::uint32_t room) {
    if (failure_) return false;
    if (plan_.counting() || (used <= room && more <= room - used)) return true;
    fail_at(ahead_.begin);
    return false;
  }

  // How far a group is read, to go on with it behind a group inside. An array of these and not recursion, so that deep
  // nesting takes no more stack than one group. An expression has three values at most: one before OR, one before AND,
  // and the last one.
  struct level {
    std::uint8_t outer = 0;         // values before the group
    std::uint8_t either_after = 0;  // values before an OR that waits for what follows; 0: none does
    std::uint8_t both_after = 0;    // likewise of AND
    bool plain = false, must = false;
    bool negates = false;  // the operand that is read
    bool outer_negated = false;

    std::uint32_t before() const { return both_after > 0 ? both_after : either_after; }  // values before the operand
  };

  // Words, phrases and groups side by side, up to the end or a parenthesis that closes nothing. Counts one value in
  // values_ when they left one.
  void group() {
    const std::uint32_t before = values_;
    values_ = 0;
    open();
    while (!failure_) {
      level& it = levels_[nesting_];
      if (waits(it)) {
        operand(it);
      } else if (ahead_.kind == lexeme_kind::end || ahead_.kind == lexeme_kind::close) {
        close(it);
        if (nesting_ == 0) {
          values_ += before;
          return;
        }
        --nesting_;
        if (ahead_.kind == lexeme_kind::close) take();
        operand_done(levels_[nesting_]);
      } else if (stands_alone()) {
        it.plain = plain_word() > 0 || it.plain;
      } else {
        values_ = 0;
        operand(it);
      }
    }
  }

  void open() {
    levels_[nesting_] = {};
    levels_[nesting_].outer = static_cast<std::uint8_t>(values_);
    ++unopened_;
  }

  void close(const level& it) {
    values_ = it.outer;
    if (it.plain || it.must) {
      emit(operation::end, it.plain ? 1 : 0, -1);
      ++values_;
    } else if (unopened_ > 0) {  // it holds nothing
      --unopened_;
    }
  }

  static bool waits(const level& it) { return it.either_after > 0 || it.both_after > 0; }

  // An operand of NOT, AND and OR: a group, which is opened here and read by group(), or a condition.
  void operand(level& it) {
    it.negates = false;
    it.outer_negated = negated_;
    while (ahead_.kind == lexeme_kind::negate) {
      it.negates = !it.negates;
      negated_ = true;
      take();
      fail_if(ahead_.kind == lexeme_kind::end);
    }
    if (ahead_.kind != lexeme_kind::open) {
      condition();
      return operand_done(it);
    }
    take();
    if (nesting_ == max_query_nesting) return fail_at(ahead_.begin);
    ++nesting_;
    open();
  }

  // NOT binds closest, then AND, then OR. Without one of the two behind it, the operand ends what must match.
  void operand_done(level& it) {
    if (it.negates && values_ > it.before()) emit(operation::negate, 0, 0);
    negated_ = it.outer_negated;
    if (joins(operation::both, lexeme_kind::both, it.both_after)) return;
    if (joins(operation::either, lexeme_kind::either, it.either_after)) return;
    if (values_ == 0) return;
    emit(operation::must, 0, -1);
    it.must = true;
  }

  // Joins the two operands of an AND or OR whose second one was just read. True when the same operator follows: its
  // second operand is read next.
  bool joins(operation op, lexeme_kind kind, std::uint8_t& after) {
    if (after > 0) {
      fail_if(values_ == after);
      emit(op, 0, -1);
      values_ = after;
      after = 0;
    }
    if (ahead_.kind != kind) return false;
    fail_if(values_ == 0);
    after = static_cast<std::uint8_t>(values_);
    take();
    return true;
  }

  // Whether the word ahead is a plain one: no field, and no operator after it.
  bool stands_alone() const {
    if (ahead_.field || (ahead_.kind != lexeme_kind::word && ahead_.kind != lexeme_kind::prefix)) return false;
    query_lexer look = lexer_;
    const lexeme_kind next = look.next().kind;
    return next != lexeme_kind::both && next != lexeme_kind::either;
  }

  std::uint32_t plain_word() {
    const lexeme word = ahead_;
    take();
    text::tokenizer tokens(word.text);
    text::token token;
    const std::size_t last_end = word.kind == lexeme_kind::prefix ? end_of_last_term(word.text) : 0;
    std::uint32_t given = 0, run = 0;
    while (tokens.next(token) && !failure_) {
      run = token.unspaced ? run + 1 : 0;
      const bool last_of_run = token.unspaced && token.run_end;
      // The last code point of a run is in the pair before it; alone it asks for all pairs that it starts.
      if (!last_of_run || run == 1) {
        const bool prefix = last_of_run || (word.kind == lexeme_kind::prefix && token.end == last_end);
        add_clause(prefix ? clause_kind::prefix : clause_kind::word, !prefix && !token.unspaced);
        if (prefix) ++plan_.size.prefixes;
        add_term(format::key_tag::word, token.term, 0);
        emit(operation::should, 0, -1);
        ++given;
      }
      if (last_of_run) run = 0;
    }
    return given;
  }

  // The term that a star at the end of a word belongs to.
  static std::size_t end_of_last_term(std::string_view text) {
    text::tokenizer tokens(text);
    text::token token;
    std::size_t end = 0;
    while (tokens.next(token)) end = token.end;
    return end;
  }

  void condition() {
    const lexeme it = ahead_;
    switch (it.kind) {
      case lexeme_kind::date:
        take();
        return date(it);
      case lexeme_kind::word:
      case lexeme_kind::prefix:
      case lexeme_kind::phrase:
        take();
        return words(it);
      default:
        return fail_at(it.begin);
    }
  }

  void date(const lexeme& it) {
    std::int32_t from = std::numeric_limits<std::int32_t>::min(), to = std::numeric_limits<std::int32_t>::max();
    std::int32_t ignored = 0;
    const std::size_t dots = it.text.find("..");
    const bool range = dots != it.text.npos;
    const std::string_view first = text::slice(it.text, 0, dots);
    const std::string_view last = range ? text::slice(it.text, dots + 2) : first;
    bool good = !first.empty() || !last.empty();
    if (!first.empty()) good = good && format::parse_date(first, from, ignored);
    if (!last.empty()) good = good && format::parse_date(last, ignored, to);
    if (!good) return fail_at(it.begin);
    ++plan_.size.dates;
    clause* l = add_clause(clause_kind::date, false);
    if (l != nullptr) {
      l->from = from;
      l->to = to;
    }
  }

  // A word, prefix or phrase as a condition: all its terms, one after the other.
  void words(const lexeme& it) {
    phrase_terms terms(it.text);
    std::string_view term;
    clause* l = nullptr;
    std::uint32_t count = 0;
    for (; terms.next(term) && !failure_; ++count) {
      if (count == 0) l = add_clause(clause_kind::phrase, false);
      add_term(it.tag, term, count);
    }
    if (count == 0) return;
    const bool prefix = count == 1 && (it.kind == lexeme_kind::prefix || terms.ends_with_single());
    if (prefix) ++plan_.size.prefixes;
    if (l != nullptr) l->title = it.title;
    if (l != nullptr && count == 1) l->kind = prefix ? clause_kind::prefix : clause_kind::word;
    if (count > 1) ++plan_.size.phrases;
    if (count > plan_.longest_phrase) plan_.longest_phrase = count;
    // A star after several terms ("state-of*") has no meaning as a condition.
    if (it.kind == lexeme_kind::prefix && count > 1) fail_at(it.begin);
  }

  // A group opens with the first clause in it: one that holds nothing is no step at all.
  void open_groups() {
    for (; unopened_ > 0; --unopened_) emit(operation::begin, 0, 2);
  }

  clause* add_clause(clause_kind kind, bool nearest) {
    open_groups();
    clause* l = nullptr;
    if (!fits(plan_.size.clauses, 1, plan_.room.clauses)) return l;
    if (!plan_.counting()) {
      l = &plan_.clauses[plan_.size.clauses];
      *l = {};
      l->kind = kind;
      l->nearest = nearest;
      l->scores = !negated_;
      l->first_term = plan_.size.terms;
    }
    emit(operation::clause, plan_.size.clauses, 1);
    ++plan_.size.clauses;
    ++values_;
    return l;
  }

  void add_term(format::key_tag tag, std::string_view term, std::uint32_t offset) {
    if (plan_.size.terms >= max_query_terms) {
      if (!failure_) failure_ = {errc::too_many_terms, part::none, max_query_terms, 0};
      return;
    }
    const auto bytes = static_cast<std::uint32_t>(term.size() + 1);
    if (!fits(plan_.size.terms, 1, plan_.room.terms) || !fits(plan_.size.text, bytes, plan_.room.text)) return;
    if (!plan_.counting()) {
      term_key& key = plan_.terms[plan_.size.terms];
      key = {plan_.size.text, bytes, offset};
      plan_.text[plan_.size.text] = static_cast<char>(tag);
      std::memcpy(plan_.text + plan_.size.text + 1, term.data(), term.size());
      ++plan_.clauses[plan_.size.clauses - 1].terms;
    }
    ++plan_.size.terms;
    plan_.size.text += bytes;
  }

  void emit(operation op, std::uint32_t argument, int growth) {
    if (!fits(plan_.size.operations, 1, plan_.room.operations)) return;
    const std::uint32_t height = static_cast<std::uint32_t>(static_cast<int>(height_) + growth);
    if (!plan_.counting() && height > plan_.room.depth) return fail_at(ahead_.begin);
    if (!plan_.counting()) plan_.steps[plan_.size.operations] = {op, argument};
    ++plan_.size.operations;
    height_ = height;
    if (height_ > plan_.size.depth) plan_.size.depth = height_;
  }

  std::string_view query_;
  query_lexer lexer_;
  query_plan& plan_;
  lexeme ahead_;
  error failure_;
  std::uint32_t values_ = 0;    // complete values of the expression that is being read
  std::uint32_t height_ = 0;    // of the stack
  std::uint32_t unopened_ = 0;  // groups around what is read that have no clause yet
  bool negated_ = false;        // what is read stands under NOT
  std::uint32_t nesting_ = 0;
  level levels_[max_query_nesting + 1];
};

SATCHEL_NOINLINE error parse(std::string_view query, query_plan& plan) { return query_parser(query, plan).parse(); }

}  // namespace satchel::detail
