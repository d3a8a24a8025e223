// SPDX-License-Identifier: MIT
//
// Step 2 of docs/tutorial.md: a calendar, and what it can be asked.

#include "desk.hpp"
#include <sla/calendar.hpp>
#include <sla/describe.hpp>
#include <sla/load.hpp>

#include <chrono>
#include <iostream>

int main() {
    using namespace std::chrono;
    const auto compiled = sla::compile(opening_hours(), sla::system_zones());
    if (!compiled) {
        std::cerr << sla::describe(compiled.issues()) << '\n';
        return 1;
    }
    const sla::calendar& support = *compiled;
    const sla::zone& berlin = support.time_zone();

    // Thursday before Easter, 15:30 on the wall clock in Berlin.
    const sla::instant asked = berlin.to_instant(local_days{2026y / April / 2} + 15h + 30min);
    const sla::instant due = support.add(asked, sla::working{4h});
    const sla::instant opens = support.next_open(due);

    std::cout << "4 working hours later: " << sla::describe(due, berlin) << '\n'
              << "in between: " << sla::describe(support.between(asked, due)) << " of "
              << sla::describe(due - asked) << '\n'
              << "opens next: " << sla::describe(opens, berlin) << '\n';
    for (const auto date : {2026y / April / 3, 2026y / April / 6})
        for (const std::string& name : support.exceptions_on(local_days{date}))
            std::cout << "closed: " << name << '\n';
}
