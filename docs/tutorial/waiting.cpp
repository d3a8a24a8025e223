// SPDX-License-Identifier: MIT
//
// Step 5 of docs/tutorial.md: a ticket that waits for its customer.

#include "desk.hpp"
#include <sla/describe.hpp>
#include <sla/evaluate.hpp>
#include <sla/explain.hpp>
#include <sla/load.hpp>

#include <chrono>
#include <iostream>

int main() {
    using namespace std::chrono;
    const sla::policy_book book = sla::compile(promises(), sla::system_zones()).value();
    const sla::zone berlin = book.find_calendar("Support")->time_zone();

    const sla::instant created = berlin.to_instant(local_days{2026y / April / 2} + 15h + 30min);
    const sla::instant asked_back = berlin.to_instant(local_days{2026y / April / 7} + 9h);
    const sla::instant replied = berlin.to_instant(local_days{2026y / April / 8} + 11h);

    const sla::timeline timeline =
        sla::timeline::of(book.attributes({.tier = "gold"}),
                          {sla::event::created(created),
                           sla::event::message(created + 10min, sla::actor::agent),
                           sla::event::status(asked_back, book.find_event_name("waiting")),
                           sla::event::message(replied, sla::actor::customer),
                           sla::event::status(replied, book.find_event_name("open"))})
            .value();

    for (const sla::instant now : {asked_back + 2h, replied, replied + 6h}) {
        const sla::evaluation result = sla::evaluate(book, timeline, now);
        std::cout << sla::describe(now, berlin) << '\n'
                  << sla::describe(*result.find(book, "resolution"), book, berlin) << '\n';
    }

    const sla::explanation why = sla::explain(book, timeline, replied + 6h);
    std::cout << "why: "
              << sla::describe(*why.find(book, "resolution"), why, book, timeline, berlin) << '\n';
}
