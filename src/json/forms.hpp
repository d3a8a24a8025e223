// SPDX-License-Identifier: MIT
//
// The human forms of durations, hours, dates, steps and credits: reading and writing. What cannot
// be read gives a `text_fault`; what cannot be written gives an empty text.
#pragma once

#include "reader.hpp"
#include <sla/calendar_definition.hpp>
#include <sla/target.hpp>
#include <sla/time.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace sla::inline v1::detail::json {

/// What was read, or why not.
template <class T>
using form = std::variant<T, text_fault>;

/// "1 h 30 min", "4 business hours", "2 business days by close", "4 business hours then 24 h", ...
form<target_duration> read_duration(std::string_view text);
std::string write_duration(const target_duration& d);

/// Elapsed or working time.
form<length> read_length(std::string_view text);
std::string write_length(const length& l);

/// "09:00-12:00", "22:00-06:00", "09:00-33:00".
form<time_range> read_hours(std::string_view text);
std::string write_hours(const time_range& range);

/// "Monday-Friday", "Monday, Wednesday", "every day"; in the order of the week.
form<weekday_set> read_weekdays(std::string_view text);

/// "2026-06-12".
form<std::chrono::year_month_day> read_date(std::string_view text);
std::string write_date(std::chrono::year_month_day date);

/// "2026-04-01T00:00:00+02:00", "2026-03-31T22:00Z".
form<instant> read_instant(std::string_view text);
std::string write_instant(instant t);

/// "25 December", "4th Thursday of November", "last Monday of May", "Easter -2",
/// "orthodox Easter", "Monday on or after 18 May".
form<yearly_date> read_yearly_date(std::string_view text);
std::string write_yearly_date(const yearly_date& date);

using step_time = std::variant<percent_used, before_deadline, after_deadline>;
/// "75 %", "30 min before", "2 business hours after".
form<step_time> read_step_time(std::string_view text);
std::string write_step_time(const step_time& at);

/// "12.5 %", "50 EUR".
form<credit> read_credit(std::string_view text);
std::string write_credit(const credit& c);

/// The front of a text, taken off piece by piece.
class scanner {
public:
    explicit scanner(std::string_view text) : rest{text} {}

    std::string_view rest;

    [[nodiscard]] bool done() const { return rest.empty(); }
    bool take(std::string_view expected);
    /// A run of letters; empty where there is none.
    std::string_view word();
    /// How many digits are at the front.
    [[nodiscard]] std::size_t count_digits() const;
    /// A number of one to nine digits, without zeros in front of it.
    std::optional<int> number();
    /// Exactly so many digits, one to nine.
    std::optional<int> digits(std::size_t count);
    /// "09:00" or "09:00:30", of hours below 100.
    std::optional<std::chrono::seconds> clock();
};

std::string two_digit_text(std::int64_t n);
/// "09:00", "09:00:30". Precondition: 0 <= t < 100 h.
std::string clock_text(std::chrono::seconds t);

} // namespace sla::inline v1::detail::json
