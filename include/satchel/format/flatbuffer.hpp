// The only header of the reader that knows FlatBuffers.
#pragma once

#include <satchel/span.hpp>

#include <cstddef>
#include <cstdint>

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

}  // namespace satchel::format
