// SPDX-License-Identifier: MIT
#include "forms.hpp"
#include "write.hpp"

#include <optional>

namespace sla::inline v1::detail::json {

using namespace std::chrono;

namespace {

void write_ranges(writer& out, const std::vector<time_range>& ranges) {
    out.open_list(one_line);
    for (const time_range& r : ranges)
        out.form(write_hours(r), "hours that begin or end beyond their day and the next");
    out.close();
}

// Neighbours with the same hours, from Monday on, share a key: "Monday-Friday".
void write_week(writer& out, const weekly_hours& week) {
    if (week == around_the_clock()) {
        out.text("24x7");
        return;
    }
    out.open_object();
    for (unsigned first = 1; first <= 7;) {
        const std::vector<time_range>& ranges = week.days[first % 7];
        unsigned last = first;
        while (last < 7 && week.days[(last + 1) % 7] == ranges)
            ++last;
        if (!ranges.empty()) {
            std::string days{weekday_names[first % 7]};
            if (last != first)
                days += "-" + std::string{weekday_names[last % 7]};
            out.key(first == 1 && last == 7 ? "every day" : days);
            write_ranges(out, ranges);
        }
        first = last + 1;
    }
    out.close();
}

// Of an exception, dated or yearly.
void write_effect(writer& out, exception_mode mode, const std::vector<time_range>& ranges) {
    write_word(out, "mode", mode_words, mode, exception_mode::replace);
    if (!ranges.empty()) {
        out.key("hours");
        write_ranges(out, ranges);
    }
}

void write_exception(writer& out, const day_exception& e) {
    out.open_object(one_line);
    if (!e.name.empty())
        out.member("name", e.name);
    if (e.last) {
        write_date_member(out, "first", e.first);
        write_date_member(out, "last", *e.last);
    } else {
        write_date_member(out, "date", e.first);
    }
    write_effect(out, e.mode, e.ranges);
    if (!e.source.empty())
        out.member("source", e.source);
    out.close();
}

void write_year(writer& out, std::string_view key, const std::optional<year>& y) {
    if (!y)
        return;
    out.key(key);
    out.number(int{*y});
}

void write_yearly(writer& out, const yearly_exception& e) {
    out.open_object(one_line);
    if (!e.name.empty())
        out.member("name", e.name);
    out.key("on");
    out.form(write_yearly_date(e.date), "a date that no year has");
    write_word(out, "observed", observed_words, e.observed, observed_rule::as_it_falls);
    write_year(out, "first_year", e.first_year);
    write_year(out, "last_year", e.last_year);
    write_effect(out, e.mode, e.ranges);
    if (e.days != 1) {
        out.key("days");
        if (e.days > 1'000'000)
            out.cannot_say("more than 1000000 days");
        out.number(static_cast<std::int64_t>(e.days));
    }
    out.close();
}

void write_change(writer& out, const hours_change& change) {
    out.open_object();
    write_date_member(out, "from", change.from);
    out.key("hours");
    write_week(out, change.hours);
    out.close();
}

} // namespace

void write_date_member(writer& out, std::string_view key, year_month_day date) {
    out.key(key);
    out.form(write_date(date), "a date that does not exist");
}

void write_calendar(writer& out, const calendar_definition& calendar) {
    out.open_object();
    out.member("name", calendar.name);
    out.member("zone", calendar.zone);
    out.key("hours");
    write_week(out, calendar.hours);
    write_list(out, "changes", calendar.changes, write_change);
    write_list(out, "exceptions", calendar.exceptions, write_exception);
    write_list(out, "yearly", calendar.yearly, write_yearly);
    if (calendar.weekend != saturday_and_sunday) {
        out.key("weekend");
        out.open_list(one_line);
        for (unsigned d = 0; d < 7; ++d)
            if (calendar.weekend.contains(weekday{d}))
                out.text(weekday_names[d]);
        out.close();
    }
    out.close();
}

} // namespace sla::inline v1::detail::json
