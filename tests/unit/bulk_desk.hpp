// SPDX-License-Identifier: MIT
//
// A desk with two clocks, and small tables, that the tests of the room bulk share.
#pragma once

#include "policy_desk.hpp"
#include <sla/bulk.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace desk {

using ticks = std::vector<std::int64_t>; ///< A column; milliseconds unless said otherwise.
inline constexpr std::int64_t none = sla::no_value;

inline std::int64_t ms(sla::instant t) {
    return t.time_since_epoch().count();
}
inline std::int64_t ms(std::chrono::milliseconds length) {
    return length.count();
}

/// Monday to Friday 9-17. First response: urgent 4, normal 8 working hours; resolution: 24 elapsed
/// hours, for every ticket.
inline sla::policy_book two_clocks() {
    using namespace std::chrono_literals;
    return sla::compile(promising({{.metric = "first response",
                                    .rows = sla::by_priority({{"urgent", sla::working{4h}},
                                                              {"normal", sla::working{8h}}})},
                                   {.metric = "resolution", .rows = sla::always(24h)}}),
                        zones())
        .value();
}

/// One clock, for every ticket, without a calendar unless the limit needs one.
inline sla::policy_book one_clock(std::string metric, sla::target_duration within,
                                  sla::target_options options = {}) {
    return sla::compile(promising({{.metric = std::move(metric),
                                    .rows = sla::always(within),
                                    .options = std::move(options)}}),
                        zones())
        .value();
}

/// All columns of one clock. Every value that no run has written is 77.
struct clock_columns {
    explicit clock_columns(std::size_t rows, sla::time_unit in = sla::time_unit::milliseconds)
        : unit{in}, state(rows, 77), deadline(rows, 77), breached_at(rows, 77), remaining(rows, 77),
          overdue(rows, 77), working_remaining(rows, 77), working_overdue(rows, 77),
          next_change(rows, 77), share(rows, 77) {}

    [[nodiscard]] sla::metric_output view() {
        return {.state = state.data(),
                .deadline = {deadline.data(), unit},
                .breached_at = {breached_at.data(), unit},
                .remaining = {remaining.data(), unit},
                .overdue = {overdue.data(), unit},
                .working_remaining = {working_remaining.data(), unit},
                .working_overdue = {working_overdue.data(), unit},
                .next_change = {next_change.data(), unit},
                .share = share.data()};
    }
    [[nodiscard]] sla::clock_state state_of(std::size_t row) const {
        return static_cast<sla::clock_state>(state[row]);
    }
    [[nodiscard]] sla::row_error error_of(std::size_t row) const {
        return static_cast<sla::row_error>(state[row]);
    }
    /// Nothing but the state.
    [[nodiscard]] bool is_empty(std::size_t row) const {
        return deadline[row] == none && breached_at[row] == none && remaining[row] == none &&
               overdue[row] == none && working_remaining[row] == none &&
               working_overdue[row] == none && next_change[row] == none && share[row] == 0;
    }

    sla::time_unit unit;
    std::vector<std::uint8_t> state;
    ticks deadline, breached_at, remaining, overdue, working_remaining, working_overdue,
        next_change;
    std::vector<double> share;

    friend bool operator==(const clock_columns&, const clock_columns&) = default;
};

/// A run over a table with one clock.
struct one_clock_run {
    clock_columns clock;
    sla::bulk_counts counts;

    one_clock_run(const sla::bulk_plan& plan, const sla::bulk_input& in, std::size_t rows,
                  sla::time_unit unit = sla::time_unit::milliseconds)
        : clock{rows, unit} {
        const sla::metric_output out = clock.view();
        counts = plan.run(in, {.metrics = {&out, 1}}, 0, rows);
    }
};

/// Milliseconds.
inline sla::time_column column(const ticks& values, sla::validity_bitmap valid = {}) {
    return {values.data(), sla::time_unit::milliseconds, valid};
}

} // namespace desk
