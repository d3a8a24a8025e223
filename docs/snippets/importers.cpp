// SPDX-License-Identifier: MIT
//
// The snippets of docs/importers.md.
#include <sla/describe.hpp>
#include <sla/evaluate.hpp>
#include <sla/import.hpp>
#include <sla/load.hpp>

#include <array>
#include <chrono>
#include <iostream>
#include <string>
#include <string_view>

namespace {

using namespace std::chrono_literals;

constexpr std::string_view policies = R"({
  "sla_policies": [
    {
      "title": "Gold",
      "position": 1,
      "filter": {
        "all": [
          { "field": "organization_id", "operator": "is", "value": 360 },
          { "field": "brand_id", "operator": "is", "value": 12 }
        ],
        "any": []
      },
      "policy_metrics": [
        { "priority": "urgent", "metric": "first_reply_time", "target": 30, "business_hours": false },
        { "priority": "normal", "metric": "first_reply_time", "target": 240, "business_hours": true }
      ]
    }
  ]
})";

constexpr std::string_view schedules = R"({
  "schedules": [
    {
      "id": 7,
      "name": "Office",
      "time_zone": "Berlin",
      "intervals": [
        { "start_time": 1980, "end_time": 2460 },
        { "start_time": 3420, "end_time": 3900 }
      ]
    }
  ]
})";

void zendesk() {
    const std::array<sla::import_document, 2> documents{
        {{policies, "policies.json"}, {schedules, "schedules.json"}}};
    const auto imported = sla::import_zendesk(documents);
    if (!imported)
        std::cout << sla::describe(imported.issues()) << '\n'; // no such documents
    std::cout << sla::describe(imported->unmapped) << '\n';    // what to look after by hand
    std::cout << sla::to_json(imported->book).value();         // a document like any other
}

void fields() {
    const std::array<sla::import_document, 2> documents{
        {{policies, "policies.json"}, {schedules, "schedules.json"}}};
    const auto imported =
        sla::import_zendesk(documents, {.fields = {{"brand_id", sla::attribute::tier}}});
    std::cout << imported->unmapped.size() << " to look after\n";
}

constexpr std::string_view project = R"json({
  "slas": [
    {
      "name": "Time to first response",
      "start": ["Issue Created", "Entered Status: Waiting for support"],
      "pause": ["Status: Waiting for approval"],
      "stop": ["Comment: For Customers", "Resolution: Set"],
      "goals": [
        { "jqlQuery": "priority in (Highest, High)", "duration": 7200000, "calendarId": 2 },
        { "jqlQuery": "created >= -1w", "duration": "1h" },
        { "defaultGoal": true, "duration": "24h" }
      ]
    }
  ],
  "calendars": [
    {
      "id": 2,
      "name": "9-5",
      "timezoneId": "Europe/Berlin",
      "workingTimes": [{ "weekday": "monday", "start": 32400000, "end": 61200000 }],
      "holidays": [{ "name": "Christmas", "iso8601Date": "2025-12-25", "recurring": true }]
    }
  ]
})json";

void jira() {
    const auto imported = sla::import_jira(project);
    std::cout << sla::describe(imported->unmapped) << '\n';

    const auto book = sla::compile(imported->book, sla::system_zones()).value();
    const sla::instant monday =
        std::chrono::sys_days{std::chrono::year{2026} / std::chrono::June / 1} + 14h + 30min;
    const auto ticket =
        sla::timeline::of(book.attributes({.priority = "High"}), {sla::event::created(monday)})
            .value(); // 16:30 in Berlin: the rest counts a week later
    std::cout << sla::describe(sla::evaluate(book, ticket, monday), book,
                               sla::system_zones()("Europe/Berlin").value())
              << '\n';
}

} // namespace

int main() {
    zendesk();
    fields();
    jira();
}
