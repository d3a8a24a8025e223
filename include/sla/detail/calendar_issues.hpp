// SPDX-License-Identifier: MIT
//
// One maker for each mistake that a calendar definition can hold, so that every message is written
// once and can be read in one place.
#pragma once

#include <sla/calendar_definition.hpp>
#include <sla/issue.hpp>

#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace sla::inline v1::detail::calendar_issues {

[[nodiscard]] inline std::string two_digits(std::int64_t n) {
    const std::string digits = std::to_string(n);
    return digits.size() < 2 ? "0" + digits : digits;
}

/// "09:00", "09:00:30", "30:00", "-01:00".
[[nodiscard]] inline std::string text(std::chrono::seconds time) {
    const std::int64_t s = time.count();
    const std::uint64_t n =
        s < 0 ? 0 - static_cast<std::uint64_t>(s) : static_cast<std::uint64_t>(s);
    std::string out = s < 0 ? "-" : "";
    out += two_digits(static_cast<std::int64_t>(n / 3600)) + ":" +
           two_digits(static_cast<std::int64_t>(n / 60 % 60));
    if (n % 60 != 0)
        out += ":" + two_digits(static_cast<std::int64_t>(n % 60));
    return out;
}

[[nodiscard]] inline std::string text(const time_range& r) {
    return text(r.begin) + "-" + text(r.end);
}

[[nodiscard]] inline std::string text(const std::vector<time_range>& ranges) {
    if (ranges.empty())
        return "closed";
    std::string out;
    for (const time_range& r : ranges)
        out += (out.empty() ? "" : ", ") + text(r);
    return out;
}

[[nodiscard]] inline std::string text(std::chrono::year_month_day d) {
    std::string year = std::to_string(static_cast<int>(d.year()));
    while (year.size() < 4)
        year.insert(0, "0");
    return year + "-" + two_digits(static_cast<unsigned>(d.month())) + "-" +
           two_digits(static_cast<unsigned>(d.day()));
}

[[nodiscard]] inline issue name_missing() {
    return {.code = "calendar.name_missing",
            .place = "name",
            .message = "the calendar has no name",
            .expected = "a name that people will recognise in an explanation",
            .saw = "nothing",
            .hint = ""};
}

[[nodiscard]] inline issue range_reversed(std::string place, const time_range& r) {
    const std::chrono::hours day{24};
    const bool overnight = r.end >= r.end.zero() && r.begin > r.end && r.begin < day;
    return {.code = "calendar.range_reversed",
            .place = std::move(place),
            .message = r.begin == r.end ? "the range is empty" : "the range ends before it begins",
            .expected = "begin before end",
            .saw = text(r),
            .hint = overnight ? "for hours that run past midnight count on: " +
                                    text(time_range{r.begin, r.end + day})
                              : ""};
}

[[nodiscard]] inline issue range_out_of_day(std::string place, const time_range& r) {
    return {.code = "calendar.range_out_of_day",
            .place = std::move(place),
            .message = "the range does not begin on its own date or is longer than 24 hours",
            .expected = "begin from 00:00 to before 24:00, end at most 24 hours later",
            .saw = text(r),
            .hint = "a range belongs to the date it begins on; hours after midnight may run up to "
                    "48:00"};
}

[[nodiscard]] inline issue ranges_overlap(std::string place, const time_range& r,
                                          std::string other_place, const time_range& other) {
    return {.code = "calendar.ranges_overlap",
            .place = std::move(place),
            .message = "the range overlaps another one",
            .expected = "ranges that do not overlap",
            .saw = text(r) + " and " + text(other),
            .hint = "write one range that covers both",
            .related = {{std::move(other_place), "the other range, " + text(other)}}};
}

[[nodiscard]] inline issue date_invalid(std::string place, std::chrono::year_month_day d) {
    std::string hint;
    if (d.month().ok() && static_cast<unsigned>(d.day()) > 28)
        hint = "the last day of that month is " +
               text(std::chrono::year_month_day{d.year() / d.month() / std::chrono::last});
    return {.code = "calendar.date_invalid",
            .place = std::move(place),
            .message = "there is no such date",
            .expected = "a date of the years 0001 to 9999",
            .saw = text(d),
            .hint = std::move(hint)};
}

[[nodiscard]] inline issue exception_reversed(std::string place, const day_exception& e) {
    return {.code = "calendar.exception_reversed",
            .place = std::move(place),
            .message = "the last date lies before the first",
            .expected = "a date from " + text(e.first) + " on",
            .saw = text(*e.last),
            .hint = ""};
}

[[nodiscard]] inline issue exception_too_long(std::string place, const day_exception& e) {
    return {.code = "calendar.exception_too_long",
            .place = std::move(place),
            .message = "the exception spans more than ten years",
            .expected = "at most 3,660 dates",
            .saw = text(e.first) + " to " + text(*e.last),
            .hint = "use `changes` for hours that apply from a date on"};
}

