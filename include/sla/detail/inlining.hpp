// SPDX-License-Identifier: MIT
//
// Where a function must be part of its caller, or must not be, for the fast path to stay a few
// dozen instructions. Compilers judge by size, and the rare path is always the bigger one.
// A loop that stands apart has the registers for itself.
#pragma once

#if defined(__GNUC__)
#define SLA_HOT __attribute__((always_inline)) inline
#define SLA_APART __attribute__((noinline))
#define SLA_COLD __attribute__((noinline, cold))
#else
#define SLA_HOT inline
#define SLA_APART
#define SLA_COLD
#endif
