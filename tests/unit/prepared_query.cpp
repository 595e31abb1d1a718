// A query that was prepared answers as its text does, and only for the archive that prepared it.

#include <satchel/hosted/file_archive.hpp>
#include <satchel/pack.hpp>

#include "packed.hpp"
#include "temporary.hpp"

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace {

using namespace satchel;

std::string packed(const test::temporary_directory& in, pack::positions kept) {
  pack::options how;
  how.output = (in.path() / "a.satchel").string();
  how.language = "en";
  how.positions = kept;
  std::vector<pack::article> articles(40);
  for (std::size_t i = 0; i < articles.size(); ++i) {
    pack::article& a = articles[i];
    a.identifier = std::to_string(i);
    a.title = "Ships of New York " + a.identifier;
    a.authors = {"Jane Turner"};
    a.body.push_back(
        {kind::paragraph, 0, "The ship " + a.identifier + " sails from York to a new port and sailed in New York."});
    if (i % 3 == 2) a.body.push_back({kind::paragraph, 0, "Cargo and crates. Turner wrote it."});
  }
  return test::packed(how, std::move(articles));
}

// Hits, frequencies, a snippet and the marks of a whole article; an error's code instead.
template <class Query>
std::string answers(archive& a, Query& query) {
  std::string out;
  const auto add = [&](const error& e) { out += std::to_string(static_cast<int>(e.code)) + ';'; };
  hits<50> found;
  add(a.search(query, found));
  for (const hit& h : found) out += std::to_string(h.article) + ':' + std::to_string(h.score) + ' ';
  std::uint32_t frequencies[20] = {};
  add(a.count_terms(query, {frequencies, 20}));
  for (const std::uint32_t f : frequencies) out += std::to_string(f) + ' ';
  char buffer[80];
  satchel::snippet shown;
  add(a.snippet(2, query, {buffer, sizeof buffer}, shown));
  out += shown.text;
  for (std::uint32_t m = 0; m < shown.marks; ++m)
    out += std::to_string(shown.at[m].begin) + '-' + std::to_string(shown.at[m].end) + ' ';
  add(a.read(2, query, [&](const piece& p, bool match) {
    out += (match ? '[' : '(');
    out += p.text;
  }));
  return out;
}

void compare_answers(archive& a) {
  for (const std::string text :
       {"ship", "\"new york\"", "sailing -crates", "ship*", "author:turner cargo", "title:\"new york\" 12",
        "shipz crates", "(ship AND cargo) OR port", "nothing", "date:2016 ship", "ship ship"}) {
    CAPTURE(text);
    query_size size;
    REQUIRE(!archive::measure(text, size));
    std::vector<std::uint64_t> memory(a.need_prepared(size) / 8 + 1);
    prepared_query query;
    const mutable_bytes room{reinterpret_cast<std::byte*>(memory.data()),
                             static_cast<std::size_t>(a.need_prepared(size))};
    REQUIRE(!a.prepare(text, room, query));
    CHECK(query.size() == size);
    const std::string_view view = text;
    const std::string wanted = answers(a, view);
    CHECK(answers(a, query) == wanted);
    CHECK(answers(a, query) == wanted);
    CHECK(answers(a, view) == wanted);
    // A byte less does not do.
    const error e = a.prepare(text, {room.data, room.size - 1}, query);
    CHECK(e.code == errc::small_workspace);
    CHECK(e.missing == 1);
  }
}

TEST_CASE("a prepared query answers as its text, from memory and from a file") {
  test::temporary_directory directory;
  for (const pack::positions kept : {pack::positions::full, pack::positions::passage, pack::positions::none}) {
    const std::string path = packed(directory, kept);
    mapped_archive mapped;
    REQUIRE(!mapped.open(path.c_str()));
    compare_answers(mapped.get());
    file_archive read;
    REQUIRE(!read.open(path.c_str()));
    compare_answers(read.get());
  }
}

TEST_CASE("a prepared query is of one archive, as long as that is open") {
  test::temporary_directory directory, other_directory;
  mapped_archive file, other;
  const std::string path = packed(directory, pack::positions::full);
  REQUIRE(!file.open(path.c_str()));
  REQUIRE(!other.open(packed(other_directory, pack::positions::full).c_str()));
  prepared_query query;
  hits<5> found;
  CHECK(file.search(query, found).code == errc::stale);
  REQUIRE(!file.prepare("ship", query));
  CHECK(!file.search(query, found));
  CHECK(found.size() == 5);
  CHECK(other.search(query, found).code == errc::stale);
  CHECK(found.empty());
  file.close();
  CHECK(file.search(query, found).code == errc::not_open);
  REQUIRE(!file.open(path.c_str()));
  CHECK(file.search(query, found).code == errc::stale);
  CHECK(file.prepare("a AND", query).code == errc::bad_query);
  CHECK(file.search(query, found).code == errc::stale);
}

TEST_CASE("a prepared query says how much workspace it lacks") {
  test::temporary_directory directory;
  mapped_archive file;
  REQUIRE(!file.open(packed(directory, pack::positions::full).c_str()));
  std::vector<std::uint64_t> memory(100000), of_query(10000);
  const auto open_in = [&](archive& a, std::uint64_t size) {
    REQUIRE(!a.open({file.get().storage(), {reinterpret_cast<std::byte*>(memory.data()), std::size_t(size)}}));
  };
  archive ample;
  open_in(ample, 800000);
  const std::uint64_t opening = ample.need_open(), reading = ample.need_read();
  const auto ask = [&](std::uint64_t size, int what) {
    archive a;
    open_in(a, size);
    prepared_query query;
    REQUIRE(!a.prepare("ship \"new york\" car*", {reinterpret_cast<std::byte*>(of_query.data()), 80000}, query));
    hits<5> found;
    std::uint32_t frequencies[4] = {};
    char buffer[80];
    satchel::snippet shown;
    switch (what) {
      case 0:
        return a.search(query, found);
      case 1:
        return a.count_terms(query, {frequencies, 4});
      case 2:
        return a.snippet(2, query, {buffer, sizeof buffer}, shown);
      default:
        return a.read(2, query, [](const piece&, bool) {});
    }
  };
  for (int what = 0; what < 4; ++what) {
    CAPTURE(what);
    const error none = ask(opening, what);
    CHECK(none.code == errc::small_workspace);
    const std::uint64_t need = opening + none.missing;
    CHECK(none.where == need);
    if (what >= 2) CHECK(need == reading);
    CHECK(!ask(need, what));
    const error less = ask(need - 8, what);
    CHECK(less.code == errc::small_workspace);
    CHECK(less.missing == 8);
  }
}

}  // namespace
