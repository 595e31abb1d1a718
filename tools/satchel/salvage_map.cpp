#include "salvage_map.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <span>
#include <utility>

namespace satchel::tool {
namespace {

constexpr std::size_t most_archives = 16, most_of_a_number = 4;

using way = text_coding::way;
using frames = std::span<const found_frame>;

// The frames of each run; they stand one behind the other.
std::vector<frames> by_run(const std::vector<found_frame>& all) {
  std::vector<frames> runs;
  for (std::size_t i = 0, begin = 0; i < all.size(); ++i) {
    if (i + 1 < all.size() && all[i + 1].run == all[begin].run) continue;
    runs.emplace_back(all.data() + begin, i + 1 - begin);
    begin = i + 1;
  }
  return runs;
}

class mapper {
  using numbers = std::unordered_map<std::uint32_t, std::uint32_t>;
  using places = std::unordered_map<std::uint64_t, std::uint32_t>;

 public:
  mapper(const std::string& path, const scan_result& found, frame_opener& opener) : found_(found), opener_(opener) {
    for (std::size_t i = 0; i < found.blocks.size(); ++i) {
      auto& same = by_number_[found.blocks[i].number];
      if (same.size() < most_of_a_number) same.push_back(i);
    }
    for (std::uint32_t i = 0; i < found.words.size(); ++i) {
      words_from_.emplace(found.words[i].offset, i);
      words_to_.emplace(found.words[i].end(), i);
    }
    open_directories(path);
    std::vector<frames> catalogs = by_run(found.catalogs);
    std::erase_if(catalogs, [&](const frames& run) { return add_to_directory(run); });
    std::erase_if(catalogs, [&](const frames& run) { return is_copy(run) || place_catalogs(run); });
    for (const frames& run : catalogs) keep_names(run);
    for (salvaged_archive& a : archives_) finish_places(a);
    place_blocks();
    for (salvaged_archive& a : archives_) finish(a);
  }

  std::vector<salvaged_archive> archives() { return std::move(archives_); }

 private:
  void open_directories(const std::string& path) {
    for (const std::uint64_t head : found_.heads) {
      if (archives_.size() >= most_archives) return;
      auto directory = std::make_unique<salvage_directory>();
      if (!directory->open(path, head)) continue;
      salvaged_archive& a = archives_.emplace_back();
      const detail::frame_layout& f = directory->info().frames;
      a.base = head;
      a.articles = f.articles;
      a.articles_per_catalog = f.articles_per_catalog;
      a.block_count = f.blocks.count;
      a.catalog_count = f.catalogs.count;
      a.directory = std::move(directory);
    }
  }

  // Calls f(number, place) for each block in which articles of the catalog start.
  template <class F>
  void each_place(const found_frame& catalog, F f) {
    if (!opener_.decode(catalog, content_)) return;
    format::catalog_walk walk(*catalog_in(content_.content()));
    format::catalog_entry entry;
    for (std::optional<std::uint64_t> before; !walk.at_end() && walk.next(entry); before = entry.block)
      if (before != entry.block && entry.block <= UINT32_MAX) f(static_cast<std::uint32_t>(entry.block), entry.frame);
  }

