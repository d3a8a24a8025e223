// SPDX-License-Identifier: MIT
//
// Room: goal. Which side of a goal is the good one.
//
// "First response within 30 min" is kept below its number, "satisfaction of 90" above it. Whoever
// compares a figure with a goal has to be told which; the number alone does not say.
//
//     goal.direction = sla::goal_direction::lower_is_better;  // 31 min misses a goal of 30
//
// The hard case is the figure that is the goal exactly: it is met, whichever direction is good.
#pragma once

#include <sla/version.hpp>

#include <cstdint>

namespace sla::inline v1 {

/// A value that equals the goal meets it in both cases.
enum class goal_direction : std::uint8_t { higher_is_better, lower_is_better };

} // namespace sla::inline v1
