// The packer's passes, one after the other.

#include <satchel/pack.hpp>

#include "import/import.hpp"
#include "pack/article_source.hpp"
#include "pack/base/bit_writer.hpp"
#include "pack/budget.hpp"
#include "pack/collector.hpp"
#include "pack/index/index_writer.hpp"
#include "pack/index/page_writer.hpp"
#include "pack/io/archive_file.hpp"
#include "pack/text/block_writer.hpp"
#include "pack/text/compressor.hpp"
#include "pack/text_model.hpp"

#include <satchel/format/flatbuffer.hpp>
#include <satchel/format/limits.hpp>

#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <deque>
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

class packing {
 public:
  packing(const options& how, const report& on_problem)
      : how_(how),
        budget_(how),
        scratch_(scratch_directory(how)),
        threads_(how.threads > 0 ? how.threads : std::max(1u, std::thread::hardware_concurrency())),
        report_([this, &on_problem](const problem& p) {
          ++result_.problems;
          if (p.lost) ++result_.lost;
          on_problem(p);
        }),
        out_(how.output, scratch_),
        collected_(how_, scratch_, threads_, report_) {}

  statistics run() {
    const auto start = std::chrono::steady_clock::now();
    collect();
    parameters_.page_bytes = page_size(how_, result_.text_bytes);
    if (how_.memory_bytes > 0) parameters_.page_bytes = budget_.page_bytes(parameters_.page_bytes);
    pages_.emplace(scratch_, parameters_.page_bytes, (1u << 30) / parameters_.page_bytes);
    const auto when = threads_ > 1 ? std::launch::async : std::launch::deferred;
    std::future<void> lists = std::async(when, [this] { write_lists(); });
    try {
      reserve_head();
      if (how_.memory_bytes > 0) wait_for(lists);  // the directory's size depends on them
      choose_parameters();
      write_tables();
      write_blocks();
      wait_for(lists);
      write_pages();
      write_directory();
    } catch (...) {
      stop_ = true;  // the future waits for its thread
      throw;
    }
    out_.commit();
    result_.file_bytes = out_.size();
    result_.other_bytes = result_.file_bytes - result_.dictionary_bytes - result_.word_codes_bytes -
                          result_.block_bytes - result_.catalog_bytes - result_.list_bytes - result_.term_bytes;
    result_.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return result_;
  }

 private:
  void tell(const char* phase, std::uint64_t done, std::uint64_t total) const {
    if (how_.progress) how_.progress(phase, done, total);
  }

  void collect() {
    std::uint64_t bytes = 0;
    const article_sink take = [&](article&& a) {
      for (const paragraph& p : a.body) bytes += p.text.size();
      collected_.add(std::move(a));
      tell("reading", bytes, 0);
      return true;
    };
    import_paths(how_.inputs, {how_.map, how_.json_body}, take, report_);
    if (how_.articles) take_articles(how_.articles, take, report_);
    collected_.finish();
    if (collected_.articles() == 0) throw failure("no article found in the input; nothing was written");
    result_.articles = collected_.articles();
    result_.text_bytes = collected_.text_bytes();
    result_.tokens = collected_.tokens();
    result_.stemmer = collected_.stemmer();
    give_back_memory();
  }

  void append_skippable_header(std::uint64_t content) {
    std::byte header[format::skippable_header];
    format::store32(header, format::skippable_magic);
    format::store32(header + 4, static_cast<std::uint32_t>(content));
    out_.append(header, sizeof header);
  }

  void append_frame(const std::string& bytes) {
    frames_crc_ = format::crc32(reinterpret_cast<const std::byte*>(bytes.data()), bytes.size(), frames_crc_);
    out_.append(bytes.data(), bytes.size());
  }

  void reserve_head() {
    append_skippable_header(format::head_bytes);
    out_.append_zeros(format::head_bytes);
  }

  // A frame that is kept decoded; its place is noted in `place`.
  void write_table(const std::string& content, format::table_frame& place) {
    if (content.empty()) return;
    const std::string frame = compressor("", how_.level, parameters_.input_bytes).compress(content);
    place = {out_.size(), static_cast<std::uint32_t>(frame.size()), static_cast<std::uint32_t>(content.size())};
    append_frame(frame);
    frame_max_ += frame.size();  // a reader takes them together
    input_max_ = std::max(input_max_, largest_zstd_block(frame));
  }

