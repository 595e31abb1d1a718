// The command line that all systems share:
//
//   index CORPUS TARGET [OPTION...]       makes the system's files
//   sizes TARGET                          bytes of the stored text and of the index, where they can be told apart
//   first TARGET KIND WORDS [read]        opens, searches, gets ten titles and one article, once
//   queries TARGET QUERIES ROUNDS SECONDS latencies: warms up at least SECONDS, then searches ROUNDS times
//   matches TARGET QUERIES                the identifiers of all articles that each query finds
//
// QUERIES has a query a line: kind, tab, words with spaces between. With `read`, files are read where they would
// otherwise be mapped into memory. Results go to standard output, tabs between fields.
//
// A system is a class with:
//   static void index(const std::vector<std::string>& arguments)
//   static void sizes(const std::string& target)
//   System(const std::string& target, bool read)
//   std::optional<Q> prepare(kind, words)      its form of the query, made off the clock; none: cannot answer such
//   std::size_t search(const Q&)               finds the best ten, returns how many it found
//   std::size_t titles()                       bytes of the titles of these
//   std::size_t article()                      bytes of the best one's text
//   void matches(const Q&, F f)                f(identifier) for all
#pragma once

#include "measure.hpp"

#include <cstdio>
#include <exception>
#include <fstream>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bench {

inline constexpr int hits_wanted = 10;

enum class kind { term, both, either, phrase, prefix, other };

inline kind kind_of(std::string_view name) {
  if (name == "term") return kind::term;
  if (name == "and2") return kind::both;
  if (name == "or2" || name == "or4") return kind::either;
  if (name == "phrase") return kind::phrase;
  if (name == "prefix") return kind::prefix;
  return kind::other;
}

inline std::vector<std::string> words_of(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

// Words with something between them, before and after.
inline std::string joined(const std::vector<std::string>& words, const char* between, const char* before = "",
                          const char* after = "") {
  std::string text = before;
  for (std::size_t i = 0; i < words.size(); ++i) text.append(i > 0 ? between : "").append(words[i]);
  return text + after;
}

// Queries of a file that the system can answer, with their line numbers.
template <class System>
auto read_queries(System& system, const std::string& path) {
  using prepared = typename decltype(system.prepare(kind::term, std::vector<std::string>()))::value_type;
  std::vector<std::pair<int, prepared>> queries;
  std::ifstream lines(path);
  if (!lines) throw std::runtime_error(path + ": cannot be read");
  int number = 0;
  for (std::string line; std::getline(lines, line); ++number) {
    const std::size_t tab = line.find('\t');
    if (tab == std::string::npos) throw std::runtime_error(path + ": line " + std::to_string(number + 1) + ": no tab");
    if (auto q = system.prepare(kind_of(line.substr(0, tab)), words_of(line.substr(tab + 1))))
      queries.emplace_back(number, std::move(*q));
  }
  return queries;
}

template <class F>
std::int64_t ns_of(F&& f) {
  const std::int64_t start = now_ns();
  f();
  return now_ns() - start;
}

template <class System>
void first(const std::vector<std::string>& a) {
  std::uint64_t read = disk_bytes();
  const auto step = [&](const char* name, auto&& f) {
    std::size_t result = 0;
    const auto ns = ns_of([&] { result = f(); });
    const std::uint64_t now_read = disk_bytes();
    std::printf("%s\t%lld\t%llu\t%zu\n", name, static_cast<long long>(ns),
                static_cast<unsigned long long>(now_read - std::exchange(read, now_read)), result);
  };
  std::optional<System> system;
  step("open", [&] {
    system.emplace(a[0], a.size() > 3 && a[3] == "read");
    return std::size_t{0};
  });
  const auto query = system->prepare(kind_of(a[1]), words_of(a[2]));
  if (!query) throw std::runtime_error("cannot answer a query of the kind " + a[1]);
  step("query", [&] { return system->search(*query); });
  step("titles", [&] { return system->titles(); });
  step("article", [&] { return system->article(); });
}

template <class System>
void queries(const std::vector<std::string>& a) {
  System system(a[0], false);
  const auto all = read_queries(system, a[1]);
  std::size_t kept = 0;  // so that nothing is optimised away
  const std::int64_t warm = now_ns() + static_cast<std::int64_t>(std::stod(a[3]) * 1e9);
  do {
    for (const auto& [number, query] : all) {
      kept += system.search(query);
      kept += system.titles();
      kept += system.article();
    }
  } while (now_ns() < warm);
  std::vector<std::pair<int, std::int64_t>> times;
  times.reserve(all.size() * static_cast<std::size_t>(std::stoi(a[2])));
  for (int round = std::stoi(a[2]); round > 0; --round)
    for (const auto& [number, query] : all) times.emplace_back(number, ns_of([&] { kept += system.search(query); }));
  for (const auto& [number, ns] : times) std::printf("search\t%d\t%lld\n", number, static_cast<long long>(ns));
  for (const auto& [number, query] : all) {
    kept += system.search(query);
    const std::int64_t titles = ns_of([&] { kept += system.titles(); });
    const std::int64_t article = ns_of([&] { kept += system.article(); });
    std::printf("titles\t%d\t%lld\narticle\t%d\t%lld\n", number, static_cast<long long>(titles), number,
                static_cast<long long>(article));
  }
  std::printf("rss_anon\t0\t%llu\nkept\t0\t%zu\n", static_cast<unsigned long long>(rss_anon()), kept);
}

template <class System>
void matches(const std::vector<std::string>& a) {
  System system(a[0], false);
  for (const auto& [number, query] : read_queries(system, a[1])) {
    std::printf("%d\t", number);
    system.matches(query, [](std::string_view id) { std::printf("%.*s ", static_cast<int>(id.size()), id.data()); });
    std::printf("\n");
  }
}

template <class System>
int run(int count, char** values) {
  const std::string command = count > 1 ? values[1] : "";
  const std::vector<std::string> a(values + (count > 1 ? 2 : 1), values + count);
  try {
    if (command == "index" && a.size() >= 2)
      System::index(a);
    else if (command == "sizes" && a.size() == 1)
      System::sizes(a[0]);
    else if (command == "first" && a.size() >= 3)
      first<System>(a);
    else if (command == "queries" && a.size() == 4)
      queries<System>(a);
    else if (command == "matches" && a.size() == 2)
      matches<System>(a);
    else {
      std::fprintf(stderr, "usage: %s index|sizes|first|queries|matches ... (command_line.hpp)\n", values[0]);
      return 2;
    }
  } catch (const std::exception& trouble) {
    std::fprintf(stderr, "%s: %s\n", values[0], trouble.what());
    return 2;
  }
  return 0;
}

// What `sizes` prints.
inline void print_size(const char* part, std::uint64_t bytes) {
  std::printf("%s\t%llu\n", part, static_cast<unsigned long long>(bytes));
}

}  // namespace bench
