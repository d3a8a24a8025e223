// SPDX-License-Identifier: MIT
//
// SLA_API marks what the compiled library offers to other programs: everything else in it is
// hidden, so that a shared sla exports its interface and nothing more. The build defines SLA_SHARED
// for whoever uses a shared library, and SLA_BUILDING for the library itself.
#pragma once

#if defined(_WIN32) && defined(SLA_SHARED)
#if defined(SLA_BUILDING)
#define SLA_API __declspec(dllexport)
#else
#define SLA_API __declspec(dllimport)
#endif
#elif defined(__GNUC__)
#define SLA_API __attribute__((visibility("default")))
#else
#define SLA_API
#endif

// The long functions of the core (those that compile definitions, check, judge and explain) are
// inline for hosts of the headers alone. sla::sla has them compiled: it defines SLA_COMPILED for
// its users, who then read their declarations only, and one source file of each room reads the
// definitions.
#if defined(SLA_COMPILED)
#define SLA_FUNCTION
#else
#define SLA_FUNCTION inline
#endif
