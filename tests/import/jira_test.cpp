// SPDX-License-Identifier: MIT
//
// What becomes of the SLAs of a Jira Service Management project, and how their clocks run against
// what is written about the product's. The documents are our own.

#include "story.hpp"
#include <sla/json.hpp>

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <array>
#include <string>

namespace {

using namespace std::chrono_literals;
using sla::clock_state;
using story::day;
using story::monday;

constexpr std::string_view nine_to_five = R"({ "id": 2, "name": "Sample 9-5 Calendar",
    "timezoneId": "UTC", "description": "", "deletable": true, "workingTimes": [
        { "weekday": "monday", "start": 32400000, "end": 61200000 },
        { "weekday": "tuesday", "start": 32400000, "end": 61200000 },
        { "weekday": "wednesday", "start": 32400000, "end": 61200000 },
        { "weekday": "thursday", "start": 32400000, "end": 61200000 },
        { "weekday": "friday", "start": 32400000, "end": 61200000 }],
    "holidays": [{ "name": "Test", "iso8601Date": "2024-01-03", "recurring": true },
                 { "name": "Move", "iso8601Date": "2026-06-05", "recurring": false }] })";

std::string sla_of(const std::string& goals, const std::string& pause = "[]",
                   const std::string& start = R"(["Issue Created"])",
                   const std::string& stop = R"(["Comment: For Customers", "Resolution: Set"])") {
    return R"({ "id": 6, "name": "Time to first response", "config": { "definition": {
        "start": )" +
           start + R"(, "pause": )" + pause + R"(, "stop": )" + stop +
           R"(, "inconsistent": false }, "goals": )" + goals + " } }";
}
sla::imported_book imported(const std::string& sla, const std::string& calendars = "") {
    return story::import_of(sla::import_jira(R"({ "timeMetrics": [)" + sla +
                                             R"(], "calendars": [)" + calendars + "] }"));
}
// The condition of the first of two goals.
sla::condition query(const std::string& jql) {
    const auto made = imported(sla_of(R"([{ "jqlQuery": ")" + jql +
                                      R"(", "duration": 60000 }, { "defaultGoal": true }])"));
    REQUIRE(made.book.policies.size() == 1);
    const sla::policy_definition& p = made.book.policies[0];
    if (p.when != sla::condition{})
        return p.when;
    std::vector<sla::condition> cells;
    for (const sla::attribute_match& m : p.targets[0].rows[0].match)
        cells.push_back(sla::one_of(m.which, m.values));
    return cells.size() == 1 ? cells[0] : cells.empty() ? sla::condition{} : sla::all_of(cells);
}
bool notes(const sla::imported_book& made, std::string_view code, std::string_view place) {
    return std::any_of(made.unmapped.begin(), made.unmapped.end(),
                       [&](const auto& i) { return i.code == code && i.place == place; });
}

} // namespace

TEST_CASE("an SLA becomes a metric, and its goals the rows of a table") {
    const auto made =
        imported(sla_of(R"x([{ "id": "11", "jqlQuery": "priority = Highest", "defaultGoal": false,
                     "duration": 7200000, "calendarId": 2, "timeMetricId": 0 },
                   { "id": "12", "jqlQuery": "priority in (High, \"Very high\") AND issuetype = Incident",
                     "duration": "4h 30m", "calendarName": "24/7 Calendar (Default)" },
                   { "id": "13", "defaultGoal": true, "duration": 86400000 }])x"),
                 std::string{nine_to_five});
    CHECK(made.unmapped.empty());
    REQUIRE(made.book.metrics.size() == 1);
    const sla::metric_definition& metric = made.book.metrics[0];
    CHECK(metric.name == "Time to first response");
    CHECK(metric.start == std::vector{sla::on(sla::event_kind::created)});
    CHECK(metric.stop ==
          std::vector{sla::on_message(sla::actor::agent, sla::visibility::to_customer),
                      sla::on(sla::event_kind::resolved)});
    CHECK(metric.repeats == sla::recurrence::independent);
    REQUIRE(made.book.policies.size() == 1);
    CHECK(made.book.choose == sla::policy_choice::all_matching);
    using sla::attribute;
    CHECK(made.book.policies[0].targets[0].rows ==
          std::vector<sla::target_row>{
              {{{attribute::priority, {"Highest"}}}, sla::working{2h}, "Sample 9-5 Calendar"},
              {{{attribute::priority, {"High", "Very high"}}, {attribute::category, {"Incident"}}},
               4h + 30min,
               ""},
              {{}, 24h, ""}});
    using namespace std::chrono;
    REQUIRE(made.book.calendars.size() == 1);
    CHECK(made.book.calendars[0] ==
          sla::calendar_definition{.name = "Sample 9-5 Calendar",
                                   .zone = "UTC",
                                   .hours = sla::weekly(sla::monday_to_friday, {{9h, 17h}}),
                                   .exceptions = {sla::closed("Move", 2026y / June / 5)},
                                   .yearly = {sla::closed_yearly("Test", January / 3)}});
    CHECK(story::compiled(made.book).policy_count() == 1);
}

