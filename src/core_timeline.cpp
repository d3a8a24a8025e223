// SPDX-License-Identifier: MIT
//
// The long functions of the room timeline, compiled once for all users of sla::sla.
#define SLA_COMPILING_TIMELINE
#include <sla/timeline.hpp>
