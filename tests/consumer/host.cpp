// SPDX-License-Identifier: MIT
//
// What a host does with the compiled library: zones from the system, a calendar in one of them, and
// a mistake caught as an exception that was thrown on the other side. Fails unless the answers are
// right.

#include <sla/calendar.hpp>
#include <sla/load.hpp>

#include <chrono>
#include <cstdio>

using namespace std::chrono;

int main() {
    sla::calendar_definition office;
    office.name = "office";
    office.zone = "Europe/Berlin";
    office.hours = sla::weekly(sla::monday_to_friday, {{9h, 17h}});
    const sla::calendar hours = sla::compile(office, sla::system_zones()).value();

    // The weekend between holds the change to summer time.
    const sla::instant friday_16h = sys_days{2025y / March / 28} + 15h;
    const sla::instant monday_10h = sys_days{2025y / March / 31} + 8h;
    if (hours.add(friday_16h, sla::working{2h}) != monday_10h)
        return 1;
    if (hours.between(friday_16h, monday_10h) != sla::working{2h})
        return 2;

    try {
        (void)sla::load_zone("Europe/Berlim").value();
    } catch (const sla::invalid_input& mistake) {
        std::puts(mistake.what());
        return 0;
    }
    return 3;
}
