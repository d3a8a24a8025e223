// SPDX-License-Identifier: MIT
//
// Inside the room business_days: what is done with a row when all that it needs lies in the table,
// with a look-up or two. Plain loads: gathering them into vectors took longer on the processor at
// hand (AMD EPYC, AVX-512). `row(i)` writes row i if it can; the other functions are for the rest,
// which is asked of the table's owner, who knows the calendar.
#pragma once

#include <sla/business_days.hpp>
#include <sla/detail/business_days_data.hpp>
#include <sla/detail/inlining.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <type_traits>

namespace sla::inline v1 {

namespace detail {

template <class Number>
inline constexpr Number nothing_of = std::numeric_limits<Number>::min();

// A date's place among those of a table. Whatever the date, a place below their number is right:
// what lies before the first one has a high place.
template <class Date>
[[nodiscard]] SLA_HOT std::make_unsigned_t<Date> place_of(Date date, Date first) noexcept {
    using number = std::make_unsigned_t<Date>;
    return static_cast<number>(date) - static_cast<number>(first);
}

template <class Number>
struct day_column_out {
    Number* values;

    void write(std::size_t i, std::int64_t value) const noexcept {
        values[i] = static_cast<Number>(value);
    }
    void write_nothing(std::size_t i) const noexcept { values[i] = nothing_of<Number>; }
};

// The same amount for all rows.
struct one_amount {
    std::int64_t all;
    [[nodiscard]] SLA_HOT std::int64_t operator[](std::size_t) const noexcept { return all; }
    [[nodiscard]] bool is_missing(std::size_t) const noexcept { return false; }
};

template <class Number>
struct amount_column {
    const Number* values;
    [[nodiscard]] SLA_HOT std::int64_t operator[](std::size_t i) const noexcept {
        return values[i];
    }
    [[nodiscard]] bool is_missing(std::size_t i) const noexcept {
        return values[i] == nothing_of<Number>;
    }
};

// What every way of adding has in common.
template <class Date, class Out, class Amounts>
struct adding : day_column_out<Out> {
    const business_dates_data* table;
    const Date* from;
    Amounts amounts;
    closed_start start;

    [[nodiscard]] bool is_missing(std::size_t i) const noexcept {
        return from[i] == nothing_of<Date> || amounts.is_missing(i);
    }
    [[nodiscard]] date_outcome answer(std::size_t i) const noexcept {
        return table->add(from[i], amounts[i], start);
    }
};

// One amount for all rows: from which dates on, and for how many, both the start and the result lie
// in the table is known beforehand.
template <class Date, class Out>
struct adding_one : adding<Date, Out, one_amount> {
    using base = adding<Date, Out, one_amount>;

    Date first_start;
    std::make_unsigned_t<Date> starts;
    const std::uint16_t* ranks; // of the first start
    const std::uint16_t* dates;
    std::ptrdiff_t shift;
    std::int32_t first;

    // Precondition: not `refused`.
    explicit adding_one(const base& what) noexcept : base{what} {
        const business_dates_data& t = *what.table;
        const bool from_past = what.start == closed_start::preceding ||
                               (what.start == closed_start::not_counted && what.amounts.all > 0);
        const std::int64_t most = business_dates_data::more_than_all;
        const std::int64_t amount = std::clamp(what.amounts.all, -most, most);
        const auto all = static_cast<std::int64_t>(t.dates.size());
        shift = static_cast<std::ptrdiff_t>(amount - (from_past ? 1 : 0));
        // The lowest and highest rank (one past it) whose start and result are in the table.
        std::int64_t low = -shift;
        std::int64_t high = all - shift;
        if (what.start == closed_start::following)
            high = std::min(high, all);
        else if (what.start == closed_start::preceding)
            low = std::max<std::int64_t>(low, 1);
        const auto begin = t.ranks.begin() + (from_past ? 1 : 0);
        const auto end = begin + static_cast<std::ptrdiff_t>(t.size());
        const auto rank_below = [](std::uint16_t rank, std::int64_t n) { return rank < n; };
        const auto low_start = std::lower_bound(begin, end, low, rank_below);
        const auto high_start = std::lower_bound(low_start, end, high, rank_below);
        ranks = std::to_address(low_start);
        dates = t.dates.data();
        starts = static_cast<std::make_unsigned_t<Date>>(high_start - low_start);
        first_start = static_cast<Date>(t.first + (low_start - begin));
        first = static_cast<std::int32_t>(t.first);
    }

    [[nodiscard]] SLA_HOT bool row(std::size_t i) const noexcept {
        const auto at = place_of(this->from[i], first_start);
        if (at >= starts) [[unlikely]]
            return false;
        this->values[i] = static_cast<Out>(first) + dates[ranks[at] + shift];
        return true;
    }
};

template <class Date, class Out, class Amounts, closed_start Start>
struct adding_each : adding<Date, Out, Amounts> {
    using base = adding<Date, Out, Amounts>;

