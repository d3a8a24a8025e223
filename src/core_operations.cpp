// SPDX-License-Identifier: MIT
//
// The long functions of the room operations, compiled once for all users of sla::sla.
#define SLA_COMPILING_OPERATIONS
#include <sla/operations.hpp>
