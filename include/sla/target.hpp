// SPDX-License-Identifier: MIT
//
// Room: target. How soon something has to happen, whom to tell on the way, and what lateness costs.
//
// A target gives one clock (metric.hpp) its limits, as a table: the first row that fits the ticket
// holds, so order is meaning. Read aloud: "P1 by e-mail: first response within 2 working hours,
// warn at 75 %, tell the lead at 100 % and 30 minutes after; ten percent of the fee if it is late".
//
//     using namespace std::chrono_literals;
//     sla::target_definition{
//         .metric = "first response",
//         .rows = sla::grid(sla::attribute::priority, sla::attribute::channel,
//                           {"e-mail", "telephone"}, {{"P1", {sla::working{2h}, 10min}}}),
//         .steps = {{"warn the agent", sla::percent_used{75}},
//                   {"tell the lead", sla::percent_used{100}},
//                   {"tell the lead again", sla::after_deadline{30min}}},
//         .credits = {{.due = {.hundredths = 10'00}}},
//     };
//
// The hard case is the word "day". Three days by the stopwatch, three days of eight open hours
// each, three business days and the same time on the third day from now are four different
// deadlines. A `target_duration` always says which; a bare day does not compile.
#pragma once

#include <sla/attribute.hpp>
#include <sla/calendar.hpp>
#include <sla/time.hpp>

#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <ratio>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace sla::inline v1 {

// -- how long ----------------------------------------------------------------------------------

/// Working time first and elapsed time after: "four working hours, then 24 hours whatever the clock
/// says".
struct working_then_elapsed {
    working first{};
    elapsed then{};

    friend constexpr bool operator==(const working_then_elapsed&,
                                     const working_then_elapsed&) noexcept = default;
};

/// How long something may take, and in which time; what it means is said at each alternative's
/// type. A plain duration up to hours is elapsed time: `30min`, `24h`.
///
/// Whole days of `<chrono>` are refused, because nobody can tell whether `days{1}` means 24 hours,
/// a business day or tomorrow at the same time. Say `elapsed{24h}`, `business_days{.count = 1}` or
/// `calendar_days{1}`.
class target_duration : public std::variant<elapsed, working, business_days, calendar_days,
                                            calendar_weeks, calendar_months, working_then_elapsed> {
public:
    using forms = std::variant<elapsed, working, business_days, calendar_days, calendar_weeks,
                               calendar_months, working_then_elapsed>;

    /// No duration yet: zero, which does not compile into a book.
    constexpr target_duration() noexcept = default;

    template <class Form>
    requires(!std::derived_from<std::remove_cvref_t<Form>, forms> &&
             std::convertible_to<Form, forms>)
        // NOLINTNEXTLINE(google-explicit-constructor,hicpp-explicit-conversions,bugprone-forwarding-reference-overload)
        constexpr target_duration(Form&& form) noexcept
        : forms{std::forward<Form>(form)} {}

    template <class Rep, class Period>
    requires std::ratio_greater_equal_v<Period, std::chrono::days::period>
    target_duration(std::chrono::duration<Rep, Period>)
    = delete;
};

/// One cell of a table of limits.
struct attribute_match {
    attribute which;
    std::vector<std::string> values; ///< One of these; not empty.

    friend bool operator==(const attribute_match&, const attribute_match&) = default;
};

/// One line of a target's table: what has to fit, and the limit then.
struct target_row {
    std::vector<attribute_match> match{}; ///< All of these; empty: every ticket.
    target_duration within{};             ///< Positive.
    std::string calendar{};               ///< Instead of the target's; empty: the target's.

    friend bool operator==(const target_row&, const target_row&) = default;
};

// -- warnings, escalations, credits ------------------------------------------------------------

/// A length of time in one of the two kinds.
using length = std::variant<elapsed, working>;

/// When so much of the limit is used up, in percent: 1 to 1000.
struct percent_used {
    int percent = 100;
    friend constexpr bool operator==(percent_used, percent_used) noexcept = default;
};
/// So long before the deadline.
struct before_deadline {
    length by{};
    friend constexpr bool operator==(const before_deadline&, const before_deadline&) = default;
};
/// So long after the deadline; zero is the deadline itself.
struct after_deadline {
    length by{};
    friend constexpr bool operator==(const after_deadline&, const after_deadline&) = default;
};

/// Something to be told while the clock runs: a warning before the deadline, an escalation after.
struct step_definition {
    std::string name; ///< Whom or what: "warn the agent", "tell the lead". Unique in a target.
    std::variant<percent_used, before_deadline, after_deadline> at{};

    friend bool operator==(const step_definition&, const step_definition&) = default;
};

/// What is owed to the customer: hundredths of a percent of the fee, or of the unit of a currency.
/// An exact decimal: `{.unit = percent_of_fee, .hundredths = 1250}` is 12.50 %.
struct credit {
    enum class unit_type : std::uint8_t { percent_of_fee, amount };
    unit_type unit = unit_type::percent_of_fee;
    std::int64_t hundredths = 0;
    std::string currency{}; ///< Of an amount: the host's own word, "EUR".

