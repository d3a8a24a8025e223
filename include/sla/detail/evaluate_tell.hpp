// SPDX-License-Identifier: MIT
//
// Inside the evaluate room: what a cycle says of itself.
#pragma once

#include <sla/detail/evaluate_cycle.hpp>

#include <algorithm>
#include <cstdint>

namespace sla::inline v1::detail {

template <class History>
void cycle::tell(verdict& v, instant now, const History& history) const noexcept {
    v.started = reported_start_;
    v.stopped = stopped_;
    v.breached_at = breached_at_;
    v.spent.elapsed = spent_elapsed_;
    if (!in_force_) {
        v.state = cancelled_ ? clock_state::cancelled : clock_state::not_applicable;
        return;
    }
    if (phase_ == phase::paused)
        v.paused_since = paused_since_;
    v.limit = in_force_.id(*book_);
    v.policy = static_cast<policy_id>(in_force_.target().policy);
    if (phase_ == phase::waiting && start_ == never) {
        v.state = clock_state::not_started;
        return;
    }
    v.counted = counted_;
    v.allowed = allowed_.allowed();
    if (in_force_.target().steps.count != 0)
        v.steps = marks_.reached();
    v.credit_band = marks_.band();

    const bool late = breached_at_ != never;
    v.state = cancelled_                 ? clock_state::cancelled
              : phase_ == phase::waiting ? clock_state::not_started
              : late                     ? clock_state::breached
              : phase_ == phase::ended   ? clock_state::met
              : phase_ == phase::paused  ? clock_state::paused
                                         : clock_state::running;
    tell_deadline(v, now);
    tell_amounts(v, now, history);
    tell_next_change(v, now);
}

inline void cycle::tell_deadline(verdict& v, instant now) const noexcept {
    v.deadline = in_range(deadline()) ? deadline() : never;
    v.basis = has_manual_           ? deadline_basis::manual
              : v.deadline == never ? deadline_basis::none
                                    : deadline_basis::limit;
    if (phase_ != phase::paused || has_manual_ || was_late_)
        return;
    allowance moved = allowed_;
    moved.pause(in_force_, since_, in_force_.moment_at(now));
    v.deadline = in_range(moved.due().deadline) ? moved.due().deadline : never;
    v.basis = v.deadline == never ? deadline_basis::none : deadline_basis::projected;
}

template <class History>
void cycle::tell_amounts(verdict& v, instant now, const History& history) const noexcept {
    const calendar* const hours = in_force_.hours();
    if (hours != nullptr)
        v.spent.working = working{spent_working_};
    if (v.deadline == never)
        return;
    if (hours != nullptr)
        v.overdue.working = working{};
    const moment at = moment_of_verdict(now);
    // Open time before the deadline, known of a deadline in working time.
    const elapsed open = hours == nullptr ? elapsed{0}
                         : in_force_.counts_working() && v.basis == deadline_basis::limit
                             ? allowed_.due().open
                             : in_force_.moment_at(v.deadline).open;
    if (at.at <= v.deadline) {
        v.remaining.elapsed = v.deadline - at.at;
        if (hours != nullptr)
            v.remaining.working = working{open - at.open};
        return;
    }
    v.remaining.elapsed = elapsed{0};
    if (hours != nullptr)
        v.remaining.working = working{};
    if (phase_ == phase::paused || last_resume_ > v.deadline || start_ > v.deadline) {
        tell_overdue(v, history);
        return;
    }
    v.overdue.elapsed = at.at - v.deadline;
    if (hours != nullptr)
        v.overdue.working = working{at.open - open};
}

inline moment cycle::moment_of_verdict(instant now) const noexcept {
    if (ended_waiting_)
        return in_force_.moment_at(stopped_);
    if (phase_ == phase::waiting)
        return in_force_.moment_at(std::max(now, start_));
    return phase_ == phase::paused ? in_force_.moment_at(now) : since_;
}

template <class History>
void cycle::tell_overdue(verdict& v, const History& history) const noexcept {
    const calendar* const hours = in_force_.hours();
    elapsed open{};
    history([&](instant begin, instant end) noexcept {
        begin = std::max(begin, v.deadline);
        if (begin < end) {
            v.overdue.elapsed += end - begin;
            if (hours != nullptr)
                open += open_time(*hours, begin, end);
        }
    });
    if (hours != nullptr)
        v.overdue.working = working{open};
}

inline void cycle::tell_next_change(verdict& v, instant now) const noexcept {
    switch (phase_) {
    case phase::waiting:
        v.next_change = start_;
        break;
    case phase::running:
        if (breached_at_ == never)
            v.next_change = late_from();
        if (in_force_.has_marks())
            v.next_change = std::min(v.next_change, marks_.next(*book_, in_force_));
        break;
    case phase::paused:
        if (has_manual_ && (breached_at_ == never ||
                            (in_force_ && marks_.has_mark_at_deadline(*book_, in_force_))))
            v.next_change = late_from();
        break;
    case phase::ended:
        break;
    }
    if (v.next_change <= now || v.next_change >= end_of_range)
        v.next_change = never;
}

} // namespace sla::inline v1::detail
