// SPDX-License-Identifier: MIT
//
// Inside the evaluate room: one cycle of a clock, told when it starts, pauses and stops, and by
// which limit it is judged.
//
// A cycle keeps when it is due as it goes: a pause moves that instant by the time that would have
// counted in it. What cannot be kept up to date so, because it looks back under another limit,
// walks over the stretches in which the cycle ran (`History`, a callable that takes a callable and
// hands it each stretch [begin, end) in order); that happens only where limits change.
#pragma once

#include <sla/detail/evaluate_limit.hpp>
#include <sla/detail/evaluate_log.hpp>
#include <sla/detail/evaluate_marks.hpp>
#include <sla/detail/inlining.hpp>
#include <sla/evaluate.hpp>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>

namespace sla::inline v1::detail {

class cycle {
public:
    enum class phase : std::uint8_t {
        waiting, // for its start
        running,
        paused,
        ended,
    };

    cycle(const book_data& book, clock_log* log) noexcept : book_{&book}, log_{log} {}

    // From here on it is the course of things that would be without the stop.
    void branch_off() noexcept { branch_ = log_branch::without_stop; }
    void become_actual() noexcept { branch_ = log_branch::actual; }

    [[nodiscard]] phase now_in() const noexcept { return phase_; }
    [[nodiscard]] bool is_open() const noexcept { return phase_ != phase::ended; }
    [[nodiscard]] bool was_cancelled() const noexcept { return cancelled_; }
    [[nodiscard]] instant start() const noexcept { return start_; }
    [[nodiscard]] instant anchor() const noexcept { return anchor_; }
    [[nodiscard]] instant stopped() const noexcept { return stopped_; }
    [[nodiscard]] instant breached_at() const noexcept { return breached_at_; }
    [[nodiscard]] const limit& in_force() const noexcept { return in_force_; }
    [[nodiscard]] instant deadline() const noexcept {
        return has_manual_ ? manual_ : allowed_.due().deadline;
    }
    // Ended in time: the next cycle of a sequence waits until the deadline.
    [[nodiscard]] bool was_early() const noexcept {
        return !cancelled_ && !ended_waiting_ && in_force_ && deadline() != never &&
               stopped_ <= deadline();
    }

    // -- what moves it -------------------------------------------------------------------------

    // An event at `t` begins it. `anchor` is that instant, or later in a sequence; start hours may
    // delay it further. `manual`: when somebody said that it is due; `never`: nobody did.
    void begin(instant t, instant anchor, const limit& promise, bool paused,
               instant manual) noexcept {
        in_force_ = promise;
        manual_ = manual;
        has_manual_ = manual != never;
        if (promise && promise.has_marks())
            marks_.forget();
        begin_at(t, anchor, paused);
    }

    // The start that was waited for has come.
    void enter_if_due(instant t, bool paused) noexcept {
        if (phase_ == phase::waiting && start_ <= t)
            enter(start_, paused);
    }

    void pause(instant p) noexcept {
        if (phase_ != phase::running)
            return;
        end_stretch(p, false);
        stand_still();
        paused_since_ = p;
    }

    void resume(instant r) noexcept {
        if (phase_ == phase::ended)
            paused_since_ = never;
        if (phase_ != phase::paused)
            return;
        move_by_pause(r);
        phase_ = phase::running;
        paused_since_ = never;
    }

    // Precondition: open, and t is not before its anchor.
    void stop(instant t) noexcept {
        end(t);
        stopped_ = t;
    }
    void cancel(instant t) noexcept {
        end(t);
        stopped_ = t;
        cancelled_ = true;
    }

    // Open again after a stop, the time since then being a pause. To be followed by enter_if_due.
    void reopen_without_gap(instant r, bool paused) noexcept {
        const instant gap = std::exchange(stopped_, never);
        if (log_ != nullptr)
            log_->add_gap(branch_, gap, r, limit_in_force());
        if (std::exchange(ended_waiting_, false)) {
            reported_start_ = start_;
            phase_ = phase::waiting;
            if (start_ >= r)
                return;
            enter(start_, true);
            paused_since_ = never;
        } else {
            since_ = in_force_.moment_at(gap);
            if (ended_paused_) {
                phase_ = phase::paused; // since before the stop, and not late by it
            } else {
                stand_still();
                if (in_force_.has_marks())
                    marks_.run_until(*book_, in_force_, gap, false);
            }
        }
        if (!paused)
            resume(r);
        else if (paused_since_ == never)
            paused_since_ = r;
    }

