// SPDX-License-Identifier: MIT
//
// Room: scorecard. Goals with weights, and points for being over or under them.
//
// A scorecard makes one number of several: a goal gives points for each step by which the measured
// value is better or worse than it, and points add up by weight. It is data, so that whoever is
// judged by it can read it, and the result says of each goal how its points came about. Read
// aloud: "first response within 30 minutes counts 40 %: a point less for each 10 % over, a point
// more for each 10 % under".
//
//     sla::scorecard_definition card{
//         .goals = {{.name = "first response",
//                    .direction = sla::goal_direction::lower_is_better,
//                    .goal = 30,
//                    .weight = 40,
//                    .worse = {.size = 10, .unit = sla::step_unit::percent_of_goal, .points = -1},
//                    .better = {.size = 10, .unit = sla::step_unit::percent_of_goal, .points = 1}},
//                   {.name = "satisfaction", .goal = 90, .weight = 60,
//                    .worse = {.size = 1, .points = -0.5_decimal},
//                    .better = {.size = 1, .points = 0.5_decimal}}}};
//     const auto compiled = sla::compile(card).value();
//     compiled.score(std::array{sla::score_value{"first response", 36},
//                               sla::score_value{"satisfaction", 92}}).value().total;  // -0.2
//
// 36 minutes are 20 % over: two steps, -2 points, of which 40 % count. 92 is two above: one point,
// of which 60 % count.
//
// The hard case is a goal without data: nobody answered the survey. What that means is a named
// choice, since each of the three that are usual moves the total.
#pragma once

#include <sla/decimal.hpp>
#include <sla/detail/export.hpp>
#include <sla/goal.hpp>
#include <sla/result.hpp>
#include <sla/share.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace sla::inline v1 {

// -- the scorecard, as plain data ----------------------------------------------------------------

/// In what the size of a step is told.
enum class step_unit : std::uint8_t {
    of_the_value,    ///< As the value itself: points, minutes; of a percentage percentage points.
    percent_of_goal, ///< Percent of the goal: 10 of a goal of 30 minutes are 3 minutes.
};

/// Points for each step away from a goal. Without points it is no step: that side changes nothing.
struct score_step {
    decimal size{}; ///< Above zero.
    step_unit unit = step_unit::of_the_value;
    decimal points{}; ///< For each step.

    friend bool operator==(const score_step&, const score_step&) = default;
};

/// What counts as steps.
enum class step_counting : std::uint8_t {
    full_steps,   ///< Steps that are complete: 9.9 % over is none of 10 %, 10 % is one.
    proportional, ///< Parts of steps too: 5 % over is half a step of 10 %.
};

/// One goal of a scorecard.
struct score_goal {
    std::string name; ///< Unique.
    goal_direction direction = goal_direction::higher_is_better;
    decimal goal{};      ///< In the unit of the value, whatever that is.
    decimal weight{};    ///< Zero or more; what counts is its part of the sum of weights.
    score_step worse{};  ///< For the bad side of the goal; its points are not above zero.
    score_step better{}; ///< For the good side; its points are not below zero.
    step_counting steps = step_counting::full_steps;
    std::optional<decimal> floor{}; ///< Points of this goal are never fewer, before the weight.
    std::optional<decimal> cap{};   ///< And never more.

    friend bool operator==(const score_goal&, const score_goal&) = default;
};

/// What a goal without data counts as.
enum class missing_data : std::uint8_t {
    weight_redistributed, ///< The goal does not exist; the others share the whole weight.
    counts_as_met,        ///< Exactly met: the points of `base`.
    counts_as_zero,       ///< Zero points, whatever base, floor and cap are.
};

/// A whole scorecard.
struct scorecard_definition {
    std::vector<score_goal> goals{}; ///< At least one; not all of weight zero.
    decimal base{};                  ///< The points of a goal that is exactly met: 0, or 100.
    missing_data missing = missing_data::weight_redistributed;
    std::optional<decimal> floor{}; ///< The total is never less.
    std::optional<decimal> cap{};   ///< And never more.
    /// Points are rounded to so many digits once base and steps are added, weighted points once
    /// the rounded ones are weighted; 0 to 9. The total is the sum of rounded numbers, so that
    /// lines add up to it; base, floors and caps have no more.
    int digits = 2;
    rounding how = rounding::half_up;