  void choose_parameters() {
    const auto tell_phase = [&](const char* phase) { tell(phase, 0, 0); };
    if (how_.memory_bytes > 0) {
      constexpr std::uint64_t still_zero = 192;  // what is not known yet takes no bytes, dates among it
      const std::uint64_t catalogs = (result_.articles - 1) / archive_parameters{}.articles_per_catalog + 1;  // or more
      const bool places = format::frame_table_bytes(catalogs, 1) <= pages_->payload();
      catalog_places_.resize(places ? pages_->payload() : 0);
      const std::uint64_t directory = make_directory().GetSize() + still_zero;
      catalog_places_.clear();
      parameters_ =
          budget_.choose(collected_, parameters_.page_bytes, directory, model_, result_.usual_texts, tell_phase);
    } else {
      parameters_.block_bytes = how_.block_bytes > 0 ? how_.block_bytes : usual_block_bytes;
      parameters_.dictionary_bytes = how_.dictionary_bytes;
      parameters_.words = how_.word_codes >= 0 ? static_cast<std::uint32_t>(how_.word_codes) : usual_words;
      model_ = choose_text_model(collected_, parameters_, how_.level, tell_phase);
    }
    give_back_memory();
  }

  void write_tables() {
    write_table(model_.dictionary, dictionary_);
    write_table(model_.words, words_);
    result_.dictionary_bytes = dictionary_.frame;
    result_.word_codes_bytes = words_.frame;
  }

  struct block_frame {
    std::size_t text, decoded;
    std::string bytes;
  };

  void note_frame(std::size_t decoded, const std::string& bytes) {
    block_max_ = std::max(block_max_, decoded);
    frame_max_ = std::max(frame_max_, bytes.size());
    input_max_ = std::max(input_max_, largest_zstd_block(bytes));
  }

  void write_blocks() {
    const compressor press(model_.dictionary, how_.level, parameters_.input_bytes);
    const compressor press_catalog("", how_.level, parameters_.input_bytes);
    scratch_file catalogs(scratch_);
    std::deque<plain_catalog> waiting;  // for the places of their blocks
    std::uint64_t done = 0;             // at most all: blocks hold more than text
    ordered_workers<block_frame> workers(threads_, [&](block_frame&& f) {
      note_frame(f.decoded, f.bytes);
      block_frames_.push_back({out_.size(), static_cast<std::uint32_t>(f.bytes.size())});
      append_frame(f.bytes);
      if (!model_.coder->empty()) text_max_ = std::max(text_max_, f.text);
      for (; !waiting.empty() && waiting.front().articles.back().block < block_frames_.size(); waiting.pop_front()) {
        const std::string flatbuffer = waiting.front().flatbuffer(block_frames_);
        const std::string frame = press_catalog.compress(flatbuffer);
        note_frame(flatbuffer.size(), frame);
        catalog_frames_.push_back(
            {catalogs.append(frame.data(), frame.size()), static_cast<std::uint32_t>(frame.size())});
      }
      tell("compressing", done = std::min(done + f.text, result_.text_bytes), result_.text_bytes);
    });
    block_writer builder(
        parameters_.block_bytes, parameters_.articles_per_catalog,
        [&](plain_block&& block) {
          workers.submit([&, data = std::move(block)] {
            const std::string flatbuffer = data.flatbuffer(*model_.coder);
            return block_frame{data.text.size(), flatbuffer.size(), press.compress(flatbuffer)};
          });
        },
        [&](plain_catalog&& catalog) { waiting.push_back(std::move(catalog)); });
    for (std::uint32_t i = 0; i < result_.articles; ++i) {
      scratch_reader in = collected_.read_from(i);
      builder.add(get_pieces(in));
    }
    builder.finish();
    workers.finish();

    result_.blocks = builder.blocks();
    result_.block_bytes = out_.size() - block_frames_.front().offset;
    result_.catalog_bytes = catalogs.size();
    for (format::frame_extent& f : catalog_frames_) f.offset += out_.size();
    std::string buffer;
    for (std::uint64_t at = 0; at < catalogs.size(); at += buffer.size()) {
      buffer.resize(static_cast<std::size_t>(std::min<std::uint64_t>(1 << 20, catalogs.size() - at)));
      catalogs.read(at, buffer.data(), buffer.size());
      append_frame(buffer);
    }
  }

  format::Section section(page_writer& pages, const std::vector<std::byte>& content) {
    return {pages.append(content.data(), content.size()), content.size()};
  }

  std::vector<std::byte> table_of(const std::vector<format::frame_extent>& frames) const {
    std::vector<std::byte> out(format::frame_table_bytes(frames.size(), frame_size_bytes_));
    std::byte* at = out.data();
    const auto put = [&](std::uint64_t value, std::uint32_t bytes) {
      for (std::uint32_t i = 0; i < bytes; ++i) *at++ = static_cast<std::byte>(value >> (8 * i) & 255);
    };
    for (std::size_t i = 0; i < frames.size(); ++i) {
      if (i % format::frames_per_group == 0) put(frames[i].offset, 8);
      put(frames[i].size, frame_size_bytes_);
    }
    return out;
  }

