// Writing posting lists: the counterpart of satchel/detail/index/posting_cursor.hpp.
#pragma once

#include "pack/base/bit_writer.hpp"
#include "pack/base/bucket_scheme.hpp"
#include "pack/io/scratch.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace satchel::pack {

// Takes the postings of one list in ascending order and encodes them. Memory holds one posting block and the encoded
// list; positions beyond `positions_room` bytes are spilled to disk.
class posting_writer {
 public:
  // For an archive of `articles` articles. `unit` is that of positions, `field_positions` bounds those in lists of
  // fields. `buckets` must stay. More than `positions_room` bytes of positions wait in the scratch directory.
  posting_writer(std::uint32_t articles, const bucket_scheme& buckets, std::uint32_t unit,
                 std::uint32_t field_positions, std::string scratch, std::size_t positions_room = 4 << 20);

  void start(bool of_field);
  // `positions` ascending, at least one, unless the unit is 0; the first `titles` of them are in the title.
  void add(std::uint32_t article, std::uint8_t bucket, std::uint32_t titles,
           const std::vector<std::uint32_t>& positions);
  void finish();

  // Of the list that is finished, until the next start(): its encoded bytes without the document frequency, in pieces,
  // how many they are, and how many of them are its head and blocks, which a search reads most of (0 for short lists).
  void take(const std::function<void(const std::byte*, std::size_t)>& f) const;
  std::uint64_t size() const { return spilled_positions() + head_.size() + bodies_.size() + position_blocks_.size(); }
  std::uint64_t searched() const { return searched_; }
  std::uint32_t document_frequency() const { return df_; }

 private:
  struct posting {
    std::uint32_t article, length_bucket, bucket_number, titles, first_position, positions;
  };

  void close_range();
  void write_block(std::size_t count);
  void write_articles(bit_writer& bits, const std::vector<std::uint32_t>& articles) const;
  void write_postings(std::vector<std::byte>& out, std::size_t count, bool only);
  void write_buckets(bit_writer& bits, std::size_t count, unsigned k) const;
  void write_positions(std::vector<std::byte>& out, std::size_t count);
  void write_positions(bit_writer& bits, const posting& p) const;
  std::uint64_t spilled_positions() const { return spilled_ ? spilled_->size() : 0; }

  std::uint32_t articles_;
  const bucket_scheme& buckets_;
  std::vector<format::FrequencyBucket> codes_;  // by bucket number
  std::uint32_t unit_, field_positions_;
  bool of_field_ = false;
  std::uint32_t length_bucket_ = 0;  // of the last article
  std::uint32_t df_ = 0;
  std::int64_t last_ = -1;  // last article of the posting block before
  std::size_t closed_ = 0;  // postings of pending_ in ranges that are complete
  std::vector<posting> pending_;
  std::vector<std::uint32_t> positions_;  // of pending_
  std::vector<std::byte> head_, bodies_, position_blocks_;
  std::uint64_t searched_ = 0;
  std::string scratch_;
  std::size_t positions_room_;
  std::optional<scratch_file> spilled_;  // positions before those of position_blocks_
};

}  // namespace satchel::pack
