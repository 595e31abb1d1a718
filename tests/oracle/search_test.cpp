// Random queries of every kind give exactly the oracle's articles, scores and order.
#include "comparison.hpp"
#include "library.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <future>
#include <optional>
#include <stdexcept>

namespace oracle {
namespace {

// Asks questions of one kind, of an archive of its own.
verdict check_kind(const library& of, const std::string& path, query_kind kind, std::uint64_t seed, std::size_t each,
                   generator::limits how) {
  satchel::mapped_archive archive;
  if (archive.open(path.c_str(), satchel::checking::at_open)) throw std::runtime_error("cannot open " + path);
  examiner asks(of.known(), of.terms(), seed, how);
  verdict out(of.name());
  for (std::size_t i = 0; i < each && !out.enough(); ++i) {
    const question q = asks.ask(kind);
    out.note(q, try_all(archive, q, of.size(), asks.random()));
  }
  return out;
}

void check_all_kinds(const library& of, std::uint64_t seed, std::size_t each, generator::limits how = {}) {
  constexpr std::size_t kinds = query_kind_names.size();
  std::vector<std::optional<verdict>> verdicts(kinds);
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t kind = next++; kind < kinds; kind = next++)
      verdicts[kind] = check_kind(of, of.path(), static_cast<query_kind>(kind), 100 * seed + kind, each, how);
  };
  std::future<void> other = std::async(std::launch::async, work);
  work();
  other.get();
  for (const auto& v : verdicts) v.value().report(each);
}

}  // namespace

TEST_CASE("oracle: Reuters") {
  const auto made = library::reuters();
  if (made == nullptr) return;
  CHECK(made->archive().get().info().stemmer == "english");
  check_all_kinds(*made, 1, queries_of_a_kind);
}

TEST_CASE("oracle: the sample collection") {
  const auto made = library::of_path("sample collection", SATCHEL_ROOT "/seeds");
  check_all_kinds(*made, 2, queries_of_a_kind);
}

TEST_CASE("oracle: synthetic collections") {
  check_all_kinds(*library::synthetic(1500, 4096, "en"), 3, queries_of_a_kind);
  // Numbers of articles around the ranges of 256 and the longest list without a head, small and large pages.
  struct shape {
    std::size_t articles;
    std::uint32_t page_bytes;
  };
  for (const shape s : {shape{769, 512}, {512, 65536}, {257, 512}, {256, 4096}, {129, 512}, {128, 4096}, {1, 512}})
    check_all_kinds(*library::synthetic(s.articles, s.page_bytes, "en"), s.articles, queries_of_a_kind / 4);
}

TEST_CASE("oracle: a collection without a stemmer") {
  const auto made = library::synthetic(700, 4096, "none");
  CHECK(made->archive().get().info().stemmer == "");
  check_all_kinds(*made, 4, queries_of_a_kind / 4, {false, 1});
}

TEST_CASE("oracle: phrases where lists have no positions") {
  for (const char* language : {"en", "none"}) {
    const auto made = library::synthetic(700, 1024, language);
    for (const auto kept : {satchel::pack::positions::passage, satchel::pack::positions::none}) {
      satchel::pack::options how;
      how.positions = kept;
      how.language = language;
      how.block_bytes = 2048;
      const std::string path = made->pack_again(how);
      for (const query_kind kind : {query_kind::phrase, query_kind::mixed})
        check_kind(*made, path, kind, 5, queries_of_a_kind / 8, {}).report(queries_of_a_kind / 8);
    }
  }
}

}  // namespace oracle
