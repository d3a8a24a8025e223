// SPDX-License-Identifier: MIT
//
// The small texts in a policy file: times of day, dates, weekdays, durations.

#include "policy_file.hpp"
#include "text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <chrono>
#include <optional>

namespace compliance {

namespace {

namespace chrono = std::chrono;
using namespace std::chrono_literals;

sla::issue_list wrong(const char* code, std::string message, std::string expected,
                      std::string_view saw, std::string hint = {}) {
    return {{.code = code,
             .message = std::move(message),
             .expected = std::move(expected),
             .saw = in_quotes(saw),
             .hint = std::move(hint)}};
}

std::string lower(std::string_view text) {
    std::string out{text};
    for (char& c : out)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    return out;
}

std::string_view trimmed(std::string_view text) {
    while (text.starts_with(' '))
        text.remove_prefix(1);
    while (text.ends_with(' '))
        text.remove_suffix(1);
    return text;
}

/// All of `text` as a number without a sign.
std::optional<int> number(std::string_view text) {
    int value = 0;
    const char* const end = text.data() + text.size();
    const auto [stopped, error] = std::from_chars(text.data(), end, value);
    if (text.empty() || error != std::errc{} || stopped != end || text.front() == '-')
        return std::nullopt;
    return value;
}

std::optional<unsigned> weekday_number(std::string_view text) {
    static constexpr std::array<std::string_view, 7> names{
        "sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"};
    for (unsigned day = 0; day < 7; ++day)
        if (text == names[day] || text == names[day].substr(0, 3))
            return day;
    return std::nullopt;
}

/// The unit's duration for a count; nothing where there is no such unit.
std::optional<sla::target_duration> in_unit(int count, std::string_view unit) {
    if (unit.ends_with('s'))
        unit.remove_suffix(1);
    if (unit == "second")
        return chrono::seconds{count};
    if (unit == "minute")
        return chrono::minutes{count};
    if (unit == "hour")
        return chrono::hours{count};
    if (unit == "working minute")
        return sla::working{chrono::minutes{count}};
    if (unit == "working hour")
        return sla::working{chrono::hours{count}};
    if (unit == "business day")
        return sla::business_days{.count = count};
    if (unit == "calendar day")
        return sla::calendar_days{count};
    if (unit == "calendar week")
        return sla::calendar_weeks{count};
    if (unit == "calendar month")
        return sla::calendar_months{count};
    return std::nullopt;
}

} // namespace

sla::result<chrono::seconds> read_time_of_day(std::string_view text) {
    const std::size_t colon = text.find(':');
    const std::optional<int> hours = number(text.substr(0, colon));
    const std::optional<int> minutes =
        colon == std::string_view::npos ? std::nullopt : number(text.substr(colon + 1));
    if (!hours || !minutes || text.size() - colon != 3 || *minutes > 59 || *hours > 48 ||
        *hours * 60 + *minutes > 48 * 60)
        return wrong("policy_file.time_of_day", "this is not a time of day",
                     "hours and minutes, \"00:00\" to \"24:00\", or to \"48:00\" for hours that "
                     "end on the next date",
                     text);
    return chrono::seconds{chrono::hours{*hours} + chrono::minutes{*minutes}};
}

sla::result<chrono::year_month_day> read_date(std::string_view text) {
    static const wall_clock_format form = wall_clock_format::of("YYYY-MM-DD hh:mm").value();
    const sla::result<sla::local_time> midnight = form.read(fmt::format("{} 00:00", text));
    if (!midnight)
        return wrong("policy_file.date", "this is not a date", "a date like \"2025-10-31\"", text);
    return chrono::year_month_day{chrono::floor<chrono::days>(*midnight)};
}

sla::result<sla::weekday_set> read_weekdays(std::string_view text) {
    const std::string days = lower(text);
    if (days == "every day")
        return sla::every_day;
    std::string_view first = days;
    std::string_view last = days;
    for (const std::string_view joint : {std::string_view{" to "}, std::string_view{"-"}}) {
        const std::size_t at = days.find(joint);
        if (at == std::string::npos)
            continue;
        first = trimmed(std::string_view{days}.substr(0, at));
        last = trimmed(std::string_view{days}.substr(at + joint.size()));
        break;
    }
    const std::optional<unsigned> begin = weekday_number(first);
    const std::optional<unsigned> end = weekday_number(last);
    if (!begin || !end)
        return wrong("policy_file.weekdays", "these are not weekdays",
                     "\"monday\", \"monday to friday\" or \"every day\"", text);
    sla::weekday_set set{chrono::weekday{*begin}};
    for (unsigned day = *begin; day != *end;) {
        day = (day + 1) % 7;
        set = set | chrono::weekday{day};
    }
    return set;
}

sla::result<sla::target_duration> read_duration(std::string_view text) {
    constexpr const char* code = "policy_file.duration";
    const std::string all = lower(text);
    const std::size_t comma = all.find(',');
    const std::string_view amount = trimmed(std::string_view{all}.substr(0, comma));
    const std::size_t space = amount.find(' ');
    const std::optional<int> count = number(amount.substr(0, space));
    const std::string_view unit =
        space == std::string_view::npos ? std::string_view{} : trimmed(amount.substr(space));
    if (count && (unit == "day" || unit == "days"))
        return wrong(code, "a bare day can mean three things", "which day is meant", text,
                     fmt::format("write \"{0} business days\", \"{0} calendar days\" (the same "
                                 "time of day) or \"{1} hours\"",
                                 *count, std::int64_t{*count} * 24));
    std::optional<sla::target_duration> within;
    if (count && *count <= 1'000'000)
        within = in_unit(*count, unit);
    if (!within)
        return wrong(code, "this is not a duration that can be promised",
                     "a number up to 1000000 and one of: minutes, hours, working hours, working "
                     "minutes, business days, calendar days, calendar weeks, calendar months",
                     text);
    if (comma == std::string::npos)
        return *within;

    const std::string_view end = trimmed(std::string_view{all}.substr(comma + 1));
    auto* const days = std::get_if<sla::business_days>(&*within);
    if (days == nullptr || !end.starts_with("by "))
        return wrong(code, "what follows the comma does not fit",
                     "\", by close\" or \", by 16:00\" after business days", text);
    if (end == "by close") {
        days->end = sla::business_day_end::close;
        return *within;
    }
    const sla::result<chrono::seconds> at = read_time_of_day(trimmed(end.substr(3)));
    if (!at || *at >= 24h)
        return wrong(code, "what follows \"by\" is not a time of day",
                     "\", by close\" or \", by 16:00\" after business days", text);
    days->end = sla::business_day_end::time_of_day;
    days->at = *at;
    return *within;
}

} // namespace compliance
