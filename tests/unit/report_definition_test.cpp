// SPDX-License-Identifier: MIT
//
// What `compile` refuses, calendar groups, and reports as bytes.
#include "report_desk.hpp"
#include <sla/report.hpp>

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

using namespace report_desk;
using sla::calendar_unit;

namespace {

using codes = std::vector<std::string>;

/// "code at place" of each issue.
codes issues_of(const sla::report_definition& d) {
    codes out;
    const auto compiled = sla::compile(d);
    for (const sla::issue& i : compiled.issues())
        out.push_back(i.code + " at " + i.place);
    return out;
}

sla::report_definition counts_only() {
    sla::report_definition d;
    d.metrics = {{.name = "m"}};
    return d;
}

sla::calendar_grouping grouping(calendar_unit unit, local_days from, local_days end) {
    return {.unit = unit, .zone = berlin(), .from = from, .end = end};
}

sla::report_plan plan_by(const sla::calendar_grouping& calendar) {
    sla::report_definition d = counts_only();
    d.dimensions = {sla::by_calendar("when", calendar)};
    return sla::compile(d).value();
}

/// The label of the group that an instant falls into; "outside" where it falls into none.
std::string group_of(const sla::report_plan& plan, sla::instant t) {
    sla::report report{plan};
    const std::array instants{t};
    const std::array metrics{sla::metric_row{}};
    if (report.add({.instants = instants, .metrics = metrics}).outside == 1)
        return "outside";
    return plan.label(0, report.read({.by = {0}}).at(0).key[0]);
}

} // namespace

TEST_CASE("a definition without metrics is refused") {
    CHECK(issues_of({}) == codes{"report.metrics_missing at metrics"});
}

TEST_CASE("everything that is wrong with a definition is told at once") {
    sla::report_definition d;
    d.dimensions = {
        {.name = "", .values = {"a", "", "a"}},
        {.name = "x"},
        {.name = "x",
         .values = {"a"},
         .calendar = grouping(calendar_unit::day, local_days{2026y / May / 1},
                              local_days{2026y / May / 2})},
        sla::by_calendar("reversed", grouping(calendar_unit::day, local_days{2026y / May / 2},
                                              local_days{2026y / May / 2})),
        sla::by_calendar("early", grouping(calendar_unit::day, local_days{1969y / December / 31},
                                           local_days{2026y / May / 2})),
        sla::by_calendar("odd", {.unit = static_cast<calendar_unit>(99),
                                 .from = local_days{2026y / May / 1},
                                 .end = local_days{2026y / May / 2},
                                 .week_begins = weekday{9}}),
        sla::by_calendar("long",
                         grouping(calendar_unit::hour_of_week, local_days{2000y / January / 1},
                                  local_days{2026y / January / 1}))};
    d.metrics = {{.name = "m",
                  .lengths = {{.name = "l", .of = {}, .limits = {-1ms, sla::longest_length}},
                              {.name = "l", .limits = {1s, 2s, 3s, 4s, 5s}}}},
                 {.name = ""}};
    d.exact_values = sla::max_exact_values + 1;
    d.precision_bits = 3;
    CHECK(issues_of(d) == codes{"report.name_missing at dimensions[0].name",
                                "report.name_twice at dimensions[2].name",
                                "report.name_missing at dimensions[0].values[1]",
                                "report.name_twice at dimensions[0].values[2]",
                                "report.values_missing at dimensions[1]",
                                "report.values_and_calendar at dimensions[2]",
                                "report.dates_reversed at dimensions[3].calendar",
                                "report.dates_out_of_range at dimensions[4].calendar",
                                "report.unknown_enumerator at dimensions[5].calendar.unit",
                                "report.weekday_invalid at dimensions[5].calendar.week_begins",
                                "report.too_many_periods at dimensions[6].calendar",
                                "report.name_missing at metrics[1].name",
                                "report.name_twice at metrics[0].lengths[1].name",
                                "report.states_missing at metrics[0].lengths[0].of",
                                "report.limit_out_of_range at metrics[0].lengths[0].limits[0]",
                                "report.limit_out_of_range at metrics[0].lengths[0].limits[1]",
                                "report.too_many_limits at metrics[0].lengths[1].limits",
                                "report.exact_values_out_of_range at exact_values",
                                "report.precision_out_of_range at precision_bits"});
}

