// SPDX-License-Identifier: MIT
//
// Room: bulk. Whole tables of tickets judged at once: columns in, columns out.
//
// A table has one row a ticket. What its columns mean is said once, in a `bulk_layout`: "this
// column is the instant of the first public reply, that one of the resolution, this one numbers
// the priority". `compile` checks that against a book and makes a `bulk_plan`; the plan's `run`
// reads the host's columns where they lie and writes verdicts into columns of the host's.
//
//     policy_book ─┐
//     bulk_layout ─┴─► compile ─► bulk_plan ─┐
//     columns of tickets, now ───────────────┴─► run ─► deadlines, states, ... and a count
//
//     sla::bulk_layout layout;
//     layout.dictionaries = {{sla::attribute::priority, {urgent, normal}}};  // ids 0 and 1
//     layout.events = {sla::event::message({}, sla::actor::agent),           // first reply
//                      sla::event::of({}, sla::event_kind::resolved)};
//     layout.metrics = {first_response, resolution};
//     const sla::bulk_plan plan = sla::compile(book, layout).value();
//     plan.run(input, output, 0, rows);
//
// A row *is* a ticket, and its verdicts are those that `evaluate` gives for it, bit for bit. The
// ticket of a row has its creation, one event for each event column that has a value, and two for
// each pause; they happen in the order of their instants, and at one instant the creation comes
// first, then the columns in their order, then the pauses. Where rows are simple (a clock that the
// creation starts, pauses hold and a column stops, in elapsed or working time) a kernel made for
// the processor does a block of them at once; every other row goes through `evaluate` inside the
// same call.
//
// The layout in memory is Apache Arrow's for columns of numbers: contiguous values, and a bitmap
// with a bit a row, the lowest first, that says which rows have one. The lowest number stands for
// no value as well, as in numpy and pandas (NaT). Nothing is copied or converted beforehand.
//
// The hard case is the bad row. A table of ten million tickets has some that were solved before
// they were created. Such a row gets an error in its state column, no value in the others, and is
// counted; the rest of the table is judged as if it were not there.
//
// No thread is started. The result of a row depends on that row alone, so a host divides a table
// as it likes, and any division gives the same columns.
#pragma once

#include <sla/columns.hpp>
#include <sla/detail/export.hpp>
#include <sla/evaluate.hpp>
#include <sla/policy.hpp>
#include <sla/result.hpp>
#include <sla/time.hpp>
#include <sla/timeline.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace sla::inline v1 {

namespace detail {
struct bulk_data;
class bulk_compiler;
} // namespace detail

// -- what columns mean
// -----------------------------------------------------------------------------

/// What the numbers of an id column stand for: the value of `which` is `values[number]`.
struct attribute_dictionary {
    attribute which = attribute::priority;
    std::vector<value_id> values{}; ///< From `policy_book::find_value`.
};

/// The events at both ends of a pause, such as two changes of status.
struct pause_events {
    event begins{};
    event ends{};
};

/// At most so many event columns.
inline constexpr std::size_t max_event_columns = 16;

/// What the columns of a table mean. Of each event here all members but `at` are taken. A row
/// without a profile has `attributes`; one without a number of a dictionary has no value there.
struct bulk_layout {
    /// What is known about every ticket.
    ticket_attributes attributes{};
    /// Kinds of tickets: the column `bulk_input::profile` chooses one, which takes the place of
    /// `attributes`. Empty: there is no such column.
    std::vector<ticket_attributes> profiles{};
    /// One for each of `bulk_input::attributes`; they change what attributes or profile say.
    std::vector<attribute_dictionary> dictionaries{};
    /// The creation of a ticket.
    event created = event::created({});
    /// One for each of `bulk_input::events`.
    std::vector<event> events{};
    /// Absent: there are no pause columns.
    std::optional<pause_events> pauses{};
    /// The clocks to report, one for each of `bulk_output::metrics`.
    std::vector<metric_id> metrics{};
};

// -- a table
// ---------------------------------------------------------------------------------------

/// Pauses of all rows one after another. Those of a row are in order and do not overlap; the last
/// may be without an end. None before the ticket's creation.
struct pause_columns {
    offset_column offsets{};
    time_column begins{};
    time_column ends{};
};

/// Whole timelines of all rows one after another, each as `timeline::over` wants it.
struct event_lists {
    offset_column offsets{};
    const event* events = nullptr;
};

/// The columns of a table that are read. Nothing here is changed or kept.
struct bulk_input {
    time_column created{};
    id_column profile{};                     ///< Where the layout has profiles.
    std::span<const id_column> attributes{}; ///< One for each dictionary.
    std::span<const time_column> events{};   ///< One for each event; no value: has not happened.
    pause_columns pauses{};                  ///< Where the layout has pauses.
    /// In the place of `created`, `events` and `pauses`.
    event_lists timelines{};
    instant now{};            ///< As of when all rows are judged, any instant ...
    time_column now_of_row{}; ///< ... or, where this is there, each row of its own.
};

/// The columns of one clock: the members of its `verdict` of these names. A ticket that has no
/// clock for the metric is `not_applicable` and has no value in the other columns, and a share of
/// 0.
struct metric_output {
    /// A `clock_state`; or, of a row that cannot be judged, a `row_error`.
    std::uint8_t* state = nullptr;
    time_output deadline{};
    time_output breached_at{};
    time_output remaining{};         ///< Elapsed time. No value: there is no deadline.
    time_output overdue{};           ///< Elapsed time.
    time_output working_remaining{}; ///< No value also where the limit has no calendar.
    time_output working_overdue{};
    time_output next_change{};
    double* share = nullptr;
};

