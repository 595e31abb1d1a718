// The packer's side of zstd: training a dictionary and compressing frames.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace satchel::pack {

// A dictionary of at most `size` bytes for texts like the samples; empty when they are too few or it would not help.
std::string train_dictionary(const std::vector<std::string>& samples, std::size_t size, int level);

// Compresses frames with a dictionary ("" for none). Safe from several threads at once.
class compressor {
 public:
  compressor(const std::string& dictionary, int level);
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
