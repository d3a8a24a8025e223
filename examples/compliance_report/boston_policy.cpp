// SPDX-License-Identifier: MIT

#include "boston_policy.hpp"

#include "json_file.hpp"
#include "text.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace compliance {

namespace {

namespace chrono = std::chrono;

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

/// "08:30".
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

/// "2015-11-26".
sla::result<chrono::year_month_day> read_date(std::string_view text) {
    static const wall_clock_format form = wall_clock_format::of("YYYY-MM-DD hh:mm").value();
    const sla::result<sla::local_time> midnight = form.read(fmt::format("{} 00:00", text));
    if (!midnight)
        return wrong("policy_file.date", "this is not a date", "a date like \"2025-10-31\"", text);
    return chrono::year_month_day{chrono::floor<chrono::days>(*midnight)};
}

/// "Mon", "Mon-Fri", "Monday to Friday".
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

bool is_boston_policy(std::string_view text) {
    if (text.find("\"time_zone\"") == std::string_view::npos)
        return false;
    // What is no JSON, or too deep for this, is for the reader of documents to tell.
    const auto shallow = [](int depth, json::parse_event_t, json&) { return depth <= 8; };
    const json root = json::parse(text, shallow, false);
    return root.is_object() && root.contains("week") && root.contains("time_zone");
}

sla::result<desk_policy> read_boston_policy(const std::filesystem::path& path) {
    const sla::result<json_file> file = json_file::read(path);
    if (!file)
        return file.issues();
    sla::issue_list issues;
    const json_reader root{*file, issues};
    desk_policy desk{.name = "City of Boston, 311 requests of 2015", .file = path.string()};
    ticket_form form{.columns = {.id = "CASE_ENQUIRY_ID",
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
        return issues;

    sla::calendar_definition calendar{.name = calendar_name};
    if (const auto zone = root.require("time_zone")) {
        desk.origins.emplace_back("calendars[0].zone", zone->place());
        calendar.zone = zone->text().value_or("");
        form.zone = calendar.zone;
    }
    if (const auto week = root.require("week"))
        read_hours(*week, desk, calendar);
    if (const auto holidays = root.require("holidays"))
        read_holidays(*holidays, desk, calendar);
    desk.document.book.calendars.push_back(std::move(calendar));

    sla::policy_definition policy{.name = desk.name, .calendar = calendar_name};
    if (const auto targets = root.require("targets")) {
        desk.origins.emplace_back("policies[0]", targets->place());
        policy.targets.push_back(read_targets(*targets, desk));
    }
    desk.document.book.policies.push_back(std::move(policy));
    desk.form = std::move(form);
    if (!issues.empty())
        return issues;
    return desk;
}

} // namespace compliance
