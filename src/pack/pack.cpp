// The packer's passes, one after the other.

#include <satchel/pack.hpp>

#include "import/import.hpp"
#include "pack/article_source.hpp"
#include "pack/budget.hpp"
#include "pack/collector.hpp"
#include "pack/column_writer.hpp"
#include "pack/directory_writer.hpp"
#include "pack/index/index_writer.hpp"
#include "pack/index/page_writer.hpp"
#include "pack/io/archive_file.hpp"
#include "pack/text_model.hpp"
#include "pack/text_writer.hpp"

#include <satchel/format/flatbuffer.hpp>
#include <satchel/format/limits.hpp>

#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <functional>
#include <future>
#include <optional>
#include <thread>

namespace satchel::pack {
namespace {

std::string scratch_directory(const options& how) {
  if (!how.scratch.empty()) return how.scratch;
  const char* tmp = std::getenv("TMPDIR");
  return tmp != nullptr && *tmp != '\0' ? tmp : "/tmp";
}

void check_options(const options& how) {
  const auto refuse = [](const char* what) { throw failure(what); };
  if (how.output.empty()) refuse("no name for the archive; give one with -o");
  if (how.block_bytes != 0 && (how.block_bytes < 512 || how.block_bytes > format::block_limit))
    refuse("--block takes 512 to 4194304 bytes");
  if (how.page_bytes != 0 &&
      (how.page_bytes < 512 || how.page_bytes > 65536 || (how.page_bytes & (how.page_bytes - 1)) != 0))
    refuse("--page takes a power of two from 512 to 65536");
  if (how.dictionary_bytes > static_cast<std::int64_t>(format::block_limit)) refuse("--dictionary takes up to 4194304");
  if (how.word_codes > std::int64_t{format::words_limit}) refuse("--word-codes takes up to 530528");
  if (how.level < 1 || how.level > 22) refuse("--level takes 1 to 22");
}

// Small collections lose less to half-filled pages when these are small.
std::uint32_t page_size(const options& how, std::uint64_t text_bytes) {
  if (how.page_bytes != 0) return how.page_bytes;
  return text_bytes < (1 << 20) ? 512 : text_bytes < (32 << 20) ? 1024 : 4096;
}

// What the threads of a pass have freed would otherwise stay theirs, and add to what the next pass takes.
void give_back_memory() {
#ifdef __GLIBC__
  malloc_trim(0);
#endif
}

using progress = std::function<void(const char* phase, std::uint64_t done, std::uint64_t total)>;

void collect(const options& how, collector& collected, const report& on_problem, const progress& tell) {
  std::uint64_t bytes = 0;
  const article_sink take = [&](article&& a) {
    for (const paragraph& p : a.body) bytes += p.text.size();
    collected.add(std::move(a));
    tell("reading", bytes, 0);
    return true;
  };
  import_paths(how.inputs, {how.map, how.json_body}, take, on_problem);
  if (how.articles) take_articles(how.articles, take, on_problem);
  collected.finish();
  if (collected.articles() == 0) throw failure("no article found in the input; nothing was written");
  give_back_memory();
}

// Writes the index, which needs nothing of the texts, on a thread of its own.
class index_pass {
 public:
  index_pass(collector& collected, const options& how, page_writer& pages, const std::string& scratch, bool threads)
      : result_(std::async(threads ? std::launch::async : std::launch::deferred, [&, this] {
          const std::vector<std::uint32_t> places = collected.places();
          return write_index(
              collected.runs(),
              {places, collected.frequency_buckets(), position_unit(how), collected.field_positions(), stop_}, pages,
              scratch);
        })) {}
  // When packing fails before the index was waited for, the index is given up too.
  ~index_pass() { stop_ = true; }
  index_pass(const index_pass&) = delete;
  index_pass& operator=(const index_pass&) = delete;

  // The caller can give up meanwhile, by what progress throws.
  const written_index& wait(const progress& tell) {
    if (written_) return *written_;
    while (!written_) {
      tell("indexing", 0, 0);
      if (result_.wait_for(std::chrono::milliseconds(100)) != std::future_status::timeout) written_ = result_.get();
    }
    tell("indexing", 0, 0);
    return *written_;
  }

