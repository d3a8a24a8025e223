// SPDX-License-Identifier: MIT
//
// Room: objective. Promises about many tickets: so many of them in time.
//
// "90 % of requests get a first response within an hour" is no promise to any one customer; it is
// kept or broken by a month as a whole. Here such an objective is judged from two counts, how many
// and how many of them in time, which a report has (report.hpp) and a host may have from elsewhere.
// Nothing here holds anything: functions of numbers.
//
//     attainment, distribution ──► sample ─┐
//                          call_counts ────┴─► judge(objective, sample) ─► objective_result
//
//     const sla::sample so_far{.all = 1000, .good = 930};
//     const sla::objective_result r =
//         sla::judge(sla::share::percent(90), {.all = 1000, .good = 930});
//     r.state;           // met: 93 %
//     r.budget_left;     // 30: of the 100 that may be late, 70 are
//     r.can_still_miss;  // 33: so many more, if all of them are late, until 90 % is lost
//
// The hard case is the caller who hangs up. Whether a call that was abandoned is missed, or was
// never a chance to answer, changes the service level by several points, and call centres do each
// of four things; `abandoned_calls` names them.
//
// All of it is exact: shares are pairs of integers and compared crosswise, and a share of nothing
// is absent. One figure is rounded where its integers outgrow 64 bits, `budget_spent`.
#pragma once

#include <sla/abandoned_calls.hpp>
#include <sla/goal.hpp>
#include <sla/report.hpp>
#include <sla/share.hpp>

#include <algorithm>
#include <cassert>
#include <chrono>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace sla::inline v1 {

// -- counts
// ----------------------------------------------------------------------------------------

/// How many, and how many of them as they should be. Those of parts add up.
/// Precondition of all functions here: `good <= all <= 2^62`.
struct sample {
    std::uint64_t all = 0;
    std::uint64_t good = 0;

    [[nodiscard]] constexpr std::uint64_t missed() const noexcept { return all - good; }
    /// Absent of nothing.
    [[nodiscard]] constexpr std::optional<share> share_good() const noexcept {
        if (all == 0)
            return {};
        return share{good, all};
    }
    constexpr sample& operator+=(const sample& other) noexcept {
        all += other.all;
        good += other.good;
        return *this;
    }
    friend constexpr bool operator==(const sample&, const sample&) noexcept = default;
};

/// Promises kept, as `attainment::share_met` counts them.
[[nodiscard]] constexpr sample sample_of(const attainment& counts, open_clocks treatment) noexcept {
    const std::uint64_t met = counts.of(clock_state::met);
    const std::uint64_t open = treatment == open_clocks::excluded ? 0 : counts.open();
    return {.all = met + counts.of(clock_state::breached) + open,
            .good = treatment == open_clocks::as_of_now ? met + open : met};
}

/// Lengths at or below `report_length::limits[limit]`; rows without a length are not in it. Of a
/// limit that the measure does not have, a sample of nothing.
[[nodiscard]] inline sample sample_of(const distribution& lengths, std::size_t limit) noexcept {
    const std::optional<std::uint64_t> within = lengths.within(limit);
    return within ? sample{.all = lengths.count(), .good = *within} : sample{};
}

// -- calls
// -----------------------------------------------------------------------------------------

/// Calls offered and done with, by what became of them; "in time" is at or below the threshold.
/// Precondition: parts are not more than what they are part of.
struct call_counts {
    std::uint64_t answered = 0;
    std::uint64_t answered_in_time = 0;
    std::uint64_t abandoned = 0;
    std::uint64_t abandoned_in_time = 0;

    [[nodiscard]] constexpr std::uint64_t offered() const noexcept { return answered + abandoned; }
    friend constexpr bool operator==(const call_counts&, const call_counts&) noexcept = default;
};

/// From two measures of one report: waits of calls that were answered (states met and breached) and
/// of those that were abandoned (cancelled), both with the threshold among their limits. Of a limit
/// that one of them does not have, no calls. A call that waits longer than its target is breached
/// as well: so that it is not taken for an answered one, the wait must be the time to the answer,
/// a column that such a call lacks, and not `verdict::spent`, which it has. Of calls that are all
/// done with both are the same.
[[nodiscard]] inline call_counts
calls_of(const distribution& answered, const distribution& abandoned, std::size_t limit) noexcept {
    const std::optional<std::uint64_t> answered_within = answered.within(limit);
    const std::optional<std::uint64_t> abandoned_within = abandoned.within(limit);
    if (!answered_within || !abandoned_within)
        return {};
    return {.answered = answered.count(),
            .answered_in_time = *answered_within,
            .abandoned = abandoned.count(),
            .abandoned_in_time = *abandoned_within};
}

