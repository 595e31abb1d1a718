// Functions that must be part of the loops that call them, and others that must not be part of what calls them.
#pragma once

// The decoding loops are the reader's innermost: a call for each number would keep its state out of registers. What is
// done once, before or beside the rest, keeps its stack to itself. No flag of the compiler changes what a function is:
// files of one program may be compiled with different ones.
#if defined(__GNUC__) || defined(__clang__)
#define SATCHEL_INLINE inline __attribute__((always_inline))
#define SATCHEL_NOINLINE inline __attribute__((noinline))
#else
#define SATCHEL_INLINE inline
#define SATCHEL_NOINLINE inline
#endif
