// SPDX-License-Identifier: MIT
//
// All zones of zone.tab against what another reader saw of them (tests/zones).
#include "zones/reference.hpp"
#include <sla/load.hpp>

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>

using namespace std::chrono;

namespace {

std::size_t number_of_zones(const zones::reference& reference) {
    std::size_t n = 0;
    for (const zones::history& history : reference.histories)
        n += history.names.size();
    return n;
}

// What a file holds that lists changes up to the end of 2037 and leaves the rest to its rule. Where
// clocks follow the moon (Ramadan), the changes are known up to 2087 and the rule holds after them.
sla::zone_definition until_2037(const zones::history& history) {
    const auto is_one_of = [&](std::initializer_list<std::string_view> places) {
        return std::any_of(places.begin(), places.end(), [&](std::string_view place) {
            return std::count(history.names.begin(), history.names.end(), place) > 0;
        });
    };
    const year end = is_one_of({"Africa/Casablanca", "Africa/El_Aaiun", "Asia/Gaza", "Asia/Hebron"})
                         ? 2088y
                         : 2038y;
    sla::zone_definition definition{.name = history.names.front(),
                                    .initial_offset = history.first,
                                    .transitions = history.changes,
                                    .rule = history.rule};
    std::erase_if(definition.transitions, [&](const sla::zone_transition& t) {
        return t.at >= sys_days{end / January / 1};
    });
    return definition;
}

} // namespace

TEST_CASE("every zone of the system's database does what the reference says until 2100") {
    const zones::reference reference = zones::read_reference();
    CHECK(number_of_zones(reference) == 418);
    const sla::result<sla::zone> probe = sla::load_zone("Europe/London");
    if (!probe)
        SKIP("this system has no time zone database that can be read: "
             << probe.issues().front().message);
    if (probe->database_version() != reference.version)
        SKIP("this system has tzdata \"" << probe->database_version()
                                         << "\", the reference was made from " << reference.version
                                         << "; the reference is still compared with its own rules");
    for (const zones::history& history : reference.histories)
        for (const std::string& name : history.names) {
            INFO(name);
            const sla::result<sla::zone> zone = sla::load_zone(name);
            REQUIRE(zone.has_value());
            CHECK(zone->name() == name);
            CHECK(zone->database_version() == reference.version);
            CHECK(zones::difference(*zone, history) == zones::none);
        }
}

TEST_CASE("changes until 2037 and a rule give every zone its changes until 2100") {
    const zones::reference reference = zones::read_reference();
    REQUIRE(number_of_zones(reference) == 418);
    for (const zones::history& history : reference.histories) {
        INFO(history.names.front());
        const sla::result<sla::zone> zone = sla::compile(until_2037(history));
        REQUIRE(zone.has_value());
        CHECK(zones::difference(*zone, history) == zones::none);
    }
}

TEST_CASE("a zone does not depend on how far its changes are listed") {
    const zones::reference reference = zones::read_reference();
    for (const zones::history& history : reference.histories) {
        INFO(history.names.front());
        sla::zone_definition longest = until_2037(history);
        const sla::zone zone = sla::compile(longest).value();

        longest.transitions = history.changes;
        CHECK(sla::compile(longest).value() == zone);

        sla::zone_definition shortest = longest;
        shortest.transitions.assign(zone.transitions().begin(), zone.transitions().end());
        const bool seam_is_listed =
            zone.rule_from() == sla::instant::min() ||
            (!shortest.transitions.empty() && shortest.transitions.back().at == zone.rule_from());
        if (!seam_is_listed)
            // Between its last change and the rule nothing happens, but a file has to say so.
            shortest.transitions.push_back(
                {floor<seconds>(zone.rule_from()), zone.offset_at(zone.rule_from())});
        shortest.initial_offset = zone.initial_offset();
        CHECK(sla::compile(shortest).value() == zone);
    }
}

TEST_CASE("the comparison with the reference notices a wrong zone") {
    const zones::reference reference = zones::read_reference();
    const auto berlin =
        std::find_if(reference.histories.begin(), reference.histories.end(), [](const auto& h) {
            return std::count(h.names.begin(), h.names.end(), "Europe/Berlin") == 1;
        });
    REQUIRE(berlin != reference.histories.end());
    const sla::zone_definition right = until_2037(*berlin);
    CHECK(zones::difference(sla::compile(right).value(), *berlin) == zones::none);

    SECTION("a rule that ends daylight time an hour early") {
        sla::zone_definition wrong = right;
        wrong.rule = "CET-1CEST,M3.5.0,M10.5.0/2";
        CHECK(zones::difference(sla::compile(wrong).value(), *berlin) != zones::none);
    }
    SECTION("a rule without daylight time, as the date library has it") {
        sla::zone_definition wrong = right;
        wrong.rule = "CET-1";
        CHECK(zones::difference(sla::compile(wrong).value(), *berlin) != zones::none);
    }
    SECTION("one change a second late") {
        sla::zone_definition wrong = right;
        wrong.transitions[3].at += 1s;
        CHECK(zones::difference(sla::compile(wrong).value(), *berlin) != zones::none);
    }
    SECTION("one change missing") {
        sla::zone_definition wrong = right;
        wrong.transitions.erase(wrong.transitions.begin(), wrong.transitions.begin() + 2);
        CHECK(zones::difference(sla::compile(wrong).value(), *berlin) != zones::none);
    }
}
