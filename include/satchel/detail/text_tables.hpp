// What decoding block texts takes beside the blocks: the zstd dictionary and the word list.
#pragma once

#include <satchel/codec/flat.hpp>
#include <satchel/codec/words.hpp>
#include <satchel/codec/zstd.hpp>
#include <satchel/error.hpp>
#include <satchel/storage.hpp>

#include <cstddef>
#include <cstdint>

namespace satchel::detail {

// A frame with something that is kept decoded.
struct table_frame {
  std::uint64_t offset = 0;
  std::uint32_t frame = 0, size = 0;  // bytes, compressed and decoded; size 0: absent
};

// Read when the first block is: an archive that is only searched never needs them.
class text_tables {
 public:
  // `dictionary_memory` and `words_memory` have the sizes that the frames state.
  void attach(const storage& store, const table_frame& dictionary, const table_frame& words,
              std::byte* dictionary_memory, std::byte* words_memory) {
    store_ = store;
    dictionary_ = dictionary;
    words_ = words;
    dictionary_memory_ = dictionary_memory;
    words_memory_ = words_memory;
    loaded_ = false;
  }

  // `scratch` has room for the larger frame, unless storage is direct.
  error load(codec::frame_decoder& decoder, std::byte* scratch) {
    if (loaded_) return {};
    if (error e = load(decoder, scratch, part::dictionary, dictionary_, dictionary_memory_)) return e;
    if (error e = load(decoder, scratch, part::words, words_, words_memory_)) return e;
    if (words_.size > 0) {
      const auto* table = codec::root_of<format::Words>({words_memory_, words_.size});
      if (table == nullptr || !list_.attach(*table)) return damaged(part::words);
    }
    loaded_ = true;
    return {};
  }

  bytes dictionary() const { return {dictionary_memory_, dictionary_.size}; }
  bool has_words() const { return words_.size > 0; }
  const codec::word_list& words() const { return list_; }

 private:
  error load(codec::frame_decoder& decoder, std::byte* scratch, part what, const table_frame& from, std::byte* to) {
    if (from.size == 0) return {};
    const std::byte* frame = nullptr;
    if (error e = store_.get(from.offset, from.frame, scratch, frame))
      return e.code == errc::io ? error{errc::io, what, e.where, 0} : damaged(what);
    std::size_t decoded = 0;
    if (!decoder.decode({frame, from.frame}, {to, from.size}, decoded, false) || decoded != from.size)
      return damaged(what);
    return {};
  }

  storage store_;
  table_frame dictionary_, words_;
  std::byte* dictionary_memory_ = nullptr;
  std::byte* words_memory_ = nullptr;
  codec::word_list list_;
  bool loaded_ = false;
};

}  // namespace satchel::detail
