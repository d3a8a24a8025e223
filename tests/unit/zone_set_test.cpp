// SPDX-License-Identifier: MIT
#include <sla/zone.hpp>

#include <catch2/catch_test_macros.hpp>

#include <string>
#include <string_view>

namespace {

sla::zone named(std::string_view name, std::string_view rule = "UTC0") {
    return sla::zone_from_rule(name, rule).value();
}

std::string hint(const sla::zone_set& zones, std::string_view name) {
    const sla::result<sla::zone> found = zones.find(name);
    REQUIRE_FALSE(found.has_value());
    REQUIRE(found.issues().size() == 1);
    CHECK(found.issues().front().code == "zone.unknown");
    return found.issues().front().hint;
}

} // namespace

TEST_CASE("a set finds its zones by their exact names") {
    const sla::zone_set zones{
        {named("Europe/Paris", "CET-1"), sla::zone::utc(), named("Asia/Tokyo", "JST-9")}};
    CHECK(zones.find("Asia/Tokyo").value() == named("Asia/Tokyo", "JST-9"));
    CHECK(zones.find("UTC").value() == sla::zone::utc());
    CHECK_FALSE(zones.find("Tokyo").has_value());
    CHECK_FALSE(zones.find("").has_value());
}

TEST_CASE("of two zones with one name a set finds the earlier") {
    const sla::zone_set zones{{named("A", "AAA-1"), named("A", "AAA-2")}};
    CHECK(zones.find("A").value() == named("A", "AAA-1"));
}

TEST_CASE("an unknown name comes with the nearest names") {
    const sla::zone_set zones{{named("Europe/Berlin"), named("Europe/Bern"),
                               named("America/Indiana/Knox"), named("America/New_York"),
                               named("UTC")}};
    CHECK(hint(zones, "europe/berlin") == "did you mean \"Europe/Berlin\"?");
    CHECK(hint(zones, "Europe/Berlim") == "did you mean \"Europe/Berlin\" or \"Europe/Bern\"?");
    CHECK(hint(zones, "Berlin") == "did you mean \"Europe/Berlin\"?");
    CHECK(hint(zones, "America/New York") == "did you mean \"America/New_York\"?");
    CHECK(hint(zones, "UCT").empty());
    CHECK(hint(zones, "Mars/Olympus").empty());
    CHECK(hint(zones, std::string(1000, 'x')).empty());
}

TEST_CASE("the issue of an unknown name shows what was asked for") {
    const sla::issue i = sla::zone_set{{}}.find("Mars/Olympus").issues().front();
    CHECK(i.message == "there is no time zone of this name");
    CHECK(i.saw == "\"Mars/Olympus\"");
    CHECK(i.expected == "the name of a zone in the set");
}

TEST_CASE("a source keeps the zones of its set alive") {
    sla::zone_source source;
    {
        const sla::zone_set zones{{sla::zone::utc()}};
        source = zones.source();
    }
    CHECK(source("UTC").value() == sla::zone::utc());
    CHECK_FALSE(source("GMT").has_value());
}
