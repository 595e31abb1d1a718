// Whether what takes hours is wanted: tools/test.sh --long.
#pragma once

#include <cstdlib>

inline bool thorough() { return std::getenv("SATCHEL_LONG") != nullptr; }
