// Whether what takes hours is wanted: tools/test.sh --long.
#pragma once

#include <satchel/detail/base/fence.hpp>

#include <cstdlib>

// Sanitizers and missing optimisation make everything slower by far; what another build tests is left to it.
#if defined(SATCHEL_FENCES) || !defined(__OPTIMIZE__)
inline constexpr bool slow_build = true;
#else
inline constexpr bool slow_build = false;
#endif

inline bool thorough() { return std::getenv("SATCHEL_LONG") != nullptr; }
