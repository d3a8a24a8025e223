// SPDX-License-Identifier: MIT
//
// The snippets of docs/holidays.md.
#include <sla/calendar.hpp>
#include <sla/describe.hpp>
#include <sla/holidays.hpp>
#include <sla/load.hpp>

#include <chrono>
#include <iostream>
#include <string_view>
#include <utility>

namespace {

using namespace std::chrono;
using namespace std::chrono_literals;

constexpr std::string_view autumn = R"({
  "year": 2026,
  "days": [
    { "name": "国庆节", "date": "2026-10-01", "isOffDay": true },
    { "name": "国庆节", "date": "2026-10-02", "isOffDay": true },
    { "name": "国庆节", "date": "2026-10-10", "isOffDay": false }
  ]
})";

constexpr std::string_view intranet = R"(BEGIN:VCALENDAR
X-WR-CALNAME:Intranet
BEGIN:VEVENT
SUMMARY:Founders' Day
DTSTART;VALUE=DATE:20200603
RRULE:FREQ=YEARLY;BYMONTH=6;BYDAY=1WE
END:VEVENT
BEGIN:VEVENT
SUMMARY:All hands
DTSTART;TZID=America/New_York:20260310T090000
DTEND;TZID=America/New_York:20260310T110000
END:VEVENT
END:VCALENDAR
)";

void print(const sla::calendar_definition& desk) {
    for (const sla::day_exception& e : desk.exceptions) {
        std::cout << sla::describe(sla::instant{sys_days{e.first}}, sla::zone::utc()).substr(0, 14)
                  << ' ' << e.name << " (" << e.source << "):";
        if (e.ranges.empty())
            std::cout << " closed";
        for (const sla::time_range& r : e.ranges)
            std::cout << (e.mode == sla::exception_mode::subtract ? " closed " : " open ")
                      << r.begin / 1h << ":00-" << r.end / 1h << ":00";
        std::cout << '\n';
    }
}

void make_up_days() {
    sla::calendar_definition desk{.name = "客服",
                                  .zone = "Asia/Shanghai",
                                  .hours = sla::weekly(sla::monday_to_friday, {{9h, 18h}})};
    const sla::holiday_feed feed = sla::read_holiday_cn(autumn).value();
    desk = sla::add_holidays(std::move(desk), feed).value();
    print(desk);
}

void calendar_file() {
    const sla::zone berlin = sla::load_zone("Europe/Berlin").value();
    sla::holiday_options options;
    options.first = 2026y / January / 1;
    options.last = 2026y / December / 31;
    const sla::holiday_feed feed =
        sla::read_icalendar(intranet, berlin, sla::system_zones(), options).value();

    sla::calendar_definition desk{.name = "Support",
                                  .zone = "Europe/Berlin",
                                  .hours = sla::weekly(sla::monday_to_friday, {{9h, 17h}})};
    desk = sla::add_holidays(std::move(desk), feed).value();
    print(desk);
}

void contradiction() {
    sla::calendar_definition desk{
        .name = "客服",
        .zone = "Asia/Shanghai",
        .hours = sla::weekly(sla::monday_to_friday, {{9h, 18h}}),
        .exceptions = {sla::open_instead("hotline", 2026y / October / 1, {{10h, 12h}})}};
    const sla::holiday_feed feed = sla::read_holiday_cn(autumn).value();
    const auto merged = sla::add_holidays(desk, feed);
    std::cout << sla::describe(merged.issues()) << '\n';
}

} // namespace

int main() {
    make_up_days();
    std::cout << "--\n";
    calendar_file();
    std::cout << "--\n";
    contradiction();
}