[[nodiscard]] inline issue exceptions_contradict(std::string place, std::chrono::year_month_day d,
                                                 const day_exception& e, std::string other_place,
                                                 const day_exception& other) {
    const bool replaced = e.mode == exception_mode::replace;
    return {.code = "calendar.exceptions_contradict",
            .place = std::move(place),
            .message = replaced ? "two exceptions give " + text(d) + " different hours"
                                : "one exception opens what another closes on " + text(d),
            .expected = replaced ? "one set of hours for a date"
                                 : "added and subtracted hours that do not overlap",
            .saw = "\"" + e.name + "\" says " + text(e.ranges) + ", \"" + other.name + "\" says " +
                   text(other.ranges),
            .hint = replaced ? "keep one of the two, or use mode add or subtract for the other"
                             : "leave the overlap out of one of the two",
            .related = {{std::move(other_place), "the other exception, \"" + other.name + "\""}}};
}

[[nodiscard]] inline issue changes_not_increasing(std::string place, std::chrono::year_month_day d,
                                                  std::chrono::year_month_day before) {
    return {.code = "calendar.changes_out_of_order",
            .place = std::move(place),
            .message = "the change does not come after the one before it",
            .expected = "a date after " + text(before),
            .saw = text(d),
            .hint = "list changes of hours in the order of their dates"};
}

[[nodiscard]] inline issue yearly_date_invalid(std::string place, std::string expected,
                                               std::string saw) {
    return {.code = "calendar.yearly_date_invalid",
            .place = std::move(place),
            .message = "no year has such a date",
            .expected = std::move(expected),
            .saw = std::move(saw),
            .hint = ""};
}

[[nodiscard]] inline issue easter_offset_out_of_range(std::string place, int days) {
    return {.code = "calendar.easter_offset_out_of_range",
            .place = std::move(place),
            .message = "the date is too far from Easter Sunday",
            .expected = "-70 to 200 days",
            .saw = std::to_string(days),
            .hint = ""};
}

[[nodiscard]] inline issue yearly_years_reversed(std::string place, std::chrono::year first,
                                                 std::chrono::year last) {
    return {.code = "calendar.yearly_years_reversed",
            .place = std::move(place),
            .message = "the last year lies before the first",
            .expected = "a year from " + std::to_string(static_cast<int>(first)) + " on",
            .saw = std::to_string(static_cast<int>(last)),
            .hint = ""};
}

[[nodiscard]] inline issue yearly_days_out_of_range(std::string place, unsigned days) {
    return {.code = "calendar.yearly_days_out_of_range",
            .place = std::move(place),
            .message = "a yearly exception lasts at least one date and at most two months",
            .expected = "1 to 62",
            .saw = std::to_string(days),
            .hint = ""};
}

[[nodiscard]] inline issue too_many_yearly(std::size_t count, std::size_t most) {
    return {.code = "calendar.too_many_yearly",
            .place = "yearly",
            .message = "the yearly exceptions are too many, or combine to too many kinds of days",
            .expected = "at most " + std::to_string(most),
            .saw = std::to_string(count),
            .hint = "list one-off dates under `exceptions`, which may be any number"};
}

[[nodiscard]] inline issue weekend_invalid() {
    return {.code = "calendar.weekend_invalid",
            .place = "weekend",
            .message = "every weekday is weekend, so no substitute can ever be found",
            .expected = "at most six weekdays",
            .saw = "seven",
            .hint =
                "the weekend serves the observed rules only; opening hours do not depend on it"};
}

[[nodiscard]] inline issue compiled_years_invalid(std::chrono::year first, std::chrono::year last) {
    return {.code = "calendar.compiled_years_invalid",
            .place = "options",
            .message = "the compiled years make no sense",
            .expected = "1 to 100 years within 1970 to 9999, the first not after the last",
            .saw = std::to_string(static_cast<int>(first)) + " to " +
                   std::to_string(static_cast<int>(last)),
            .hint = "other years are exact too, only slower"};
}

[[nodiscard]] inline issue no_open_time(std::string place, std::string hint) {
    return {.code = "calendar.no_open_time",
            .place = std::move(place),
            .message = "the calendar never opens, so no target could ever fall due",
            .expected = "some open time between 1970 and 9999",
            .saw = "none",
            .hint = std::move(hint)};
}

[[nodiscard]] inline issue too_many_members(std::size_t count, std::size_t most) {
    return {.code = "calendar.too_many_members",
            .place = "",
            .message = "the combination has too many calendars",
            .expected = "at most " + std::to_string(most) + " different definitions",
            .saw = std::to_string(count),
            .hint = "where they share a zone, write one definition with several ranges a day"};
}

} // namespace sla::inline v1::detail::calendar_issues
