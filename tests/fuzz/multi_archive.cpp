// Searching several archives, some of them forged, as if they were one.
// Input: which archives, how they are opened, changes of the first, queries.
#include "calls.hpp"
#include "forger.hpp"

#include <satchel/hosted/file_archive.hpp>
#include <satchel/multi_archive.hpp>

#include <algorithm>

namespace {

using fuzz::input;
using fuzz::require;

constexpr std::uint32_t most = 3;

fuzz::archive_place place;
fuzz::work_memory memory[most];

satchel::storage storage_of(std::uint8_t which, input& changes) {
  if (which < 64) {
    fuzz::forger_of(which).forge(changes, place);
    return (which & 32) != 0 ? place.direct() : place.copying();
  }
  const fuzz::seed& s = fuzz::packed_seeds[which % fuzz::packings];
  return satchel::in_memory({reinterpret_cast<const std::byte*>(s.bytes), s.size});
}

template <class Archive>
void check(satchel::span<Archive* const> archives, const satchel::multi_archive_hit_list& found) {
  std::uint64_t articles = 0;
  for (Archive* a : archives) articles += a->size();
  require(found.size() <= found.capacity() && found.size() <= found.total && found.total <= articles, "hits have room");
  for (std::uint32_t i = 0; i < found.size(); ++i) {
    const satchel::multi_archive_hit& h = found[i];
    require(h.archive < archives.size && h.found.article < archives.data[h.archive]->size(), "hits are articles");
    if (i == 0) continue;
    const satchel::multi_archive_hit& before = found[i - 1];
    const bool later =
        before.archive < h.archive || (before.archive == h.archive && before.found.article < h.found.article);
    require(before.found.score > h.found.score || (before.found.score == h.found.score && later), "hits are in order");
  }
}

// One archive among several gives what it gives alone.
template <class Archive>
void check_alone(Archive& one, std::string_view query, const satchel::search_options& options) {
  satchel::multi_archive_hits<7, 24> found;
  satchel::hits<7> alone;
  Archive* const archives[] = {&one};
  const satchel::error e = satchel::multi_archive_search<Archive>({archives, 1}, query, found, options);
  const satchel::error wanted = one.search(query, alone, options);
  if (e.code == satchel::errc::too_many_terms) return;
  require(e.code == wanted.code, "one among several fails as it does alone");
  if (e) return;
  require(found.size() == alone.size() && found.total == alone.total, "one among several has as many hits as alone");
  for (std::uint32_t i = 0; i < alone.size(); ++i)
    require(found[i].found.article == alone[i].article && found[i].found.score == alone[i].score,
            "one among several has the hits it has alone");
}

template <class Archive>
void search(satchel::span<Archive* const> archives, input& in) {
  for (int calls = 0; calls < 2 && !in.empty(); ++calls) {
    const std::uint8_t how = in.byte();
    const std::string query = fuzz::query_text(in.part());
    satchel::search_options options;
    options.count = (how & 1) != 0;
    satchel::multi_archive_hits<5, 24> found;
    const satchel::error e = satchel::multi_archive_search<Archive>(archives, query, found, options);
    if (e)
      require(found.failed < std::max<std::size_t>(archives.size, 1), "an error says which archive it came from");
    else
      check(archives, found);
    if ((how & 2) != 0 && archives.size > 0) check_alone(*archives.data[how % archives.size], query, options);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  input in(data, size);
  const std::uint8_t how = in.byte();
  const std::uint32_t count = how % (most + 1);
  satchel::storage storages[most];
  std::uint8_t which[most];
  for (std::uint8_t& w : which) w = in.byte();
  for (std::size_t i = 1; i < most; ++i) which[i] |= 64;
  input changes = in.part();
  for (std::size_t i = 0; i < most; ++i) storages[i] = storage_of(which[i], changes);
  if ((how & 0xE0) == 0) {
    static satchel::mapped_archive opened[most];
    satchel::mapped_archive* archives[most];
    for (std::uint32_t i = 0; i < count; ++i) {
      archives[i] = &opened[i];
      (void)opened[i].open(storages[i], satchel::checking::on_read);
    }
    search<satchel::mapped_archive>({archives, count}, in);
  } else {
    satchel::archive opened[most];
    satchel::archive* archives[most];
    for (std::uint32_t i = 0; i < count; ++i) {
      archives[i] = &opened[i];
      (void)opened[i].open({storages[i], memory[i].bytes(fuzz::workspace_most >> (how >> 4 & 3))});
    }
    search<satchel::archive>({archives, count}, in);
  }
  return 0;
}
