// SPDX-License-Identifier: MIT
//
// What the desk of docs/tutorial.md promises, and when it is open.
#pragma once

#include <sla/policy_definition.hpp>

#include <chrono>

inline sla::calendar_definition opening_hours() {
    using namespace std::chrono;
    return {
        .name = "Support",
        .zone = "Europe/Berlin",
        .hours = sla::weekly(sla::monday_to_friday, {{9h, 12h}, {13h, 17h}}),
        .exceptions = {sla::closed("Works outing", 2026y / June / 12)},
        .yearly = {sla::closed_yearly("Good Friday", sla::days_from_easter{-2}),
                   sla::closed_yearly("Easter Monday", sla::days_from_easter{1}),
                   sla::closed_yearly("Christmas Day", December / 25)},
    };
}

inline sla::book_definition promises() {
    using namespace std::chrono_literals;
    return {
        .calendars = {opening_hours()},
        .metrics = {sla::first_response(), sla::paused_in_status(sla::resolution(), {"waiting"})},
        .vocabularies = {{sla::attribute::priority, {"urgent", "high", "normal"}}},
        .policies =
            {
                {.name = "Gold",
                 .when = sla::tier_is({"gold"}),
                 .calendar = "Support",
                 .targets = {{.metric = "first response", .rows = sla::always(30min)},
                             {.metric = "resolution",
                              .rows = sla::always(sla::working{8h}),
                              .steps = {{"warn the agent", sla::percent_used{75}},
                                        {"tell the lead", sla::after_deadline{1h}}}}}},
                {.name = "Everybody else",
                 .calendar = "Support",
                 .targets = {{.metric = "first response",
                              .rows = sla::otherwise(sla::by_priority({{"urgent", sla::working{1h}},
                                                                       {"high", sla::working{4h}}}),
                                                     sla::working{8h})},
                             {.metric = "resolution",
                              .rows = sla::always(sla::business_days{
                                  .count = 3, .end = sla::business_day_end::close})}}},
            },
    };
}
