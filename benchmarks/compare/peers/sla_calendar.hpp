// SPDX-License-Identifier: MIT
//
// What the adapters of sla share: a calendar of the files as sla defines one.
#pragma once

#include "../files.hpp"
#include <sla/calendar.hpp>

#include <chrono>

namespace compare {

inline sla::calendar_definition definition(const calendar_text& text) {
    using namespace std::chrono;
    sla::calendar_definition d{.name = text.name, .zone = text.zone};
    for (const opening& o : text.hours)
        d.hours.days[o.weekday].push_back({seconds{o.begin}, seconds{o.end}});
    for (const std::int64_t day : text.closed)
        d.exceptions.push_back(sla::closed("Holiday", sys_days{days{day}}));
    return d;
}

/// Those in which tickets begin and end.
inline constexpr sla::calendar_options compiled_years{.first_year = std::chrono::year{2016},
                                                      .last_year = std::chrono::year{2035}};

} // namespace compare
