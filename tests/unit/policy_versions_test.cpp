// SPDX-License-Identifier: MIT
#include "policy_desk.hpp"
#include <sla/policy.hpp>

#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

using namespace std::chrono;
using namespace std::chrono_literals;
using strings = std::vector<std::string>;

namespace {

sla::instant year_begin(int y) {
    return sys_days{year{y} / January / 1};
}

sla::policy_definition policy(std::string name, sla::condition when = {}) {
    return {.name = std::move(name),
            .when = std::move(when),
            .targets = {{.metric = "first response", .rows = sla::always(1h)}}};
}
sla::policy_definition version(std::string name, sla::instant from, sla::instant until,
                               sla::condition when = {}) {
    auto out = policy(std::move(name), std::move(when));
    out.effective_from = from;
    out.effective_until = until;
    return out;
}
sla::policy_definition fallback(std::string name, sla::condition when = {}) {
    auto out = policy(std::move(name), std::move(when));
    out.role = sla::policy_role::fallback;
    return out;
}

sla::policy_book book_of(std::vector<sla::policy_definition> policies) {
    return sla::compile({.policies = std::move(policies)}, desk::zones()).value();
}

std::string chosen(const sla::policy_book& book, sla::instant created,
                   const sla::ticket_names& names = {}) {
    const auto match = book.match(book.attributes(names), created);
    return match ? book.name(*match) + " " + std::to_string(static_cast<unsigned>(*match)) : "none";
}

} // namespace

TEST_CASE("versions of one policy share its name and hold one after the other") {
    const auto result = sla::compile(
        {.policies = {version("A", sla::first_instant, year_begin(2025)),
                      version("A", year_begin(2026), sla::end_of_range), policy("rest"),
                      version("A", year_begin(2025), year_begin(2026))}},
        desk::zones());
    REQUIRE(result);
    // The last version stands behind the policy for the rest.
    CHECK(desk::summary(result.issues()) == strings{"policy.shadowed at policies[3]"});
    const auto& policies = result->data().policies;
    CHECK(policies[0].lineage == 0);
    CHECK(policies[1].lineage == 0);
    CHECK(policies[2].lineage == 2);
    CHECK(policies[3].lineage == 0);
    CHECK(result->data().version_changes ==
          std::vector<sla::instant>{year_begin(2025), year_begin(2026)});
    CHECK_FALSE(result->data().one_version);
    CHECK(result->find_policy("A") == sla::policy_id{0});
}

TEST_CASE("a policy is in force from its first instant until before its last") {
    const auto book = book_of({version("A", year_begin(2024), year_begin(2025)),
                               version("A", year_begin(2025), year_begin(2026)), policy("rest")});
    CHECK(chosen(book, year_begin(2024) - 1ms) == "rest 2");
    CHECK(chosen(book, year_begin(2024)) == "A 0");
    CHECK(chosen(book, year_begin(2025) - 1ms) == "A 0");
    CHECK(chosen(book, year_begin(2025)) == "A 1");
    CHECK(chosen(book, year_begin(2026)) == "rest 2");
    CHECK(book.in_force(sla::policy_id{0}, year_begin(2024)));
    CHECK_FALSE(book.in_force(sla::policy_id{0}, year_begin(2025)));
    // The version may be chosen as of another instant than the creation.
    CHECK(book.match({}, year_begin(2024), year_begin(2025)) == sla::policy_id{1});
}

TEST_CASE("a policy without dates is in force for ever, outside of the range too") {
    const auto book = book_of({policy("A")});
    CHECK(book.data().one_version);
    CHECK(book.data().version_changes.empty());
    for (const sla::instant at :
         {sla::instant::min(), sla::first_instant, sla::end_of_range, sla::never})
        CHECK(book.in_force(sla::policy_id{0}, at));
}

TEST_CASE("versions that overlap, or end before they begin, are refused") {
    const auto issues =
        desk::issues_of({.policies = {version("A", sla::first_instant, year_begin(2026)),
                                      version("A", year_begin(2025), sla::end_of_range),
                                      version("B", year_begin(2026), year_begin(2026)), policy("B"),
                                      policy("C"), policy("C")}});
    CHECK(desk::summary(issues) ==
          strings{"policy.versions_overlap at policies[1]",
                  "policy.effective_reversed at policies[2].effective_until",
                  "policy.name_twice at policies[5].name"});
    CHECK(issues[0].related[0].place == "policies[0]");
    CHECK(issues[0].saw == "2025-01-01T00:00:00Z to the end");
}

TEST_CASE("versions of one policy do not shadow each other, and together they are a default") {
    CHECK(desk::summary({.policies = {version("A", sla::first_instant, year_begin(2025)),
                                      version("A", year_begin(2025), sla::end_of_range)}})
              .empty());
    CHECK(desk::summary({.policies = {version("A", sla::first_instant, year_begin(2025)),
                                      version("A", year_begin(2026), sla::end_of_range)}}) ==
          strings{"policy.default_missing at policies"});
    // Each year of the last one is taken by somebody.
    CHECK(desk::summary({.policies = {version("A", sla::first_instant, year_begin(2025)),
                                      version("B", year_begin(2025), sla::end_of_range),
                                      policy("C", sla::priority_is({"P1"}))}}) ==
          strings{"policy.shadowed at policies[2]"});
}

