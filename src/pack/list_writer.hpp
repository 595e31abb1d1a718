// Writing posting lists: the counterpart of satchel/detail/postings.hpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace satchel::pack {

// Takes the postings of one list in ascending order and encodes them; memory holds one chunk and the encoded list.
class list_writer {
 public:
  // For an archive of `articles` articles.
  explicit list_writer(std::uint32_t articles) : articles_(articles) {}

  void start(bool with_positions);
  // `positions` ascending; empty without positions.
  void add(std::uint32_t article, std::uint32_t impact, const std::vector<std::uint32_t>& positions);
  // The encoded list; valid until the next start().
  const std::vector<std::byte>& finish();

  std::uint32_t document_frequency() const { return df_; }

 private:
  struct posting {
    std::uint32_t article, impact, first_position, positions;
  };

  void close_range();
  void write_chunk(std::size_t count);
  void write_postings(std::vector<std::byte>& out, std::size_t count, bool only);
  void write_positions(std::vector<std::byte>& out, std::size_t count);

  std::uint32_t articles_;
  bool with_positions_ = false;
  std::uint32_t df_ = 0;
  std::int64_t last_ = -1;  // last article of the chunk before
  std::size_t closed_ = 0;  // postings of pending_ in ranges that are complete
  std::vector<posting> pending_;
  std::vector<std::uint32_t> positions_;  // of pending_
  std::vector<std::byte> head_, bodies_, position_chunks_, list_;
};

}  // namespace satchel::pack
