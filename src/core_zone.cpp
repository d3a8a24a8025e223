// SPDX-License-Identifier: MIT
//
// The long functions of the room zone, compiled once for all users of sla::sla.
#define SLA_COMPILING_ZONE
#include <sla/zone.hpp>
