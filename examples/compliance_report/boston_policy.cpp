// SPDX-License-Identifier: MIT

#include "boston_policy.hpp"

#include "text.hpp"

#include <fmt/format.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace compliance {

namespace {

constexpr const char* calendar_name = "City of Boston";
constexpr const char* metric = "resolution";

void read_hours(const json_reader& week, desk_policy& desk, sla::calendar_definition& calendar) {
    for (const auto& [days, range] : week.members()) {
        sla::result<sla::weekday_set> which = read_weekdays(days);
        if (!which) {
            range.report(which.issues());
            continue;
        }
        const std::vector<std::string> ends = range.texts();
        if (ends.size() != 2) {
            range.report("policy_file.hours", "opening hours have a beginning and an end",
                         "[\"08:30\", \"17:00\"]", range.value().dump());
            continue;
        }
        const auto begin = read_time_of_day(ends[0]);
        const auto end = read_time_of_day(ends[1]);
        if (begin && end)
            calendar.hours.set(*which, {{*begin, *end}});
        else
            range.report(begin ? end.issues() : begin.issues());
        desk.origins.emplace_back("calendars[0].hours", range.place());
    }
}

void read_holidays(const json_reader& holidays, desk_policy& desk,
                   sla::calendar_definition& calendar) {
    for (const json_reader& entry : holidays.entries()) {
        const std::optional<std::string> text = entry.text();
        if (!text)
            continue;
        const auto date = read_date(*text);
        if (!date) {
            entry.report(date.issues());
            continue;
        }
        desk.origins.emplace_back(
            fmt::format("calendars[0].exceptions[{}]", calendar.exceptions.size()), entry.place());
        calendar.exceptions.push_back(sla::closed("Holiday", *date));
    }
}

/// The two kinds of rule: business days that keep the time of day, and hours of the wall clock,
/// which are whole days there.
std::optional<sla::target_duration> read_limit(const json_reader& target) {
    const auto kind = target.require("kind");
    const auto n = target.require("n");
    if (!kind || !n)
        return std::nullopt;
    const std::optional<std::string> name = kind->text();
    const std::optional<int> count = n->whole_number(1, 1'000'000);
    if (!name || !count)
        return std::nullopt;
    if (*name == "business_days")
        return sla::business_days{.count = *count};
    if (*name != "calendar_hours") {
        kind->report("policy_file.kind", "there is no such kind of target",
                     "\"business_days\" or \"calendar_hours\"", in_quotes(*name));
        return std::nullopt;
    }
    if (*count % 24 != 0) {
        n->report("policy_file.hours", "hours of the wall clock have to be whole days",
                  "a multiple of 24", fmt::format("{}", *count));
        return std::nullopt;
    }
    return sla::calendar_days{*count / 24};
}

sla::target_definition read_targets(const json_reader& targets, desk_policy& desk) {
    sla::target_definition target{.metric = metric};
    for (const json_reader& entry : targets.entries()) {
        if (!entry.is_object({"type", "kind", "n"}))
            continue;
        const auto type = entry.require("type");
        const std::optional<std::string> name = type ? type->text() : std::nullopt;
        const std::optional<sla::target_duration> within = read_limit(entry);
        if (!name || !within)
            continue;
        desk.origins.emplace_back(
            fmt::format("policies[0].targets[0].rows[{}]", target.rows.size()), entry.place());
        target.rows.push_back({.match = {{sla::attribute::category, {*name}}}, .within = *within});
    }
    return target;
}

} // namespace

bool is_boston_policy(const json_file& file) {
    const json& root = file.root();
    return root.is_object() && root.contains("week") && root.contains("time_zone");
}

desk_policy read_boston_policy(const json_file& file, sla::issue_list& issues) {
    const json_reader root{file, issues};
    desk_policy desk{.name = "City of Boston, 311 requests of 2015",
                     .columns = {.id = "CASE_ENQUIRY_ID",
                                 .created = "OPEN_DT",
                                 .resolved = "CLOSED_DT",
                                 .type = "TYPE",
                                 .channel = "Source",
                                 .department = "Department",
                                 .target = "TARGET_DT",
                                 .verdict = "OnTime_Status",
                                 .kept = "ONTIME",
                                 .missed = "OVERDUE"},
                     .dates = wall_clock_format::of("MM/DD/YYYY hh:mm:ss AM").value(),
                     // Open requests were judged shortly before; the policy's own text says so.
                     .as_of = "2016-01-13 08:02:23"};
    // The texts in "what", "rules" and "verdict" are for people.
    if (!root.is_object({"what", "time_zone", "week", "holidays", "rules", "verdict", "targets"}))
        return desk;

    sla::calendar_definition calendar{.name = calendar_name};
    if (const auto zone = root.require("time_zone")) {
        desk.origins.emplace_back("calendars[0].zone", zone->place());
        desk.zone = zone->text().value_or("");
        calendar.zone = desk.zone;
    }
    if (const auto week = root.require("week"))
        read_hours(*week, desk, calendar);
    if (const auto holidays = root.require("holidays"))
        read_holidays(*holidays, desk, calendar);
    desk.book.calendars.push_back(std::move(calendar));

    sla::policy_definition policy{.name = desk.name, .calendar = calendar_name};
    if (const auto targets = root.require("targets")) {
        desk.origins.emplace_back("policies[0]", targets->place());
        policy.targets.push_back(read_targets(*targets, desk));
    }
    desk.book.policies.push_back(std::move(policy));
    return desk;
}

} // namespace compliance
