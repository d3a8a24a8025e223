// SPDX-License-Identifier: MIT
//
// A small table of judged tickets, and the report that the tests make of it.
#pragma once

#include <sla/report.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace report_desk {

using namespace std::chrono;
using namespace std::chrono_literals;
using sla::clock_state;

inline const sla::zone& berlin() {
    static const sla::zone zone =
        sla::zone_from_rule("Berlin", "CET-1CEST,M3.5.0,M10.5.0/3").value();
    return zone;
}

/// A wall clock in Berlin.
inline sla::instant at(local_days date, minutes time = 0min) {
    return berlin().to_instant(date + time);
}

inline std::uint8_t code(clock_state s) {
    return static_cast<std::uint8_t>(s);
}

/// Priorities P1 and P2 by months of the first quarter of 2026; one metric with one length, which
/// is counted at 30 minutes.
inline sla::report_definition by_priority_and_month() {
    return {.dimensions = {sla::by_values("priority", {"P1", "P2"}),
                           sla::by_calendar("month", {.unit = sla::calendar_unit::month,
                                                      .zone = berlin(),
                                                      .from = local_days{2026y / January / 1},
                                                      .end = local_days{2026y / April / 1}})},
            .metrics = {
                {.name = "first response", .lengths = {{.name = "elapsed", .limits = {30min}}}}}};
}

/// Columns of a table with one metric and one length.
struct columns {
    std::vector<std::int8_t> priority{};
    std::vector<std::int64_t> created{};
    std::vector<std::uint8_t> state{};
    std::vector<std::int64_t> length{};

    void add(int p, sla::instant when, std::uint8_t s, std::int64_t ms) {
        priority.push_back(static_cast<std::int8_t>(p));
        created.push_back(when.time_since_epoch().count());
        state.push_back(s);
        length.push_back(ms);
    }
    void add(int p, sla::instant when, clock_state s, milliseconds took) {
        add(p, when, code(s), took.count());
    }
    void add(int p, sla::instant when, clock_state s) { add(p, when, code(s), sla::no_value); }

    [[nodiscard]] std::size_t rows() const { return state.size(); }
};

inline sla::report_counts add_to(sla::report& report, const columns& c, std::size_t first,
                                 std::size_t count) {
    const std::array ids{sla::id_column{c.priority.data()}};
    const std::array instants{sla::time_column{c.created.data(), sla::time_unit::milliseconds}};
    const std::array<sla::length_column, 1> lengths{
        sla::time_column{c.length.data(), sla::time_unit::milliseconds}};
    const std::array metrics{sla::metric_columns{.state = c.state.data(), .lengths = lengths}};
    return report.add({.ids = ids, .instants = instants, .metrics = metrics}, first, count);
}
inline sla::report_counts add_to(sla::report& report, const columns& c) {
    return add_to(report, c, 0, c.rows());
}

inline sla::report report_of(const sla::report_definition& definition, const columns& c) {
    sla::report out{sla::compile(definition).value()};
    add_to(out, c);
    return out;
}

/// A report without dimensions of lengths alone, all of met clocks.
inline sla::distribution lengths(const std::vector<milliseconds>& of,
                                 sla::report_definition definition = {}) {
    definition.metrics = {{.name = "m", .lengths = {{.name = "l", .limits = {20s}}}}};
    sla::report report{sla::compile(definition).value()};
    for (const milliseconds length : of) {
        const std::array metrics{
            sla::metric_row{.state = code(clock_state::met), .lengths = {length}}};
        report.add({.metrics = metrics});
    }
    return report.read().front().lengths[0];
}

} // namespace report_desk
