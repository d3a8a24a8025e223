// SPDX-License-Identifier: MIT
//
// A definition with many mistakes, and the report of them: all at once, each with its place.

#include <sla/describe.hpp>
#include <sla/policy.hpp>

#include <fmt/format.h>

#include <chrono>

int main() {
    using namespace std::chrono;

    const sla::zone berlin = sla::zone_from_rule("Berlin", "CET-1CEST,M3.5.0,M10.5.0/3").value();
    const sla::book_definition wrong{
        .calendars = {{.name = "Support",
                       .zone = "berlin",
                       .hours = sla::weekly(sla::monday_to_friday, {{9h, 13h}, {12h, 17h}}),
                       .exceptions = {sla::closed("Inventory", 2026y / February / 30)}}},
        .vocabularies = {{sla::attribute::priority, {"urgent", "normal"}}},
        .policies = {
            {.name = "Gold",
             .when = sla::tier_is({}),
             .calendar = "Suport",
             .targets = {{.metric = "first respose",
                          .rows = sla::by_priority(
                              {{"urgent", 15min}, {"hihg", sla::working{1h}}, {"normal", 0min}})}}},
            {.name = "Gold"}}};

    const auto book = sla::compile(wrong, sla::zone_set{{berlin}}.source());
    fmt::print("{}\n", sla::describe(book.issues()));
}
