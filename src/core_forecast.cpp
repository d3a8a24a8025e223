// SPDX-License-Identifier: MIT
//
// The long functions of the room forecast, compiled once for all users of sla::sla.
#define SLA_COMPILING_FORECAST
#include <sla/forecast.hpp>
