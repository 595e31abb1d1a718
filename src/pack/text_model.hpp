// What the texts of a collection are made small with: the words that blocks are coded with, and the zstd dictionary.
#pragma once

#include "collector.hpp"
#include "word_coder.hpp"

#include <satchel/pack.hpp>

#include <functional>
#include <memory>
#include <string>

namespace satchel::pack {

struct text_model {
  std::unique_ptr<const word_coder> coder = std::make_unique<word_coder>();  // without words where they do not pay
  std::string words;                                                         // the coder's table, "" without words
  std::string dictionary;                                                    // "" for none
};

// Chosen on samples from all over the collection. `tell` is told what goes on.
text_model choose_text_model(const collector& collected, const options& how,
                             const std::function<void(const char* phase)>& tell);

}  // namespace satchel::pack
