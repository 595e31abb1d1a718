// Packs articles that a test makes.
#pragma once

#include <satchel/pack.hpp>

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace satchel::test {

// Packs the articles as `how` says, with one thread.
inline pack::statistics packed_statistics(pack::options how, std::vector<pack::article> articles) {
  how.threads = 1;
  std::size_t given = 0;
  how.articles = [&](pack::article& a, const pack::report&) {
    if (given == articles.size()) return false;
    a = std::move(articles[given++]);
    return true;
  };
  return satchel::pack::pack(how, [](const pack::problem&) {});
}

// The same, and gives the path: how.output.
inline std::string packed(const pack::options& how, std::vector<pack::article> articles) {
  packed_statistics(how, std::move(articles));
  return how.output;
}

}  // namespace satchel::test