/// The calls that count, and those of them that are good.
[[nodiscard]] constexpr sample sample_of(const call_counts& calls,
                                         abandoned_calls treatment) noexcept {
    assert(calls.answered_in_time <= calls.answered && calls.abandoned_in_time <= calls.abandoned);
    switch (treatment) {
    case abandoned_calls::ignored:
        return {.all = calls.answered, .good = calls.answered_in_time};
    case abandoned_calls::short_ones_ignored:
        return {.all = calls.offered() - calls.abandoned_in_time, .good = calls.answered_in_time};
    case abandoned_calls::short_ones_met:
        return {.all = calls.offered(), .good = calls.answered_in_time + calls.abandoned_in_time};
    default:
        return {.all = calls.offered(), .good = calls.answered_in_time};
    }
}

// -- objectives
// ------------------------------------------------------------------------------------

enum class objective_state : std::uint8_t {
    no_data, ///< Nothing has happened: neither kept nor broken.
    met,     ///< The share is the goal or more.
    missed,
};

/// How an objective stands. The *error budget* is how many may miss: what the goal leaves over of
/// all, rounded down (Beyer et al., Site Reliability Engineering, O'Reilly 2016, chapter 3).
struct objective_result {
    objective_state state = objective_state::no_data;
    std::optional<share> attained{};
    std::uint64_t budget = 0;
    /// The budget without those that missed; below zero when it is overspent.
    std::int64_t budget_left = 0;
    /// Of the budget, before it is rounded, how much is spent. Absent of a goal of 100 %, and of
    /// nothing. Exact while 64 bits hold `missed x goal.whole` and `all x (goal.whole -
    /// goal.part)`, as they do for 10^13 of them and a goal in millionths. Beyond that both are
    /// halved, rounded down, until they fit: an approximation.
    std::optional<share> budget_spent{};
    /// How many more may follow, all of them missed, with the objective still met; 0 if it is not.
    /// Absent of a goal of zero, which bears any number.
    std::optional<std::uint64_t> can_still_miss = 0;
    /// How many more have to follow, all of them good, until it is met; 0 if it is. Absent where no
    /// number is enough.
    std::optional<std::uint64_t> good_ones_to_recover = 0;

    friend bool operator==(const objective_result&, const objective_result&) noexcept = default;
};

namespace detail {

/// The goal's share of a number, rounded up: so many have to be good.
[[nodiscard]] constexpr std::uint64_t needed(share goal, std::uint64_t of) noexcept {
    return static_cast<std::uint64_t>((wide_number{goal.part} * of + goal.whole - 1) / goal.whole);
}
/// What no longer fits ends at the bound.
[[nodiscard]] constexpr std::uint64_t clipped(wide_number n) noexcept {
    return n > UINT64_MAX ? UINT64_MAX : static_cast<std::uint64_t>(n);
}

} // namespace detail

/// Judges what has happened so far.
/// Precondition: the goal is at most 1, its `whole` above 0 and at most 2^62.
[[nodiscard]] constexpr objective_result judge(share goal, const sample& so_far) noexcept {
    assert(goal.whole > 0 && goal.part <= goal.whole && so_far.good <= so_far.all);
    objective_result out;
    const std::uint64_t all = so_far.all;
    const std::uint64_t good = so_far.good;
    const std::uint64_t slack = goal.whole - goal.part; // of the whole, what may miss
    const bool is_met =
        detail::wide_number{good} * goal.whole >= detail::wide_number{goal.part} * all;
    out.attained = so_far.share_good();
    out.budget = all - detail::needed(goal, all);
    out.budget_left =
        static_cast<std::int64_t>(out.budget) - static_cast<std::int64_t>(so_far.missed());
    // missed / (all × slack / whole)
    if (slack > 0 && all > 0) {
        detail::wide_number spent = detail::wide_number{so_far.missed()} * goal.whole;
        detail::wide_number whole = detail::wide_number{all} * slack;
        while (spent > UINT64_MAX || whole > UINT64_MAX) {
            spent >>= 1U;
            whole >>= 1U;
        }
        out.budget_spent = share{static_cast<std::uint64_t>(spent),
                                 std::max(static_cast<std::uint64_t>(whole), std::uint64_t{1})};
    }
    if (all > 0)
        out.state = is_met ? objective_state::met : objective_state::missed;
    // good / (all + n) >= part / whole, as long as n <= good × whole / part - all.
    if (goal.part == 0)
        out.can_still_miss.reset();
    else if (is_met)
        out.can_still_miss =
            detail::clipped(detail::wide_number{good} * goal.whole / goal.part - all);
    // (good + n) / (all + n) >= part / whole, from n >= (part × all - whole × good) / slack on.
    if (!is_met) {
        if (slack == 0)
            out.good_ones_to_recover.reset();
        else
            out.good_ones_to_recover =
                detail::clipped((detail::wide_number{goal.part} * all -
                                 detail::wide_number{goal.whole} * good + slack - 1) /
                                slack);
    }
    return out;
}

