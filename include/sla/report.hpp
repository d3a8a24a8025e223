// SPDX-License-Identifier: MIT
//
// Room: report. Verdicts counted: how many promises were kept, by whom, when, and how long it took.
//
// A report divides judged tickets into groups (priority by channel by month), and of each group
// counts states and measures lengths of time. What it divides by and measures is plain data;
// `compile` checks it and makes a `report_plan`; a `report` of that plan takes rows, from columns
// as `bulk` writes them or one at a time, in any number and order.
//
//     report_definition ──► compile ──► report_plan ──► report: add, add, merge, ... ──► read
//
//     sla::report_definition wanted;
//     wanted.dimensions = {sla::by_values("priority", {"P1", "P2"})};
//     wanted.metrics = {{.name = "first response", .lengths = {{.name = "elapsed"}}}};
//     const sla::report_plan plan = sla::compile(wanted).value();
//     sla::report report{plan};
//     report.add({.ids = ids, .metrics = metrics}, 0, rows);
//     for (const sla::report_line& line : report.read({.by = {0}}))
//         line.counts.share_met(sla::open_clocks::excluded);           // 93/100, or nothing
//         line.lengths[0].percentile(sla::share::percent(90))->value;  // 47 min 12 s
//
// Reports of parts (shards, hours, machines) merge into the report of the whole, bit for bit: every
// figure is an integer, and nothing depends on the order. A report is as large as its groups, not
// its rows.
//
// The hard case is the percentile, which no sum of parts gives. A group keeps the whole seconds of
// its lengths as long as there are few (`exact_values`): its percentiles are exact. Beyond that it
// counts them in buckets: one for each second below 2^(precision_bits - 1), so still exact there;
// above, as many to each doubling, so within one part in 2^precision_bits. Which of the two
// it is depends on how many there are and on nothing else, and every answer says how exact it is.
// (Buckets of this form are those of Gil Tene's HdrHistogram; that such sketches merge and bound
// the relative error: Masson, Rim, Lee, DDSketch, PVLDB 12 (2019) 2195-2205.)
#pragma once

#include <sla/bulk.hpp>
#include <sla/detail/export.hpp>
#include <sla/distribution.hpp>
#include <sla/evaluate.hpp>
#include <sla/report_definition.hpp>
#include <sla/result.hpp>
#include <sla/share.hpp>
#include <sla/time.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sla::inline v1 {

namespace detail {
struct report_data;
struct report_store;
class report_compiler;
class report_reader;
class report_unpacker;
} // namespace detail

// -- rows
// ------------------------------------------------------------------------------------------

/// Lengths, one a row: those of a column, or the time from one column of instants to another.
struct length_column {
    time_column values{};
    time_column since{}; ///< Where it is there: `values - since`.

    length_column() = default;
    // NOLINTNEXTLINE(google-explicit-constructor,hicpp-explicit-conversions)
    length_column(time_column lengths) noexcept : values{lengths} {}
    /// What `bulk` has written.
    // NOLINTNEXTLINE(google-explicit-constructor,hicpp-explicit-conversions)
    length_column(time_output lengths) noexcept : values{lengths.values, lengths.unit} {}
    length_column(time_column begins, time_column ends) noexcept : values{ends}, since{begins} {}
};

/// The columns of one metric.
struct metric_columns {
    const std::uint8_t* state = nullptr; ///< As `metric_output::state`.
    std::span<const length_column> lengths{};
};

/// The columns of a table that are read. Nothing here is changed or kept.
struct report_input {
    std::span<const id_column> ids{};        ///< One for each dimension with values, in order.
    std::span<const time_column> instants{}; ///< One for each calendar dimension, in order.
    std::span<const metric_columns> metrics{};
};

/// One metric of a single row.
struct metric_row {
    /// As in `metric_output::state`.
    std::uint8_t state = static_cast<std::uint8_t>(clock_state::not_applicable);
    std::array<std::optional<elapsed>, max_report_lengths> lengths{};
};

/// A single row. A negative id, and an instant of `never`, is no value.
struct report_row {
    std::span<const std::int64_t> ids{};
    std::span<const instant> instants{};
    std::span<const metric_row> metrics{};
};

/// What became of rows. Those that are not in a group are in no other figure.
struct report_counts {
    std::uint64_t rows = 0;
    std::uint64_t columns_missing = 0; ///< The input has not the columns of the definition.
    std::uint64_t unknown_id = 0;      ///< A number that its dimension does not have.
    std::uint64_t outside = 0;         ///< An instant outside of the dates of its dimension.

