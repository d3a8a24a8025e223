// SPDX-License-Identifier: MIT
//
// Civil arithmetic on plain day numbers (days since 1970-01-01) for the calendar room. The
// standard's own civil types say the same more readably, but go through year, month and day for
// every step; compiling a calendar asks for some hundred thousand dates.
#pragma once

#include <sla/calendar_definition.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>

namespace sla::inline v1::detail {

inline constexpr std::int64_t seconds_per_day = 86'400;

/// Floor division for a positive divisor.
[[nodiscard]] constexpr std::int64_t floor_div(std::int64_t a, std::int64_t b) noexcept {
    const std::int64_t q = a / b;
    return q - (a % b < 0 ? 1 : 0);
}

[[nodiscard]] constexpr std::int32_t floor_day(std::int64_t seconds) noexcept {
    return static_cast<std::int32_t>(floor_div(seconds, seconds_per_day));
}

/// Sunday is 0, as in `std::chrono::weekday::c_encoding()`.
[[nodiscard]] constexpr unsigned weekday_of(std::int32_t day) noexcept {
    // 1 January of year 1 was a Monday, day number -719,162; kept positive from year -10,000 on.
    return static_cast<unsigned>(day + 719'163 + 521'722 * 7) % 7U;
}

[[nodiscard]] constexpr bool is_leap(std::int32_t y) noexcept {
    return y % 4 == 0 && (y % 100 != 0 || y % 400 == 0);
}

/// The day number of 1 January of year `y`, for any year from 1 on.
[[nodiscard]] constexpr std::int32_t january_first(std::int32_t y) noexcept {
    const std::int32_t past = y - 1;
    return past * 365 + past / 4 - past / 100 + past / 400 - 719'162;
}

/// The year that contains a day number, from year 1 on.
[[nodiscard]] constexpr std::int32_t year_of(std::int32_t day) noexcept {
    // 146,097 days are 400 years; the guess is right or one too late.
    const std::int64_t since = static_cast<std::int64_t>(day) + 719'162;
    auto guess = static_cast<std::int32_t>(since * 400 / 146'097) + 1;
    if (january_first(guess) > day)
        --guess;
    else if (january_first(guess + 1) <= day)
        ++guess;
    return guess;
}

inline constexpr std::array<std::int16_t, 12> days_before_month{0,   31,  59,  90,  120, 151,
                                                                181, 212, 243, 273, 304, 334};

/// A year as date rules need it.
struct calendar_year {
    std::int32_t year;
    std::int32_t first; ///< Day number of 1 January.
    bool leap;

    explicit constexpr calendar_year(std::int32_t y) noexcept
        : year{y}, first{january_first(y)}, leap{is_leap(y)} {}

    [[nodiscard]] constexpr std::int32_t length() const noexcept { return leap ? 366 : 365; }
    [[nodiscard]] constexpr std::int32_t month_length(unsigned m) const noexcept {
        constexpr std::array<std::int8_t, 12> lengths{31, 28, 31, 30, 31, 30,
                                                      31, 31, 30, 31, 30, 31};
        return m == 2 && leap ? 29 : lengths[m - 1];
    }
    /// Day number of the given day of month `m` (1 to 12); `d` may lie outside the month.
    [[nodiscard]] constexpr std::int32_t day(unsigned m, std::int32_t d) const noexcept {
        return first + days_before_month[m - 1] + (leap && m > 2 ? 1 : 0) + d - 1;
    }
};

/// Easter Sunday as an offset from 1 March (22 March is 21). Precondition: 1 <= y <= 10,100.
/// Western: the Gregorian computus in the form of J.-M. Oudin (1940), as given in the Explanatory
/// Supplement to the Astronomical Almanac. Orthodox: Meeus, Astronomical Algorithms, chapter 8
/// (Julian calendar), moved to the Gregorian calendar by the difference of the two in that year.
[[nodiscard]] constexpr std::int32_t easter_from_march(std::int32_t y, easter which) noexcept {
    const std::int32_t g = y % 19;
    const std::int32_t c = y / 100;
    if (which == easter::orthodox) {
        const std::int32_t d = (19 * g + 15) % 30;
        const std::int32_t e = (2 * (y % 4) + 4 * (y % 7) - d + 34) % 7;
        return d + e + 21 + (c - c / 4 - 2); // the gap holds from 1 March of a century year on
    }
    const std::int32_t h = (c - c / 4 - (8 * c + 13) / 25 + 19 * g + 15) % 30;
    const std::int32_t i = h - (h == 29 || (h == 28 && g > 10) ? 1 : 0);
    const std::int32_t j = (y + y / 4 + i + 2 - c + c / 4) % 7;
    return i - j + 27; // i - j counts from 28 March
}

/// Easter Sundays of consecutive years, as `easter_from_march` gives them. Both Easters are the
/// first Sunday on or after a day that depends on the century and the golden number alone: 19 days
/// a century, and a running weekday, are much less work than a computus a year.
class easter_sequence {
public:
    constexpr easter_sequence(std::int32_t y, easter which) noexcept
        : year_{y}, golden_{static_cast<std::uint32_t>(y % 19)},
          march_first_{static_cast<std::int32_t>(weekday_of(calendar_year{y}.day(3, 1)))},
          which_{which} {
        turn_century();
    }
    [[nodiscard]] constexpr std::int32_t from_march() const noexcept {
        const moon_day earliest = earliest_[golden_];
        const std::int32_t weekday = march_first_ + earliest.weekday;
        return earliest.day + (weekday == 0 ? 0 : weekday <= 7 ? 7 - weekday : 14 - weekday);
    }
    constexpr void next_year() noexcept {
        ++year_;
        golden_ = golden_ == 18 ? 0 : golden_ + 1;
        march_first_ += is_leap(year_) ? 2 : 1;
        march_first_ -= march_first_ >= 7 ? 7 : 0;
        if (++of_century_ == 100)
            turn_century();
    }

private:
    constexpr void turn_century() noexcept {
        const std::int32_t c = year_ / 100;
        of_century_ = year_ % 100;
        for (std::int32_t g = 0; g < 19; ++g) {
            std::int32_t day = 0; // the day after the paschal full moon
            if (which_ == easter::orthodox) {
                day = (19 * g + 15) % 30 + 21 + (c - c / 4 - 2);
            } else {
                const std::int32_t h = (c - c / 4 - (8 * c + 13) / 25 + 19 * g + 15) % 30;
                day = h - (h == 29 || (h == 28 && g > 10) ? 1 : 0) + 21;
            }
            earliest_[static_cast<std::size_t>(g)] = {day, day % 7};
        }
    }

    struct moon_day {
        std::int32_t day;     ///< From 1 March.
        std::int32_t weekday; ///< As if 1 March were a Sunday.
    };
    std::int32_t year_;
    std::uint32_t golden_;
    std::int32_t march_first_; ///< Weekday, Sunday is 0.
    easter which_;
    std::int32_t of_century_ = 0;
    std::array<moon_day, 19> earliest_{};
};

[[nodiscard]] constexpr std::int32_t easter_sunday(const calendar_year& y, easter which) noexcept {
    return y.day(3, 1) + easter_from_march(y.year, which);
}

} // namespace sla::inline v1::detail
