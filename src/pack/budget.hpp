// Shaping an archive so that its reader has enough with a given memory.
#pragma once

#include "pack/base/archive_parameters.hpp"
#include "pack/collector.hpp"
#include "pack/text_model.hpp"

#include <satchel/detail/text/frame_reader.hpp>
#include <satchel/pack.hpp>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace satchel::pack {

// What the memory of a reader depends on. `frames` counts as copied from storage.
struct reader_limits {
  std::uint64_t directory_bytes = 0;
  detail::frame_layout frames;
  std::uint32_t page_bytes = 0, position_unit = 1;
};

// What an archive for options::memory_bytes is given: the largest of opening, a search of four terms with phrases,
// reading, and the snippet of such a search.
class budget {
 public:
  explicit budget(const options& how);

  // The largest of these that is not too large beside the memory; explicit ones must fit. Throws failure.
  std::uint32_t page_bytes(std::uint32_t usual) const;

  // Sizes of blocks, dictionary, words and zstd blocks that give the smallest archive, and what texts are coded with.
  // `directory_bytes` is at least what the directory will have; `usual_texts` becomes what texts would take without a
  // budget. Throws failure when nothing fits.
  archive_parameters choose(const collector& collected, std::uint32_t page_bytes, std::uint64_t directory_bytes,
                            text_model& model, std::uint64_t& usual_texts,
                            const std::function<void(const char*)>& tell) const;

  // Whether the finished archive fits. Throws failure when it does not.
  void check(const reader_limits& limits) const;

 private:
  std::uint64_t need(const reader_limits& limits) const;
  archive_parameters best_parameters(const trial_samples& samples, const archive_parameters& base,
                                     std::uint64_t catalog, reader_limits limits, std::uint32_t& most_text) const;
  std::uint32_t room_for_block(reader_limits limits) const;
  std::vector<std::int64_t> dictionary_sizes(std::uint64_t room, std::uint64_t most) const;
  std::uint32_t fitting_block(const collector& collected, archive_parameters s, const word_coder& coder,
                              std::uint64_t catalog, std::uint64_t room) const;
  [[noreturn]] void refuse(std::uint64_t workspace) const;

  const options& how_;
  std::uint64_t workspace_ = 0, decoder_ = 0;
};

}  // namespace satchel::pack