TEST_CASE("a report has bounds") {
    sla::report_definition d = counts_only();
    const auto names = [](std::size_t count) {
        std::vector<std::string> out;
        for (std::size_t i = 0; i < count; ++i)
            out.push_back(std::to_string(i));
        return out;
    };
    d.dimensions = {sla::by_values("a", names(4095)), sla::by_values("b", names(4095))};
    CHECK(issues_of(d).empty()); // 4096 x 4096
    d.dimensions[1].values.emplace_back("one more");
    CHECK(issues_of(d) == codes{"report.too_many_groups at dimensions"});
    d = counts_only();
    for (std::size_t i = 0; i <= sla::max_report_dimensions; ++i)
        d.dimensions.push_back(sla::by_values(std::to_string(i), {"a"}));
    CHECK(issues_of(d) == codes{"report.too_many_dimensions at dimensions"});
    d = counts_only();
    for (std::size_t i = 0; i < sla::max_report_metrics; ++i)
        d.metrics.push_back({.name = std::to_string(i)});
    CHECK(issues_of(d) == codes{"report.too_many_metrics at metrics"});
    d = counts_only();
    for (std::size_t i = 0; i <= sla::max_report_lengths; ++i)
        d.metrics[0].lengths.push_back({.name = std::to_string(i)});
    CHECK(issues_of(d) == codes{"report.too_many_lengths at metrics[0].lengths"});
}

