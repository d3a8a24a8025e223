// SPDX-License-Identifier: MIT
//
// Room: holidays. Holidays as others publish them, and into a calendar.
//
// Nobody wants to type holidays. Governments and others publish them as files, and here such a text
// becomes a `holiday_feed`, a list of local dates with names, which `add_holidays` appends to a
// calendar's definition as exceptions. Each keeps its source, so that an explanation can say
// "closed: 国庆节 (holiday-cn 2026)".
//
//     text ──read_icalendar, read_holiday_cn, read_govuk──► holiday_feed
//     holiday_feed + calendar_definition ──add_holidays──► calendar_definition ──compile──► ...
//
//     auto feed = sla::read_holiday_cn(text).value();
//     support = sla::add_holidays(std::move(support), feed).value();
//     // 2026-10-01 to 10-07 closed, "国庆节"; Saturday 2026-10-10 has Monday's hours
//
// Files are the host's affair: it downloads, keeps and reads them, and hands over the text. All
// mistakes of a text come back at once, each with its line. Texts come from strangers, so time and
// memory are bounded by `holiday_limits`, and what goes beyond ends in an issue.
//
// The hard case is a date of which two say different things: the desk opens on a holiday for once,
// or one feed closes what the other calls a working day. What a desk has written itself holds,
// unless the host says otherwise, and a warning names what was left out.
//
// This header needs neither libical nor nlohmann/json; they stay inside of `sla::holidays`.
#pragma once

#include <sla/calendar_definition.hpp>
#include <sla/detail/export.hpp>
#include <sla/result.hpp>
#include <sla/zone.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sla::inline v1 {

/// What a feed says of a date.
enum class holiday_kind : std::uint8_t {
    closed,       ///< Closed all day.
    closed_hours, ///< Closed in `ranges`, of the hours that belong to the date.
    working_day,  ///< Open like a weekday although it is none: a make-up working day (调休).
};

/// One entry of a feed.
struct holiday {
    std::string name{};
    std::chrono::year_month_day first{};
    std::chrono::year_month_day last{}; ///< Inclusive.
    holiday_kind kind = holiday_kind::closed;
    std::vector<time_range> ranges{}; ///< Of `closed_hours`, in the order of time; else empty.
    std::string source{};             ///< "holiday-cn 2026".

    friend bool operator==(const holiday&, const holiday&) = default;
};

/// What was read, in the order of the dates.
struct holiday_feed {
    std::string name{}; ///< What the feed calls itself; may be empty.
    std::vector<holiday> entries{};

    friend bool operator==(const holiday_feed&, const holiday_feed&) = default;
};

/// How much a feed may be; what is beyond is an issue.
struct holiday_limits {
    std::size_t bytes = std::size_t{16} << 20U; ///< Of text.
    std::size_t events = 20'000;                ///< Events of a calendar, or dates of a JSON.
    std::size_t entries = 50'000;               ///< That come out.
    std::size_t steps = 500'000; ///< Of all recurrences together; a step takes some microseconds.
    std::size_t name_bytes = 1'000; ///< Of the name of an entry.
    std::size_t issues = 100;       ///< That are reported; one more says that there are others.

    friend constexpr bool operator==(const holiday_limits&,
                                     const holiday_limits&) noexcept = default;
};

/// What becomes of events that their calendar calls transparent (RFC 5545, 3.8.2.7: they do not
/// make anyone busy). Many publishers mark every holiday so.
enum class transparent_events : std::uint8_t {
    all_day_closes, ///< All-day events close nevertheless, timed ones do not.
    close,          ///< All of them close.
    ignored,        ///< None closes.
};

/// What to read of a feed, and how.
struct holiday_options {
    /// Entries outside are left out, those across the ends are cut. Both inclusive.
    std::chrono::year_month_day first = std::chrono::year{1970} / 1 / 1;
    std::chrono::year_month_day last = std::chrono::year{2099} / 12 / 31;
    /// The source of each entry; empty: "holiday-cn 2026", "gov.uk england-and-wales", the name of
    /// an iCalendar (X-WR-CALNAME).
    std::string source{};

    // Of iCalendar only:

    transparent_events transparent = transparent_events::all_day_closes;
    /// An all-day event is a make-up working day when its summary contains one of these texts:
    /// {"上班"} for holiday-cn's calendar. There is no such thing in the standard.
    std::vector<std::string> working_day_marks{};

    holiday_limits limits{};
};

