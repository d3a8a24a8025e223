// SPDX-License-Identifier: MIT
//
// Jira's calendars. Source: Atlassian support, "Create and edit SLA calendars": working times are
// milliseconds from the midnight of a weekday; a holiday is a whole day, once or every year.
#include "forms.hpp"
#include "import_jira.hpp"
#include "words.hpp"
#include <sla/detail/policy_text.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace sla::inline v1::detail::json {

using namespace std::chrono;

namespace {

constexpr std::array<std::string_view, 8> technical_of_calendar{
    "id", "self", "description", "context", "canUpdate", "canDelete", "deletable", "updateMessage"};
constexpr std::array<std::string_view, 2> technical_of_day{"id", "dateFormatted"};

std::optional<std::size_t> read_weekday(source& from, index at) {
    const std::string name = from.in.name(at, R"(a weekday such as "monday")");
    std::string wanted = name;
    for (char& c : wanted)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    for (std::size_t day = 0; day < weekday_names.size(); ++day) {
        std::string known{weekday_names[day]};
        known.front() = static_cast<char>(known.front() - 'A' + 'a');
        if (known == wanted)
            return day;
    }
    if (from.values[at].kind == kind::text)
        from.in.complain(at, "json.weekdays", "this is no day of the week",
                         R"(for example "monday")", quoted(name, 64));
    return {};
}

// Milliseconds from midnight, or "09:00".
std::optional<seconds> read_time(source& from, index at) {
    constexpr milliseconds day = hours{24};
    if (from.values[at].kind == kind::text) {
        scanner in{from.values.text(at)};
        const auto time = in.clock();
        if (time && in.done() && *time <= day)
            return time;
        from.in.complain(at, "json.hours", "this is no time of day", R"(for example "09:00")",
                         quoted(from.values.text(at), 64));
        return {};
    }
    const auto n = from.in.whole(at, 0, day.count());
    if (!n)
        return {};
    if (*n % 1000 != 0) {
        from.in.complain(at, "json.number", "this is no whole second", {}, std::to_string(*n));
        return {};
    }
    return seconds{*n / 1000};
}

void read_working_time(source& from, index at, weekly_hours& into) {
    fields m{from, at, {"weekday", "start", "end"}, technical_of_day};
    const index day_at = m.required("weekday");
    const index begin_at = m.required("start");
    const index end_at = m.required("end");
    if (day_at == 0 || begin_at == 0 || end_at == 0)
        return;
    const auto day = read_weekday(from, day_at);
    const auto begin = read_time(from, begin_at);
    auto end = read_time(from, end_at);
    if (!day || !begin || !end)
        return;
    if (*end == seconds{0})
        end = hours{24};
    if (*begin >= *end) {
        from.in.complain(at, "import.interval", "these hours end before they begin",
                         "an end after the begin");
        return;
    }
    open(into, *day, *begin, *end);
}

void read_jira_holiday(source& from, index at, calendar_definition& into) {
    fields m{from, at, {"name", "iso8601Date", "date", "recurring"}, technical_of_day};
    if (!m.read())
        return;
    std::string name;
    if (const index i = m["name"])
        name = from.in.name(i, "a name");
    const bool yearly = m["recurring"] != 0 && from.yes(m["recurring"]);
    index date_at = m.either("iso8601Date", "date");
    if (date_at == 0)
        date_at = m.required("iso8601Date");
    const auto date = date_at == 0 ? std::nullopt : import_date(from, date_at);
    if (!date)
        return;
    if (yearly)
        into.yearly.push_back(
            closed_yearly(std::move(name), month_day{date->month(), date->day()}));
    else
        into.exceptions.push_back(closed(std::move(name), *date));
}

} // namespace

jira_calendar read_jira_calendar(source& from, index at) {
    jira_calendar out{.from = &from, .at = at};
    fields m{from,
             at,
             {"id", "name", "timezoneId", "timezone", "workingTimes", "holidays"},
             technical_of_calendar,
             "a calendar"};
    if (!m.read())
        return out;
    if (const index i = m["id"])
        out.id = from.scalar_or_complain(i, "a number");
    if (const index i = m.required("name"))
        out.name = from.in.name(i, "a name");
    index zone = m.either("timezoneId", "timezone");
    if (zone == 0)
        zone = m.required("timezoneId");
    if (zone != 0)
        out.calendar.zone = from.in.name(zone, R"(a time zone such as "Europe/Berlin")");
    if (const index list = m["workingTimes"])
        for (const index i : entries(from, list, "a list of working times"))
            read_working_time(from, i, out.calendar.hours);
    tidy(out.calendar.hours);
    if (const index list = m["holidays"])
        for (const index i : entries(from, list, "a list of holidays"))
            read_jira_holiday(from, i, out.calendar);
    return out;
}

std::optional<milliseconds> read_jira_duration(std::string_view text) {
    scanner in{text};
    milliseconds out{};
    do {
        while (in.take(" ")) {
        }
        const auto n = in.number();
        if (!n)
            return {};
        while (in.take(" ")) {
        }
        const std::string_view unit = in.word();
        if (unit == "h" || unit == "hour" || unit == "hours")
            out += hours{*n};
        else if (unit == "m" || unit == "min" || unit == "minute" || unit == "minutes")
            out += minutes{*n};
        else if (unit == "s" || unit == "sec" || unit == "second" || unit == "seconds")
            out += seconds{*n};
        else
            return {};
    } while (!in.done());
    return out;
}

} // namespace sla::inline v1::detail::json
