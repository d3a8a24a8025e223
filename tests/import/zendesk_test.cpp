// SPDX-License-Identifier: MIT
//
// What becomes of a Zendesk account. The documents are our own, in the shape of the answers that
// Zendesk's developer documentation describes.

#include "story.hpp"
#include <sla/json.hpp>

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <array>
#include <string>

namespace {

using namespace std::chrono_literals;
using sla::attribute;

// A policy with one target, and whatever else.
std::string policy(const std::string& more = {}, const std::string& metric = "first_reply_time") {
    return R"({ "title": "Gold", "policy_metrics": [{ "priority": "urgent", "metric": ")" + metric +
           R"(", "target": 30, "business_hours": false }])" + (more.empty() ? "" : ", " + more) +
           "}";
}
std::string policies(const std::string& list) {
    return R"({ "sla_policies": [)" + list + "] }";
}
sla::condition filter(const std::string& text) {
    return story::import_of(sla::import_zendesk(policies(policy("\"filter\": " + text))))
        .book.policies.at(0)
        .when;
}
bool notes(const sla::imported_book& imported, std::string_view code, std::string_view place) {
    return std::any_of(imported.unmapped.begin(), imported.unmapped.end(),
                       [&](const auto& i) { return i.code == code && i.place == place; });
}

} // namespace

TEST_CASE("a policy becomes a policy with a row for each priority") {
    const auto imported = story::import_of(sla::import_zendesk(R"({
        "sla_policies": [{
            "id": 25, "url": "https://desk.example/25", "title": "Silver", "position": 3,
            "description": "for people",
            "filter": { "all": [{ "field": "type", "operator": "is", "value": "incident" },
                                { "field": "via_id", "operator": "is", "value": "4" }], "any": [] },
            "policy_metrics": [
                { "priority": "urgent", "metric": "first_reply_time", "target": 10,
                  "business_hours": false },
                { "priority": "low", "metric": "first_reply_time", "target": 1,
                  "target_in_seconds": 90, "business_hours": false },
                { "priority": "low", "metric": "requester_wait_time", "target": 180,
                  "business_hours": false }],
            "created_at": "2026-01-01T00:00:00Z", "updated_at": null }],
        "count": 1, "next_page": null, "previous_page": null })"));
    CHECK(imported.unmapped.empty());
    const sla::book_definition& book = imported.book;
    REQUIRE(book.policies.size() == 1);
    const sla::policy_definition& silver = book.policies[0];
    CHECK(silver.name == "Silver");
    CHECK(silver.when == sla::all_of({sla::category_is({"incident"}), sla::channel_is({"email"})}));
    CHECK(silver.calendar.empty());
    REQUIRE(silver.targets.size() == 2);
    CHECK(silver.targets[0] ==
          sla::target_definition{.metric = "first reply time",
                                 .rows = sla::by_priority({{"urgent", 10min}, {"low", 90s}})});
    CHECK(silver.targets[1].metric == "requester wait time");
    CHECK(silver.targets[1].rows == sla::by_priority({{"low", 3h}}));
    REQUIRE(book.metrics.size() == 2);
    CHECK(book.metrics[0].name == "first reply time");
    CHECK(book.metrics[1].name == "requester wait time");
    CHECK(book.calendars.empty());
    CHECK(book.choose == sla::policy_choice::first_match);
}

TEST_CASE("policies stand by their positions, those without one last") {
    const auto imported = story::import_of(sla::import_zendesk(
        R"([{ "title": "none", "policy_metrics": [{ "priority": "low", "metric": "agent_work_time",
                                                    "target": 1 }] },
            { "title": "two", "position": 2, "policy_metrics": [{ "priority": "low",
              "metric": "agent_work_time", "target": 1 }] },
            { "title": "one", "position": 1, "policy_metrics": [{ "priority": "low",
              "metric": "agent_work_time", "target": 1 }] }])"));
    REQUIRE(imported.book.policies.size() == 3);
    CHECK(imported.book.policies[0].name == "one");
    CHECK(imported.book.policies[1].name == "two");
    CHECK(imported.book.policies[2].name == "none");
}

