// SPDX-License-Identifier: MIT
//
// Priority tiers: how soon the first answer, the repair and the solution are due.
//
//              first response   repair    resolution
//     urgent   1 h              4 h       24 h
//     high     4 h              8 h       48 h
//     medium   8 h              24 h      72 h
//     low      24 h             3 days    1 week
//
// First response and resolution run from the report, repair from the confirmation of the problem.
#pragma once

#include "office_hours.hpp"
#include <sla/policy_definition.hpp>

#include <chrono>

namespace policies {

/// The table above; days and weeks by the wall clock.
inline sla::book_definition priority_tiers() {
    using namespace std::chrono_literals;
    using sla::calendar_days;
    using sla::calendar_weeks;
    return {
        .calendars = {around_the_clock()},
        .vocabularies = {{sla::attribute::priority, {"urgent", "high", "medium", "low"}}},
        .policies = {{
            .name = "Priority tiers",
            .calendar = "Around the clock",
            .targets =
                {{.metric = "first response",
                  .rows = sla::by_priority(
                      {{"urgent", 1h}, {"high", 4h}, {"medium", 8h}, {"low", 24h}})},
                 {.metric = "repair",
                  .rows = sla::by_priority(
                      {{"urgent", 4h}, {"high", 8h}, {"medium", 24h}, {"low", calendar_days{3}}})},
                 {.metric = "resolution",
                  .rows = sla::by_priority({{"urgent", 24h},
                                            {"high", 48h},
                                            {"medium", 72h},
                                            {"low", calendar_weeks{1}}})}},
        }},
    };
}

/// The simple form: three tiers, first response alone.
inline sla::book_definition three_tiers() {
    using namespace std::chrono_literals;
    return {
        .vocabularies = {{sla::attribute::priority, {"high", "medium", "low"}}},
        .policies = {{
            .name = "Three tiers",
            .targets = {{.metric = "first response",
                         .rows = sla::by_priority({{"high", 1h}, {"medium", 4h}, {"low", 24h}})}},
        }},
    };
}

/// A shop's: by what the question is about.
inline sla::book_definition by_question() {
    using namespace std::chrono_literals;
    return {
        .vocabularies = {{sla::attribute::category, {"order", "payment", "technical"}}},
        .policies = {{
            .name = "By question",
            .targets = {{.metric = "first response",
                         .rows = sla::by(sla::attribute::category,
                                         {{"order", 1h}, {"payment", 4h}, {"technical", 24h}})}},
        }},
    };
}

} // namespace policies
