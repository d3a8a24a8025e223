// SPDX-License-Identifier: MIT
#include "policy_desk.hpp"
#include <sla/policy.hpp>

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace std::chrono_literals;
using sla::attribute;
using sla::condition;
using strings = std::vector<std::string>;

namespace {

sla::policy_definition policy(std::string name, condition when = {}) {
    return {.name = std::move(name),
            .when = std::move(when),
            .targets = {{.metric = "first response", .rows = sla::always(1h)}}};
}

/// The warnings on a book with these conditions, in this order.
strings warnings(const std::vector<condition>& conditions) {
    sla::book_definition definition;
    for (const condition& when : conditions)
        definition.policies.push_back(
            policy("policy " + std::to_string(definition.policies.size()), when));
    const auto book = sla::compile(definition, desk::zones());
    REQUIRE(book);
    return desk::summary(book.issues());
}

strings row_warnings(std::vector<sla::target_row> rows, condition when = {}) {
    sla::book_definition definition;
    definition.policies = {{.name = "Special",
                            .when = std::move(when),
                            .targets = {{.metric = "first response", .rows = std::move(rows)}}},
                           policy("Rest")};
    // Without a condition the first policy would take what the second is for.
    if (definition.policies[0].when == condition{})
        definition.policies.pop_back();
    return desk::summary(sla::compile(definition, desk::zones()).issues());
}

} // namespace

TEST_CASE("a policy after one without a condition is shadowed") {
    CHECK(warnings({{}, sla::priority_is({"P1"})}) == strings{"policy.shadowed at policies[1]"});
    CHECK(warnings({{}, {}}) == strings{"policy.shadowed at policies[1]"});
}

TEST_CASE("a policy whose every ticket an earlier one takes is shadowed") {
    const auto shadowed = strings{"policy.shadowed at policies[1]"};
    const auto p1 = sla::priority_is({"P1"});
    const auto phone = sla::channel_is({"phone"});
    const auto vip = sla::tagged({"vip"});
    CHECK(warnings({p1, p1, {}}) == shadowed);
    CHECK(warnings({sla::priority_is({"P1", "P2"}), p1, {}}) == shadowed);
    CHECK(warnings({p1, sla::all_of({phone, p1}), {}}) == shadowed);
    CHECK(warnings({sla::any_of({p1, phone}), phone, {}}) == shadowed);
    CHECK(warnings({vip, sla::all_of({vip, p1}), {}}) == shadowed);
    CHECK(warnings({sla::unless({p1}), sla::priority_is({"P2"}), {}}) == shadowed);
    CHECK(warnings({sla::unless({p1}), sla::unless({sla::priority_is({"P1", "P2"})}), {}}) ==
          shadowed);
    CHECK(warnings({sla::unless({sla::any_of({vip, p1})}), sla::unless({vip, p1}), {}}) ==
          shadowed);
}

TEST_CASE("a policy that several earlier ones take apart is shadowed, and they are named") {
    sla::book_definition definition;
    definition.policies = {
        policy("A", sla::priority_is({"P1"})), policy("B", sla::channel_is({"phone"})),
        policy("C", sla::tier_is({"gold"})),
        policy("D",
               sla::any_of({sla::priority_is({"P1"}),
                            sla::all_of({sla::tier_is({"gold"}), sla::channel_is({"mail"})})})),
        policy("E")};
    const auto issues = desk::issues_of(definition);
    REQUIRE(issues.size() == 1);
    CHECK(issues[0].severity == sla::severity::warning);
    CHECK(issues[0].place == "policies[3]");
    REQUIRE(issues[0].related.size() == 2);
    CHECK(issues[0].related[0].place == "policies[0]");
    CHECK(issues[0].related[1].place == "policies[2]");
    CHECK(issues[0].related[1].note == "takes some of them: C");
}

TEST_CASE("a policy with tickets of its own is not shadowed") {
    const auto p1 = sla::priority_is({"P1"});
    const auto phone = sla::channel_is({"phone"});
    CHECK(warnings({p1, sla::priority_is({"P1", "P2"}), {}}).empty());
    CHECK(warnings({sla::all_of({p1, phone}), p1, {}}).empty());
    CHECK(warnings({p1, phone, {}}).empty());
    CHECK(warnings({sla::tagged({"a"}), sla::tagged({"a", "b"}), {}}).empty());
    CHECK(warnings({sla::priority_is({"P2"}), sla::unless({p1}), {}}).empty());
}

TEST_CASE("policies that share out all tickets leave nothing for the last one") {
    const auto p1 = sla::priority_is({"P1"});
    const auto vip = sla::tagged({"vip"});
    const auto last = strings{"policy.shadowed at policies[2]"};
    CHECK(warnings({sla::unless({p1}), p1, {}})[0] == last[0]);
    CHECK(warnings({sla::any_of({p1, vip}), sla::unless({sla::all_of({p1, vip})}), {}})[0] ==
          last[0]);
    CHECK(warnings({sla::all_of({p1, vip}), sla::unless({vip}), p1, {}}) == last);
}

