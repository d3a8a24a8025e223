// SPDX-License-Identifier: MIT
//
// Inside the scorecard room: what can be wrong with a definition.
#pragma once

#include <sla/detail/export.hpp>
#include <sla/detail/policy_issues.hpp>
#include <sla/scorecard.hpp>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace sla::inline v1::detail {

inline constexpr int max_score_digits = 9;
inline constexpr common_codes scorecard_codes{.name_missing = "scorecard.name_missing",
                                              .name_twice = "scorecard.name_twice",
                                              .unknown_enumerator = "scorecard.unknown_enumerator"};

// How far one step is, in the unit of the value; nothing where that does not fit.
[[nodiscard]] inline std::optional<decimal> step_length(const score_step& step,
                                                        decimal goal) noexcept {
    return step.unit == step_unit::percent_of_goal ? percent_of(goal, step.size)
                                                   : std::optional<decimal>{step.size};
}

class scorecard_check {
public:
    explicit scorecard_check(const scorecard_definition& definition) noexcept : from_{definition} {}

    [[nodiscard]] issue_list run() {
        if (from_.goals.empty())
            say_.add("scorecard.goals_missing", place{"goals"}, "the scorecard has no goals",
                     "at least one goal", "nothing");
        index_map known;
        for (std::size_t i = 0; i < from_.goals.size(); ++i) {
            say_.enter(known, from_.goals[i].name, static_cast<std::uint32_t>(i), "goal",
                       [](std::uint32_t k) {
                           return place{"goals", k};
                       });
            check(i);
        }
        check_weights();
        say_.check_enumerator(from_.missing, missing_data::counts_as_zero, place{"missing"});
        say_.check_enumerator(from_.how, rounding::down, place{"how"});
        if (from_.floor && from_.cap && *from_.floor > *from_.cap)
            floor_above_cap(*from_.floor, *from_.cap, place{"floor"});
        if (from_.digits < 0 || from_.digits > max_score_digits)
            say_.add("scorecard.digits_out_of_range", place{"digits"},
                     "points have no such number of digits",
                     "0 to " + std::to_string(max_score_digits), std::to_string(from_.digits));
        else
            check_digits();
        return std::move(say_.issues());
    }

private:
    void check(std::size_t i) {
        const score_goal& goal = from_.goals[i];
        const place here{"goals", i};
        say_.check_enumerator(goal.direction, goal_direction::lower_is_better,
                              here.member("direction"));
        say_.check_enumerator(goal.steps, step_counting::proportional, here.member("steps"));
        if (goal.weight < decimal{})
            say_.add("scorecard.weight_negative", here.member("weight"),
                     "a weight is not below zero", "zero or more", to_string(goal.weight));
        check(goal.worse, goal, here.member("worse"));
        check(goal.better, goal, here.member("better"));
        if (goal.worse.points > decimal{})
            say_.add("scorecard.points_sign", here.member("worse").member("points"),
                     "the bad side of a goal gives points", "zero or less",
                     to_string(goal.worse.points));
        if (goal.better.points < decimal{})
            say_.add("scorecard.points_sign", here.member("better").member("points"),
                     "the good side of a goal takes points away", "zero or more",
                     to_string(goal.better.points));
        if (goal.worse.points == decimal{} && goal.better.points == decimal{})
            say_.add("scorecard.no_points", here, "no value of this goal changes anything",
                     "points for a step")
                .severity = severity::warning;
        if (goal.floor && goal.cap && *goal.floor > *goal.cap)
            floor_above_cap(*goal.floor, *goal.cap, here.member("floor"));
    }

    void check(const score_step& step, const score_goal& goal, const place& here) {
        if (!say_.check_enumerator(step.unit, step_unit::percent_of_goal, here.member("unit")) ||
            step.points == decimal{})
            return;
        if (step.size <= decimal{}) {
            say_.add("scorecard.step_size", here.member("size"), "a step has no length",
                     "more than zero", to_string(step.size));
            return;
        }
        if (step.unit == step_unit::percent_of_goal && goal.goal <= decimal{})
            say_.add("scorecard.step_size", here.member("unit"),
                     "a percentage of a goal that is not above zero is no step",
                     "a goal above zero, or steps of the value", to_string(goal.goal));
        else if (!step_length(step, goal.goal))
            say_.add("scorecard.overflow", here.member("size"), "the step has too many digits",
                     "a percentage of the goal with at most 18 digits", to_string(step.size));
    }

    void check_weights() {
        decimal sum;
        bool any = false;
        for (std::size_t i = 0; i < from_.goals.size(); ++i) {
            any = any || from_.goals[i].weight != decimal{};
            const std::optional<decimal> more = add(sum, from_.goals[i].weight);
            if (!more)
                say_.add("scorecard.overflow", place{"goals", i}.member("weight"),
                         "the sum of the weights has too many digits", "at most 18 digits",
                         to_string(from_.goals[i].weight));
            sum = more.value_or(decimal{});
        }
        if (!any && !from_.goals.empty())
            say_.add("scorecard.weights_zero", place{"goals"}, "no goal has a weight",
                     "a weight above zero", "0");
    }

    // Points that the definition names are told as they are, so they have no more digits than
    // others.
    void check_digits() {
        check_digits(from_.base, place{"base"});
        check_digits(from_.floor, place{"floor"});
        check_digits(from_.cap, place{"cap"});
        for (std::size_t i = 0; i < from_.goals.size(); ++i) {
            check_digits(from_.goals[i].floor, place{"goals", i}.member("floor"));
            check_digits(from_.goals[i].cap, place{"goals", i}.member("cap"));
        }
    }
    void check_digits(const std::optional<decimal>& points, const place& where) {
        if (points && rounded(*points, from_.digits, rounding::down) != *points)
            say_.add("scorecard.digits_out_of_range", where, "these points have too many digits",
                     "at most " + std::to_string(from_.digits) + " after the point",
                     to_string(*points));
    }

    void floor_above_cap(decimal floor, decimal cap, const place& where) {
        say_.add("scorecard.floor_above_cap", where, "the floor lies above the cap",
                 "at most " + to_string(cap), to_string(floor));
    }

    const scorecard_definition& from_;
    complaints say_{scorecard_codes};
};

} // namespace sla::inline v1::detail

namespace sla::inline v1 {

SLA_FUNCTION result<scorecard> compile(const scorecard_definition& definition) {
    issue_list issues = detail::scorecard_check{definition}.run();
    if (has_errors(issues))
        return issues;
    return {scorecard{std::make_shared<const scorecard_definition>(definition)}, std::move(issues)};
}

} // namespace sla::inline v1
