// SPDX-License-Identifier: MIT
//
// The long functions of the room calendar, compiled once for all users of sla::sla.
#define SLA_COMPILING_CALENDAR
#include <sla/calendar.hpp>
