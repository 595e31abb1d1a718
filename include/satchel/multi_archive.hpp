// Searching several archives as if they were one.
//
//   satchel::mapped_archive* shelves[] = {&news, &books};
//   satchel::multi_archive_hits<10> top;
//   if (satchel::error e = satchel::multi_archive_search<satchel::mapped_archive>(shelves, "ceasefire", top)) return
//   fail(e); for (const satchel::multi_archive_hit& h : top) std::cout << shelves[h.archive]->title(h.found) << '\n';
#pragma once

#include <satchel/error.hpp>
#include <satchel/hits.hpp>
#include <satchel/query.hpp>
#include <satchel/span.hpp>

#include <cstdint>
#include <string_view>

namespace satchel {

// An article found in one of several archives.
struct multi_archive_hit {
  std::uint32_t archive = 0;  // its index among those that were searched
  hit found;                  // scores are comparable across archives
};

// The best hits of all archives, best first; equal scores in the order of archives, then of article numbers.
class multi_archive_hit_list {
 public:
  // The memory is the caller's, usually multi_archive_hits<N>: `room` hits of all archives, as many of one, and a
  // document frequency for each term that a query may have.
  multi_archive_hit_list(multi_archive_hit* memory, hit* of_one, std::uint32_t room, span<std::uint32_t> frequencies)
      : frequencies(frequencies), hits_(memory), of_one_(of_one), room_(room) {}

  const multi_archive_hit* begin() const { return hits_; }
  const multi_archive_hit* end() const { return hits_ + size_; }
  const multi_archive_hit& operator[](std::size_t i) const { return hits_[i]; }
  std::uint32_t size() const { return size_; }
  std::uint32_t capacity() const { return room_; }
  bool empty() const { return size_ == 0; }

  // The sum of hit_list::total.
  std::uint64_t total = 0;
  // The archive that an error came from.
  std::uint32_t failed = 0;

  // For the search.
  span<std::uint32_t> frequencies;
  void clear() {
    size_ = failed = 0;
    total = 0;
  }
  hit_list of_one() const { return {of_one_, room_}; }
  // Takes the hits of an archive, which come after those of all archives before it.
  void add(std::uint32_t archive, const hit_list& found) {
    total += found.total;
    std::uint32_t place = 0;
    for (const hit& h : found) {
      while (place < size_ && hits_[place].found.score >= h.score) ++place;
      if (place == room_) return;
      if (size_ < room_) ++size_;
      for (std::uint32_t i = size_ - 1; i > place; --i) hits_[i] = hits_[i - 1];
      hits_[place++] = {archive, h};
    }
  }

 protected:
  multi_archive_hit_list(const multi_archive_hit_list&) = default;
  multi_archive_hit_list& operator=(const multi_archive_hit_list&) = default;

 private:
  multi_archive_hit* hits_;
  hit* of_one_;
  std::uint32_t room_, size_ = 0;
};

// Room for the N best hits of queries with up to Terms terms.
template <std::uint32_t N, std::uint32_t Terms = 64>
class multi_archive_hits : public multi_archive_hit_list {
 public:
  multi_archive_hits() : multi_archive_hit_list(hits_, of_one_, N, frequencies_) {}
  multi_archive_hits(const multi_archive_hits&) = delete;
  multi_archive_hits& operator=(const multi_archive_hits&) = delete;

 private:
  multi_archive_hit hits_[N];
  hit of_one_[N];
  std::uint32_t frequencies_[Terms];
};

namespace detail {

// at(i) is archive i, or stands for it: has count_terms(), search() and size().
template <class At>
error multi_archive_search(std::uint32_t count, At&& at, std::string_view query, multi_archive_hit_list& out,
                           const search_options& options) {
  out.clear();
  for (std::uint32_t& f : out.frequencies) f = 0;
  search_options with = options;
  with.statistics = {out.frequencies.data, out.frequencies.size, 0};
  for (std::uint32_t i = 0; i < count; ++i) {
    out.failed = i;
    if (error e = at(i).count_terms(query, out.frequencies)) return e;
    const std::uint32_t articles = at(i).size();
    with.statistics.articles += articles < 0xffffffff - with.statistics.articles ? articles : 0;
  }
  for (std::uint32_t i = 0; i < count; ++i) {
    out.failed = i;
    hit_list found = out.of_one();
    if (error e = at(i).search(query, found, with)) return e;
    out.add(i, found);
  }
  out.failed = 0;
  return {};
}

}  // namespace detail

// The best hits for a query in all archives. A term weighs by how many articles of all archives have it, so that a word
// that is rare in one of them and common in the others does not bring the one to the front. How an article's length
// counts is measured against its own archive. A plain word that no archive has falls back to each one's nearest word.
//
// Archive is satchel::archive or a hosted archive. Errors are those of archive::search, with out.failed; too_many_terms
// also where out has room for fewer.
template <class Archive>
error multi_archive_search(span<Archive* const> archives, std::string_view query, multi_archive_hit_list& out,
                           const search_options& options = {}) {
  const auto at = [&](std::uint32_t i) -> Archive& { return *archives[i]; };
  return detail::multi_archive_search(static_cast<std::uint32_t>(archives.size), at, query, out, options);
}

}  // namespace satchel
