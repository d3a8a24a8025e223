// SPDX-License-Identifier: MIT
//
// The library's version, in one place: CMake reads it from here, so that a vendored copy of the
// headers and an installed package can never disagree.
#pragma once

#define SLA_VERSION_MAJOR 0
#define SLA_VERSION_MINOR 1
#define SLA_VERSION_PATCH 0
#define SLA_VERSION_STRING "0.1.0"

/// Everything public lives here. The inline namespace changes with the ABI, so two versions linked
/// into one program fail at link time instead of at run time.
namespace sla::inline v1 {}
