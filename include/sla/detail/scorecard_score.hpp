// SPDX-License-Identifier: MIT
//
// Inside the scorecard room: from values to points.
#pragma once

#include <sla/detail/decimal_checked.hpp>
#include <sla/detail/export.hpp>
#include <sla/detail/policy_issues.hpp>
#include <sla/detail/scorecard_check.hpp>
#include <sla/scorecard.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace sla::inline v1::detail {

class scorer {
public:
    scorer(const scorecard_definition& definition, std::span<const score_value> values)
        : definition_{definition}, values_{values}, value_of_goal_(definition.goals.size(), none) {}

    [[nodiscard]] result<score> run() {
        for (std::size_t i = 0; i < values_.size(); ++i)
            enter(i);
        if (has_errors(say_.issues()))
            return std::move(say_.issues());
        for (std::size_t i = 0; i < definition_.goals.size(); ++i)
            judge(i);
        if (out_.weights > decimal{}) {
            for (std::size_t i = 0; i < out_.lines.size(); ++i)
                weigh(i);
            out_.total = within(out_.sum, definition_.floor, definition_.cap);
        }
        if (has_errors(say_.issues()))
            return std::move(say_.issues());
        return std::move(out_);
    }

private:
    static constexpr std::size_t none = std::numeric_limits<std::size_t>::max();

    // A number over a whole one, so that a share needs no division before it is compared.
    struct quotient {
        decimal above{};
        decimal below{1};
    };

    void enter(std::size_t i) {
        const score_value& value = values_[i];
        const place here{"values", i};
        const auto& goals = definition_.goals;
        const auto goal =
            std::find_if(goals.begin(), goals.end(),
                         [&](const score_goal& candidate) { return candidate.name == value.goal; });
        if (goal == goals.end()) {
            std::vector<std::string> names;
            names.reserve(goals.size());
            for (const score_goal& candidate : goals)
                names.push_back(candidate.name);
            say_.add("scorecard.unknown_goal", here.member("goal"),
                     "the scorecard has no such goal", "the name of a goal", quoted(value.goal, 64),
                     did_you_mean(value.goal, names));
            return;
        }
        std::size_t& known = value_of_goal_[static_cast<std::size_t>(goal - goals.begin())];
        if (known != none)
            say_.add("scorecard.value_twice", here, "this goal has a value already",
                     "one value for a goal", quoted(value.goal, 64))
                .related.push_back({place{"values", known}.text(), "the first one"});
        known = i;
        const share* const part = std::get_if<share>(&value.measured);
        if (part != nullptr && part->part > part->whole)
            say_.add("scorecard.part_above_whole", here.member("measured"),
                     "the part is more than the whole", "at most " + std::to_string(part->whole),
                     std::to_string(part->part));
    }

    // What was measured of a goal; nothing without data.
    [[nodiscard]] std::optional<quotient> measured(std::size_t goal) {
        if (value_of_goal_[goal] == none)
            return std::nullopt;
        const auto& value = values_[value_of_goal_[goal]].measured;
        if (const decimal* const number = std::get_if<decimal>(&value))
            return quotient{*number, decimal{1}};
        const share* const part = std::get_if<share>(&value);
        if (part == nullptr || part->whole == 0)
            return std::nullopt;
        constexpr auto most =
            static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max() / 100);
        if (part->whole > most) {
            checked_.fail();
            return std::nullopt;
        }
        return quotient{decimal{static_cast<std::int64_t>(part->part * 100)},
                        decimal{static_cast<std::int64_t>(part->whole)}};
    }

    void judge(std::size_t i) {
        const score_goal& goal = definition_.goals[i];
        checked_ = {};
        score_line line{.goal = goal.name, .target = goal.goal, .weight = goal.weight};
        if (const std::optional<quotient> value = measured(i))
            judge(goal, *value, line);
        else if (definition_.missing == missing_data::weight_redistributed)
            line.weight = decimal{};
        else if (definition_.missing == missing_data::counts_as_met)
            line.points = within(definition_.base, goal.floor, goal.cap);
        out_.weights = checked_(add(out_.weights, line.weight));
        tell_overflow(i);
        out_.lines.push_back(std::move(line));
    }

    void judge(const score_goal& goal, quotient value, score_line& line) {
        const int digits = definition_.digits;
        const rounding how = definition_.how;
        // Difference × below is exact where the difference is not.
        const decimal over =
            checked_(subtract(value.above, checked_(multiply(goal.goal, value.below))));
        line.value = value.below == decimal{1}
                         ? value.above
                         : checked_(divide(value.above, value.below, digits, how));
        line.difference =
            value.below == decimal{1} ? over : checked_(divide(over, value.below, digits, how));
        line.points = definition_.base;
        if (over == decimal{}) {
            line.outcome = goal_outcome::met;
        } else {
            const bool is_better =
                (over > decimal{}) == (goal.direction == goal_direction::higher_is_better);
            line.outcome = is_better ? goal_outcome::better : goal_outcome::worse;
            const score_step& step = is_better ? goal.better : goal.worse;
            if (step.points != decimal{})
                count_steps(goal, step, {over < decimal{} ? -over : over, value.below}, line);
        }
        line.points = within(line.points, goal.floor, goal.cap);
    }

    void count_steps(const score_goal& goal, const score_step& step, quotient distance,
                     score_line& line) {
        const int digits = definition_.digits;
        const rounding how = definition_.how;
        const decimal length = checked_(step_length(step, goal.goal));
        const decimal divisor = checked_(multiply(length, distance.below));
        if (!checked_.fit()) // a divisor of zero would follow
            return;
        // The base is added before rounding, which goes to or from zero: 99.875 and -0.125 do not
        // go the same way.
        const auto with_base = [&](decimal steps, decimal of) {
            return checked_(add(checked_(multiply(definition_.base, of)),
                                checked_(multiply(steps, step.points))));
        };
        if (goal.steps == step_counting::full_steps) {
            line.steps = checked_(divide(distance.above, divisor, 0, rounding::down));
            line.points = rounded(with_base(line.steps, decimal{1}), digits, how);
        } else {
            line.steps = checked_(divide(distance.above, divisor, digits, how));
            line.points =
                checked_(divide(with_base(distance.above, divisor), divisor, digits, how));
        }
    }

    void weigh(std::size_t i) {
        score_line& line = out_.lines[i];
        checked_ = {};
        line.weighted = checked_(divide(checked_(multiply(line.points, line.weight)), out_.weights,
                                        definition_.digits, definition_.how));
        out_.sum = checked_(add(out_.sum, line.weighted));
        tell_overflow(i);
    }

    void tell_overflow(std::size_t goal) {
        if (!checked_.fit())
            say_.add("scorecard.overflow", place{"goals", goal},
                     "a number of the calculation has too many digits", "at most 18 digits",
                     quoted(definition_.goals[goal].name, 64));
    }

    [[nodiscard]] static decimal within(decimal points, const std::optional<decimal>& floor,
                                        const std::optional<decimal>& cap) noexcept {
        if (floor)
            points = std::max(points, *floor);
        return cap ? std::min(points, *cap) : points;
    }

    const scorecard_definition& definition_;
    std::span<const score_value> values_;
    std::vector<std::size_t> value_of_goal_;
    complaints say_{scorecard_codes};
    score out_;
    checked_decimals checked_;
};

} // namespace sla::inline v1::detail

namespace sla::inline v1 {

SLA_FUNCTION result<score> scorecard::score(std::span<const score_value> values) const {
    return detail::scorer{*definition_, values}.run();
}

} // namespace sla::inline v1
