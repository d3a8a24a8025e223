// SPDX-License-Identifier: MIT
#include <sla/scorecard.hpp>

#include <catch2/catch_message.hpp>
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

using namespace sla::literals;
using sla::decimal;
using sla::goal_direction;
using sla::goal_outcome;
using sla::missing_data;
using sla::score_value;
using sla::share;
using sla::step_counting;
using sla::step_unit;

namespace {

/// The scorecard of a support desk: first response within 30 minutes (40 %: a point less for each
/// 10 % over, a point more for each 10 % under), first-contact resolution of 85 % (40 %: two points
/// for each 5 percentage points), satisfaction of 90 (20 %: half a point for each point).
sla::scorecard_definition desk() {
    sla::scorecard_definition card;
    card.goals = {
        {.name = "first response",
         .direction = goal_direction::lower_is_better,
         .goal = 30,
         .weight = 40,
         .worse = {.size = 10, .unit = step_unit::percent_of_goal, .points = -decimal{1}},
         .better = {.size = 10, .unit = step_unit::percent_of_goal, .points = 1}},
        {.name = "first contact",
         .goal = 85,
         .weight = 40,
         .worse = {.size = 5, .points = -decimal{2}},
         .better = {.size = 5, .points = 2}},
        {.name = "satisfaction",
         .goal = 90,
         .weight = 20,
         .worse = {.size = 1, .points = -(0.5_decimal)},
         .better = {.size = 1, .points = 0.5_decimal}},
    };
    return card;
}

/// One goal of weight 1: at least 85, a point for each 5.
sla::scorecard_definition single() {
    sla::scorecard_definition card;
    card.goals = {{.name = "goal",
                   .goal = 85,
                   .weight = 1,
                   .worse = {.size = 5, .points = -decimal{1}},
                   .better = {.size = 5, .points = 1}}};
    return card;
}

sla::score scored(const sla::scorecard_definition& card, const std::vector<score_value>& values) {
    return sla::compile(card).value().score(values).value();
}

std::vector<score_value> desk_values(decimal response, decimal first_contact, decimal csat) {
    return {{"first response", response}, {"first contact", first_contact}, {"satisfaction", csat}};
}

std::string text(const std::optional<decimal>& a) {
    return a ? to_string(*a) : "none";
}

/// Steps, points and weighted points of a line.
std::string summary(const sla::score_line& line) {
    constexpr std::array outcomes{"no data", "worse", "met", "better"};
    return std::string{outcomes[static_cast<std::size_t>(line.outcome)]} + ", steps " +
           to_string(line.steps) + ", points " + to_string(line.points) + ", weighted " +
           to_string(line.weighted);
}

std::string points(const sla::scorecard_definition& card, score_value value) {
    const sla::score score = scored(card, {std::move(value)});
    return to_string(score.lines.at(0).points);
}

/// "code at place", one for each issue.
std::vector<std::string> summary(const sla::issue_list& issues) {
    std::vector<std::string> out;
    for (const sla::issue& i : issues)
        out.push_back(i.code + " at " + i.place);
    return out;
}
std::vector<std::string> refusals(const sla::scorecard_definition& card) {
    return summary(sla::compile(card).issues());
}

using list = std::vector<std::string>;

} // namespace

TEST_CASE("The support desk's scorecard, month by month") {
    struct row {
        const char* month;
        decimal response, first_contact, csat; // measured
        const char* points[3];                 // of each goal
        const char* total;
    };
    // By hand. March: 36 is 20 % over 30: -2; 90 is one step above 85: +2; 88 is two points below
    // 90: -1. -2 × 0.4 + 2 × 0.4 - 1 × 0.2 = -0.2.
    const std::vector<row> table{
        {"everything as agreed", 30, 85, 90, {"0", "0", "0"}, "0"},
        {"March", 36, 90, 88, {"-2", "2", "-1"}, "-0.2"},
        {"fast, and nothing else", 15, 70, 80, {"5", "-6", "-5"}, "-1.4"},
        {"just within every step",
         32.99_decimal,
         80.01_decimal,
         89.01_decimal,
         {"0", "0", "0"},
         "0"},
        {"the first full steps below", 33, 80, 89, {"-1", "-2", "-0.5"}, "-1.3"},
        {"the first full steps above", 27, 90, 91, {"1", "2", "0.5"}, "1.3"},
        {"almost the first steps above",
         27.01_decimal,
         89.99_decimal,
         90.99_decimal,
         {"0", "0", "0"},
         "0"},
        {"a very good month", 12.4_decimal, 97.5_decimal, 95.5_decimal, {"5", "4", "2.5"}, "4.1"},
    };
    for (const row& r : table) {
        INFO(r.month);
        const sla::score score = scored(desk(), desk_values(r.response, r.first_contact, r.csat));
        REQUIRE(score.lines.size() == 3);
        for (std::size_t i = 0; i < 3; ++i)
            CHECK(to_string(score.lines[i].points) == r.points[i]);
        CHECK(text(score.total) == r.total);
        CHECK(score.total == score.sum);
    }
}

