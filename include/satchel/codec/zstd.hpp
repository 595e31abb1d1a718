// The only header of the reader that knows zstd.
#pragma once

#ifndef ZSTD_STATIC_LINKING_ONLY
#define ZSTD_STATIC_LINKING_ONLY  // contexts in the caller's memory
#endif
#include <satchel/span.hpp>

#include <zstd.h>
#include <cstddef>
#include <cstdint>

namespace satchel::codec {

// Decompresses whole frames with a context and a dictionary that lie in memory given by the caller. Frames carry
// zstd's content checksum, which every decoding checks.
class frame_decoder {
 public:
  static std::uint64_t context_bytes() { return ZSTD_estimateDCtxSize(); }

  // Bytes to prepare a dictionary of `size` bytes; the dictionary itself is not copied and must stay.
  static std::uint64_t dictionary_bytes(std::size_t size) {
    return size == 0 ? 0 : ZSTD_estimateDDictSize(size, ZSTD_dlm_byRef);
  }

  // `memory` starts at a multiple of 8. False when zstd finds it too small.
  bool init(mutable_bytes memory) {
    context_ = ZSTD_initStaticDCtx(memory.data, memory.size);
    dictionary_ = nullptr;
    return context_ != nullptr;
  }

  // Makes decode() use a dictionary. `memory` starts at a multiple of 8. False when the dictionary is unusable.
  bool prepare(mutable_bytes memory, bytes dictionary) {
    dictionary_ = ZSTD_initStaticDDict(memory.data, memory.size, dictionary.data, dictionary.size, ZSTD_dlm_byRef,
                                       ZSTD_dct_fullDict);
    return dictionary_ != nullptr;
  }

  // Decodes one frame that fills `frame` exactly; false when it does not, is damaged, or needs more than `out`.
  bool decode(bytes frame, mutable_bytes out, std::size_t& size, bool with_dictionary) {
    // More than one frame, or a skippable one, would be decoded too: the length must be that of a single frame, and
    // the declared content and checksum flag those that the packer writes.
    if (frame.size < 9) return false;
    const auto descriptor = std::to_integer<unsigned>(frame[4]);
    if (frame[0] != std::byte{0x28} || (descriptor & 4) == 0) return false;
    if (ZSTD_findFrameCompressedSize(frame.data, frame.size) != frame.size) return false;
    const std::size_t n = ZSTD_decompress_usingDDict(context_, out.data, out.size, frame.data, frame.size,
                                                     with_dictionary ? dictionary_ : nullptr);
    if (ZSTD_isError(n) != 0) return false;
    size = n;
    return true;
  }

 private:
  ZSTD_DCtx* context_ = nullptr;
  const ZSTD_DDict* dictionary_ = nullptr;
};

}  // namespace satchel::codec
