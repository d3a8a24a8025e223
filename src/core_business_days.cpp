// SPDX-License-Identifier: MIT
//
// The long functions of the room business_days, compiled once for all users of sla::sla.
#define SLA_COMPILING_BUSINESS_DAYS
#include <sla/business_days.hpp>
