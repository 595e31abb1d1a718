// SQLite with FTS5 in the benchmark (command_line.hpp): the text in an ordinary table, the index in a contentless FTS5
// table with all details.
#include "command_line.hpp"
#include "corpus.hpp"

#include <sqlite3.h>

#include <cstring>
#include <memory>

namespace {

using bench::kind;

class database {
 public:
  database(const std::string& path, int flags) {
    sqlite3* opened = nullptr;
    const int result = sqlite3_open_v2(path.c_str(), &opened, flags | SQLITE_OPEN_NOMUTEX, nullptr);
    handle_.reset(opened);
    check(result);
  }

  void check(int result) const {
    if (result != SQLITE_OK && result != SQLITE_ROW && result != SQLITE_DONE)
      throw std::runtime_error(sqlite3_errmsg(handle_.get()));
  }
  void run(const char* sql) const { check(sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr)); }
  sqlite3* get() const { return handle_.get(); }

 private:
  struct closer {
    void operator()(sqlite3* handle) const { sqlite3_close(handle); }
  };
  std::unique_ptr<sqlite3, closer> handle_;
};

class statement {
 public:
  statement(const database& in, const char* sql) : in_(in) {
    sqlite3_stmt* made = nullptr;
    in.check(sqlite3_prepare_v3(in.get(), sql, -1, SQLITE_PREPARE_PERSISTENT, &made, nullptr));
    handle_.reset(made);
  }

  statement& bind(int at, sqlite3_int64 number) {
    in_.check(sqlite3_bind_int64(handle_.get(), at, number));
    return *this;
  }
  statement& bind(int at, const std::string& text) {
    in_.check(sqlite3_bind_text(handle_.get(), at, text.data(), static_cast<int>(text.size()), SQLITE_STATIC));
    return *this;
  }
  bool step() {
    const int result = sqlite3_step(handle_.get());
    if (result == SQLITE_ROW) return true;
    sqlite3_reset(handle_.get());
    in_.check(result);
    return false;
  }
  void reset() { sqlite3_reset(handle_.get()); }
  sqlite3_int64 number(int column) { return sqlite3_column_int64(handle_.get(), column); }
  std::string_view text(int column) {
    const void* bytes = sqlite3_column_blob(handle_.get(), column);
    return {static_cast<const char*>(bytes), static_cast<std::size_t>(sqlite3_column_bytes(handle_.get(), column))};
  }

 private:
  struct closer {
    void operator()(sqlite3_stmt* handle) const { sqlite3_finalize(handle); }
  };
  const database& in_;
  std::unique_ptr<sqlite3_stmt, closer> handle_;
};

class sqlite_system {
 public:
  sqlite_system(const std::string& target, bool read) : database_(target, SQLITE_OPEN_READONLY) {
    if (!read) database_.run("pragma mmap_size = 2147418112");
    database_.run("begin");  // one lock for all searches
    best_.emplace(database_, "select rowid from words where words match ? order by rank limit ?");
    title_.emplace(database_, "select title from article where number = ?");
    article_.emplace(database_, "select title, body from article where number = ?");
  }

  static void index(const std::vector<std::string>& a) {
    const database to(a[1], SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    to.run("pragma journal_mode = off");
    to.run("pragma synchronous = off");
    to.run("create table article (number integer primary key, id text, title text, facts text, body text)");
    to.run(
        "create virtual table words using fts5 (title, names, body, content = '', "
        "tokenize = 'unicode61 remove_diacritics 2')");
    to.run("begin");
    statement store(to, "insert into article values (?, ?, ?, ?, ?)");
    statement search(to, "insert into words (rowid, title, names, body) values (?, ?, ?, ?)");
    bench::corpus_reader corpus(a[0]);
    sqlite3_int64 number = 0;
    for (bench::article each; corpus.next(each); ++number) {
      store.bind(1, number).bind(2, each.id).bind(3, each.title).bind(4, each.facts).bind(5, each.body).step();
      const std::string names = bench::joined(each.names, "\n");
      search.bind(1, number).bind(2, each.title).bind(3, names).bind(4, each.body).step();
    }
    to.run("insert into words (words) values ('optimize')");
    to.run("commit");
    to.run("vacuum");
  }

  static void sizes(const std::string& target) {
    const database in(target, SQLITE_OPEN_READONLY);
    statement sum(in, "select sum(pgsize * (name not like 'words%')), sum(pgsize * (name like 'words%')) from dbstat");
    if (!sum.step()) return;
    bench::print_size("text", static_cast<std::uint64_t>(sum.number(0)));
    bench::print_size("index", static_cast<std::uint64_t>(sum.number(1)));
  }

  std::optional<std::string> prepare(kind k, const std::vector<std::string>& words) {
    switch (k) {
      case kind::term:
      case kind::both:
        return bench::joined(words, "\" AND \"", "\"", "\"");  // quoted, so that no word is an operator
      case kind::either:
        return bench::joined(words, "\" OR \"", "\"", "\"");
      case kind::phrase:
        return bench::joined(words, " ", "\"", "\"");
      case kind::prefix:
        return bench::joined(words, " ", "\"", "\" *");
      case kind::other:
        break;
    }
    return std::nullopt;
  }

  std::size_t search(const std::string& query) {
    hits_.clear();
    best_->bind(1, query).bind(2, sqlite3_int64{bench::hits_wanted});
    while (best_->step()) hits_.push_back(best_->number(0));
    return hits_.size();
  }

  std::size_t titles() {
    std::size_t bytes = 0;
    for (const sqlite3_int64 hit : hits_) {
      if (title_->bind(1, hit).step()) bytes += title_->text(0).size();
      title_->reset();
    }
    return bytes;
  }

  std::size_t article() {
    std::size_t bytes = 0;
    if (!hits_.empty() && article_->bind(1, hits_[0]).step())
      bytes = article_->text(0).size() + article_->text(1).size();
    article_->reset();
    return bytes;
  }

  template <class F>
  void matches(const std::string& query, F&& f) {
    if (identifiers_.empty()) {
      statement all(database_, "select id from article order by number");
      while (all.step()) identifiers_.emplace_back(all.text(0));
    }
    statement matching(database_, "select rowid from words where words match ?");
    matching.bind(1, query);
    while (matching.step()) f(identifiers_[static_cast<std::size_t>(matching.number(0))]);
  }

 private:
  database database_;
  std::optional<statement> best_, title_, article_;
  std::vector<sqlite3_int64> hits_;
  std::vector<std::string> identifiers_;
};

}  // namespace

int main(int count, char** values) { return bench::run<sqlite_system>(count, values); }
