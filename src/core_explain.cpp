// SPDX-License-Identifier: MIT
//
// The long functions of the room explain, compiled once for all users of sla::sla.
#define SLA_COMPILING_EXPLAIN
#include <sla/explain.hpp>