/// The events of an iCalendar text (RFC 5545) as holidays of a desk whose calendar has the zone
/// `tz`. UTF-8, with or without a byte order mark, lines folded or not, ended by CRLF or LF.
///
/// All-day events close their dates (DTEND is exclusive), timed events the hours that they last,
/// shown by the clock of `tz`; where they last from midnight to midnight, the date. DURATION,
/// RRULE, RDATE and EXDATE are followed, and RECURRENCE-ID replaces one instance; of two versions
/// of an event (UID) the one with the higher SEQUENCE holds. Cancelled events close nothing. A TZID
/// is a name for `zones`; the text's own VTIMEZONE is not looked at. A time without zone is in
/// `tz`. Components that are no events are skipped. A recurrence by the hour or a shorter time, or
/// one that changes all later instances (RANGE), is an issue.
///
/// Hours belong to dates: the part of an event after midnight does not cut a night shift that
/// began before the event did.
///
/// Issues: `holidays.` and `too_large`, `not_a_calendar`, `structure`, `line`, `utf8`, `property`,
/// `property_missing`, `property_twice`, `times`, `recurrence`, `zone`, `too_many`,
/// `name_too_long`, `range`, at places "line 12"; the warnings `holidays.transparent` and
/// `holidays.uid_twice`. Linear in the text, the entries and the steps of the recurrences.
[[nodiscard]] SLA_API result<holiday_feed> read_icalendar(std::string_view text, const zone& tz,
                                                          const zone_source& zones,
                                                          const holiday_options& options = {});

/// A year's file of holiday-cn: `{"year": 2026, "days": [{"name": "元旦", "date": "2026-01-01",
/// "isOffDay": true}]}`. A day that is off is closed; one that is not is a working day. Neighbours
/// of one name are one entry. A year's file may hold dates of the years next to it. Other members
/// are skipped.
///
/// Issues: those of JSON texts (`json.`, see json.hpp); `holidays.date`, `holidays.date_twice`,
/// `holidays.too_many`, `holidays.name_too_long`, `holidays.range`.
[[nodiscard]] SLA_API result<holiday_feed> read_holiday_cn(std::string_view text,
                                                           const holiday_options& options = {});

/// The bank holidays of one division ("england-and-wales", "scotland", "northern-ireland") from
/// the JSON that gov.uk publishes. Dates are those on which the holiday is taken; the members
/// `notes` and `bunting` are skipped. Issues: as of `read_holiday_cn`, and `holidays.division`.
[[nodiscard]] SLA_API result<holiday_feed>
read_govuk(std::string_view text, std::string_view division, const holiday_options& options = {});

/// Whose hours hold on a date of which the calendar and a feed say different things.
enum class holiday_precedence : std::uint8_t {
    calendar, ///< What the definition says; the feed's entry is left out on that date.
    feed,     ///< What the feed says; the definition's exception is taken from that date.
};

/// How a feed goes into a calendar.
struct holiday_merge {
    holiday_precedence precedence = holiday_precedence::calendar;
    /// A working day has the hours of this weekday, as they are in force on its date.
    std::chrono::weekday working_day_hours_of = std::chrono::Monday;

    friend constexpr bool operator==(const holiday_merge&, const holiday_merge&) noexcept = default;
};

/// The definition with the feed's entries as dated exceptions at the end of its list.
///
/// `closed` and `working_day` replace the hours of their dates, `closed_hours` subtracts. What a
/// dated exception says already, with the same name and source, is not added again, so adding a
/// feed twice changes nothing. Two that agree on the hours are both kept, with both names. Where
/// they contradict each other (two `replace` with different hours, a `subtract` of added hours)
/// `precedence` decides, date by date, and the warning `holidays.contradiction` tells each case; of
/// two entries of the feed itself the earlier one holds. Yearly exceptions do not take part: dated
/// ones come after them.
///
/// Errors: `holidays.entry` (dates or ranges that make no sense), `holidays.no_working_hours`
/// (a working day, and the weekday has no hours on its date). At most `most_issues` issues, and one
/// that says that there are others. O((n + m) log(n + m)) for n dates of the calendar's exceptions
/// and m of the feed's.
[[nodiscard]] SLA_API result<calendar_definition> add_holidays(calendar_definition to,
                                                               const holiday_feed& feed,
                                                               const holiday_merge& how = {},
                                                               std::size_t most_issues = 100);

} // namespace sla::inline v1
