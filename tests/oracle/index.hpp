// What the oracle knows of a collection: for every term the articles, impacts and positions, from the articles' texts
// and schema/SPEC.md sections 5 and 6. In plain memory and plain containers; shares nothing with the packer's index.
#pragma once

#include "collection.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace oracle {

// Where a word of a query must stand.
enum class field : std::uint8_t { any, title, author, tag, source };
inline constexpr std::size_t fields = 5;

// The field that the terms of a piece belong to beside `any`; `any` when to none.
field field_of(satchel::kind k);

struct posting {
  std::uint32_t article = 0;
  std::array<std::uint32_t, 3> frequency{};  // in the title, in other metadata, in the body
  std::uint32_t first_position = 0;          // index into term_list::positions
  std::uint32_t positions = 0;
  std::uint32_t impact = 0;
};

// The articles of a stem: of all forms that the stemmer groups.
struct term_list {
  std::vector<posting> postings;
  std::vector<std::uint32_t> positions;
  std::uint32_t weight = 0;
};

class index {
 public:
  // `stemmer` is a Snowball name or "".
  index(const articles& all, std::string_view stemmer);

  std::uint32_t size() const { return size_; }
  const std::vector<std::optional<std::int32_t>>& days() const { return days_; }

  // The list of a form, null when no article has it.
  const term_list* find(field where, const std::string& form) const;
  // The list of the form of `any` that is nearest to one that no article has; null when none is near.
  const term_list* nearest(std::string_view form) const;
  // The lists of all forms that start so; a list can come more than once.
  std::vector<const term_list*> starting_with(field where, std::string_view start) const;

  // All forms, sorted by their bytes.
  const std::vector<std::pair<std::string, std::uint32_t>>& forms(field where) const { return at(where).sorted; }

 private:
  struct vocabulary {
    std::unordered_map<std::string, std::uint32_t> lists_of_forms, lists_of_stems;
    std::vector<term_list> lists;
    std::vector<std::pair<std::string, std::uint32_t>> sorted;
  };

  // `lengths` are sums of the weights of each article's terms.
  void weigh(const std::vector<std::uint64_t>& lengths);
  void titles_of_words();

  const vocabulary& at(field where) const { return vocabularies_[static_cast<std::size_t>(where)]; }
  vocabulary& at(field where) { return vocabularies_[static_cast<std::size_t>(where)]; }

  std::array<vocabulary, fields> vocabularies_;
  std::vector<std::optional<std::int32_t>> days_;
  std::uint32_t size_ = 0;
};

}  // namespace oracle
