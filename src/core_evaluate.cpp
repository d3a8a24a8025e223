// SPDX-License-Identifier: MIT
//
// The long functions of the room evaluate, compiled once for all users of sla::sla.
#define SLA_COMPILING_EVALUATE
#include <sla/evaluate.hpp>
