// Differential queries: archives that live on through many calls against each other, a fresh one, and the oracle.
// The same articles were packed with all positions, with passages, without any, and in 48 KiB: all must say the same,
// in any workspace that is large enough, whatever was asked or refused before.
// Input: for each call what it is, and of what.
#include "calls.hpp"
#include "memory.hpp"
#include "seeds.hpp"

#include "../oracle/evaluator.hpp"
#include "../oracle/generator.hpp"

#include <satchel/hosted/file_archive.hpp>

#include <algorithm>
#include <string>
#include <vector>

namespace {

using fuzz::input;
using fuzz::require;

satchel::storage storage_of(const fuzz::seed& s) {
  return satchel::in_memory({reinterpret_cast<const std::byte*>(s.bytes), s.size});
}

// An archive in a workspace whose size changes.
struct shelf {
  fuzz::work_memory memory;
  satchel::archive archive;
  satchel::config how;

  void open(const fuzz::seed& s, std::size_t workspace = fuzz::workspace_most, bool copies = false, bool once = false) {
    how.storage = storage_of(s);
    if (copies) how.storage = {&shelf::copy, this, s.size, nullptr};
    bytes = s.bytes;
    how.workspace = memory.bytes(workspace);
    how.check = once ? satchel::checking::once : satchel::checking::on_read;
    reopen();
  }

  // f(archive), again with what was missing where there is so much.
  template <class F>
  satchel::error run(F&& f) {
    for (int grown = 0;; ++grown) {
      const satchel::error e = f(archive);
      if (e.code != satchel::errc::small_workspace || e.where > fuzz::workspace_most) return e;
      require(grown == 0, "with what was missing it is enough");
      how.workspace.size += e.missing;
      reopen();
    }
  }

 private:
  void reopen() {
    while (const satchel::error e = archive.open(how)) {
      require(e.code == satchel::errc::small_workspace && e.missing > 0, "a seed can be opened");
      how.workspace.size += e.missing;
    }
  }

  static bool copy(void* self, std::uint64_t offset, std::size_t size, std::byte* scratch) {
    std::memcpy(scratch, static_cast<const shelf*>(self)->bytes + offset, size);
    return true;
  }
  const char* bytes = nullptr;
};

struct answer {
  satchel::error failure;
  std::vector<satchel::hit> hits;
  std::uint32_t total = 0;
};

answer search(shelf& in, std::string_view query, std::uint32_t room, bool count) {
  std::vector<satchel::hit> memory(room);
  satchel::hit_list found(memory.data(), room);
  satchel::search_options options;
  options.count = count;
  answer out;
  out.failure = in.run([&](satchel::archive& a) { return a.search(query, found, options); });
  if (out.failure) return out;
  fuzz::check_hits(in.archive, found);
  out.hits.assign(found.begin(), found.end());
  out.total = count ? found.total : 0;
  return out;
}

bool same_hits(const std::vector<satchel::hit>& a, const std::vector<satchel::hit>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const satchel::hit& x, const satchel::hit& y) {
    return x.article == y.article && x.score == y.score;
  });
}

// Everything about the articles, as the oracle sees them.
oracle::articles read_all(satchel::archive& from) {
  oracle::articles all(from.size());
  for (std::uint32_t i = 0; i < all.size(); ++i)
    require(!from.read(i, [&](const satchel::piece& p) { oracle::add_part(all[i], p); }), "a seed can be read");
  return all;
}

// What stays from one execution to the next: nothing that a call can change.
struct world {
  shelf living[fuzz::packings], fresh;
  oracle::articles articles;
  oracle::index index;
  oracle::random_source random{0};
  oracle::generator generator;
  oracle::evaluator evaluator;

  world() : articles(known()), index(articles, "english"), generator(articles, index, random, {}), evaluator(index) {}

 private:
  oracle::articles known() {
    fresh.open(fuzz::packed_seeds[0]);
    return read_all(fresh.archive);
  }
};

world& the_world() {
  static world* const made = new world;
  return *made;
}

void ask(world& w, input& in, const std::string& query, const std::vector<satchel::hit>* expected) {
  const std::uint8_t how = in.byte();
  const std::uint32_t room = how % 4 == 0 ? in.below(5) : w.living[0].archive.size() + 1;
  const bool count = (how & 4) != 0;
  const answer first = search(w.living[0], query, room, count);
  if (expected != nullptr) {
    require(!first.failure, "the generator's queries can be run");
    const std::size_t n = std::min<std::size_t>(room, expected->size());
    require(same_hits(first.hits, {expected->begin(), expected->begin() + static_cast<std::ptrdiff_t>(n)}),
            "the oracle finds the same");
    require(!count || first.total == expected->size(), "the oracle counts the same");
  }
  const auto too_large = [](const answer& a) { return a.failure.code == satchel::errc::small_workspace; };
  const auto compare = [&](shelf& other) {
    const answer a = search(other, query, room, count);
    if (a.failure.code == satchel::errc::too_many_terms) return;  // a phrase that is looked for in texts has few terms
    if (too_large(a) || too_large(first)) return;
    require(a.failure.code == first.failure.code, "all ways to pack fail alike");
    require(same_hits(a.hits, first.hits), "all ways to pack find the same");
    require(a.total == first.total, "all ways to pack count the same");
  };
  for (std::size_t i = 1; i < fuzz::packings; ++i) compare(w.living[i]);
  w.fresh.open(fuzz::packed_seeds[how >> 3 & 3]);
  compare(w.fresh);
}

// Any call gives the same on one that lives and a fresh one.
void call_both(world& w, input& in) {
  const std::size_t which = in.byte() % fuzz::packings;
  w.fresh.open(fuzz::packed_seeds[which]);
  const input start = in;
  std::uint64_t seen[2];
  satchel::error e[2];
  int i = 0;
  for (shelf* s : {&w.fresh, &w.living[which]}) {
    e[i] = s->run([&](satchel::archive& a) {
      in = start;
      fuzz::seen = 0;
      return fuzz::call(a, in);
    });
    seen[i++] = fuzz::seen;
  }
  if (e[0].code == satchel::errc::small_workspace || e[1].code == satchel::errc::small_workspace) return;
  require(e[0].code == e[1].code, "one that lives fails as a fresh one does");
  require(e[0] || seen[0] == seen[1], "one that lives answers as a fresh one does");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  world& w = the_world();
  input in(data, size);
  const auto reopen = [&](std::size_t which) {
    const std::uint8_t how = in.byte();
    const std::size_t least = (how & 4) != 0 ? 0 : in.below(fuzz::workspace_most / 8) * std::size_t{8};
    w.living[which].open(fuzz::packed_seeds[which], least, (how & 1) != 0, (how & 2) != 0);
  };
  for (std::size_t i = 0; i < fuzz::packings; ++i) reopen(i);
  for (int calls = 0; calls < 2 && !in.empty(); ++calls) {
    const std::uint8_t what = in.byte();
    if (what < 96) {
      w.random = oracle::random_source(in.number());
      const auto kind = static_cast<oracle::query_kind>(what % oracle::query_kind_names.size());
      const oracle::query_node tree = w.generator.make(kind);
      const std::vector<satchel::hit> expected = w.evaluator.evaluate(tree);
      const bool malformed = kind == oracle::query_kind::malformed;
      ask(w, in, malformed ? print_malformed(tree, w.random) : print_query(tree, w.random), &expected);
    } else if (what < 176) {
      ask(w, in, fuzz::query_text(in.part()), nullptr);
    } else if (what < 240) {
      call_both(w, in);
    } else {
      reopen(what % fuzz::packings);
    }
  }
  return 0;
}
