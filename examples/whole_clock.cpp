// SPDX-License-Identifier: MIT
//
// One ticket that waits, becomes urgent, is solved and comes back; what its clock says, and why.

#include <sla/describe.hpp>
#include <sla/evaluate.hpp>
#include <sla/explain.hpp>

#include <fmt/format.h>

#include <chrono>

namespace {

using namespace std::chrono;

/// "Urgent problems are solved within 8 working hours, others within 16. While we wait for you the
/// clock stands still. If we are late you get 10 % of the fee back, and 25 % from 4 working hours."
sla::book_definition contract() {
    return {.calendars = {{.name = "Support",
                           .zone = "Berlin",
                           .hours = sla::weekly(sla::monday_to_friday, {{9h, 17h}})}},
            .metrics = {sla::first_response(),
                        sla::paused_in_status(sla::resolution(), {"waiting for customer"})},
            .policies = {
                {.name = "Support contract",
                 .calendar = "Support",
                 .targets = {
                     {.metric = "first response", .rows = sla::always(1h)},
                     {.metric = "resolution",
                      .rows = sla::otherwise(sla::by_priority({{"urgent", sla::working{8h}}}),
                                             sla::working{16h}),
                      .steps = {{"warn the agent", sla::percent_used{75}},
                                {"tell the lead", sla::after_deadline{30min}}},
                      .credits = {{.due = {.hundredths = 10'00}},
                                  {.late_by = sla::working{4h}, .due = {.hundredths = 25'00}}}}}}}};
}

} // namespace

int main() {
    const sla::zone berlin = sla::zone_from_rule("Berlin", "CET-1CEST,M3.5.0,M10.5.0/3").value();
    const sla::policy_book book =
        sla::compile(contract(), sla::zone_set{{berlin}}.source()).value();

    const auto at = [&](day date, milliseconds time) {
        return berlin.to_instant(local_days{2026y / February / date} + time);
    };
    const auto monday = 9d;
    const auto tuesday = 10d;
    const auto wednesday = 11d;
    const auto thursday = 12d;
    const sla::timeline ticket =
        sla::timeline::of(
            book.attributes({.priority = "normal"}),
            {sla::event::created(at(monday, 9h)),
             sla::event::message(at(monday, 9h + 40min), sla::actor::agent),
             sla::event::status(at(monday, 10h), book.find_event_name("waiting for customer")),
             sla::event::status(at(tuesday, 10h), book.find_event_name("open")),
             sla::event::changed(at(tuesday, 12h), sla::attribute::priority,
                                 book.find_value(sla::attribute::priority, "urgent")),
             sla::event::of(at(tuesday, 16h), sla::event_kind::resolved),
             sla::event::of(at(thursday, 9h), sla::event_kind::reopened, sla::actor::customer),
             sla::event::of(at(thursday, 11h + 30min), sla::event_kind::resolved)})
            .value();

    for (const sla::event& e : ticket.events())
        fmt::print("{}\n", sla::describe(e, book, berlin));

    const auto print = [&](const char* what, sla::instant now) {
        fmt::print("\n{}, {}\n{}\n", what, sla::describe(now, berlin),
                   sla::describe(*sla::evaluate(book, ticket, now).find(book, "resolution"), book,
                                 berlin));
    };
    print("Waiting", at(monday, 14h));
    print("Going on", at(tuesday, 10h));
    print("Urgent", at(tuesday, 12h));
    print("Warned", at(tuesday, 15h + 30min));
    print("Solved", at(wednesday, 9h));
    print("Back again", at(thursday, 9h));
    print("Solved, too late", at(thursday, 12h));

    const sla::explanation why = sla::explain(book, ticket, at(thursday, 12h));
    fmt::print("\nWhy\n{}\n",
               sla::describe(*why.find(book, "resolution"), why, book, ticket, berlin));
}
