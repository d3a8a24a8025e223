// SPDX-License-Identifier: MIT

#include "scratch.hpp"
#include <sla/describe.hpp>

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <string>
#include <vector>

namespace {

std::vector<std::string> codes(const sla::issue_list& issues) {
    std::vector<std::string> all;
    for (const sla::issue& i : issues)
        all.push_back(i.code);
    return all;
}

std::string places(const sla::issue_list& issues) {
    std::string all;
    for (const sla::issue& i : issues)
        all += i.place.substr(i.place.find_last_of('/') + 1) + " ";
    return all;
}

} // namespace

TEST_CASE("tickets are judged and added up") {
    const scratch files;
    const compliance::outcome out = files.judge("id,opened,closed,type\n"
                                                "1,2025-10-27 09:00,2025-10-27 13:00,help\n"
                                                "2,2025-10-27 09:00,2025-10-27 13:01,help\n"
                                                "3,2025-10-31 10:00,,help\n"
                                                "4,2025-10-30 10:00,,help\n"
                                                "5,2025-10-30 10:00,,praise\n"
                                                "6,2025-10-31 12:01,,help\n",
                                                small_policy);
    INFO(sla::describe(out.problems));
    REQUIRE(out.problems.empty());
    REQUIRE(out.result.metrics.size() == 1);
    CHECK(out.row_problems.empty());
    const compliance::group_figures& all = out.result.metrics.front().all;
    CHECK(all.met == 1);
    CHECK(all.breached == 2);
    CHECK(all.running == 1);
    CHECK(out.result.later == 1);
    CHECK(out.result.without_promise.at("praise") == 1);
    REQUIRE(out.result.most_overdue.clocks().size() == 1);
    CHECK(out.result.most_overdue.clocks().front().id == "4");
    CHECK(out.result.most_overdue.clocks().front().overdue.working ==
          sla::working{std::chrono::hours{6}});
    REQUIRE(out.result.due_next.clocks().size() == 1);
    CHECK(out.result.due_next.clocks().front().id == "3");
}

TEST_CASE("every row that cannot be judged is described with its place and counted") {
    const scratch files;
    const compliance::outcome out = files.judge("id,opened,closed,type\n"
                                                "1,2025-03-30 02:30,,help\n"
                                                "2,2025-02-29 10:00,,help\n"
                                                "3,27.10.2025,,help\n"
                                                "4,,,help\n"
                                                "5,2025-10-27 09:00,2025-10-27 08:59,help\n"
                                                "6,2025-10-27 09:00,help\n"
                                                "7,2025-10-26 02:30,,help\n",
                                                small_policy);
    CHECK(codes(out.row_problems) ==
          std::vector<std::string>{"tickets.skipped_time", "date.nonexistent", "date.unreadable",
                                   "tickets.created_missing", "timeline.out_of_order",
                                   "tickets.row_width"});
    CHECK(places(out.row_problems) ==
          "t.csv:2:3 t.csv:3:3 t.csv:4:3 t.csv:5:3 t.csv:6:20 t.csv:7:1 ");
    CHECK(out.result.rows == 7);
    CHECK(out.result.unreadable == 6);
    CHECK(out.result.judged == 1);
    CHECK(out.report.find("1 date lies at an hour that the clocks showed twice") !=
          std::string::npos);
}

TEST_CASE("all mistakes of a policy are reported at once, each with its place") {
    const scratch files;
    const compliance::outcome out = files.judge("", R"({
  "sla": 1,
  "calendars": [{"name": "Office", "zone": "Europe/Berlin", "hours": {"Mondag": ["09:00-17:00"]}}],
  "policies": [{"name": "Desk", "targets": {"resolution": "2 days", "first response": {"withn": "2 h"}}}]
})");
    CHECK(codes(out.problems) == std::vector<std::string>{"json.weekdays", "json.duration",
                                                          "json.unknown_key", "json.key_missing"});
    CHECK(out.problems.at(1).place.ends_with("/p.json: /policies/0/targets/resolution"));
    CHECK(out.problems.at(1).related.at(0).place == "line 4");
    CHECK(out.report.empty());
}