    friend bool operator==(const credit&, const credit&) = default;
};

/// The credit for being late by at least so much; the last band that is reached holds.
struct credit_band {
    length late_by{}; ///< Zero: for any lateness.
    credit due{};

    friend bool operator==(const credit_band&, const credit_band&) = default;
};

// -- options -----------------------------------------------------------------------------------

/// Whether stopping exactly at the deadline keeps the promise.
enum class met_when : std::uint8_t { at_or_before, strictly_before };

/// What a running clock keeps when its limit changes: another priority, another policy.
enum class retarget_mode : std::uint8_t {
    keep_elapsed_time,  ///< The time counted so far counts against the new limit.
    keep_elapsed_share, ///< Half used up of the old limit is half used up of the new one.
    restart,            ///< Nothing: the new limit counts from the change.
    freeze,             ///< The limit that the cycle began with holds to its end.
};

/// Whether a clock that was late stays late.
enum class breach_mode : std::uint8_t {
    sticky,     ///< Yes, even when a longer limit, a reset or a reopening gives more time.
    recomputed, ///< Only the present deadline counts.
};

/// The named decisions in which products differ; docs/options.md says which does what.
struct target_options {
    met_when met = met_when::at_or_before;
    exact_fit fit = exact_fit::close;
    retarget_mode retarget = retarget_mode::keep_elapsed_time;
    breach_mode breach = breach_mode::sticky;
    /// The name of a calendar: the clock starts only while it is open, otherwise when it opens
    /// next. Empty: at once. (Working time counts by the limit's own calendar in any case.)
    std::string start_hours{};
    /// Allowed in addition when the clock starts while the limit's calendar is closed.
    std::optional<length> out_of_hours{};

    friend bool operator==(const target_options&, const target_options&) = default;
};

/// How soon a metric's clock has to stop.
struct target_definition {
    std::string metric;                   ///< The name of a `metric_definition`.
    std::vector<target_row> rows{};       ///< The first one that fits holds; at least one.
    std::string calendar{};               ///< Instead of the policy's; empty: the policy's.
    std::vector<step_definition> steps{}; ///< At most `max_steps`.
    std::vector<credit_band> credits{};   ///< By increasing lateness; at most `max_credit_bands`.
    target_options options{};

    friend bool operator==(const target_definition&, const target_definition&) = default;
};

/// At most so many steps in one target.
inline constexpr std::size_t max_steps = 8;
/// At most so many credit bands in one target.
inline constexpr std::size_t max_credit_bands = 8;

// -- tables ------------------------------------------------------------------------------------

/// The same limit for every ticket.
[[nodiscard]] inline std::vector<target_row> always(target_duration within) {
    return {{.within = within}};
}

/// One limit for each value of an attribute.
[[nodiscard]] inline std::vector<target_row>
by(attribute which, std::initializer_list<std::pair<std::string, target_duration>> lines) {
    std::vector<target_row> rows;
    rows.reserve(lines.size());
    for (const auto& [value, within] : lines)
        rows.push_back({.match = {{which, {value}}}, .within = within});
    return rows;
}
[[nodiscard]] inline std::vector<target_row>
by_priority(std::initializer_list<std::pair<std::string, target_duration>> lines) {
    return by(attribute::priority, lines);
}

/// A line of a grid: a value of the attribute on the left, and a limit for each column; `nullopt`
/// where nothing is promised.
struct grid_line {
    std::string value;
    std::vector<std::optional<target_duration>> cells;
};

/// A table over two attributes, `left` down the side and `top` across:
///
///     grid(attribute::priority, attribute::channel, {"telephone", "chat", "e-mail"},
///          {{"P0", {5min, 1min, 30min}},
///           {"P1", {10min, 5min, 2h}}})
///
/// A line with too few cells gets limits of zero and one with too many gets columns without a
/// name: `compile` reports either.
[[nodiscard]] inline std::vector<target_row> grid(attribute left, attribute top,
                                                  const std::vector<std::string>& columns,
                                                  const std::vector<grid_line>& lines) {
    std::vector<target_row> rows;
    for (const grid_line& line : lines) {
        const std::size_t width =
            line.cells.size() > columns.size() ? line.cells.size() : columns.size();
        for (std::size_t i = 0; i < width; ++i) {
            if (i < line.cells.size() && !line.cells[i])
                continue;
            rows.push_back({.match = {{left, {line.value}},
                                      {top, {i < columns.size() ? columns[i] : std::string{}}}},
                            .within = i < line.cells.size() ? *line.cells[i] : target_duration{}});
        }
    }
    return rows;
}

/// The rows, and this limit for every ticket that fits none of them.
[[nodiscard]] inline std::vector<target_row> otherwise(std::vector<target_row> rows,
                                                       target_duration within) {
    rows.push_back({.within = within});
    return rows;
}

} // namespace sla::inline v1
