// SPDX-License-Identifier: MIT
//
// Room: business_days. Whole business days for columns of dates: add N, count, is it one.
//
// "Three business days" is a promise about dates, not about instants, and tables keep it as dates.
// A date is a business day exactly when its calendar says so (`calendar::is_business_day`): open
// time belongs to it by the weekly hours and all exceptions, so holidays are none and make-up days
// are some. A `business_dates` has that tabulated for the compiled years of a calendar: for each
// date how many business days lie before it, and for each business day which date it is. Adding is
// one look-up in each, counting is two in the first, whatever the span.
//
//     calendar ──► business_dates ─┐
//     columns of dates ────────────┴─► add, count, is_business_day ─► columns, and what was wrong
//
//     const sla::business_dates dates{support};                 // Monday to Friday, Easter closed
//     // received: Thursday 2 April 2026, Saturday 4 April 2026, and one that is missing
//     dates.add(sla::date_column{received.data()}, 3, sla::closed_start::following,
//               sla::day_output{due.data()}, 0, received.size());
//     // due: Thursday 9 April, Friday 10 April, none
//     dates.add(thursday, 3, sla::closed_start::following);     // the same for one date
//
// The hard case is the date that is no business day. One business day after Saturday is Monday when
// counting begins with the day after, Tuesday when the request counts as received on Monday, and a
// mistake when nothing can have been received on a Saturday. `closed_start` says which, always.
//
// Dates are those on the wall in the calendar's zone, counted from 1970-01-01, in 32 bits (date32
// of Apache Arrow) or 64 (datetime64[D] of numpy). Columns are read and written where they lie, as
// in the room bulk. A row without a date has no result; a row that has none for another reason is
// counted and, if wanted, gets its reason. The result of a row depends on that row alone, so any
// division of a table gives the same columns. Nothing here allocates, throws or starts a thread,
// except making the table.
//
// Dates outside of the compiled years are answered by the calendar itself, as exactly, in one or
// two microseconds each.
#pragma once

#include <sla/calendar.hpp>
#include <sla/columns.hpp>
#include <sla/detail/export.hpp>

#include <array>
#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>

namespace sla::inline v1 {

namespace detail {
struct business_dates_data;
}

// -- columns
// ---------------------------------------------------------------------------------------

/// Numbers of days in 32 or 64 bits.
template <class Number>
concept day_number = std::same_as<Number, std::int32_t> || std::same_as<Number, std::int64_t>;

/// Dates, one a row: days since 1970-01-01, in 32 or 64 bits. The lowest number of the type (NaT)
/// is no value, and so is a row whose bit in the bitmap is 0.
struct date_column {
    const void* values = nullptr;
    std::uint8_t width = 4; ///< Bytes of a number: 4 or 8.
    validity_bitmap validity{};

    date_column() = default;
    template <day_number Number>
    explicit date_column(const Number* days, validity_bitmap valid = {}) noexcept
        : values{days}, width{sizeof(Number)}, validity{valid} {}
    /// Dates of <chrono>, which are stored as their counts.
    explicit date_column(const std::chrono::local_days* dates, validity_bitmap valid = {}) noexcept
        : values{dates}, width{sizeof(std::chrono::local_days)}, validity{valid} {}
};

/// How many business days to add: the same for all rows, or a column of numbers, which have no
/// value as those of a `date_column`.
struct day_amounts {
    std::int64_t all = 0;         ///< Where there is no column.
    const void* values = nullptr; ///< Null: no column.
    std::uint8_t width = 4;       ///< Bytes of a number: 4 or 8.
    validity_bitmap validity{};

    // NOLINTNEXTLINE(google-explicit-constructor,hicpp-explicit-conversions)
    day_amounts(std::int64_t amount) noexcept : all{amount} {}
    template <day_number Number>
    explicit day_amounts(const Number* amounts, validity_bitmap valid = {}) noexcept
        : values{amounts}, width{sizeof(Number)}, validity{valid} {}
};

/// A bitmap that is written: bit `offset + row` becomes 1 where the row has a value, else 0. Other
/// bits stay. Rows that share a byte must not be written by two threads at once.
struct validity_output {
    std::uint8_t* bits = nullptr; ///< Null: not wanted.
    std::size_t offset = 0;
};

/// A column of dates or of counts that is written. A row without a value gets the lowest number of
/// the type, whether there is a bitmap or not. Does not overlap with a column that is read.
struct day_output {
    void* values = nullptr;
    std::uint8_t width = 4; ///< Bytes of a number: 4 or 8.
    validity_output validity{};
    std::uint8_t* errors = nullptr; ///< A `date_error` for each row; null: not wanted.

