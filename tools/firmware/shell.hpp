// The command line of an archive on a card. The same program for a microcontroller and for systems with files: what it
// prints is the same everywhere, but for the lines that begin with '#', which tell of the machine.
//
//   open NAME           the archive on the card
//   top N               so many hits are shown, 10 at most
//   search QUERY        numbers, scores and titles of the best hits
//   snippets QUERY      the same with a passage each
//   read NUMBER         an article
//   id TEXT  title TEXT  complete TEXT   articles by identifier, title, beginning of a title
//   info                facts, and the memory that each use takes
//   memory              the stack's use since this was asked last
//   fail error|short|changed N   from the N-th sector on the card does this wrong;  fail none 0: no more
#pragma once

#include <satchel/satchel.hpp>

#include <cstdint>
#include <string_view>

#include "card.hpp"

namespace firmware {

// Its parts are apart, so that none takes the stack that another needs.
class shell {
 public:
  void run() {
    std::size_t size = 0;
    while (platform::read_line(line_, sizeof line_, size)) {
      const std::string_view line{line_, size};
      const std::size_t blank = line.find(' ');
      const std::string_view command = satchel::text::slice(line, 0, blank);
      const std::string_view rest = blank == line.npos ? std::string_view{} : satchel::text::slice(line, blank + 1);
      if (command.empty()) continue;
      const std::uint32_t before = card_.sectors();
      print("> ");
      print(line);
      print("\n");
      if (const satchel::error e = obey(command, rest)) fail(e);
      print("# sectors ");
      print(card_.sectors() - before);
      print("\n");
      platform::flush();
    }
  }

 private:
  static constexpr std::uint32_t top_max = 10;
  static constexpr std::size_t line_max = 256, snippet_max = 200;

  __attribute__((noinline)) satchel::error obey(std::string_view command, std::string_view rest) {
    if (command == "search") return search(rest, false);
    if (command == "snippets") return search(rest, true);
    if (command == "read") return read(number(rest));
    if (command == "open") return open(rest);
    if (command == "id" || command == "title") return find(command == "id", rest);
    if (command == "complete") return complete(rest);
    if (command == "info") return info();
    if (command == "top")
      top_ = number(rest) < top_max ? number(rest) : top_max;
    else if (command == "memory")
      memory();
    else if (command == "fail")
      break_card(rest);
    else
      print("? open, top, search, snippets, read, id, title, complete, info, memory, fail\n");
    return {};
  }

  __attribute__((noinline)) satchel::error open(std::string_view name) {
    book_.close();
    char path[line_max];
    std::memcpy(path, name.data(), name.size());
    path[name.size()] = '\0';
    if (!card_.insert(path)) {
      print("no such card\n");
      return {};
    }
    satchel::config how;
    how.storage = card_.storage();
    how.workspace = platform::workspace();
    how.terms = reads_texts ? 4 : 0;
    if (const satchel::error e = book_.open(how)) return e;
    print("articles ", book_.size());
    return {};
  }

  __attribute__((noinline)) satchel::error search(std::string_view query, bool passages) {
    // A list that takes as many hits as are to be shown.
    struct hits : satchel::hit_list {
      hits(satchel::hit* memory, std::uint32_t capacity) : hit_list(memory, capacity) {}
    } top(hits_, top_);
    if (const satchel::error e = book_.search(query, top)) return e;
    print("hits ", top.size());
    for (const satchel::hit h : top) {
      satchel::article_entry about;
      if constexpr (reads_texts)
        if (const satchel::error e = book_.find_entry(h.article, about)) return e;
      print(h.article);
      print(" ");
      print(h.score);
      print(" ");
      print(about.title);
      print("\n");
      if (passages)
        if (const satchel::error e = passage(h.article, query)) return e;
    }
    return {};
  }

  __attribute__((noinline)) satchel::error passage(std::uint32_t article, std::string_view query) {
    char room[snippet_max];
    satchel::snippet found;
    if (const satchel::error e = book_.snippet(article, query, room, found)) return e;
    print(found.starts_cut ? "  ..." : "  ");
    std::size_t at = 0;
    for (std::uint32_t i = 0; i < found.marks; ++i) {
      print(satchel::text::slice(found.text, at, found.at[i].begin - at));
      print("[");
      print(satchel::text::slice(found.text, found.at[i].begin, found.at[i].end - found.at[i].begin));
      print("]");
      at = found.at[i].end;
    }
    print(satchel::text::slice(found.text, at));
    print(found.ends_cut ? "...\n" : "\n");
    return {};
  }

