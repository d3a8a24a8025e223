// SPDX-License-Identifier: MIT
//
// Room: capacity. How many seats a telephone desk needs, and what its callers get for them.
//
// A promise such as "80 % answered in 20 s" is kept by people on chairs. Calls come at random, so a
// desk that has just enough people for the work is late most of the time; how much more is needed
// is the question of Erlang's formulas. A `capacity_definition` says how calls behave and what is
// aimed at; `compile` checks it; the `capacity` then answers for any number of calls, by itself
// or for a week of half-hours in one call.
//
//     forecast of calls ─────────────┐
//     capacity_definition ─► compile ┴─► capacity ─► seats, people, service level, waits
//
//     sla::capacity_definition desk;
//     desk.handling_time = 3min;                       // talk, hold and work after the call
//     desk.goals.service_level = 0.80;                 // within 20 s
//     const sla::capacity phones = sla::compile(desk).value();
//     phones.seats_for(100).seats;                     // 14, for 100 calls in half an hour
//     phones.figures(100, 14).service_level;           // 0.888
//
// There is one queue and `patience` decides which formula it is. Callers who wait as long as it
// takes are Erlang C; callers who give up after an exponential time of that mean are Erlang A (the
// M/M/n+M queue of Palm); callers who do not wait at all are Erlang B, where "abandoned" reads
// "blocked". Calls are a Poisson stream, handling times exponential, the interval long enough to
// settle; docs/capacity.md tells when that is wrong.
//
// These are figures of a model, so they are floating point, and no deadline is made of them.
// Shares are from 0 to 1. Times are real numbers of seconds, to which every std::chrono duration
// converts by itself. Up to `max_seats` seats, figures are right within 1e-10 of their value or
// 1e-12, whichever is more, for the load as a double holds it.
//
// The hard case is too little: with patient callers and fewer seats than work the queue grows for
// as long as that lasts. Such a desk is `queue_state::growing`: nobody is answered in time, waits
// are infinite, and no number in the answer pretends otherwise.
#pragma once

#include <sla/abandoned_calls.hpp>
#include <sla/detail/export.hpp>
#include <sla/result.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>

namespace sla::inline v1 {

/// A length of time in a model: seconds, with fractions, or infinite.
using real_seconds = std::chrono::duration<double>;

/// The patience of callers who never give up (Erlang C).
inline constexpr real_seconds unlimited_patience{std::numeric_limits<double>::infinity()};

/// The most seats that are looked for.
inline constexpr std::uint32_t max_seats = 100'000;

/// The longest patience but `unlimited_patience`, in handling times.
inline constexpr double max_patience_ratio = 100'000;

/// The largest share of paid time in which people do not take calls.
inline constexpr double max_shrinkage = 0.99;

// -- the formulas by themselves
// ---------------------------------------------------------------------

/// Erlang B: the share of calls that find all of `seats` lines busy where nobody waits, with
/// `load` erlangs offered (calls a second times seconds a call). Source: A. K. Erlang, 1917.
/// 1 without seats, 0 without load; not a number for a load that is negative or not a number.
/// Below 1e-300 the answer is 0. Takes O(sqrt(seats)) steps.
[[nodiscard]] SLA_API double erlang_b(double load, std::uint32_t seats) noexcept;

/// Erlang C: the share of calls that have to wait where everybody waits. 1 where `load >= seats`;
/// for the rest as `erlang_b`.
[[nodiscard]] SLA_API double erlang_c(double load, std::uint32_t seats) noexcept;

// -- what is asked
// ----------------------------------------------------------------------------------

/// What is aimed at; what is absent is no aim. More seats never make one of these worse.
struct staffing_goals {
    std::optional<double> service_level{};         ///< At least; above 0 and below 1.
    std::optional<real_seconds> speed_of_answer{}; ///< Mean wait of answered calls, at most.
    std::optional<double> abandoned{};             ///< Share of calls, at most; in (0, 1).
    std::optional<double> occupancy{};             ///< Share of time busy, at most; in (0, 1].

