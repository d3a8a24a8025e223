// SPDX-License-Identifier: MIT
//
// Figures that are counted by hand here, of tickets that may take four hours from nine to five.

#include "scratch.hpp"
#include <sla/describe.hpp>

#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <compliance_report/wording.hpp>
#include <numeric>
#include <string>
#include <vector>

namespace {

using namespace std::chrono_literals;
using compliance::group_table;
using compliance::metric_figures;

constexpr std::string_view desk = R"({
  "sla": 1,
  "calendars": [{"name": "Office", "zone": "Europe/Berlin",
                 "hours": {"Monday-Friday": ["09:00-17:00"]}}],
  "vocabularies": {"channel": ["web", "phone"]},
  "policies": [{"name": "Desk", "calendar": "Office",
                "targets": {"resolution": "4 business hours"}}],
  "objectives": [{"name": "Half of them", "share": "50 %", "of": "resolution"}]
})";
constexpr std::string_view columns = "id = id\ncreated = opened\nresolved = closed\ntype = type\n"
                                     "channel = by\ndepartment = dept\n"
                                     "date format = YYYY-MM-DD hh:mm\n"
                                     "as of = 2025-11-03 12:00\n";

// 3 h, met; 5 h, broken at 13:00; 4 h, met; open since Friday, broken at 14:00; running.
constexpr std::string_view tickets = "id,opened,closed,type,by,dept\n"
                                     "1,2025-10-27 09:00,2025-10-27 12:00,a,phone,B\n"
                                     "2,2025-10-27 09:00,2025-10-27 14:00,b,phone,B\n"
                                     "3,2025-10-28 09:00,2025-10-28 13:00,a,web,A\n"
                                     "4,2025-10-31 10:00,,a,web,B\n"
                                     "5,2025-11-03 11:00,,b,,\n";

compliance::outcome judged(std::string_view of = tickets, compliance::arguments chosen = {}) {
    const scratch files;
    compliance::outcome out = files.judge(of, desk, std::move(chosen), columns);
    INFO(sla::describe(out.problems));
    REQUIRE(out.problems.empty());
    REQUIRE(out.result.metrics.size() == 1);
    return out;
}

/// "B/phone 1+1+0": names, met, breached, running.
std::vector<std::string> told(const group_table& table) {
    std::vector<std::string> out;
    for (const compliance::group_figures& g : table.groups) {
        std::string line = g.names.front();
        for (std::size_t i = 1; i < g.names.size(); ++i)
            line += "/" + g.names[i];
        out.push_back(line + " " + std::to_string(g.met) + "+" + std::to_string(g.breached) + "+" +
                      std::to_string(g.running));
    }
    return out;
}

using lines = std::vector<std::string>;

} // namespace

TEST_CASE("attainment by group, declared names first, then the most frequent") {
    const metric_figures m = judged().result.metrics.front();
    CHECK(m.all.tickets() == 5);
    CHECK(m.all.attained == sla::share{2, 4});
    REQUIRE(m.tables.size() == 5);
    CHECK(m.tables[0].by == lines{"channel"});
    CHECK(told(m.tables[0]) == lines{"web 1+1+0", "phone 1+1+0", " 0+0+1"});
    CHECK(m.tables[1].by == lines{"department"});
    CHECK(told(m.tables[1]) == lines{"B 1+2+0", " 0+0+1", "A 1+0+0"});
    CHECK(m.tables[2].by == lines{"type"});
    CHECK(told(m.tables[2]) == lines{"a 2+1+0", "b 0+1+1"});
    CHECK(m.tables[3].by == lines{"month"});
    CHECK(told(m.tables[3]) == lines{"2025-10 2+2+0", "2025-11 0+0+1"});
    CHECK(m.tables[4].by == lines{"department", "channel"});
    CHECK(told(m.tables[4]) == lines{"B/web 0+1+0", "B/phone 1+1+0", "/ 0+0+1", "A/web 1+0+0"});
}