TEST_CASE("Each line tells how its points came about") {
    const sla::score score = scored(desk(), desk_values(36, 90, 88));
    CHECK(score.lines[0] == sla::score_line{.goal = "first response",
                                            .outcome = goal_outcome::worse,
                                            .value = 36,
                                            .target = 30,
                                            .difference = 6,
                                            .steps = 2,
                                            .points = -decimal{2},
                                            .weight = 40,
                                            .weighted = -(0.8_decimal)});
    CHECK(score.lines[1] == sla::score_line{.goal = "first contact",
                                            .outcome = goal_outcome::better,
                                            .value = 90,
                                            .target = 85,
                                            .difference = 5,
                                            .steps = 1,
                                            .points = 2,
                                            .weight = 40,
                                            .weighted = 0.8_decimal});
    CHECK(score.lines[2] == sla::score_line{.goal = "satisfaction",
                                            .outcome = goal_outcome::worse,
                                            .value = 88,
                                            .target = 90,
                                            .difference = -decimal{2},
                                            .steps = 2,
                                            .points = -decimal{1},
                                            .weight = 20,
                                            .weighted = -(0.2_decimal)});
    CHECK(score.weights == 100);
    CHECK(score.sum == -(0.2_decimal));
}

TEST_CASE("Values come in any order") {
    std::vector<score_value> values = desk_values(36, 90, 88);
    const sla::score score = scored(desk(), values);
    std::reverse(values.begin(), values.end());
    CHECK(scored(desk(), values) == score);
}

TEST_CASE("Proportional steps count parts") {
    sla::scorecard_definition card = desk();
    for (sla::score_goal& goal : card.goals)
        goal.steps = step_counting::proportional;
    // 31.5 is 5 % over: half a step, -0.5. 87 is 2 of 5 above: 0.4 steps, 0.8 points. 89.5: -0.25.
    const sla::score score = scored(card, desk_values(31.5_decimal, 87, 89.5_decimal));
    CHECK(summary(score.lines[0]) == "worse, steps 0.5, points -0.5, weighted -0.2");
    CHECK(summary(score.lines[1]) == "better, steps 0.4, points 0.8, weighted 0.32");
    CHECK(summary(score.lines[2]) == "worse, steps 0.5, points -0.25, weighted -0.05");
    CHECK(text(score.total) == "0.07");
}

TEST_CASE("Points that do not come out even are rounded as named, and lines add up to the total") {
    sla::scorecard_definition card = desk();
    for (sla::score_goal& goal : card.goals) {
        goal.steps = step_counting::proportional;
        goal.weight = 1;
    }
    // 31 is a third of a step over: -0.33; 86 is 0.2 steps: 0.4; 91: 0.5. A third of each.
    const sla::score score = scored(card, desk_values(31, 86, 91));
    CHECK(summary(score.lines[0]) == "worse, steps 0.33, points -0.33, weighted -0.11");
    CHECK(summary(score.lines[1]) == "better, steps 0.2, points 0.4, weighted 0.13");
    CHECK(summary(score.lines[2]) == "better, steps 1, points 0.5, weighted 0.17");
    CHECK(text(score.total) == "0.19");
    card.digits = 1;
    CHECK(text(scored(card, desk_values(31, 86, 91)).total) == "0.2"); // -0.1 + 0.1 + 0.2
    card.how = sla::rounding::down;
    CHECK(text(scored(card, desk_values(31, 86, 91)).total) == "0.1"); // -0.1 + 0.1 + 0.1
    card.digits = 4;
    card.how = sla::rounding::half_up;
    CHECK(text(scored(card, desk_values(31, 86, 91)).total) == "0.1889");
}

