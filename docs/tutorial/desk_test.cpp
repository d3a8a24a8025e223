// SPDX-License-Identifier: MIT
//
// Step 8 of docs/tutorial.md: the desk's own rules, tested without a file, a database or a clock.

#include "desk.hpp"
#include <sla/evaluate.hpp>
#include <sla/zone.hpp>

#include <chrono>
#include <cstdio>

namespace {

using namespace std::chrono;

int failures = 0;

void expect(bool holds, const char* what) {
    if (holds)
        return;
    ++failures;
    std::printf("failed: %s\n", what);
}

} // namespace

int main() {
    const sla::zone berlin =
        sla::zone_from_rule("Europe/Berlin", "CET-1CEST,M3.5.0,M10.5.0/3").value();
    const auto compiled = sla::compile(promises(), sla::zone_set{{berlin}}.source());
    expect(compiled.has_value(), "the promises compile");
    expect(compiled.issues().empty(), "and nothing about them is odd");
    if (!compiled)
        return 1;
    const sla::policy_book& book = *compiled;

    const auto at = [&](month_day date, hours time) {
        return berlin.to_instant(local_days{2026y / date.month() / date.day()} + time);
    };
    const auto deadline = [&](const sla::ticket_names& names, sla::instant created) {
        const auto ticket =
            sla::timeline::of(book.attributes(names), {sla::event::created(created)}).value();
        return sla::evaluate(book, ticket, created).find(book, "first response")->deadline;
    };

    expect(deadline({.priority = "high"}, at(April / 2, 16h)) == at(April / 7, 12h),
           "four working hours from Maundy Thursday end on Easter Tuesday");
    expect(deadline({.tier = "gold"}, at(April / 4, 3h)) == at(April / 4, 3h) + 30min,
           "gold customers are answered in half an hour, at night and on weekends too");
    return failures == 0 ? 0 : 1;
}
