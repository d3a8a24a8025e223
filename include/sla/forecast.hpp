// SPDX-License-Identifier: MIT
//
// Room: forecast. Which clocks will be late if nothing happens, and when.
//
// A deadline that nobody looks at is kept by luck. A forecast takes the clocks of all open tickets
// as they stand now and counts, by groups, those that breach within the next hour, before the shift
// ends, today; it lists the nearest ones, and shows how many fall due in each of the coming hours.
//
//     tickets ─► evaluate / bulk ─► states and deadlines ─► forecast: add, merge ─► read, list,
//     load
//
//     const sla::forecast_plan plan =
//         sla::compile(sla::forecast_definition{
//             .now = monday_9h,
//             .dimensions = {sla::by_values("group", {"first line", "second line"})},
//             .metrics = {"first response"},
//             .horizons = {{"hour", 1h}, {"shift", sla::next_closing{office}}, {"day", 24h}}})
//             .value();
//     sla::forecast forecast{plan};
//     forecast.add(input, 0, rows);
//     forecast.read({.by = {0}})[1].within;   // second line: 2, 7 and 11 clocks
//     forecast.list().front().breaches_at;    // Monday 09:12:00.001
//
// "If nothing happens" is meant literally: a clock that is paused stays paused and does not breach,
// however soon its deadline would be, unless somebody set its due time by hand. A clock that waits
// for its start hours does start, and may breach.
//
// The hard case is the border. Late is late from the first millisecond after the deadline, and a
// horizon contains its own end: a clock is within the hour exactly if `evaluate`, asked one hour
// later, says that it is breached, and says now that it is not.
#pragma once

#include <sla/bulk.hpp>
#include <sla/calendar.hpp>
#include <sla/detail/export.hpp>
#include <sla/detail/review_rows.hpp>
#include <sla/evaluate.hpp>
#include <sla/report.hpp>
#include <sla/result.hpp>
#include <sla/target.hpp>
#include <sla/time.hpp>
#include <sla/zone.hpp>

#include <chrono>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace sla::inline v1 {

namespace detail {
class forecast_compiler;
class forecast_unpacker;
struct forecast_data;
} // namespace detail

// -- one clock
// -------------------------------------------------------------------------------------

/// The first instant at which a clock is late if nothing happens to its ticket; `never` where it
/// does not come to that before `end_of_range`, or is late already, or has ended. O(1).
///
/// It looks at the verdict alone. A version of a policy that comes into force meanwhile
/// (`version_choice::at_now`) is not foreseen, nor that a clock which waits for its start hours
/// will start paused; the other overload knows.
/// Precondition: the verdict is of this book.
[[nodiscard]] SLA_API instant breach_instant(const policy_book& book, const verdict& v) noexcept;

/// The first instant in (now, until] at which the first clock of a metric is late if nothing
/// happens; `never` where it is not late at `until`, or is late already. Judges the ticket two
/// times; once for each change until then under `version_choice::at_now`, and of a clock that was
/// late before a reset. Precondition: as of `evaluate`.
[[nodiscard]] SLA_API instant breach_instant(const policy_book& book, const timeline& ticket,
                                             metric_id metric, instant now, instant until) noexcept;

// -- what is asked
// ---------------------------------------------------------------------------------

/// The next closing of a calendar after now: the end of a shift, of the day's hours.
struct next_closing {
    calendar of;
};

/// Until when: so long from now, an instant, or the next closing. The end belongs to it.
struct forecast_horizon {
    std::string name{};
    std::variant<elapsed, instant, next_closing> end{};
};

/// Coming hours in which clocks are counted that fall due.
struct forecast_load {
    /// With a zone at most a day, and a whole part of one.
    std::chrono::seconds bucket = std::chrono::hours{1};
    std::uint32_t count = 24; ///< So many buckets; 0: none.
    /// Absent: buckets begin at now. Otherwise they end whenever a wall clock there shows a whole
    /// number of them since midnight, and where it is changed; the first begins at now.
    std::optional<zone> clock{};
};

