// SPDX-License-Identifier: MIT
#include "read.hpp"
#include "words.hpp"

#include <utility>

namespace sla::inline v1::detail::json {

using namespace std::chrono;

namespace {

constexpr std::string_view hours_expected = R"(hours such as "09:00-12:00")";

time_range read_range(reader& in, index at) {
    return read_text(in, at, "json.hours", read_hours, hours_expected);
}

std::vector<time_range> read_ranges(reader& in, index at) {
    return read_list(in, at, read_range, R"(a list of hours, for example ["09:00-17:00"])");
}

year_month_day date_at(reader& in, index at) {
    return read_text(in, at, "json.date", read_date, R"(a date, for example "2026-06-12")");
}

weekly_hours read_week(reader& in, index at) {
    const tape& values = in.values;
    weekly_hours out;
    if (values[at].kind == kind::text && values.text(at) == "24x7")
        return around_the_clock();
    if (!in.is(at, kind::object,
               R"(hours by days, for example { "Monday-Friday": ["09:00-17:00"] }, or "24x7")"))
        return out;
    weekday_set given;
    for (index i = tape::first(at); i != values.end(at); i = values.next(i)) {
        form<weekday_set> days = read_weekdays(values.key(i));
        const std::vector<time_range> ranges = read_ranges(in, i);
        if (auto* fault = std::get_if<text_fault>(&days)) {
            in.complain(i, "json.weekdays", std::move(fault->message), std::move(fault->expected),
                        "\"" + std::string{values.key(i).substr(0, 64)} + "\"");
            continue;
        }
        const weekday_set which = std::get<weekday_set>(days);
        for (unsigned d = 0; d < 7; ++d)
            if (which.contains(weekday{d}) && given.contains(weekday{d})) {
                in.complain(i, "json.weekdays",
                            std::string{weekday_names[d]} + " has hours from another key already",
                            "each day of the week once");
                break;
            }
        given = given | which;
        out.set(which, ranges);
    }
    return out;
}

hours_change read_change(reader& in, index at) {
    hours_change out{};
    members m{in, at, {"from", "hours"}};
    if (const index i = m.required("from"))
        out.from = date_at(in, i);
    if (const index i = m.required("hours"))
        out.hours = read_week(in, i);
    return out;
}

day_exception read_exception(reader& in, index at) {
    day_exception out;
    members m{in, at, {"name", "date", "first", "last", "mode", "hours", "source"}};
    if (const index i = m["name"])
        out.name = in.name(i, "a name");
    if (m.read() && m["date"] != 0) {
        out.first = date_at(in, m["date"]);
        for (const std::string_view other : {"first", "last"})
            if (m[other] != 0)
                in.complain(m[other], "json.conflict", "this stands beside \"date\"",
                            "either \"date\", or \"first\" and \"last\"");
    } else if (m.read() && (m["first"] != 0 || m["last"] != 0)) {
        if (const index i = m.required("first"))
            out.first = date_at(in, i);
        if (const index i = m.required("last"))
            out.last = date_at(in, i);
    } else if (m.read()) {
        (void)m.required("date");
    }
    if (const index i = m["mode"])
        read_word(in, i, mode_words, out.mode);
    if (const index i = m["hours"])
        out.ranges = read_ranges(in, i);
    if (const index i = m["source"])
        out.source = in.name(i, "where the exception comes from");
    return out;
}

std::optional<year> read_year(reader& in, index at) {
    if (at == 0)
        return {};
    const auto n = in.whole(at, -32767, 32767);
    if (!n)
        return {};
    return year{static_cast<int>(*n)};
}

yearly_exception read_yearly(reader& in, index at) {
    yearly_exception out;
    members m{
        in, at, {"name", "on", "observed", "first_year", "last_year", "mode", "hours", "days"}};
    if (const index i = m["name"])
        out.name = in.name(i, "a name");
    if (const index i = m.required("on"))
        out.date = read_text(in, i, "json.yearly_date", read_yearly_date,
                             R"(a date of each year, for example "25 December")");
    if (const index i = m["observed"])
        read_word(in, i, observed_words, out.observed);
    out.first_year = read_year(in, m["first_year"]);
    out.last_year = read_year(in, m["last_year"]);
    if (const index i = m["mode"])
        read_word(in, i, mode_words, out.mode);
    if (const index i = m["hours"])
        out.ranges = read_ranges(in, i);
    if (const index i = m["days"])
        out.days = static_cast<unsigned>(in.whole(i, 0, 1'000'000).value_or(1));
    return out;
}

weekday_set read_weekend(reader& in, index at) {
    weekday_set out;
    if (!in.is(at, kind::list, R"(a list of days, for example ["Friday", "Saturday"])"))
        return out;
    for (index i = tape::first(at); i != in.values.end(at); i = in.values.next(i))
        out = out | read_text(in, i, "json.weekdays", read_weekdays, R"(a day such as "Friday")");
    return out;
}

} // namespace

calendar_definition read_calendar(reader& in, index at) {
    calendar_definition out;
    members m{in, at, {"name", "zone", "hours", "changes", "exceptions", "yearly", "weekend"}};
    if (const index i = m.required("name"))
        out.name = in.name(i, "a name");
    if (const index i = m.required("zone"))
        out.zone = in.name(i, R"(a zone such as "Europe/Berlin")");
    if (const index i = m.required("hours"))
        out.hours = read_week(in, i);
    if (const index i = m["changes"])
        out.changes = read_list(in, i, read_change, "a list of changes of the hours");
    if (const index i = m["exceptions"])
        out.exceptions = read_list(in, i, read_exception, "a list of exceptions");
    if (const index i = m["yearly"])
        out.yearly = read_list(in, i, read_yearly, "a list of yearly exceptions");
    if (const index i = m["weekend"])
        out.weekend = read_weekend(in, i);
    return out;
}

} // namespace sla::inline v1::detail::json
