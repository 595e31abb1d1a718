// The packer's side of zstd: training a dictionary and compressing frames.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace satchel::pack {

// A dictionary of at most `size` bytes for texts like the samples; empty when they are too few or it would not help.
std::string train_dictionary(const std::vector<std::string>& samples, std::size_t size, int level);
// The same as content alone, without the statistics that a reader would have to prepare.
std::string train_raw_dictionary(const std::vector<std::string>& samples, std::size_t size);

// Bytes of the largest zstd block in a frame, with its header, or of the frame's own header where that is more.
std::size_t largest_zstd_block(const std::string& frame);

// Compresses frames with a dictionary ("" for none). No zstd block of theirs, with its header, is larger than
// `block_limit`, at least 512; 0: any size will do. Safe from several threads at once.
class compressor {
 public:
  compressor(const std::string& dictionary, int level, std::size_t block_limit);
  ~compressor();
  compressor(const compressor&) = delete;
  compressor& operator=(const compressor&) = delete;

  // One frame with content size and checksum.
  std::string compress(const std::string& data) const;

 private:
  struct state;
  std::unique_ptr<state> state_;
};

}  // namespace satchel::pack
