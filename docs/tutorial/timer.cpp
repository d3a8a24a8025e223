// SPDX-License-Identifier: MIT
//
// Step 6 of docs/tutorial.md: one timer a ticket.

#include "desk.hpp"
#include <sla/describe.hpp>
#include <sla/evaluate.hpp>
#include <sla/load.hpp>

#include <chrono>
#include <cstddef>
#include <iostream>

int main() {
    using namespace std::chrono;
    const sla::policy_book book = sla::compile(promises(), sla::system_zones()).value();
    const sla::zone berlin = book.find_calendar("Support")->time_zone();
    const sla::instant created = berlin.to_instant(local_days{2026y / April / 2} + 15h + 30min);
    const sla::timeline timeline =
        sla::timeline::of(book.attributes({.tier = "gold"}), {sla::event::created(created)})
            .value();

    // A real host sleeps until then; here time passes as fast as the loop runs.
    for (sla::instant now = created; now != sla::never;) {
        const sla::evaluation result = sla::evaluate(book, timeline, now);
        std::cout << sla::describe(now, berlin) << ":";
        for (const sla::verdict& v : result) {
            std::cout << "  " << book.name(v.metric) << " " << sla::describe(v.state);
            for (std::size_t i = 0; i < v.steps.size(); ++i)
                if (v.steps[i] == now)
                    std::cout << ", " << book.target_of(*v.limit).steps[i].name;
        }
        std::cout << '\n';
        now = result.next_change();
    }
}
