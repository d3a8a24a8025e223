// SPDX-License-Identifier: MIT
//
// The answers of `sla due`.
#pragma once

#include "eval_output.hpp"
#include "policy.hpp"
#include <sla/issue.hpp>
#include <sla/timeline.hpp>
#include <sla/zone.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace tool {

/// A line of JSON: how each clock stands when the last thing has happened. `row` is left out where
/// it is 0. `otherwise`: the zone of clocks without a calendar.
void append_due(std::string& out, const policy& p, const sla::timeline& ticket, std::string_view id,
                std::uint64_t row, const sla::zone& otherwise, explaining why);

/// The answer to a question with mistakes.
void append_refusal(std::string& out, std::uint64_t row, std::string_view id,
                    const sla::issue_list& issues);

/// For people. `facts` goes on after the time: ", priority P1".
[[nodiscard]] std::string due_text(const policy& p, const sla::timeline& ticket,
                                   std::string_view facts, const sla::zone& zone, explaining why);

} // namespace tool
