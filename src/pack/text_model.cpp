#include "pack/text_model.hpp"

#include "pack/text/block_writer.hpp"
#include "pack/text/compressor.hpp"
#include "pack/text/word_list.hpp"

#include <satchel/format/frames.hpp>

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
std::size_t dictionary_size(const archive_parameters& how, std::uint64_t text_bytes) {
  if (how.dictionary_bytes >= 0) return static_cast<std::size_t>(how.dictionary_bytes);
  const std::uint64_t size =
      std::max(std::min<std::uint64_t>(text_bytes / 100, 112640), std::min<std::uint64_t>(text_bytes / 400, 262144));
  return size < 2048 ? 0 : static_cast<std::size_t>(size);
}

// Calls f with articles from all over the collection, together about `bytes` of text; `between`: with others.
template <class F>
void sample(const collector& collected, std::uint64_t bytes, F f, bool between = false) {
  const std::uint64_t step = std::max<std::uint64_t>(1, collected.text_bytes() / bytes);
  for (std::uint64_t i = between ? step / 2 : 0; i < collected.articles(); i += step) {
    scratch_reader in = collected.read_from(static_cast<std::uint32_t>(i));
    f(get_pieces(in));
  }
}

std::vector<plain_block> sample_blocks(const collector& collected, const archive_parameters& how, std::uint64_t bytes,
                                       bool between = false) {
  std::vector<plain_block> blocks;
  block_writer sampler(
      how.block_bytes, 64, [&](plain_block&& block) { blocks.push_back(std::move(block)); }, [](plain_catalog&&) {});
  std::uint64_t taken = 0;
  sample(
      collected, bytes,
      [&](const pieces& article) {
        if (taken > 4 * bytes) return;  // articles of very different lengths can exceed what was wanted
        for (const stored_piece& p : article) taken += p.text.size();
        sampler.add(article);
      },
      between);
  sampler.finish();
  return blocks;
}

void count_words(const collector& collected, word_counter& counter) {
  sample(collected, word_sample_bytes, [&](const pieces& article) {
    if (counter.distinct() > word_sample_distinct) return;
    for (std::size_t i = 2; i < article.size(); ++i) counter.add(article[i].text);
  });
}

std::string dictionary_of(const collector& collected, const archive_parameters& how, int level, const word_coder& coder,
                          std::uint64_t most) {
  const std::size_t size = dictionary_size(how, collected.text_bytes());
  if (size < 256) return {};
  std::vector<std::string> samples;
  for (const plain_block& block :
       sample_blocks(collected, how, std::min<std::uint64_t>(std::uint64_t{size} * 40, most)))
    samples.push_back(block.flatbuffer(coder));
  return how.raw_dictionary ? train_raw_dictionary(samples, size) : train_dictionary(samples, size, level);
}

// As the collector counts text.
std::uint64_t body_bytes(const plain_block& block) {
  std::uint64_t sum = 0;
  std::size_t at = 0;
  for (const std::uint8_t head : block.kinds) {
    const std::size_t end = std::min(block.text.find(static_cast<char>(format::piece_end), at), block.text.size());
    if (is_body(static_cast<kind>(head & format::piece_kind_mask))) sum += end - at;
    at = end + 1;
  }
  return sum;
}

// Whether words save more than their list takes.
bool words_pay(const collector& collected, const archive_parameters& how, const word_coder& coder,
               const std::string& table) {
  const compressor press("", trial_level, 0);
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

trial_samples::trial_samples(const collector& collected, std::uint64_t bytes, int level)
    : collected_(collected), bytes_(bytes), level_(level) {
  count_words(collected, counter_);
}

const word_coder& trial_samples::coder(std::uint32_t words) const {
  coder_ = words > 0 ? std::make_unique<word_coder>(counter_.frequent(words)) : std::make_unique<word_coder>();
  return *coder_;
}

std::uint64_t trial_samples::dictionary_most() const { return dictionary_size({}, collected_.text_bytes()); }

std::uint64_t trial_samples::coded_share(const word_coder& coder) const {
  archive_parameters usual;
  usual.block_bytes = 16384;
  std::uint64_t most = 0;
  for (const plain_block& block : sample_blocks(collected_, usual, bytes_))
    if (block.text.size() >= usual.block_bytes / 2)
      most = std::max<std::uint64_t>(most, block.flatbuffer(coder).size() * whole / block.text.size() + 1);
  return most > 0 ? most : whole;
}

std::uint64_t trial_samples::cost(const archive_parameters& how, const word_coder& coder) const {
  constexpr std::uint64_t trained_most = 4 << 20;
  const std::string dictionary = dictionary_of(collected_, how, level_, coder, trained_most);
  const compressor press(dictionary, level_, how.input_bytes), press_table("", level_, how.input_bytes);
  std::uint64_t text = 0, packed = 0;
  for (const plain_block& block : sample_blocks(collected_, how, bytes_, true)) {
    text += body_bytes(block);
    packed += press.compress(block.flatbuffer(coder)).size();
  }
  const std::uint64_t tables = (dictionary.empty() ? 0 : press_table.compress(dictionary).size()) +
                               (coder.empty() ? 0 : press_table.compress(coder.table()).size());
  constexpr std::uint64_t unit = 64;  // so that no product is too large
  return packed / unit * collected_.text_bytes() / std::max<std::uint64_t>(1, text / unit) + tables;
}

text_model choose_text_model(const collector& collected, const archive_parameters& how, int level,
                             const std::function<void(const char*)>& tell) {
  text_model model;
  if (how.words > 0) {
    tell("choosing words");
    word_counter counter;
    count_words(collected, counter);
    auto coder = std::make_unique<word_coder>(counter.frequent(how.words));
    std::string table = coder->empty() ? std::string() : coder->table();
    if (!coder->empty() && words_pay(collected, how, *coder, table)) {
      model.coder = std::move(coder);
      model.words = std::move(table);
    }
  }
  if (dictionary_size(how, collected.text_bytes()) > 0) {
    tell("training the dictionary");
    model.dictionary = dictionary_of(collected, how, level, *model.coder, UINT64_MAX);
  }
  return model;
}

}  // namespace satchel::pack
