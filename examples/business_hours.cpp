// SPDX-License-Identifier: MIT
//
// What a calendar can be asked.

#include <sla/calendar.hpp>
#include <sla/format.hpp>

#include <fmt/format.h>

#include <chrono>

int main() {
    using namespace std::chrono;

    const sla::zone berlin = sla::zone_from_rule("Berlin", "CET-1CEST,M3.5.0,M10.5.0/3").value();
    const sla::calendar hours =
        sla::compile({.name = "Support",
                      .zone = "Berlin",
                      .hours = sla::weekly(sla::monday_to_friday, {{9h, 12h}, {13h, 17h}}),
                      .exceptions = {sla::open_instead("Christmas market", 2026y / December / 23,
                                                       {{9h, 12h}})},
                      .yearly = {sla::closed_yearly("Christmas Eve", December / 24),
                                 sla::closed_yearly("Christmas Day", December / 25),
                                 sla::closed_yearly("Good Friday", sla::days_from_easter{-2})}},
                     sla::zone_set{{berlin}}.source())
            .value();
    const auto at = [&](year_month_day date, milliseconds time_of_day) {
        return berlin.to_instant(local_days{date} + time_of_day);
    };
    const auto shown = [&](sla::instant t) { return sla::describe(t, berlin); };

    const sla::instant tuesday = at(2026y / December / 22, 15h);
    fmt::print("from here            {}\n", shown(tuesday));
    fmt::print("open                 {}\n", hours.is_open(tuesday) ? "yes" : "no");
    fmt::print("closes               {}\n", shown(hours.next_close(tuesday)));
    fmt::print("4 working hours on   {}\n", shown(hours.add(tuesday, sla::working{4h})));
    fmt::print("8 working hours on   {}\n", shown(hours.add(tuesday, sla::working{8h})));
    fmt::print("8 working hours ago  {}\n", shown(hours.subtract(tuesday, sla::working{8h})));
    fmt::print("2 business days on   {}\n", shown(hours.add(tuesday, sla::business_days{2})));
    fmt::print("  by close           {}\n",
               shown(hours.add(
                   tuesday, sla::business_days{.count = 2, .end = sla::business_day_end::close})));
    fmt::print("2 calendar days on   {}\n", shown(hours.add(tuesday, sla::calendar_days{2})));

    const sla::instant next_week = at(2026y / December / 29, 15h);
    fmt::print("\nuntil                {}\n", shown(next_week));
    fmt::print("elapsed              {}\n", sla::describe(next_week - tuesday));
    fmt::print("working              {}\n", hours.between(tuesday, next_week));
    for (const sla::interval& open : hours.open_between(tuesday, next_week))
        fmt::print("  {}\n", sla::describe(open, berlin));

    fmt::print("\n2026-12-24           ");
    for (const std::string& name : hours.exceptions_on(local_days{2026y / December / 24}))
        fmt::print("{}\n", name);
}