    [[nodiscard]] std::uint64_t in_groups() const noexcept {
        return rows - columns_missing - unknown_id - outside;
    }
    report_counts& operator+=(const report_counts& other) noexcept {
        rows += other.rows;
        columns_missing += other.columns_missing;
        unknown_id += other.unknown_id;
        outside += other.outside;
        return *this;
    }
    friend bool operator==(const report_counts&, const report_counts&) noexcept = default;
};

// -- what comes out
// --------------------------------------------------------------------------------

/// What a share of promises kept makes of clocks that are still open and not late.
enum class open_clocks : std::uint8_t {
    excluded,   ///< met / (met + breached)
    as_of_now,  ///< (met + open) / (met + breached + open): not late so far
    worst_case, ///< met / (met + breached + open): all of them will be
};

inline constexpr std::size_t clock_state_count = 7;

/// How many rows of a group are in which state.
struct attainment {
    std::array<std::uint64_t, clock_state_count> by_state{};
    std::uint64_t errors = 0; ///< A `row_error`, or a number that is no state.

    [[nodiscard]] constexpr std::uint64_t of(clock_state s) const noexcept {
        return by_state[static_cast<std::size_t>(s)];
    }
    /// Running or paused. A clock past its deadline is `breached`, stopped or not.
    [[nodiscard]] constexpr std::uint64_t open() const noexcept {
        return of(clock_state::running) + of(clock_state::paused);
    }
    [[nodiscard]] constexpr std::uint64_t rows() const noexcept {
        std::uint64_t sum = errors;
        for (const std::uint64_t n : by_state)
            sum += n;
        return sum;
    }
    /// Absent where there is nothing to have a share of. Clocks that are not applicable, not
    /// started or cancelled, and errors, are left out of it always.
    [[nodiscard]] constexpr std::optional<share> share_met(open_clocks treatment) const noexcept {
        const std::uint64_t met = of(clock_state::met);
        const std::uint64_t open_ones = treatment == open_clocks::excluded ? 0 : open();
        const std::uint64_t whole = met + of(clock_state::breached) + open_ones;
        if (whole == 0)
            return {};
        return share{treatment == open_clocks::as_of_now ? met + open_ones : met, whole};
    }
    constexpr attainment& operator+=(const attainment& other) noexcept {
        for (std::size_t i = 0; i < by_state.size(); ++i)
            by_state[i] += other.by_state[i];
        errors += other.errors;
        return *this;
    }
    friend constexpr bool operator==(const attainment&, const attainment&) noexcept = default;
};

/// Whether groups without rows are told.
enum class empty_groups : std::uint8_t {
    left_out,
    kept, ///< All groups of values that have a name; of rows without a value where there are any.
};

/// Rows whose value of a dimension is the one that is told.
struct report_filter {
    std::size_t dimension = 0;
    std::size_t value = 0;
};

/// What of a report is read.
struct report_query {
    std::size_t metric = 0;
    std::vector<std::size_t> by{}; ///< Dimensions; the others are rolled up.
    std::vector<report_filter> where{};
    empty_groups empty = empty_groups::left_out;
};

/// One group, or several rolled up.
struct report_line {
    std::vector<std::size_t> key{}; ///< The values of the dimensions of `report_query::by`.
    attainment counts{};
    std::vector<distribution> lengths{}; ///< One for each of `report_metric::lengths`.
};

// -- plan and report
// -------------------------------------------------------------------------------

class report;

/// A definition, checked and ready. Immutable, copied for the price of a pointer, and used by any
/// number of threads at once.
class report_plan {
public:
    // A moved-from plan stays the plan it was.
    report_plan(const report_plan&) noexcept = default;
    report_plan& operator=(const report_plan&) noexcept = default;
    ~report_plan() = default;

    [[nodiscard]] SLA_API const report_definition& definition() const noexcept;
    [[nodiscard]] SLA_API std::size_t group_count() const noexcept;

    [[nodiscard]] SLA_API std::optional<std::size_t>
    find_dimension(std::string_view name) const noexcept;
    [[nodiscard]] SLA_API std::optional<std::size_t>
    find_metric(std::string_view name) const noexcept;

    /// How many values a dimension has; the group of rows without one has this number.
    [[nodiscard]] SLA_API std::size_t size(std::size_t dimension) const noexcept;
    /// The name of a value; of calendar groups "2026-02-09", "2026-W07" (ISO 8601; the first date
    /// where weeks do not begin on Monday), "2026-02", "2026-Q1", "2026", "14:00", "Mon",
    /// "Mon 14:00". Empty of rows without one.
    [[nodiscard]] SLA_API std::string label(std::size_t dimension, std::size_t value) const;
    /// The first date of a day, week, month, quarter or year, also where it lies before `from`.
    [[nodiscard]] SLA_API std::optional<std::chrono::local_days>
    first_date(std::size_t dimension, std::size_t value) const noexcept;

