// SPDX-License-Identifier: MIT
//
// The lines of an iCalendar text: unfolded, with their numbers, by event. The parser of libical
// knows no lines, so it is given one property at a time.
#pragma once

#include "sink.hpp"
#include <sla/holidays.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace sla::inline v1::detail::holidays {

/// "DTSTART;VALUE=DATE:20261001"
struct property_line {
    std::size_t line = 0; ///< The first, from 1.
    std::string name{};   ///< In upper case.
    std::string text{};   ///< All of it, without its end.
};

struct event_lines {
    std::size_t line = 0; ///< Of BEGIN:VEVENT.
    std::vector<property_line> properties{};
};

struct calendar_lines {
    property_line name{}; ///< X-WR-CALNAME; line 0: none.
    std::vector<event_lines> events{};
};

/// Of the properties of events those that are used here. Linear in the text.
calendar_lines read_lines(std::string_view text, const holiday_limits& limits, sink& issues);

} // namespace sla::inline v1::detail::holidays
