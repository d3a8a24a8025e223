// SPDX-License-Identifier: MIT
//
// Inside the report room: whether columns are there, and single rows.
#pragma once

#include <sla/detail/report_arrivals.hpp>
#include <sla/detail/report_data.hpp>
#include <sla/report.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace sla::inline v1::detail {

[[nodiscard]] inline bool has_columns(const report_data& plan, const report_input& in) noexcept {
    const auto is_there = [](const auto& column) noexcept { return column.values != nullptr; };
    if (in.ids.size() + plan.calendars.size() != plan.sizes.size() ||
        in.instants.size() != plan.calendars.size() ||
        in.metrics.size() != plan.definition.metrics.size() ||
        !std::ranges::all_of(in.ids, is_there) || !std::ranges::all_of(in.instants, is_there))
        return false;
    for (std::size_t m = 0; m < in.metrics.size(); ++m)
        if (in.metrics[m].state == nullptr ||
            in.metrics[m].lengths.size() != plan.definition.metrics[m].lengths.size() ||
            !std::ranges::all_of(in.metrics[m].lengths, [](const length_column& c) noexcept {
                return c.values.values != nullptr;
            }))
            return false;
    return true;
}

// The group of a row, or why it has none.
[[nodiscard]] inline report_counts find_group(const report_data& plan, const report_row& row,
                                              std::size_t& group) noexcept {
    report_counts out{.rows = 1};
    if (row.ids.size() + plan.calendars.size() != plan.sizes.size() ||
        row.instants.size() != plan.calendars.size() ||
        row.metrics.size() != plan.definition.metrics.size()) {
        out.columns_missing = 1;
        return out;
    }
    std::size_t id = 0;
    std::size_t calendar = 0;
    group = 0;
    for (std::size_t d = 0; d < plan.sizes.size(); ++d) {
        std::size_t value = plan.sizes[d];
        if (plan.definition.dimensions[d].calendar) {
            const instant t = row.instants[calendar];
            const calendar_spans& spans = plan.calendars[calendar++];
            if (t != never) {
                const std::uint32_t found =
                    spans.group(spans.span_of(t.time_since_epoch().count()));
                value = found;
                if (found == calendar_spans::outside)
                    out.outside = 1;
            }
        } else if (const std::int64_t n = row.ids[id++]; n >= 0) {
            if (n >= static_cast<std::int64_t>(plan.sizes[d]))
                out.unknown_id = 1;
            value = static_cast<std::size_t>(n);
        }
        group += value * plan.steps[d];
    }
    if (out.unknown_id != 0)
        out.outside = 0;
    return out;
}

// The lengths of a row in states that are measured: `each(length, cell, ms)`, of which the last may
// be one that is none.
template <class Each>
void each_length(const report_data& plan, const report_store& store, const report_row& row,
                 std::size_t group, const Each& each) {
    for (std::size_t m = 0; m < row.metrics.size(); ++m) {
        const metric_row& metric = row.metrics[m];
        const std::uint8_t state = std::min(metric.state, error_state);
        for (std::size_t i = plan.first_length[m]; i < plan.first_length[m + 1]; ++i) {
            const std::optional<elapsed>& length = metric.lengths[i - plan.first_length[m]];
            if ((plan.length(m, i - plan.first_length[m]).of.bits >> state & 1U) != 0 && length)
                each(i, store.cell(i, group), static_cast<std::uint64_t>(length->count()));
        }
    }
}

// All of the row, or, where there is no memory, nothing.
inline void add_row(const report_data& plan, report_store& store, const report_row& row,
                    std::size_t group) {
    std::array<arrival, max_report_metrics * max_report_lengths> room;
    report_arrivals arrivals{store, room};
    each_length(plan, store, row, group,
                [&](std::size_t, std::size_t cell, std::uint64_t ms) noexcept {
                    if (ms < length_end)
                        arrivals.add(cell, ms);
                });
    arrivals.settle([&](const arrival& a) noexcept {
        store.add_sums(a.cell, {.count = 1, .sum = a.ms, .min = a.ms, .max = a.ms});
    });
    store.use(group);
    for (std::size_t m = 0; m < row.metrics.size(); ++m)
        ++store.states_of(m)[group * states_of_row + std::min(row.metrics[m].state, error_state)];
    each_length(plan, store, row, group,
                [&](std::size_t length, std::size_t cell, std::uint64_t ms) noexcept {
                    if (ms >= length_end)
                        ++store.rests[cell].out_of_range;
                    for (std::size_t k = plan.first_limit[length]; k < plan.first_limit[length + 1];
                         ++k)
                        if (ms <= plan.limits_ms[k])
                            ++store.within_of(k)[group];
                });
}

} // namespace sla::inline v1::detail