TEST_CASE("Points are rounded with the base in them") {
    const auto points_of = [](int digits, sla::rounding how, sla::decimal base, sla::decimal step,
                              sla::decimal value, step_counting steps) {
        sla::scorecard_definition card = single();
        card.digits = digits;
        card.how = how;
        card.base = base;
        card.goals[0].goal = 90;
        card.goals[0].steps = steps;
        card.goals[0].worse = {.size = 1, .points = step};
        return points(card, {"goal", value});
    };
    for (const step_counting steps : {step_counting::full_steps, step_counting::proportional}) {
        // 100 - 0.125 = 99.875
        using enum sla::rounding;
        CHECK(points_of(2, half_up, 100, -0.125_decimal, 89, steps) == "99.88");
        CHECK(points_of(2, half_even, 100, -0.125_decimal, 89, steps) == "99.88");
        CHECK(points_of(2, down, 100, -0.125_decimal, 89, steps) == "99.87");
        CHECK(points_of(2, half_up, 0, -0.125_decimal, 89, steps) == "-0.13");
        CHECK(points_of(2, down, 0, -0.125_decimal, 89, steps) == "-0.12");
        // 101 - 2 x 0.16 = 100.68
        CHECK(points_of(0, down, 101, -0.16_decimal, 88, steps) == "100");
        CHECK(points_of(0, half_up, 101, -0.16_decimal, 88, steps) == "101");
    }
}

