// Parts of the packer by themselves: which block an article goes to, frames of what does not compress, words by which
// articles are compared.
#include "pack/index/index_batch.hpp"
#include "pack/text/block_writer.hpp"
#include "pack/text/compressor.hpp"

#include "dice.hpp"

#include <doctest/doctest.h>
#include <zstd.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

using namespace satchel;

namespace {

pack::pieces article_of(const std::string& text) {
  return {{kind::identifier, 0, "a"}, {kind::title, 0, ""}, {kind::paragraph, 0, text}};
}

// The texts of the blocks of two articles, of 600 bytes and of so many.
std::vector<std::string> blocks_of(std::size_t second) {
  std::vector<std::string> texts;
  pack::block_writer writer(
      1024, 64, [&](pack::plain_block&& block) { texts.push_back(block.text); }, [](pack::plain_catalog&&) {});
  writer.add(article_of(std::string(600, 'x')));
  writer.add(article_of(std::string(second, 'y')));
  writer.finish();
  return texts;
}

}  // namespace

TEST_CASE("an article goes to the next block when it does not fit, and not before") {
  std::size_t fits = 0;
  while (blocks_of(fits + 1).size() == 1) ++fits;
  CHECK(fits > 300);
  CHECK(fits < 424);
  const std::vector<std::string> texts = blocks_of(fits + 1);
  REQUIRE(texts.size() == 2);
  CHECK(texts[0].find('y') == std::string::npos);  // and is not cut
  CHECK(texts[1].find(std::string(fits + 1, 'y')) != std::string::npos);
}

TEST_CASE("what does not compress is a frame of small zstd blocks, too") {
  test::dice random(41);
  std::string noise(1 << 20, '\0');
  for (char& c : noise) c = static_cast<char>(random());
  const pack::compressor press("", 3, 512);
  const std::string frame = press.compress(noise);
  CHECK(pack::largest_zstd_block(frame) <= 512);
  std::string back(noise.size(), '\0');
  CHECK(ZSTD_decompress(back.data(), back.size(), frame.data(), frame.size()) == noise.size());
  CHECK(back == noise);
}

TEST_CASE("articles are compared by their words, each counted once") {
  const std::vector<pack::pieces> articles{article_of("ink press ink"), article_of("paper"), article_of("press ink")};
  const pack::indexed_batch batch = pack::index_batch(articles, 7, "", 1);
  REQUIRE(batch.term_ends == std::vector<std::size_t>{2, 3, 5});
  const auto words_of = [&](std::size_t article) {
    const auto at = [&](std::size_t n) { return batch.terms.begin() + static_cast<std::ptrdiff_t>(n); };
    std::vector<std::uint32_t> words(at(article > 0 ? batch.term_ends[article - 1] : 0), at(batch.term_ends[article]));
    std::sort(words.begin(), words.end());
    return words;
  };
  CHECK(words_of(0) == words_of(2));
  CHECK(words_of(0)[0] != words_of(0)[1]);
  CHECK(words_of(1)[0] != words_of(0)[0]);
  CHECK(words_of(1)[0] != words_of(0)[1]);
}
