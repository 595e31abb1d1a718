// Functions that must be part of the loops that call them.
#pragma once

// The decoding loops are the reader's innermost: a call for each number would keep its state out of registers. Not
// where code is to be small.
#if (defined(__GNUC__) || defined(__clang__)) && !defined(__OPTIMIZE_SIZE__)
#define SATCHEL_INLINE inline __attribute__((always_inline))
#else
#define SATCHEL_INLINE inline
#endif
