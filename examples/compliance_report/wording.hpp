// SPDX-License-Identifier: MIT
//
// What text and page say in the same words.
#pragma once

#include "figures.hpp"
#include <sla/time.hpp>

#include <array>
#include <cstddef>
#include <optional>
#include <string>

namespace compliance {

inline constexpr std::array<const char*, 7> weekday_names{"Mon", "Tue", "Wed", "Thu",
                                                          "Fri", "Sat", "Sun"};

/// "met", "missed"; "-" where nothing is decided or there is no goal.
[[nodiscard]] const char* goal_word(const group_figures& group);

/// "met; 4 more breaches can be borne".
[[nodiscard]] std::string goal_sentence(const sla::objective_result& goal);

/// As exact as one reads it: "16 days 20 h", "3 h 5 min", "40 s"; what is not full does not count.
/// "-" of nothing.
[[nodiscard]] std::string rough_length(std::optional<sla::elapsed> length);

/// The same; "~" before one that is not exact.
[[nodiscard]] std::string rough_percentile(const std::optional<sla::percentile_value>& value);

/// "up to 1/32", "1/32 to 1/16", "3/4 to limit", "more than 16×".
[[nodiscard]] std::string used_class_name(std::size_t number);

} // namespace compliance