TEST_CASE("a filter becomes a condition") {
    CHECK(filter(R"({ "all": [], "any": [] })") == sla::condition{});
    CHECK(
        filter(R"({ "all": [{ "field": "organization_id", "operator": "is", "value": 360 }] })") ==
        sla::customer_is({"360"}));
    CHECK(filter(R"({ "all": [{ "field": "group_id", "operator": "includes",
                                "value": [1, "2"] }] })") == sla::group_is({"1", "2"}));
    CHECK(filter(R"({ "all": [{ "field": "group_id", "operator": "not_includes",
                                "value": [1, 2] }] })") ==
          sla::unless({sla::group_is({"1", "2"})}));
    CHECK(filter(R"({ "all": [{ "field": "type", "operator": "is_not", "value": "task" }] })") ==
          sla::unless({sla::category_is({"task"})}));
    CHECK(filter(R"({ "all": [{ "field": "priority", "operator": "greater_than",
                                "value": "normal" }] })") == sla::priority_is({"high", "urgent"}));
    CHECK(filter(R"({ "all": [{ "field": "priority", "operator": "less_than_equal",
                                "value": "normal" }] })") == sla::priority_is({"low", "normal"}));
    CHECK(filter(R"({ "all": [{ "field": "current_tags", "operator": "includes",
                                "value": "vip gold" }] })") == sla::tagged({"vip", "gold"}));
    CHECK(filter(R"({ "all": [{ "field": "current_tags", "operator": "not_includes",
                                "value": "vip" }] })") == sla::unless({sla::tagged({"vip"})}));
    CHECK(filter(R"({ "all": [{ "field": "type", "operator": "is", "value": "task" }],
                      "any": [{ "field": "group_id", "operator": "is", "value": 1 },
                              { "field": "group_id", "operator": "is", "value": 2 }] })") ==
          sla::all_of({sla::category_is({"task"}),
                       sla::any_of({sla::group_is({"1"}), sla::group_is({"2"})})}));
}

TEST_CASE("a field that a ticket does not have here becomes a tag, or an attribute by option") {
    const std::string text = policies(policy(R"("filter": { "all": [
        { "field": "brand_id", "operator": "is", "value": 12 },
        { "field": "assignee_id", "operator": "is_not", "value": "" }] })"));
    const auto imported = story::import_of(sla::import_zendesk(text));
    CHECK(imported.book.policies[0].when ==
          sla::all_of(
              {sla::tagged({"brand_id:12"}), sla::unless({sla::tagged({"assignee_id:empty"})})}));
    CHECK(notes(imported, "import.tag_needed", "/sla_policies/0/filter/all/0"));
    CHECK(notes(imported, "import.tag_needed", "/sla_policies/0/filter/all/1"));
    CHECK(imported.unmapped.size() == 2);

    const auto mapped = story::import_of(sla::import_zendesk(
        text, {.fields = {{"brand_id", attribute::tier}, {"assignee_id", attribute::group}}}));
    CHECK(mapped.book.policies[0].when.parts.at(0) == sla::tier_is({"12"}));
    CHECK(mapped.unmapped.size() == 1);
}

TEST_CASE("a condition that nothing stands for takes its policy out") {
    const auto imported = story::import_of(sla::import_zendesk(
        policies(policy(R"("filter": { "all": [{ "field": "subject", "operator": "includes_words",
                                        "value": "outage" }] })") +
                 "," + policy())));
    REQUIRE(imported.book.policies.size() == 1);
    CHECK(imported.book.policies[0].when == sla::condition{});
    CHECK(notes(imported, "import.unmapped_condition", "/sla_policies/0/filter/all/0"));
    CHECK(notes(imported, "import.left_out", "/sla_policies/0"));
}

TEST_CASE("more fields than a book has tags") {
    std::string list;
    for (int i = 0; i < 300; ++i)
        list += (i == 0 ? "" : ",") + policy(R"("filter": { "all": [{ "field": "brand_id",
            "operator": "is", "value": )" + std::to_string(i) +
                                             "}] }");
    const auto imported = story::import_of(sla::import_zendesk(policies(list)));
    CHECK(imported.book.policies.size() == sla::max_tags);
    CHECK(notes(imported, "import.unmapped_condition", "/sla_policies/256/filter/all/0"));
    CHECK(notes(imported, "import.left_out", "/sla_policies/299"));
    CHECK(story::compiled(imported.book).policy_count() == sla::max_tags);
}

