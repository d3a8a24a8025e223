// SPDX-License-Identifier: MIT
//
// Imported Zendesk clocks against what is written about the product's: how long each metric
// measures for one ticket, and when.

#include "story.hpp"

#include <catch2/catch_test_macros.hpp>

#include <string>

namespace {

using namespace std::chrono_literals;
using sla::clock_state;
using story::day;
using story::monday;

// A book in which one metric has one limit for everybody "normal".
sla::policy_book book(const std::string& metric, std::chrono::minutes limit,
                      const std::string& settings = "{}") {
    const std::string text = R"({ "sla_policies": [{ "title": "All", "metric_settings": )" +
                             settings + R"(, "policy_metrics": [{ "priority": "normal",
        "metric": ")" + metric +
                             R"(", "target": )" + std::to_string(limit.count()) +
                             R"(, "business_hours": false }] }] })";
    return story::compiled(story::import_of(sla::import_zendesk(text)).book);
}

// The ticket of the GitLab handbook's page "Metrics definitions" (Customer Support Operations,
// Zendesk), which explains Zendesk's definitions with it: from Monday 9:00 to Wednesday 14:30.
story::ticket handbook(const sla::policy_book& book) {
    story::ticket t{book, {.priority = "normal"}};
    t.created(monday + 9h).status(monday + 9h, "new");
    t.agent(monday + 14h).status(monday + 14h, "open");
    t.customer(monday + 15h + 30min);
    t.agent(monday + 16h).status(monday + 16h, "pending");
    t.customer(monday + day + 10h).status(monday + day + 10h, "open");
    t.status(monday + day + 11h, "hold");
    t.status(monday + 2 * day + 14h, "open");
    t.agent(monday + 2 * day + 14h + 30min).status(monday + 2 * day + 14h + 30min, "solved");
    return t;
}
constexpr sla::instant later = monday + 5 * day;

// A limit as long as what is measured is kept, and one a minute shorter is not.
void check_measured(const std::string& metric, const std::string& name, std::uint32_t cycle,
                    std::chrono::minutes expected) {
    INFO(metric << ", cycle " << cycle);
    const sla::policy_book enough = book(metric, expected);
    CHECK(handbook(enough).cycle(name, cycle, later).counted == expected);
    CHECK(handbook(enough).cycle(name, cycle, later).state == clock_state::met);
    const sla::policy_book less = book(metric, expected - 1min);
    CHECK(handbook(less).cycle(name, cycle, later).state == clock_state::breached);
}

} // namespace

TEST_CASE("the handbook's ticket, metric by metric") {
    // As the page says.
    check_measured("first_reply_time", "first reply time", 0, 5h);
    check_measured("next_reply_time", "next reply time", 0, 30min);
    check_measured("total_resolution_time", "total resolution time", 0, 53h + 30min);
    check_measured("periodic_update_time", "periodic update", 0, 2h);
    check_measured("periodic_update_time", "periodic update", 1, 46h + 30min);
    check_measured("pausable_update_time", "pausable update", 0, 2h);
    check_measured("pausable_update_time", "pausable update", 1, 28h + 30min);
    // The intervals are the page's, New 9:00-14:00, Open 14:00-16:00, Tuesday 10:00-11:00 and
    // Wednesday 14:00-14:30, on hold Tuesday 11:00 to Wednesday 14:00; its sums (13.5 and 41
    // hours) count New twice and give the hold half an hour more.
    check_measured("agent_work_time", "agent work time", 0, 8h + 30min);
    check_measured("requester_wait_time", "requester wait time", 0, 35h + 30min);
}

TEST_CASE("requester wait time waits in pending, agent work time on hold too") {
    // Zendesk developer documentation, "Ticket metric event types reference", pause events.
    const sla::policy_book wait = book("requester_wait_time", 40h);
    const sla::policy_book work = book("agent_work_time", 40h);
    CHECK(handbook(wait).judged("requester wait time", monday + 20h).state == clock_state::paused);
    CHECK(handbook(work).judged("agent work time", monday + 20h).state == clock_state::paused);
    CHECK(handbook(wait).judged("requester wait time", monday + day + 20h).state ==
          clock_state::running);
    CHECK(handbook(work).judged("agent work time", monday + day + 20h).state ==
          clock_state::paused);
    const sla::policy_book total = book("total_resolution_time", 60h);
    CHECK(handbook(total).judged("total resolution time", monday + 20h).state ==
          clock_state::running);
}