    // Everything counts anew from t on.
    void reset(instant t, bool paused) noexcept {
        if (phase_ == phase::running)
            end_stretch(t, false);
        else if (phase_ == phase::paused)
            interrupt_pause(t);
        else
            log_waiting(t);
        if (log_ != nullptr)
            log_->forget(branch_);
        forget_if_recomputed();
        spent_elapsed_ = spent_working_ = counted_ = elapsed{0};
        had_limit_ = false;
        begin_at(t, t, paused);
    }

    // Somebody sets when it is due, or (never) lets the limit say so again.
    void set_manual(instant t, instant due) noexcept {
        if (due == never && !has_manual_)
            return;
        if (phase_ == phase::running) {
            end_stretch(t, false);
        } else if (phase_ == phase::paused) {
            pass_manual(t);
        }
        manual_ = due;
        has_manual_ = due != never;
        holds_from_ = phase_ == phase::waiting ? start_ : t;
        if (recomputes()) {
            breached_at_ = never;
            if (in_force_.has_marks())
                marks_.forget_around_deadline(*book_, in_force_);
        }
        // The limit's own deadline may be past since before the pause.
        if (phase_ == phase::paused && !has_manual_ && was_late_ && breached_at_ == never)
            breached_at_ = late_from();
        if (in_force_ && phase_ != phase::ended)
            marks_.set_around_deadline(*book_, in_force_, holds_from_, deadline(), late_from());
    }

    // Another limit, or none, is in force from c on. True when counting starts anew at c. To be
    // followed by enter_if_due.
    template <class History>
    SLA_COLD bool change_limit(instant c, const limit& next, const History& history) noexcept {
        const retarget_mode mode = next        ? next.target().retarget
                                   : in_force_ ? in_force_.target().retarget
                                               : retarget_mode::freeze;
        if (in_force_ && mode == retarget_mode::freeze)
            return false;
        if (phase_ == phase::waiting) {
            log_waiting(c);
            if (next && in_force_)
                marks_.change_target(*book_, index_of_target(in_force_), index_of_target(next));
            else
                marks_.forget();
            in_force_ = next;
            start_ = next ? next.start_at(std::max(anchor_, c)) : std::max(anchor_, c);
            reported_start_ = start_;
            apply_from_start();
            return false;
        }
        if (phase_ == phase::running)
            end_stretch(c, false);
        else
            interrupt_pause(c);
        if (!next) {
            if (in_force_) {
                std::construct_at(&former_, former{in_force_, allowed_, c});
                had_limit_ = true;
            }
            in_force_ = next;
            if (phase_ == phase::paused)
                since_ = {c, {}};
            return false;
        }
        const bool came_back = !in_force_ && had_limit_;
        const bool is_first = !in_force_ && !had_limit_;
        const limit old = came_back ? former_.by : in_force_;
        allowance old_allowed = came_back ? former_.allowed : allowed_;
        if (in_force_ && phase_ == phase::paused && !was_late_)
            old_allowed.pause(in_force_, since_, in_force_.moment_at(c));
        in_force_ = next;
        const moment at = next.moment_at(c);
        if (phase_ == phase::running)
            since_ = at;
        holds_from_ = c;
        forget_if_recomputed();
        if (is_first)
            marks_.forget();
        else
            marks_.change_target(*book_, index_of_target(old), index_of_target(next));

        const elapsed counted_before = counted_;
        const bool anew = mode == retarget_mode::restart;
        if (anew) {
            if (log_ != nullptr)
                log_->forget(branch_);
            start_ = c;
            spent_elapsed_ = spent_working_ = counted_ = elapsed{0};
            allowed_ = allowance{next, at};
        } else {
            if (came_back || next.hours() != old.hours())
                measure_again(history);
            if (is_first)
                as_if_from_start(at, history);
            else
                keep(mode, at, old_allowed, came_back, history);
        }
        if (!anew)
            log(stretch_kind::carried_over, c, c, counted_ - counted_before);
        marks_.set(*book_, next, allowed_, at, counted_, deadline(), late_from());
        if (phase_ == phase::paused) {
            since_ = at;
            end_stretch(c, false);
            stand_still();
        }
        return anew;
    }

