// SPDX-License-Identifier: MIT
#include "policy_desk.hpp"
#include <sla/policy_definition.hpp>

#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <string>
#include <type_traits>
#include <variant>

using namespace std::chrono_literals;
using sla::attribute;

TEST_CASE("a plain duration is elapsed time and every other kind says which it is") {
    CHECK(std::get<sla::elapsed>(sla::target_duration{30min}) == 30min);
    CHECK(std::get<sla::working>(sla::target_duration{sla::working{4h}}) == sla::working{4h});
    CHECK(std::get<sla::business_days>(sla::target_duration{sla::business_days{2}}).count == 2);
    CHECK(std::get<sla::calendar_days>(sla::target_duration{sla::calendar_days{3}}).count == 3);
    CHECK(std::get<sla::calendar_weeks>(sla::target_duration{sla::calendar_weeks{1}}).count == 1);
    CHECK(std::get<sla::calendar_months>(sla::target_duration{sla::calendar_months{6}}).count == 6);
    const sla::working_then_elapsed phases{sla::working{4h}, 24h};
    CHECK(std::get<sla::working_then_elapsed>(sla::target_duration{phases}) == phases);
}

TEST_CASE("durations of different kinds are different, however long") {
    CHECK(sla::target_duration{8h} == sla::target_duration{480min});
    CHECK(sla::target_duration{8h} != sla::target_duration{sla::working{8h}});
    CHECK(sla::target_duration{sla::calendar_days{7}} !=
          sla::target_duration{sla::calendar_weeks{1}});
}

TEST_CASE("whole days of the standard library and numbers are no target") {
    STATIC_CHECK(std::is_convertible_v<std::chrono::hours, sla::target_duration>);
    STATIC_CHECK_FALSE(std::is_convertible_v<std::chrono::days, sla::target_duration>);
    STATIC_CHECK_FALSE(std::is_constructible_v<sla::target_duration, std::chrono::days>);
    STATIC_CHECK_FALSE(std::is_constructible_v<sla::target_duration, std::chrono::weeks>);
    STATIC_CHECK_FALSE(std::is_constructible_v<sla::target_duration, int>);
}

TEST_CASE("a grid has a row for each cell, line by line, and none where nothing is promised") {
    const auto rows = sla::grid(attribute::priority, attribute::channel, {"phone", "mail"},
                                {{"P0", {5min, 1h}}, {"P1", {std::nullopt, sla::working{8h}}}});
    REQUIRE(rows.size() == 3);
    CHECK(rows[0] ==
          sla::target_row{.match = {{attribute::priority, {"P0"}}, {attribute::channel, {"phone"}}},
                          .within = 5min});
    CHECK(rows[1] ==
          sla::target_row{.match = {{attribute::priority, {"P0"}}, {attribute::channel, {"mail"}}},
                          .within = 1h});
    CHECK(rows[2] ==
          sla::target_row{.match = {{attribute::priority, {"P1"}}, {attribute::channel, {"mail"}}},
                          .within = sla::working{8h}});
}

TEST_CASE("a grid whose lines do not fit its columns does not compile into a book") {
    const auto narrow =
        sla::grid(attribute::priority, attribute::channel, {"phone", "mail"}, {{"P0", {5min}}});
    CHECK(
        desk::find(desk::issues_of(desk::promising({{.metric = "first response", .rows = narrow}})),
                   "policy.target_not_positive")
            ->place == "policies[0].targets[0].rows[1].within");

    const auto wide =
        sla::grid(attribute::priority, attribute::channel, {"phone"}, {{"P0", {5min, 1h}}});
    CHECK(desk::find(desk::issues_of(desk::promising({{.metric = "first response", .rows = wide}})),
                     "policy.value_missing")
              ->place == "policies[0].targets[0].rows[1].match[1].values[0]");
}

TEST_CASE("a list by one attribute takes a last row for all others") {
    const auto rows = sla::otherwise(sla::by_priority({{"urgent", 1h}, {"high", 4h}}), 24h);
    REQUIRE(rows.size() == 3);
    CHECK(rows[1].match == std::vector<sla::attribute_match>{{attribute::priority, {"high"}}});
    CHECK(rows[1].within == sla::target_duration{4h});
    CHECK(rows[2].match.empty());
    CHECK(rows[2].within == sla::target_duration{24h});
}

TEST_CASE("definitions are compared by value") {
    const auto book = desk::promising("resolution", sla::working{8h});
    auto other = book;
    CHECK(book == other);
    other.policies[0].when = sla::all_of({sla::tier_is({"gold"}), sla::tagged({"vip"})});
    CHECK(book != other);
    auto third = other;
    CHECK(third == other);
    third.policies[0].when.parts[1].values[0] = "VIP";
    CHECK(third != other);
    third = other;
    third.vocabularies = {{attribute::tier, {"gold"}}};
    CHECK(third != other);
    third = other;
    third.combined = {{"All", "Office", sla::set_operation::unite, "Office"}};
    other.combined = {{"All", "Office", sla::set_operation::intersect, "Office"}};
    CHECK(third != other);
}

TEST_CASE("the built-in metrics are values of the type that hosts use for their own") {
    const sla::metric_definition by_hand{.name = "first response",
                                         .start = {{.kind = sla::event_kind::created}},
                                         .stop = {{.kind = sla::event_kind::message,
                                                   .by = {sla::actor::agent},
                                                   .visible = sla::visibility::to_customer}},
                                         .cancel = {{.kind = sla::event_kind::merged_into}}};
    CHECK(sla::first_response() == by_hand);
    std::vector<std::string> names;
    for (const sla::metric_definition& metric : sla::built_in_metrics())
        names.push_back(metric.name);
    CHECK(names == std::vector<std::string>{"first response", "next response", "periodic update",
                                            "acknowledgement", "ownership", "repair", "resolution",
                                            "first resolution", "call answer"});
}

TEST_CASE("attributes have names for people") {
    CHECK(std::string{sla::name_of(attribute::priority)} == "priority");
    CHECK(std::string{sla::name_of(attribute::channel)} == "channel");
    CHECK(std::string{sla::name_of(attribute::tier)} == "tier");
    CHECK(std::string{sla::name_of(attribute::category)} == "category");
    CHECK(std::string{sla::name_of(attribute::group)} == "group");
    CHECK(std::string{sla::name_of(attribute::customer)} == "customer");
}
