// SPDX-License-Identifier: MIT
//
// The long functions of the room bulk, compiled once for all users of sla::sla.
#define SLA_COMPILING_BULK
#include <sla/bulk.hpp>