TEST_CASE("a schedule becomes a calendar, in the zone that its name means") {
    const auto imported = story::import_of(sla::import_zendesk(R"x({
        "schedules": [{ "id": 1, "name": "North America", "time_zone": "Pacific Time (US & Canada)",
            "intervals": [{ "start_time": 1980, "end_time": 2460 },
                          { "start_time": 3420, "end_time": 3900 },
                          { "start_time": 3840, "end_time": 4320 },
                          { "start_time": 9360, "end_time": 0 }],
            "holidays": [{ "id": 1, "name": "New Year", "start_date": "2026-01-01",
                           "end_date": "2026-01-01" },
                         { "id": 2, "name": "Works outing", "start_date": "2026-06-11",
                           "end_date": "2026-06-12" }] }],
        "sla_policies": [{ "title": "All", "policy_metrics": [
            { "priority": "low", "metric": "agent_work_time", "target": 60,
              "business_hours": true }] }] })x"));
    CHECK(imported.unmapped.empty());
    sla::weekly_hours hours;
    hours.set(std::chrono::Monday, {{9h, 17h}});
    hours.set(std::chrono::Tuesday, {{9h, 24h}}); // 9-17 and 16-24 overlap
    hours.set(std::chrono::Saturday, {{12h, 24h}});
    using namespace std::chrono;
    CHECK(imported.book.calendars ==
          std::vector{sla::calendar_definition{
              .name = "North America",
              .zone = "America/Los_Angeles",
              .hours = hours,
              .exceptions = {sla::closed("New Year", 2026y / January / 1),
                             sla::closed("Works outing", 2026y / June / 11, 2026y / June / 12)}}});
    CHECK(imported.book.policies[0].calendar == "North America");
    CHECK(imported.book.policies[0].targets[0].rows ==
          sla::by_priority({{"low", sla::working{1h}}}));
}

TEST_CASE("an interval over several days is cut at their midnights") {
    // The documentation's own example, Monday 9:00 to Tuesday 17:00, though it says that no
    // interval does so.
    const auto imported = story::import_of(sla::import_zendesk(R"({
        "schedules": [{ "id": 1, "name": "S", "time_zone": "London",
                        "intervals": [{ "start_time": 1980, "end_time": 3900 }] }],
        "sla_policies": [)" + policy() + "] }"));
    sla::weekly_hours hours;
    hours.set(std::chrono::Monday, {{9h, 24h}});
    hours.set(std::chrono::Tuesday, {{0h, 17h}});
    CHECK(imported.book.calendars.at(0).hours == hours);
    CHECK(imported.book.calendars.at(0).zone == "Europe/London");
}

TEST_CASE("every zone that has a name here is a zone of the system") {
    const auto zones = sla::system_zones();
    for (const std::string name :
         {"Hawaii", "Arizona", "Chennai", "Kathmandu", "Nuku'alofa", "St. Petersburg", "UTC",
          "Beijing", "Cape Verde Is.", "Solomon Is.", "Kyiv", "Greenland", "Chatham Is."}) {
        const auto imported = story::import_of(sla::import_zendesk(
            R"({ "schedule": { "name": "S", "time_zone": ")" + name +
            R"(", "intervals": [{ "start_time": 0, "end_time": 60 }] }, "sla_policies": [)" +
            policy() + "] }"));
        INFO(name);
        CHECK(zones(imported.book.calendars.at(0).zone).has_value());
        CHECK(imported.unmapped.empty());
    }
    const auto imported = story::import_of(sla::import_zendesk(
        R"({ "schedule": { "name": "S", "time_zone": "Atlantis",
                           "intervals": [{ "start_time": 0, "end_time": 60 }] },
             "sla_policies": [)" +
        policy() + "] }"));
    CHECK(notes(imported, "import.unknown_zone", "/schedule/time_zone"));
}

TEST_CASE("policies, schedules and holidays come in several documents, in any order") {
    const std::string list = policies(
        R"({ "title": "A", "policy_metrics": [{ "priority": "low", "metric": "agent_work_time",
                                                "target": 60, "business_hours": true }] })");
    const std::string hours = R"("time_zone": "UTC", "intervals": [{ "start_time": 1980,
                                                                     "end_time": 2460 }])";
    const std::string schedules = R"({ "schedules": [{ "id": 7, "name": "Day", )" + hours +
                                  R"(}, { "id": 8, "name": "Late", )" + hours + "}] }";
    const std::string holidays = R"({ "holidays": [{ "id": 1, "name": "Founders",
        "start_date": "2026-06-01", "end_date": "2026-06-01" }] })";

    const std::array<sla::import_document, 3> documents{
        {{holidays, "holidays.json", "8"}, {list, "policies.json"}, {schedules, "schedules.json"}}};
    const auto imported = story::import_of(sla::import_zendesk(documents));
    REQUIRE(imported.book.calendars.size() == 2);
    CHECK(imported.book.calendars[0].exceptions.empty());
    CHECK(imported.book.calendars[1].exceptions.size() == 1);
    CHECK(imported.book.policies[0].calendar == "Day");
    CHECK(notes(imported, "import.other_schedules", "schedules.json:/schedules/1"));

    const auto late = story::import_of(sla::import_zendesk(documents, {.schedule = "Late"}));
    CHECK(late.book.policies[0].calendar == "Late");
    CHECK(notes(late, "import.other_schedules", "schedules.json:/schedules/0"));

    const std::array<sla::import_document, 3> unclear{{{holidays}, {list}, {schedules}}};
    CHECK(notes(story::import_of(sla::import_zendesk(unclear)), "import.left_out", "/holidays"));

    const auto none = sla::import_zendesk(documents, {.schedule = "Night"});
    REQUIRE_FALSE(none);
    CHECK(none.issues().at(0).code == "import.unknown_schedule");
}

