// SPDX-License-Identifier: MIT
//
// The long functions of the room policy, compiled once for all users of sla::sla.
#define SLA_COMPILING_POLICY
#include <sla/policy.hpp>