TEST_CASE("a condition that contradicts itself is reported") {
    const auto never = strings{"policy.never_matches at policies[0].when"};
    CHECK(warnings({sla::all_of({sla::priority_is({"P1"}), sla::priority_is({"P2"})}), {}}) ==
          never);
    CHECK(warnings({sla::all_of({sla::tagged({"a"}), sla::unless({sla::tagged({"a", "b"})})}),
                    {}}) == never);
    CHECK(warnings({sla::unless({condition{}}), {}}) == never);
}

TEST_CASE("a book without a policy for the rest is warned about") {
    CHECK(warnings({sla::priority_is({"P1"})}) == strings{"policy.default_missing at policies"});
    CHECK(warnings({sla::any_of({sla::priority_is({"P1"}), condition{}})}).empty());
}

TEST_CASE("conditions too tangled to examine are left alone") {
    std::vector<condition> choices;
    for (int i = 0; i < 7; ++i)
        choices.push_back(
            sla::any_of({sla::tagged({"a" + std::to_string(i)}), sla::tier_is({"gold"}),
                         sla::category_is({"c" + std::to_string(i)})}));
    CHECK(warnings({sla::all_of(choices), sla::all_of(choices), {}}).empty());
    strings tags;
    for (int i = 0; i < 65; ++i)
        tags.push_back("tag " + std::to_string(i));
    CHECK(warnings({sla::tagged(tags), sla::tagged(tags), {}}).empty());
    CHECK(warnings({sla::any_of({sla::tagged(tags), sla::tier_is({"gold"})}), {}}).empty());
}

TEST_CASE("a row after one that fits everything it fits is shadowed") {
    const auto p = [](strings values) {
        return sla::attribute_match{attribute::priority, std::move(values)};
    };
    const sla::attribute_match phone{attribute::channel, {"phone"}};
    const auto shadowed = strings{"policy.row_shadowed at policies[0].targets[0].rows[1]"};
    CHECK(row_warnings({{.within = 1h}, {.match = {p({"P1"})}, .within = 2h}}) == shadowed);
    CHECK(row_warnings({{.match = {p({"P1", "P2"})}, .within = 1h},
                        {.match = {p({"P2"}), phone}, .within = 2h}}) == shadowed);
    CHECK(row_warnings({{.match = {p({"P1"}), phone}, .within = 1h},
                        {.match = {p({"P1"})}, .within = 2h},
                        {.within = 3h}})
              .empty());
}

TEST_CASE("a row that the policy's own condition keeps tickets from is reported") {
    const auto rows = sla::by_priority({{"P1", 1h}, {"P3", 2h}});
    CHECK(row_warnings(rows, sla::priority_is({"P1", "P2"})) ==
          strings{"policy.row_never_matches at policies[0].targets[0].rows[1]"});
    CHECK(row_warnings(rows, sla::unless({sla::priority_is({"P1"})})) ==
          strings{"policy.row_never_matches at policies[0].targets[0].rows[0]"});
    CHECK(row_warnings(rows, sla::tier_is({"gold"})).empty());
}

TEST_CASE("a row that contradicts itself is reported") {
    CHECK(row_warnings({{.match = {{attribute::priority, {"P1"}}, {attribute::priority, {"P2"}}},
                         .within = 1h}}) ==
          strings{"policy.row_never_matches at policies[0].targets[0].rows[0]"});
}

TEST_CASE("a first response that may take longer than the resolution is warned about") {
    const auto warned = [](sla::target_duration response, sla::target_duration resolution) {
        const auto issues = desk::issues_of(
            desk::promising({{.metric = "first response", .rows = sla::always(response)},
                             {.metric = "resolution", .rows = sla::always(resolution)}}));
        CHECK(issues.size() <= 1);
        return !issues.empty() && issues[0].code == "policy.response_after_resolution";
    };
    CHECK(warned(2h, 1h));
    CHECK_FALSE(warned(1h, 1h));
    CHECK(warned(sla::working{2h}, sla::working{1h}));
    CHECK(warned(sla::business_days{3}, sla::business_days{2}));
    CHECK(warned(sla::calendar_days{3}, sla::calendar_days{2}));
    CHECK(warned(sla::calendar_weeks{3}, sla::calendar_weeks{2}));
    CHECK(warned(sla::calendar_months{3}, sla::calendar_months{2}));
    CHECK_FALSE(warned(sla::calendar_months{1}, sla::calendar_months{2}));
    // Which of these is longer depends on the start.
    CHECK_FALSE(warned(24h, sla::working{8h}));
}

