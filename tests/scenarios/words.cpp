// SPDX-License-Identifier: MIT
#include "words.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <oracle/hard_zones.hpp>

using namespace std::chrono;
using namespace std::chrono_literals;

namespace scenarios {
namespace {

constexpr std::array<std::string_view, 7> weekday_names{"Sun", "Mon", "Tue", "Wed",
                                                        "Thu", "Fri", "Sat"};

constexpr std::array<named<milliseconds>, 4> units{
    {{"h", 1h}, {"min", 1min}, {"s", 1s}, {"ms", 1ms}}};

bool starts_with_digit(std::string_view text) {
    return !text.empty() && text.front() >= '0' && text.front() <= '9';
}

std::string padded(std::int64_t n, std::size_t width) {
    std::string text = std::to_string(n);
    return std::string(width > text.size() ? width - text.size() : 0, '0') + text;
}

/// "day" or "days"
bool take_plural(std::string_view& text, const std::string& singular) {
    return take(text, singular) || take(text, singular + "s");
}

sla::target_duration read_business_days(int count, std::string_view text) {
    sla::business_days days{.count = count};
    if (take(text, ", close"))
        days.end = sla::business_day_end::close;
    if (take(text, ", by")) {
        days.end = sla::business_day_end::time_of_day;
        const auto [at, cut_off] = cut(text, ", cut-off ");
        days.at = read_time_of_day(at);
        if (!cut_off.empty())
            days.cut_off = read_time_of_day(cut_off);
        text = {};
    }
    if (!text.empty())
        throw unreadable{"unknown limit", text};
    return days;
}

/// "15:00", "15:00:30" or "15:00:00.001"
milliseconds read_clock(std::string_view text) {
    const auto [whole, fraction] = cut(text, ".");
    const auto parts = split(whole, ":");
    if (parts.size() < 2 || parts.size() > 3 || parts[0].size() != 2 || parts[1].size() != 2)
        throw unreadable{"not a time", text};
    milliseconds time = hours{number(parts[0])} + minutes{number(parts[1])};
    if (parts.size() == 3)
        time += seconds{number(parts[2])};
    if (!fraction.empty())
        time += milliseconds{number(fraction)};
    if (time > 24h || (!fraction.empty() && (fraction.size() != 3 || parts.size() != 3)))
        throw unreadable{"not a time", text};
    return time;
}

/// "+01:00"
std::optional<seconds> take_offset(std::string_view& text) {
    if (!text.starts_with('+') && !text.starts_with('-'))
        return {};
    const std::string_view word = take_word(text);
    const seconds size = read_time_of_day(word.substr(1));
    return word.front() == '-' ? -size : size;
}

/// "02-13" in the year of the date on the wall, or "2026-02-13".
year_month_day read_date_on(std::string_view text, const wall& on) {
    if (text.size() != 5 || !on.date)
        return read_date(text);
    return read_date(std::to_string(int{year_month_day{*on.date}.year()}) + "-" +
                     std::string{text});
}

std::string write_offset(seconds offset) {
    const auto size = abs(offset);
    return (offset < 0s ? " -" : " +") + padded(size / 1h, 2) + ":" + padded(size % 1h / 1min, 2);
}

} // namespace

// -- names and numbers -------------------------------------------------------------------------

bool take(std::string_view& text, std::string_view words) {
    if (!text.starts_with(words))
        return false;
    const std::string_view rest = text.substr(words.size());
    if (!rest.empty() && rest.front() != ' ' && rest.front() != ',')
        return false;
    text = trim(rest);
    return true;
}

std::vector<std::string_view> split(std::string_view text, std::string_view separator) {
    std::vector<std::string_view> parts;
    while (true) {
        const auto end = text.find(separator);
        parts.push_back(trim(text.substr(0, end)));
        if (end == std::string_view::npos)
            return parts;
        text.remove_prefix(end + separator.size());
    }
}

std::pair<std::string_view, std::string_view> cut(std::string_view text,
                                                  std::string_view separator) {
    const auto end = text.find(separator);
    if (end == std::string_view::npos)
        return {trim(text), {}};
    return {trim(text.substr(0, end)), trim(text.substr(end + separator.size()))};
}

std::vector<std::string> strings(const std::vector<std::string_view>& views) {
    std::vector<std::string> out;
    for (const std::string_view view : views) {
        if (view.empty())
            throw unreadable{"a name is missing", view};
        out.emplace_back(view);
    }
    return out;
}

int number(std::string_view text) {
    int value = 0;
    const char* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, value);
    if (read.ec != std::errc{} || read.ptr != end || value < 0)
        throw unreadable{"not a number", text};
    return value;
}

sla::attribute attribute_of(std::string_view name) {
    for (std::size_t i = 0; i < sla::attribute_count; ++i)
        if (sla::name_of(static_cast<sla::attribute>(i)) == name)
            return static_cast<sla::attribute>(i);
    throw unreadable{"unknown word", name};
}

// -- lengths -----------------------------------------------------------------------------------

sla::length take_length(std::string_view& text) {
    if (!starts_with_digit(text))
        throw unreadable{"not a length", text};
    milliseconds length{};
    while (starts_with_digit(text)) {
        const int count = number(take_word(text));
        const std::string_view unit = take_word(text);
        length += count * value_of(units, unit);
    }
    if (take(text, "working"))
        return sla::working{length};
    return sla::elapsed{length};
}