TEST_CASE("queries become conditions") {
    using namespace sla;
    CHECK(query("priority = High") == priority_is({"High"}));
    CHECK(query("PRIORITY=High") == priority_is({"High"}));
    CHECK(query("priority in (High, Highest)") == priority_is({"High", "Highest"}));
    CHECK(query("priority = 'Very high' and type = Bug") ==
          all_of({priority_is({"Very high"}), category_is({"Bug"})}));
    CHECK(query("priority != Low") == unless({priority_is({"Low"})}));
    CHECK(query("priority not in (Low, Lowest)") == unless({priority_is({"Low", "Lowest"})}));
    CHECK(query("NOT priority = Low") == unless({priority_is({"Low"})}));
    CHECK(query("not not priority = Low") == priority_is({"Low"}));
    CHECK(query("labels = vip OR labels in (gold, silver)") ==
          any_of({tagged({"vip"}), tagged({"gold", "silver"})}));
    CHECK(query("priority = High OR priority = Low AND type = Bug") ==
          any_of({priority_is({"High"}), all_of({priority_is({"Low"}), category_is({"Bug"})})}));
    CHECK(query("(priority = High OR priority = Low) AND type = Bug") ==
          all_of({any_of({priority_is({"High"}), priority_is({"Low"})}), category_is({"Bug"})}));
    CHECK(query("project = REC") == tagged({"project:REC"}));
    CHECK(query("cf[10001] = x") == tagged({"cf[10001]:x"}));
    CHECK(query("assignee is EMPTY") == tagged({"assignee:empty"}));
    CHECK(query("assignee is not empty") == unless({tagged({"assignee:empty"})}));
    CHECK(query("assignee = EMPTY") == tagged({"assignee:empty"}));
    CHECK(query("优先级 = 紧急") == tagged({"优先级:紧急"}));
    CHECK(query("   ") == condition{});
}

TEST_CASE("queries that cannot be said take their goal out, and say why") {
    for (const std::string jql :
         {"created >= -1w", "text ~ \\\"outage\\\"", "assignee = currentUser()",
          "assignee in membersOf(\\\"lead\\\")", "priority was High", "status changed",
          "priority = ", "priority in (High", "(priority = High", "priority = High)",
          "priority in (High, EMPTY)", "priority is High", "\\\"priority", "= High",
          "((((((((((priority = High))))))))))", "issueFunction(x)"}) {
        const auto made = imported(sla_of(R"([{ "jqlQuery": ")" + jql +
                                          R"(", "duration": 60000 },
                                             { "defaultGoal": true, "duration": 120000 }])"));
        INFO(jql);
        CHECK(notes(made, "import.unmapped_condition", "/timeMetrics/0/config/goals/0/jqlQuery"));
        CHECK(notes(made, "import.left_out", "/timeMetrics/0/config/goals/0"));
        CHECK(made.book.policies.at(0).targets[0].rows == sla::always(2min));
    }
}

TEST_CASE("goals that are no table are policies that exclude those before them") {
    const auto made = imported(sla_of(R"([{ "jqlQuery": "labels = vip", "duration": "1h" },
                   { "jqlQuery": "priority = Low" },
                   { "defaultGoal": true, "duration": "8h", "calendarId": 2 }])"),
                               std::string{nine_to_five});
    REQUIRE(made.book.policies.size() == 2);
    CHECK(made.book.policies[0].name == "Time to first response: labels = vip");
    CHECK(made.book.policies[0].when == sla::tagged({"vip"}));
    CHECK(made.book.policies[1].name == "Time to first response: all remaining");
    CHECK(made.book.policies[1].when ==
          sla::unless({sla::tagged({"vip"}), sla::priority_is({"Low"})}));
    CHECK(made.book.policies[1].targets[0].calendar == "Sample 9-5 Calendar");
    const sla::policy_book book = story::compiled(made.book);
    story::ticket low{book, {.priority = "Low"}};
    low.created(monday);
    CHECK_FALSE(low.promised("Time to first response", monday));
    story::ticket other{book, {.priority = "High"}};
    other.created(monday + 9h);
    CHECK(other.judged("Time to first response", monday + 9h).deadline == monday + 17h);
}

