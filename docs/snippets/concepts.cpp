// SPDX-License-Identifier: MIT
//
// The code of docs/concepts.md.

#include <sla/describe.hpp>
#include <sla/evaluate.hpp>

#include <chrono>
#include <iostream>
#include <string_view>
#include <utility>

namespace {

using namespace std::chrono;

sla::zone berlin() {
    return sla::zone_from_rule("Europe/Berlin", "CET-1CEST,M3.5.0,M10.5.0/3").value();
}

sla::calendar compiled(sla::calendar_definition definition) {
    return sla::compile(std::move(definition), sla::zone_set{{berlin()}}.source()).value();
}

/// "02:30 on 29 March 2026 is skipped, ..."
void clock_changes() {
    const sla::zone zone = berlin();
    for (const local_days date :
         {local_days{2026y / March / 29}, local_days{2026y / October / 25}}) {
        const sla::local_instants at = zone.instants_of(date + 2h + 30min);
        if (at.kind == sla::local_kind::skipped)
            std::cout << "skipped; the clock goes on at " << sla::describe(at.first, zone) << '\n';
        if (at.kind == sla::local_kind::repeated)
            std::cout << "twice: " << sla::describe(at.first, zone) << " and "
                      << sla::describe(at.last, zone) << '\n';
    }
}

void nights() {
    const sla::calendar night = compiled({.name = "Night shift",
                                          .zone = "Europe/Berlin",
                                          .hours = sla::weekly(sla::every_day, {{22h, 30h}})});
    const sla::calendar always =
        compiled({.name = "24x7", .zone = "Europe/Berlin", .hours = sla::around_the_clock()});
    const sla::zone zone = berlin();
    for (const year_month_day sunday :
         {2026y / March / 22, 2026y / March / 29, 2026y / October / 25}) {
        const local_days date{sunday};
        const sla::instant noon_before = zone.to_instant(date - 12h);
        const sla::instant noon = zone.to_instant(date + 12h);
        const sla::instant midnight = zone.to_instant(date);
        const sla::instant next_midnight = zone.to_instant(date + 24h);
        std::cout << sla::describe(midnight, zone) << ": night shift "
                  << sla::describe(night.between(noon_before, noon)) << ", 24x7 "
                  << sla::describe(always.between(midnight, next_midnight)) << '\n';
    }
}

void four_deadlines() {
    const sla::zone zone = berlin();
    const sla::calendar office =
        compiled({.name = "Office",
                  .zone = "Europe/Berlin",
                  .hours = sla::weekly(sla::monday_to_friday, {{9h, 17h}})});
    // Friday 16:00, two days before the clocks go forward.
    const sla::instant asked = zone.to_instant(local_days{2026y / March / 27} + 16h);
    const auto print = [&](std::string_view what, sla::instant due) {
        std::cout << what << ": " << sla::describe(due, zone) << '\n';
    };
    print("72 h", asked + 72h);
    print("working{24h}", office.add(asked, sla::working{24h}));
    print("business_days{3}", office.add(asked, sla::business_days{3}));
    print("calendar_days{3}", office.add(asked, sla::calendar_days{3}));
}

void exact_fit() {
    const sla::zone zone = berlin();
    const sla::calendar office =
        compiled({.name = "Office",
                  .zone = "Europe/Berlin",
                  .hours = sla::weekly(sla::monday_to_friday, {{9h, 17h}})});
    const sla::instant friday_9h = zone.to_instant(local_days{2026y / March / 27} + 9h);
    const sla::working day{8h};
    std::cout << sla::describe(office.add(friday_9h, day), zone) << '\n'
              << sla::describe(office.add(friday_9h, day, sla::exact_fit::next_open), zone) << '\n';
}

} // namespace

int main() {
    clock_changes();
    nights();
    four_deadlines();
    exact_fit();
}