TEST_CASE("two limits are compared only where one ticket can have both") {
    auto definition = desk::promising(
        {{.metric = "first response",
          .rows = sla::otherwise(sla::by_priority({{"P1", 1h}, {"P2", 30h}}), 48h)},
         {.metric = "resolution",
          .rows = sla::otherwise(sla::by_priority({{"P1", 4h}, {"P2", 24h}}), 72h)}});
    const auto issues = desk::issues_of(definition);
    REQUIRE(issues.size() == 1);
    CHECK(issues[0].place == "policies[0].targets[0].rows[1].within");
    CHECK(issues[0].related[0].place == "policies[0].targets[1].rows[1].within");
}

TEST_CASE("limits by different calendars are not compared") {
    auto definition = desk::promising(
        {{.metric = "first response", .rows = sla::always(sla::working{9h}), .calendar = "Other"},
         {.metric = "resolution", .rows = sla::always(sla::working{8h})}});
    definition.calendars.push_back(desk::office("Other", "Berlin"));
    CHECK(desk::summary(definition).empty());
    definition.policies[0].targets[0].calendar = "Office";
    CHECK(desk::summary(definition).size() == 1);
}

TEST_CASE("property: what is called shadowed or impossible no ticket reaches") {
    std::mt19937 random{20'260'302};
    const auto upto = [&](int n) { return std::uniform_int_distribution{0, n}(random); };
    const std::array<std::string, 3> letters{"a", "b", "c"};
    const auto some_values = [&] {
        strings out{letters[static_cast<std::size_t>(upto(2))]};
        if (upto(1) == 0)
            out.push_back(letters[static_cast<std::size_t>(upto(2))]);
        return out;
    };
    const auto some_condition = [&](auto& self, int depth) -> condition {
        switch (upto(depth > 0 ? 5 : 2)) {
        case 0:
            return sla::priority_is(some_values());
        case 1:
            return sla::channel_is(some_values());
        case 2:
            return sla::tagged(some_values());
        case 3:
            return sla::all_of({self(self, depth - 1), self(self, depth - 1)});
        case 4:
            return sla::any_of({self(self, depth - 1), self(self, depth - 1)});
        default:
            return sla::unless({self(self, depth - 1), self(self, depth - 1)});
        }
    };
    int silent = 0;
    int reported = 0;
    for (int round = 0; round < 400; ++round) {
        sla::book_definition definition;
        for (int i = 0; i < 5; ++i)
            definition.policies.push_back(
                policy(std::to_string(i), some_condition(some_condition, 2)));
        definition.policies.push_back(policy("rest"));
        const auto book = sla::compile(definition, desk::zones());
        REQUIRE(book);
        std::array<bool, 6> reached{};
        for (const std::string_view priority : {"", "a", "b", "c", "z"})
            for (const std::string_view channel : {"", "a", "b", "c", "z"})
                for (unsigned tags = 0; tags < 8; ++tags) {
                    std::vector<std::string_view> names;
                    for (unsigned i = 0; i < 3; ++i)
                        if ((tags >> i & 1U) != 0)
                            names.emplace_back(letters[i]);
                    const auto match = book->match(
                        book->attributes({.priority = priority, .channel = channel, .tags = names}),
                        desk::at(desk::monday, 9h));
                    REQUIRE(match);
                    reached[static_cast<std::size_t>(*match)] = true;
                }
        for (std::size_t i = 0; i < 6; ++i) {
            const std::string place = "policies[" + std::to_string(i) + "]";
            const auto& issues = book.issues();
            const bool unreachable =
                std::any_of(issues.begin(), issues.end(), [&](const sla::issue& issue) {
                    return (issue.code == "policy.shadowed" && issue.place == place) ||
                           (issue.code == "policy.never_matches" && issue.place == place + ".when");
                });
            CHECK_FALSE((unreachable && reached[i]));
            reported += unreachable ? 1 : 0;
            silent += !unreachable && !reached[i] ? 1 : 0;
        }
    }
    CHECK(reported > 0);
    CHECK(silent == 0); // conditions as small as these are never given up
}