/// The columns of a table that are written, in any subset.
struct bulk_output {
    std::span<const metric_output> metrics{}; ///< One for each metric of the layout; or none.
    /// The earliest `next_change` of all clocks of the ticket, reported or not: until then no
    /// verdict changes by itself.
    time_output next_change{};
};

/// Why a row cannot be judged. The numbers are above those of every `clock_state`. Of several
/// mistakes in one row one is told, always the same.
enum class row_error : std::uint8_t {
    /// The input has not the columns of the layout, or the output not those of its metrics; so for
    /// all rows.
    columns_missing = 128,
    created_missing,
    now_missing,
    out_of_range,     ///< An instant outside of [first_instant, end_of_range).
    unknown_id,       ///< A number that its dictionary or the profiles do not have.
    before_created,   ///< An event or a pause before the creation.
    pause_reversed,   ///< A pause ends before it begins, or does not begin.
    pauses_overlap,   ///< A pause begins before the one before it has ended.
    offsets_invalid,  ///< Decreasing or negative.
    too_many_pauses,  ///< More than `max_pauses` in one row.
    timeline_invalid, ///< `timeline::over` would refuse these events.
};
inline constexpr std::size_t row_error_count =
    static_cast<std::size_t>(static_cast<unsigned>(row_error::timeline_invalid) + 1 -
                             static_cast<unsigned>(row_error::columns_missing));

/// At most so many pauses in one row. A whole timeline may be of any length.
inline constexpr std::size_t max_pauses = 64;

/// What became of the rows of a run. Counts of parts add up to those of the whole.
struct bulk_counts {
    std::size_t rows = 0;
    std::size_t errors = 0;
    std::array<std::size_t, row_error_count> by_error{};

    [[nodiscard]] std::size_t of(row_error error) const noexcept {
        return by_error[static_cast<std::size_t>(error) -
                        static_cast<std::size_t>(row_error::columns_missing)];
    }
    bulk_counts& operator+=(const bulk_counts& other) noexcept {
        rows += other.rows;
        errors += other.errors;
        for (std::size_t i = 0; i < by_error.size(); ++i)
            by_error[i] += other.by_error[i];
        return *this;
    }
    friend bool operator==(const bulk_counts&, const bulk_counts&) noexcept = default;
};

// -- the plan
// --------------------------------------------------------------------------------------

/// Instructions for which kernels are made.
enum class bulk_kernels : std::uint8_t {
    plain,  ///< C++ for any processor.
    avx2,   ///< x86-64 with AVX2.
    avx512, ///< x86-64 with AVX-512 F, BW, DQ and VL.
    none,   ///< Every row goes through `evaluate`.
};

struct bulk_options {
    /// Absent: the fastest that this processor has. Another choice changes speed alone, and
    /// kernels that the processor does not have are replaced by `plain`.
    std::optional<bulk_kernels> kernels{};
};

/// A layout and a book, checked and ready. Immutable, copied for the price of a pointer, and used
/// by any number of threads at once.
class bulk_plan {
public:
    // A moved-from plan stays the plan it was.
    bulk_plan(const bulk_plan&) noexcept = default;
    bulk_plan& operator=(const bulk_plan&) noexcept = default;
    ~bulk_plan() = default;

    /// Judges rows [first, first + count). Total; allocates nothing; writes these rows of the
    /// columns of `out` that are there, and nothing else.
    /// Precondition: the columns of `in` and `out` that are there have so many rows, and none of
    /// `out` overlaps another column.
    SLA_API bulk_counts run(const bulk_input& in, const bulk_output& out, std::size_t first,
                            std::size_t count) const noexcept;

    /// The same for single rows, in any order: those, say, whose `next_change` has passed.
    SLA_API bulk_counts run(const bulk_input& in, const bulk_output& out,
                            std::span<const std::uint32_t> rows) const noexcept;

    /// The kernels that are used.
    [[nodiscard]] SLA_API bulk_kernels kernels() const noexcept;

    /// Whether the clock of `layout.metrics[metric]` is one that a kernel does. A run that asks for
    /// one that is not, or for the `next_change` of tickets where any metric of the book is not,
    /// goes through `evaluate` as a whole; and single rows may in any case.
    [[nodiscard]] SLA_API bool is_fast(std::size_t metric) const noexcept;

private:
    friend class detail::bulk_compiler;
    explicit bulk_plan(std::shared_ptr<const detail::bulk_data> data) noexcept
        : data_{std::move(data)} {}

    std::shared_ptr<const detail::bulk_data> data_;
};

/// Checks a layout and makes a plan of it; the plan keeps the book.
///
/// Errors, at places such as "dictionaries[1].values[3]": `bulk.unknown_metric`,
/// `bulk.metric_twice`, `bulk.unknown_value` (a number that is no value of the book),
/// `bulk.unknown_enumerator` (a number that is no value of its enumeration),
/// `bulk.attribute_twice`, `bulk.unknown_event_name`, `bulk.unknown_tag`, `bulk.due_out_of_range`,
/// `bulk.created_kind` (`created` is of another kind, or another event is of this),
/// `bulk.too_many_events`.
[[nodiscard]] SLA_API result<bulk_plan> compile(const policy_book& book, const bulk_layout& layout,
                                                const bulk_options& options = {});

} // namespace sla::inline v1

#if !defined(SLA_COMPILED) || defined(SLA_COMPILING_BULK)
#include <sla/detail/bulk_run.hpp>
#endif
