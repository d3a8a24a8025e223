// SPDX-License-Identifier: MIT
//
// The code of docs/options.md.

#include <sla/calendar.hpp>
#include <sla/describe.hpp>

#include <chrono>
#include <iostream>
#include <string_view>

namespace {

using namespace std::chrono;

const sla::zone& berlin() {
    static const sla::zone zone =
        sla::zone_from_rule("Europe/Berlin", "CET-1CEST,M3.5.0,M10.5.0/3").value();
    return zone;
}

sla::calendar office() {
    return sla::compile({.name = "Office",
                         .zone = "Europe/Berlin",
                         .hours = sla::weekly(sla::monday_to_friday, {{9h, 17h}})},
                        sla::zone_set{{berlin()}}.source())
        .value();
}

void print(std::string_view what, sla::instant due) {
    std::cout << what << ": " << sla::describe(due, berlin()) << '\n';
}

void business_day_ends() {
    const sla::calendar desk = office();
    using enum sla::business_day_end;
    const sla::instant friday =
        berlin().to_instant(local_days{2026y / February / 13} + 10h + 30min);
    const sla::instant saturday = friday + 24h;
    const sla::business_days by_four{.count = 2, .end = time_of_day, .at = 16h, .cut_off = 10h};

    print("same time, asked on Friday", desk.add(friday, sla::business_days{2}));
    print("same time, asked on Saturday", desk.add(saturday, sla::business_days{2}));
    print("close", desk.add(friday, sla::business_days{.count = 2, .end = close}));
    print("by 16:00, cut-off 10:00", desk.add(friday, by_four));
    print("by 16:00, half an hour earlier", desk.add(friday - 30min, by_four));
}

void observed() {
    sla::calendar_definition definition{.name = "Office",
                                        .zone = "Europe/Berlin",
                                        .hours = sla::weekly(sla::monday_to_friday, {{9h, 17h}})};
    // In 2027 Christmas Day is a Saturday and Boxing Day a Sunday.
    for (const auto rule :
         {sla::observed_rule::as_it_falls, sla::observed_rule::nearest_weekday,
          sla::observed_rule::following_weekday, sla::observed_rule::following_free_weekday,
          sla::observed_rule::sunday_to_free_weekday}) {
        definition.yearly = {sla::closed_yearly("Christmas Day", December / 25, rule),
                             sla::closed_yearly("Boxing Day", December / 26, rule)};
        const sla::calendar desk =
            sla::compile(definition, sla::zone_set{{berlin()}}.source()).value();
        for (const unsigned d : {24U, 27U, 28U}) {
            const bool is_open = desk.is_business_day(local_days{2027y / December / day{d}});
            std::cout << (is_open ? "   open" : " closed");
        }
        std::cout << '\n';
    }
}

} // namespace

int main() {
    business_day_ends();
    observed();
}