TEST_CASE("a call solved without a word waits on for its first reply") {
    // Zendesk help, "Calculating first reply time": an agent takes a call that makes a ticket and
    // solves it without a comment; the customer comes back, and the answer ends the time.
    const sla::policy_book frt = book("first_reply_time", 2h);
    story::ticket t{frt, {.priority = "normal"}};
    t.created(monday + 9h).status(monday + 9h + 5min, "solved");
    CHECK(t.judged("first reply time", monday + 9h + 30min).deadline == monday + 11h);
    t.customer(monday + 10h).status(monday + 10h, "open").agent(monday + 10h + 20min);
    const sla::verdict v = t.judged("first reply time", later);
    CHECK(v.state == clock_state::met);
    CHECK(v.counted == 80min);
}

TEST_CASE("notes and automatic answers are no first reply, unless the policy says so of notes") {
    const sla::policy_book usual = book("first_reply_time", 1h);
    const sla::policy_book notes =
        book("first_reply_time", 1h,
             R"({ "first_reply_time": { "fulfill_on_agent_internal_note": true } })");
    const auto tell = [](const sla::policy_book& b) {
        story::ticket t{b, {.priority = "normal"}};
        t.created(monday).note(monday + 10min);
        return t;
    };
    CHECK(tell(usual).judged("first reply time", monday + 30min).state == clock_state::running);
    CHECK(tell(notes).judged("first reply time, notes count", monday + 30min).state ==
          clock_state::met);
}

TEST_CASE("an agent's ticket waits for the customer's first comment, unless the policy says so") {
    const sla::policy_book usual = book("first_reply_time", 1h);
    story::ticket t{usual, {.priority = "normal"}};
    t.created(monday, sla::actor::agent).customer(monday + 3h);
    CHECK(t.judged("first reply time", monday + 2h).state == clock_state::not_started);
    CHECK(t.judged("first reply time", monday + 3h).deadline == monday + 4h);

    const sla::policy_book settings =
        book("first_reply_time", 1h,
             R"({ "first_reply_time": { "activate_on_ticket_created_for_end_user": true } })");
    story::ticket own{settings, {.priority = "normal"}};
    own.created(monday, sla::actor::agent);
    CHECK(own.judged("first reply time, also of agents' tickets", monday).deadline == monday + 1h);
}

TEST_CASE("the next reply counts from the oldest comment that has no answer") {
    const sla::policy_book nrt = book("next_reply_time", 1h);
    story::ticket t{nrt, {.priority = "normal"}};
    t.created(monday).customer(monday + 5min).agent(monday + 10min);
    CHECK(t.judged("next reply time", monday + 10min).state == clock_state::not_started);
    t.customer(monday + 1h).customer(monday + 90min);
    CHECK(t.judged("next reply time", monday + 100min).deadline == monday + 2h);
}

TEST_CASE("updates count from comment to comment, none before the first, none after solving") {
    const sla::policy_book periodic = book("periodic_update_time", 1h);
    story::ticket t{periodic, {.priority = "normal"}};
    t.created(monday);
    CHECK(t.judged("periodic update", monday + 2h).state == clock_state::not_started);
    t.agent(monday + 3h);
    CHECK(t.judged("periodic update", monday + 3h).deadline == monday + 4h);
    t.status(monday + 3h + 30min, "solved").agent(monday + 4h);
    CHECK(t.judged("periodic update", monday + 5h).state == clock_state::met);
    t.status(monday + 6h, "open").agent(monday + 7h);
    CHECK(t.judged("periodic update", monday + 7h).deadline == monday + 8h);
}

TEST_CASE("a reopened ticket goes on, and the time it was solved does not count") {
    const sla::policy_book total = book("total_resolution_time", 10h);
    story::ticket t{total, {.priority = "normal"}};
    t.created(monday).status(monday + 2h, "solved").status(monday + 5h, "open");
    CHECK(t.judged("total resolution time", monday + 6h).deadline == monday + 13h);
    t.status(monday + 6h, "solved").status(monday + 90h, "closed");
    const sla::verdict v = t.judged("total resolution time", monday + 100h);
    CHECK(v.state == clock_state::met);
    CHECK(v.counted == 3h);
}

