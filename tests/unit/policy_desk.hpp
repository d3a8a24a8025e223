// SPDX-License-Identifier: MIT
//
// A small help desk that the tests of policies and verdicts share: Mon-Fri 9-17, time given in UTC.
#pragma once

#include <sla/policy.hpp>

#include <algorithm>
#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace desk {

inline sla::zone_source zones() {
    return sla::zone_set{
        {sla::zone::utc(), sla::zone_from_rule("Berlin", "CET-1CEST,M3.5.0,M10.5.0/3").value()}}
        .source();
}

inline sla::calendar_definition office(std::string name = "Office", std::string zone = "UTC") {
    using namespace std::chrono_literals;
    return {.name = std::move(name),
            .zone = std::move(zone),
            .hours = sla::weekly(sla::monday_to_friday, {{9h, 17h}})};
}

/// A day of the week that begins with Monday 2 March 2026.
inline sla::instant at(int weekday_from_monday, std::chrono::milliseconds time_of_day) {
    using namespace std::chrono;
    return sys_days{2026y / March / 2} + days{weekday_from_monday} + time_of_day;
}
inline constexpr int monday = 0;
inline constexpr int tuesday = 1;
inline constexpr int wednesday = 2;
inline constexpr int thursday = 3;
inline constexpr int friday = 4;
inline constexpr int saturday = 5;
inline constexpr int next_monday = 7;
inline constexpr int next_tuesday = 8;

/// One policy for every ticket, with the calendar "Office".
inline sla::book_definition promising(std::vector<sla::target_definition> targets) {
    return {
        .calendars = {office()},
        .policies = {{.name = "Everybody", .calendar = "Office", .targets = std::move(targets)}}};
}
inline sla::book_definition promising(std::string metric, sla::target_duration within) {
    return promising({{.metric = std::move(metric), .rows = sla::always(within)}});
}

/// The first issue of that code; null when there is none.
inline const sla::issue* find(const sla::issue_list& issues, std::string_view code) {
    const auto at = std::find_if(issues.begin(), issues.end(),
                                 [&](const sla::issue& i) { return i.code == code; });
    return at == issues.end() ? nullptr : &*at;
}

/// "code at place", one for each issue, in their order.
inline std::vector<std::string> summary(const sla::issue_list& issues) {
    std::vector<std::string> out;
    for (const sla::issue& i : issues)
        out.push_back(i.code + " at " + i.place);
    return out;
}

inline sla::issue_list issues_of(const sla::book_definition& definition) {
    return sla::compile(definition, zones()).issues();
}
inline std::vector<std::string> summary(const sla::book_definition& definition) {
    return summary(issues_of(definition));
}

} // namespace desk
