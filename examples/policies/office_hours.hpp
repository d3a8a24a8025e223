// SPDX-License-Identifier: MIT
//
// The calendars that the example policies share.
#pragma once

#include <sla/calendar_definition.hpp>

#include <chrono>

namespace policies {

/// Monday to Friday, nine to six, with an hour for lunch.
inline sla::calendar_definition office_hours() {
    using namespace std::chrono_literals;
    return {.name = "Office hours",
            .zone = "Asia/Shanghai",
            .hours = sla::weekly(sla::monday_to_friday, {{9h, 12h}, {13h, 18h}})};
}

/// Always open. What is promised by the wall clock ("in three days, same time") needs a zone, and
/// reports of working time then count every hour.
inline sla::calendar_definition around_the_clock() {
    return {.name = "Around the clock", .zone = "Asia/Shanghai", .hours = sla::around_the_clock()};
}

} // namespace policies