  std::vector<std::byte> date_values() {
    std::int64_t least = INT64_MAX, most = INT64_MIN;
    for (std::uint32_t i = 0; i < result_.articles; ++i) {
      const std::int64_t day = collected_.day(i);
      if (day == indexed_batch::no_day) continue;
      least = std::min(least, day);
      most = std::max(most, day);
    }
    std::vector<std::byte> out;
    if (least > most) return out;
    date_base_ = static_cast<std::int32_t>(least);
    date_bits_ = format::width_of(static_cast<std::uint32_t>(most - least + 2));
    bit_writer bits(out);
    for (std::uint32_t i = 0; i < result_.articles; ++i) {
      const std::int64_t day = collected_.day(i);
      bits.bits(day == indexed_batch::no_day ? 0 : static_cast<std::uint64_t>(day - least + 1), date_bits_);
    }
    bits.flush();
    return out;
  }

  // Nothing for articles that stand in order already.
  std::vector<std::byte> order_values(const std::vector<std::uint32_t>& order) const {
    std::vector<std::byte> out;
    bool sorted = true;
    for (std::uint32_t i = 0; sorted && i < order.size(); ++i) sorted = order[i] == i;
    if (sorted) return out;
    bit_writer bits(out);
    for (const std::uint32_t article : order) bits.bits(article, format::width_of(result_.articles));
    bits.flush();
    return out;
  }

  // The caller can give up meanwhile, by what progress throws.
  void wait_for(std::future<void>& lists) const {
    if (!lists.valid()) return;
    for (bool waits = true; waits;) {
      tell("indexing", 0, 0);
      waits = lists.wait_for(std::chrono::milliseconds(100)) == std::future_status::timeout;
    }
    lists.get();
    tell("indexing", 0, 0);
  }

  // Needs nothing of the blocks, and so runs beside them.
  void write_lists() {
    const std::vector<std::uint32_t> places = collected_.places();
    index_ =
        write_index(collected_.runs(),
                    {places, collected_.frequency_buckets(), position_unit(how_), collected_.field_positions(), stop_},
                    *pages_, scratch_);
  }

  void write_pages() {
    page_writer& pages = *pages_;
    result_.list_bytes = index_.list_bytes;
    result_.term_bytes = index_.term_bytes;
    result_.terms = index_.entries;
    result_.postings = index_.postings;
    dates_ = section(pages, date_values());
    identifiers_ = section(pages, order_values(index_.by_identifier));
    titles_ = section(pages, order_values(index_.by_title));
    std::uint32_t largest = 0;
    for (const auto* frames : {&block_frames_, &catalog_frames_})
      for (const format::frame_extent& f : *frames) largest = std::max(largest, f.size);
    while (frame_size_bytes_ < 4 && largest >> (8 * frame_size_bytes_) != 0) ++frame_size_bytes_;
    blocks_ = section(pages, table_of(block_frames_));
    catalog_places_ = table_of(catalog_frames_);
    if (catalog_places_.size() > pages.payload()) {
      catalogs_ = section(pages, catalog_places_);
      catalog_places_.clear();
    }
    pages.finish(out_);
    page_count_ = pages.pages();
    pages_offset_ = pages.offset();
    pages_per_frame_ = pages.pages_per_frame();
  }