/// A forecast as plain data.
struct forecast_definition {
    instant now{}; ///< As of when all clocks were judged.
    /// As of a report; not of the names "metric" and "due", which it has of its own.
    std::vector<report_dimension> dimensions{};
    std::vector<std::string> metrics{};       ///< Names of the clocks; at least one.
    std::vector<forecast_horizon> horizons{}; ///< In any order; at most 64.
    forecast_load load{};
    std::size_t list_at_most = 1000; ///< So many clocks are listed, the nearest ones.
};
inline constexpr std::size_t max_forecast_horizons = 64;
inline constexpr std::size_t max_forecast_buckets = 10'000;
inline constexpr std::size_t max_forecast_list = 1'000'000;

// -- rows
// ------------------------------------------------------------------------------------------

/// A clock as it stands now.
struct forecast_clock {
    std::uint8_t state = static_cast<std::uint8_t>(clock_state::not_applicable); ///< Or an error.
    instant breaches_at = never; ///< From `breach_instant`.
};

/// The same of a verdict; null: the ticket has no such clock.
[[nodiscard]] inline forecast_clock forecast_of(const policy_book& book,
                                                const verdict* v) noexcept {
    if (v == nullptr)
        return {};
    return {.state = static_cast<std::uint8_t>(v->state), .breaches_at = breach_instant(book, *v)};
}

/// One ticket. A negative id, and an instant of `never`, is no value.
struct forecast_row {
    std::int64_t ticket = 0; ///< The host's number for it.
    std::span<const std::int64_t> ids{};
    std::span<const instant> instants{};
    std::span<const forecast_clock> metrics{}; ///< One for each metric.
};

/// The columns of a clock, as `bulk` writes them as of now.
struct forecast_columns {
    const std::uint8_t* state = nullptr;
    /// In milliseconds: other units move the breach to the second.
    time_column deadline{};
    /// Tells of a paused clock whether its deadline was set by hand, in which case it changes when
    /// that is past; and of one that has not started, when it will. Absent: paused clocks do not
    /// breach. In milliseconds.
    time_column next_change{};
    /// `target_options::met` of the targets.
    met_when met = met_when::at_or_before;
    /// In the place of the deadline: the `breached_at` of a second run over the same table, as of
    /// the end of the farthest horizon. Costs that run, and foresees all that `evaluate` foresees.
    /// Of a clock that was late before a reset and waits for its start hours it lies before now;
    /// such a clock becomes late at its `next_change`, or, without that column, never.
    time_column breached_at{};
};

/// The columns of a table. Nothing here is changed or kept.
struct forecast_input {
    const std::int64_t* tickets = nullptr;   ///< Numbers of the tickets; absent: those of the rows.
    std::span<const id_column> ids{};        ///< One for each dimension with values, in order.
    std::span<const time_column> instants{}; ///< One for each calendar dimension, in order.
    std::span<const forecast_columns> metrics{};
};

// -- what comes out
// --------------------------------------------------------------------------------

/// One group, or several rolled up.
struct forecast_line {
    std::vector<std::size_t> key{}; ///< The values of the dimensions of `report_query::by`.
    attainment now{};
    /// For each horizon, in the order of the definition: not late now, and late at its end.
    std::vector<std::uint64_t> within{};
    std::uint64_t at_any_time = 0; ///< Not late now, and late some day.
};

/// So many clocks become late in [begin, end).
struct load_bucket {
    interval during{};
    std::uint64_t count = 0;

    friend constexpr bool operator==(const load_bucket&, const load_bucket&) noexcept = default;
};

/// A clock that becomes late.
struct due_clock {
    instant breaches_at = never;
    std::int64_t ticket = 0;
    std::uint32_t metric = 0; ///< Of `forecast_definition::metrics`.

    // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 takes the zero inside for a pointer
    friend constexpr auto operator<=>(const due_clock&, const due_clock&) noexcept = default;
};

// -- plan and forecast
// -----------------------------------------------------------------------------

class forecast;

/// A definition, checked and ready. Immutable, copied for the price of a pointer, and used by any
/// number of threads at once.
class forecast_plan {
public:
    forecast_plan(const forecast_plan&) noexcept = default;
    forecast_plan& operator=(const forecast_plan&) noexcept = default;
    ~forecast_plan() = default;

    [[nodiscard]] SLA_API const forecast_definition& definition() const noexcept;
    /// When the horizon of this number ends; inclusive.
    [[nodiscard]] SLA_API instant end_of(std::size_t horizon) const noexcept;
    /// Names of groups: `groups().label(dimension, value)`. Dimensions of the definition come
    /// first, with their numbers.
    [[nodiscard]] SLA_API const report_plan& groups() const noexcept;

