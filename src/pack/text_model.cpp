#include "text_model.hpp"

#include "block_builder.hpp"
#include "compressor.hpp"
#include "word_list.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace satchel::pack {
namespace {

// Text to count words in, and distinct ones to keep: bounds of memory.
constexpr std::uint64_t word_sample_bytes = 40 << 20;
constexpr std::size_t word_sample_distinct = 1 << 19;

// What is only compared is compressed fast.
constexpr int trial_level = 3;

// A dictionary must earn the place that it takes in the file.
std::size_t dictionary_size(const options& how, std::uint64_t text_bytes) {
  if (how.dictionary_bytes >= 0) return static_cast<std::size_t>(how.dictionary_bytes);
  const std::uint64_t size =
      std::max(std::min<std::uint64_t>(text_bytes / 100, 112640), std::min<std::uint64_t>(text_bytes / 400, 262144));
  return size < 2048 ? 0 : static_cast<std::size_t>(size);
}

// Calls f with articles from all over the collection, together about `bytes` of text.
template <class F>
void sample(const collector& collected, std::uint64_t bytes, F f) {
  const std::uint64_t step = std::max<std::uint64_t>(1, collected.text_bytes() / bytes);
  for (std::uint64_t i = 0; i < collected.articles(); i += step) {
    scratch_reader in = collected.read_from(static_cast<std::uint32_t>(i));
    f(get_pieces(in));
  }
}

std::vector<plain_block> sample_blocks(const collector& collected, const options& how, std::uint64_t bytes) {
  std::vector<plain_block> blocks;
  block_builder sampler(
      how.block_bytes, 64, [&](plain_block&& block) { blocks.push_back(std::move(block)); }, [](plain_catalog&&) {});
  std::uint64_t taken = 0;
  sample(collected, bytes, [&](const pieces& article) {
    if (taken > 4 * bytes) return;  // articles of very different lengths can exceed what was wanted
    for (const stored_piece& p : article) taken += p.text.size();
    sampler.add(article);
  });
  sampler.finish();
  return blocks;
}

std::unique_ptr<const word_coder> frequent_words(const collector& collected, const options& how) {
  word_counter counter;
  sample(collected, word_sample_bytes, [&](const pieces& article) {
    if (counter.distinct() > word_sample_distinct) return;
    for (std::size_t i = 2; i < article.size(); ++i) counter.add(article[i].text);
  });
  return std::make_unique<word_coder>(counter.frequent(how.words));
}

// Whether words save more than their list takes.
bool words_pay(const collector& collected, const options& how, const word_coder& coder, const std::string& table) {
  const compressor press("", trial_level);
  const word_coder none;
  std::uint64_t text = 0, plain = 0, coded = 0;
  for (const plain_block& block : sample_blocks(collected, how, 1 << 20)) {
    text += block.text.size();
    plain += press.compress(block.flatbuffer(none)).size();
    coded += press.compress(block.flatbuffer(coder)).size();
  }
  if (coded >= plain) return false;
  const std::uint64_t saved = (plain - coded) * (collected.text_bytes() / 1024 + 1) / (text / 1024 + 1);
  return saved > press.compress(table).size();
}

}  // namespace

text_model choose_text_model(const collector& collected, const options& how,
                             const std::function<void(const char*)>& tell) {
  text_model model;
  if (how.words > 0) {
    tell("choosing words");
    auto coder = frequent_words(collected, how);
    std::string table = coder->empty() ? std::string() : coder->table();
    if (!coder->empty() && words_pay(collected, how, *coder, table)) {
      model.coder = std::move(coder);
      model.words = std::move(table);
    }
  }
  const std::size_t size = dictionary_size(how, collected.text_bytes());
  if (size >= 256) {
    tell("training the dictionary");
    std::vector<std::string> samples;
    for (const plain_block& block : sample_blocks(collected, how, std::uint64_t{size} * 40))
      samples.push_back(block.flatbuffer(*model.coder));
    model.dictionary = train_dictionary(samples, size, how.level);
  }
  return model;
}

}  // namespace satchel::pack