TEST_CASE("calendar groups have names") {
    const local_days from{2025y / December / 29}; // a Monday
    const local_days end{2026y / January / 6};
    const auto labels = [&](calendar_unit unit) {
        const sla::report_plan plan = plan_by(grouping(unit, from, end));
        codes out;
        for (std::size_t i = 0; i < plan.size(0); ++i)
            out.push_back(plan.label(0, i));
        return out;
    };
    CHECK(labels(calendar_unit::day) == codes{"2025-12-29", "2025-12-30", "2025-12-31",
                                              "2026-01-01", "2026-01-02", "2026-01-03",
                                              "2026-01-04", "2026-01-05"});
    CHECK(labels(calendar_unit::week) == codes{"2026-W01", "2026-W02"});
    CHECK(labels(calendar_unit::month) == codes{"2025-12", "2026-01"});
    CHECK(labels(calendar_unit::quarter) == codes{"2025-Q4", "2026-Q1"});
    CHECK(labels(calendar_unit::year) == codes{"2025", "2026"});
    CHECK(labels(calendar_unit::day_of_week) ==
          codes{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"});
    CHECK(labels(calendar_unit::hour_of_day).at(14) == "14:00");
    const codes hours = labels(calendar_unit::hour_of_week);
    CHECK(hours.size() == 168);
    CHECK(hours.at(0) == "Mon 00:00");
    CHECK(hours.at(167) == "Sun 23:00");

    sla::calendar_grouping sundays = grouping(calendar_unit::week, from, end);
    sundays.week_begins = Sunday;
    const sla::report_plan plan = plan_by(sundays);
    CHECK(plan.size(0) == 2);
    CHECK(plan.label(0, 0) == "2025-12-28"); // before the first date
    CHECK(plan.first_date(0, 0) == local_days{2025y / December / 28});
    CHECK(plan.first_date(0, 1) == local_days{2026y / January / 4});
    CHECK_FALSE(plan.first_date(0, 2));
    CHECK_FALSE(plan_by(grouping(calendar_unit::hour_of_day, from, end)).first_date(0, 3));
    CHECK(plan_by(grouping(calendar_unit::quarter, from, end)).first_date(0, 1) ==
          local_days{2026y / January / 1});
}

TEST_CASE("weeks of a year are numbered by ISO 8601") {
    const auto week = [](local_days date) {
        return plan_by(grouping(calendar_unit::week, date, date + days{1})).label(0, 0);
    };
    CHECK(week(local_days{2021y / January / 3}) == "2020-W53");
    CHECK(week(local_days{2021y / January / 4}) == "2021-W01");
    CHECK(week(local_days{2024y / December / 30}) == "2025-W01");
    CHECK(week(local_days{2026y / December / 31}) == "2026-W53");
}

TEST_CASE("an instant is in the group of the date that the clock shows") {
    const auto march =
        grouping(calendar_unit::day, local_days{2026y / March / 1}, local_days{2026y / April / 1});
    const sla::report_plan plan = plan_by(march);
    const local_days change{2026y / March / 29};
    CHECK(group_of(plan, at(change)) == "2026-03-29");
    CHECK(group_of(plan, at(change) + 22h + 59min) == "2026-03-29"); // a day of 23 hours
    CHECK(group_of(plan, at(change) + 23h) == "2026-03-30");
    CHECK(group_of(plan, at(local_days{2026y / March / 1}) - 1ms) == "outside");
    CHECK(group_of(plan, at(local_days{2026y / March / 1})) == "2026-03-01");
    CHECK(group_of(plan, at(local_days{2026y / April / 1}) - 1ms) == "2026-03-31");
    CHECK(group_of(plan, at(local_days{2026y / April / 1})) == "outside");
    CHECK(group_of(plan, sla::first_instant) == "outside");
    CHECK(group_of(plan, sla::end_of_range) == "outside");
    CHECK(group_of(plan, sla::instant::min()) == "outside");
    CHECK(group_of(plan, sla::instant::max() - 1ms) == "outside");
    CHECK(group_of(plan, sla::never).empty()); // no instant
}

TEST_CASE("a repeated hour is one group") {
    const sla::report_plan plan =
        plan_by(grouping(calendar_unit::hour_of_day, local_days{2026y / October / 1},
                         local_days{2026y / November / 1}));
    const sla::instant midnight = at(local_days{2026y / October / 25});
    CHECK(group_of(plan, midnight + 2h) == "02:00");
    CHECK(group_of(plan, midnight + 3h) == "02:00");
    CHECK(group_of(plan, midnight + 4h) == "03:00");
}

// -- bytes ----------------------------------------------------------------------------------------

namespace {

sla::report some_report() {
    sla::report_definition d = by_priority_and_month();
    d.exact_values = 4;
    columns c;
    for (int i = 0; i < 40; ++i)
        c.add(i % 3 - 1, at(local_days{2026y / January / 1} + days{i * i % 90}),
              i % 4 == 0 ? clock_state::breached : clock_state::met, seconds{i * i * 37});
    c.add(5, at(local_days{2026y / January / 1}), clock_state::met);
    return report_of(d, c);
}

std::string refusal(const sla::report_plan& plan, std::vector<std::byte> bytes) {
    const auto read = plan.from_bytes(bytes);
    return read ? "" : read.issues().front().code;
}

} // namespace

TEST_CASE("a report goes to bytes and back") {
    const sla::report report = some_report();
    const std::vector<std::byte> bytes = report.to_bytes();
    const sla::report back = report.plan().from_bytes(bytes).value();
    CHECK(back == report);
    CHECK(back.counts() == report.counts());
    CHECK(back.to_bytes() == bytes);

    const sla::report empty{report.plan()};
    CHECK(empty.to_bytes().size() < 32);
    CHECK(report.plan().from_bytes(empty.to_bytes()).value() == empty);
}

TEST_CASE("bytes have one form on every machine") {
    sla::report_definition d;
    d.metrics = {{.name = "m", .lengths = {{.name = "l"}}}};
    sla::report report{sla::compile(d).value()};
    const std::array metrics{sla::metric_row{.state = code(clock_state::met), .lengths = {300ms}}};
    report.add({.metrics = metrics});
    const std::vector<std::byte> bytes = report.to_bytes();
    std::vector<unsigned> numbers;
    for (const std::byte b : bytes)
        numbers.push_back(std::to_integer<unsigned>(b));
    REQUIRE(numbers.size() == 45);
    CHECK(std::vector(numbers.begin(), numbers.begin() + 5) ==
          std::vector<unsigned>{'S', 'L', 'A', 'R', 1});
    // Rows; the group, met in the fifth place; the length: none out of range, one, 300 ms as sum,
    // least and greatest, 0 whole seconds; the end.
    CHECK(std::vector(numbers.begin() + 13, numbers.end() - 8) ==
          std::vector<unsigned>{1, 0, 0, 0,   1, 0, 0,   0, 0,   1, 0, 0,
                                0, 0, 1, 172, 2, 0, 172, 2, 172, 2, 0, 0});
}

TEST_CASE("damaged bytes are refused") {
    const sla::report report = some_report();
    const std::vector<std::byte> bytes = report.to_bytes();
    for (std::size_t cut = 0; cut < bytes.size(); ++cut)
        CHECK(refusal(report.plan(),
                      {bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(cut)}) ==
              "report.bytes_damaged");
    for (std::size_t at = 0; at < bytes.size(); ++at)
        for (unsigned bit = 0; bit < 8; ++bit) {
            std::vector<std::byte> changed = bytes;
            changed[at] ^= std::byte{1} << bit;
            const std::string code = refusal(report.plan(), changed);
            CHECK((code == "report.bytes_damaged" || (at == 4 && code == "report.bytes_version")));
        }
    std::vector<std::byte> longer = bytes;
    longer.push_back(std::byte{0});
    CHECK(refusal(report.plan(), longer) == "report.bytes_damaged");
}

TEST_CASE("bytes of another definition are refused") {
    const sla::report report = some_report();
    sla::report_definition d = report.plan().definition();
    d.metrics[0].name = "resolution";
    CHECK(refusal(sla::compile(d).value(), report.to_bytes()) == "report.other_definition");
    // Equal definitions read each other's, whatever the zone is called.
    d = report.plan().definition();
    d.dimensions[1].calendar->zone =
        sla::zone_from_rule("Paris", "CET-1CEST,M3.5.0,M10.5.0/3").value();
    CHECK(sla::compile(d).value() == report.plan());
    CHECK(sla::compile(d).value().from_bytes(report.to_bytes()).value() == report);
}
