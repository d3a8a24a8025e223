// SPDX-License-Identifier: MIT
//
// Hours, weekdays, dates and instants.

#include "forms.hpp"
#include "words.hpp"

#include <cstdint>
#include <utility>

namespace sla::inline v1::detail::json {

using namespace std::chrono;

namespace {

template <std::size_t N>
std::size_t position_of(const std::array<std::string_view, N>& names, std::string_view name) {
    std::size_t n = 0;
    while (n < N && names[n] != name)
        ++n;
    return n;
}

std::optional<weekday> take_weekday(scanner& in) {
    const std::size_t n = position_of(weekday_names, in.word());
    if (n == weekday_names.size())
        return {};
    return weekday{static_cast<unsigned>(n)};
}
std::optional<month> take_month(scanner& in) {
    const std::size_t n = position_of(month_names, in.word());
    if (n == month_names.size())
        return {};
    return month{static_cast<unsigned>(n + 1)};
}

// "18 May"
std::optional<month_day> take_month_day(scanner& in) {
    const auto d = in.number();
    if (!d || *d < 1 || *d > 31 || !in.take(" "))
        return {};
    const auto m = take_month(in);
    if (!m)
        return {};
    return *m / day{static_cast<unsigned>(*d)};
}

// "4th Thursday of November", after the number.
form<yearly_date> take_month_weekday(scanner& in, int n) {
    const std::string_view ending = n == 1 ? "st " : n == 2 ? "nd " : n == 3 ? "rd " : "th ";
    if (n < 1 || n > 5 || !in.take(ending))
        return text_fault{};
    const auto day = take_weekday(in);
    if (!day || !in.take(" of "))
        return text_fault{};
    const auto m = take_month(in);
    if (!m)
        return text_fault{};
    return yearly_date{month_weekday{*m, (*day)[static_cast<unsigned>(n)]}};
}

form<yearly_date> take_easter(scanner& in) {
    days_from_easter out;
    if (in.take("orthodox "))
        out.reckoning = easter::orthodox;
    if (!in.take("Easter"))
        return text_fault{};
    if (in.done())
        return yearly_date{out};
    const int sign = in.take(" +") ? 1 : (in.take(" -") ? -1 : 0);
    const auto n = in.number();
    if (sign == 0 || !n)
        return text_fault{};
    out.days = sign * *n;
    return yearly_date{out};
}

form<yearly_date> take_yearly_date(scanner& in) {
    if (in.rest.starts_with("Easter") || in.rest.starts_with("orthodox "))
        return take_easter(in);
    if (in.take("last ")) {
        const auto day = take_weekday(in);
        if (!day || !in.take(" of "))
            return text_fault{};
        const auto m = take_month(in);
        if (!m)
            return text_fault{};
        return yearly_date{month_weekday_last{*m, weekday_last{*day}}};
    }
    scanner numbered = in;
    if (const auto n = numbered.number(); n && !numbered.rest.starts_with(' ')) {
        in = numbered;
        return take_month_weekday(in, *n);
    }
    if (numbered.rest.size() != in.rest.size()) {
        const auto date = take_month_day(in);
        if (!date)
            return text_fault{};
        return yearly_date{*date};
    }
    const auto day = take_weekday(in);
    if (!day || !in.take(" on or after "))
        return text_fault{};
    const auto date = take_month_day(in);
    if (!date)
        return text_fault{};
    return yearly_date{weekday_on_or_after{*day, *date}};
}

std::optional<year_month_day> take_date(scanner& in) {
    const auto y = in.digits(4);
    if (!y || !in.take("-"))
        return {};
    const auto m = in.digits(2);
    if (!m || !in.take("-"))
        return {};
    const auto d = in.digits(2);
    if (!d)
        return {};
    return year{*y} / month{static_cast<unsigned>(*m)} / day{static_cast<unsigned>(*d)};
}

std::string four_digit_text(int n) {
    const std::string text = std::to_string(n);
    return std::string(text.size() < 4 ? 4 - text.size() : 0, '0') + text;
}

std::string month_day_text(const month_day& date) {
    if (!date.month().ok() || date.day() < day{1} || date.day() > day{31})
        return {};
    return std::to_string(static_cast<unsigned>(date.day())) + " " +
           std::string{month_names[static_cast<unsigned>(date.month()) - 1]};
}

struct yearly_date_writer {
    std::string operator()(const month_day& date) const { return month_day_text(date); }
    std::string operator()(const month_weekday& date) const {
        if (!date.month().ok() || !date.weekday_indexed().ok())
            return {};
        const unsigned n = date.weekday_indexed().index();
        return std::to_string(n) +
               (n == 1   ? "st "
                : n == 2 ? "nd "
                : n == 3 ? "rd "
                         : "th ") +
               std::string{weekday_names[date.weekday_indexed().weekday().c_encoding()]} + " of " +
               std::string{month_names[static_cast<unsigned>(date.month()) - 1]};
    }
    std::string operator()(const month_weekday_last& date) const {
        if (!date.ok())
            return {};
        return "last " + std::string{weekday_names[date.weekday_last().weekday().c_encoding()]} +
               " of " + std::string{month_names[static_cast<unsigned>(date.month()) - 1]};
    }
    std::string operator()(const days_from_easter& date) const {
        constexpr int most = 999'999'999;
        if (date.days < -most || date.days > most)
            return {};
        std::string out = date.reckoning == easter::orthodox ? "orthodox Easter" : "Easter";
        if (date.days > 0)
            out += " +" + std::to_string(date.days);
        if (date.days < 0)
            out += " -" + std::to_string(-date.days);
        return out;
    }
    std::string operator()(const weekday_on_or_after& date) const {
        const std::string from = month_day_text(date.date);
        if (from.empty() || !date.day.ok())
            return {};
        return std::string{weekday_names[date.day.c_encoding()]} + " on or after " + from;
    }
};

} // namespace

form<time_range> read_hours(std::string_view text) {
    const text_fault fault{
        "these are not hours",
        R"(for example "09:00-12:00", "22:00-06:00" over night or "00:00-24:00")",
        {}};
    scanner in{text};
    const auto begin = in.clock();
    if (!begin && text.size() > 1 && text[1] == ':')
        return text_fault{fault.message, fault.expected,
                          "hours have two digits: \"0" + std::string{text.substr(0, 1)} + ":...\""};
    if (!begin || !in.take("-"))
        return fault;
    auto end = in.clock();
    if (!end || !in.done() || *begin >= hours{24} || *end > hours{48})
        return fault;
    if (*end == *begin)
        return text_fault{"these hours end when they begin", fault.expected,
                          "for 24 hours say \"" + clock_text(*begin) + "-" +
                              clock_text(*begin + hours{24}) + "\""};
    if (*end < *begin)
        *end += hours{24};
    return time_range{*begin, *end};
}

std::string write_hours(const time_range& range) {
    const seconds whole = hours{24};
    if (range.begin < seconds{0} || range.begin >= whole || range.end <= range.begin ||
        range.end > 2 * whole)
        return {};
    const bool over_night = range.end > whole && range.end - range.begin < whole;
    return clock_text(range.begin) + "-" + clock_text(over_night ? range.end - whole : range.end);
}

form<weekday_set> read_weekdays(std::string_view text) {
    if (text == "every day")
        return every_day;
    const text_fault fault{"these are not days of the week",
                           R"(for example "Monday", "Monday-Friday", "Tuesday, Thursday" or )"
                           R"("every day")",
                           {}};
    weekday_set out;
    scanner in{text};
    do {
        const auto first = take_weekday(in);
        auto last = first;
        if (first && in.take("-"))
            last = take_weekday(in);
        if (!first || !last)
            return fault;
        for (weekday day = *first;; ++day) {
            if (out.contains(day))
                return text_fault{"a day is there twice", fault.expected, {}};
            out = out | day;
            if (day == *last)
                break;
        }
    } while (in.take(", "));
    if (!in.done())
        return fault;
    return out;
}

form<year_month_day> read_date(std::string_view text) {
    const std::string expected = R"(a date, for example "2026-06-12")";
    scanner in{text};
    const auto date = take_date(in);
    if (!date || !in.done())
        return text_fault{"this is not a date", expected, {}};
    if (!date->ok())
        return text_fault{"there is no such date", expected, {}};
    return *date;
}

std::string write_date(year_month_day date) {
    const int y{date.year()};
    if (!date.ok() || y < 0 || y > 9999)
        return {};
    return four_digit_text(y) + "-" + two_digit_text(static_cast<unsigned>(date.month())) + "-" +
           two_digit_text(static_cast<unsigned>(date.day()));
}

form<instant> read_instant(std::string_view text) {
    const text_fault fault{"this is not an instant",
                           R"(for example "2026-03-31T22:00:00Z" or "2026-04-01T00:00:00+02:00")",
                           {}};
    scanner in{text};
    const auto date = take_date(in);
    if (!date || !date->ok() || !in.take("T"))
        return date && date->ok() && in.done()
                   ? text_fault{"a date is not an instant", fault.expected,
                                "say \"" + std::string{text} +
                                    "T00:00:00\" with \"Z\" for UTC or an offset after it"}
                   : fault;
    const bool with_seconds = in.rest.size() > 5 && in.rest[5] == ':';
    const auto time = in.clock();
    if (!time || *time >= hours{24})
        return fault;
    int ms = 0;
    if (with_seconds && in.take(".")) {
        const auto found = in.digits(3);
        if (!found)
            return fault;
        ms = *found;
    }
    seconds offset{0};
    if (!in.take("Z")) {
        const int sign = in.take("+") ? 1 : (in.take("-") ? -1 : 0);
        const std::size_t left = in.rest.size();
        const auto found = in.clock();
        if (sign == 0 || !found || left != 5 || *found >= hours{24})
            return fault;
        offset = sign * *found;
    }
    if (!in.done())
        return fault;
    return instant{sys_days{*date} + *time - offset + milliseconds{ms}};
}

std::string write_instant(instant t) {
    const sys_days day = floor<days>(t);
    if (t < instant{sys_days{year{0} / January / 1}} || t >= end_of_range)
        return {};
    const milliseconds time = t - day;
    const seconds whole = floor<seconds>(time);
    std::string out = write_date(year_month_day{day}) + "T" + clock_text(whole);
    if (whole % minutes{1} == seconds{0})
        out += ":00";
    if (const auto ms = (time - whole).count(); ms != 0)
        out += "." + std::string(ms < 10 ? 2U : (ms < 100 ? 1U : 0U), '0') + std::to_string(ms);
    return out + "Z";
}

form<yearly_date> read_yearly_date(std::string_view text) {
    scanner in{text};
    form<yearly_date> date = take_yearly_date(in);
    if (std::holds_alternative<yearly_date>(date) && in.done())
        return date;
    return text_fault{"this is not a date of each year",
                      R"(for example "25 December", "4th Thursday of November", )"
                      R"("last Monday of May", "Easter -2" or "Monday on or after 18 May")",
                      {}};
}

std::string write_yearly_date(const yearly_date& date) {
    return std::visit(yearly_date_writer{}, date);
}

} // namespace sla::inline v1::detail::json
