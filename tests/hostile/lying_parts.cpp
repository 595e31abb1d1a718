// Parts of an archive that break the format behind right checksums: what is said of each.

#include "answers.hpp"
#include "forging.hpp"
#include "pack/text/catalog_writer.hpp"

#include <doctest/doctest.h>

#include <functional>
#include <string>
#include <vector>

namespace {

using namespace hostile;
using satchel::checking;
using satchel::errc;

// What verifying finds first, and how much of it.
struct finding {
  satchel::error first;
  std::uint64_t damaged = 0;
};

finding verified(const file_bytes& bytes) {
  guarded_memory memory(ample);
  satchel::archive open;
  REQUIRE(!open.open({copying(bytes), memory.bytes(), checking::on_read}));
  satchel::verify_result result;
  finding out;
  REQUIRE(!satchel::verify(open, result, [&](const satchel::error& e) {
    if (!out.first) out.first = e;
  }));
  out.damaged = result.damaged;
  return out;
}

using satchel::pack::plain_catalog;

// The archive with another first catalog. It may name one block that is not there.
file_bytes with_catalog(const file_bytes& intact, const std::function<void(plain_catalog&)>& change) {
  parts p = take_apart(intact);
  const auto* old = satchel::format::root_of<satchel::format::Catalog>({p.catalogs[0].data(), p.catalogs[0].size()});
  plain_catalog next{old->number(), {}};
  satchel::format::catalog_walk walk(*old);
  satchel::format::catalog_entry e;
  while (walk.next(e))
    next.articles.push_back({static_cast<std::uint32_t>(e.block), e.start, e.begins_block, std::string(e.identifier),
                             std::string(e.title), e.identifier_cut, e.title_cut});
  change(next);
  std::vector<satchel::format::frame_extent> places = p.places;
  places.push_back({places.back().offset + places.back().size, 1});
  const std::string made = next.flatbuffer(places);
  const auto* first = reinterpret_cast<const std::byte*>(made.data());
  p.catalogs[0].assign(first, first + made.size());
  lay_out(p);
  return put_together(p);
}

TEST_CASE("a catalog of other articles than it should have is damaged") {
  const file_bytes intact = packed(small_collection());
  const auto blocks = static_cast<std::uint32_t>(take_apart(intact).blocks.size());
  REQUIRE(verified(with_catalog(intact, [](plain_catalog&) {})).damaged == 0);
  const std::function<void(plain_catalog&)> changes[] = {
      [](plain_catalog& c) { c.articles.pop_back(); },
      [](plain_catalog& c) { c.articles.resize(1); },
      [](plain_catalog& c) { c.articles.push_back(c.articles.back()); },
      [&](plain_catalog& c) { c.articles.back().block = blocks; },
      [&](plain_catalog& c) { c.articles[1].block = c.articles[2].block = blocks; },
  };
  for (const auto& change : changes) {
    const finding found = verified(with_catalog(intact, change));
    CHECK(found.damaged == 1);
    CHECK(found.first.code == errc::damaged);
    CHECK(found.first.part == satchel::part::catalog);
    CHECK(found.first.where == 0);
    // Nor is it trusted the second time.
    const file_bytes changed = with_catalog(intact, change);
    guarded_memory memory(ample);
    satchel::archive open;
    REQUIRE(!open.open({direct(changed), memory.bytes(), checking::on_read}));
    for (int time = 0; time < 2; ++time)
      CHECK(ask(open, {question::about::entry, "", 0, false}).failure.code == errc::damaged);
  }
}

// Where the posting blocks of a list are.
std::vector<std::uint64_t> posting_blocks(const file_bytes& intact, const char* key) {
  guarded_memory memory(ample);
  satchel::archive open;
  REQUIRE(!open.open({direct(intact), memory.bytes(), checking::on_read}));
  const auto& directory = satchel::detail::archive_access::state(open).directory;
  satchel::detail::term_cursor terms;
  terms.attach(directory.pages, directory.terms, nullptr);
  bool found = false;
  REQUIRE(!terms.find(key, found));
  REQUIRE(found);
  satchel::detail::posting_cursor postings;
  postings.attach(directory.pages, directory.model, open.size(), nullptr, nullptr);
  REQUIRE(!postings.open(terms.list()));
  std::vector<std::uint64_t> out;
  while (!postings.ended()) {
    out.push_back(postings.block().body);
    REQUIRE(!postings.leave_block());
  }
  return out;
}

TEST_CASE("verifying sees each posting block whose articles are coded in no known way") {
  const file_bytes intact = packed(many_articles());
  for (const char* key : {"wcommon", "wword", "wcard"}) {
    CAPTURE(std::string(key));
    const std::vector<std::uint64_t> places = posting_blocks(intact, key);
    REQUIRE(places.size() == 2);
    for (const std::uint64_t at : places) {
      parts p = take_apart(intact);
      p.payloads[at] |= std::byte{3};
      const finding found = verified(put_together(p));
      CHECK(found.damaged == 1);
      CHECK(found.first.code == errc::damaged);
      CHECK(found.first.part == satchel::part::postings);
    }
  }
}

TEST_CASE("a text that is not well coded is damage of its block") {
  const file_bytes intact = packed(repeated_collection());
  const parts original = take_apart(intact);
  REQUIRE(!original.words.empty());
  const std::vector<int> beginnings[] = {
      {satchel::format::word_raw, 0}, {satchel::format::word_joined, satchel::format::word_joined}, {255, 255, 255}};
  for (const std::uint32_t block : {0u, 1u, static_cast<std::uint32_t>(original.blocks.size() - 1)})
    for (const std::vector<int>& beginning : beginnings) {
      CAPTURE(block);
      CAPTURE(beginning[0]);
      parts p = original;
      auto* text = flatbuffers::GetMutableRoot<satchel::format::Block>(p.blocks[block].data())->mutable_text();
      for (std::size_t i = 0; i < beginning.size(); ++i)
        text->Mutate(static_cast<flatbuffers::uoffset_t>(i), static_cast<std::uint8_t>(beginning[i]));
      lay_out(p);
      const file_bytes bytes = put_together(p);
      guarded_memory memory(ample);
      satchel::archive open;
      REQUIRE(!open.open({copying(bytes), memory.bytes(), checking::on_read}));
      unsigned lost = 0;
      for (std::uint32_t article = 0; article < open.size(); ++article) {
        const satchel::error e = open.read(article, [](const satchel::piece&) {});
        if (!e) continue;
        ++lost;
        CHECK(e.code == errc::damaged);
        CHECK(e.part == satchel::part::block);
        CHECK(e.where == block);
      }
      CHECK(lost > 0);
    }
}

}  // namespace