TEST_CASE("A share is judged as it was counted") {
    CHECK(points(single(), {"goal", share{170, 200}}) == "0");             // 85 %
    CHECK(points(single(), {"goal", share{180, 200}}) == "1");             // 90 %
    CHECK(points(single(), {"goal", share{160, 200}}) == "-1");            // 80 %
    CHECK(points(single(), {"goal", share{1'799'999, 2'000'000}}) == "0"); // "90.00 %"
    CHECK(points(single(), {"goal", share{1'600'001, 2'000'000}}) == "0"); // "80.00 %"
    const sla::score score = scored(single(), {{"goal", share{1'699'999, 2'000'000}}});
    CHECK(score.lines[0].outcome == goal_outcome::worse); // not met, though it shows as 85
    CHECK(text(score.lines[0].value) == "85");
    CHECK(text(score.lines[0].difference) == "0");

    const sla::score third = scored(single(), {{"goal", share{2, 3}}});
    CHECK(text(third.lines[0].value) == "66.67");
    CHECK(text(third.lines[0].difference) == "-18.33");
    CHECK(summary(third.lines[0]) == "worse, steps 3, points -3, weighted -3");

    // 600,001 of 2,000,000 is 30.00005 %, late against at most 30 %: no step of 10 % yet.
    sla::scorecard_definition low = single();
    low.goals[0].direction = goal_direction::lower_is_better;
    low.goals[0].goal = 30;
    const sla::score over = scored(low, {{"goal", share{600'001, 2'000'000}}});
    CHECK(over.lines[0].outcome == goal_outcome::worse);
    CHECK(over.lines[0].points == 0);
}

TEST_CASE("A goal without data, in the three ways that it can be taken") {
    const auto totals = [](missing_data how, std::vector<score_value> values) {
        sla::scorecard_definition card = desk();
        card.base = 100;
        card.missing = how;
        const sla::score score = scored(card, values);
        return to_string(score.lines[2].points) + " of weight " + to_string(score.lines[2].weight) +
               ": " + text(score.total);
    };
    // 98 points for the response, 102 for first contact, no survey.
    std::vector<score_value> values = desk_values(36, 90, 88);
    values.pop_back();
    CHECK(totals(missing_data::weight_redistributed, values) == "0 of weight 0: 100");
    CHECK(totals(missing_data::counts_as_met, values) == "100 of weight 20: 100");
    CHECK(totals(missing_data::counts_as_zero, values) == "0 of weight 20: 80");
    // Named, but nothing was measured: the same.
    for (const score_value& nothing :
         {score_value{"satisfaction", {}}, score_value{"satisfaction", share{0, 0}}}) {
        std::vector<score_value> named = values;
        named.push_back(nothing);
        CHECK(totals(missing_data::weight_redistributed, named) == "0 of weight 0: 100");
    }
    // 98 × 40 / 60 and 102 × 20 / 60, when the middle is missing and the survey is at 92.
    CHECK(totals(missing_data::weight_redistributed,
                 {{"first response", 36}, {"satisfaction", 92}}) == "101 of weight 20: 99");
}

TEST_CASE("Without any data there is no total, or the one that was agreed") {
    sla::scorecard_definition card = desk();
    card.base = 100;
    const sla::score score = scored(card, {});
    CHECK(!score.total);
    CHECK(score.weights == 0);
    CHECK(score.lines.size() == 3);
    CHECK(score.lines[0].outcome == goal_outcome::no_data);
    CHECK(!score.lines[0].value);
    CHECK(!score.lines[0].difference);
    card.missing = missing_data::counts_as_met;
    CHECK(text(scored(card, {}).total) == "100");
    card.missing = missing_data::counts_as_zero;
    CHECK(text(scored(card, {}).total) == "0");
}

TEST_CASE("A floor and a cap hold for a goal before its weight, and for the total") {
    sla::scorecard_definition card = desk();
    card.goals[0].floor = -decimal{3};
    card.goals[1].cap = 3;
    // 90 minutes: 20 steps, -20 points, floor -3. 100 %: +6, cap 3. Satisfaction as agreed.
    const sla::score score = scored(card, desk_values(90, 100, 90));
    CHECK(summary(score.lines[0]) == "worse, steps 20, points -3, weighted -1.2");
    CHECK(summary(score.lines[1]) == "better, steps 3, points 3, weighted 1.2");
    CHECK(text(score.total) == "0");

    card = desk();
    card.floor = -decimal{1};
    card.cap = 1;
    const sla::score bad = scored(card, desk_values(90, 85, 90));
    CHECK(bad.sum == -decimal{8});
    CHECK(text(bad.total) == "-1");
    CHECK(text(scored(card, desk_values(0, 100, 100)).total) == "1");
}

TEST_CASE("A side without points changes nothing, a goal of zero takes steps of the value") {
    sla::scorecard_definition card = single();
    card.goals[0].better = {};
    CHECK(points(card, {"goal", decimal{100}}) == "0");
    card.goals[0].direction = goal_direction::lower_is_better;
    card.goals[0].goal = 0;
    CHECK(points(card, {"goal", decimal{12}}) == "-2");
    CHECK(points(card, {"goal", decimal{}}) == "0");
}

TEST_CASE("Goals of the requirements: from 70 to 85, from 15 to 5, from 20 to 10") {
    sla::scorecard_definition card;
    const sla::score_step down{.size = 1, .points = -decimal{1}};
    const sla::score_step up{.size = 1, .points = 1};
    card.goals = {{.name = "first contact", .goal = 85, .weight = 1, .worse = down, .better = up},
                  {.name = "escalation",
                   .direction = goal_direction::lower_is_better,
                   .goal = 5,
                   .weight = 1,
                   .worse = down,
                   .better = up},
                  {.name = "repeat contacts",
                   .direction = goal_direction::lower_is_better,
                   .goal = 10,
                   .weight = 1,
                   .worse = down,
                   .better = up}};
    const sla::score before = scored(card, {{"first contact", share{70, 100}},
                                            {"escalation", share{15, 100}},
                                            {"repeat contacts", share{20, 100}}});
    CHECK(summary(before.lines[0]) == "worse, steps 15, points -15, weighted -5");
    CHECK(summary(before.lines[1]) == "worse, steps 10, points -10, weighted -3.33");
    CHECK(summary(before.lines[2]) == "worse, steps 10, points -10, weighted -3.33");
    const sla::score after = scored(card, {{"first contact", share{17, 20}},
                                           {"escalation", share{1, 20}},
                                           {"repeat contacts", share{1, 10}}});
    CHECK(text(after.total) == "0");
}

TEST_CASE("All mistakes of a scorecard at once") {
    CHECK(refusals({}) == list{"scorecard.goals_missing at goals"});

    sla::scorecard_definition card = desk();
    card.goals[0].worse.size = 0;
    card.goals[0].better.points = -decimal{1};
    card.goals[1].name = "first response";
    card.goals[1].weight = -decimal{40};
    card.goals[1].worse.points = 2;
    card.goals[2].name = "";
    card.goals[2].floor = 2;
    card.goals[2].cap = 1;
    card.floor = 1;
    card.cap = 0;
    card.digits = 10;
    card.missing = static_cast<missing_data>(9);
    CHECK(refusals(card) == list{"scorecard.step_size at goals[0].worse.size",
                                 "scorecard.points_sign at goals[0].better.points",
                                 "scorecard.name_twice at goals[1].name",
                                 "scorecard.weight_negative at goals[1].weight",
                                 "scorecard.points_sign at goals[1].worse.points",
                                 "scorecard.name_missing at goals[2].name",
                                 "scorecard.floor_above_cap at goals[2].floor",
                                 "scorecard.unknown_enumerator at missing",
                                 "scorecard.floor_above_cap at floor",
                                 "scorecard.digits_out_of_range at digits"});
    CHECK(sla::compile(card).issues()[4] ==
          sla::issue{.code = "scorecard.points_sign",
                     .place = "goals[1].worse.points",
                     .message = "the bad side of a goal gives points",
                     .expected = "zero or less",
                     .saw = "2"});

    card = desk();
    card.goals[0].goal = 0;
    CHECK(refusals(card) == list{"scorecard.step_size at goals[0].worse.unit",
                                 "scorecard.step_size at goals[0].better.unit"});
    card = desk();
    for (sla::score_goal& goal : card.goals)
        goal.weight = 0;
    CHECK(refusals(card) == list{"scorecard.weights_zero at goals"});
    card = desk();
    card.goals[0].weight = std::numeric_limits<std::int64_t>::max();
    CHECK(refusals(card) == list{"scorecard.overflow at goals[1].weight"});
    card = desk();
    card.goals[0].goal = decimal::scaled(1, 18);
    CHECK(refusals(card) == list{"scorecard.overflow at goals[0].worse.size",
                                 "scorecard.overflow at goals[0].better.size"});
    card = desk();
    card.goals[0].direction = static_cast<goal_direction>(7);
    card.goals[1].worse.unit = static_cast<step_unit>(7);
    card.goals[2].steps = static_cast<step_counting>(7);
    card.how = static_cast<sla::rounding>(7);
    CHECK(refusals(card) == list{"scorecard.unknown_enumerator at goals[0].direction",
                                 "scorecard.unknown_enumerator at goals[1].worse.unit",
                                 "scorecard.unknown_enumerator at goals[2].steps",
                                 "scorecard.unknown_enumerator at how"});
}

TEST_CASE("A goal that no value moves is a warning") {
    sla::scorecard_definition card = single();
    card.goals[0].worse = {};
    card.goals[0].better = {};
    const auto compiled = sla::compile(card);
    REQUIRE(compiled);
    CHECK(summary(compiled.issues()) == list{"scorecard.no_points at goals[0]"});
    CHECK(compiled.issues()[0].severity == sla::severity::warning);
}

TEST_CASE("All mistakes of the values at once") {
    const sla::scorecard card = sla::compile(desk()).value();
    const auto result = card.score(std::vector<score_value>{
        {"first respons", 30}, {"satisfaction", 90}, {"satisfaction", share{5, 4}}});
    REQUIRE(!result);
    CHECK(summary(result.issues()) == list{"scorecard.unknown_goal at values[0].goal",
                                           "scorecard.value_twice at values[2]",
                                           "scorecard.part_above_whole at values[2].measured"});
    CHECK(result.issues()[0].hint == "did you mean \"first response\"?");

    constexpr std::uint64_t all = std::numeric_limits<std::uint64_t>::max();
    for (const score_value& value :
         {score_value{"first contact", share{1, all}},
          score_value{"satisfaction", -decimal{std::numeric_limits<std::int64_t>::max()}}}) {
        const auto over = card.score(std::vector{value});
        REQUIRE(!over);
        CHECK(over.issues()[0].code == "scorecard.overflow");
    }
}

TEST_CASE("points that a scorecard names have no more digits than those it makes") {
    sla::scorecard_definition card;
    card.goals = {{.name = "csat", .goal = 90_decimal, .weight = 1_decimal}};
    card.base = 0.125_decimal;
    card.floor = -(1.500_decimal);
    card.goals[0].cap = 0.005_decimal;
    const auto issues = sla::compile(card).issues();
    std::vector<std::string> places;
    for (const sla::issue& i : issues)
        if (i.code == "scorecard.digits_out_of_range")
            places.push_back(i.place);
    CHECK(places == std::vector<std::string>{"base", "goals[0].cap"});
    card.digits = 3;
    const auto finer = sla::compile(card).issues();
    for (const sla::issue& i : finer)
        CHECK(i.code != "scorecard.digits_out_of_range");
}
