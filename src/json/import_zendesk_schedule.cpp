// SPDX-License-Identifier: MIT
//
// Zendesk's schedules. Source: Zendesk developer documentation, "Schedules": intervals are minutes
// from the midnight that begins Sunday, in the schedule's zone; holidays are whole days, the last
// one included.
#include "import_zendesk.hpp"
#include <sla/detail/policy_text.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace sla::inline v1::detail::json {

using namespace std::chrono;

namespace {

constexpr std::int64_t day_minutes = std::int64_t{24} * 60;
constexpr std::int64_t week_minutes = 7 * day_minutes;
constexpr std::array<std::string_view, 4> technical_of_schedule{"url", "created_at", "updated_at",
                                                                "id"};

void read_interval(source& from, index at, weekly_hours& into) {
    fields m{from, at, {"start_time", "end_time"}, technical_of_schedule};
    const index first = m.required("start_time");
    const index last = m.required("end_time");
    if (first == 0 || last == 0)
        return;
    const auto begin = from.in.whole(first, 0, week_minutes);
    auto end = from.in.whole(last, 0, week_minutes);
    if (!begin || !end)
        return;
    if (*end == 0) // the midnight that ends Saturday has two numbers
        end = week_minutes;
    if (*begin >= *end) {
        from.in.complain(at, "import.interval", "these hours end before they begin",
                         "an end after the begin",
                         std::to_string(*begin) + " to " + std::to_string(*end));
        return;
    }
    for (std::int64_t day = *begin / day_minutes; day * day_minutes < *end; ++day) {
        const std::int64_t midnight = day * day_minutes;
        open(into, static_cast<std::size_t>(day),
             minutes{std::max(*begin - midnight, std::int64_t{0})},
             minutes{std::min(*end - midnight, day_minutes)});
    }
}

std::string read_zone(source& from, index at) {
    std::string name = from.in.name(at, R"(a time zone such as "Berlin")");
    if (const std::string_view known = zone_of(name); !known.empty())
        return std::string{known};
    if (!name.empty() && name.find('/') == std::string::npos)
        from.note(at, "import.unknown_zone", "this time zone is not known, and taken as it is",
                  quoted(name, 64), "write the IANA name into the book, such as Europe/Berlin");
    return name;
}

void read_zendesk_holiday(source& from, index at, calendar_definition& into) {
    fields m{from, at, {"name", "start_date", "end_date"}, technical_of_schedule};
    day_exception out;
    if (const index i = m["name"])
        out.name = from.in.name(i, "a name");
    const index first = m.required("start_date");
    const auto begin = first == 0 ? std::nullopt : import_date(from, first);
    const auto end = m["end_date"] == 0 ? begin : import_date(from, m["end_date"]);
    if (!begin || !end)
        return;
    if (*end < *begin) {
        from.in.complain(at, "import.interval", "this holiday ends before it begins");
        return;
    }
    if (local_days{*end} - local_days{*begin} >= days{3660}) {
        from.note(at, "import.left_out", "this holiday lasts more than ten years", {},
                  "change the hours instead");
        return;
    }
    out.first = *begin;
    if (*end != *begin)
        out.last = *end;
    into.exceptions.push_back(std::move(out));
}

} // namespace

void read_zendesk_holidays(source& from, index list, calendar_definition& into) {
    for (const index i : entries(from, list, "a list of holidays"))
        read_zendesk_holiday(from, i, into);
}

zendesk_schedule read_zendesk_schedule(source& from, index at) {
    zendesk_schedule out{.from = &from, .at = at};
    fields m{from, at, {"id", "name", "time_zone", "intervals", "holidays"}, technical_of_schedule};
    if (const index i = m["id"])
        out.id = from.scalar_or_complain(i, "a number");
    if (const index i = m.required("name"))
        out.name = from.in.name(i, "a name");
    if (const index i = m.required("time_zone"))
        out.calendar.zone = read_zone(from, i);
    if (const index list = m["intervals"])
        for (const index i : entries(from, list, "a list of intervals"))
            read_interval(from, i, out.calendar.hours);
    tidy(out.calendar.hours);
    if (const index i = m["holidays"])
        read_zendesk_holidays(from, i, out.calendar);
    return out;
}

} // namespace sla::inline v1::detail::json
