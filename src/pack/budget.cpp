#include "pack/budget.hpp"

#include "pack/text/block_writer.hpp"
#include "pack/text/compressor.hpp"

#include <satchel/detail/workspace_layout.hpp>

#include <algorithm>
#include <iterator>
#include <vector>

namespace satchel::pack {
namespace {

constexpr std::uint32_t block_min = 512, block_most = 256 << 10;
// Bytes of a zstd block that are tried where a 16th of the room is not much more. zstd makes none below 1,340.
constexpr std::uint32_t inputs[] = {1536, 2048, 3072, 4096};
constexpr std::uint32_t input_min = inputs[0], input_most = 16 << 10;
constexpr std::size_t trial_bytes = 1 << 20;          // of text, to compare with
constexpr std::uint64_t statistics_from = 256 << 10;  // room for texts from which a dictionary with statistics pays
constexpr std::uint32_t word_counts[] = {0, 256, 1024, 4096, 16384, 60000};
constexpr std::uint32_t dictionary_shares[] = {16, 8, 4, 2};  // one part in so many of the room

// A search of four terms, all of them words, phrases or prefixes, also with dates and parentheses.
query_size contract_query() {
  constexpr std::uint32_t groups = 4;
  query_size q = query_size::of_terms(4);
  q.operations += 2 * groups;
  q.depth += 2 * groups;
  q.dates += 2;
  return q;
}

std::uint64_t whole_units(std::uint64_t bytes) { return bytes / 8 * 8; }

// Blocks that are coded with so many bytes of words, or not coded.
void set_words(reader_limits& limits, std::size_t table) {
  limits.frames.words.size = static_cast<std::uint32_t>(table);
  limits.frames.text_max = table > 0 ? UINT32_MAX : 0;  // not known; more than a reader decodes at a time
}

// The most that a catalog of `count` articles takes before it is compressed.
std::uint64_t catalog_bound(const collector& collected, std::uint32_t count) {
  constexpr std::uint64_t entry = 2 + 8, table = 96, shown_max = 200;  // both ends of text; how far it is from the last
  std::uint64_t most = 0, sum = 0;
  for (std::uint32_t i = 0; i < collected.articles(); ++i) {
    if (i % count == 0) sum = table;
    scratch_reader in = collected.read_from(i);
    const pieces article = get_pieces(in);
    sum += std::min<std::uint64_t>(article[0].text.size(), shown_max) +
           std::min<std::uint64_t>(article[1].text.size(), shown_max) + entry;
    most = std::max(most, sum);
  }
  return most;
}

// What texts take in an archive for any memory.
std::uint64_t usual_cost(const trial_samples& samples) {
  archive_parameters usual;
  usual.block_bytes = usual_block_bytes;
  const std::uint64_t plain = samples.cost(usual, samples.coder(0));
  return std::min(plain, samples.cost(usual, samples.coder(usual_words)));
}

// The largest coded block.
std::uint64_t coded_most(const collector& collected, const archive_parameters& s, const word_coder& coder) {
  std::uint64_t most = 0;
  block_writer builder(
      s.block_bytes, s.articles_per_catalog,
      [&](plain_block&& block) { most = std::max<std::uint64_t>(most, block.flatbuffer(coder).size()); },
      [](plain_catalog&&) {});
  for (std::uint32_t i = 0; i < collected.articles(); ++i) {
    scratch_reader in = collected.read_from(i);
    builder.add(get_pieces(in));
  }
  builder.finish();
  return most;
}

}  // namespace

budget::budget(const options& how) : how_(how) {
  if (how.memory_bytes == 0) return;
  decoder_ = how.memory_bytes >= memory_of_usual_decoder ? format::usual_decoder_bytes : format::small_decoder_bytes;
  workspace_ = how.memory_bytes > memory_reserve ? how.memory_bytes - memory_reserve : 0;
  // No collection takes less than this.
  reader_limits least;
  least.page_bytes = how.page_bytes > 0 ? how.page_bytes : 512;
  least.directory_bytes = 1024;
  least.frames.block_max = block_min;
  least.frames.input_max = input_min;
  if (const std::uint64_t n = need(least); n > workspace_) refuse(n);
}

std::uint64_t budget::need(const reader_limits& limits) const {
  const auto up = [](std::uint64_t bytes) { return (bytes + 7) / 8 * 8; };
  workspace opening, reading, searching;
  opening.take_bytes(limits.directory_bytes);
  detail::lay_out_reading(reading, limits.frames, limits.page_bytes, 0);
  const std::uint64_t open = opening.used();
  const std::uint64_t read = open + reading.used() - up(format::frame_decoder::context_bytes()) + up(decoder_);
  const query_size query = contract_query();
  const bool texts = limits.position_unit != 1;
  const std::uint64_t asked =
      detail::query_bytes(query, texts ? detail::query_use::searching_texts : detail::query_use::searching);
  detail::lay_out_search(searching, query, limits.page_bytes);
  const std::uint64_t search = (texts ? read : open) + asked + searching.used();
  return std::max(search, read + detail::query_bytes(query, detail::query_use::all));
}

void budget::refuse(std::uint64_t workspace) const {
  throw failure("no archive fits --ram " + std::to_string(how_.memory_bytes) + ": the least is " +
                std::to_string(workspace + memory_reserve) + " bytes with these articles and options");
}

std::uint32_t budget::page_bytes(std::uint32_t usual) const {
  if (how_.page_bytes != 0) return how_.page_bytes;
  // Four pages are in memory when an article is read, and a search has three for each term.
  const std::uint64_t room = workspace_ - decoder_;
  std::uint32_t size = usual;
  while (size > 512 && (4 * size > room / 8 || 16 * size > workspace_ / 2)) size /= 2;
  return size;
}

archive_parameters budget::choose(const collector& collected, std::uint32_t page_bytes, std::uint64_t directory_bytes,
                                  text_model& model, std::uint64_t& usual_texts,
                                  const std::function<void(const char*)>& tell) const {
  reader_limits limits;
  limits.directory_bytes = directory_bytes;
  limits.page_bytes = page_bytes;
  limits.position_unit = position_unit(how_);
  limits.frames.block_max = block_min;
  limits.frames.input_max = input_min;
  if (const std::uint64_t least = need(limits); least > workspace_) refuse(least);

  archive_parameters base;
  base.page_bytes = page_bytes;
  const std::uint32_t room = room_for_block(limits);
  base.input_bytes = static_cast<std::uint32_t>(whole_units(std::clamp(room / 16, input_min, input_most)));
  std::uint64_t catalog = 0;
  for (;; base.articles_per_catalog /= 2) {
    catalog = catalog_bound(collected, base.articles_per_catalog);
    if (catalog <= room / 3 || base.articles_per_catalog == 1) break;
  }

  tell("choosing sizes");
  std::uint32_t most_text = 0;
  const trial_samples samples(collected, trial_bytes, how_.level);
  usual_texts = usual_cost(samples);
  archive_parameters best = best_parameters(samples, base, catalog, limits, most_text);
  if (best.block_bytes == 0) {
    const std::string asked = "--ram " + std::to_string(how_.memory_bytes);
    if (how_.block_bytes > 0 && most_text > 0)
      throw failure("--block " + std::to_string(how_.block_bytes) + " does not fit " + asked + ": blocks of at most " +
                    std::to_string(most_text) + " bytes do");
    if (how_.word_codes > 0 || how_.dictionary_bytes > 0)
      throw failure("the asked --word-codes or --dictionary do not fit " + asked);
    limits.frames.block_max = static_cast<std::uint32_t>(std::max<std::uint64_t>(block_min, catalog));
    refuse(need(limits));
  }
  model = choose_text_model(collected, best, how_.level, tell);
  limits.frames.input_max = best.input_bytes;
  limits.frames.dictionary.size = static_cast<std::uint32_t>(model.dictionary.size());
  limits.frames.raw_dictionary = best.raw_dictionary;
  set_words(limits, model.words.size());
  tell("measuring blocks");
  best.block_bytes = fitting_block(collected, best, *model.coder, catalog, room_for_block(limits));
  if (best.block_bytes > 0) return best;
  // Some texts compress worse than the samples did, so that the blocks chosen by them take too much memory.
  if (how_.word_codes >= 0)
    throw failure("no block fits --ram " + std::to_string(how_.memory_bytes) + " beside the words; try --word-codes 0");
  options wordless = how_;
  wordless.word_codes = 0;
  return budget(wordless).choose(collected, page_bytes, directory_bytes, model, usual_texts, tell);
}

// How much memory there is for a block, as it is coded, beside everything else.
std::uint32_t budget::room_for_block(reader_limits limits) const {
  std::uint32_t fits = 0;
  for (std::uint32_t step = 1u << 30; step >= 8; step /= 2) {
    limits.frames.block_max = fits + step;
    if (need(limits) <= workspace_) fits += step;
  }
  return fits;
}

// Of all combinations of words, dictionary and input, with the blocks for which they leave room, the one that makes the
// smallest archive of samples; block_bytes is 0 where none fits.
archive_parameters budget::best_parameters(const trial_samples& samples, const archive_parameters& base,
                                           std::uint64_t catalog, reader_limits limits,
                                           std::uint32_t& most_text) const {
  const std::uint32_t room = room_for_block(limits);
  std::uint64_t best_cost = UINT64_MAX;
  archive_parameters best;
  // Coded, a block is smaller than its text: `share` of it, in parts of trial_samples::whole.
  const auto attempt = [&](archive_parameters s, const word_coder& coder, std::uint64_t share) {
    limits.frames.input_max = s.input_bytes;
    limits.frames.dictionary.size = static_cast<std::uint32_t>(s.dictionary_bytes);
    limits.frames.raw_dictionary = s.raw_dictionary;
    const std::uint64_t coded = room_for_block(limits);
    if (coded < catalog) return;
    const std::uint64_t fits = whole_units(coded * trial_samples::whole / share);
    s.block_bytes = static_cast<std::uint32_t>(std::min<std::uint64_t>(fits, block_most));
    most_text = std::max(most_text, s.block_bytes);
    if (s.block_bytes < std::max(block_min, how_.block_bytes)) return;
    if (how_.block_bytes > 0) s.block_bytes = how_.block_bytes;
    const std::uint64_t cost = samples.cost(s, coder);
    if (cost >= best_cost) return;
    best_cost = cost;
    best = s;
  };
  std::vector<std::uint32_t> word_choices(std::begin(word_counts), std::end(word_counts));
  if (how_.word_codes >= 0) word_choices = {static_cast<std::uint32_t>(how_.word_codes)};
  for (const std::uint32_t words : word_choices) {
    archive_parameters s = base;
    s.words = words;
    s.raw_dictionary = room < statistics_from;
    const word_coder& coder = samples.coder(words);
    if (words > 0 && how_.word_codes < 0 && coder.empty()) continue;
    const std::size_t table = coder.empty() ? 0 : coder.table().size();
    if (table > room) continue;
    set_words(limits, table);
    const std::uint64_t share = coder.empty() ? trial_samples::whole : samples.coded_share(coder);
    for (const std::int64_t dictionary : dictionary_sizes(room - table, samples.dictionary_most())) {
      s.dictionary_bytes = dictionary;
      attempt(s, coder, share);
    }
  }
  if (best_cost == UINT64_MAX) return best;
  const word_coder& coder = samples.coder(best.words);
  set_words(limits, coder.empty() ? 0 : coder.table().size());
  const std::uint64_t share = coder.empty() ? trial_samples::whole : samples.coded_share(coder);
  for (const std::uint32_t input : inputs) {
    archive_parameters s = best;
    s.input_bytes = input;
    if (input != base.input_bytes && input <= room / 3 && base.input_bytes < input_most) attempt(s, coder, share);
  }
  return best;
}

std::vector<std::int64_t> budget::dictionary_sizes(std::uint64_t room, std::uint64_t most) const {
  constexpr std::uint64_t least = 512;
  if (how_.dictionary_bytes >= 0) return {how_.dictionary_bytes};
  std::vector<std::int64_t> sizes = {0};
  for (const std::uint32_t share : dictionary_shares) {
    const std::uint64_t size = whole_units(std::min(room / share, most));
    if (size >= least && sizes.back() != static_cast<std::int64_t>(size))
      sizes.push_back(static_cast<std::int64_t>(size));
  }
  return sizes;
}

// The largest block, `s.block_bytes` or about that, which takes at most `room` bytes when it is coded; 0: none.
std::uint32_t budget::fitting_block(const collector& collected, archive_parameters s, const word_coder& coder,
                                    std::uint64_t catalog, std::uint64_t room) const {
  const bool fixed = how_.block_bytes > 0;
  if (coder.empty())
    return fixed ? s.block_bytes : static_cast<std::uint32_t>(std::min<std::uint64_t>(whole_units(room), block_most));
  // Texts that code badly are known only when all are coded.
  std::uint32_t fitting = 0;
  for (int tries = 0; tries < 6 && s.block_bytes >= block_min; ++tries) {
    const std::uint64_t taken = std::max(coded_most(collected, s, coder), catalog);
    if (taken <= room) fitting = std::max(fitting, s.block_bytes);
    if (fixed || (taken <= room && (room - taken < room / 50 || s.block_bytes == block_most))) break;
    const std::uint64_t next = s.block_bytes * room / taken * 199 / 200;
    s.block_bytes = static_cast<std::uint32_t>(whole_units(std::min<std::uint64_t>(next, block_most)));
  }
  return fitting;
}

void budget::check(const reader_limits& limits) const {
  if (how_.memory_bytes == 0) return;
  if (const std::uint64_t n = need(limits); n > workspace_) refuse(n);
}

}  // namespace satchel::pack
