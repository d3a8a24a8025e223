// SPDX-License-Identifier: MIT
//
// A host that reads holidays, and has neither libical nor a JSON library of its own.

#include <sla/holidays.hpp>

#include <utility>

int main() {
    const auto feed = sla::read_icalendar("BEGIN:VCALENDAR\nBEGIN:VEVENT\n"
                                          "DTSTART;VALUE=DATE:20260105\n"
                                          "RRULE:FREQ=WEEKLY;COUNT=2\n"
                                          "END:VEVENT\nEND:VCALENDAR\n",
                                          sla::zone::utc(), sla::zone_set{{}}.source());
    if (!feed || feed->entries.size() != 2)
        return 1;
    sla::calendar_definition desk{.name = "Desk", .zone = "UTC", .hours = sla::around_the_clock()};
    const auto merged = sla::add_holidays(std::move(desk), *feed);
    return merged && merged->exceptions.size() == 2 ? 0 : 1;
}