    Date first_start;
    std::make_unsigned_t<Date> starts;
    const std::uint16_t* ranks;
    const std::uint16_t* dates;
    std::uint64_t results;
    std::int32_t first;

    explicit adding_each(const base& what) noexcept : base{what} {
        const business_dates_data& t = *what.table;
        // Starts that count as a business day of the table.
        std::size_t low = 0;
        std::size_t high = t.size();
        if (Start == closed_start::following)
            high = t.dates.empty() ? 0 : std::size_t{t.dates.back()} + 1;
        else if (Start == closed_start::preceding)
            low = t.dates.empty() ? high : std::size_t{t.dates.front()};
        ranks = t.ranks.data() + low + (Start == closed_start::preceding ? 1 : 0);
        dates = t.dates.data();
        results = t.dates.size();
        starts = static_cast<std::make_unsigned_t<Date>>(high - low);
        first_start = static_cast<Date>(t.first + static_cast<std::int64_t>(low));
        first = static_cast<std::int32_t>(t.first);
    }

    [[nodiscard]] SLA_HOT bool row(std::size_t i) const noexcept {
        const auto at = place_of(this->from[i], first_start);
        if (at >= starts) [[unlikely]]
            return false;
        // An amount that is out of all reason makes a high place as well.
        const auto amount = static_cast<std::uint64_t>(this->amounts[i]);
        std::uint64_t result = amount;
        if constexpr (Start == closed_start::not_counted) {
            // 1 for an amount above 0. By arithmetic: amounts of both signs would mislead a branch.
            const auto past = static_cast<std::size_t>((0 - amount) >> 63);
            result += ranks[at + past] - past;
        } else if constexpr (Start == closed_start::preceding) {
            result += ranks[at] - std::uint64_t{1};
        } else {
            result += ranks[at];
        }
        if (result >= results) [[unlikely]]
            return false;
        if constexpr (Start == closed_start::refused)
            if (ranks[at] == ranks[at + 1]) [[unlikely]]
                return false;
        this->values[i] = static_cast<Out>(first) + dates[result];
        return true;
    }
};

template <class Begin, class End, class Out>
struct day_counter : day_column_out<Out> {
    const business_dates_data* table;
    const Begin* begin;
    const End* end;
    const std::uint16_t* ranks;
    std::uint32_t places;
    std::int32_t first;

    day_counter(const business_dates_data& t, const Begin* from, const End* to, Out* out) noexcept
        : day_column_out<Out>{out}, table{&t}, begin{from}, end{to}, ranks{t.ranks.data()},
          places{static_cast<std::uint32_t>(t.ranks.size())}, first{static_cast<std::int32_t>(
                                                                  t.first)} {}

    [[nodiscard]] SLA_HOT bool row(std::size_t i) const noexcept {
        const auto a = place_of(begin[i], Begin{first});
        const auto b = place_of(end[i], End{first});
        if (a >= places || b >= places) [[unlikely]]
            return false;
        this->values[i] = static_cast<Out>(ranks[b]) - static_cast<Out>(ranks[a]);
        return true;
    }
    [[nodiscard]] bool is_missing(std::size_t i) const noexcept {
        return begin[i] == nothing_of<Begin> || end[i] == nothing_of<End>;
    }
    [[nodiscard]] date_outcome answer(std::size_t i) const noexcept {
        return table->count(begin[i], end[i]);
    }
};

template <class Date>
struct telling {
    const business_dates_data* table;
    const Date* dates;
    std::uint8_t* values;
    const std::uint16_t* ranks;
    std::uint32_t places;
    std::int32_t first;

    telling(const business_dates_data& t, const Date* from, std::uint8_t* out) noexcept
        : table{&t}, dates{from}, values{out}, ranks{t.ranks.data()},
          places{static_cast<std::uint32_t>(t.size())}, first{static_cast<std::int32_t>(t.first)} {}

    [[nodiscard]] SLA_HOT bool row(std::size_t i) const noexcept {
        const auto at = place_of(dates[i], Date{first});
        if (at >= places) [[unlikely]]
            return false;
        values[i] = ranks[at] != ranks[at + 1] ? 1 : 0;
        return true;
    }
    [[nodiscard]] bool is_missing(std::size_t i) const noexcept {
        return dates[i] == nothing_of<Date>;
    }
    [[nodiscard]] date_outcome answer(std::size_t i) const noexcept {
        return table->is_business_day(dates[i]);
    }
    void write(std::size_t i, std::int64_t value) const noexcept {
        values[i] = static_cast<std::uint8_t>(value);
    }
    void write_nothing(std::size_t i) const noexcept { values[i] = 0; }
};

} // namespace detail

} // namespace sla::inline v1
