// The only header of the reader that knows zstd.
#pragma once

#ifndef ZSTD_STATIC_LINKING_ONLY
#define ZSTD_STATIC_LINKING_ONLY  // contexts in the caller's memory
#endif
#include <satchel/span.hpp>

#include <zstd.h>
#include <cstddef>
#include <cstdint>

namespace satchel::format {

// The context of a decoder that was built with -DZSTD_DECODER_INTERNAL_BUFFER=64, and of one built without: at most,
// for processors of 64 bits and zstd 1.5.4.
inline constexpr std::uint32_t small_decoder_bytes = 30504, usual_decoder_bytes = 95992;

// Decompresses frames, one zstd block after the other, with a context and a dictionary that lie in memory given by the
// caller. Frames carry zstd's content checksum, which every decoding checks.
class frame_decoder {
 public:
  static std::uint64_t context_bytes() { return ZSTD_estimateDCtxSize(); }

  // Bytes to prepare a dictionary of `size` bytes; the dictionary itself is not copied and must stay. One without
  // statistics is used as it is.
  static std::uint64_t dictionary_bytes(std::size_t size, bool raw) {
    return size == 0 || raw ? 0 : ZSTD_estimateDDictSize(size, ZSTD_dlm_byRef);
  }

  // `memory` starts at a multiple of 8. False when zstd finds it too small.
  bool init(mutable_bytes memory) {
    context_ = ZSTD_initStaticDCtx(memory.data, memory.size);
    dictionary_ = nullptr;
    raw_ = {};
    return context_ != nullptr;
  }

  // Makes begin() use a dictionary. `memory` starts at a multiple of 8 and has dictionary_bytes(). False when the
  // dictionary is unusable.
  bool prepare(mutable_bytes memory, bytes dictionary, bool raw) {
    raw_ = raw ? dictionary : bytes{};
    if (raw) return true;
    dictionary_ = ZSTD_initStaticDDict(memory.data, memory.size, dictionary.data, dictionary.size, ZSTD_dlm_byRef,
                                       ZSTD_dct_fullDict);
    return dictionary_ != nullptr;
  }

  // Starts a frame whose content has at most the size of `out`.
  bool begin(mutable_bytes out, bool with_dictionary) {
    out_ = out;
    written_ = steps_ = 0;
    const std::size_t e = with_dictionary && raw_.size > 0
                              ? ZSTD_decompressBegin_usingDict(context_, raw_.data, raw_.size)
                              : ZSTD_decompressBegin_usingDDict(context_, with_dictionary ? dictionary_ : nullptr);
    return ZSTD_isError(e) == 0;
  }

  // How many bytes of the frame the next step takes; 0 at its end.
  std::size_t wanted() const { return ZSTD_nextSrcSizeToDecompress(context_); }

  // False when the frame is damaged, or needs more than `out`.
  bool step(const std::byte* from, std::size_t size) {
    // The frame's magic number and what it declares: a content size and a checksum, as the packer writes them. A
    // skippable frame would be taken too.
    if (steps_++ == 0 && (size < 5 || from[0] != std::byte{0x28} || (std::to_integer<unsigned>(from[4]) & 4) == 0))
      return false;
    const std::size_t n = ZSTD_decompressContinue(context_, out_.data + written_, out_.size - written_, from, size);
    if (ZSTD_isError(n) != 0) return false;
    written_ += n;
    return true;
  }

  std::size_t written() const { return written_; }

 private:
  ZSTD_DCtx* context_ = nullptr;
  const ZSTD_DDict* dictionary_ = nullptr;
  bytes raw_;
  mutable_bytes out_;
  std::size_t written_ = 0;
  std::uint32_t steps_ = 0;
};

}  // namespace satchel::format
