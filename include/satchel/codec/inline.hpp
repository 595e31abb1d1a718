// Functions that must be part of the loops that call them, and others that must not, where code is to be small.
#pragma once

// The decoding loops are the reader's innermost: a call for each number would keep its state out of registers. Not
// where code is to be small.
#if (defined(__GNUC__) || defined(__clang__)) && !defined(__OPTIMIZE_SIZE__)
#define SATCHEL_INLINE inline __attribute__((always_inline))
#else
#define SATCHEL_INLINE inline
#endif

#if (defined(__GNUC__) || defined(__clang__)) && defined(__OPTIMIZE_SIZE__)
#define SATCHEL_SMALL 1
#define SATCHEL_OUTLINE __attribute__((noinline))
#else
#define SATCHEL_SMALL 0
#define SATCHEL_OUTLINE
#endif