  flatbuffers::FlatBufferBuilder make_directory() {
    flatbuffers::FlatBufferBuilder b;
    const auto name = how_.name.empty() ? flatbuffers::Offset<flatbuffers::String>() : b.CreateString(how_.name);
    const auto analyzer =
        format::CreateAnalyzer(b, b.CreateString(std::string(format::analyzer_name)), b.CreateString(result_.stemmer));
    const auto region =
        format::CreatePageRegion(b, pages_offset_, parameters_.page_bytes, page_count_, pages_per_frame_);
    const format::Section lists{0, index_.list_bytes};
    const auto vector = [&b](const auto& bytes) {
      return bytes.empty() ? flatbuffers::Offset<flatbuffers::Vector<std::uint8_t>>()
                           : b.CreateVector(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
    };
    const auto root = vector(index_.tree.root), frequent = vector(index_.frequent);
    const auto tree = format::CreateTermTree(
        b, root, static_cast<std::uint8_t>(index_.tree.height), index_.tree.first_leaf, index_.tree.leaf_count,
        static_cast<std::uint16_t>(index_.key_max), index_.entries, &lists, frequent);
    const auto length_buckets = b.CreateVectorOfStructs(collected_.frequency_buckets().stored_length_buckets());
    const auto buckets = b.CreateVectorOfStructs(collected_.frequency_buckets().stored_buckets());
    const auto identifiers =
        format::CreateOrder(b, static_cast<std::uint32_t>(index_.by_identifier.size()), &identifiers_);
    const auto titles = format::CreateOrder(b, static_cast<std::uint32_t>(index_.by_title.size()), &titles_);
    const auto dates = date_bits_ == 0
                           ? flatbuffers::Offset<format::DateColumn>()
                           : format::CreateDateColumn(b, static_cast<std::uint8_t>(date_bits_), date_base_, &dates_);
    const std::vector<std::uint32_t> repeats = collected_.repeated();
    const auto repeated =
        repeats.empty() ? flatbuffers::Offset<flatbuffers::Vector<std::uint32_t>>() : b.CreateVector(repeats);
    b.Finish(format::CreateDirectory(
        b, result_.articles, result_.text_bytes, name, analyzer, dictionary_.offset, dictionary_.frame,
        dictionary_.size, words_.offset, words_.frame, words_.size, static_cast<std::uint32_t>(result_.blocks),
        static_cast<std::uint32_t>(catalog_frames_.size()), parameters_.articles_per_catalog,
        static_cast<std::uint32_t>(block_max_), static_cast<std::uint32_t>(text_max_),
        static_cast<std::uint32_t>(frame_max_), region, &blocks_, &catalogs_, tree, length_buckets, buckets,
        collected_.field_positions(), position_unit(how_), static_cast<std::uint8_t>(index_.common_form_prefix),
        identifiers, titles, dates, repeated, frames_crc_, vector(catalog_places_),
        static_cast<std::uint8_t>(frame_size_bytes_), static_cast<std::uint32_t>(input_max_),
        parameters_.raw_dictionary && !model_.dictionary.empty(),
        static_cast<std::uint32_t>(std::min<std::uint64_t>(how_.memory_bytes, UINT32_MAX)), result_.usual_texts));
    return b;
  }

  void write_directory() {
    const flatbuffers::FlatBufferBuilder b = make_directory();
    check_budget(b.GetSize());

    const std::uint64_t padding = (8 - (out_.size() + format::skippable_header) % 8) % 8;
    append_skippable_header(padding + b.GetSize());
    out_.append_zeros(padding);
    const std::uint64_t offset = out_.size();
    out_.append(b.GetBufferPointer(), b.GetSize());

    format::Head head(format::head_magic, format::version, 0, 0, 0, static_cast<std::uint32_t>(b.GetSize()), offset,
                      out_.size(), format::crc32(reinterpret_cast<const std::byte*>(b.GetBufferPointer()), b.GetSize()),
                      0, 0, 0);
    const auto* bytes = reinterpret_cast<const std::byte*>(&head);
    head.mutate_head_crc(format::crc32(bytes, format::head_bytes - 4));
    out_.patch(format::skippable_header, bytes, format::head_bytes);
  }

  void check_budget(std::uint64_t directory_bytes) const {
    reader_limits limits;
    limits.directory_bytes = directory_bytes;
    limits.page_bytes = parameters_.page_bytes;
    limits.position_unit = position_unit(how_);
    limits.frames.block_max = static_cast<std::uint32_t>(block_max_);
    limits.frames.text_max = static_cast<std::uint32_t>(text_max_);
    limits.frames.input_max = static_cast<std::uint32_t>(input_max_);
    limits.frames.dictionary = dictionary_;
    limits.frames.words = words_;
    limits.frames.raw_dictionary = parameters_.raw_dictionary;
    budget_.check(limits);
  }

  const options& how_;
  budget budget_;
  std::string scratch_;
  unsigned threads_;
  statistics result_;
  report report_;
  archive_file out_;
  collector collected_;

  text_model model_;
  format::table_frame dictionary_, words_;
  archive_parameters parameters_;
  std::size_t block_max_ = 0, text_max_ = 0, frame_max_ = 0, input_max_ = 0;
  std::uint32_t frames_crc_ = 0;
  std::vector<format::frame_extent> block_frames_, catalog_frames_;
  std::optional<page_writer> pages_;
  std::atomic<bool> stop_ = false;
  written_index index_;
  format::Section dates_, blocks_, catalogs_, identifiers_, titles_;
  std::vector<std::byte> catalog_places_;  // for the directory; empty: they are in pages
  std::int32_t date_base_ = 0;
  unsigned date_bits_ = 0;
  std::uint32_t frame_size_bytes_ = 1;
  std::uint32_t page_count_ = 0, pages_per_frame_ = 0;
  std::uint64_t pages_offset_ = 0;
};

}  // namespace

statistics pack(const options& how, const report& on_problem) {
  check_options(how);
  return packing(how, on_problem).run();
}

}  // namespace satchel::pack
