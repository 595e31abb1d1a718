// Frames as the packer writes them, and no others: with zstd's magic number and a checksum.
#include <satchel/format/zstd_decoder.hpp>

#include <doctest/doctest.h>
#include <zstd.h>

#include <cstddef>
#include <string>
#include <vector>

using namespace satchel;

namespace {

std::string frame_of(const std::string& text, bool checksum) {
  ZSTD_CCtx* const context = ZSTD_createCCtx();
  ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, checksum ? 1 : 0);
  std::string out(ZSTD_compressBound(text.size()), '\0');
  out.resize(ZSTD_compress2(context, out.data(), out.size(), text.data(), text.size()));
  ZSTD_freeCCtx(context);
  return out;
}

// Whether the first step, of as many bytes as are wanted or are there, is refused.
bool refused(const std::string& frame) {
  std::vector<std::uint64_t> memory(format::usual_decoder_bytes / 8);
  format::frame_decoder decoder;
  REQUIRE(decoder.init({reinterpret_cast<std::byte*>(memory.data()), memory.size() * 8}));
  std::vector<std::byte> out(1000);
  REQUIRE(decoder.begin({out.data(), out.size()}, false));
  const std::vector<std::byte> bytes(reinterpret_cast<const std::byte*>(frame.data()),
                                     reinterpret_cast<const std::byte*>(frame.data()) + decoder.wanted());
  return !decoder.step(bytes.data(), bytes.size());
}

}  // namespace

TEST_CASE("a frame without a checksum, or that is to be skipped, is none of an archive") {
  const std::string text = "The ferry leaves at noon, and the lamp is lit.";
  CHECK_FALSE(refused(frame_of(text, true)));
  CHECK(refused(frame_of(text, false)));
  std::string skippable = frame_of(text, true);
  skippable.replace(0, 4, "\x50\x2A\x4D\x18");
  CHECK(refused(skippable));
}