sla::length read_length(std::string_view text) {
    const sla::length length = take_length(text);
    if (!text.empty())
        throw unreadable{"too much after a length", text};
    return length;
}

std::string write_length(milliseconds length) {
    if (length == 0ms)
        return "0 min";
    std::string text = length < 0ms ? "minus" : "";
    milliseconds rest = abs(length);
    for (const auto& [name, unit] : units) {
        if (rest / unit != 0)
            text +=
                (text.empty() ? "" : " ") + std::to_string(rest / unit) + " " + std::string{name};
        rest %= unit;
    }
    return text;
}

sla::target_duration read_limit(std::string_view text) {
    std::string_view rest = text;
    const std::string_view first = take_word(rest);
    if (!starts_with_digit(first))
        throw unreadable{"not a limit", text};
    const int count = number(first);
    if (take_plural(rest, "business day"))
        return read_business_days(count, rest);
    if (take_plural(rest, "calendar day") && rest.empty())
        return sla::calendar_days{count};
    if (take_plural(rest, "week") && rest.empty())
        return sla::calendar_weeks{count};
    if (take_plural(rest, "month") && rest.empty())
        return sla::calendar_months{count};

    const auto [before, then] = cut(text, " then ");
    const sla::length length = read_length(before);
    if (then.empty())
        return std::visit([](auto l) { return sla::target_duration{l}; }, length);
    const sla::length after = read_length(then);
    if (!std::holds_alternative<sla::working>(length) ||
        !std::holds_alternative<sla::elapsed>(after))
        throw unreadable{"working time comes first, elapsed time then", text};
    return sla::working_then_elapsed{std::get<sla::working>(length), std::get<sla::elapsed>(after)};
}

// -- times -------------------------------------------------------------------------------------

seconds read_time_of_day(std::string_view text) {
    if (text.size() != 5)
        throw unreadable{"not a time of day", text};
    return duration_cast<seconds>(read_clock(text));
}

year_month_day read_date(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-')
        throw unreadable{"not a date", text};
    const year_month_day made{year{number(text.substr(0, 4))},
                              month{static_cast<unsigned>(number(text.substr(5, 2)))},
                              day{static_cast<unsigned>(number(text.substr(8)))}};
    if (!made.ok())
        throw unreadable{"no such date", text};
    return made;
}

const sla::zone_source& zones() {
    static const sla::zone_source all = [] {
        std::vector<sla::zone> known = oracle::hard_zones();
        known.push_back(sla::zone_from_rule("Asia/Shanghai", "CST-8").value());
        return sla::zone_set{std::move(known)}.source();
    }();
    return all;
}

sla::instant take_time(std::string_view& text, wall& on) {
    const std::string_view whole = text;
    if (!on.zone)
        throw unreadable{"say first: times in <zone>", whole};
    std::string_view word = take_word(text);
    const auto named_day = std::find(weekday_names.begin(), weekday_names.end(), word);
    if (named_day != weekday_names.end()) {
        on.date = local_days{read_date_on(take_word(text), on)};
        if (weekday_names[weekday{*on.date}.c_encoding()] != word)
            throw unreadable{"another weekday", whole};
        word = take_word(text);
    }
    if (!on.date)
        throw unreadable{"a date is missing", whole};
    const sla::local_time shown = *on.date + read_clock(word);
    const sla::local_instants shown_at = on.zone->instants_of(shown);
    if (shown_at.kind == sla::local_kind::skipped)
        throw unreadable{"no clock shows this time", whole};
    const std::optional<seconds> offset = take_offset(text);
    for (const sla::instant t : {shown_at.first, shown_at.last})
        if (offset ? on.zone->offset_at(t) == *offset : shown_at.kind == sla::local_kind::unique)
            return t;
    throw unreadable{offset ? "not the offset of " + on.zone->name()
                            : "the clock shows this twice, so say the offset",
                     whole};
}

sla::instant read_time(std::string_view text, wall on) {
    if (text == "never")
        return sla::never;
    const sla::instant t = take_time(text, on);
    if (!text.empty())
        throw unreadable{"too much after a time", text};
    return t;
}

std::string write_time(sla::instant t, const wall& on) {
    if (!sla::in_range(t))
        return t == sla::never ? "never" : "out of range";
    const sla::local_time shown = on.zone->to_local(t);
    const local_days date = floor<days>(shown);
    const year_month_day ymd{date};
    const milliseconds time = shown - date;
    std::string text = std::string{weekday_names[weekday{date}.c_encoding()]} + " " +
                       padded(int{ymd.year()}, 4) + "-" + padded(unsigned{ymd.month()}, 2) + "-" +
                       padded(unsigned{ymd.day()}, 2) + " " + padded(time / 1h, 2) + ":" +
                       padded(time % 1h / 1min, 2);
    if (time % 1min != 0ms)
        text += ":" + padded(time % 1min / 1s, 2);
    if (time % 1s != 0ms)
        text += "." + padded(time % 1s / 1ms, 3);
    return text + write_offset(on.zone->offset_at(t));
}

} // namespace scenarios