TEST_CASE("conditions of the product's pages become events") {
    const auto made = imported(sla_of(
        R"([{ "defaultGoal": true, "duration": 60000 }])",
        R"([{ "factoryKey": "status-sla-condition-factory", "conditionId": "10004", "type": "Pause",
              "name": "Status: Waiting for customer", "missing": false },
            { "factoryKey": "status-sla-condition-factory", "conditionId": "10005",
              "name": "Status: Pending" }])",
        R"x([{ "pluginKey": "com.atlassian.servicedesk", "conditionId": "issue-created-hit-condition",
              "factoryKey": "issue-created-sla-condition-factory", "name": "Created (renamed)" },
            { "conditionId": "resolution-cleared-hit-condition", "name": "Resolution: Cleared" },
            "Entered Status: Waiting for support", "Due Date: Set"])x",
        R"(["Comment: For Customers", "Assignee: From Unassigned",
            { "name": "Entered Status: Old", "missing": true }])"));
    const sla::metric_definition& metric = made.book.metrics.at(0);
    using namespace sla;
    CHECK(metric.start == std::vector{on(event_kind::created), on(event_kind::reopened),
                                      on_status("Waiting for support"),
                                      on_custom("Due Date: Set")});
    CHECK(metric.stop ==
          std::vector{on_message(actor::agent, visibility::to_customer), on(event_kind::assigned)});
    CHECK(metric.pause == std::vector{on_status_in({"Waiting for customer", "Pending"})});
    CHECK(metric.resume == std::vector{on_status_not_in({"Waiting for customer", "Pending"})});
    CHECK(made.unmapped.size() == 3);
    const std::string at = "/timeMetrics/0/config/definition";
    CHECK(notes(made, "import.event_needed", at + "/start/3"));
    CHECK(notes(made, "import.approximate", at + "/stop/1"));
    CHECK(notes(made, "import.left_out", at + "/stop/2"));
}

TEST_CASE("a clock has one kind of pause") {
    const auto made = imported(sla_of(R"([{ "defaultGoal": true, "duration": 60000 }])",
                                      R"(["Assignee: Not Set", "Status: On hold"])"));
    CHECK(made.book.metrics.at(0).pause == std::vector{sla::on_status_in({"On hold"})});
    CHECK(notes(made, "import.unmapped_condition", "/timeMetrics/0/config/definition/pause/0"));

    const auto alone = imported(
        sla_of(R"([{ "defaultGoal": true, "duration": 60000 }])", R"(["Assignee: Not Set"])"));
    CHECK(alone.book.metrics.at(0).resume == std::vector{sla::on(sla::event_kind::assigned)});
    CHECK(notes(alone, "import.event_needed", "/timeMetrics/0/config/definition/pause/0"));
}

TEST_CASE("a goal whose calendar is in no document is left out") {
    const auto made = imported(sla_of(R"([{ "jqlQuery": "priority = High", "duration": "1h",
                                            "calendarId": 99 },
                                          { "defaultGoal": true, "duration": "2h" }])"));
    CHECK(notes(made, "import.calendar_missing", "/timeMetrics/0/config/goals/0/calendarId"));
    CHECK(notes(made, "import.left_out", "/timeMetrics/0/config/goals/0"));
}

TEST_CASE("the shapes in which SLAs and calendars come") {
    const std::string plain = R"({ "name": "Resolution", "start": ["Issue Created"],
        "stop": ["Resolution: Set"], "goals": [{ "duration": "4h", "calendarName": "Day" }] })";
    const std::string day_calendar = R"({ "name": "Day", "timezone": "Europe/Berlin",
        "workingTimes": [{ "weekday": "Monday", "start": "09:00", "end": "17:00" }] })";
    const std::array<sla::import_document, 2> documents{{{plain}, {day_calendar}}};
    const auto two = story::import_of(sla::import_jira(documents));
    const std::string both = "[" + plain + ", " + day_calendar + "]";
    const auto list = story::import_of(sla::import_jira(both));
    CHECK(two.book == list.book);
    CHECK(two.unmapped.empty());
    CHECK(two.book.policies.at(0).targets[0].rows[0].within ==
          sla::target_duration{sla::working{4h}});
}

