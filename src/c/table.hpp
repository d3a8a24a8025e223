// SPDX-License-Identifier: MIT
//
// What a table plan knows.
#pragma once

#include "arrow_read.hpp"
#include "common.hpp"
#include <sla/bulk.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

struct sla_table_plan {
    explicit sla_table_plan(const sla::policy_book& of) : book{of} {}

    struct attribute_source {
        std::string column;
        sla::attribute which;
    };

    sla::policy_book book;
    std::vector<attribute_source> attributes;
    std::string created;
    std::vector<std::string> events;
    std::optional<std::string> pauses;
    std::optional<std::string> timelines;
    std::optional<std::string> now;
    std::vector<sla::metric_id> metrics;
    std::uint32_t outputs = 0;
    std::optional<sla::bulk_plan> plan;
};

namespace sla::c {

/// The events of a list column of timelines. Fails with what is wrong in them, the first twenty.
[[nodiscard]] std::vector<event> events_in(const arrow_column& entries, const policy_book& book,
                                           scratch& memory);

} // namespace sla::c
