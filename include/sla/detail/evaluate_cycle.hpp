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
    SLA_COLD bool change_limit(instant c, const limit& next, const History& history) noexcept;

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
    void tell(verdict& v, instant now, const History& history) const noexcept;

private:
    [[nodiscard]] std::uint32_t index_of(const compiled_target& of) const noexcept {
        return static_cast<std::uint32_t>(&of - book_->targets.data());
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
        if (!in_force_)
            return;
        if (start_ == never) { // nor is there what was allowed before
            allowed_ = {};
            return;
        }
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

    SLA_HOT void enter(instant t, bool paused) noexcept {
        if (log_ != nullptr || since_.at != t || paused) [[unlikely]] {
            enter_otherwise(t, paused);
            return;
        }
        phase_ = phase::running;
        paused_since_ = never;
    }
    SLA_COLD void enter_otherwise(instant t, bool paused) noexcept {
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

    SLA_HOT void end(instant t) noexcept {
        if (phase_ == phase::waiting) {
            log_waiting(t);
            if (log_ != nullptr)
                log_->end_waiting(branch_);
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

    // -- under another limit: evaluate_retarget.hpp ---------------------------------------------

    // `next` follows the limit in force: its marks, too.
    void put_in_force(const limit& next) noexcept;
    // The limit takes over what was counted under another one.
    template <class History>
    void keep(retarget_mode mode, const moment& c, const allowance& old, bool came_back,
              const History& history) noexcept;
    // As if the limit had been in force since the start.
    template <class History>
    void as_if_from_start(const moment& c, const History& history) noexcept;
    // What counts of the time in which there was no limit.
    template <class History>
    [[nodiscard]] elapsed counted_without_limit(const History& history) const noexcept;
    // Working time by another calendar.
    template <class History>
    void measure_again(const History& history) noexcept;
    // floor(whole * part / of), all of it for an empty `of`.
    [[nodiscard]] static elapsed share_of(elapsed whole, elapsed part, elapsed of) noexcept;

    // -- telling: evaluate_tell.hpp -------------------------------------------------------------

    void tell_deadline(verdict& v, instant now) const noexcept;
    template <class History>
    void tell_amounts(verdict& v, instant now, const History& history) const noexcept;
    // Up to when the amounts count.
    [[nodiscard]] moment moment_of_verdict(instant now) const noexcept;
    template <class History>
    SLA_COLD void tell_overdue(verdict& v, const History& history) const noexcept;
    void tell_next_change(verdict& v, instant now) const noexcept;

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
    // The target in force before there was none: its marks stay reached. Unlike `had_limit_` it
    // outlasts a reset, which forgets what was counted, not what was told.
    const compiled_target* lapsed_ = nullptr;
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

#include <sla/detail/evaluate_retarget.hpp>
#include <sla/detail/evaluate_tell.hpp>
