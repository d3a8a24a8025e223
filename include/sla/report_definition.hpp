// SPDX-License-Identifier: MIT
//
// Room: report_definition. Which figures a report has, as plain data.
//
// A report divides rows into groups by its dimensions, and of each group counts the states of its
// metrics and measures their lengths of time. A dimension is a column of small numbers (priority,
// channel, customer) or a column of instants put into the days, weeks, months ... of a zone.
//
//     sla::report_definition wanted;
//     wanted.dimensions = {
//         sla::by_values("priority", {"P1", "P2", "P3"}),
//         sla::by_calendar("month", {.unit = sla::calendar_unit::month,
//                                    .zone = berlin,
//                                    .from = local_days{2026y / January / 1},
//                                    .end = local_days{2027y / January / 1}})};
//     wanted.metrics = {{.name = "first response", .lengths = {{.name = "elapsed"}}}};
//     // 4 x 13 groups: each dimension has one more, for rows without a value
//
// Nothing here is checked until `compile` (report.hpp) does. The hard case is the border: an
// instant belongs to the date that a wall clock shows then, so a day may have 23 or 25 hours, a
// repeated hour is in one group though it is shown twice, and a week that begins in December
// belongs to the year in which ISO 8601 numbers it.
#pragma once

#include <sla/evaluate.hpp>
#include <sla/time.hpp>
#include <sla/zone.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace sla::inline v1 {

/// How an instant is put into a group, by what clocks in a zone show then.
enum class calendar_unit : std::uint8_t {
    day,
    week,
    month,
    quarter, ///< January to March, ...
    year,
    hour_of_day,  ///< 24 groups, whatever the date.
    day_of_week,  ///< 7, from `week_begins`.
    hour_of_week, ///< 168, from midnight of `week_begins`.
};

/// Groups by time: the units that have a date in [from, end), dates of the zone. Rows outside of
/// these dates are counted as `report_counts::outside`.
struct calendar_grouping {
    calendar_unit unit = calendar_unit::month;
    sla::zone zone = sla::zone::utc();
    std::chrono::local_days from{}; ///< Inclusive.
    std::chrono::local_days end{};  ///< Exclusive.
    std::chrono::weekday week_begins = std::chrono::Monday;
};

/// What rows are grouped by: an id column, or an instant column. Beside its values each dimension
/// has a group for rows without one, whose number is the count of values.
struct report_dimension {
    std::string name{};
    /// Names of the numbers 0, 1, ... of an id column; none where `calendar` is.
    std::vector<std::string> values{};
    std::optional<calendar_grouping> calendar{};
};

[[nodiscard]] inline report_dimension by_values(std::string name, std::vector<std::string> values) {
    return {.name = std::move(name), .values = std::move(values), .calendar = {}};
}
[[nodiscard]] inline report_dimension by_calendar(std::string name, calendar_grouping calendar) {
    return {.name = std::move(name), .values = {}, .calendar = std::move(calendar)};
}

/// A set of clock states.
struct state_set {
    std::uint8_t bits = 0; ///< Bit n for the state of number n.

    constexpr state_set() = default;
    constexpr state_set(std::initializer_list<clock_state> states) noexcept {
        for (const clock_state s : states)
            bits = static_cast<std::uint8_t>(bits | 1U << static_cast<unsigned>(s));
    }
    [[nodiscard]] constexpr bool contains(clock_state s) const noexcept {
        return (bits >> static_cast<unsigned>(s) & 1U) != 0;
    }
    friend constexpr bool operator==(state_set, state_set) noexcept = default;
};

/// Which length of a verdict a measure is of, for rows that come as verdicts.
enum class verdict_length : std::uint8_t {
    spent,           ///< `verdict::spent`, elapsed time.
    working_spent,   ///< `verdict::spent`, working time.
    overdue,         ///< `verdict::overdue`, elapsed time.
    working_overdue, ///< `verdict::overdue`, working time.
    other,           ///< None of these.
};

/// At most so many limits in one measure.
inline constexpr std::size_t max_length_limits = 4;

/// A length of time whose mean, least, greatest and percentiles are wanted.
struct report_length {
    std::string name{};
    /// Lengths of rows in these states are measured; of others they are not looked at.
    state_set of{clock_state::met, clock_state::breached};
    verdict_length what = verdict_length::spent;
    /// For each it is counted, to the millisecond, how many lengths are at or below.
    std::vector<elapsed> limits{};
};

/// A clock whose states are counted.
struct report_metric {
    std::string name{};
    std::vector<report_length> lengths{};
};

/// A report as plain data.
struct report_definition {
    std::vector<report_dimension> dimensions{}; ///< None: everything is one group.
    std::vector<report_metric> metrics{};       ///< At least one.
    /// A group keeps this many lengths of a measure one by one; 0 to `max_exact_values`.
    std::uint32_t exact_values = 1000;
    /// Beyond these: below 2^(precision_bits - 1) seconds all is exact, above it is within one part
    /// in 2^precision_bits; 4 to 14. 7: a minute, and 0.8 %.
    std::uint8_t precision_bits = 7;
};

inline constexpr std::uint32_t max_exact_values = 1'000'000;
/// Of one report: the product of (values + 1) of all dimensions.
inline constexpr std::size_t max_report_groups = 1U << 24U;
inline constexpr std::size_t max_report_dimensions = 16;
inline constexpr std::size_t max_report_metrics = 32;
inline constexpr std::size_t max_report_lengths = 16; ///< Of one metric.
/// Spans of constant group of one calendar dimension: 14 years of hours.
inline constexpr std::size_t max_calendar_spans = 1U << 17U;

/// Lengths from zero to this, exclusive (2^41 ms, 69 years), are measured; others are counted as
/// `distribution::out_of_range`.
inline constexpr elapsed longest_length{std::int64_t{1} << 41U};

} // namespace sla::inline v1
