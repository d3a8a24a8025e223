// SPDX-License-Identifier: MIT
//
// How much of a stretch of time one schedule is open, and where the n-th open second of it lies,
// without walking through it: whole weeks are multiplied, exceptional dates and clock changes are
// corrected for. This is the exact path for any year; the table (calendar_table.hpp) is the fast
// one for the compiled years.
//
// The idea in one line: with L the set of open local times, the open time in a stretch of constant
// offset is |L ∩ [x, y)| in local seconds, so a clock change needs no rule of its own.
#pragma once

#include <sla/detail/calendar_schedule_year.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <limits>

namespace sla::inline v1::detail {

/// An instant as whole seconds since 1970 (every boundary of a calendar is a whole second).
using second_count = std::int64_t;

[[nodiscard]] inline instant to_instant(second_count s) noexcept {
    return instant{std::chrono::seconds{s}};
}

/// Like `zone_period`, in seconds, with the unlimited ends as the extreme values.
struct offset_period {
    second_count begin;
    second_count end;
    std::int64_t offset;
};

[[nodiscard]] inline offset_period period_at(const zone& tz, second_count t) noexcept {
    const zone_period p = tz.period_at(to_instant(t));
    constexpr auto low = std::numeric_limits<std::int64_t>::min() / 4;
    constexpr auto high = std::numeric_limits<std::int64_t>::max() / 4;
    return {p.begin == instant::min() ? low : p.begin.time_since_epoch().count() / 1000,
            p.end == never ? high : p.end.time_since_epoch().count() / 1000, p.offset.count()};
}

/// `period_at` for instants that tend to lie in one period: remembers the last one.
class period_cursor {
public:
    explicit period_cursor(const zone& tz) noexcept : tz_{&tz} {}

    [[nodiscard]] const offset_period& at(second_count t) noexcept {
        if (t < last_.begin || t >= last_.end)
            last_ = period_at(*tz_, t);
        return last_;
    }

private:
    const zone* tz_;
    offset_period last_{0, 0, 0};
};

/// The earliest instant at which the zone's clock shows a local second or a later one.
[[nodiscard]] inline second_count instant_of_local(const zone& tz, std::int64_t local) noexcept {
    return tz.to_instant(local_time{std::chrono::seconds{local}}).time_since_epoch().count() / 1000;
}

/// Measures one schedule. Holds the resolved year between questions; lives on the stack.
class schedule_measure {
public:
    explicit schedule_measure(const schedule& s) noexcept : s_{&s}, year_{s}, periods_{s.tz} {}

    /// Open seconds in [a, b).
    [[nodiscard]] std::int64_t open(second_count a, second_count b) noexcept {
        // The wall clock from a to b as if it ran through, and what its changes add or take away.
        const stretch s = changes(a, b);
        return s.added + (s.from < s.to ? open_local(s.from, s.to) : -open_local(s.to, s.from));
    }

    /// The local seconds at both ends of [a, b), and how much open time the clock changes within
    /// add: less what the clock jumps over, plus what it shows again. Most changes fall into hours
    /// that are always closed and cost next to nothing. Precondition: a <= b.
    struct stretch {
        std::int64_t from;
        std::int64_t to;
        std::int64_t added = 0;
        bool touches_hours = false; ///< Some change may fall into opening hours.
    };
    [[nodiscard]] stretch changes(second_count a, second_count b) noexcept {
        offset_period p = periods_.at(a);
        stretch s{.from = a + p.offset, .to = 0};
        while (p.end < b) {
            const offset_period next = periods_.at(p.end);
            const std::int64_t x = p.end + p.offset;
            const std::int64_t y = p.end + next.offset;
            if (!s_->surely_closed(std::min(x, y), std::max(x, y))) {
                s.touches_hours = true;
                s.added += x < y ? -open_local(x, y) : open_local(y, x);
            }
            p = next;
        }
        s.to = b + p.offset;
        return s;
    }

    /// The second with `n` open (or, with `Open` false, closed) seconds before it since `a`.
    /// Precondition: the stretch [a, ...) has more than `n` of them within a few years.
    template <bool Open>
    [[nodiscard]] second_count select(second_count a, std::int64_t n) noexcept {
        for (;;) {
            const offset_period p = periods_.at(a);
            const second_count stop = std::min(p.end, a + 400 * seconds_per_day);
            const std::int64_t here = count<Open>(a + p.offset, stop + p.offset);
            if (n < here)
                return select_local<Open>(a + p.offset, stop + p.offset, n) - p.offset;
            n -= here;
            a = stop;
        }
    }

    /// Open seconds in the local stretch [x, y): |L ∩ [x, y)|.
    [[nodiscard]] std::int64_t open_local(std::int64_t x, std::int64_t y) noexcept {
        const std::int32_t dx = floor_day(x);
        const std::int32_t dy = floor_day(y);
        return whole_days(dx, dy) - part_of_day(dx, x - dx * seconds_per_day) +
               part_of_day(dy, y - dy * seconds_per_day);
    }

    /// The resolved year, for callers that walk dates.
    [[nodiscard]] schedule_year& year() noexcept { return year_; }

private:
    template <bool Open>
    [[nodiscard]] std::int64_t count(std::int64_t x, std::int64_t y) noexcept {
        const std::int64_t open = open_local(x, y);
        return Open ? open : (y - x) - open;
    }

