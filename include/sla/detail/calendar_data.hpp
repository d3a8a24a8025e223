// SPDX-License-Identifier: MIT
//
// What a compiled calendar is made of, and the three questions everything else is asked in: the
// rank of an instant (how many open milliseconds lie before it), and the instant of a rank, among
// the open and among the closed milliseconds.
#pragma once

#include <sla/detail/calendar_table.hpp>
#include <sla/detail/calendar_years.hpp>
#include <sla/detail/inlining.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace sla::inline v1::detail {

[[nodiscard]] constexpr std::int64_t ms_of(instant t) noexcept {
    return t.time_since_epoch().count();
}

inline constexpr std::int64_t range_begin_ms = ms_of(first_instant);
inline constexpr std::int64_t range_end_ms = ms_of(end_of_range);
inline constexpr std::int64_t never_ms = ms_of(never);
/// More open time than any calendar has, and far from overflowing.
inline constexpr std::int64_t more_than_all_ms = 2 * range_end_ms;

/// Business days of the compiled years: a bit a date, and how many lie before each word.
struct business_day_table {
    std::int32_t first = 0; ///< Day number of the first bit.
    std::int32_t last = 0;  ///< One past the last.
    std::vector<std::uint64_t> words;
    std::vector<std::int64_t> before; ///< Since 1969, as `year_index` counts.

    [[nodiscard]] bool covers(std::int32_t day) const noexcept {
        return day >= first && day < last;
    }
    [[nodiscard]] std::int64_t rank(std::int32_t day) const noexcept {
        const auto i = static_cast<std::uint32_t>(day - first);
        const std::uint64_t below = (std::uint64_t{1} << (i % 64U)) - 1;
        return before[i / 64U] + std::popcount(words[i / 64U] & below);
    }
    /// The business day with n before it. Precondition: it is in the table.
    [[nodiscard]] std::int32_t select(std::int64_t n) const noexcept {
        const auto w = static_cast<std::size_t>(std::upper_bound(before.begin(), before.end(), n) -
                                                before.begin() - 1);
        std::uint64_t word = words[w];
        for (std::int64_t skip = n - before[w]; skip > 0; --skip)
            word &= word - 1;
        return first + static_cast<std::int32_t>(w) * 64 + std::countr_zero(word);
    }
};

struct calendar_data {
    std::string name;
    std::int32_t first_year = 0; ///< Of the compiled years, inclusive.
    std::int32_t last_year = 0;  ///< Inclusive.
    expression what;
    year_index years;
    day_table table;
    business_day_table business;
    std::int64_t business_end = 0; ///< Business days before the end of `business`.
    std::int64_t origin_ms = 0;    ///< Where ranks begin: local 1 January 1969.

    // ---- open and closed milliseconds -------------------------------------------------------

    /// Open milliseconds before `t`, which is clamped to the range.
    [[nodiscard]] std::int64_t rank(std::int64_t t) const noexcept {
        return table.covers(t) ? table.rank(t) : slow_rank(t);
    }

    /// The open millisecond with `m` open ones before it, or `never_ms`.
    [[nodiscard]] std::int64_t select(std::int64_t m) const noexcept {
        return table.covers_open(m) ? table.select(m) : slow_select(m);
    }

    [[nodiscard]] SLA_HOT bool is_open(std::int64_t t) const noexcept {
        return table.covers(t) ? table.is_open(t) : slow_is_open(t);
    }

    /// The fast path: true when the table answers in straight code.
    [[nodiscard]] SLA_HOT bool try_rank(std::int64_t t, std::int64_t& out) const noexcept {
        return table.covers(t) && table.try_rank(t, out);
    }

    [[nodiscard]] SLA_HOT bool try_select(std::int64_t m, std::int64_t& out) const noexcept {
        return table.try_select(m, out);
    }

    /// The first open millisecond at or after `t`, or `never_ms`.
    [[nodiscard]] std::int64_t open_from(std::int64_t t) const noexcept {
        return t >= range_end_ms ? never_ms : select(rank(t));
    }

