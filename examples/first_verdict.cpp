// SPDX-License-Identifier: MIT
//
// The first program: hours, a table of targets, what happened, now; then the verdict.

#include <sla/describe.hpp>
#include <sla/evaluate.hpp>

#include <fmt/format.h>

#include <chrono>

int main() {
    using namespace std::chrono;

    const sla::zone berlin =
        sla::zone_from_rule("Berlin", "CET-1CEST,M3.5.0,M10.5.0/3").value(); // or sla::load_zone
    const sla::book_definition promises{
        .calendars = {{.name = "Support",
                       .zone = "Berlin",
                       .hours = sla::weekly(sla::monday_to_friday, {{9h, 12h}, {13h, 17h}})}},
        .policies = {{.name = "Support contract",
                      .calendar = "Support",
                      .targets = {{.metric = "first response",
                                   .rows = sla::by_priority(
                                       {{"urgent", 30min}, {"normal", sla::working{4h}}})}}}}};
    const sla::policy_book book = sla::compile(promises, sla::zone_set{{berlin}}.source()).value();

    // Friday 2026-10-23, 15:00 in Berlin. The clocks go back on Sunday.
    const sla::instant created = berlin.to_instant(local_days{2026y / October / 23} + 15h);
    const sla::instant now = berlin.to_instant(local_days{2026y / October / 26} + 10h);
    const sla::timeline ticket =
        sla::timeline::of(book.attributes({.priority = "normal"}),
                          {sla::event::created(created), sla::event::note(created + 20min)})
            .value();
    fmt::print("{}\n", sla::describe(sla::evaluate(book, ticket, now), book, berlin));
}
