// SPDX-License-Identifier: MIT
//
// What `compile` accepts as a zone, and what it says about the rest.
#include <sla/zone.hpp>

#include <catch2/catch_test_macros.hpp>

#include <string>
#include <utility>
#include <vector>

using namespace std::chrono;

namespace {

using places = std::vector<std::pair<std::string, std::string>>;

places mistakes(const sla::zone_definition& definition) {
    places out;
    const sla::result<sla::zone> zone = sla::compile(definition);
    for (const sla::issue& i : zone.issues())
        out.emplace_back(i.code, i.place);
    return out;
}

sla::zone_definition moscow() {
    return {.name = "Europe/Moscow",
            .database_version = "2025b",
            .initial_offset = 3h,
            .transitions = {{sys_days{2011y / March / 26} + 23h, 4h},
                            {sys_days{2014y / October / 25} + 22h, 3h}},
            .rule = "MSK-3"};
}

} // namespace

TEST_CASE("a definition becomes a zone with its name, version, changes and rule") {
    const sla::zone zone = sla::compile(moscow()).value();
    CHECK(zone.name() == "Europe/Moscow");
    CHECK(zone.database_version() == "2025b");
    CHECK(zone.initial_offset() == 3h);
    REQUIRE(zone.transitions().size() == 2);
    CHECK(zone.transitions()[0] == sla::zone_transition{sys_days{2011y / March / 26} + 23h, 4h});
    CHECK(zone.rule() == sla::zone_rule{3h, {}});
}

TEST_CASE("zones are equal when all that they say is equal") {
    const sla::zone zone = sla::compile(moscow()).value();
    CHECK(zone == sla::compile(moscow()).value());
    const std::vector<sla::zone> copies(2, zone);
    CHECK(copies.front() == zone);
    CHECK(copies.front() == copies.back());

    sla::zone_definition other = moscow();
    other.name = "W-SU";
    CHECK(zone != sla::compile(other).value());
    other = moscow();
    other.database_version = "2025a";
    CHECK(zone != sla::compile(other).value());
    other = moscow();
    other.transitions[0].at += 1s;
    CHECK(zone != sla::compile(other).value());
    other = moscow();
    other.initial_offset = 2h;
    CHECK(zone != sla::compile(other).value());
}

TEST_CASE("a zone that is moved from is still the zone it was") {
    sla::zone zone = sla::compile(moscow()).value();
    const sla::zone taken = std::move(zone); // NOLINT(performance-move-const-arg)
    CHECK(zone == taken);                    // NOLINT(bugprone-use-after-move)
    zone = sla::zone::utc();
    CHECK(zone.name() == "UTC");
    CHECK(taken.name() == "Europe/Moscow");
}

TEST_CASE("UTC is the zone of its rule") {
    CHECK(sla::zone::utc() == sla::zone_from_rule("UTC", "UTC0").value());
    CHECK(sla::zone::utc().name() == "UTC");
    CHECK(sla::zone::utc().transitions().empty());
}

TEST_CASE("a zone without a name is refused") {
    sla::zone_definition definition = moscow();
    definition.name.clear();
    CHECK(mistakes(definition) == places{{"zone.name_missing", "name"}});
}

TEST_CASE("offsets reach to 26 hours either way") {
    sla::zone_definition definition = moscow();
    definition.initial_offset = 26h;
    definition.transitions[0].offset = -26h;
    CHECK(mistakes(definition).empty());
    definition.initial_offset = 26h + 1s;
    definition.transitions[0].offset = -26h - 1s;
    CHECK(mistakes(definition) == places{{"zone.offset_out_of_range", "initial_offset"},
                                         {"zone.offset_out_of_range", "transitions[0].offset"}});
    definition = moscow();
    definition.transitions[1].offset = seconds::min();
    CHECK(mistakes(definition) == places{{"zone.offset_out_of_range", "transitions[1].offset"}});
}

TEST_CASE("transitions have to rise, and the issue names both") {
    sla::zone_definition definition = moscow();
    std::swap(definition.transitions[0].at, definition.transitions[1].at);
    const sla::result<sla::zone> zone = sla::compile(definition);
    REQUIRE(zone.issues().size() == 1);
    const sla::issue& i = zone.issues().front();
    CHECK(i.code == "zone.transitions_out_of_order");
    CHECK(i.place == "transitions[1].at");
    CHECK(i.expected == "an instant after 2014-10-25T22:00:00Z");
    CHECK(i.saw == "2011-03-26T23:00:00Z");
    REQUIRE(i.related.size() == 1);
    CHECK(i.related.front().place == "transitions[0].at");

    definition.transitions[1].at = definition.transitions[0].at;
    CHECK(mistakes(definition) == places{{"zone.transitions_out_of_order", "transitions[1].at"}});
}

