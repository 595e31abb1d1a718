// Whether what takes hours is wanted: tools/test.sh --long.
#pragma once

#include <cstdlib>

// Sanitizers and missing optimisation make everything slower by far; what another build tests is left to it.
#if defined(__SANITIZE_ADDRESS__) || !defined(__OPTIMIZE__)
inline constexpr bool slow_build = true;
#else
inline constexpr bool slow_build = false;
#endif

inline bool thorough() { return std::getenv("SATCHEL_LONG") != nullptr; }