TEST_CASE("another priority keeps the time so far") {
    const auto imported = story::import_of(sla::import_zendesk(R"([{ "title": "All",
        "policy_metrics": [{ "priority": "normal", "metric": "total_resolution_time", "target": 600 },
                           { "priority": "urgent", "metric": "total_resolution_time",
                             "target": 120 }] }])"));
    const sla::policy_book both = story::compiled(imported.book);
    story::ticket t{both, {.priority = "normal"}};
    t.created(monday).priority(monday + 1h, "urgent");
    CHECK(t.judged("total resolution time", monday + 1h).deadline == monday + 2h);
}

TEST_CASE("business hours count in the schedule's hours and zone") {
    // The schedule of Zendesk's documentation: Monday to Friday 9 to 17 in New York.
    const auto imported = story::import_of(sla::import_zendesk(R"x({
        "schedules": [{ "id": 1, "name": "East Coast", "time_zone": "Eastern Time (US & Canada)",
            "intervals": [{ "start_time": 1980, "end_time": 2460 },
                          { "start_time": 3420, "end_time": 3900 },
                          { "start_time": 4860, "end_time": 5340 },
                          { "start_time": 6300, "end_time": 6780 },
                          { "start_time": 7740, "end_time": 8220 }],
            "holidays": [{ "name": "Outing", "start_date": "2026-06-08",
                           "end_date": "2026-06-08" }] }],
        "sla_policies": [{ "title": "All", "policy_metrics": [
            { "priority": "normal", "metric": "first_reply_time", "target": 120,
              "business_hours": true }] }] })x"));
    const sla::policy_book b = story::compiled(imported.book);
    story::ticket t{b, {.priority = "normal"}};
    t.created(monday + 4 * day + 20h); // Friday 16:00 in New York
    // One hour on Friday; Monday is a holiday; one hour on Tuesday: 10:00, which is 14:00 UTC.
    CHECK(t.judged("first reply time", monday + 4 * day + 20h).deadline == monday + 8 * day + 14h);
}

TEST_CASE("a group owns a ticket until it solves it or hands it over") {
    const auto imported = story::import_of(sla::import_zendesk_groups(R"({
        "group_sla_policies": [
            { "title": "Tier 1", "filter": { "all": [{ "field": "group_id",
                "operator": "includes", "value": [1] }] },
              "policy_metrics": [{ "priority": "normal", "metric": "group_ownership_time",
                                   "target": 60 }] },
            { "title": "Tier 2", "filter": { "all": [{ "field": "group_id",
                "operator": "includes", "value": [2] }] },
              "policy_metrics": [{ "priority": "normal", "metric": "group_ownership_time",
                                   "target": 240 }] }] })"));
    const sla::policy_book b = story::compiled(imported.book);
    story::ticket t{b, {.priority = "normal", .group = "1"}};
    t.created(monday);
    CHECK(t.judged("group ownership time", monday).deadline == monday + 1h);
    t.group(monday + 30min, "2");
    CHECK(t.judged("group ownership time", monday + 30min).deadline == monday + 4h + 30min);
    CHECK(t.cycle("group ownership time", 0, monday + 1h).state == clock_state::met);
    t.status(monday + 5h, "solved");
    CHECK(t.judged("group ownership time", monday + 6h).state == clock_state::breached);
    CHECK(t.judged("group ownership time", monday + 6h).past_breaches == 0);

    // Each group is judged by its own promise, also at the moment of the hand-over.
    story::ticket slow{b, {.priority = "normal", .group = "1"}};
    slow.created(monday).group(monday + 90min, "2").group(monday + 3h, "1");
    CHECK(slow.cycle("group ownership time", 0, later).state == clock_state::breached);
    CHECK(slow.cycle("group ownership time", 1, later).state == clock_state::met);
    CHECK(slow.judged("group ownership time", monday + 3h).deadline == monday + 4h);
}
