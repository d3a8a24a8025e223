// SPDX-License-Identifier: MIT
//
// A response-speed standard: by service type, customer level and channel.
//
// Urgent questions and complaints get a first reaction within 15 minutes, general enquiries and
// support within 24 hours at most. Inside that frame valuable customers are served faster, the
// telephone faster than mail and forms, and social media by platform.
#pragma once

#include <sla/policy_definition.hpp>

#include <chrono>
#include <string>
#include <vector>

namespace policies {

/// Four service types; the two that sell and the two that repair share their tables.
inline sla::book_definition response_speed() {
    using namespace std::chrono_literals;
    using sla::attribute;

    const std::vector<std::string> channels{"telephone", "online", "WeChat", "Weibo", "e-mail"};
    const auto by_tier_and_channel = [&](std::vector<sla::grid_line> lines) {
        // A channel that nobody has thought of, or a customer of no level: the outer limit.
        return sla::otherwise(sla::grid(attribute::tier, attribute::channel, channels, lines), 24h);
    };

    return {
        .vocabularies = {{attribute::category,
                          {"pre-sales", "after-sales", "technical support", "complaint"}},
                         {attribute::tier, {"valued", "standard"}}},
        .policies =
            {
                {.name = "Urgent and complaints",
                 .when =
                     sla::any_of({sla::priority_is({"urgent"}), sla::category_is({"complaint"})}),
                 .targets = {{.metric = "first response", .rows = sla::always(15min)}}},
                {.name = "Sales",
                 .when = sla::category_is({"pre-sales", "after-sales"}),
                 .targets = {{.metric = "first response",
                              .rows =
                                  by_tier_and_channel({{"valued", {15min, 30min, 30min, 1h, 4h}},
                                                       {"standard", {1h, 2h, 2h, 4h, 24h}}})}}},
                {.name = "Technical support",
                 .when = sla::category_is({"technical support"}),
                 .targets = {{.metric = "first response",
                              .rows = by_tier_and_channel({{"valued", {30min, 1h, 1h, 2h, 8h}},
                                                           {"standard", {2h, 4h, 8h, 8h, 24h}}})}}},
                {.name = "Everything else",
                 .targets = {{.metric = "first response", .rows = sla::always(24h)}}},
            },
    };
}

} // namespace policies
