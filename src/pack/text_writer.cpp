#include "pack/text_writer.hpp"

#include "pack/base/workers.hpp"
#include "pack/text/block_writer.hpp"
#include "pack/text/compressor.hpp"

#include <satchel/format/crc32.hpp>

#include <algorithm>
#include <deque>

namespace satchel::pack {
namespace {

struct block_frame {
  std::size_t text, decoded;
  std::string bytes;
};

class text_writer {
 public:
  text_writer(const collector& collected, const text_model& model, const text_options& how, archive_file& out)
      : collected_(collected), model_(model), how_(how), out_(out), catalogs_(how.scratch) {}

  written_text run() {
    result_.dictionary = write_table(model_.dictionary);
    result_.word_codes = write_table(model_.words);
    const std::uint64_t begin = out_.size();
    write_blocks();
    result_.block_bytes = out_.size() - begin;
    append_catalogs();
    return std::move(result_);
  }

 private:
  void append_frame(const std::string& bytes) {
    result_.crc = format::crc32(reinterpret_cast<const std::byte*>(bytes.data()), bytes.size(), result_.crc);
    out_.append(bytes.data(), bytes.size());
  }

  // A frame that is kept decoded.
  format::table_frame write_table(const std::string& content) {
    if (content.empty()) return {};
    const std::string frame = compressor("", how_.level, how_.parameters.input_bytes).compress(content);
    const format::table_frame written{out_.size(), static_cast<std::uint32_t>(frame.size()),
                                      static_cast<std::uint32_t>(content.size())};
    append_frame(frame);
    result_.frame_max += frame.size();  // a reader takes them together
    result_.input_max = std::max(result_.input_max, largest_zstd_block(frame));
    return written;
  }

  void note_frame(std::size_t decoded, const std::string& bytes) {
    result_.block_max = std::max(result_.block_max, decoded);
    result_.frame_max = std::max(result_.frame_max, bytes.size());
    result_.input_max = std::max(result_.input_max, largest_zstd_block(bytes));
  }

  // Blocks are compressed on several threads and appended in their order. Catalogs wait in a file, since they follow
  // all blocks.
  void write_blocks() {
    const compressor press(model_.dictionary, how_.level, how_.parameters.input_bytes);
    std::uint64_t done = 0;
    ordered_workers<block_frame> workers(how_.threads, [&](block_frame&& f) {
      append_block(f);
      write_catalogs();
      done = std::min(done + f.text, collected_.text_bytes());  // blocks also hold identifiers and ends of pieces
      how_.progress(done);
    });
    block_writer blocks(
        how_.parameters.block_bytes, how_.parameters.articles_per_catalog,
        [&](plain_block&& block) {
          workers.submit([&, data = std::move(block)] {
            const std::string flatbuffer = data.flatbuffer(*model_.coder);
            return block_frame{data.text.size(), flatbuffer.size(), press.compress(flatbuffer)};
          });
        },
        [&](plain_catalog&& catalog) { waiting_.push_back(std::move(catalog)); });
    for (std::uint32_t i = 0; i < collected_.articles(); ++i) {
      scratch_reader in = collected_.read_from(i);
      blocks.add(get_pieces(in));
    }
    blocks.finish();
    workers.finish();
  }

  void append_block(const block_frame& f) {
    note_frame(f.decoded, f.bytes);
    result_.blocks.push_back({out_.size(), static_cast<std::uint32_t>(f.bytes.size())});
    append_frame(f.bytes);
    if (!model_.coder->empty()) result_.text_max = std::max(result_.text_max, f.text);
  }

  // Writes the waiting catalogs whose blocks are all in the file.
  void write_catalogs() {
    for (; !waiting_.empty() && waiting_.front().articles.back().block < result_.blocks.size(); waiting_.pop_front()) {
      const std::string flatbuffer = waiting_.front().flatbuffer(result_.blocks);
      const std::string frame = press_catalog_.compress(flatbuffer);
      note_frame(flatbuffer.size(), frame);
      result_.catalogs.push_back(
          {catalogs_.append(frame.data(), frame.size()), static_cast<std::uint32_t>(frame.size())});
    }
  }

  void append_catalogs() {
    result_.catalog_bytes = catalogs_.size();
    for (format::frame_extent& f : result_.catalogs) f.offset += out_.size();
    std::string buffer;
    for (std::uint64_t at = 0; at < catalogs_.size(); at += buffer.size()) {
      buffer.resize(static_cast<std::size_t>(std::min<std::uint64_t>(1 << 20, catalogs_.size() - at)));
      catalogs_.read(at, buffer.data(), buffer.size());
      append_frame(buffer);
    }
  }

  const collector& collected_;
  const text_model& model_;
  const text_options& how_;
  archive_file& out_;
  const compressor press_catalog_{"", how_.level, how_.parameters.input_bytes};
  scratch_file catalogs_;
  std::deque<plain_catalog> waiting_;  // for the extents of their blocks
  written_text result_;
};

}  // namespace

written_text write_text(const collector& collected, const text_model& model, const text_options& how,
                        archive_file& out) {
  return text_writer(collected, model, how, out).run();
}

}  // namespace satchel::pack
