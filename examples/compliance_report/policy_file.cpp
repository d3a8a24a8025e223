// SPDX-License-Identifier: MIT

#include "policy_file.hpp"

#include "boston_policy.hpp"
#include "json_file.hpp"
#include "text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <map>
#include <optional>

namespace compliance {

namespace {

namespace chrono = std::chrono;

constexpr const char* fallback_metric = "resolution";

/// Takes the value where there is one, and otherwise reports what is wrong with it.
template <class T>
std::optional<T> checked(const json_reader& at, sla::result<T> result) {
    if (result)
        return *std::move(result);
    at.report(result.issues());
    return std::nullopt;
}

void read_text(const json_reader& object, std::string_view key, std::string& into) {
    if (const auto found = object.find(key))
        into = found->text().value_or("");
}

void require_text(const json_reader& object, std::string_view key, std::string& into) {
    if (const auto found = object.require(key))
        into = found->text().value_or("");
}

// -- "tickets" -----------------------------------------------------------------------------------

void read_columns(const json_reader& columns, ticket_columns& into) {
    if (!columns.is_object({"id", "created", "first response", "resolved", "type", "priority",
                            "channel", "department"}))
        return;
    require_text(columns, "id", into.id);
    require_text(columns, "created", into.created);
    read_text(columns, "first response", into.first_response);
    read_text(columns, "resolved", into.resolved);
    read_text(columns, "type", into.type);
    read_text(columns, "priority", into.priority);
    read_text(columns, "channel", into.channel);
    read_text(columns, "department", into.department);
}

void read_recorded(const json_reader& recorded, ticket_columns& into) {
    if (!recorded.is_object({"target", "verdict", "kept", "missed"}))
        return;
    require_text(recorded, "target", into.target);
    read_text(recorded, "verdict", into.verdict);
    if (into.verdict.empty())
        return;
    require_text(recorded, "kept", into.kept);
    require_text(recorded, "missed", into.missed);
}

void read_tickets(const json_reader& tickets, desk_policy& desk) {
    if (!tickets.is_object({"columns", "date format", "separator", "as of", "recorded"}))
        return;
    if (const auto columns = tickets.require("columns"))
        read_columns(*columns, desk.columns);
    if (const auto recorded = tickets.find("recorded"))
        read_recorded(*recorded, desk.columns);
    if (const auto format = tickets.require("date format"))
        if (const auto text = format->text())
            if (auto dates = checked(*format, wall_clock_format::of(*text)))
                desk.dates = *std::move(dates);
    if (const auto separator = tickets.find("separator"))
        if (const auto text = separator->text()) {
            desk.separator = text->front();
            if (text->size() != 1 || (*text != "," && *text != ";" && *text != "\t"))
                separator->report("policy_file.separator", "this cannot separate fields",
                                  R"(",", ";" or "\t")", in_quotes(*text));
        }
    if (const auto as_of = tickets.find("as of"))
        if (const auto text = as_of->text())
            if (checked(*as_of, read_plain_date(*text)))
                desk.as_of = *text;
}

// -- "calendar" ----------------------------------------------------------------------------------

std::vector<sla::time_range> read_ranges(const json_reader& list) {
    std::vector<sla::time_range> ranges;
    for (const json_reader& entry : list.entries()) {
        const std::optional<std::string> text = entry.text();
        if (!text)
            continue;
        const std::size_t dash = text->find('-');
        if (dash == std::string::npos) {
            entry.report("policy_file.hours", "opening hours have a beginning and an end",
                         "\"08:00-12:30\"", in_quotes(*text));
            continue;
        }
        const auto begin = checked(entry, read_time_of_day(text->substr(0, dash)));
        const auto end = checked(entry, read_time_of_day(text->substr(dash + 1)));
        if (begin && end)
            ranges.push_back({*begin, *end});
    }
    return ranges;
}

void read_hours(const json_reader& hours, desk_policy& desk, sla::calendar_definition& calendar) {
    // As the places in the library's issues name them.
    static constexpr std::array<const char*, 7> names{"sunday",   "monday", "tuesday", "wednesday",
                                                      "thursday", "friday", "saturday"};
    std::array<std::string, 7> given_at;
    desk.origins.emplace_back("calendars[0].hours", hours.place());
    for (const auto& [days, list] : hours.members()) {
        const auto which = checked(list, read_weekdays(days));
        const std::vector<sla::time_range> ranges = read_ranges(list);
        for (unsigned day = 0; which && day < 7; ++day) {
            if (!which->contains(chrono::weekday{day}))
                continue;
            if (!given_at[day].empty())
                list.report("policy_file.weekday_twice",
                            fmt::format("the hours of {} are given twice", names[day]),
                            "each weekday once", in_quotes(days),
                            fmt::format("the other place is {}", given_at[day]));
            given_at[day] = list.place();
            calendar.hours.set(chrono::weekday{day}, ranges);
            const std::string place = fmt::format("calendars[0].hours.{}", names[day]);
            desk.origins.emplace_back(place, list.place());
            const std::size_t listed = list.value().is_array() ? list.value().size() : 0;
            for (std::size_t i = 0; i < listed && i < ranges.size(); ++i)
                desk.origins.emplace_back(fmt::format("{}[{}]", place, i),
                                          list.entries()[i].place());
        }
    }
}

/// "easter", "easter-2", "easter+39".
std::optional<sla::days_from_easter> easter_day(std::string_view text) {
    constexpr std::string_view easter = "easter";
    if (!text.starts_with(easter))
        return std::nullopt;
    text.remove_prefix(easter.size());
    if (text.empty())
        return sla::days_from_easter{0};
    int days = 0;
    for (const char c : text.substr(1)) {
        if (c < '0' || c > '9' || days > 999)
            return std::nullopt;
        days = days * 10 + (c - '0');
    }
    if (text.size() < 2 || (text.front() != '+' && text.front() != '-'))
        return std::nullopt;
    return sla::days_from_easter{text.front() == '-' ? -days : days};
}

/// "12-25", or a day counted from Easter.
std::optional<sla::yearly_date> yearly_day(std::string_view text) {
    if (const auto easter = easter_day(text))
        return *easter;
    // 2000 is a leap year, so that every date of a year exists in it.
    const auto date = read_date(fmt::format("2000-{}", text));
    if (!date)
        return std::nullopt;
    return chrono::month_day{date->month(), date->day()};
}

void read_exception(const json_reader& entry, desk_policy& desk,
                    sla::calendar_definition& calendar) {
    if (!entry.is_object({"date", "to", "name", "hours"}))
        return;
    std::string name;
    require_text(entry, "name", name);
    const auto hours = entry.find("hours");
    const std::vector<sla::time_range> ranges =
        hours ? read_ranges(*hours) : std::vector<sla::time_range>{};
    const auto date = entry.require("date");
    const std::optional<std::string> text = date ? date->text() : std::nullopt;
    if (!text)
        return;
    if (const auto yearly = yearly_day(*text)) {
        if (const auto to = entry.find("to"))
            to->report("policy_file.unknown_key", "a yearly date stands for one day",
                       "no key \"to\"", "\"to\"");
        desk.origins.emplace_back(fmt::format("calendars[0].yearly[{}]", calendar.yearly.size()),
                                  entry.place());
        calendar.yearly.push_back({.name = name, .date = *yearly, .ranges = ranges});
        return;
    }
    const sla::result<chrono::year_month_day> first = read_date(*text);
    if (!first) {
        date->report("policy_file.date", "this is not a date",
                     "\"2025-10-31\", each year \"12-25\", or \"easter+1\"", in_quotes(*text));
        return;
    }
    sla::day_exception exception{.name = name, .first = *first, .ranges = ranges};
    if (const auto to = entry.find("to"))
        if (const auto last = to->text())
            exception.last = checked(*to, read_date(*last));
    desk.origins.emplace_back(
        fmt::format("calendars[0].exceptions[{}]", calendar.exceptions.size()), entry.place());
    calendar.exceptions.push_back(std::move(exception));
}

void read_calendar(const json_reader& object, desk_policy& desk) {
    if (!object.is_object({"name", "zone", "hours", "exceptions"}))
        return;
    desk.origins.emplace_back("calendars[0]", object.place());
    sla::calendar_definition calendar{.name = "Office hours"};
    read_text(object, "name", calendar.name);
    if (const auto zone = object.require("zone")) {
        calendar.zone = zone->text().value_or("");
        desk.zone = calendar.zone;
        desk.origins.emplace_back("calendars[0].zone", zone->place());
    }
    if (const auto hours = object.require("hours"))
        read_hours(*hours, desk, calendar);
    if (const auto exceptions = object.find("exceptions"))
        for (const json_reader& entry : exceptions->entries())
            read_exception(entry, desk, calendar);
    desk.book.calendars.push_back(std::move(calendar));
}

// -- "targets" -----------------------------------------------------------------------------------

void read_target(const json_reader& entry, desk_policy& desk, sla::policy_definition& policy) {
    if (!entry.is_object({"metric", "priority", "channel", "type", "within"}))
        return;
    std::string metric = fallback_metric;
    read_text(entry, "metric", metric);

    sla::target_row row;
    const auto match = [&](std::string_view key, sla::attribute which) {
        if (const auto found = entry.find(key))
            row.match.push_back({which, found->texts()});
    };
    match("priority", sla::attribute::priority);
    match("channel", sla::attribute::channel);
    match("type", sla::attribute::category);

    const auto within = entry.require("within");
    const std::optional<std::string> text = within ? within->text() : std::nullopt;
    const auto duration = text ? checked(*within, read_duration(*text)) : std::nullopt;
    if (!duration)
        return;
    row.within = *duration;

    auto target = std::find_if(policy.targets.begin(), policy.targets.end(),
                               [&](const sla::target_definition& t) { return t.metric == metric; });
    if (target == policy.targets.end())
        target = policy.targets.insert(target, {.metric = metric});
    const std::string place =
        fmt::format("policies[0].targets[{}]", target - policy.targets.begin());
    desk.origins.emplace_back(place, entry.place());
    desk.origins.emplace_back(fmt::format("{}.rows[{}]", place, target->rows.size()),
                              entry.place());
    target->rows.push_back(std::move(row));
}

void read_vocabulary(const json_reader& root, std::string_view key, sla::attribute which,
                     std::vector<std::string>& into, sla::book_definition& book) {
    const auto found = root.find(key);
    if (!found)
        return;
    into = found->texts();
    if (!into.empty())
        book.vocabularies.push_back({which, into});
}

desk_policy read_own_shape(const json_file& file, sla::issue_list& issues) {
    const json_reader root{file, issues};
    desk_policy desk;
    if (!root.is_object(
            {"name", "tickets", "calendar", "priorities", "channels", "targets", "goal"}))
        return desk;
    require_text(root, "name", desk.name);
    if (const auto goal = root.find("goal"))
        if (const auto percent = goal->whole_number(1, 100))
            desk.goal = static_cast<unsigned>(*percent);
    if (const auto tickets = root.require("tickets"))
        read_tickets(*tickets, desk);
    if (const auto calendar = root.require("calendar"))
        read_calendar(*calendar, desk);
    read_vocabulary(root, "priorities", sla::attribute::priority, desk.priorities, desk.book);
    read_vocabulary(root, "channels", sla::attribute::channel, desk.channels, desk.book);

    sla::policy_definition policy{.name = desk.name};
    if (!desk.book.calendars.empty())
        policy.calendar = desk.book.calendars.front().name;
    if (const auto targets = root.require("targets")) {
        desk.origins.emplace_back("policies[0]", targets->place());
        for (const json_reader& entry : targets->entries())
            read_target(entry, desk, policy);
    }
    desk.book.policies.push_back(std::move(policy));
    return desk;
}

// -- places --------------------------------------------------------------------------------------

/// The place in the file from which the longest known beginning of `place` came.
std::string origin_of(const desk_policy& desk, const std::string& place) {
    const std::pair<std::string, std::string>* best = nullptr;
    for (const auto& origin : desk.origins)
        if (place.starts_with(origin.first) &&
            (best == nullptr || origin.first.size() > best->first.size()))
            best = &origin;
    return best == nullptr ? place : best->second;
}

} // namespace

sla::result<desk_policy> read_policy(const std::filesystem::path& path) {
    const sla::result<json_file> file = json_file::read(path);
    if (!file)
        return file.issues();
    sla::issue_list issues;
    desk_policy desk =
        is_boston_policy(*file) ? read_boston_policy(*file, issues) : read_own_shape(*file, issues);
    if (!issues.empty())
        return issues;
    return desk;
}

sla::result<sla::policy_book> compile_policy(const desk_policy& desk, const sla::zone_source& zones,
                                             chrono::year year) {
    const sla::calendar_options options{.first_year = year - chrono::years{7},
                                        .last_year = year + chrono::years{8}};
    sla::result<sla::policy_book> book = sla::compile(desk.book, zones, options);
    sla::issue_list issues;
    for (sla::issue i : book.issues()) {
        i.place = origin_of(desk, i.place);
        for (sla::related_place& r : i.related)
            r.place = origin_of(desk, r.place);
        // "monday to friday" is one place in the file and five in the book.
        if (std::find(issues.begin(), issues.end(), i) == issues.end())
            issues.push_back(std::move(i));
    }
    if (!book)
        return issues;
    return {*std::move(book), std::move(issues)};
}

} // namespace compliance
