// What decoding block texts takes beside the blocks: the zstd dictionary and the word list.
#pragma once

#include <satchel/detail/text/frame_input.hpp>
#include <satchel/error.hpp>
#include <satchel/format/flatbuffer.hpp>
#include <satchel/format/frames.hpp>
#include <satchel/format/word_codes.hpp>
#include <satchel/format/zstd_decoder.hpp>
#include <satchel/storage.hpp>

#include <cstddef>
#include <cstdint>

namespace satchel::detail {

// Read when the first block is: an archive that is only searched never needs them.
class text_tables {
 public:
  // `dictionary_memory` and `words_memory` have the sizes that the frames state.
  void attach(const storage& store, const format::table_frame& dictionary, const format::table_frame& words,
              std::byte* dictionary_memory, std::byte* words_memory) {
    store_ = store;
    dictionary_ = dictionary;
    words_ = words;
    dictionary_memory_ = dictionary_memory;
    words_memory_ = words_memory;
    loaded_ = false;
  }

  // Both frames are read at once where `input` has room for them.
  error load(format::frame_decoder& decoder, mutable_bytes input) {
    if (loaded_) return {};
    loaded_ = dictionary_.size == 0 && words_.size == 0;
    if (loaded_) return {};
    const format::table_frame& first = dictionary_.size > 0 ? dictionary_ : words_;
    frame_input frames(store_, first.offset, std::uint64_t{dictionary_.frame} + words_.frame, input);
    if (error e = decode(decoder, frames, dictionary_, dictionary_memory_))
      return {e.code, part::dictionary, e.where, 0};
    if (error e = decode(decoder, frames, words_, words_memory_)) return {e.code, part::word_codes, e.where, 0};
    if (words_.size > 0) {
      const auto* table = format::root_of<format::WordCodes>({words_memory_, words_.size});
      if (table == nullptr || !list_.attach(*table)) return damaged(part::word_codes);
    }
    loaded_ = true;
    return {};
  }

  bytes dictionary() const { return {dictionary_memory_, dictionary_.size}; }
  bool has_words() const { return words_.size > 0; }
  const format::word_list& words() const { return list_; }

 private:
  static error decode(format::frame_decoder& decoder, frame_input& frames, const format::table_frame& from,
                      std::byte* to) {
    if (from.size == 0) return {};
    if (error e = frames.decode(decoder, from.frame, {to, from.size}, false)) return e;
    return decoder.written() == from.size ? error{} : damaged(part::none);
  }

  storage store_;
  format::table_frame dictionary_, words_;
  std::byte* dictionary_memory_ = nullptr;
  std::byte* words_memory_ = nullptr;
  format::word_list list_;
  bool loaded_ = false;
};

}  // namespace satchel::detail