    template <day_number Number>
    explicit day_output(Number* to, validity_output valid = {},
                        std::uint8_t* errors_to = nullptr) noexcept
        : values{to}, width{sizeof(Number)}, validity{valid}, errors{errors_to} {}
    explicit day_output(std::chrono::local_days* to, validity_output valid = {},
                        std::uint8_t* errors_to = nullptr) noexcept
        : values{to}, width{sizeof(std::chrono::local_days)}, validity{valid}, errors{errors_to} {}
};

/// A column of bytes that is written: 1 or 0, and 0 also where the row has no value.
struct flag_output {
    std::uint8_t* values = nullptr;
    validity_output validity{};
    std::uint8_t* errors = nullptr; ///< A `date_error` for each row; null: not wanted.
};

// -- what may be wrong
// -----------------------------------------------------------------------------

/// A start that is no business day, when business days are added to it.
enum class closed_start : std::uint8_t {
    /// Counts as the next business day: Saturday + 1 is Tuesday. numpy: "forward".
    following,
    /// Counts as the business day before: Saturday + 1 is Monday, Saturday - 1 is Thursday. numpy:
    /// "backward".
    preceding,
    /// Is passed over in the direction of the amount: Saturday + 1 is Monday, Saturday - 1 is
    /// Friday; Saturday + 0 is Monday. As `calendar::add_business_days`.
    not_counted,
    /// Is an error. numpy: "raise", here for that row alone.
    refused,
};

/// Why a row that has all its numbers has no result.
enum class date_error : std::uint8_t {
    none,              ///< It has one; or it lacks a number.
    date_out_of_range, ///< A date outside of 1970-01-01 to 9999-12-31.
    start_closed,      ///< The start is no business day, and `closed_start::refused`.
    no_such_day,       ///< There is no such business day in 1970 to 9999.
};
inline constexpr std::size_t date_error_count = 4;

/// What became of the rows. Counts of parts add up to those of the whole.
struct date_counts {
    std::size_t rows = 0;
    std::size_t missing = 0; ///< Rows without a number that is needed.
    std::size_t errors = 0;
    std::array<std::size_t, date_error_count> by_error{}; ///< Of `none`: always 0.

    [[nodiscard]] std::size_t of(date_error error) const noexcept {
        return by_error[static_cast<std::size_t>(error)];
    }
    date_counts& operator+=(const date_counts& other) noexcept {
        rows += other.rows;
        missing += other.missing;
        errors += other.errors;
        for (std::size_t i = 0; i < by_error.size(); ++i)
            by_error[i] += other.by_error[i];
        return *this;
    }
    friend bool operator==(const date_counts&, const date_counts&) noexcept = default;
};

// -- the table
// -------------------------------------------------------------------------------------

/// The business days of a calendar as a table. Immutable, copied for the price of a pointer, and
/// used by any number of threads at once.
class business_dates {
public:
    /// Tabulates the compiled years of a calendar (`calendar_options`): some 40 microseconds and
    /// 4 bytes a date, 20 KiB for 16 years. Keeps the calendar.
    SLA_API explicit business_dates(const calendar& of);

    // A moved-from table stays what it was.
    business_dates(const business_dates&) noexcept = default;
    business_dates& operator=(const business_dates&) noexcept = default;
    ~business_dates() = default;

    [[nodiscard]] const calendar& source() const noexcept;

    /// The first date of the table.
    [[nodiscard]] std::chrono::local_days first_date() const noexcept;
    /// The date after the last of the table.
    [[nodiscard]] std::chrono::local_days end_date() const noexcept;

    /// Memory that copies of this table share, in bytes, without the calendar.
    [[nodiscard]] std::size_t memory_bytes() const noexcept;

    // -- one date

    /// False also for a date outside of 1970-01-01 to 9999-12-31.
    [[nodiscard]] bool is_business_day(std::chrono::local_days date) const noexcept;

    /// How many business days d there are with begin <= d < end; for end < begin the negative of
    /// those with end <= d < begin. So count(a, b) + count(b, c) == count(a, c). Nothing where
    /// `begin` or `end` is outside of 1970-01-01 to 10000-01-01 (both inclusive here).
    [[nodiscard]] std::optional<std::int64_t> count(std::chrono::local_days begin,
                                                    std::chrono::local_days end) const noexcept;

    /// The date `amount` business days after `from`, or before it where `amount` is negative; for 0
    /// the business day that `from` counts as. Nothing for each reason of `date_error`.
    [[nodiscard]] std::optional<std::chrono::local_days>
    add(std::chrono::local_days from, std::int64_t amount, closed_start start) const noexcept;

    // -- columns
    //
    // Rows [first, first + rows) of the columns, each as the function of the same name above has it
    // for one date. Preconditions: the columns that are there have so many rows; widths are 4 or 8;
    // `values` are there, of whatever is read and written.

    /// Adds business days to dates.
    SLA_API date_counts add(const date_column& from, const day_amounts& amounts, closed_start start,
                            const day_output& out, std::size_t first,
                            std::size_t rows) const noexcept;

    /// Counts business days from `begin` (inclusive) to `end` (exclusive).
    SLA_API date_counts count(const date_column& begin, const date_column& end,
                              const day_output& out, std::size_t first,
                              std::size_t rows) const noexcept;

    /// Tells business days from others. A date outside of 1970-01-01 to 9999-12-31 is an error.
    SLA_API date_counts is_business_day(const date_column& dates, const flag_output& out,
                                        std::size_t first, std::size_t rows) const noexcept;

private:
    std::shared_ptr<const detail::business_dates_data> data_;
};

} // namespace sla::inline v1

#include <sla/detail/business_days_data.hpp>
#if !defined(SLA_COMPILED) || defined(SLA_COMPILING_BUSINESS_DAYS)
#include <sla/detail/business_days_run.hpp>
#endif