    /// The forecast that `forecast::to_bytes` wrote under an equal definition, as of the same
    /// instant; of any other bytes `forecast.bytes_damaged`, `forecast.bytes_version` or
    /// `forecast.other_definition`.
    [[nodiscard]] SLA_API result<forecast> from_bytes(std::span<const std::byte> bytes) const;

private:
    friend class detail::forecast_compiler;
    friend class forecast;
    explicit forecast_plan(std::shared_ptr<const detail::forecast_data> data) noexcept
        : data_{std::move(data)} {}

    std::shared_ptr<const detail::forecast_data> data_;
};

/// Clocks counted by when they become late. A value, used by one thread at a time.
class forecast {
public:
    explicit SLA_API forecast(const forecast_plan& plan);

    [[nodiscard]] const forecast_plan& plan() const noexcept { return plan_; }

    /// Adds rows [first, first + count), and says what became of their clocks: the counts are of
    /// clocks, rows times metrics. Those that are in no group are listed all the same. A breach at
    /// or before now, of a clock said to be open and not late, counts as the nearest one.
    /// Where there is no memory (`std::bad_alloc`) some of the clocks are added, each in whole;
    /// `counts()` tells how many. Precondition: the columns of `in` have so many rows.
    SLA_API report_counts add(const forecast_input& in, std::size_t first, std::size_t count);
    /// Adds one ticket.
    SLA_API report_counts add(const forecast_row& row);

    /// Adds all that `other` has, and returns no issue; or changes nothing:
    /// `forecast.other_definition` (of another definition, or as of another instant),
    /// `report.too_many_rows`, and where there is no memory.
    [[nodiscard]] SLA_API issue_list merge(const forecast& other);

    /// Of all clocks so far.
    [[nodiscard]] const report_counts& counts() const noexcept { return groups_.counts(); }
    /// Clocks that become late some day, in a group or not, listed or not.
    [[nodiscard]] std::uint64_t due() const noexcept { return due_; }
    /// The nearest `list_at_most`, by instant, then ticket, then metric.
    [[nodiscard]] std::vector<due_clock> list() const { return list_.in_order(); }

    /// Groups in the order of their keys; one line where nothing is grouped by, even if it is
    /// empty. Preconditions as of `report::read`, with the numbers of the definition.
    [[nodiscard]] SLA_API std::vector<forecast_line> read(const report_query& query = {}) const;

    /// The buckets in order, of the rows that the query's filters let through; its `by` is not
    /// looked at. Preconditions as of `read`.
    [[nodiscard]] SLA_API std::vector<load_bucket> load(const report_query& query = {}) const;

    /// To be stored or sent, and read by `forecast_plan::from_bytes` on any machine. Equal
    /// forecasts give equal bytes.
    [[nodiscard]] SLA_API std::vector<std::byte> to_bytes() const;

private:
    friend class detail::forecast_unpacker;

    void note(const std::vector<due_clock>& clocks) noexcept;

    forecast_plan plan_;
    report groups_;
    std::uint64_t due_ = 0;
    detail::first_entries<due_clock> list_;
};

/// Checks a definition and makes a plan of it.
///
/// Errors: `forecast.now_out_of_range`, `forecast.name_missing`, `forecast.name_twice`,
/// `forecast.metrics_missing`, `forecast.name_reserved` (a dimension called "metric" or "due"),
/// `forecast.too_many_dimensions` (more than 14), `forecast.too_many_horizons`,
/// `forecast.horizon_not_ahead` (it ends at or before now), `forecast.horizon_out_of_range` (it
/// does not end before `end_of_range`), `forecast.bucket_length`, `forecast.too_many_buckets`,
/// `forecast.list_too_long`, and those that `report` has for dimensions.
[[nodiscard]] SLA_API result<forecast_plan> compile(forecast_definition definition);

} // namespace sla::inline v1

#if !defined(SLA_COMPILED) || defined(SLA_COMPILING_FORECAST)
#include <sla/detail/forecast_compile.hpp>
#include <sla/detail/forecast_pack.hpp>
#include <sla/detail/forecast_run.hpp>
#endif