TEST_CASE("what the library says of a policy stands at places of the file") {
    const scratch files;
    std::string policy{small_policy};
    policy.replace(policy.find("09:00-17:00"), 11, "09:00-09:30\", \"09:00-10:00");
    policy.replace(policy.find("Berlin"), 6, "Berlim");
    const compliance::outcome out = files.judge("", policy);
    REQUIRE(out.problems.size() == 2);
    CHECK(out.problems[0].place.ends_with("/p.json: /calendars/0/hours/Monday-Friday/1"));
    CHECK(out.problems[1].place.ends_with("/p.json: /calendars/0/zone"));
}

TEST_CASE("broken JSON is reported where it breaks") {
    const scratch files;
    const compliance::outcome out = files.judge("", "{\n  \"sla\": 1,\n}\n");
    CHECK(codes(out.problems) == std::vector<std::string>{"json.syntax"});
    CHECK(out.problems.at(0).place.ends_with("/p.json: line 3, column 1"));
}

TEST_CASE("Boston's own form is read by its adapter, with places in the file") {
    const scratch files;
    const compliance::outcome out = files.judge("", R"({
  "time_zone": "America/New_York", "week": {"Mon-Fri": ["08:30", "17:0"]},
  "holidays": ["2015-02-30"],
  "targets": [{"type": "Pothole", "kind": "busy_days", "n": 1}, {"type": "Pothole", "kind": "calendar_hours", "n": 25}]
})");
    CHECK(places(out.problems) == "p.json:2:56 p.json:3:16 p.json:4:43 p.json:4:116 ");
    CHECK(codes(files.judge("", R"({"time_zone": "x", "week": {}, "week": {}})").problems) ==
          std::vector<std::string>{"json.key_twice"});
}

TEST_CASE("all mistakes in a file of columns are reported at once") {
    const scratch files;
    const compliance::outcome out = files.judge("", small_policy, {}, R"(# comment
id = ticket
id = number
created
dates = YYYY
  date format = YYYY-MM
separator = :
as of = yesterday
verdict = late
)");
    CHECK(codes(out.problems) ==
          std::vector<std::string>{
              "columns_file.key_twice", "columns_file.syntax", "columns_file.unknown_key",
              "date_format.incomplete", "date_format.incomplete", "date_format.incomplete",
              "columns_file.separator", "date.unreadable", "columns_file.key_missing",
              "columns_file.key_missing", "columns_file.key_missing", "columns_file.key_missing"});
    CHECK(places(out.problems)
              .starts_with("t.columns:3:1 t.columns:4:1 t.columns:5:1 "
                           "t.columns:6:17 "));
}

TEST_CASE("a goal has to be one for all metrics, in whole percent") {
    const scratch files;
    const auto with = [&](std::string_view objectives) {
        std::string policy{small_policy};
        policy.insert(policy.rfind('}'), ", \"objectives\": [" + std::string{objectives} + "]");
        return codes(files.judge("id,opened,closed,type\n", policy).problems);
    };
    const std::string ninety = R"({"name": "a", "share": "90 %", "of": "resolution"})";
    CHECK(with(ninety).empty());
    CHECK(
        with(ninety + R"(, {"name": "b", "share": "99.9 %", "of": "resolution", "within": "1 h"})")
            .empty());
    CHECK(with(ninety + R"(, {"name": "b", "share": "80 %", "of": "first response"})") ==
          std::vector<std::string>{"policy_file.goals"});
    CHECK(with(R"({"name": "b", "share": "99.9 %", "of": "resolution"})") ==
          std::vector<std::string>{"policy_file.goals"});
}

TEST_CASE("a file of tickets without the columns is refused") {
    const scratch files;
    CHECK(codes(files.judge("", small_policy).problems) ==
          std::vector<std::string>{"tickets.empty"});
    CHECK(codes(files.judge("id,opened,type,type\n", small_policy).problems) ==
          std::vector<std::string>{"tickets.column_missing", "tickets.column_twice"});
    CHECK(files.judge("id,opened,closed,type\n", small_policy).result.rows == 0);
}
