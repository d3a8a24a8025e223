// SPDX-License-Identifier: MIT
//
// Inside the capacity room: looking for seats, and interval after interval.
#pragma once

#include <sla/capacity.hpp>
#include <sla/detail/capacity_check.hpp>
#include <sla/detail/capacity_queue.hpp>
#include <sla/detail/capacity_sums.hpp>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <utility>

namespace sla::inline v1 {

namespace detail {

class seat_search {
public:
    seat_search(const capacity_definition& definition, const desk_queue& desk) noexcept
        : goals_{definition.goals}, desk_{desk}, least_{std::max(definition.seats_at_least,
                                                                 desk.has_calls() ? 1U : 0U)},
          most_{definition.seats_at_most} {}

    // The fewest seats that are enough; the most, where they are not.
    [[nodiscard]] seat_need run() const noexcept {
        if (least_ > most_)
            return with(most_);
        // Everything gets better with every seat, so the answer is where the first is enough. It
        // lies some multiples of sqrt(load) from the load: doubled steps from there, then halves.
        const double least = least_;
        const double most = most_;
        const double near = std::clamp(std::ceil(desk_.load()), least, most);
        auto step = static_cast<std::uint32_t>(std::sqrt(near)) + 1;
        std::uint32_t from = least_; // fewer are not enough
        seat_need best = with(static_cast<std::uint32_t>(near));
        while (best.state != seats_state::enough) {
            if (best.seats == most_)
                return best;
            from = best.seats + 1;
            best = with(best.seats + std::min(step, most_ - best.seats));
            step *= 2;
        }
        for (bool is_near = from == least_; from < best.seats; step *= 2) {
            const std::uint32_t fewer =
                is_near ? std::min(step, best.seats - from) : (best.seats - from + 1) / 2;
            const seat_need tried = with(best.seats - fewer);
            if (tried.state == seats_state::enough) {
                best = tried;
            } else {
                from = tried.seats + 1;
                is_near = false;
            }
        }
        return best;
    }

private:
    [[nodiscard]] seat_need with(std::uint32_t seats) const noexcept {
        seat_need out{.seats = seats, .figures = desk_.figures(seats)};
        const queue_figures& f = out.figures;
        const bool is_enough =
            seats >= least_ && f.state == queue_state::steady &&
            (!goals_.service_level || f.service_level >= *goals_.service_level) &&
            (!goals_.speed_of_answer || f.speed_of_answer <= *goals_.speed_of_answer) &&
            (!goals_.abandoned || f.abandoned <= *goals_.abandoned) &&
            (!goals_.occupancy || f.occupancy <= *goals_.occupancy);
        out.state = is_enough ? seats_state::enough : seats_state::out_of_reach;
        return out;
    }

