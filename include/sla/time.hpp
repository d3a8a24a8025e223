// SPDX-License-Identifier: MIT
//
// Room: time. Instants, the two kinds of duration, and half-open intervals.
//
// An *instant* is a point in UTC with millisecond resolution; it is the standard library's own
// type, so whole seconds convert to it without loss and without a cast. A length of *elapsed* time
// is what a stopwatch shows: `std::chrono::milliseconds`, the difference of two instants. A length
// of *working* time is what a calendar counts between two instants: its own type, because one hour
// of the one is not one hour of the other. They do not convert, compare or add by accident:
//
//     using namespace std::chrono_literals;
//     sla::working target{8h};            // eight hours of open time
//     target + sla::working{30min};       // fine: 8 h 30 min of open time
//     target + 30min;                     // does not compile
//     sla::instant{} + target;            // does not compile: only a calendar can add it
//
// The hard case is the day the clocks change: 24 elapsed hours after Saturday noon is 11:00 or
// 13:00 on Sunday, while "one calendar day later" is noon. The types of this room never guess which
// one was meant.
#pragma once

#include <sla/version.hpp>

#include <chrono>
#include <compare>
#include <concepts>
#include <cstdint>
#include <ratio>

namespace sla::inline v1 {

/// A point in time, UTC, milliseconds since 1970-01-01T00:00:00Z (leap seconds not counted).
using instant = std::chrono::sys_time<std::chrono::milliseconds>;

/// A length of elapsed (SI) time: an hour across a clock change is an hour.
using elapsed = std::chrono::milliseconds;

/// What a wall clock shows, without saying where.
using local_time = std::chrono::local_time<std::chrono::milliseconds>;

/// The first instant that the library calculates with, 1970-01-01T00:00:00Z (inclusive).
inline constexpr instant first_instant{elapsed{0}};

/// The end of the range that the library calculates with, 10000-01-01T00:00:00Z (exclusive).
inline constexpr instant end_of_range{elapsed{253'402'300'800'000}};

/// The answer "no such instant before `end_of_range`", later than every real instant.
inline constexpr instant never = instant::max();

/// True when `t` lies in [first_instant, end_of_range), where every answer is exact.
[[nodiscard]] constexpr bool in_range(instant t) noexcept {
    return first_instant <= t && t < end_of_range;
}

/// True for a `std::chrono::duration` that converts to milliseconds without loss.
template <class Duration>
concept whole_milliseconds = std::convertible_to<Duration, std::chrono::milliseconds>;

/// A length of working time: time during which some calendar is open, in milliseconds.
///
/// Constructed only explicitly, from any duration that is a whole number of milliseconds. To use
/// one as elapsed time on purpose (printing, a calendar that is always open) say `length()`.
class working {
public:
    constexpr working() noexcept = default;

    template <whole_milliseconds Duration>
    explicit constexpr working(Duration length) noexcept : length_{length} {}

    /// The number of milliseconds, as a plain length without its meaning.
    [[nodiscard]] constexpr std::chrono::milliseconds length() const noexcept { return length_; }

    friend constexpr bool operator==(working, working) noexcept = default;
    friend constexpr std::strong_ordering operator<=>(working a, working b) noexcept {
        return a.length_.count() <=> b.length_.count();
    }

    constexpr working& operator+=(working other) noexcept {
        length_ += other.length_;
        return *this;
    }
    constexpr working& operator-=(working other) noexcept {
        length_ -= other.length_;
        return *this;
    }
    friend constexpr working operator+(working a, working b) noexcept { return a += b; }
    friend constexpr working operator-(working a, working b) noexcept { return a -= b; }
    friend constexpr working operator-(working a) noexcept { return working{-a.length_}; }
    friend constexpr working operator*(working a, std::int64_t n) noexcept {
        return working{a.length_ * n};
    }
    friend constexpr working operator*(std::int64_t n, working a) noexcept { return a * n; }

private:
    std::chrono::milliseconds length_{};
};

/// The instants from `begin` (inclusive) to `end` (exclusive); empty when `begin >= end`.
struct interval {
    instant begin;
    instant end;

    friend constexpr bool operator==(const interval&, const interval&) noexcept = default;

    [[nodiscard]] constexpr bool empty() const noexcept { return begin >= end; }
    [[nodiscard]] constexpr bool contains(instant t) const noexcept {
        return begin <= t && t < end;
    }
    /// `end - begin`, or zero when empty.
    [[nodiscard]] constexpr elapsed length() const noexcept {
        return empty() ? elapsed{0} : end - begin;
    }
};

} // namespace sla::inline v1
