// SPDX-License-Identifier: MIT
//
// Step 4 of docs/tutorial.md: one ticket, judged.

#include "desk.hpp"
#include <sla/describe.hpp>
#include <sla/evaluate.hpp>
#include <sla/load.hpp>

#include <chrono>
#include <iostream>

int main() {
    using namespace std::chrono;
    const sla::policy_book book = sla::compile(promises(), sla::system_zones()).value();
    const sla::zone berlin = book.find_calendar("Support")->time_zone();

    const sla::instant created = berlin.to_instant(local_days{2026y / April / 2} + 15h + 30min);
    const sla::instant answered = berlin.to_instant(local_days{2026y / April / 7} + 11h + 40min);

    const sla::ticket_attributes ticket = book.attributes({.priority = "high", .tier = "silver"});
    const auto timeline =
        sla::timeline::of(ticket, {sla::event::created(created), sla::event::note(created + 5min),
                                   sla::event::message(answered, sla::actor::agent)});
    if (!timeline) {
        std::cerr << sla::describe(timeline.issues()) << '\n';
        return 1;
    }

    const sla::evaluation result = sla::evaluate(book, *timeline, answered + 2h);
    std::cout << sla::describe(result, book, berlin) << '\n';

    const sla::verdict& response = *result.find(book, "first response");
    if (response.state == sla::clock_state::breached)
        std::cout << "tell the lead: late since " << sla::describe(response.breached_at, berlin)
                  << ", by " << sla::describe(*response.overdue.working) << '\n';
}