  __attribute__((noinline)) satchel::error read(std::uint32_t article) {
    return book_.read(article, [this](const satchel::piece& p) {
      if (p.first) {
        print(static_cast<std::uint32_t>(p.kind));
        print(".");
        print(p.level);
        print(" ");
      }
      print(p.text);
      if (p.last) print("\n");
    });
  }

  __attribute__((noinline)) satchel::error find(bool by_identifier, std::string_view what) {
    std::uint32_t article = 0;
    if (const satchel::error e = by_identifier ? book_.find_identifier(what, article) : book_.find_title(what, article))
      return e;
    print("article ", article);
    return {};
  }

  __attribute__((noinline)) satchel::error complete(std::string_view prefix) {
    std::uint32_t left = top_;
    return book_.complete(prefix, [&](std::uint32_t article) {
      print("article ", article);
      return --left > 0;
    });
  }

  __attribute__((noinline)) satchel::error info() {
    if (!book_.is_open()) return {satchel::errc::not_open, satchel::part::none, 0, 0};
    const satchel::archive_info f = book_.info();
    print("articles ", f.articles);
    print("blocks ", f.blocks);
    print("terms ", static_cast<std::uint32_t>(f.terms));
    need("open", book_.need_open());
    need("read", book_.need_read());
    for (std::uint32_t terms = 1; terms <= 4; ++terms) {
      print("# need ");
      print(terms);
      print(terms == 1 ? " term " : " terms ");
      satchel::query_size words = satchel::query_size::of_terms(terms);
      words.prefixes = words.phrases = 0;
      print(static_cast<std::uint32_t>(book_.need_search(words)));
      print("\n");
      if (terms == 4) need("snippet", book_.need_snippet(words));
    }
    need("workspace", platform::workspace().size);
    return {};
  }

  void need(std::string_view use, std::uint64_t bytes) {
    print("# need ");
    print(use);
    print(" ", static_cast<std::uint32_t>(bytes));
  }

  void memory() {
    const memory_use use = platform::memory();
    print("# data ", use.data);
    print("# workspace ", static_cast<std::uint32_t>(platform::workspace().size));
    print("# stack ", use.stack);
    print("# stack room ", use.stack_room);
    platform::stack_mark();
  }

  void break_card(std::string_view how) {
    const std::size_t blank = how.find(' ');
    const std::string_view what = satchel::text::slice(how, 0, blank);
    card_.break_at(what == "error"     ? misread::error
                   : what == "short"   ? misread::short_read
                   : what == "changed" ? misread::changed
                                       : misread::none,
                   blank == how.npos ? 0 : number(satchel::text::slice(how, blank + 1)));
    card_.forget();
  }

  __attribute__((noinline)) void fail(const satchel::error& e) {
    card_.forget();
    print("error: ");
    print(satchel::message(e.code));
    if (e.code == satchel::errc::small_workspace) {
      print("\n# needs ");
      print(static_cast<std::uint32_t>(e.where));
      print(" bytes, there are ");
      print(static_cast<std::uint32_t>(e.where) - e.missing);
    } else if (e.part != satchel::part::none) {
      print(": ");
      print(satchel::name(e.part));
      print(" ");
      print(static_cast<std::uint32_t>(e.where));
    }
    print("\n");
  }

  static std::uint32_t number(std::string_view digits) {
    std::uint32_t value = 0;
    for (const char c : digits)
      if (c >= '0' && c <= '9') value = value * 10 + static_cast<std::uint32_t>(c - '0');
    return value;
  }

  static void print(std::string_view text) { platform::write(text.data(), text.size()); }
  static void print(std::uint32_t value) {
    char digits[10];
    std::size_t at = sizeof digits;
    do {
      digits[--at] = static_cast<char>('0' + value % 10);
      value /= 10;
    } while (value > 0);
    platform::write(digits + at, sizeof digits - at);
  }
  static void print(std::string_view what, std::uint32_t value) {
    print(what);
    print(value);
    print("\n");
  }

  card card_;
  satchel::archive book_;
  satchel::hit hits_[top_max];
  std::uint32_t top_ = 3;
  char line_[line_max];
};

}  // namespace firmware