    /// The first closed millisecond at or after `t`, or `never_ms`.
    [[nodiscard]] std::int64_t closed_from(std::int64_t t) const noexcept {
        if (t < range_begin_ms)
            return t;
        if (table.covers(t))
            if (const auto found = table.next_closed(t))
                return *found;
        return t >= range_end_ms ? never_ms : slow_select_closed(t - origin_ms - rank(t));
    }

    /// The last closed millisecond before `t`, or `never_ms` when open since the range began.
    [[nodiscard]] std::int64_t closed_before(std::int64_t t) const noexcept {
        const std::int64_t k = t - origin_ms - rank(t);
        const std::int64_t found = k > 0 ? slow_select_closed(k - 1) : never_ms;
        return found < range_begin_ms ? never_ms : found;
    }

    // ---- where the fast path does not reach --------------------------------------------------

    [[nodiscard]] SLA_COLD elapsed slow_between(std::int64_t a, std::int64_t b) const noexcept {
        return elapsed{rank(b) - rank(a)};
    }

    /// `last`: 1 where the result is the instant after the last open millisecond, 0 where it is the
    /// open millisecond that follows.
    [[nodiscard]] SLA_COLD instant slow_add(instant t, std::int64_t amount,
                                            std::int64_t last) const noexcept {
        if (amount == 0)
            return t;
        if (amount < 0)
            return slow_subtract(t, -std::max(amount, -more_than_all_ms), 1 - last);
        if (!in_range(t))
            return never;
        const std::int64_t at = select(rank(ms_of(t)) + std::min(amount, more_than_all_ms) - last);
        return at == never_ms ? never : instant{elapsed{at + last}};
    }

    [[nodiscard]] SLA_COLD instant slow_subtract(instant t, std::int64_t amount,
                                                 std::int64_t first) const noexcept {
        if (amount == 0)
            return t;
        if (amount < 0)
            return slow_add(t, -std::max(amount, -more_than_all_ms), 1 - first);
        if (!in_range(t))
            return never;
        const std::int64_t at = select(rank(ms_of(t)) - std::min(amount, more_than_all_ms) - first);
        return at == never_ms ? never : instant{elapsed{at + first}};
    }

    // ---- business days ----------------------------------------------------------------------

    /// Business days before a date, which is clamped to the years 1969 to 10000.
    [[nodiscard]] std::int64_t business_rank(std::int32_t day) const noexcept {
        if (business.covers(day)) [[likely]]
            return business.rank(day);
        if (day < january_first(year_index::first_year))
            return 0;
        if (day >= january_first(year_index::last_year + 1))
            return years.all().business_days;
        const std::int32_t y = year_of(day);
        return years.before(y).business_days +
               business_days_of(what, y).count(day - january_first(y));
    }

