// JSON objects of any number of members.
#pragma once

#include "base/string_map.hpp"

#include <nlohmann/ordered_map.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace satchel::pack {

// nlohmann's object that keeps the order of its members, which compares a key with all before it; this one finds a key
// among many by its hash.
template <class Key, class T, class Less = std::less<Key>, class Allocator = std::allocator<std::pair<const Key, T>>>
class indexed_object : public nlohmann::ordered_map<Key, T, Less, Allocator> {
  using base = nlohmann::ordered_map<Key, T, Less, Allocator>;

 public:
  using typename base::const_iterator;
  using typename base::iterator;

  indexed_object() = default;

  iterator find(std::string_view key) { return base::begin() + offset_of(key); }
  const_iterator find(std::string_view key) const { return base::begin() + offset_of(key); }

  template <class AnyKey>
  std::pair<iterator, bool> emplace(AnyKey&& key, T&& value) {
    if (const iterator at = find(key); at != base::end()) return {at, false};
    base::emplace_back(std::forward<AnyKey>(key), std::move(value));
    index_from(base::size() == few + 1 ? 0 : base::size() - 1);
    return {base::end() - 1, true};
  }

  template <class AnyKey>
  T& operator[](AnyKey&& key) {
    return emplace(std::forward<AnyKey>(key), T{}).first->second;
  }

  // What the library asks for, and nobody here.
  iterator erase(iterator at) {
    const iterator next = base::erase(at);
    index_.clear();
    index_from(0);
    return next;
  }

 private:
  static constexpr std::size_t few = 16;  // are compared one by one

  // Of the end, when there is no such member. Of two keys with one hash, the first alone is in the index.
  std::ptrdiff_t offset_of(std::string_view key) const {
    if (base::size() > few) {
      const auto found = index_.find(hash_of(key));
      if (found == index_.end()) return static_cast<std::ptrdiff_t>(base::size());
      const auto at = static_cast<std::ptrdiff_t>(found->second);
      if ((base::begin() + at)->first == key) return at;
    }
    std::ptrdiff_t at = 0;
    for (const auto& member : *this) {
      if (member.first == key) break;
      ++at;
    }
    return at;
  }

  void index_from(std::size_t at) {
    for (; base::size() > few && at < base::size(); ++at)
      index_.try_emplace(hash_of((base::begin() + static_cast<std::ptrdiff_t>(at))->first), at);
  }

  std::unordered_map<std::uint64_t, std::size_t> index_;  // offsets by hashes of keys, when there are more than a few
};

}  // namespace satchel::pack