TEST_CASE("transitions lie in the years -9999 to 9999") {
    sla::zone_definition definition = moscow();
    definition.transitions[0].at = sys_days{year{-9999} / January / 1};
    definition.transitions[1].at = sys_days{year{10'000} / January / 1} - 1s;
    CHECK(mistakes(definition).empty());
    definition.transitions[0].at -= 1s;
    definition.transitions[1].at += 1s;
    const sla::result<sla::zone> zone = sla::compile(definition);
    REQUIRE(zone.issues().size() == 2);
    CHECK(zone.issues()[0].code == "zone.transition_out_of_range");
    CHECK(zone.issues()[0].place == "transitions[0].at");
    CHECK(zone.issues()[1].place == "transitions[1].at");
    CHECK(zone.issues()[1].saw == "253402300800 s since 1970");
}

TEST_CASE("the issues of a rule say that they are about the rule") {
    sla::zone_definition definition = moscow();
    definition.rule = "MSK-3MSD,M3.5.0,M13.5.0";
    CHECK(mistakes(definition) == places{{"zone.rule_number", "rule, character 18"}});
    definition.rule.clear();
    CHECK(mistakes(definition) == places{{"zone.rule_empty", "rule, character 1"}});
}

TEST_CASE("a rule that contradicts the last transition is refused") {
    sla::zone_definition definition = moscow();
    definition.rule = "MSK-4MSD,M3.5.0,M10.5.0/3";
    const sla::result<sla::zone> zone = sla::compile(definition);
    REQUIRE(zone.issues().size() == 1);
    const sla::issue& i = zone.issues().front();
    CHECK(i.code == "zone.rule_contradicts");
    CHECK(i.place == "rule");
    CHECK(i.message == "the rule does not have the offset at which the transitions end, at "
                       "2014-10-25T22:00:00Z");
    CHECK(i.expected == "+03:00, as of the last transition");
    CHECK(i.saw == "+04:00 or +05:00 by the rule \"MSK-4MSD,M3.5.0,M10.5.0/3\"");
    definition.rule = "MSK-4";
    CHECK(sla::compile(definition).issues().front().saw == "+04:00 by the rule \"MSK-4\"");
}

TEST_CASE("without transitions the initial offset is of the rule, or not given") {
    sla::zone_definition definition{.name = "Test/Zone", .rule = "CET-1CEST,M3.5.0,M10.5.0/3"};
    CHECK(mistakes(definition).empty());
    definition.initial_offset = 1h;
    CHECK(mistakes(definition).empty());
    definition.initial_offset = 2h;
    CHECK(mistakes(definition).empty());
    definition.initial_offset = 3h;
    CHECK(mistakes(definition) == places{{"zone.rule_contradicts", "initial_offset"}});
}

TEST_CASE("all mistakes of a definition come back at once") {
    sla::zone_definition definition = moscow();
    definition.name.clear();
    definition.initial_offset = 27h;
    definition.transitions[0].offset = -27h;
    definition.transitions[1].at = definition.transitions[0].at;
    definition.rule = "MS-3";
    CHECK(mistakes(definition) == places{{"zone.name_missing", "name"},
                                         {"zone.offset_out_of_range", "initial_offset"},
                                         {"zone.offset_out_of_range", "transitions[0].offset"},
                                         {"zone.transitions_out_of_order", "transitions[1].at"},
                                         {"zone.rule_syntax", "rule, character 1"}});
}

TEST_CASE("offsets and years are shown as people write them") {
    sla::zone_definition definition = moscow();
    definition.initial_offset = -(26h + 21s);
    definition.transitions[0].at = sys_days{year{-123} / January / 2} + 3h + 4min + 5s;
    definition.transitions[1].at = definition.transitions[0].at;
    const sla::result<sla::zone> zone = sla::compile(definition);
    REQUIRE(zone.issues().size() == 2);
    CHECK(zone.issues()[0].saw == "-26:00:21");
    CHECK(zone.issues()[1].saw == "-0123-01-02T03:04:05Z");
}