    /// The business day with n before it; nothing outside 1970 to 9999.
    [[nodiscard]] std::optional<std::int32_t> business_select(std::int64_t n) const noexcept {
        std::int32_t day = 0;
        if (!business.before.empty() && n >= business.before.front() && n < business_end) {
            day = business.select(n);
        } else {
            if (n < 0 || n >= years.all().business_days)
                return std::nullopt;
            const year_index::place p =
                years.find(n, [](const year_sum& s, std::int32_t) { return s.business_days; });
            const year_bits bits = business_days_of(what, p.year);
            day = january_first(p.year) +
                  bits.select(static_cast<std::int32_t>(n - p.before.business_days));
        }
        if (day < january_first(1970) || day >= january_first(10'000))
            return std::nullopt;
        return day;
    }

    /// The date that the hours at an open millisecond belong to.
    [[nodiscard]] std::int32_t owning_date(std::int64_t t) const noexcept {
        const schedule& s = what.first();
        const second_count second = floor_div(t, 1000);
        if (!what.single() || s.overnight) {
            sweep pieces{what, second, second + 1};
            if (const std::optional<open_piece> p = pieces.next())
                return p->date;
        }
        return floor_day(second + s.tz.offset_at(instant{elapsed{t}}).count());
    }

    /// The first instant at which everything that belongs to a business day is over.
    [[nodiscard]] std::int64_t close_of(std::int32_t day) const noexcept {
        if (what.single())
            return close_of_one(what.first(), day) * 1000;
        const second_count midnight = instant_of_local(what.first().tz, day * seconds_per_day);
        second_count close = midnight;
        sweep pieces{what, midnight - 2 * seconds_per_day, midnight + 4 * seconds_per_day};
        while (const std::optional<open_piece> p = pieces.next())
            if (p->date == day)
                close = p->end;
        return close * 1000;
    }

private:
    /// The same for one schedule: after the last second of its date's ranges that the clock shows.
    [[nodiscard]] static second_count close_of_one(const schedule& s, std::int32_t day) noexcept {
        schedule_year year{s};
        const auto ranges = s.ranges_of(year.pattern(day));
        const std::int64_t midnight = day * seconds_per_day;
        for (std::size_t i = ranges.size(); i-- > 0;) {
            const local_range& r = ranges[i];
            const local_instants last =
                s.tz.instants_of(local_time{std::chrono::seconds{midnight + r.end - 1}});
            const second_count at = last.last.time_since_epoch().count() / 1000;
            if (last.kind != local_kind::skipped)
                return at + 1;
            // The clock jumps over the end; the range was open before the jump unless all of it
            // was jumped over.
            if (instant_of_local(s.tz, midnight + r.begin) < at)
                return at;
        }
        return instant_of_local(s.tz, midnight);
    }

    [[nodiscard]] SLA_COLD bool slow_is_open(std::int64_t t) const noexcept {
        return t >= range_begin_ms && t < range_end_ms && slow_rank(t + 1) != slow_rank(t);
    }

    [[nodiscard]] SLA_COLD std::int64_t slow_rank(std::int64_t t) const noexcept {
        t = std::clamp(t, range_begin_ms, range_end_ms);
        const second_count second = floor_div(t, 1000);
        const std::int32_t y = year_index::year_at(what, second);
        expression_measure measure{what};
        std::int64_t open = years.before(y).open;
        if (what.single()) {
            open += measure.open(year_index::begin_of(what, y), second);
        } else {
            const year_index::month_place m = years.month_at(what, y, second);
            open += m.open_before + measure.open(m.begin, second);
        }
        std::int64_t ms = open * 1000;
        if (const std::int64_t part = t - second * 1000; part != 0)
            ms += part * measure.open(second, second + 1);
        return ms;
    }

    [[nodiscard]] SLA_COLD std::int64_t slow_select(std::int64_t m) const noexcept {
        const std::int64_t n = floor_div(m, 1000);
        if (m < 0 || n >= years.all().open)
            return never_ms;
        const year_index::place p =
            years.find(n, [](const year_sum& s, std::int32_t) { return s.open; });
        return select_in<true>(p.year, n - p.before.open, m - n * 1000);
    }

    [[nodiscard]] SLA_COLD std::int64_t slow_select_closed(std::int64_t k) const noexcept {
        const std::int64_t n = floor_div(k, 1000);
        const auto closed = [&](const year_sum& s, std::int32_t y) {
            return year_index::begin_of(what, y) - origin_ms / 1000 - s.open;
        };
        if (k < 0 || n >= closed(years.all(), year_index::last_year + 1))
            return never_ms;
        const year_index::place p = years.find(n, closed);
        return select_in<false>(p.year, n - closed(p.before, p.year), k - n * 1000);
    }

    template <bool Open>
    [[nodiscard]] std::int64_t select_in(std::int32_t y, std::int64_t n,
                                         std::int64_t part) const noexcept {
        expression_measure measure{what};
        second_count begin = year_index::begin_of(what, y);
        if (!what.single()) {
            const year_index::month_place m = years.template month_of<Open>(what, y, n);
            n -= Open ? m.open_before : m.begin - begin - m.open_before;
            begin = m.begin;
        }
        const second_count second =
            measure.template select<Open>(begin, year_index::begin_of(what, y + 1), n);
        const std::int64_t t = second * 1000 + part;
        return t < range_begin_ms || t >= range_end_ms ? never_ms : t;
    }
};

} // namespace sla::inline v1::detail
