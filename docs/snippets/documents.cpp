// SPDX-License-Identifier: MIT
//
// The snippets of docs/documents.md.
#include <sla/describe.hpp>
#include <sla/json.hpp>
#include <sla/json_document.hpp>
#include <sla/load.hpp>

#include <chrono>
#include <iostream>
#include <string>
#include <string_view>

namespace {

using namespace std::chrono_literals;

constexpr std::string_view text = R"({
  "sla": 1,
  "calendars": [
    {
      "name": "Support",
      "zone": "Europe/Berlin",
      "hours": { "Monday-Friday": ["09:00-12:00", "13:00-17:00"] },
      "yearly": [{ "name": "Christmas Day", "on": "25 December" }]
    }
  ],
  "policies": [
    {
      "name": "Gold",
      "when": { "tier": "gold" },
      "calendar": "Support",
      "targets": {
        "first response": { "by": "priority", "within": { "P1": "30 min", "P2": "4 business hours" } },
        "resolution": "2 business days by close"
      }
    }
  ]
})";

constexpr std::string_view more = R"({
  "sla": 1,
  "policies": [{ "name": "All", "targets": { "first response": "4 h" } }],
  "objectives": [{ "name": "Quick answers", "share": "90 %", "of": "first response", "within": "1 h" }]
})";

void load() {
    const sla::policy_book book = sla::compile_json(text, sla::system_zones()).value();
    std::cout << book.name(sla::policy_id{0}) << '\n';
}

void change() {
    sla::book_definition definition = sla::book_from_json(text).value();
    definition.policies[0].targets[1].rows = sla::always(24h);
    const std::string saved = sla::to_json(definition).value();
    std::cout << saved;
}

void mistakes() {
    std::string wrong{text};
    wrong.replace(wrong.find("4 business hours"), 16, "2 days");
    wrong.replace(wrong.find("\"when\""), 6, "\"whne\"");
    std::cout << sla::describe(sla::book_from_json(wrong).issues()) << '\n';
}

void many_tickets() {
    const sla::compiled_document desk =
        sla::compile_json_document(more, sla::system_zones()).value();
    const sla::objective_definition& quick = desk.source.objectives[0];
    const sla::objective_result month = sla::judge(quick.goal, {.all = 200, .good = 187});
    std::cout << quick.name << ": " << month.budget_left << " more may be late\n";
}

} // namespace

int main() {
    load();
    change();
    mistakes();
    many_tickets();
}
