// Bytes as libsodium takes them.
#pragma once

#include <cstddef>

namespace satchel::test {

inline const unsigned char* plain(const std::byte* p) { return reinterpret_cast<const unsigned char*>(p); }
inline unsigned char* plain(std::byte* p) { return reinterpret_cast<unsigned char*>(p); }

}  // namespace satchel::test
