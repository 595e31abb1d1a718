// What the texts of a collection are made small with: the words that blocks are coded with, and the zstd dictionary.
#pragma once

#include "pack/base/archive_parameters.hpp"
#include "pack/collector.hpp"
#include "pack/text/word_coder.hpp"
#include "pack/text/word_list.hpp"

#include <functional>
#include <memory>
#include <string>

namespace satchel::pack {

struct text_model {
  std::unique_ptr<const word_coder> coder = std::make_unique<word_coder>();  // without words where they do not pay
  std::string words;                                                         // the coder's table, "" without words
  std::string dictionary;                                                    // "" for none
};

// Texts to compare archive parameters with.
class trial_samples {
 public:
  trial_samples(const collector& collected, std::uint64_t bytes, int level);

  // With at most so many words; without any where there are not enough. Valid until the next call.
  const word_coder& coder(std::uint32_t words) const;
  // More would not pay.
  std::uint64_t dictionary_most() const;
  // The size of coded blocks, beside that of their texts, of those that are coded worst: in parts of `whole`.
  static constexpr std::uint64_t whole = 4096;
  std::uint64_t coded_share(const word_coder& coder) const;
  // Bytes that all texts take, as an estimate, with what they are made small with.
  std::uint64_t cost(const archive_parameters& how, const word_coder& coder) const;

 private:
  const collector& collected_;
  std::uint64_t bytes_;
  int level_;
  word_counter counter_;
  mutable std::unique_ptr<const word_coder> coder_;
};

// Chosen on samples from all over the collection. `tell` is told what goes on.
text_model choose_text_model(const collector& collected, const archive_parameters& how, int level,
                             const std::function<void(const char* phase)>& tell);

}  // namespace satchel::pack