 private:
  std::atomic<bool> stop_ = false;
  std::optional<written_index> written_;
  std::future<written_index> result_;  // last: its end waits for the thread
};

// What texts are made small with.
struct model {
  archive_parameters parameters;
  text_model text;
  std::uint64_t usual_texts = 0;
};

model choose_model(const options& how, const collector& collected, std::uint32_t page_bytes, const progress& tell) {
  model out;
  out.parameters.page_bytes = page_bytes;
  out.parameters.block_bytes = how.block_bytes > 0 ? how.block_bytes : usual_block_bytes;
  out.parameters.dictionary_bytes = how.dictionary_bytes;
  out.parameters.words = how.word_codes >= 0 ? static_cast<std::uint32_t>(how.word_codes) : usual_words;
  out.text = choose_text_model(collected, out.parameters, how.level, [&](const char* phase) { tell(phase, 0, 0); });
  return out;
}

model choose_model(const budget& memory, const collector& collected, std::uint32_t page_bytes,
                   std::uint64_t directory_bytes, const progress& tell) {
  model out;
  out.parameters = memory.choose(collected, page_bytes, directory_bytes, out.text, out.usual_texts,
                                 [&](const char* phase) { tell(phase, 0, 0); });
  return out;
}

void reserve_head(archive_file& out) {
  out.append_skippable_header(format::head_bytes);
  out.append_zeros(format::head_bytes);
}

void append_directory(archive_file& out, const flatbuffers::FlatBufferBuilder& directory) {
  // Pages end at a multiple of 8, where the FlatBuffer may stand.
  out.append_skippable_header(directory.GetSize());
  const std::uint64_t offset = out.size();
  out.append(directory.GetBufferPointer(), directory.GetSize());

  const auto crc_of = [](const void* data, std::size_t size) {
    return format::crc32(static_cast<const std::byte*>(data), size);
  };
  format::Head head(format::head_magic, format::version, 0, 0, 0, directory.GetSize(), offset, out.size(),
                    crc_of(directory.GetBufferPointer(), directory.GetSize()), 0, 0, 0);
  head.mutate_head_crc(crc_of(&head, format::head_bytes - 4));
  out.patch(format::skippable_header, &head, format::head_bytes);
}

reader_limits limits_of(const options& how, const model& chosen, const written_text& text, std::uint64_t directory) {
  reader_limits limits;
  limits.directory_bytes = directory;
  limits.page_bytes = chosen.parameters.page_bytes;
  limits.position_unit = position_unit(how);
  limits.frames.block_max = static_cast<std::uint32_t>(text.block_max);
  limits.frames.text_max = static_cast<std::uint32_t>(text.text_max);
  limits.frames.input_max = static_cast<std::uint32_t>(text.input_max);
  limits.frames.dictionary = text.dictionary;
  limits.frames.words = text.word_codes;
  limits.frames.raw_dictionary = chosen.parameters.raw_dictionary;
  return limits;
}

statistics statistics_of(const collector& collected, const model& chosen, const written_index& index,
                         const written_text& text, std::uint64_t file_bytes) {
  statistics out;
  out.articles = collected.articles();
  out.text_bytes = collected.text_bytes();
  out.tokens = collected.tokens();
  out.stemmer = collected.stemmer();
  out.usual_texts = chosen.usual_texts;
  out.dictionary_bytes = text.dictionary.frame;
  out.word_codes_bytes = text.word_codes.frame;
  out.blocks = text.blocks.size();
  out.block_bytes = text.block_bytes;
  out.catalog_bytes = text.catalog_bytes;
  out.list_bytes = index.list_bytes;
  out.term_bytes = index.term_bytes;
  out.terms = index.entries;
  out.postings = index.postings;
  out.file_bytes = file_bytes;
  out.other_bytes = file_bytes - out.dictionary_bytes - out.word_codes_bytes - out.block_bytes - out.catalog_bytes -
                    out.list_bytes - out.term_bytes;
  return out;
}

}  // namespace

statistics pack(const options& how, const report& on_problem) {
  check_options(how);
  const auto start = std::chrono::steady_clock::now();
  const budget memory(how);
  const bool bounded = how.memory_bytes > 0;
  const std::string scratch = scratch_directory(how);
  const unsigned threads = how.threads > 0 ? how.threads : std::max(1u, std::thread::hardware_concurrency());
  const progress tell = how.progress ? how.progress : [](const char*, std::uint64_t, std::uint64_t) {};
  std::uint32_t problems = 0, lost = 0;
  const report count_problems = [&](const problem& p) {
    ++problems;
    lost += p.lost ? 1 : 0;
    on_problem(p);
  };

  archive_file out(how.output, scratch);
  collector collected(how, scratch, threads, count_problems);
  collect(how, collected, count_problems, tell);
  std::uint32_t page_bytes = page_size(how, collected.text_bytes());
  if (bounded) page_bytes = memory.page_bytes(page_bytes);

  page_writer pages(scratch, page_bytes, (1u << 30) / page_bytes);
  index_pass indexing(collected, how, pages, scratch, threads > 1);
  reserve_head(out);
  // With a budget the size of the directory counts, and so the index comes first.
  const model chosen = bounded ? choose_model(memory, collected, page_bytes,
                                              directory_bytes_max(how, collected, indexing.wait(tell), pages), tell)
                               : choose_model(how, collected, page_bytes, tell);
  give_back_memory();
  const written_text text = write_text(collected, chosen.text,
                                       {chosen.parameters, how.level, threads, scratch,
                                        [&](std::uint64_t done) { tell("compressing", done, collected.text_bytes()); }},
                                       out);
  const written_index& index = indexing.wait(tell);
  const written_columns columns = write_columns(collected, index, text, pages);
  pages.finish(out);
  const flatbuffers::FlatBufferBuilder directory =
      make_directory({how,
                      collected,
                      index,
                      text,
                      columns,
                      {pages.offset(), page_bytes, pages.pages(), pages.pages_per_frame()},
                      chosen.parameters.articles_per_catalog,
                      chosen.parameters.raw_dictionary && !chosen.text.dictionary.empty(),
                      chosen.usual_texts});
  memory.check(limits_of(how, chosen, text, directory.GetSize()));
  append_directory(out, directory);
  out.commit();

  statistics result = statistics_of(collected, chosen, index, text, out.size());
  result.problems = problems;
  result.lost = lost;
  result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return result;
}

}  // namespace satchel::pack
