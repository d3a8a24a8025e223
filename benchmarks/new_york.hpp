// SPDX-License-Identifier: MIT
//
// The calendar of the benchmarks: New York, Monday to Friday 9-12 and 13-17, the federal holidays
// with their observed days and Good Friday, clock changes as they were since 1967. Made here, so
// that a benchmark reads no file.
#pragma once

#include <sla/calendar_definition.hpp>
#include <sla/zone.hpp>

#include <chrono>

namespace sla_benchmark {

inline sla::zone new_york() {
    using namespace std::chrono;
    using namespace std::chrono_literals;
    sla::zone_definition z{
        .name = "America/New_York", .initial_offset = -5h, .rule = "EST5EDT,M3.2.0,M11.1.0"};
    for (int y = 1967; y <= 2006; ++y) {
        const auto begin = y < 1987 ? sys_days{year{y} / April / Sunday[last]}
                                    : sys_days{year{y} / April / Sunday[1]};
        z.transitions.push_back({begin + 7h, -4h});
        z.transitions.push_back({sys_days{year{y} / October / Sunday[last]} + 6h, -5h});
    }
    return sla::compile(z).value();
}

inline sla::zone_source zones() {
    static const sla::zone_source source = sla::zone_set{{new_york()}}.source();
    return source;
}

inline sla::calendar_definition office_hours() {
    using namespace std::chrono;
    using namespace std::chrono_literals;
    using enum sla::observed_rule;
    return {
        .name = "Office",
        .zone = "America/New_York",
        .hours = sla::weekly(sla::monday_to_friday, {{9h, 12h}, {13h, 17h}}),
        .yearly = {sla::closed_yearly("New Year's Day", January / 1, nearest_weekday),
                   sla::closed_yearly("Martin Luther King Day", January / Monday[3]),
                   sla::closed_yearly("Washington's Birthday", February / Monday[3]),
                   sla::closed_yearly("Good Friday", sla::days_from_easter{-2}),
                   sla::closed_yearly("Memorial Day", May / Monday[last]),
                   sla::closed_yearly("Juneteenth", June / 19, nearest_weekday),
                   sla::closed_yearly("Independence Day", July / 4, nearest_weekday),
                   sla::closed_yearly("Labor Day", September / Monday[1]),
                   sla::closed_yearly("Columbus Day", October / Monday[2]),
                   sla::closed_yearly("Veterans Day", November / 11, nearest_weekday),
                   sla::closed_yearly("Thanksgiving", November / Thursday[4]),
                   sla::closed_yearly("Christmas Day", December / 25, nearest_weekday)},
    };
}

} // namespace sla_benchmark