TEST_CASE("a table by priority that leaves out a declared one is warned about") {
    const auto warned = [](std::vector<sla::target_row> rows, condition when = {}) {
        sla::book_definition definition;
        definition.vocabularies = {{attribute::priority, {"P1", "P2", "P3", "P4"}}};
        definition.policies = {{.name = "Special",
                                .when = std::move(when),
                                .targets = {{.metric = "first response", .rows = std::move(rows)}}},
                               policy("Rest")};
        if (definition.policies[0].when == condition{})
            definition.policies.pop_back();
        return sla::compile(definition, desk::zones()).issues();
    };
    const auto two = sla::by_priority({{"P1", 1h}, {"P3", 2h}});
    const auto issues = warned(two);
    CHECK(desk::summary(issues) ==
          strings{"policy.priority_missing at policies[0].targets[0].rows"});
    CHECK(issues[0].saw == "none for \"P2\", \"P4\"");
    CHECK(warned(two, sla::priority_is({"P1", "P3"})).empty());
    CHECK(warned(two, sla::unless({sla::priority_is({"P2"})}))[0].saw == "none for \"P4\"");
    CHECK(warned(sla::otherwise(two, 3h)).empty());
    CHECK(warned(sla::by_priority({{"P1", 1h}, {"P2", 1h}, {"P3", 2h}, {"P4", 3h}})).empty());
    // One row for one or for some is a promise to these.
    CHECK(warned(sla::by_priority({{"P1", 1h}})).empty());
    CHECK(warned({{.match = {{attribute::priority, {"P1", "P2"}}}, .within = 1h}}).empty());
    CHECK(warned(sla::by(attribute::channel, {{"phone", 1h}, {"mail", 2h}})).empty());
}

TEST_CASE("a step that lies no later than the start is warned about") {
    const auto warned = [](sla::target_duration within, sla::length before,
                           std::optional<sla::length> extra = {}) {
        auto definition = desk::promising("resolution", within);
        definition.policies[0].targets[0].steps = {{"warn", sla::before_deadline{before}}};
        definition.policies[0].targets[0].options.out_of_hours = extra;
        const auto summary = desk::summary(definition);
        CHECK(summary.size() <= 1);
        return !summary.empty() &&
               summary[0] == "policy.step_before_start at policies[0].targets[0].steps[0].at";
    };
    CHECK(warned(1h, 2h));
    CHECK(warned(1h, 1h));
    CHECK_FALSE(warned(1h, 1h - 1ms));
    CHECK(warned(sla::working{1h}, sla::working{1h}));
    CHECK_FALSE(warned(sla::working{2h}, sla::working{1h}));
    // These depend on the start.
    CHECK_FALSE(warned(1h, sla::working{8h}));
    CHECK_FALSE(warned(sla::working{1h}, 8h));
    CHECK_FALSE(warned(sla::business_days{1}, sla::working{80h}));
    CHECK_FALSE(warned(1h, 2h, 4h));

    auto definition = desk::promising(
        {{.metric = "resolution",
          .rows = sla::otherwise(sla::by_priority({{"P1", 1h}, {"P2", 2h}}), 8h),
          .steps = {{"late", sla::after_deadline{9h}}, {"warn", sla::before_deadline{2h}}}}});
    const auto issues = desk::issues_of(definition);
    REQUIRE(issues.size() == 1);
    CHECK(issues[0].place == "policies[0].targets[0].steps[1].at");
    REQUIRE(issues[0].related.size() == 2);
    CHECK(issues[0].related[1].place == "policies[0].targets[0].rows[1].within");
}

TEST_CASE("clocks that only look like response and resolution are not compared") {
    const auto summary = [](std::string first, std::string last, sla::target_options options = {}) {
        auto definition = desk::promising(
            {{.metric = std::move(first), .rows = sla::always(2h)},
             {.metric = std::move(last), .rows = sla::always(1h), .options = std::move(options)}});
        definition.metrics.push_back(sla::agent_work_time());
        return desk::summary(definition);
    };
    const strings warned{
        "policy.response_after_resolution at policies[0].targets[0].rows[0].within"};
    CHECK(summary("first response", "resolution") == warned);
    CHECK(summary("first response", "first resolution") == warned);
    // Updates repeat, the agents' time runs now and then, and hours or an allowance of its own make
    // a limit another.
    CHECK(summary("periodic update", "resolution").empty());
    CHECK(summary("first response", "periodic update").empty());
    CHECK(summary("first response", "agent work time").empty());
    CHECK(summary("first response", "resolution", {.start_hours = "Office"}).empty());
    CHECK(summary("first response", "resolution", {.out_of_hours = 1h}).empty());
}

TEST_CASE("a phase of working and one of elapsed time are compared phase by phase") {
    using sla::working_then_elapsed;
    const auto warned = [](working_then_elapsed response, working_then_elapsed resolution) {
        return !desk::summary(
                    desk::promising({{.metric = "first response", .rows = sla::always(response)},
                                     {.metric = "resolution", .rows = sla::always(resolution)}}))
                    .empty();
    };
    CHECK(warned({sla::working{4h}, 24h}, {sla::working{4h}, 12h}));
    CHECK(warned({sla::working{5h}, 24h}, {sla::working{4h}, 12h}));
    CHECK_FALSE(warned({sla::working{4h}, 24h}, {sla::working{4h}, 24h}));
    CHECK_FALSE(warned({sla::working{5h}, 12h}, {sla::working{4h}, 24h}));
}
