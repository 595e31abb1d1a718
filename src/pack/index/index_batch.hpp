// From the pieces of some articles to a sorted run of index records.
#pragma once

#include "pack/base/bucket_scheme.hpp"
#include "pack/order/article_order.hpp"
#include "pack/text/pieces.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace satchel::pack {

// Keys of records that are no terms: an identifier, and a whole folded title.
inline constexpr char identifier_key = 'I', title_key = 'T';

// What became of a batch of consecutive articles.
struct indexed_batch {
  std::string run;                      // records for record_runs: key is tag and stem, value as below
  std::vector<article_length> lengths;  // of each article
  std::vector<std::int32_t> days;       // published day, or no_day
  std::vector<std::uint32_t> terms;     // hashes of the words of each article, one article after the other
  std::vector<std::size_t> term_ends;   // where those of each article end
  bucket_counts counts;
  std::uint32_t field_positions = 0;  // one more than the greatest position in lists of fields
  std::uint64_t text_bytes = 0;       // of body pieces
  std::uint64_t tokens = 0;

  static constexpr std::int32_t no_day = INT32_MIN;
};

// One posting as it stands in a record. Positions are numbers of passages where the unit says so.
struct raw_posting {
  std::uint32_t article = 0;
  std::uint8_t bucket = 0;
  std::uint32_t titles = 0;  // positions in the title; the first ones
  std::vector<std::uint32_t> positions;
};

// Analyzes articles `first`, `first` + 1, ... `stemmer` is a Snowball name or "", `unit` that of positions.
indexed_batch index_batch(const std::vector<pieces>& articles, std::uint32_t first, const std::string& stemmer,
                          std::uint32_t unit);

// A record's value: the forms of the stem that the batch has, and its postings.
class record_value {
 public:
  explicit record_value(const std::string& value);
  const std::vector<std::string_view>& forms() const { return forms_; }
  // The next posting: its article, and the rest as decode_posting takes it. `value` must stay.
  bool next(std::uint32_t& article, std::string_view& rest);

 private:
  std::uint64_t varint();

  const std::string& value_;
  std::size_t at_ = 0;
  std::uint64_t left_ = 0;
  std::uint32_t article_ = 0;
  std::vector<std::string_view> forms_;
};

void decode_posting(std::string_view rest, raw_posting& out);

}  // namespace satchel::pack