TEST_CASE("a fallback matches only where no normal policy does, wherever it stands") {
    const auto book =
        book_of({fallback("any"), policy("gold", sla::tier_is({"gold"})),
                 version("silver", year_begin(2025), sla::end_of_range, sla::tier_is({"silver"}))});
    CHECK(book.data().has_fallback);
    CHECK(chosen(book, year_begin(2024), {.tier = "gold"}) == "gold 1");
    CHECK(chosen(book, year_begin(2024), {.tier = "silver"}) == "any 0");
    CHECK(chosen(book, year_begin(2025), {.tier = "silver"}) == "silver 2");
    CHECK(chosen(book, year_begin(2025)) == "any 0");
}

TEST_CASE("a fallback is a default, and a normal policy for everybody leaves it nothing") {
    const auto gold = policy("gold", sla::tier_is({"gold"}));
    CHECK(desk::summary({.policies = {fallback("any"), gold}}).empty());
    CHECK(desk::summary({.policies = {fallback("some", sla::priority_is({"P1"})), gold}}) ==
          strings{"policy.default_missing at policies"});
    CHECK(desk::summary({.policies = {fallback("any"), policy("all")}}) ==
          strings{"policy.shadowed at policies[0]"});
    CHECK(desk::summary({.policies = {fallback("any"), fallback("other")}}) ==
          strings{"policy.shadowed at policies[1]"});
}

TEST_CASE("where all matching policies hold none takes tickets from another") {
    sla::book_definition definition{.policies = {policy("A"), policy("B"), fallback("C")},
                                    .choose = sla::policy_choice::all_matching};
    CHECK(desk::summary(definition) == strings{"policy.shadowed at policies[2]"});
    definition.policies[0].when = sla::tier_is({"gold"});
    definition.policies[1].when = sla::tier_is({"gold"});
    CHECK(desk::summary(definition).empty());
    definition.choose = sla::policy_choice::first_match;
    CHECK(desk::summary(definition) == strings{"policy.shadowed at policies[1]"});
}

TEST_CASE("a policy may be for tickets that are created while a calendar is open") {
    const auto definition = [](strings calendars) {
        return sla::book_definition{
            .calendars = {desk::office(), desk::office("Berlin office", "Berlin")},
            .policies = {policy("day", sla::created_while_open(std::move(calendars))),
                         policy("night")}};
    };
    const auto office = sla::compile(definition({"Office"}), desk::zones()).value();
    CHECK(chosen(office, desk::at(desk::monday, 9h)) == "day 0");
    CHECK(chosen(office, desk::at(desk::monday, 9h) - 1ms) == "night 1");
    CHECK(chosen(office, desk::at(desk::monday, 17h)) == "night 1");
    const auto both = sla::compile(definition({"Office", "Berlin office"}), desk::zones()).value();
    CHECK(chosen(both, desk::at(desk::monday, 8h)) == "day 0");
    CHECK(chosen(both, desk::at(desk::monday, 16h)) == "day 0");
    CHECK(chosen(both, desk::at(desk::monday, 7h)) == "night 1");
    // The creation counts, whatever instant the version is chosen by.
    CHECK(office.match({}, desk::at(desk::monday, 9h), desk::at(desk::saturday, 0h)) ==
          sla::policy_id{0});
    CHECK(office.holds(sla::policy_id{0}, {}, desk::at(desk::monday, 9h)));
    CHECK_FALSE(office.holds(sla::policy_id{0}, {}, desk::at(desk::saturday, 9h)));

    CHECK(desk::summary(definition({"Ofice", ""})) ==
          strings{"policy.value_missing at policies[0].when.values[1]",
                  "policy.unknown_calendar at policies[0].when.values[0]"});
    CHECK(desk::summary(definition({})) ==
          strings{"policy.value_missing at policies[0].when.values"});
}

TEST_CASE("hours of creation take part in the search for shadowed policies") {
    const auto day = sla::created_while_open({"Office"});
    const auto warnings = [](std::vector<sla::condition> conditions) {
        sla::book_definition definition{.calendars = {desk::office()}};
        for (sla::condition& when : conditions)
            definition.policies.push_back(
                policy("policy " + std::to_string(definition.policies.size()), std::move(when)));
        return desk::summary(definition);
    };
    CHECK(warnings({day, sla::unless({day}), sla::tier_is({"gold"}), {}})[0] ==
          "policy.shadowed at policies[2]");
    CHECK(warnings({day, sla::all_of({sla::unless({day}), sla::tier_is({"gold"})}), {}}).empty());
    CHECK(warnings({sla::all_of({day, sla::unless({day})}), {}}) ==
          strings{"policy.never_matches at policies[0].when"});
}
