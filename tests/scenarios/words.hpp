// SPDX-License-Identifier: MIT
//
// The words of a scenario file: names, numbers, lengths of time, and times on a wall clock.
//
// Whatever cannot be read throws `unreadable`; who reads the file adds its name and the line.
#pragma once

#include <sla/target.hpp>
#include <sla/zone.hpp>

#include <chrono>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <table_text.hpp>
#include <utility>
#include <vector>

namespace scenarios {

/// A mistake in a scenario file.
struct unreadable : std::runtime_error {
    unreadable(std::string_view what, std::string_view text)
        : std::runtime_error{std::string{what} + ": \"" + std::string{text} + "\""} {}
};

using table_text::take_word;
using table_text::trim;

/// Takes these words from the front of `text`, if they stand there as whole words.
bool take(std::string_view& text, std::string_view words);

/// The parts of `text` between separators, trimmed.
[[nodiscard]] std::vector<std::string_view> split(std::string_view text,
                                                  std::string_view separator);

/// Before and after the first separator; without one the second part is empty.
[[nodiscard]] std::pair<std::string_view, std::string_view> cut(std::string_view text,
                                                                std::string_view separator);

[[nodiscard]] std::vector<std::string> strings(const std::vector<std::string_view>& views);

/// At least 0.
[[nodiscard]] int number(std::string_view text);

/// Something with the name by which the files call it.
template <class Value>
struct named {
    std::string_view name;
    Value value;
};

/// The value of that name.
template <class Table>
[[nodiscard]] auto value_of(const Table& table, std::string_view name) {
    for (const auto& [known, value] : table)
        if (known == name)
            return value;
    throw unreadable{"unknown word", name};
}

/// The name of that value.
template <class Table, class Value>
[[nodiscard]] std::string name_of(const Table& table, const Value& wanted) {
    for (const auto& [known, value] : table)
        if (value == wanted)
            return std::string{known};
    return "?";
}

[[nodiscard]] sla::attribute attribute_of(std::string_view name);

// -- lengths -----------------------------------------------------------------------------------

/// "1 h 30 min" or "4 h working", from the front of `text`.
sla::length take_length(std::string_view& text);

/// The whole of `text`.
[[nodiscard]] sla::length read_length(std::string_view text);

/// "1 h 30 min"
[[nodiscard]] std::string write_length(std::chrono::milliseconds length);

/// A limit: a length, "4 h working then 24 h", "2 business days", "2 business days, close",
/// "1 business day, by 16:00, cut-off 10:00", "3 calendar days", "1 week", "1 month".
[[nodiscard]] sla::target_duration read_limit(std::string_view text);

// -- times -------------------------------------------------------------------------------------

/// "09:00", "24:00"
[[nodiscard]] std::chrono::seconds read_time_of_day(std::string_view text);

/// "2026-02-13"
[[nodiscard]] std::chrono::year_month_day read_date(std::string_view text);

/// The zones that a file may name: those of the golden tables, and Asia/Shanghai.
[[nodiscard]] const sla::zone_source& zones();

/// The clock that hangs on the wall, and the date on the calendar beside it.
struct wall {
    std::optional<sla::zone> zone{};
    std::optional<std::chrono::local_days> date{};
};

/// A time from the front of `text`, which sets the date on the wall:
///
///     Fri 2026-02-13 15:00        the weekday must be right
///     Fri 02-13 15:00             the year on the wall
///     15:00                       the date on the wall
///     02:30:00.001 +01:00         the offset must be right, and stand where a clock that is
///                                 turned back shows the time twice
sla::instant take_time(std::string_view& text, wall& on);

/// The whole of `text`, or "never".
[[nodiscard]] sla::instant read_time(std::string_view text, wall on);

/// "Fri 2026-02-13 15:00 +01:00", "never"
[[nodiscard]] std::string write_time(sla::instant t, const wall& on);

} // namespace scenarios
