// Collections that are made up, so that lists of all lengths and shapes occur.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace oracle {

// JSON Lines of so many articles: words by Zipf's law in several forms, words of single stretches of articles, words in
// an exact number of articles, scripts written without spaces, dates of all precisions and none.
std::string synthetic_json_lines(std::size_t articles, std::uint64_t seed);

}  // namespace oracle