TEST_CASE("periods are days, weeks and quarters as well") {
    const auto by = [](sla::calendar_unit unit) {
        compliance::arguments chosen;
        chosen.period = unit;
        return told(judged(tickets, chosen).result.metrics.front().tables[3]);
    };
    CHECK(by(sla::calendar_unit::day) ==
          lines{"2025-10-27 1+1+0", "2025-10-28 1+0+0", "2025-10-31 0+1+0", "2025-11-03 0+0+1"});
    CHECK(by(sla::calendar_unit::week) == lines{"2025-W44 2+2+0", "2025-W45 0+0+1"});
    CHECK(by(sla::calendar_unit::quarter) == lines{"2025-Q4 2+2+1"});
}

TEST_CASE("times are those of stopped clocks") {
    const metric_figures m = judged().result.metrics.front();
    CHECK(m.all.time.measured == 3);
    CHECK(m.all.time.mean == 4h);
    CHECK(m.all.time.longest == 5h);
    REQUIRE(m.all.time.at[0]);
    CHECK(m.all.time.at[0]->value == 4h);
    CHECK(m.all.time.at[3]->value == 5h);
    CHECK(m.all.time.at[3]->is_exact());
    // 3/4 of the limit, all of it, 5/4 of it.
    std::array<std::uint64_t, compliance::used_classes.size()> used{};
    used[5] = 1;
    used[6] = 1;
    used[7] = 1;
    CHECK(m.used == used);
}

TEST_CASE("breaches are counted at the hour that clocks showed when the deadline passed") {
    const metric_figures m = judged().result.metrics.front();
    CHECK(m.breaches[13] == 1);                       // Monday
    CHECK(m.breaches[std::size_t{4} * 24 + 14] == 1); // Friday
    CHECK(std::accumulate(m.breaches.begin(), m.breaches.end(), std::uint64_t{0}) == 2);
}

TEST_CASE("the goal is the policy's, or the one that is asked for") {
    const metric_figures own = judged().result.metrics.front();
    REQUIRE(own.all.goal);
    CHECK(compliance::goal_sentence(*own.all.goal) == "met; 0 more breaches in a row can be borne");
    compliance::arguments chosen;
    chosen.goal = 60;
    const metric_figures other = judged(tickets, chosen).result.metrics.front();
    REQUIRE(other.all.goal);
    CHECK(compliance::goal_sentence(*other.all.goal) ==
          "missed; 1 more promise kept in a row would reach it");
    CHECK(compliance::goal_word(other.tables[0].groups[2]) == std::string{"-"});
    chosen.goal = 100;
    CHECK(compliance::goal_sentence(*judged(tickets, chosen).result.metrics.front().all.goal) ==
          "missed for good");
}

TEST_CASE("no tickets give a report without groups") {
    const metric_figures m = judged("id,opened,closed,type,by,dept\n").result.metrics.front();
    CHECK(m.all.tickets() == 0);
    CHECK_FALSE(m.all.attained);
    CHECK_FALSE(m.all.goal);
    CHECK(m.all.time.measured == 0);
    CHECK_FALSE(m.all.time.mean);
    CHECK(m.tables.empty());
}

TEST_CASE("classes of time used include their upper bounds") {
    CHECK(compliance::used_class_of(0h, 32h) == 0);
    CHECK(compliance::used_class_of(1h, 32h) == 0);
    CHECK(compliance::used_class_of(1h + 1ms, 32h) == 1);
    CHECK(compliance::used_class_of(32h, 32h) == 6);
    CHECK(compliance::used_class_of(32h + 1ms, 32h) == 7);
    CHECK(compliance::used_class_of(512h, 32h) == 12);
    CHECK(compliance::used_class_of(512h + 1ms, 32h) == 13);
    CHECK(compliance::used_class_of(1ms, 0h) == 13);
    CHECK(compliance::used_class_name(0) == "up to 1/32");
    CHECK(compliance::used_class_name(6) == "3/4 to limit");
    CHECK(compliance::used_class_name(13) == "more than 16×");
}

TEST_CASE("lengths are told as exactly as one reads them") {
    CHECK(compliance::rough_length({}) == "-");
    CHECK(compliance::rough_length(59s + 999ms) == "59 s");
    CHECK(compliance::rough_length(1h + 59s) == "1 h");
    CHECK(compliance::rough_length(47h + 59min) == "1 day 23 h");
    CHECK(compliance::rough_percentile(sla::percentile_value{5h, 4h, 6h}) == "~5 h");
}
