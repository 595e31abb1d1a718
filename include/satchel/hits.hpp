// The result of a search.
#pragma once

#include <satchel/span.hpp>

#include <cstddef>
#include <cstdint>

namespace satchel {

// One found article.
struct hit {
  std::uint32_t article = 0;  // its number in the archive
  std::uint32_t score = 0;    // comparable within one search; 0 when the query has only conditions
};

// A list of hits with a fixed capacity, best first; equal scores are ordered by article number. Refers to memory
// of its owner: usually hits<N>.
class hit_list {
 public:
  hit_list(hit* memory, std::uint32_t capacity) : hits_(memory), capacity_(capacity) {}

  const hit* begin() const { return hits_; }
  const hit* end() const { return hits_ + size_; }
  const hit& operator[](std::size_t i) const { return hits_[i]; }
  std::uint32_t size() const { return size_; }
  std::uint32_t capacity() const { return capacity_; }
  bool empty() const { return size_ == 0; }

  // Number of matching articles: exact when search_options::count was set, otherwise those that were looked at.
  std::uint32_t total = 0;

  // For the search: a heap with the worst hit on top, until finish().
  void clear() {
    size_ = 0;
    total = 0;
  }
  bool full() const { return size_ == capacity_; }
  const hit& worst() const { return hits_[0]; }  // of a list that is not empty

  // Whether the hit is among the best `capacity` so far.
  bool takes(const hit& h) const { return !full() || (capacity_ > 0 && better(h, hits_[0])); }

  // Keeps the hit when it is. An article is offered once, in any order.
  void offer(hit h) {
    if (!full()) {
      hits_[size_++] = h;
      rise(size_ - 1);
    } else if (capacity_ > 0 && better(h, hits_[0])) {
      hits_[0] = h;
      sink(0, size_);
    }
  }

  // Orders the hits, best first.
  void finish() {
    for (std::uint32_t n = size_; n > 1; --n) {
      const hit worst = hits_[0];
      hits_[0] = hits_[n - 1];
      hits_[n - 1] = worst;
      sink(0, n - 1);
    }
  }

 protected:
  // Copies of a hits<N> must not share its memory.
  hit_list(const hit_list&) = default;
  hit_list& operator=(const hit_list&) = default;

 private:
  static bool better(const hit& a, const hit& b) {
    return a.score != b.score ? a.score > b.score : a.article < b.article;
  }

  void rise(std::uint32_t i) {
    for (; i > 0 && better(hits_[(i - 1) / 2], hits_[i]); i = (i - 1) / 2) swap(i, (i - 1) / 2);
  }

  void sink(std::uint32_t i, std::uint32_t n) {
    for (;;) {
      std::uint32_t worst = i;
      for (std::uint32_t child = 2 * i + 1; child <= 2 * i + 2 && child < n; ++child)
        if (better(hits_[worst], hits_[child])) worst = child;
      if (worst == i) return;
      swap(i, worst);
      i = worst;
    }
  }

  void swap(std::uint32_t a, std::uint32_t b) {
    const hit h = hits_[a];
    hits_[a] = hits_[b];
    hits_[b] = h;
  }

  hit* hits_;
  std::uint32_t capacity_;
  std::uint32_t size_ = 0;
};

// Room for the N best hits, on the stack or wherever it is put.
template <std::uint32_t N>
class hits : public hit_list {
 public:
  hits() : hit_list(memory_, N) {}
  hits(const hits&) = delete;
  hits& operator=(const hits&) = delete;

 private:
  hit memory_[N];
};

// In how many articles the terms of a query stand, in its order, and of how many; see multi_archive.hpp.
struct term_statistics {
  const std::uint32_t* frequencies = nullptr;  // null: the archive's own
  std::size_t terms = 0;
  std::uint32_t articles = 0;
};

struct search_options {
  bool count = false;  // make hit_list::total exact; without it, articles that cannot be among the best are passed over
  term_statistics statistics = {};  // of more than this archive, to weigh terms with
};

}  // namespace satchel
