// The reader in a second translation unit of the same program.

#include <satchel/satchel.hpp>

std::uint32_t articles_of(const satchel::archive& a) { return a.info().articles; }
