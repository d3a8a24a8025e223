// SPDX-License-Identifier: MIT
//
// The parts of a Jira Service Management project: calendars, the conditions of clocks, queries.
#pragma once

#include "import.hpp"
#include <sla/metric.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sla::inline v1::detail::json {

struct jira_calendar {
    std::string id{};
    std::string name{};
    calendar_definition calendar{};
    source* from = nullptr;
    index at = 0;
};

jira_calendar read_jira_calendar(source& from, index at);

/// The lists of conditions of a clock; 0 where there is none.
struct jira_clock {
    index start = 0;
    index pause = 0;
    index stop = 0;
};

/// The clock; without starts or stops where none of them could be mapped.
metric_definition read_jira_clock(source& from, const jira_clock& at);

/// The condition of a query; nothing where it cannot be said, with a note at `at`. The query
/// stands there, or belongs to what stands there.
std::optional<condition> read_jql(source& from, index at, std::string_view query,
                                  condition_maker& make);

/// "4h", "1h 30m", "90m 30s". Nothing for others.
std::optional<std::chrono::milliseconds> read_jira_duration(std::string_view text);

} // namespace sla::inline v1::detail::json
