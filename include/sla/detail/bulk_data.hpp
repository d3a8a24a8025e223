// SPDX-License-Identifier: MIT
//
// Inside the bulk room: what a plan holds.
#pragma once

#include <sla/bulk.hpp>
#include <sla/detail/bulk_deadline_table.hpp>
#include <sla/detail/bulk_kernels.hpp>
#include <sla/detail/bulk_tables.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace sla::inline v1::detail {

// A metric that kernels do: its clock starts with the creation and stops with the first of some
// columns.
struct fast_metric {
    metric_id metric;
    bool is_fast = false;
    bool has_elapsed = false; // among its limits
    bool has_working = false;
    bool has_calendars = false;
    bool one_calendar = false;        // for all limits that have one
    bool pauses = false;              // pauses stop it for their time
    bool always = false;              // there is a clock whatever the numbers are
    bool has_others = false;          // limits that are not for kernels
    bool one_grace = false;           // for all limits
    std::int64_t grace = 0;           // that one
    std::vector<std::size_t> stops{}; // event columns
    // For each combination of numbers its limit.
    std::vector<std::int64_t> limits{};
    // Of `bulk_data::tables`; what those have of the one calendar, or for each combination its
    // limit and what they have of its calendar.
    std::size_t tables = 0;
    std::int64_t place = 0;
    std::int64_t per_bucket = 0;
    std::vector<placed_limit> placed_limits{};
    // Of the one calendar and all these limits; may be empty.
    deadline_table deadlines{};
};

struct bulk_data {
    policy_book book;
    bulk_layout layout;
    bulk_kernels kernels = bulk_kernels::plain;
    // Numbers of a row become one: the profile's times its step and those of the attributes; the
    // last number of each stands for no value.
    std::uint32_t profile_step = 0;
    std::vector<std::uint32_t> attribute_steps{};
    std::vector<fast_metric> metrics{}; // of the layout
    std::vector<fast_metric> others{};  // the book's other metrics, for `next_change`
    // The instants that kernels know, and the calendars of some metrics in them.
    table_range years{};
    std::vector<open_tables> tables{};
};

} // namespace sla::inline v1::detail