    friend bool operator==(const scorecard_definition&, const scorecard_definition&) = default;
};

// -- the score -----------------------------------------------------------------------------------

/// What was measured for one goal: nothing, a number, or a share as it was counted, which is its
/// percentage exactly (170 of 200 meets 85; 2 of 3 is not rounded before it is compared). A share
/// of 0 is no data.
struct score_value {
    std::string goal; ///< The name of a `score_goal`.
    std::variant<std::monostate, decimal, share> measured{};

    friend bool operator==(const score_value&, const score_value&) = default;
};

/// How a value stands to its goal.
enum class goal_outcome : std::uint8_t { no_data, worse, met, better };

/// How the points of one goal came about.
struct score_line {
    std::string goal; ///< Its name.
    goal_outcome outcome = goal_outcome::no_data;
    std::optional<decimal> value{};      ///< Measured, rounded where it is a share.
    decimal target{};                    ///< The goal.
    std::optional<decimal> difference{}; ///< Value - goal, of the exact value, rounded alike.
    decimal steps{};                     ///< Steps that count, never below zero, rounded alike.
    decimal points{};   ///< Base plus steps × points, rounded, then floor and cap.
    decimal weight{};   ///< Zero where it was redistributed.
    decimal weighted{}; ///< points × weight / sum of the weights that count, rounded.

    friend bool operator==(const score_line&, const score_line&) = default;
};

/// The result, with its derivation.
struct score {
    std::vector<score_line> lines{}; ///< In the order of the goals.
    decimal weights{};               ///< The sum of the lines' weights.
    decimal sum{};                   ///< The sum of their weighted points.
    /// The sum within floor and cap; nothing where no weight is left, as when there is no data.
    std::optional<decimal> total{};

    friend bool operator==(const score&, const score&) = default;
};

/// A compiled definition. Immutable; copies cost a pointer, and threads share it without locks.
class scorecard {
public:
    // A moved-from scorecard stays the scorecard it was.
    scorecard(const scorecard&) noexcept = default;
    scorecard& operator=(const scorecard&) noexcept = default;
    ~scorecard() = default;

    [[nodiscard]] const scorecard_definition& definition() const noexcept { return *definition_; }

    /// The score of measured values, in any order; a goal that none of them names has no data.
    ///
    /// Errors, at "values[1]": `scorecard.unknown_goal`, `scorecard.value_twice`,
    /// `scorecard.part_above_whole` (a share of more than there is), `scorecard.overflow` (a number
    /// of the calculation does not fit into a decimal). O(goals × values).
    [[nodiscard]] SLA_API result<sla::score> score(std::span<const score_value> values) const;

private:
    friend result<scorecard> compile(const scorecard_definition& definition);
    explicit scorecard(std::shared_ptr<const scorecard_definition> definition) noexcept
        : definition_{std::move(definition)} {}

    std::shared_ptr<const scorecard_definition> definition_;
};

/// Checks all of a definition. Places are paths such as "goals[1].worse.points".
///
/// Errors: `scorecard.goals_missing`, `scorecard.name_missing`, `scorecard.name_twice`,
/// `scorecard.weight_negative`, `scorecard.weights_zero`, `scorecard.step_size` (not above zero, or
/// a percentage of a goal that is not), `scorecard.points_sign` (a reward for the bad side, a
/// penalty for the good one), `scorecard.floor_above_cap`, `scorecard.digits_out_of_range`,
/// `scorecard.unknown_enumerator`, `scorecard.overflow`. Warning: `scorecard.no_points` (a goal
/// that no value moves).
[[nodiscard]] SLA_API result<scorecard> compile(const scorecard_definition& definition);

} // namespace sla::inline v1

#if !defined(SLA_COMPILED) || defined(SLA_COMPILING_SCORECARD)
#include <sla/detail/scorecard_check.hpp>
#include <sla/detail/scorecard_score.hpp>
#endif
