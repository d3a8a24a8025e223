// SPDX-License-Identifier: MIT
//
// Inside the room business_days: the table, and every question for one date.
#pragma once

#include <sla/business_days.hpp>
#include <sla/calendar.hpp>
#include <sla/detail/calendar_data.hpp>
#include <sla/detail/calendar_dates.hpp>
#include <sla/detail/inlining.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace sla::inline v1 {

namespace detail {

/// A number, or why there is none.
struct date_outcome {
    std::int64_t value = 0;
    date_error error = date_error::none;
};

struct business_dates_data {
    // Days of 1970 to 9999.
    static constexpr std::int64_t first_day = january_first(1970);
    static constexpr std::int64_t end_day = january_first(10'000);
    // More business days than there are.
    static constexpr std::int64_t more_than_all = 4'000'000;

    calendar source;
    std::int64_t first = 0; ///< Day number of the first date of the table.
    // Of each date in the table, and of the one after it: the business days before it and in the
    // table. At most 100 years, so that 16 bits are enough.
    std::vector<std::uint16_t> ranks;
    std::vector<std::uint16_t> dates; ///< The business days, counted from `first`.
    // Ranks in the whole range, as the calendar counts them.
    std::int64_t rank_of_first = 0;
    std::int64_t rank_of_1970 = 0;
    std::int64_t rank_of_end = 0;

    explicit business_dates_data(const calendar& of) : source{of} {
        const calendar_data& from = of.data();
        first = january_first(from.first_year);
        const auto size = static_cast<std::size_t>(january_first(from.last_year + 1) -
                                                   january_first(from.first_year));
        rank_of_first = rank_by_calendar(first);
        rank_of_1970 = rank_by_calendar(first_day);
        rank_of_end = rank_by_calendar(end_day);
        ranks.reserve(size + 1);
        for (std::size_t i = 0; i <= size; ++i)
            ranks.push_back(static_cast<std::uint16_t>(
                rank_by_calendar(first + static_cast<std::int64_t>(i)) - rank_of_first));
        dates.reserve(ranks.back());
        for (std::size_t i = 0; i < size; ++i)
            if (ranks[i] != ranks[i + 1])
                dates.push_back(static_cast<std::uint16_t>(i));
    }

    /// Dates in the table.
    [[nodiscard]] std::size_t size() const noexcept { return ranks.size() - 1; }

    /// Business days before a day of [first_day, end_day].
    [[nodiscard]] std::int64_t rank(std::int64_t day) const noexcept {
        const auto i = static_cast<std::uint64_t>(day - first);
        return i < ranks.size() ? rank_of_first + ranks[i] : rank_by_calendar(day);
    }

    /// The business day with n before it. Precondition: rank_of_1970 <= n < rank_of_end.
    [[nodiscard]] std::int64_t select(std::int64_t n) const noexcept {
        const auto i = static_cast<std::uint64_t>(n - rank_of_first);
        return i < dates.size() ? first + dates[i] : source.data().business_select(n).value_or(0);
    }

    // The same code for one date and for the rare row of every kernel.
    [[nodiscard]] SLA_APART date_outcome is_business_day(std::int64_t day) const noexcept {
        if (day < first_day || day >= end_day)
            return {0, date_error::date_out_of_range};
        return {rank(day + 1) - rank(day)};
    }

    [[nodiscard]] SLA_APART date_outcome count(std::int64_t begin,
                                               std::int64_t end) const noexcept {
        if (std::min(begin, end) < first_day || std::max(begin, end) > end_day)
            return {0, date_error::date_out_of_range};
        return {rank(end) - rank(begin)};
    }

    [[nodiscard]] SLA_APART date_outcome add(std::int64_t from, std::int64_t amount,
                                             closed_start start) const noexcept {
        if (from < first_day || from >= end_day)
            return {0, date_error::date_out_of_range};
        const std::int64_t before = rank(from);
        const std::int64_t past = rank(from + 1);
        if (start == closed_start::refused && before == past)
            return {0, date_error::start_closed};
        const bool from_past =
            start == closed_start::preceding || (start == closed_start::not_counted && amount > 0);
        const std::int64_t own = from_past ? past - 1 : before;
        // What a start counts as has to be there, wherever the amount leads.
        const bool has_own = start == closed_start::not_counted || is_rank(own);
        const std::int64_t wanted = own + std::clamp(amount, -more_than_all, more_than_all);
        if (!has_own || !is_rank(wanted))
            return {0, date_error::no_such_day};
        return {select(wanted)};
    }

private:
    [[nodiscard]] bool is_rank(std::int64_t n) const noexcept {
        return n >= rank_of_1970 && n < rank_of_end;
    }
    [[nodiscard]] std::int64_t rank_by_calendar(std::int64_t day) const noexcept {
        return source.data().business_rank(static_cast<std::int32_t>(day));
    }
};

[[nodiscard]] inline std::int64_t day_count(std::chrono::local_days d) noexcept {
    return d.time_since_epoch().count();
}
[[nodiscard]] inline std::chrono::local_days date_of_count(std::int64_t day) noexcept {
    return std::chrono::local_days{std::chrono::days{static_cast<std::chrono::days::rep>(day)}};
}

} // namespace detail

inline const calendar& business_dates::source() const noexcept {
    return data_->source;
}

inline std::chrono::local_days business_dates::first_date() const noexcept {
    return detail::date_of_count(data_->first);
}

inline std::chrono::local_days business_dates::end_date() const noexcept {
    return detail::date_of_count(data_->first + static_cast<std::int64_t>(data_->size()));
}

inline std::size_t business_dates::memory_bytes() const noexcept {
    return sizeof *data_ +
           (data_->ranks.capacity() + data_->dates.capacity()) * sizeof(std::uint16_t);
}

inline bool business_dates::is_business_day(std::chrono::local_days date) const noexcept {
    return data_->is_business_day(detail::day_count(date)).value != 0;
}

inline std::optional<std::int64_t>
business_dates::count(std::chrono::local_days begin, std::chrono::local_days end) const noexcept {
    const detail::date_outcome found =
        data_->count(detail::day_count(begin), detail::day_count(end));
    if (found.error != date_error::none)
        return std::nullopt;
    return found.value;
}

inline std::optional<std::chrono::local_days>
business_dates::add(std::chrono::local_days from, std::int64_t amount,
                    closed_start start) const noexcept {
    const detail::date_outcome found = data_->add(detail::day_count(from), amount, start);
    if (found.error != date_error::none)
        return std::nullopt;
    return detail::date_of_count(found.value);
}

} // namespace sla::inline v1