    // -- what it says --------------------------------------------------------------------------

    // Brings an open cycle to `now`; nothing may move it afterwards.
    void look_at(instant now) noexcept {
        if (phase_ == phase::running) {
            end_stretch(now, false);
        } else if (phase_ == phase::paused) {
            pass_manual(now);
            log(stretch_kind::paused, since_.at, now, elapsed{0});
        } else if (phase_ == phase::waiting) {
            log_waiting(now);
        }
    }

    // Precondition: look_at(now), unless ended.
    template <class History>
    void tell(verdict& v, instant now, const History& history) const noexcept {
        v.started = reported_start_;
        v.stopped = stopped_;
        v.breached_at = breached_at_;
        v.spent.elapsed = spent_elapsed_;
        if (!in_force_) {
            v.state = cancelled_ ? clock_state::cancelled : clock_state::not_applicable;
            v.remaining.elapsed = elapsed::max();
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

private:
    [[nodiscard]] std::uint32_t index_of_target(const limit& of) const noexcept {
        return static_cast<std::uint32_t>(&of.target() - book_->targets.data());
    }

    // The first instant at which a deadline is missed.
    [[nodiscard]] instant missed_from(instant deadline) const noexcept {
        if (deadline == never)
            return never;
        const elapsed grace{in_force_.target().met == met_when::at_or_before ? 1 : 0};
        return std::max(deadline + grace, holds_from_);
    }
    [[nodiscard]] instant late_from() const noexcept { return missed_from(deadline()); }

    void apply_from_start() noexcept {
        holds_from_ = start_;
        if (!in_force_ || start_ == never)
            return;
        since_ = in_force_.moment_at(start_);
        allowed_.begin(in_force_, since_);
        if (in_force_.has_marks())
            marks_.set(*book_, in_force_, allowed_, since_, elapsed{0}, deadline(), late_from());
    }

    void begin_at(instant t, instant anchor, bool paused) noexcept {
        if (log_ != nullptr)
            log_->begin_waiting(branch_, t);
        anchor_ = anchor;
        start_ = in_force_ ? in_force_.start_at(anchor) : anchor;
        reported_start_ = start_;
        apply_from_start();
        if (start_ > t)
            phase_ = phase::waiting;
        else
            enter(start_, paused);
    }

    void enter(instant t, bool paused) noexcept {
        log_waiting(t);
        if (since_.at != t)
            since_ = in_force_.moment_at(t);
        if (paused) {
            end_stretch(t, false);
            stand_still();
            paused_since_ = t;
        } else {
            phase_ = phase::running;
            paused_since_ = never;
        }
    }

    [[nodiscard]] bool recomputes() const noexcept {
        return in_force_ && in_force_.target().breach == breach_mode::recomputed;
    }
    void forget_if_recomputed() noexcept {
        if (!recomputes())
            return;
        breached_at_ = never;
        if (in_force_.has_marks())
            marks_.forget();
    }

    // The clock ran in [since_, e), and what comes now begins at e.
    void end_stretch(instant e, bool by_stop) noexcept {
        const moment begin = std::exchange(since_, in_force_.moment_at(e));
        spent_elapsed_ += e - begin.at;
        if (!in_force_) {
            log(stretch_kind::running, begin.at, e, elapsed{0});
            return;
        }
        spent_working_ += since_.open - begin.open;
        const elapsed counts = in_force_.measure(begin, since_, allowed_.due());
        counted_ += counts;
        log(stretch_kind::running, begin.at, e, counts);
        if (breached_at_ == never) {
            const instant late = late_from();
            if (late <= e)
                breached_at_ = late;
        }
        if (in_force_.has_marks())
            marks_.run_until(*book_, in_force_, e, by_stop);
    }

    // From since_ on.
    void stand_still() noexcept {
        phase_ = phase::paused;
        // Whether the limit itself, apart from what somebody set, is past.
        was_late_ = in_force_ && missed_from(allowed_.due().deadline) <= since_.at;
    }

    // What is kept of the pause ends at t; it goes on.
    void interrupt_pause(instant t) noexcept {
        pass_manual(t);
        log(stretch_kind::paused, since_.at, t, elapsed{0});
    }

    [[nodiscard]] std::optional<limit_id> limit_in_force() const noexcept {
        if (!in_force_)
            return std::nullopt;
        return in_force_.id(*book_);
    }
    SLA_HOT void log(stretch_kind kind, instant begin, instant end,
                     elapsed counted) const noexcept {
        if (log_ != nullptr) [[unlikely]]
            log_->add(branch_, kind, begin, end, limit_in_force(), counted);
    }
    SLA_HOT void log_waiting(instant end) const noexcept {
        if (log_ != nullptr) [[unlikely]]
            log_->add_waiting(branch_, end, limit_in_force());
    }

    // A deadline set by hand passes during a pause as well.
    void pass_manual(instant t) noexcept {
        if (!in_force_ || !has_manual_ || late_from() > t)
            return;
        if (breached_at_ == never)
            breached_at_ = late_from();
        marks_.pass_deadline(*book_, in_force_);
    }

    // The clock stood still in [since_, r), and what comes now begins at r.
    void move_by_pause(instant r) noexcept {
        last_resume_ = r;
        log(stretch_kind::paused, since_.at, r, elapsed{0});
        pass_manual(r);
        const moment begin = std::exchange(since_, in_force_.moment_at(r));
        if (!in_force_ || r == begin.at)
            return;
        if (!in_force_.has_marks()) {
            if (!was_late_)
                allowed_.pause(in_force_, begin, since_);
            return;
        }
        const allowance old = allowed_;
        if (!was_late_)
            allowed_.pause(in_force_, begin, since_);
        const bool stays = deadline() < begin.at;
        marks_.pause(*book_, in_force_, old, allowed_, begin, since_, deadline(), late_from(),
                     stays);
    }

    void end(instant t) noexcept {
        if (phase_ == phase::waiting) {
            log_waiting(t);
            ended_waiting_ = true;
            if (t < start_)
                reported_start_ = t;
        } else if (phase_ == phase::paused) {
            move_by_pause(t);
        } else {
            end_stretch(t, true);
        }
        ended_paused_ = phase_ == phase::paused;
        phase_ = phase::ended;
    }

    // -- under another limit -------------------------------------------------------------------

    // The limit takes over what was counted under another one.
    template <class History>
    void keep(retarget_mode mode, const moment& c, const allowance& old, bool came_back,
              const History& history) noexcept {
        const bool by_share = mode == retarget_mode::keep_elapsed_share;
        if (in_force_.counts_dates() && !by_share) {
            as_if_from_start(c, history);
            return;
        }
        allowed_ = allowance{in_force_, in_force_.moment_at(start_)};
        const elapsed had = counted_;
        if (by_share)
            counted_ = share_of(allowed_.allowed(), had, old.allowed());
        if (came_back)
            counted_ += counted_without_limit(history);
        if (by_share && had >= old.allowed()) {
            allowed_.use_up(c, in_force_.moment_at(old.due().deadline));
        } else if (counted_ < allowed_.allowed()) {
            allowed_.go_on(in_force_, c, counted_);
        } else {
            const elapsed kept = counted_;
            as_if_from_start(c, history);
            counted_ = kept;
            allowed_.use_up(c, c.at < allowed_.due().deadline
                                   ? c
                                   : in_force_.moment_at(allowed_.due().deadline));
        }
    }

    // As if the limit had been in force since the start.
    template <class History>
    void as_if_from_start(const moment& c, const History& history) noexcept {
        const limit& by = in_force_;
        const instant held = std::exchange(holds_from_, start_);
        moment stood_since = by.moment_at(start_);
        allowed_ = allowance{by, stood_since};
        counted_ = elapsed{0};
        const auto pause = [&](const moment& p, const moment& r) noexcept {
            if (p.at < r.at && missed_from(allowed_.due().deadline) > p.at)
                allowed_.pause(by, p, r);
        };
        history([&](instant from, instant to) noexcept {
            const moment begin = by.moment_at(from);
            pause(stood_since, begin);
            stood_since = by.moment_at(to);
            counted_ += by.measure(begin, stood_since, allowed_.due());
        });
        pause(stood_since, c);
        holds_from_ = held;
    }

    // What counts of the time in which there was no limit.
    template <class History>
    [[nodiscard]] elapsed counted_without_limit(const History& history) const noexcept {
        elapsed out{};
        history([&](instant begin, instant end) noexcept {
            out += in_force_.measure(in_force_.moment_at(std::max(begin, former_.until)),
                                     in_force_.moment_at(end), allowed_.due());
        });
        return out;
    }

    // Working time by another calendar.
    template <class History>
    void measure_again(const History& history) noexcept {
        spent_working_ = elapsed{0};
        if (const calendar* const hours = in_force_.hours())
            history([&](instant begin, instant end) noexcept {
                spent_working_ += open_time(*hours, begin, end);
            });
    }

    // floor(whole * part / of), all of it for an empty `of`.
    [[nodiscard]] static elapsed share_of(elapsed whole, elapsed part, elapsed of) noexcept {
        if (of <= elapsed{0})
            return whole;
        __extension__ using wide = unsigned __int128;
        const wide product = static_cast<wide>(whole.count()) * static_cast<wide>(part.count());
        return elapsed{static_cast<std::int64_t>(product / static_cast<wide>(of.count()))};
    }

    // -- telling -------------------------------------------------------------------------------

    void tell_deadline(verdict& v, instant now) const noexcept {
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
    void tell_amounts(verdict& v, instant now, const History& history) const noexcept {
        const calendar* const hours = in_force_.hours();
        if (hours != nullptr)
            v.spent.working = working{spent_working_};
        if (v.deadline == never) {
            v.remaining.elapsed = elapsed::max();
            return;
        }
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

    // Up to when the amounts count.
    [[nodiscard]] moment moment_of_verdict(instant now) const noexcept {
        if (ended_waiting_)
            return in_force_.moment_at(stopped_);
        if (phase_ == phase::waiting)
            return in_force_.moment_at(std::max(now, start_));
        return phase_ == phase::paused ? in_force_.moment_at(now) : since_;
    }

    template <class History>
    SLA_COLD void tell_overdue(verdict& v, const History& history) const noexcept {
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

    void tell_next_change(verdict& v, instant now) const noexcept {
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
            if (has_manual_ && breached_at_ == never)
                v.next_change = late_from();
            break;
        case phase::ended:
            break;
        }
        if (v.next_change <= now || v.next_change >= end_of_range)
            v.next_change = never;
    }

    // The limit that was in force before there was none.
    struct former {
        limit by;
        allowance allowed;
        instant until;
    };

    const book_data* book_;
    clock_log* log_; // null: nobody asks why
    // Members of class type are not written with braces: these would clear all of them first.
    limit in_force_;
    allowance allowed_;
    phase phase_ = phase::ended;
    bool cancelled_ = false;
    bool has_manual_ = false;
    log_branch branch_ = log_branch::actual;
    bool ended_waiting_ = false;
    bool ended_paused_ = false;
    bool was_late_ = false;  // at since_, by the limit itself; paused only
    bool had_limit_ = false; // and then none
    instant anchor_ = never;
    instant start_ = never;
    instant reported_start_ = never;
    moment since_;                 // running or paused: the begin of that
    instant paused_since_ = never; // as the ticket's events have it
    instant stopped_ = never;
    instant holds_from_{}; // nobody can be late by a deadline before it was one
    instant manual_ = never;
    instant breached_at_ = never;
    instant last_resume_ = first_instant;
    elapsed spent_elapsed_{};
    elapsed spent_working_{};
    elapsed counted_{};
    cycle_marks marks_;
    union {
        former former_; // there when had_limit_
    };
};

} // namespace sla::inline v1::detail
