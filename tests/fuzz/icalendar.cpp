// SPDX-License-Identifier: MIT
//
// Any bytes as an iCalendar: a feed or issues, within the limits. A feed goes into a calendar,
// which compiles; a second time it changes nothing.

#include "bytes.hpp"
#include <sla/calendar.hpp>
#include <sla/holidays.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace {

using namespace std::chrono_literals;

void check_merged(const sla::holiday_feed& feed, const sla::zone_source& zones) {
    const sla::calendar_definition desk{
        .name = "desk", .zone = "Berlin", .hours = sla::weekly(sla::every_day, {{9h, 17h}})};
    const auto merged = sla::add_holidays(desk, feed);
    fuzz::require(merged.has_value(), "what was read can be added");
    const auto again = sla::add_holidays(*merged, feed);
    fuzz::require(again.has_value(), "and added again");
    if (merged.issues().empty())
        fuzz::require(*again == *merged, "which changes nothing");
    const auto compiled =
        sla::compile(*merged, zones,
                     {.first_year = std::chrono::year{2026}, .last_year = std::chrono::year{2026}});
    fuzz::require(compiled.has_value(), "and compiled");
}

} // namespace

// The name is libFuzzer's.
// NOLINTNEXTLINE(readability-identifier-naming)
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const sla::zone berlin =
        sla::zone_from_rule("Berlin", "CET-1CEST,M3.5.0,M10.5.0/3").value();
    static const sla::zone_source zones = sla::zone_set{{sla::zone::utc(), berlin}}.source();
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    sla::holiday_options options;
    options.first = std::chrono::year{2020} / 1 / 1;
    options.last = std::chrono::year{2029} / 12 / 31;
    options.working_day_marks = {"work"};
    options.limits = {.bytes = 20'000,
                      .events = 100,
                      .entries = 500,
                      .steps = 1'000,
                      .name_bytes = 100,
                      .issues = 20};
    const auto feed = sla::read_icalendar(text, berlin, zones, options);
    fuzz::require(feed.issues().size() <= options.limits.issues + 1, "issues are limited");
    for (const sla::issue& i : feed.issues())
        fuzz::require(!i.code.empty() && !i.message.empty(), "an issue says what is wrong");
    if (!feed) {
        fuzz::require(sla::has_errors(feed.issues()), "a refusal has a reason");
        return 0;
    }
    fuzz::require(feed->entries.size() <= options.limits.entries, "entries are limited");
    for (const sla::holiday& e : feed->entries)
        fuzz::require(options.first <= e.first && e.first <= e.last && e.last <= options.last,
                      "entries lie in the range");
    check_merged(*feed, zones);
    return 0;
}