  // Where the archive begins if these are its catalogs: most of the blocks that were found agree.
  std::optional<std::uint64_t> base_of(const frames& catalogs) {
    std::unordered_map<std::uint64_t, std::uint32_t> votes;
    for (const found_frame& c : catalogs)
      each_place(c, [&](std::uint32_t number, const format::frame_extent& place) {
        const auto at = by_number_.find(number);
        if (at == by_number_.end()) return;
        for (const std::size_t i : at->second)
          if (found_.blocks[i].size == place.size)  // a base before the file, where that was cut in front, wraps
            ++votes[found_.blocks[i].offset - place.offset];
      });
    const auto best =
        std::max_element(votes.begin(), votes.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
    return best == votes.end() ? std::nullopt : std::optional(best->first);
  }

  bool fits(salvaged_archive& a, const frames& catalogs) {
    for (const found_frame& c : catalogs) {
      if (a.directory) {
        const auto place = a.directory->catalog(c.number);
        if (!place || a.base + place->offset != c.offset || place->size != c.size) return false;
      }
      const auto& taken = catalog_crcs_[static_cast<std::size_t>(&a - archives_.data())];
      const auto other = taken.find(c.number);
      if (other != taken.end() && other->second != c.crc) return false;
    }
    return true;
  }

  bool add_to_directory(const frames& run) {
    for (salvaged_archive& a : archives_)
      if (fits(a, run)) return add_catalogs(a, run);
    return false;
  }

  // Whether an archive has all of these catalogs already: bytes of it may stand elsewhere in the file, too.
  bool is_copy(const frames& run) const {
    const auto known = [](const numbers& crcs, const found_frame& c) {
      const auto at = crcs.find(c.number);
      return at != crcs.end() && at->second == c.crc;
    };
    return std::any_of(catalog_crcs_.begin(), catalog_crcs_.end(), [&](const numbers& crcs) {
      return std::all_of(run.begin(), run.end(), [&](const found_frame& c) { return known(crcs, c); });
    });
  }

  // False when no block that was found is where these catalogs say.
  bool place_catalogs(const frames& run) {
    const std::optional<std::uint64_t> base = base_of(run);
    if (!base) return false;
    for (salvaged_archive& a : archives_)
      if (a.base == *base && fits(a, run)) return add_catalogs(a, run);
    if (archives_.size() >= most_archives) return true;
    salvaged_archive& a = archives_.emplace_back();
    a.base = *base;
    return add_catalogs(a, run);
  }

  // Such catalogs name articles that are lost, unless blocks that were found show that they are of another archive.
  void keep_names(const frames& run) {
    bool other = archives_.size() > 1;
    for (const found_frame& c : run)
      each_place(c, [&](std::uint32_t number, const auto&) { other = other || by_number_.contains(number); });
    if (other) return;
    if (archives_.empty()) archives_.emplace_back().base = found_.heads.size() == 1 ? found_.heads[0] : 0;
    if (fits(archives_[0], run)) add_catalogs(archives_[0], run);
  }

  bool add_catalogs(salvaged_archive& a, const frames& run) {
    a.catalogs.insert(a.catalogs.end(), run.begin(), run.end());
    for (const found_frame& c : run)
      catalog_crcs_[static_cast<std::size_t>(&a - archives_.data())].emplace(c.number, c.crc);
    return true;
  }

  void finish_places(salvaged_archive& a) {
    std::stable_sort(a.catalogs.begin(), a.catalogs.end(),
                     [](const auto& x, const auto& y) { return x.number < y.number; });
    a.catalogs.erase(std::unique(a.catalogs.begin(), a.catalogs.end(),
                                 [](const auto& x, const auto& y) { return x.number == y.number; }),
                     a.catalogs.end());
    a.placed = true;
    if (a.directory) {
      std::set<std::uint32_t> found{0};  // in order, so that each page is read once
      for (const auto& [number, same] : by_number_) found.insert(number);
      for (const std::uint32_t number : found)
        if (const auto place = a.directory->block(number)) a.places[number] = *place;
    }
    for (const found_frame& c : a.catalogs)
      each_place(c, [&](std::uint32_t number, const format::frame_extent& place) {
        if (number == 0 || by_number_.contains(number)) a.places.try_emplace(number, place);
      });
    if (!a.catalog_count && !a.catalogs.empty() && found_.behind_catalogs == a.catalogs.back().end())
      a.catalog_count = a.catalogs.back().number + 1;
  }

  // How many blocks of the run stand where the archive has them; -1 when one does not.
  static int agreement(const salvaged_archive& a, const frames& run) {
    int agree = 0;
    for (const found_frame& b : run) {
      const auto at = a.places.find(b.number);
      if (at == a.places.end()) continue;
      if (a.base + at->second.offset != b.offset || at->second.size != b.size) return -1;
      ++agree;
    }
    return agree;
  }

  void place_blocks() {
    std::vector<frames> left;
    for (const frames& run : by_run(found_.blocks)) {
      salvaged_archive* best = nullptr;
      int most = 0;
      for (salvaged_archive& a : archives_) {
        const int agree = agreement(a, run);
        const bool behind_head = found_.runs[run.front().run].head == a.base;
        if (agree > most || (agree == most && behind_head)) best = &a;
        most = std::max(most, agree);
      }
      best != nullptr ? add_blocks(*best, run) : left.push_back(run);
    }
    for (salvaged_archive& a : archives_) sort_blocks(a);
    if (archives_.size() > 1)  // catalogs that tell of nothing in the file
      std::erase_if(archives_, [](const salvaged_archive& a) { return !a.directory && a.blocks.empty(); });
    for (salvaged_archive& a : archives_) {
      std::vector<frames> between;
      for (frames& run : left)
        if (lies_between(a, run)) between.push_back(std::exchange(run, {}));
      for (const frames& run : between) add_blocks(a, run);
      sort_blocks(a);
    }
    std::erase_if(left, [&](const frames& run) { return is_foreign(run); });
    std::set<std::pair<std::uint32_t, std::uint32_t>> taken;
    for (const salvaged_archive& a : archives_)
      for (const mapped_block& b : a.blocks) taken.emplace(b.frame.number, b.frame.crc);
    salvaged_archive& rest = archives_.emplace_back();
    for (const frames& run : left)
      for (const found_frame& b : run)
        if (taken.emplace(b.number, b.crc).second) rest.blocks.push_back({b, {}});
  }

  // Whether an archive that is known from its directory has other blocks there.
  bool is_foreign(const frames& run) const {
    return !run.empty() && std::any_of(archives_.begin(), archives_.end(), [&](const salvaged_archive& a) {
      return a.directory && run.front().offset - a.base < a.directory->info().frames.store.size &&
             agreement(a, run) < 0;
    });
  }

  static void add_blocks(salvaged_archive& a, const frames& run) {
    for (const found_frame& b : run) a.blocks.push_back({b, {}});
  }

  static void sort_blocks(salvaged_archive& a) {
    std::stable_sort(a.blocks.begin(), a.blocks.end(),
                     [](const auto& x, const auto& y) { return x.frame.number < y.frame.number; });
    a.blocks.erase(std::unique(a.blocks.begin(), a.blocks.end(),
                               [](const auto& x, const auto& y) { return x.frame.number == y.frame.number; }),
                   a.blocks.end());
  }

  // In a long article there are blocks of which no catalog tells. They are the archive's when they need its dictionary,
  // and stand between its blocks in the file and by number.
  static bool lies_between(const salvaged_archive& a, const frames& run) {
    if (run.empty() || agreement(a, run) < 0) return false;
    const auto next =
        std::lower_bound(a.blocks.begin(), a.blocks.end(), run.front().number,
                         [](const mapped_block& b, std::uint32_t number) { return b.frame.number < number; });
    if (next == a.blocks.begin()) return false;
    const found_frame& before = std::prev(next)->frame;
    const auto follows = [](const found_frame& x, const found_frame& y) {
      return x.number < y.number && x.end() <= y.offset && y.dictionary == x.dictionary;
    };
    if (before.dictionary == 0 || !follows(before, run.front())) return false;
    for (std::size_t i = 1; i < run.size(); ++i)
      if (!follows(run[i - 1], run[i])) return false;
    return next == a.blocks.end() || follows(run.back(), next->frame);
  }

  static text_coding coded(const places& words, std::uint64_t at) {
    const auto found = words.find(at);
    return found == words.end() ? text_coding{way::lost, 0} : text_coding{way::coded, found->second};
  }

  text_coding coding_of(const salvaged_archive& a, const found_frame& block) const {
    if (a.directory) {
      const format::table_frame& words = a.directory->info().frames.words;
      return words.size == 0 ? text_coding{way::plain, 0} : coded(words_from_, a.base + words.offset);
    }
    const found_dictionary* dictionary = block.dictionary > 0 ? &found_.dictionaries[block.dictionary - 1] : nullptr;
    const text_coding known = dictionary != nullptr ? dictionary->coding : found_.runs[block.run].coding;
    if (known.how != way::unknown) return known;
    // Block 0 follows the words, or what they would follow.
    const auto first = a.places.find(0);
    if (!a.placed || first == a.places.end()) return known;
    const std::uint64_t begin = a.base + first->second.offset;
    const std::uint64_t without = dictionary != nullptr ? dictionary->frame.end() : a.base + head_size;
    return begin == without ? text_coding{way::plain, 0} : coded(words_to_, begin);
  }

  void finish(salvaged_archive& a) {
    for (mapped_block& b : a.blocks) b.coding = coding_of(a, b.frame);
    if (!a.block_count && !a.blocks.empty() && found_.behind_blocks == a.blocks.back().frame.end())
      a.block_count = a.blocks.back().frame.number + 1;
    if (a.articles_per_catalog || a.catalogs.empty()) return;
    // All catalogs but the last have the same number of articles.
    const found_frame& first = a.catalogs.front();
    if ((a.catalogs.size() == 1 && first.number > 0) || !opener_.decode(first, content_)) return;
    format::catalog_walk walk(*catalog_in(content_.content()));
    format::catalog_entry entry;
    std::uint32_t count = 0;
    while (!walk.at_end() && walk.next(entry)) ++count;
    a.articles_per_catalog = count;
  }

  const scan_result& found_;
  frame_opener& opener_;
  frame_content content_;
  std::vector<salvaged_archive> archives_;
  std::array<numbers, most_archives> catalog_crcs_;                        // of each
  places words_from_, words_to_;                                           // by where they begin and end
  std::unordered_map<std::uint32_t, std::vector<std::size_t>> by_number_;  // blocks that were found
};

}  // namespace

std::vector<salvaged_archive> map_archives(const std::string& path, const scan_result& found, frame_opener& frames) {
  return mapper(path, found, frames).archives();
}

}  // namespace satchel::tool