TEST_CASE("business hours without a schedule are promised to nobody") {
    const auto imported = story::import_of(sla::import_zendesk(policies(
        R"({ "title": "A", "policy_metrics": [
            { "priority": "low", "metric": "agent_work_time", "target": 60, "business_hours": true },
            { "priority": "high", "metric": "agent_work_time", "target": 60,
              "business_hours": false }] })")));
    CHECK(imported.book.policies[0].targets[0].rows == sla::by_priority({{"high", 1h}}));
    CHECK(notes(imported, "import.calendar_missing", "/sla_policies/0/policy_metrics/0"));
}

TEST_CASE("advanced settings are metrics of their own, or are told") {
    const auto imported = story::import_of(
        sla::import_zendesk(policies(policy(R"("metric_settings": { "first_reply_time": {
                      "fulfill_on_agent_internal_note": true,
                      "activate_on_agent_created_ticket_for_self": true,
                      "activate_on_ticket_created_for_end_user": false },
                  "next_reply_time": null })") +
                                     "," + policy())));
    REQUIRE(imported.book.metrics.size() == 2);
    CHECK(imported.book.metrics[0].name == "first reply time, notes count");
    CHECK_FALSE(imported.book.metrics[0].stop[0].visible.has_value());
    CHECK(imported.book.metrics[1].name == "first reply time");
    CHECK(imported.unmapped.size() == 2);
    CHECK(notes(imported, "import.unmapped_setting",
                "/sla_policies/0/metric_settings/first_reply_time/"
                "activate_on_agent_created_ticket_for_self"));
    CHECK(notes(imported, "import.renamed", "/sla_policies/1"));
    CHECK(imported.book.policies[1].name == "Gold (2)");
}

TEST_CASE("group policies make a book of their own") {
    const std::string text = R"({ "sla_policies": [)" + policy() + R"(],
        "group_sla_policies": [{ "id": "01H", "title": "Tier 1", "position": 1,
            "filter": { "all": [{ "field": "group_id", "operator": "includes", "value": [6] }] },
            "policy_metrics": [{ "priority": "low", "metric": "group_ownership_time",
                                 "target": 3600, "business_hours": false }] }] })";
    const auto usual = story::import_of(sla::import_zendesk(text));
    CHECK(usual.book.policies.at(0).name == "Gold");
    CHECK(notes(usual, "import.other_kind", "/group_sla_policies"));
    const auto groups = story::import_of(sla::import_zendesk_groups(text));
    CHECK(groups.book.policies.at(0).when == sla::group_is({"6"}));
    CHECK(groups.book.policies[0].targets.at(0).options.retarget == sla::retarget_mode::freeze);
    CHECK(groups.book.metrics.at(0).name == "group ownership time");
    CHECK(notes(groups, "import.other_kind", "/sla_policies"));
}

TEST_CASE("mistakes come all at once") {
    const auto made = sla::import_zendesk(R"({ "sla_policies": [
        { "policy_metrics": [{ "priority": 1, "metric": "agent_work_time", "target": 0 },
                             { "metric": "agent_work_time", "target": "60" }] },
        { "title": "B", "policy_metrics": {} }],
      "schedules": [{ "name": "S", "time_zone": "UTC",
                      "intervals": [{ "start_time": 100, "end_time": 50 },
                                    { "start_time": 0, "end_time": 99999 }],
                      "holidays": [{ "name": "H", "start_date": "2026-02-30" }] }] })");
    REQUIRE_FALSE(made);
    std::string codes;
    for (const sla::issue& i : made.issues())
        codes += i.code + " " + i.place + "\n";
    CHECK(codes == R"(import.interval /schedules/0/intervals/0
json.number /schedules/0/intervals/1/end_time
json.date /schedules/0/holidays/0/start_date
json.key_missing /sla_policies/0
json.number /sla_policies/0/policy_metrics/0/target
json.key_missing /sla_policies/0/policy_metrics/1
json.wrong_type /sla_policies/0/policy_metrics/1/target
json.wrong_type /sla_policies/1/policy_metrics
)");
    const auto nothing = sla::import_zendesk(R"({ "tickets": [1] })");
    REQUIRE_FALSE(nothing);
    CHECK(nothing.issues().at(0).code == "import.nothing_found");
    CHECK(sla::import_zendesk("{").issues().at(0).code == "json.syntax");
    CHECK_FALSE(sla::import_zendesk(std::span<const sla::import_document>{}));
}