/// What a period can bear, of which so many are expected in all: those that are not there yet, and
/// how many of them may miss. Below zero: the goal is lost by so many, whatever comes.
struct period_outlook {
    std::uint64_t to_come = 0;
    std::int64_t can_still_miss = 0;

    friend constexpr bool operator==(const period_outlook&,
                                     const period_outlook&) noexcept = default;
};

/// Of a period that has `expected` in all, at most 2^62; fewer than there are already mean those
/// that there are. `can_still_miss` may exceed `to_come`: then the goal cannot be lost any more.
[[nodiscard]] constexpr period_outlook outlook(share goal, const sample& so_far,
                                               std::uint64_t expected) noexcept {
    assert(goal.whole > 0 && goal.part <= goal.whole && so_far.good <= so_far.all);
    const std::uint64_t all = std::max(expected, so_far.all);
    const std::uint64_t budget = all - detail::needed(goal, all);
    return {.to_come = all - so_far.all,
            .can_still_miss =
                static_cast<std::int64_t>(budget) - static_cast<std::int64_t>(so_far.missed())};
}

// -- goals
// -----------------------------------------------------------------------------------------

/// From where one stands to where one wants to be by a date, in a straight line. Values are in any
/// unit: parts per million of a share, milliseconds of a time, points of a survey.
struct goal_path {
    std::chrono::sys_days begin{};
    std::chrono::sys_days end{}; ///< The date of the target; after `begin`.
    std::int64_t from = 0;       ///< At `begin`. Of both values at most 2^61 either way.
    std::int64_t to = 0;         ///< At `end`, and after it.
    goal_direction direction = goal_direction::higher_is_better;

    friend constexpr bool operator==(const goal_path&, const goal_path&) noexcept = default;
};

/// How a value stands on its way.
struct goal_progress {
    std::int64_t expected = 0;  ///< On that date, the nearest integer; a half away from `from`.
    bool is_on_track = false;   ///< As good as the line on that date, or better: exactly.
    bool is_reached = false;    ///< As good as the target.
    std::int64_t ahead = 0;     ///< Of the expected value, in the good direction.
    std::int64_t remaining = 0; ///< To the target; 0 when it is reached.

    friend constexpr bool operator==(const goal_progress&, const goal_progress&) noexcept = default;
};

/// Where `value` stands on `date`; before the line begins, as on its first day.
/// Precondition: `begin < end`, and no value beyond 2^61 either way.
[[nodiscard]] constexpr goal_progress progress_on(const goal_path& path, std::chrono::sys_days date,
                                                  std::int64_t value) noexcept {
    assert(path.begin < path.end);
    const auto whole_way = static_cast<std::uint64_t>((path.end - path.begin).count());
    const auto gone =
        static_cast<std::uint64_t>((std::clamp(date, path.begin, path.end) - path.begin).count());
    const bool rises = path.to >= path.from;
    // From `from` to the line: `way × gone / whole_way`, in the direction of `to`.
    const std::uint64_t way = rises ? static_cast<std::uint64_t>(path.to - path.from)
                                    : static_cast<std::uint64_t>(path.from - path.to);
    const detail::wide_number product = detail::wide_number{way} * gone;
    const auto whole_part = static_cast<std::uint64_t>(product / whole_way);
    const auto rest = static_cast<std::uint64_t>(product % whole_way);
    const auto moved = [&](std::uint64_t by) {
        return rises ? path.from + static_cast<std::int64_t>(by)
                     : path.from - static_cast<std::int64_t>(by);
    };
    goal_progress out;
    out.expected = moved(whole_part + (rest * 2 >= whole_way ? 1 : 0));
    // The first integer that is as good as the line: the one beyond it, where it lies between two.
    const bool more_is_better = path.direction == goal_direction::higher_is_better;
    const std::int64_t good_enough =
        moved(whole_part + (rest != 0 && rises == more_is_better ? 1 : 0));
    out.is_on_track = more_is_better ? value >= good_enough : value <= good_enough;
    out.is_reached = more_is_better ? value >= path.to : value <= path.to;
    out.ahead = more_is_better ? value - out.expected : out.expected - value;
    out.remaining = out.is_reached ? 0 : more_is_better ? path.to - value : value - path.to;
    return out;
}

} // namespace sla::inline v1
