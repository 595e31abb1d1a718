// Which terms articles are compared by.
#include "pack/order/article_order.hpp"

#include "dice.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <vector>

using namespace satchel;

TEST_CASE("articles are compared by all terms that neither few nor most of them have") {
  test::dice random(23);
  std::vector<std::uint32_t> vocabulary(200);
  for (std::uint32_t& hash : vocabulary) hash = random();
  std::vector<std::vector<std::uint32_t>> articles(60);
  std::map<std::uint32_t, std::uint32_t> frequencies;
  pack::similarity terms;
  for (auto& article : articles) {
    for (std::uint32_t i = 0; i < vocabulary.size(); ++i)
      if (random() % 200 < i) article.push_back(vocabulary[i]);  // from nearly never to nearly always
    article.resize(std::min<std::size_t>(article.size(), 64));
    for (const std::uint32_t hash : article) ++frequencies[hash];
    terms.add(article.data(), article.data() + article.size());
  }
  terms.finish();

  // Numbered from 0, in the order of the hashes.
  std::map<std::uint32_t, std::uint32_t> numbers;
  for (const auto& [hash, count] : frequencies)
    if (count >= 3 && count <= articles.size() / 3) numbers.emplace(hash, static_cast<std::uint32_t>(numbers.size()));
  CHECK(numbers.size() > 20);
  CHECK(numbers.size() < frequencies.size());
  CHECK(terms.common() == numbers.size());
  for (std::uint32_t a = 0; a < articles.size(); ++a) {
    std::vector<std::uint32_t> expected;
    for (const std::uint32_t hash : articles[a])
      if (const auto found = numbers.find(hash); found != numbers.end()) expected.push_back(found->second);
    CHECK(std::vector<std::uint32_t>(terms.begin(a), terms.end(a)) == expected);
  }
}
