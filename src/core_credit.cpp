// SPDX-License-Identifier: MIT
//
// The long functions of the room credit, compiled once for all users of sla::sla.
#define SLA_COMPILING_CREDIT
#include <sla/credit.hpp>
