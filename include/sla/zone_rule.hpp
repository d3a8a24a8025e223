// SPDX-License-Identifier: MIT
//
// Room: zone (its rule). What a zone does every year, from some year on, for ever.
//
// A zone file lists the clock changes that are known one by one and ends with one line, its footer,
// that says how they go on: the TZ text of POSIX with the extensions of RFC 9636 section 3.3. Here
// that text becomes a value:
//
//     auto rule = sla::parse_zone_rule("CET-1CEST,M3.5.0,M10.5.0/3").value();
//     rule.standard;                                  // 1 h east of UTC
//     rule.daylight->offset;                          // 2 h, because none is written: one hour
//     more rule.daylight_in(std::chrono::year{2500})->begins;  // 2500-03-28T01:00:00Z
//
// Reading the text aloud: "CET is 1 h ahead of UTC (the sign counts westwards), CEST begins in
// month 3, last week, Sunday, at 02:00, and ends in month 10, last Sunday, at 03:00". Names are
// checked and then forgotten: they carry no meaning for a calendar. The hard cases are a saving
// below zero (Dublin's winter is the "daylight" time: "IST-1GMT0,M10.5.0,M3.5.0/1"), a time of day
// beyond the day (-167 h to 167 h, "the Thursday before that Sunday"), a daylight time that runs
// over New Year (the southern half) and one that never ends ("XXX3EDT4,0/0,J365/23").
#pragma once

#include <sla/issue.hpp>
#include <sla/result.hpp>
#include <sla/time.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

namespace sla::inline v1 {

/// The three ways of naming a day of the year.
enum class rule_day : std::uint8_t {
    month_week_day,          ///< Mm.w.d: the w-th weekday d of month m, the last one when w is 5.
    julian_without_leap_day, ///< Jn: day 1 to 365; 29 February is not counted, J60 is 1 March.
    day_of_year,             ///< n: day 0 to 365; 29 February is counted where there is one.
};

/// A moment of every year at which a zone changes between its two offsets.
struct rule_change {
    rule_day kind = rule_day::month_week_day;
    std::uint8_t month = 1;         ///< 1 to 12; only for `month_week_day`.
    std::uint8_t week = 1;          ///< 1 to 5, 5 being the last; only for `month_week_day`.
    std::chrono::weekday weekday{}; ///< Only for `month_week_day`.
    std::uint16_t day = 0;          ///< Only for the other two kinds.
    /// Since 00:00 of that day on the wall clock that is in force before the change; may be
    /// negative or beyond the day, -167:59:59 to 167:59:59.
    std::chrono::seconds time = std::chrono::hours{2};

    friend bool operator==(const rule_change&, const rule_change&) = default;
};

/// The second offset of a zone and when it is in force.
struct rule_daylight {
    std::chrono::seconds offset{}; ///< East of UTC; usually above the standard offset, not always.
    rule_change begins;            ///< On the standard clock.
    rule_change ends;              ///< On the daylight clock.

    friend bool operator==(const rule_daylight&, const rule_daylight&) = default;
};

/// The two changes that a rule makes in one year; `begins` is the later one in the southern half.
struct rule_year {
    std::chrono::sys_seconds begins; ///< Daylight time from here (inclusive).
    std::chrono::sys_seconds ends;   ///< Standard time from here (inclusive).

    friend bool operator==(const rule_year&, const rule_year&) = default;
};

/// How a zone goes on: one offset for ever, or two that alternate at yearly moments.
struct zone_rule {
    std::chrono::seconds standard{}; ///< East of UTC.
    std::optional<rule_daylight> daylight;

    friend bool operator==(const zone_rule&, const zone_rule&) = default;

    /// The changes that belong to year `y`, or nothing where there is one offset only. With times
    /// beyond the day either may fall a few days outside of that year.
    ///
    /// Where the two of a year, or the end of one year and the beginning of the next, coincide,
    /// daylight time is in force. O(1), no loop. Precondition: `y.ok()`.
    [[nodiscard]] std::optional<rule_year> daylight_in(std::chrono::year y) const noexcept;
};

/// Reads a rule such as "CET-1CEST,M3.5.0,M10.5.0/3" or "<+0545>-5:45".
///
/// Nothing may stand before or after it, not even a space. A daylight name needs its two changes:
/// "EST5EDT" alone means whatever each system likes, so it is refused. Issues: `zone.rule_empty`,
/// `zone.rule_syntax`, `zone.rule_number` (out of range), `zone.rule_no_changes`; the place is
/// "character 12", counted from 1. Names and offsets, the first change and the second change are
/// judged separately, so up to three mistakes come back at once.
[[nodiscard]] result<zone_rule> parse_zone_rule(std::string_view text);

} // namespace sla::inline v1

#include <sla/detail/zone_rule_parse.hpp>
#include <sla/detail/zone_rule_years.hpp>
