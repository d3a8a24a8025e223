// SPDX-License-Identifier: MIT
//
// The long functions of the room scorecard, compiled once for all users of sla::sla.
#define SLA_COMPILING_SCORECARD
#include <sla/scorecard.hpp>
