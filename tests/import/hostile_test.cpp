// SPDX-License-Identifier: MIT
//
// Documents from strangers: they cost bounded time and memory, and end in an issue or in a list
// that is bounded.

#include "story.hpp"

#include <catch2/catch_test_macros.hpp>

#include <string>

namespace {

std::string repeated(const std::string& what, int count, const std::string& between = ",") {
    std::string out;
    for (int i = 0; i < count; ++i)
        out += (i == 0 ? "" : between) + what;
    return out;
}

} // namespace

TEST_CASE("a document is as large as the limits allow, and no larger") {
    const auto large = sla::import_zendesk(std::string(1000, ' '), {.limits = {.bytes = 100}});
    CHECK(large.issues().at(0).code == "json.too_large");
    const auto deep = sla::import_jira(std::string(200, '['));
    CHECK(deep.issues().at(0).code == "json.too_deep");
    const auto many = sla::import_jira("[" + repeated("1", 50) + "]", {.limits = {.values = 20}});
    CHECK(many.issues().at(0).code == "json.too_many_values");
}

TEST_CASE("of many mistakes some are told, and that there are more") {
    const auto made = sla::import_zendesk("[" + repeated("{}", 10'000) + "]");
    REQUIRE_FALSE(made);
    CHECK(made.issues().size() == 101);
    CHECK(made.issues().back().code == "json.too_many_issues");
}

TEST_CASE("of many things that are not mapped some are told, and that there are more") {
    const std::string policy = R"({ "title": "A", "color": "red", "policy_metrics": [
        { "priority": "low", "metric": "agent_work_time", "target": 5 }] })";
    const std::string text = "[" + repeated(policy, 5000) + "]";
    const auto some = story::import_of(sla::import_zendesk(text, {.unmapped = 50}));
    CHECK(some.unmapped.size() == 51);
    CHECK(some.unmapped.back().code == "import.too_many");
    CHECK(some.unmapped[49].place == "/25/color"); // and the name is taken, of all but the first
    const auto all = story::import_of(sla::import_zendesk(text));
    CHECK(all.unmapped.size() == 9999);
    CHECK(all.book.policies.back().name == "A (5000)");
}

TEST_CASE("conditions are bounded, also those that come of goals that exclude each other") {
    const std::string goal = R"({ "jqlQuery": "labels = vip", "duration": "1h" })";
    const std::string sla = R"({ "name": "A", "start": ["Issue Created"],
        "stop": ["Resolution: Set"], "goals": [)" +
                            repeated(goal, 500) + "] }";
    const auto many = sla::import_jira("[" + repeated(sla, 20) + "]");
    REQUIRE_FALSE(many);
    CHECK(many.issues().at(0).code == "import.too_large");
    CHECK(sla::import_jira("[" + sla + "]").has_value());

    const std::string more = R"({ "name": "A", "start": ["Issue Created"],
        "stop": ["Resolution: Set"], "goals": [)" +
                             repeated(goal, 501) + "] }";
    const auto goals = sla::import_jira("[" + more + "]");
    REQUIRE_FALSE(goals);
    CHECK(goals.issues().at(0).code == "import.too_large");

    const auto values = sla::import_zendesk(
        R"([{ "title": "A", "filter": { "all": [{ "field": "group_id", "operator": "includes",
              "value": [)" +
            repeated("1", 1000) + R"(] }] }, "policy_metrics": [] }])",
        {.conditions = 100});
    REQUIRE_FALSE(values);
    CHECK(values.issues().at(0).code == "import.too_large");
}

TEST_CASE("a query of any length and depth") {
    const auto jira = [](const std::string& jql) {
        return story::import_of(sla::import_jira(R"([{ "name": "A", "start": ["Issue Created"],
            "stop": ["Resolution: Set"], "goals": [{ "jqlQuery": ")" +
                                                 jql + R"(", "duration": 1 }] }])"));
    };
    CHECK(jira(std::string(100'000, '(')).book.policies.empty());
    CHECK(jira(repeated("not", 50'000, " ") + " type = Bug").book.policies.size() == 1);
    CHECK(jira(repeated("type = Bug", 20'000, " or ")).book.policies.size() == 1);
    CHECK(jira(std::string(100'000, '=')).book.policies.empty());
    CHECK(jira(std::string(100'000, 'a')).book.policies.empty());
}
