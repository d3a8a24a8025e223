// SPDX-License-Identifier: MIT
//
// The long functions of the room capacity, compiled once for all users of sla::sla.
#define SLA_COMPILING_CAPACITY
#include <sla/capacity.hpp>
