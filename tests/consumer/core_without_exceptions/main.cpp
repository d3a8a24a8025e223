// SPDX-License-Identifier: MIT
//
// What a host without exceptions does: it looks at a result before it uses it. Fails unless the
// answers are right.

#include <sla/calendar.hpp>

#include <chrono>
#include <cstdio>

using namespace std::chrono;

int main() {
    const sla::result<sla::zone> berlin =
        sla::zone_from_rule("Berlin", "CET-1CEST,M3.5.0,M10.5.0/3");
    if (!berlin)
        return 1;

    sla::calendar_definition office;
    office.name = "office";
    office.zone = "Berlin";
    office.hours = sla::weekly(sla::monday_to_friday, {{9h, 17h}});
    const sla::zone_source zones = sla::zone_set{{*berlin}}.source();
    const sla::result<sla::calendar> hours = sla::compile(office, zones);
    if (!hours)
        return 2;

    // The weekend between holds the change to summer time.
    const sla::instant friday_16h = sys_days{2025y / March / 28} + 15h;
    const sla::instant monday_10h = sys_days{2025y / March / 31} + 8h;
    if (hours->add(friday_16h, sla::working{2h}) != monday_10h)
        return 3;
    if (hours->between(friday_16h, monday_10h) != sla::working{2h})
        return 4;

    office.zone = "Atlantis";
    const sla::result<sla::calendar> refused = sla::compile(office, zones);
    if (refused)
        return 5;
    std::printf("%s: %s\n", refused.issues().front().place.c_str(),
                refused.issues().front().message.c_str());
    return 0;
}