TEST_CASE("mistakes of a Jira document come all at once") {
    const auto made = sla::import_jira(R"({ "slas": [
        { "start": 1, "stop": [{}], "goals": [{ "duration": "2 days" }, { "duration": 0 }, 7] }],
      "calendars": [{ "name": "C", "workingTimes": [
          { "weekday": "funday", "start": 0, "end": 1000 },
          { "weekday": "monday", "start": 5000, "end": 1000 }],
        "holidays": [{ "recurring": "yes" }] }] })");
    REQUIRE_FALSE(made);
    std::string codes;
    for (const sla::issue& i : made.issues())
        codes += i.code + " " + i.place + "\n";
    CHECK(codes == R"(json.key_missing /calendars/0
json.weekdays /calendars/0/workingTimes/0/weekday
import.interval /calendars/0/workingTimes/1
json.wrong_type /calendars/0/holidays/0/recurring
json.key_missing /calendars/0/holidays/0
json.key_missing /slas/0
json.wrong_type /slas/0/start
json.key_missing /slas/0/stop/0
import.duration /slas/0/goals/0/duration
json.number /slas/0/goals/1/duration
json.wrong_type /slas/0/goals/2
)");
    CHECK(sla::import_jira("[]").issues().at(0).code == "import.nothing_found");
}

TEST_CASE("sixteen hours from Monday at eleven are over on Thursday at eleven") {
    // Atlassian, "How teams see SLAs": Monday 9-17, Tuesday 9-16, Wednesday off, Thursday 8-17; six
    // hours on Monday, seven on Tuesday, and the last three on Thursday.
    const auto made = imported(sla_of(R"([{ "defaultGoal": true, "duration": 57600000,
                                            "calendarId": 1 }])"),
                               R"({ "id": 1, "name": "Short week", "timezoneId": "UTC",
        "workingTimes": [{ "weekday": "monday", "start": 32400000, "end": 61200000 },
                         { "weekday": "tuesday", "start": 32400000, "end": 57600000 },
                         { "weekday": "thursday", "start": 28800000, "end": 61200000 }] })");
    const sla::policy_book book = story::compiled(made.book);
    story::ticket t{book, {}};
    t.created(monday + 11h);
    CHECK(t.judged("Time to first response", monday + 12h).deadline == monday + 3 * day + 11h);
}

TEST_CASE("each time the issue waits for support another cycle begins") {
    // Atlassian, "Example: creating an SLA with multiple cycles": two hours for service requests,
    // when they are created and after each answer of the customer; 24 for all others.
    const auto made = imported(sla_of(
        R"([{ "jqlQuery": "issuetype = \"Service Request\"", "duration": "2h" },
            { "defaultGoal": true, "duration": "24h" }])",
        "[]", R"(["Issue Created", "Entered Status: Waiting for support"])",
        R"(["Resolution: Set", "Entered Status: Waiting for customer"])"));
    const sla::policy_book book = story::compiled(made.book);
    const std::string metric = "Time to first response";
    story::ticket t{book, {.category = "Service Request"}};
    t.created(monday + 9h).status(monday + 9h, "Waiting for support");
    CHECK(t.judged(metric, monday + 10h).deadline == monday + 11h);
    t.status(monday + 12h, "Waiting for customer");
    CHECK(t.judged(metric, monday + 13h).state == clock_state::breached);
    t.status(monday + 20h, "Waiting for support");
    CHECK(t.judged(metric, monday + 20h).deadline == monday + 22h);
    CHECK(t.judged(metric, monday + 20h).cycle == 1);
    CHECK(t.judged(metric, monday + 20h).past_breaches == 1);
    t.of(monday + 21h, sla::event_kind::resolved);
    CHECK(t.judged(metric, monday + 30h).state == clock_state::met);
    story::ticket other{book, {.category = "Incident"}};
    other.created(monday + 9h);
    CHECK(other.judged(metric, monday + 9h).deadline == monday + day + 9h);
}

TEST_CASE("a pause lasts as long as the status") {
    const auto made = imported(sla_of(R"([{ "defaultGoal": true, "duration": "4h" }])",
                                      R"(["Status: Waiting for customer"])", R"(["Issue Created"])",
                                      R"(["Resolution: Set"])"));
    const sla::policy_book book = story::compiled(made.book);
    story::ticket t{book, {}};
    t.created(monday + 9h).status(monday + 10h, "Waiting for customer");
    CHECK(t.judged("Time to first response", monday + 15h).state == clock_state::paused);
    t.status(monday + 20h, "In progress");
    CHECK(t.judged("Time to first response", monday + 20h).deadline == monday + 23h);
}
