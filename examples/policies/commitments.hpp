// SPDX-License-Identifier: MIT
//
// Response-time commitments, each as a company prints it on its web page.
//
// Where a commitment is a range ("within 1 to 2 business days"), its upper end is the promise.
#pragma once

#include "office_hours.hpp"
#include <sla/policy_definition.hpp>

#include <chrono>

namespace policies {

/// One book for all of them: whatever the ticket is, the first policy that fits it holds.
inline sla::book_definition commitments() {
    using namespace std::chrono_literals;
    using sla::business_days;
    using sla::event_kind;
    using sla::on;
    using sla::on_custom;

    const sla::metric_definition call_answer{.name = "call answer",
                                             .start = {on(event_kind::created)},
                                             .stop = {on_custom("call answered")}};
    const sla::metric_definition checked_answer{
        .name = "checked answer",
        .start = {on_custom("call ended")},
        .stop = {sla::on_message(sla::actor::agent, sla::visibility::to_customer)}};
    const sla::metric_definition dispatch{
        .name = "dispatch", .start = {on(event_kind::created)}, .stop = {on_custom("dispatched")}};
    const sla::metric_definition response_start{.name = "response start",
                                                .start = {on(event_kind::created)},
                                                .stop = {on_custom("response started")}};
    const sla::metric_definition plan{
        .name = "plan", .start = {on(event_kind::created)}, .stop = {on_custom("plan delivered")}};
    const sla::metric_definition report{.name = "report to operations",
                                        .start = {on(event_kind::created)},
                                        .stop = {on_custom("reported to operations")}};
    const sla::metric_definition operations{.name = "operations start",
                                            .start = {on_custom("reported to operations")},
                                            .stop = {on_custom("plan started")}};

    return {
        .calendars = {office_hours()},
        .metrics = {sla::first_response(), sla::acknowledgement(), call_answer, checked_answer,
                    dispatch, response_start, plan, report, operations},
        .policies =
            {
                {.name = "Ambulance",
                 .when = sla::category_is({"ambulance"}),
                 .targets = {{.metric = "dispatch", .rows = sla::always(5min)}}},
                {.name = "Cloud emergency",
                 .when = sla::category_is({"cloud emergency"}),
                 .targets = {{.metric = "response start", .rows = sla::always(15min)}}},
                {.name = "Escalation",
                 .when = sla::tagged({"escalated"}),
                 .targets = {{.metric = "report to operations", .rows = sla::always(10min)},
                             {.metric = "operations start", .rows = sla::always(30min)}}},
                {.name = "Technical support",
                 .when = sla::category_is({"technical support"}),
                 .calendar = "Office hours",
                 // Severe: data may be lost. That does not wait for the office to open.
                 .targets = {{.metric = "first response",
                              .rows = sla::by_priority(
                                  {{"severe", 2h}, {"ordinary", business_days{2}}})}}},
                {.name = "Enterprise, key process",
                 .when = sla::all_of({sla::tier_is({"enterprise"}), sla::tagged({"key process"})}),
                 .targets = {{.metric = "acknowledgement", .rows = sla::always(4h)}}},
                {.name = "Online request",
                 .when = sla::channel_is({"online request"}),
                 .calendar = "Office hours",
                 .targets = {{.metric = "acknowledgement", .rows = sla::always(business_days{1})},
                             {.metric = "plan", .rows = sla::always(business_days{3})}}},
                {.name = "Hotline",
                 .when = sla::channel_is({"hotline"}),
                 .targets = {{.metric = "call answer", .rows = sla::always(30s)},
                             {.metric = "checked answer", .rows = sla::always(24h)}}},
                {.name = "E-mail",
                 .when = sla::channel_is({"e-mail"}),
                 .targets = {{.metric = "first response", .rows = sla::always(24h)}}},
                {.name = "Consumer shop",
                 .when = sla::channel_is({"shop"}),
                 .targets = {{.metric = "first response", .rows = sla::always(30min)}}},
            },
    };
}

} // namespace policies
