// SPDX-License-Identifier: MIT
//
// What is said of the mistakes that people make in a document: each with its place, its line, what
// was expected and what to do about it. Nothing here works; that is the example.

#include <sla/describe.hpp>
#include <sla/json_document.hpp>

#include <fmt/format.h>

#include <string_view>

namespace {

struct mistake {
    std::string_view title;
    std::string_view document;
};

constexpr mistake mistakes[] = {
    {"a key with a mistake in it", R"({ "sla": 1,
  "policies": [{ "name": "Gold", "tragets": { "resolution": "24 h" } }] })"},
    {"a zone that nobody knows", R"({ "sla": 1,
  "calendars": [{ "name": "Office", "zone": "Europe/Berlim", "hours": "24x7" }],
  "policies": [{ "name": "Gold", "targets": { "resolution": "24 h" } }] })"},
    {"hours that overlap", R"({ "sla": 1,
  "calendars": [{ "name": "Office", "zone": "Europe/Berlin",
                  "hours": { "Monday-Friday": ["09:00-13:00", "12:00-17:00"] } }],
  "policies": [{ "name": "Gold", "calendar": "Office",
                 "targets": { "resolution": "4 business hours" } }] })"},
    {"days of some kind", R"({ "sla": 1,
  "policies": [{ "name": "Gold", "targets": { "resolution": "2 days" } }] })"},
    {"two of one name", R"({ "sla": 1,
  "policies": [{ "name": "Gold", "targets": { "resolution": "24 h" } },
               { "name": "Gold", "targets": { "resolution": "48 h" } }] })"},
    {"no policies", R"({ "sla": 1 })"},
    {"a calendar and a metric that are not there", R"({ "sla": 1,
  "policies": [{ "name": "Gold", "calendar": "Offices",
                 "targets": { "first respons": "4 business hours" } }] })"},
    {"a value that was not declared", R"({ "sla": 1,
  "vocabularies": { "priority": ["urgent 紧急", "low 低"] },
  "policies": [{ "name": "Gold", "targets": { "resolution": {
    "by": "priority", "within": { "urgent 紧急": "4 h", "low": "24 h" } } } }] })"},
    {"an objective of half a thing", R"({ "sla": 1,
  "policies": [{ "name": "Gold", "targets": { "first response": "1 h" } }],
  "objectives": [{ "name": "Quick", "share": "9O %", "of": "first response", "per": "month" }] })"},
    {"a scorecard that rewards the bad side", R"({ "sla": 1,
  "policies": [{ "name": "Gold", "targets": { "first response": "1 h" } }],
  "scorecards": [{ "name": "Team", "goals": [
    { "name": "CSAT", "goal": 90, "weight": 1, "worse": { "each": 5, "points": 2 } }] }] })"},
    {"a comma too many", R"({ "sla": 1,
  "policies": [], })"},
    {"a comment", R"({ "sla": 1, // our policies
  "policies": [] })"},
};

} // namespace

int main() {
    const sla::zone berlin =
        sla::zone_from_rule("Europe/Berlin", "CET-1CEST,M3.5.0,M10.5.0/3").value();
    const sla::zone_source zones = sla::zone_set{{berlin}}.source();
    int silent = 0;
    for (const mistake& m : mistakes) {
        const auto made = sla::compile_json_document(m.document, zones);
        if (made)
            ++silent;
        fmt::print("-- {}\n{}\n\n", m.title, sla::describe(made.issues()));
    }
    return silent;
}
