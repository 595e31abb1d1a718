// The only header of the reader that knows FlatBuffers.
#pragma once

#include <satchel/span.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>

#if defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wsign-conversion"
#endif
#include <satchel/satchel_generated.h>
#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif

namespace satchel::format {

// The root table of a FlatBuffer whose every offset stays inside `buffer`; null otherwise. `buffer` starts at a
// multiple of 8.
template <class Table>
const Table* root_of(bytes buffer) {
  if (buffer.size < 8 || buffer.size > 0x7fffffffu) return nullptr;
  const auto* start = reinterpret_cast<const std::uint8_t*>(buffer.data);
  flatbuffers::Verifier verifier(start, buffer.size, 8, 64);
  if (!verifier.VerifyBuffer<Table>(nullptr)) return nullptr;
  return flatbuffers::GetRoot<Table>(start);
}

// The magic number of the head: the bytes "Satchel\n".
inline constexpr std::uint64_t head_magic = 0x0A6C656863746153;

// The impacts of a length bucket, one for each bucket, are fields of their own in the schema. Here they are the last
// bytes of the struct, one after the other.
inline constexpr std::size_t impact_count = 16;
static_assert(sizeof(LengthBucket) == 2 * sizeof(std::uint32_t) + impact_count);

inline const std::uint8_t* impacts_of(const LengthBucket& of) {
  return reinterpret_cast<const std::uint8_t*>(&of) + sizeof of - impact_count;
}

inline LengthBucket make_length_bucket(std::uint32_t first, std::uint32_t positions, const std::uint8_t* impacts) {
  LengthBucket out;
  out.mutate_first(first);
  out.mutate_positions(positions);
  std::memcpy(reinterpret_cast<std::uint8_t*>(&out) + sizeof out - impact_count, impacts, impact_count);
  return out;
}

}  // namespace satchel::format