    const staffing_goals& goals_;
    const desk_queue& desk_;
    std::uint32_t least_;
    std::uint32_t most_;
};

inline void add_interval(plan_totals& totals, const capacity_definition& definition, double calls,
                         const seat_need& need) noexcept {
    ++totals.intervals;
    if (need.state == seats_state::bad_input) {
        ++totals.bad_input;
        return;
    }
    const queue_figures& f = need.figures;
    totals.out_of_reach += need.state == seats_state::out_of_reach ? 1U : 0U;
    totals.calls += calls;
    totals.answered += calls * f.answered;
    totals.abandoned += calls * f.abandoned;
    const counted_calls counted = count_calls(f, definition.abandoned);
    totals.level_met += calls * counted.met;
    totals.level_of += calls * counted.of;
    if (calls * f.answered > 0)
        totals.answer_wait += calls * f.answered * f.speed_of_answer;
    totals.busy_time += f.occupancy * (need.seats * definition.interval);
    totals.seat_time += need.seats * definition.interval;
    totals.people_time += need.people * definition.interval;
    totals.peak_seats = std::max(totals.peak_seats, need.seats);
    totals.peak_people = std::max(totals.peak_people, need.people);
}

} // namespace detail

SLA_FUNCTION double erlang_b(double load, std::uint32_t seats) noexcept {
    if (!(load >= 0))
        return detail::no_number;
    if (seats == 0 || std::isinf(load))
        return 1;
    return load > 0 ? 1 / (1 + detail::free_seat_weight(load, seats)) : 0;
}

SLA_FUNCTION double erlang_c(double load, std::uint32_t seats) noexcept {
    const double blocked = erlang_b(load, seats);
    if (!(load < seats))
        return std::isnan(blocked) ? blocked : 1;
    const double free = seats - load;
    return seats * blocked / (free + load * blocked);
}

SLA_FUNCTION plan_totals& plan_totals::operator+=(const plan_totals& other) noexcept {
    intervals += other.intervals;
    out_of_reach += other.out_of_reach;
    bad_input += other.bad_input;
    calls += other.calls;
    answered += other.answered;
    abandoned += other.abandoned;
    level_met += other.level_met;
    level_of += other.level_of;
    answer_wait += other.answer_wait;
    busy_time += other.busy_time;
    seat_time += other.seat_time;
    people_time += other.people_time;
    peak_seats = std::max(peak_seats, other.peak_seats);
    peak_people = std::max(peak_people, other.peak_people);
    return *this;
}

SLA_FUNCTION queue_figures capacity::figures(double calls, std::uint32_t seats) const noexcept {
    return figures(calls, definition_.handling_time, seats);
}

SLA_FUNCTION queue_figures capacity::figures(double calls, real_seconds handling_time,
                                             std::uint32_t seats) const noexcept {
    return detail::desk_queue{definition_, calls, handling_time.count()}.figures(seats);
}

SLA_FUNCTION seat_need capacity::seats_for(double calls) const noexcept {
    return seats_for(calls, definition_.handling_time);
}

SLA_FUNCTION seat_need capacity::seats_for(double calls,
                                           real_seconds handling_time) const noexcept {
    const detail::desk_queue desk{definition_, calls, handling_time.count()};
    if (!desk.is_valid())
        return {.state = seats_state::bad_input, .figures = desk.figures(0)};
    seat_need out = detail::seat_search{definition_, desk}.run();
    out.people = people_for(out.seats);
    return out;
}

SLA_FUNCTION std::uint32_t capacity::people_for(std::uint32_t seats) const noexcept {
    constexpr std::uint32_t most = std::numeric_limits<std::uint32_t>::max();
    const double there = 1 - definition_.shrinkage;
    // 7 seats at 30 % are 10 people, though 7 / 0.7 is a little more in binary.
    const double people = std::ceil(seats / there * (1 - 1e-12));
    return people < most ? static_cast<std::uint32_t>(people) : most;
}

SLA_FUNCTION plan_totals capacity::plan(std::span<const double> calls,
                                        std::span<seat_need> out) const noexcept {
    assert(out.size() == calls.size());
    plan_totals totals;
    for (std::size_t i = 0; i < calls.size(); ++i) {
        out[i] = seats_for(calls[i]);
        detail::add_interval(totals, definition_, calls[i], out[i]);
    }
    return totals;
}

SLA_FUNCTION plan_totals capacity::plan(std::span<const double> calls,
                                        std::span<const real_seconds> handling_times,
                                        std::span<seat_need> out) const noexcept {
    assert(handling_times.size() == calls.size() && out.size() == calls.size());
    plan_totals totals;
    for (std::size_t i = 0; i < calls.size(); ++i) {
        out[i] = seats_for(calls[i], handling_times[i]);
        detail::add_interval(totals, definition_, calls[i], out[i]);
    }
    return totals;
}

SLA_FUNCTION result<capacity> compile(const capacity_definition& definition) {
    issue_list issues = detail::capacity_check{definition}.run();
    if (has_errors(issues))
        return issues;
    return {capacity{definition}, std::move(issues)};
}

} // namespace sla::inline v1
