// SPDX-License-Identifier: MIT
//
// Inside the policy room: when a limit is up.
#pragma once

#include <sla/calendar.hpp>
#include <sla/policy_definition.hpp>
#include <sla/time.hpp>

#include <variant>

namespace sla::inline v1::detail {

// `never` when that is not before `end_of_range`, or `start` is out of range.
// Precondition: `hours` is not null unless `within` is elapsed time.
[[nodiscard]] inline instant deadline_of(const target_duration& within, const calendar* hours,
                                         instant start) noexcept {
    if (!in_range(start))
        return never;
    instant due = never;
    switch (within.index()) {
    case 0:
        if (const elapsed length = *std::get_if<elapsed>(&within); length < end_of_range - start)
            due = start + length;
        break;
    case 1:
        due = hours->add(start, *std::get_if<working>(&within));
        break;
    case 2:
        due = hours->add(start, *std::get_if<business_days>(&within));
        break;
    case 3:
        due = hours->add(start, *std::get_if<calendar_days>(&within));
        break;
    case 4:
        due = hours->add(start, *std::get_if<calendar_weeks>(&within));
        break;
    case 5:
        due = hours->add(start, *std::get_if<calendar_months>(&within));
        break;
    default:
        break;
    }
    return in_range(due) ? due : never;
}

} // namespace sla::inline v1::detail
