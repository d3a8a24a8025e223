// SPDX-License-Identifier: MIT
//
// A response template: first-response limits by priority and channel, and the hand-over to second
// line, which is a promise among colleagues.
//
//                    telephone   chat     e-mail
//     P0 urgent      5 min       1 min    30 min
//     P1 important   10 min      5 min    2 h
//     P2 ordinary    30 min      15 min   4 h
//     P3 low         2 h         30 min   24 h
//
// First line hands P0 and P1 over within 10 minutes; second line answers within 30 minutes of that.
#pragma once

#include <sla/policy_definition.hpp>

#include <chrono>
#include <string>
#include <vector>

namespace policies {

inline sla::book_definition support_template() {
    using namespace std::chrono_literals;
    using sla::attribute;
    using sla::event_kind;
    using sla::on_custom;

    // On the telephone, picking up is the answer.
    sla::metric_definition response = sla::first_response();
    response.stop.push_back(on_custom("call answered"));
    const sla::metric_definition hand_over{.name = "hand-over",
                                           .start = {sla::on(event_kind::created)},
                                           .stop = {on_custom("handed over")}};
    const sla::metric_definition second_line{.name = "second-line answer",
                                             .start = {on_custom("handed over")},
                                             .stop = {on_custom("second line answered")}};
    const std::vector<sla::attribute_match> p0_and_p1{{attribute::priority, {"P0", "P1"}}};

    return {
        .metrics = {response, hand_over, second_line},
        .vocabularies = {{attribute::priority, {"P0", "P1", "P2", "P3"}},
                         {attribute::channel, {"telephone", "chat", "e-mail"}}},
        .policies = {{
            .name = "Support template",
            .targets = {{.metric = "first response",
                         .rows = sla::grid(attribute::priority, attribute::channel,
                                           {"telephone", "chat", "e-mail"},
                                           {{"P0", {5min, 1min, 30min}},
                                            {"P1", {10min, 5min, 2h}},
                                            {"P2", {30min, 15min, 4h}},
                                            {"P3", {2h, 30min, 24h}}})},
                        {.metric = "hand-over", .rows = {{.match = p0_and_p1, .within = 10min}}},
                        {.metric = "second-line answer",
                         .rows = {{.match = p0_and_p1, .within = 30min}}}},
        }},
    };
}

} // namespace policies
