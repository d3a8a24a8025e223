// SPDX-License-Identifier: MIT
//
// Inside the policy room: when a limit is up.
#pragma once

#include <sla/calendar.hpp>
#include <sla/target.hpp>
#include <sla/time.hpp>

#include <variant>

namespace sla::inline v1::detail {

// `t + d` where that is in range.
// Precondition: `t` is in range or `never`, `d` not negative.
[[nodiscard]] inline instant later_by(instant t, elapsed d) noexcept {
    return t != never && d < end_of_range - t ? t + d : never;
}

// `never` when that is not before `end_of_range`. `fit` concerns working time alone.
// Preconditions: `start` is in range; `hours` is not null unless `within` is elapsed time.
[[nodiscard]] inline instant deadline_of(const target_duration& within, const calendar* hours,
                                         instant start, exact_fit fit = exact_fit::close) noexcept {
    instant due = never;
    if (const auto* const length = std::get_if<elapsed>(&within)) {
        due = later_by(start, *length);
    } else if (const auto* const open_time = std::get_if<working>(&within)) {
        due = hours->add(start, *open_time, fit);
    } else if (const auto* const phases = std::get_if<working_then_elapsed>(&within)) {
        due = later_by(hours->add(start, phases->first), phases->then);
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