    friend bool operator==(const staffing_goals&, const staffing_goals&) = default;
};

/// How calls behave, what is aimed at, and how seats become people.
struct capacity_definition {
    real_seconds interval = std::chrono::minutes{30}; ///< In which calls are counted.
    real_seconds handling_time{};                     ///< Mean time that a call takes a seat.
    /// Mean time after which a waiting caller gives up: zero (Erlang B), up to
    /// `max_patience_ratio` handling times (Erlang A), or `unlimited_patience` (Erlang C).
    real_seconds patience = unlimited_patience;
    real_seconds answered_within = std::chrono::seconds{20}; ///< "In time"; inclusive.
    abandoned_calls abandoned = abandoned_calls::missed;     ///< In the service level.
    staffing_goals goals{};
    std::uint32_t seats_at_least = 0; ///< Also where nobody calls.
    std::uint32_t seats_at_most = max_seats;
    /// Share of paid time away from the telephone (breaks, training, leave), from 0 to
    /// `max_shrinkage`: so many seats need seats / (1 - shrinkage) people, rounded up.
    double shrinkage = 0;

    friend bool operator==(const capacity_definition&, const capacity_definition&) = default;
};

// -- what is answered
// -------------------------------------------------------------------------------

enum class queue_state : std::uint8_t {
    steady,  ///< The queue comes to a balance; every figure is finite, but see `queue_figures`.
    growing, ///< Patient callers bring at least as much work as there are seats.
    /// Calls or a handling time are negative, infinite or not numbers, or the patience is more than
    /// `max_patience_ratio` of such a handling time.
    bad_input,
};

/// What callers and seats experience in the long run.
///
/// Where nobody calls, nobody waits: the service level is 1, the rest 0. Where callers come and
/// there is no seat, `occupancy` is 1 and `speed_of_answer` infinite. Of a growing queue waits and
/// `queue` are infinite, the service level is 0, and `answered` is the share that the seats get
/// done. With bad input every number is not a number.
struct queue_figures {
    queue_state state = queue_state::steady;
    double load = 0;             ///< Erlangs: calls, each for its handling time, at once.
    double waiting = 0;          ///< Share of calls that find every seat busy.
    double service_level = 1;    ///< As `capacity_definition::abandoned` has it.
    double answered = 1;         ///< Share of calls, sooner or later.
    double answered_in_time = 1; ///< Share of calls, within `answered_within`.
    double abandoned = 0;        ///< Share of calls; blocked calls, where patience is zero.
    double abandoned_in_time = 0;
    double occupancy = 0;           ///< Share of its time that a seat is busy.
    double queue = 0;               ///< Callers waiting, in the mean.
    real_seconds average_wait{};    ///< Of all calls, answered or not.
    real_seconds speed_of_answer{}; ///< Mean wait of the answered calls.

    friend bool operator==(const queue_figures&, const queue_figures&) = default;
};

enum class seats_state : std::uint8_t {
    enough,       ///< So many seats reach every goal, and one less does not.
    out_of_reach, ///< Even `seats_at_most` do not reach every goal.
    bad_input,    ///< As in `queue_state`.
};

/// How many seats, and what they give.
struct seat_need {
    seats_state state = seats_state::enough;
    std::uint32_t seats = 0;  ///< The fewest; out of reach: `seats_at_most`; bad input: 0.
    std::uint32_t people = 0; ///< To be rostered for so many seats.
    queue_figures figures{};  ///< With these seats.

    friend bool operator==(const seat_need&, const seat_need&) = default;
};

/// The sum of a plan. Sums of parts add up to the sum of the whole, as far as sums of doubles do.
/// Intervals with bad input are counted and otherwise left out; those out of reach are in, with the
/// seats they have.
struct plan_totals {
    std::size_t intervals = 0;
    std::size_t out_of_reach = 0;
    std::size_t bad_input = 0;
    double calls = 0;
    double answered = 0;  ///< Calls.
    double abandoned = 0; ///< Calls.
    double level_met = 0; ///< Calls that count as met as the definition counts abandoned calls,
    double level_of = 0;  ///< of so many.
    real_seconds answer_wait{}; ///< Waits of all answered calls together.
    real_seconds busy_time{};   ///< Of all seats together.
    real_seconds seat_time{};   ///< Seats times the interval.
    real_seconds people_time{}; ///< People times the interval.
    std::uint32_t peak_seats = 0;
    std::uint32_t peak_people = 0;

