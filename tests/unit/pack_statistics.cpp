// What the packer tells: while it packs, and of what it packed.
#include "dice.hpp"
#include "packed.hpp"
#include "temporary.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace satchel;

namespace {

// Articles of made-up words, some of them frequent.
std::vector<pack::article> wordy_articles(std::size_t count) {
  test::dice random(31);
  std::vector<std::string> words(3000);
  for (std::string& word : words)
    for (std::uint32_t n = 2 + random() % 8; n > 0; --n) word += static_cast<char>('a' + random() % 26);
  std::vector<pack::article> out(count);
  for (pack::article& a : out) {
    a.identifier = std::to_string(&a - out.data());
    std::string text;
    while (text.size() < 900) text += words[random() % (1 + random() % words.size())] + ' ';
    a.body.push_back({kind::paragraph, 0, text});
  }
  return out;
}

pack::options options_in(const test::temporary_directory& directory) {
  pack::options how;
  how.output = (directory.path() / "a.satchel").string();
  how.level = 3;
  return how;
}

}  // namespace

TEST_CASE("terms and postings are counted") {
  const test::temporary_directory directory;
  std::vector<pack::article> articles(2);
  articles[0].identifier = "a";
  articles[0].body.push_back({kind::paragraph, 0, "ink press ink"});
  articles[1].identifier = "b";
  articles[1].body.push_back({kind::paragraph, 0, "ink"});
  const pack::statistics s = test::packed_statistics(options_in(directory), articles);
  CHECK(s.tokens == 4);
  CHECK(s.terms == 2);
  CHECK(s.postings == 3);
}

TEST_CASE("progress names what is done, in order") {
  const test::temporary_directory directory;
  pack::options how = options_in(directory);
  std::vector<std::string> phases;
  how.progress = [&](const char* phase, std::uint64_t done, std::uint64_t total) {
    CHECK((total == 0 || done <= total));
    if (phases.empty() || phases.back() != phase) phases.push_back(phase);
  };
  test::packed(how, wordy_articles(400));
  CHECK(phases ==
        std::vector<std::string>{"reading", "choosing words", "training the dictionary", "compressing", "indexing"});
}

TEST_CASE("what texts would take without a given memory is about what they take then") {
  const test::temporary_directory directory;
  const auto statistics_of = [&](std::uint64_t memory) {
    pack::options how = options_in(directory);
    how.memory_bytes = memory;
    return test::packed_statistics(how, wordy_articles(400));
  };
  const pack::statistics usual = statistics_of(0);
  const double taken = static_cast<double>(usual.dictionary_bytes + usual.word_codes_bytes + usual.block_bytes);
  CHECK(usual.usual_texts == 0);
  CHECK(static_cast<double>(statistics_of(300 << 10).usual_texts) / taken == doctest::Approx(1).epsilon(0.05));
}
