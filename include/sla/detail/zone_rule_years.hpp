// SPDX-License-Identifier: MIT
//
// Inside the zone room: when the changes of a rule fall, for any year and any second.
#pragma once

#include <sla/zone_rule.hpp>

#include <array>
#include <cstdint>
#include <limits>

namespace sla::inline v1::detail {

constexpr std::int64_t floor_divide(std::int64_t a, std::int64_t b) noexcept {
    return a / b - (a % b < 0 ? 1 : 0);
}

constexpr bool is_leap_year(std::int64_t y) noexcept {
    return y % 4 == 0 && (y % 100 != 0 || y % 400 == 0);
}

// A year and where it lies. std::chrono::year ends at 32767, an instant does not; hence whole
// numbers.
struct year_frame {
    std::int64_t number;
    std::int64_t first_day; // days since 1970
    bool leap;

    static constexpr year_frame of(std::int64_t y) noexcept {
        const std::int64_t before = y - 1;
        constexpr std::int64_t leap_days_before_1970 = 477;
        return {y,
                365 * (y - 1970) + floor_divide(before, 4) - floor_divide(before, 100) +
                    floor_divide(before, 400) - leap_days_before_1970,
                is_leap_year(y)};
    }
    static constexpr year_frame around(std::int64_t day) noexcept {
        // The mean year is 146097 / 400 days; the estimate is off by one at most.
        const year_frame y = of(1970 + floor_divide(day * 400, 146'097));
        if (day < y.first_day)
            return y.previous();
        return day < y.first_day + y.days() ? y : y.next();
    }

    [[nodiscard]] constexpr std::int64_t days() const noexcept { return leap ? 366 : 365; }
    [[nodiscard]] constexpr year_frame next() const noexcept {
        return {number + 1, first_day + days(), is_leap_year(number + 1)};
    }
    [[nodiscard]] constexpr year_frame previous() const noexcept {
        const bool was_leap = is_leap_year(number - 1);
        return {number - 1, first_day - (was_leap ? 366 : 365), was_leap};
    }
};

static_assert(year_frame::of(1970).first_day == 0 && year_frame::of(2000).first_day == 10'957);
static_assert(year_frame::around(-1).number == 1969 && year_frame::around(10'956).number == 1999 &&
              year_frame::around(10'957).number == 2000);

constexpr std::int64_t day_of_change(const rule_change& c, const year_frame& y) noexcept {
    constexpr std::array<std::int16_t, 13> common{0,   31,  59,  90,  120, 151, 181,
                                                  212, 243, 273, 304, 334, 365};
    switch (c.kind) {
    case rule_day::julian_without_leap_day:
        return y.first_day + c.day - 1 + (y.leap && c.day >= 60 ? 1 : 0);
    case rule_day::day_of_year:
        return y.first_day + c.day;
    case rule_day::month_week_day:
        break;
    }
    const unsigned m = c.month;
    const std::int64_t first = y.first_day + common[m - 1] + (y.leap && m > 2 ? 1 : 0);
    const std::int64_t next_month = y.first_day + common[m] + (y.leap && m > 1 ? 1 : 0);
    constexpr std::int64_t weekday_of_day_zero = 4; // 1970-01-01 was a Thursday
    const std::int64_t first_weekday =
        first + weekday_of_day_zero - 7 * floor_divide(first + weekday_of_day_zero, 7);
    const std::int64_t wanted = c.weekday.c_encoding();
    const std::int64_t ahead = wanted - first_weekday + (wanted < first_weekday ? 7 : 0);
    const std::int64_t day = first + ahead + std::int64_t{7} * (c.week - 1);
    return day < next_month ? day : day - 7;
}

// "Since ever" and "for ever" in seconds; far outside of what an instant can hold.
inline constexpr std::int64_t ever_before = std::numeric_limits<std::int64_t>::min();
inline constexpr std::int64_t ever_after = std::numeric_limits<std::int64_t>::max();

struct offset_span {
    std::int64_t begin;
    std::int64_t end;
    std::int64_t offset;
};

// A rule made ready for questions. Times are seconds since 1970 in UTC, of the size that an instant
// can hold, so that nothing here overflows.
//
// Daylight time is the union over all years of [begin(y), end(y)), where the end is that of the
// next year when the year's own is not later than its beginning. Both sequences rise, so the last
// beginning at or before a second decides about it.
class rule_clock {
public:
    explicit rule_clock(const zone_rule& rule) noexcept : standard_{rule.standard.count()} {
        if (!rule.daylight || rule.daylight->offset == rule.standard)
            return;
        daylight_ = rule.daylight->offset.count();
        begins_ = rule.daylight->begins;
        ends_ = rule.daylight->ends;
        changes_ = true;
        // The calendar repeats after 400 years; a rule that leaves no gap in them leaves none ever.
        // Nearly every rule leaves one in the first year.
        stretch d = daylight_of(year_frame::of(2000));
        for (int years = 0; years < 400; ++years) {
            const stretch following = daylight_of(d.year.next());
            if (d.end < following.begin)
                return;
            d = following;
        }
        changes_ = false;
        standard_ = daylight_;
    }

    [[nodiscard]] std::int64_t offset_at(std::int64_t s) const noexcept {
        if (!changes_)
            return standard_;
        return s < last_begun(s).end ? daylight_ : standard_;
    }

    // The widest span around `s` without a change.
    [[nodiscard]] offset_span span_at(std::int64_t s) const noexcept {
        if (!changes_)
            return {ever_before, ever_after, standard_};
        stretch first = last_begun(s);
        stretch following = daylight_of(first.year.next());
        if (s >= first.end)
            return {first.end, following.begin, standard_};
        // Years may run into each other; none does under the rules in use, and a gap is known to
        // come.
        std::int64_t end = first.end;
        for (; end >= following.begin; following = daylight_of(following.year.next()))
            end = following.end;
        for (;;) {
            const stretch before = daylight_of(first.year.previous());
            if (before.end < first.begin)
                return {first.begin, end, daylight_};
            first = before;
        }
    }

private:
    static constexpr std::int64_t seconds_per_day = 86'400;

    // The daylight time that begins in a year.
    struct stretch {
        year_frame year;
        std::int64_t begin;
        std::int64_t end;
    };

    [[nodiscard]] std::int64_t begin_in(const year_frame& y) const noexcept {
        return day_of_change(begins_, y) * seconds_per_day + begins_.time.count() - standard_;
    }
    [[nodiscard]] std::int64_t end_in(const year_frame& y) const noexcept {
        return day_of_change(ends_, y) * seconds_per_day + ends_.time.count() - daylight_;
    }
    [[nodiscard]] stretch daylight_of(const year_frame& y, std::int64_t begin) const noexcept {
        const std::int64_t end = end_in(y);
        return {y, begin, end > begin ? end : end_in(y.next())};
    }
    [[nodiscard]] stretch daylight_of(const year_frame& y) const noexcept {
        return daylight_of(y, begin_in(y));
    }

    [[nodiscard]] stretch last_begun(std::int64_t s) const noexcept {
        const std::int64_t day = floor_divide(s, seconds_per_day);
        const year_frame y = year_frame::around(day);
        // A time of a change reaches 167 hours beyond its day, an offset 26 hours; so a beginning
        // may lie in a neighbouring year, this many days away from its own at most.
        constexpr std::int64_t reach = 9;
        if (day >= y.first_day + y.days() - reach) {
            const year_frame next = y.next();
            if (const std::int64_t begin = begin_in(next); begin <= s)
                return daylight_of(next, begin);
        }
        if (const std::int64_t begin = begin_in(y); begin <= s)
            return daylight_of(y, begin);
        const year_frame before = y.previous();
        if (const std::int64_t begin = begin_in(before); begin <= s)
            return daylight_of(before, begin);
        return daylight_of(before.previous());
    }

    std::int64_t standard_ = 0;
    std::int64_t daylight_ = 0;
    rule_change begins_{};
    rule_change ends_{};
    bool changes_ = false;
};

} // namespace sla::inline v1::detail

namespace sla::inline v1 {

inline std::optional<rule_year> zone_rule::daylight_in(std::chrono::year y) const noexcept {
    if (!daylight)
        return std::nullopt;
    const auto frame = detail::year_frame::of(int{y});
    const auto at = [&](const rule_change& c, std::chrono::seconds before) {
        return std::chrono::sys_seconds{
            std::chrono::sys_days{std::chrono::days{detail::day_of_change(c, frame)}} + c.time -
            before};
    };
    return rule_year{at(daylight->begins, standard), at(daylight->ends, daylight->offset)};
}

} // namespace sla::inline v1
