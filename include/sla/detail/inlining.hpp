// SPDX-License-Identifier: MIT
//
// Where a function must be part of its caller, or must not be, for the fast path to stay a few
// dozen instructions. Compilers judge by size, and the rare path is always the bigger one.
#pragma once

#if defined(__GNUC__)
#define SLA_HOT __attribute__((always_inline)) inline
#define SLA_COLD __attribute__((noinline, cold))
#else
#define SLA_HOT inline
#define SLA_COLD
#endif
