// SPDX-License-Identifier: MIT
//
// The figures of the report, counted by sla::report: attainment and times taken by group and by
// period, how much of the allowed time was used, and when promises were broken.
#pragma once

#include "clocks.hpp"
#include "policy_file.hpp"
#include <sla/issue.hpp>
#include <sla/objective.hpp>
#include <sla/report.hpp>
#include <sla/zone.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace compliance {

/// The percentiles that are reported.
inline constexpr std::array<unsigned, 4> percentiles{50, 90, 95, 99};

/// How long clocks took that have stopped, from start to end.
struct time_figures {
    std::uint64_t measured = 0;
    std::optional<sla::elapsed> mean{};
    std::optional<sla::elapsed> longest{};
    std::array<std::optional<sla::percentile_value>, percentiles.size()> at{};
};

/// One group of clocks, or all.
struct group_figures {
    std::vector<std::string> names{}; ///< One for each of `group_table::by`; empty of none.
    std::uint64_t met = 0;
    std::uint64_t breached = 0;
    std::uint64_t running = 0; ///< Open and not late, paused or not.
    /// met / (met + breached); absent where nothing is decided.
    std::optional<sla::share> attained{};
    /// Against the goal, where there is one.
    std::optional<sla::objective_result> goal{};
    time_figures time{};

    [[nodiscard]] std::uint64_t tickets() const { return met + breached + running; }
};

struct group_table {
    std::vector<std::string> by{}; ///< "department", "channel"
    std::vector<group_figures> groups{};
};

inline constexpr std::size_t hours_of_week = 168;

struct metric_figures {
    std::string metric{};
    group_figures all{};
    /// By priority, channel, department and type, as far as the file has them; by period; by
    /// department and channel together.
    std::vector<group_table> tables{};
    /// Stopped clocks by class; see `used_classes`.
    std::array<std::uint64_t, used_classes.size()> used{};
    /// Breaches from Monday, 00:00, on, by what clocks showed.
    std::array<std::uint64_t, hours_of_week> breaches{};
};

/// By what calendar unit tickets are grouped, as of their creation.
struct period_name {
    const char* name;
    sla::calendar_unit unit;
};
inline constexpr std::array<period_name, 4> period_names{
    {{"day", sla::calendar_unit::day},
     {"week", sla::calendar_unit::week},
     {"month", sla::calendar_unit::month},
     {"quarter", sla::calendar_unit::quarter}}};

struct figure_options {
    sla::calendar_unit period = sla::calendar_unit::month;
    std::optional<unsigned> goal{}; ///< Percent, 1 to 100.
};

/// A table that would be too large is left out, and `warnings` say so.
[[nodiscard]] std::vector<metric_figures> figures_of(const clock_table& clocks,
                                                     const desk_policy& desk, const sla::zone& zone,
                                                     const figure_options& options,
                                                     sla::issue_list& warnings);

} // namespace compliance