    /// A report that is as large as it can become takes so many bytes, whatever its rows.
    [[nodiscard]] SLA_API std::size_t max_size_bytes() const noexcept;

    /// A metric of a row from a verdict; null: the ticket has no clock for it.
    [[nodiscard]] SLA_API metric_row row_of(std::size_t metric, const verdict* v) const noexcept;

    /// The report that `report::to_bytes` wrote under an equal definition; of any other bytes
    /// `report.bytes_damaged`, `report.bytes_version` or `report.other_definition`. Bytes that
    /// somebody made up (the checksum is no signature) give an issue or a report whose figures lie
    /// in the bounds that they leave for each other.
    [[nodiscard]] SLA_API result<report> from_bytes(std::span<const std::byte> bytes) const;

    /// Equal when the definitions are, zones compared by what they say.
    SLA_API friend bool operator==(const report_plan& a, const report_plan& b) noexcept;

private:
    friend class detail::report_compiler;
    friend class report;
    explicit report_plan(std::shared_ptr<const detail::report_data> data) noexcept
        : data_{std::move(data)} {}

    std::shared_ptr<const detail::report_data> data_;
};

/// Counts and lengths of rows. A value: copied, moved, and used by one thread at a time. Equal when
/// all figures are. A report that was moved from may be assigned to or destroyed, and nothing else.
class report {
public:
    explicit SLA_API report(const report_plan& plan);
    SLA_API report(const report& other);
    SLA_API report(report&& other) noexcept;
    SLA_API report& operator=(const report& other);
    SLA_API report& operator=(report&& other) noexcept;
    SLA_API ~report();

    [[nodiscard]] const report_plan& plan() const noexcept { return plan_; }

    /// Adds rows [first, first + count), and says what became of them. Memory is taken for each
    /// call, and for the lengths that a group keeps one by one, not for every row. Where there is
    /// none (`std::bad_alloc`), the report has the first of these rows and no others: as many as
    /// `counts().rows` has grown by. Precondition: the columns of `in` have so many rows.
    SLA_API report_counts add(const report_input& in, std::size_t first, std::size_t count);
    /// Adds one row. Where there is no memory, nothing has changed; so with `merge`.
    SLA_API report_counts add(const report_row& row);

    /// Adds all that `other` has, and returns no issue. Or, when it is of another definition
    /// (`report.other_definition`) or both have more than 2^62 rows (`report.too_many_rows`),
    /// changes nothing. O(groups), and what they hold.
    [[nodiscard]] SLA_API issue_list merge(const report& other);

    /// Of all rows so far.
    [[nodiscard]] SLA_API const report_counts& counts() const noexcept;
    /// What it takes now.
    [[nodiscard]] SLA_API std::size_t size_bytes() const noexcept;

    /// Groups in the order of their keys; one line where nothing is grouped by, even if it is
    /// empty. Precondition: metric, dimensions and values of the query exist, the value of a filter
    /// being at most `size(dimension)`.
    [[nodiscard]] SLA_API std::vector<report_line> read(const report_query& query = {}) const;

    /// To be stored or sent, and read by `report_plan::from_bytes` on any machine. Equal reports
    /// give equal bytes. Empty groups take none.
    [[nodiscard]] SLA_API std::vector<std::byte> to_bytes() const;

    SLA_API friend bool operator==(const report& a, const report& b);

private:
    friend class detail::report_unpacker;

    report_plan plan_;
    std::unique_ptr<detail::report_store> store_;
};

/// Checks a definition and makes a plan of it.
///
/// Errors, at places such as "dimensions[1].values[3]": `report.name_missing`, `report.name_twice`,
/// `report.metrics_missing`, `report.too_many_dimensions`, `report.too_many_metrics`,
/// `report.too_many_lengths`, `report.too_many_limits`, `report.too_many_groups`,
/// `report.values_and_calendar` (a dimension has both), `report.values_missing` (or neither),
/// `report.unknown_enumerator`, `report.dates_reversed`, `report.dates_out_of_range`,
/// `report.too_many_periods`, `report.weekday_invalid`, `report.states_missing`,
/// `report.limit_out_of_range`, `report.exact_values_out_of_range`,
/// `report.precision_out_of_range`.
[[nodiscard]] SLA_API result<report_plan> compile(report_definition definition);

} // namespace sla::inline v1

#if !defined(SLA_COMPILED) || defined(SLA_COMPILING_REPORT)
#include <sla/detail/report_entry.hpp>
#endif
