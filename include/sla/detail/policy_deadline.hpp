// SPDX-License-Identifier: MIT
//
// Inside the policy room: when a limit is up.
#pragma once

#include <sla/calendar.hpp>
#include <sla/policy_definition.hpp>
#include <sla/time.hpp>

#include <variant>

namespace sla::inline v1::detail {

// `never` when that is not before `end_of_range`.
// Preconditions: `start` is in range; `hours` is not null unless `within` is elapsed time.
[[nodiscard]] inline instant deadline_of(const target_duration& within, const calendar* hours,
                                         instant start) noexcept {
    instant due = never;
    if (const auto* const length = std::get_if<elapsed>(&within)) {
        if (*length < end_of_range - start)
            due = start + *length;
    } else if (const auto* const open_time = std::get_if<working>(&within)) {
        due = hours->add(start, *open_time);
    } else if (const auto* const days = std::get_if<business_days>(&within)) {
        due = hours->add(start, *days);
    } else if (const auto* const dates = std::get_if<calendar_days>(&within)) {
        due = hours->add(start, *dates);
    } else if (const auto* const weeks = std::get_if<calendar_weeks>(&within)) {
        due = hours->add(start, *weeks);
    } else if (const auto* const months = std::get_if<calendar_months>(&within)) {
        due = hours->add(start, *months);
    }
    return in_range(due) ? due : never;
}

} // namespace sla::inline v1::detail