    /// Over all calls of the plan; 1 without calls.
    [[nodiscard]] double service_level() const noexcept {
        return level_of > 0 ? level_met / level_of : calls > 0 ? 0 : 1;
    }
    /// Of the seats' time; 0 without seats.
    [[nodiscard]] double occupancy() const noexcept {
        return seat_time.count() > 0 ? busy_time / seat_time : 0;
    }
    /// Mean wait of the answered calls; zero where no call was answered.
    [[nodiscard]] real_seconds speed_of_answer() const noexcept {
        return answered > 0 ? answer_wait / answered : real_seconds{};
    }

    SLA_API plan_totals& operator+=(const plan_totals& other) noexcept;
    friend bool operator==(const plan_totals&, const plan_totals&) = default;
};

// -- the desk
// ---------------------------------------------------------------------------------------

/// A checked definition. A value: copied freely, used by any number of threads at once. Every
/// question is total, allocates nothing, and throws nothing.
///
/// Cost: one set of figures takes O(sqrt(seats x max(1, patience / handling time))) steps of a few
/// nanoseconds, far fewer away from a load of one; looking for seats takes some 5 + log2(seats)
/// sets.
class capacity {
public:
    [[nodiscard]] const capacity_definition& definition() const noexcept { return definition_; }

    /// What so many seats give, where so many calls (0 or more, not always whole) are expected in
    /// an interval. The handling time is that of the definition, or another.
    [[nodiscard]] SLA_API queue_figures figures(double calls, std::uint32_t seats) const noexcept;
    [[nodiscard]] SLA_API queue_figures figures(double calls, real_seconds handling_time,
                                                std::uint32_t seats) const noexcept;

    /// The fewest seats, from `seats_at_least` on, that reach every goal, and with which the queue
    /// does not grow. Where anybody calls that is one seat or more, also if there is no goal.
    [[nodiscard]] SLA_API seat_need seats_for(double calls) const noexcept;
    [[nodiscard]] SLA_API seat_need seats_for(double calls,
                                              real_seconds handling_time) const noexcept;

    /// The fewest people whose time, less the shrinkage, is that of so many seats: never one more
    /// for a rounding error. 4,294,967,295 stands for that many or more.
    [[nodiscard]] SLA_API std::uint32_t people_for(std::uint32_t seats) const noexcept;

    /// One interval after another: `out[i]` is `seats_for(calls[i])`, and all of them are summed.
    /// Precondition: `out` is as long as `calls`.
    SLA_API plan_totals plan(std::span<const double> calls,
                             std::span<seat_need> out) const noexcept;

    /// The same with a handling time for each interval.
    /// Precondition: all three are of one length.
    SLA_API plan_totals plan(std::span<const double> calls,
                             std::span<const real_seconds> handling_times,
                             std::span<seat_need> out) const noexcept;

private:
    friend SLA_API result<capacity> compile(const capacity_definition& definition);
    explicit capacity(const capacity_definition& definition) noexcept : definition_{definition} {}

    capacity_definition definition_;
};

/// Checks a definition.
///
/// Errors, at places such as "goals.occupancy": `capacity.time_invalid` (an interval that is not
/// positive and finite; another time that is negative, not a number, or infinite where it must not
/// be), `capacity.patience_too_long`, `capacity.share_out_of_range`,
/// `capacity.shrinkage_out_of_range`, `capacity.too_many_seats`, `capacity.seats_reversed`,
/// `capacity.unknown_enumerator`.
/// Warnings: `capacity.no_handling_time`, `capacity.goal_without_effect` (nobody abandons, so there
/// is nothing to limit; or nobody waits).
[[nodiscard]] SLA_API result<capacity> compile(const capacity_definition& definition);

} // namespace sla::inline v1

#if !defined(SLA_COMPILED) || defined(SLA_COMPILING_CAPACITY)
#include <sla/detail/capacity_plan.hpp>
#endif
