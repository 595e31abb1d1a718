// From the pieces of some articles to a sorted run of index records.
#pragma once

#include "impact.hpp"
#include "pieces.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace satchel::pack {

// Keys of records that are no terms: an identifier, and a whole folded title.
inline constexpr char identifier_key = 'I', title_key = 'T';

// What became of a batch of consecutive articles.
struct indexed_batch {
  std::string run;                    // records for record_runs: key is tag and stem, value as below
  std::vector<group_counts> lengths;  // terms per article and group
  std::vector<std::int64_t> days;     // published day, or no_day
  std::uint64_t text_bytes = 0;       // of body pieces
  std::uint64_t tokens = 0;

  static constexpr std::int64_t no_day = INT64_MIN;
};

// One posting as it stands in a record.
struct raw_posting {
  std::uint32_t article = 0;
  group_counts tf{};
  std::vector<std::uint32_t> positions;
};

// Analyzes articles `first`, `first` + 1, ... `stemmer` is a Snowball name or "".
indexed_batch index_batch(const std::vector<pieces>& articles, std::uint32_t first, const std::string& stemmer);

// A record's value: the forms of the stem that the batch has, and its postings.
class record_value {
 public:
  explicit record_value(const std::string& value);
  const std::vector<std::string>& forms() const { return forms_; }
  bool next(raw_posting& out);

 private:
  std::uint64_t varint();

  const std::string& value_;
  std::size_t at_ = 0;
  std::uint64_t left_ = 0;
  std::uint32_t article_ = 0;
  std::vector<std::string> forms_;
};

}  // namespace satchel::pack