    /// |L ∩ [a, b)| in whole local days.
    [[nodiscard]] std::int64_t whole_days(std::int32_t a, std::int32_t b) noexcept {
        if (a >= b)
            return 0;
        std::int64_t sum = 0;
        for (std::int32_t from = a; from < b;) {
            year_.load_year_of(from);
            const std::int32_t to = std::min(b, year_.end());
            sum += dates_in_loaded_year(from, to);
            from = to;
        }
        if (s_->overnight)
            sum += spill(a - 1) - spill(b - 1);
        return sum;
    }

    /// Sum of what belongs to the dates [a, b) of one year, less what two dates have in common.
    [[nodiscard]] std::int64_t dates_in_loaded_year(std::int32_t a, std::int32_t b) noexcept {
        std::int64_t sum = 0;
        for (std::size_t v = 0; v < s_->versions.size(); ++v) {
            const std::int32_t from = v == 0 ? a : std::max(a, s_->versions[v].from);
            const std::int32_t to =
                v + 1 == s_->versions.size() ? b : std::min(b, s_->versions[v + 1].from);
            if (from < to)
                sum += s_->versions[v].sum(from, to);
        }
        const std::size_t first = year_.find(a);
        std::size_t i = first;
        for (; i < year_.count() && year_.day_at(i) < b; ++i) {
            const std::int32_t day = year_.day_at(i);
            sum += s_->patterns[year_.pattern_at(i)].total -
                   s_->patterns[s_->weekly_pattern(day)].total;
        }
        return s_->overnight ? sum - overlaps(a, b, first, i) : sum;
    }

    /// Ordinary weeks have no overlap between a date and the next (compiling refuses it), so only
    /// the neighbourhood of exceptional dates and of a change of hours can: the overlap of date d
    /// counts when d, or the date before it, is listed. `schedule_year` lists both kinds.
    [[nodiscard]] std::int64_t overlaps(std::int32_t a, std::int32_t b, std::size_t i,
                                        std::size_t stop) noexcept {
        // The first date is looked at last: the date before it may lie in another year, and asking
        // for that one would replace the list that is walked here.
        const bool first = a == year_.begin() || (i > 0 && year_.day_at(i - 1) == a - 1);
        std::int32_t done = first ? a : a - 1;
        std::int64_t sum = 0;
        for (; i < stop; ++i) {
            for (std::int32_t day = year_.day_at(i); day <= year_.day_at(i) + 1; ++day) {
                if (day <= done || day >= b)
                    continue;
                sum += overlap(day);
                done = day;
            }
        }
        return first ? sum + overlap(a) : sum;
    }

    /// Seconds that the date has in common with what spills over from the date before.
    [[nodiscard]] std::int64_t overlap(std::int32_t day) noexcept {
        const pattern_id before = year_.pattern(day - 1);
        const pattern_id own = year_.pattern(day);
        std::int64_t sum = 0;
        for (const local_range& a : s_->spilled_of(before))
            for (const local_range& b : s_->ranges_of(own))
                sum += std::max(0, std::min(a.end - 86'400, b.end) -
                                       std::max(a.begin - 86'400, b.begin));
        return sum;
    }
    [[nodiscard]] std::int32_t spill(std::int32_t day) noexcept {
        return s_->patterns[year_.pattern(day)].spill;
    }
    [[nodiscard]] day_pieces pieces_of(std::int32_t day) noexcept {
        // The date before is asked first, so that the date's own year stays at hand.
        std::span<const local_range> before;
        if (s_->overnight)
            before = s_->spilled_of(year_.pattern(day - 1));
        return {s_->ranges_of(year_.pattern(day)), before};
    }

    /// |L ∩ [day, day + length)|, `length` seconds up to a whole day.
    [[nodiscard]] std::int64_t part_of_day(std::int32_t day, std::int64_t length) noexcept {
        if (length == 0)
            return 0;
        std::int64_t sum = 0;
        day_pieces pieces = pieces_of(day);
        for (day_pieces::piece p{}; pieces.next(p);)
            sum += std::max<std::int64_t>(0, std::min<std::int64_t>(p.end, length) - p.begin);
        return sum;
    }

    /// The local second with n open (closed) ones before it since x; it lies in [x, y).
    template <bool Open>
    [[nodiscard]] std::int64_t select_local(std::int64_t x, std::int64_t y,
                                            std::int64_t n) noexcept {
        std::int32_t low = floor_day(x); // count(x, low) <= n, where a date before x counts 0
        std::int32_t high = floor_day(y - 1) + 1;
        while (high - low > 1) {
            const std::int32_t middle = low + (high - low) / 2;
            const std::int64_t at = middle * seconds_per_day;
            if (count<Open>(x, at) <= n)
                low = middle;
            else
                high = middle;
        }
        const std::int64_t midnight = low * seconds_per_day;
        const std::int64_t begin = std::max(x, midnight);
        return select_in_day<Open>(low, begin, n - count<Open>(x, begin));
    }

    /// Within one local date, from `at` on.
    template <bool Open>
    [[nodiscard]] std::int64_t select_in_day(std::int32_t day, std::int64_t at,
                                             std::int64_t n) noexcept {
        const std::int64_t midnight = day * seconds_per_day;
        day_pieces pieces = pieces_of(day);
        for (day_pieces::piece p{}; pieces.next(p);) {
            const std::int64_t begin = std::max(midnight + p.begin, at);
            const std::int64_t end = midnight + p.end;
            if (end <= at)
                continue;
            const std::int64_t here = Open ? end - begin : begin - at;
            if (n < here)
                return (Open ? begin : at) + n;
            n -= here;
            at = end;
        }
        return at + n; // closed until midnight
    }

    const schedule* s_;
    schedule_year year_;
    period_cursor periods_;
};

} // namespace sla::inline v1::detail
