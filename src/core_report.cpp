// SPDX-License-Identifier: MIT
//
// The long functions of the room report, compiled once for all users of sla::sla.
#define SLA_COMPILING_REPORT
#include <sla/report.hpp>
