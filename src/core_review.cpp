// SPDX-License-Identifier: MIT
//
// The long functions of the room review, compiled once for all users of sla::sla.
#define SLA_COMPILING_REVIEW
#include <sla/review.hpp>
