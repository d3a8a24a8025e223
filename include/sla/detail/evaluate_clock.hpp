// SPDX-License-Identifier: MIT
//
// Inside the evaluate room: one clock of a ticket. It reads events and moves its cycles.
#pragma once

#include <sla/detail/evaluate_cycle.hpp>
#include <sla/detail/evaluate_event.hpp>
#include <sla/detail/evaluate_promise.hpp>
#include <sla/evaluate.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <utility>

namespace sla::inline v1::detail {

class clock_run {
public:
    // A clock that has seen no event yet. `policy`: whose target made it; `promised`: what that
    // promises.
    clock_run(const book_data& book, std::span<const event> events, instant created,
              metric_id metric, std::uint32_t policy, const limit& promised) noexcept
        : book_{&book}, metric_{&book.metrics[static_cast<std::size_t>(metric)]},
          events_{events.data()}, event_count_{events.size()}, id_{metric}, policy_{policy},
          promiser_{promised ? promised.target().policy : no_policy}, kinds_{metric_->kinds},
          had_limit_{promised},
          open_to_starts_{metric_->open_to_starts}, version_{created}, promised_{promised} {}

    [[nodiscard]] metric_id metric() const noexcept { return id_; }
    [[nodiscard]] std::uint32_t policy() const noexcept { return policy_; }
    // A policy that promises nothing to this ticket has a target for this clock.
    void is_target_of(std::uint32_t policy) noexcept {
        if (!had_limit_)
            policy_ = policy;
    }
    // Writes down what it does. To be called before anything happens.
    void keep(clock_log& log) noexcept { log_ = &log; }
    // When its present cycle was begun; before there is one, the creation of the ticket.
    [[nodiscard]] instant version() const noexcept { return version_; }

    // The promise as it is from event `index` on; it concerns a running cycle at once.
    void promise(const limit& next, std::size_t index) noexcept {
        take_promise(next);
        if (!begun_ || cycle_.is_open())
            note_policy();
        if (begun_ && cycle_.is_open() && !(cycle_.in_force() == next))
            change_limit(index);
    }

    // Bit n: events of kind n can still mean something to it.
    [[nodiscard]] std::uint32_t kinds() const noexcept { return kinds_; }

    // An event of the ticket happens. `host.past_cycle(*this)` is called for a cycle that is over
    // before the next one begins, and `host.promise_at_start(*this, t)` asks for the limit of that.
    template <class Host>
    SLA_HOT void happen(const event& e, Host& host) noexcept {
        if (log_ != nullptr) [[unlikely]]
            log_->at_event(index_of(e));
        if (e.kind == event_kind::due_changed && e.metric == id_)
            set_manual(e);
        const list_mask lists = lists_matching(*book_, *metric_, e);
        if (lists == 0)
            return;
        if (begun_)
            cycle_.enter_if_due(e.at, held_);
        if (without_stop_)
            without_stop_->enter_if_due(e.at, held_);

        if ((lists & (bit(metric_list::until) | bit(metric_list::after))) != 0)
            open_to_starts_ = (lists & bit(metric_list::after)) != 0;
        const bool was_held = held_;
        if ((lists & (bit(metric_list::pause) | bit(metric_list::resume))) != 0)
            hold((lists & bit(metric_list::pause)) != 0, e.at);
        if (begun_ && (lists & moving) != 0)
            move_cycle(lists, e, was_held, host);
        if ((lists & bit(metric_list::start)) != 0 && open_to_starts_ && can_start())
            start(e, was_held, host);
    }

    // How the present cycle stands. To be called once, after all events.
    void tell(verdict& v, instant now) noexcept {
        v.metric = id_;
        v.policy = static_cast<policy_id>(policy_);
        v.cycle = number_;
        v.past_breaches = past_breaches_;
        if (!begun_) {
            if (!promised_)
                return;
            v.state = clock_state::not_started;
            v.limit = promised_.id(*book_);
            v.policy = static_cast<policy_id>(promised_.target().policy);
            return;
        }
        cycle_.enter_if_due(now, held_);
        cycle_.look_at(now);
        cycle_.tell(v, now, history(event_count_, now));
    }

    // A cycle that is over, when `emit` is called for it.
    void tell_past(verdict& v) const noexcept {
        v.metric = id_;
        v.policy = static_cast<policy_id>(policy_at_end_);
        v.cycle = number_;
        v.past_breaches = past_breaches_;
        cycle_.tell(v, cycle_.stopped(), history(event_count_, cycle_.stopped()));
    }

private:
    // The stretches in which the present cycle ran, before event `until` and before `end`.
    struct cycle_history {
        const clock_run& clock;
        std::size_t until;
        instant end;

        template <class HandOver>
        void operator()(const HandOver& hand_over) const noexcept {
            clock.walk(until, end, hand_over);
        }
    };
    [[nodiscard]] cycle_history history(std::size_t until, instant end) const noexcept {
        return {*this, until, end};
    }

    template <class HandOver>
    SLA_COLD void walk(std::size_t until, instant end, const HandOver& hand_over) const noexcept {
        bool held = origin_held_;
        bool gap = false;
        bool runs = false;
        instant since{};
        const instant start = cycle_.start();
        if (cycle_.stopped() != never)
            end = std::min(end, cycle_.stopped());
        const auto turn = [&](instant t, bool to) noexcept {
            t = std::max(t, start);
            if (runs && !to && since < t)
                hand_over(since, t);
            if (!runs && to)
                since = t;
            runs = to;
        };
        const std::size_t origin = index_of(*origin_);
        for (std::size_t i = origin; i < until && i < event_count_; ++i) {
            const event& e = events_[i];
            const list_mask lists = lists_matching(*book_, *metric_, e);
            if ((lists & (bit(metric_list::pause) | bit(metric_list::resume))) != 0)
                held = (lists & bit(metric_list::pause)) != 0;
            if ((i > origin || origin_can_stop_) && gaps()) {
                if (!gap && (lists & bit(metric_list::stop)) != 0 &&
                    (e.at >= cycle_.anchor() || (lists & bit(metric_list::start)) == 0))
                    gap = true;
                else if (gap && (lists & bit(metric_list::reopen)) != 0)
                    gap = false;
            }
            if (e.at > end)
                break;
            turn(e.at, !held && !gap);
        }
        turn(end, false);
    }

    [[nodiscard]] std::size_t index_of(const event& e) const noexcept {
        return static_cast<std::size_t>(&e - events_);
    }

    [[nodiscard]] bool gaps() const noexcept {
        return metric_->on_reopen == reopen_mode::resume_without_gap;
    }

    [[nodiscard]] bool can_start() const noexcept {
        return !begun_ || (!cycle_.is_open() && metric_->repeats != recurrence::once);
    }

    // Lists by which a cycle ends, goes on or counts anew.
    static constexpr list_mask moving = bit(metric_list::stop) | bit(metric_list::reset) |
                                        bit(metric_list::cancel) | bit(metric_list::reopen);
    template <class Host>
    SLA_HOT void move_cycle(list_mask lists, const event& e, bool was_held, Host& host) noexcept {
        if (cycle_.is_open()) {
            if ((lists & bit(metric_list::cancel)) != 0) {
                cycle_.cancel(e.at);
                policy_at_end_ = policy_;
            } else if ((lists & bit(metric_list::stop)) != 0) {
                // In a sequence an update that comes early does not count. Solving the ticket does.
                if (e.at >= cycle_.anchor() || (lists & bit(metric_list::start)) == 0)
                    stop(e.at);
            } else if ((lists & bit(metric_list::reset)) != 0) {
                set_origin(e, was_held, false);
                cycle_.reset(e.at, held_);
            }
        } else if ((lists & bit(metric_list::reopen)) != 0 && !cycle_.was_cancelled()) {
            reopen(e, was_held, host);
        }
    }

    void stop(instant t) noexcept {
        if (metric_->on_reopen == reopen_mode::resume && can_reopen())
            go_on_without_stop();
        cycle_.stop(t);
        policy_at_end_ = policy_;
        if (metric_->repeats == recurrence::once && !can_reopen())
            kinds_ = 0;
    }

    SLA_COLD void go_on_without_stop() noexcept {
        without_stop_ = cycle_;
        without_stop_->branch_off();
        if (log_ != nullptr)
            log_->fork();
    }

    [[nodiscard]] bool can_reopen() const noexcept {
        return metric_->lists[static_cast<std::size_t>(metric_list::reopen)].count != 0;
    }

    void hold(bool held, instant t) noexcept {
        if (log_ != nullptr && held && !held_) [[unlikely]]
            log_->hold();
        held_ = held;
        if (begun_)
            hold(cycle_, t);
        if (without_stop_)
            hold(*without_stop_, t);
    }
    void hold(cycle& c, instant t) const noexcept {
        if (held_)
            c.pause(t);
        else
            c.resume(t);
    }

    template <class Host>
    SLA_COLD void reopen(const event& e, bool was_held, Host& host) noexcept {
        switch (metric_->on_reopen) {
        case reopen_mode::ignore:
            return;
        case reopen_mode::new_cycle:
            start(e, was_held, host);
            return;
        case reopen_mode::resume:
            cycle_ = *without_stop_;
            cycle_.become_actual();
            if (log_ != nullptr)
                log_->take_back_stop();
            without_stop_.reset();
            cycle_.enter_if_due(e.at, held_);
            break;
        case reopen_mode::resume_without_gap:
            cycle_.reopen_without_gap(e.at, held_);
            break;
        }
        note_policy();
        if (!(cycle_.in_force() == promised_)) {
            change_limit(index_of(e));
            if (origin_ == &e)
                origin_can_stop_ = false; // it has reopened the clock, whatever else it could do
        }
        if (std::exchange(has_pending_due_, false))
            cycle_.set_manual(e.at, pending_due_);
        cycle_.enter_if_due(e.at, held_);
    }

    template <class Host>
    void start(const event& e, bool was_held, Host& host) noexcept {
        instant anchor = e.at;
        if (begun_) {
            if (metric_->repeats == recurrence::sequential && cycle_.was_early())
                anchor = std::max(anchor, cycle_.deadline());
            host.past_cycle(*this);
            ++number_;
            past_breaches_ += cycle_.breached_at() != never ? 1U : 0U;
            without_stop_.reset();
        }
        std::construct_at(&cycle_, *book_, log_);
        if (log_ != nullptr)
            log_->begin_cycle(number_);
        begun_ = true;
        version_ = e.at;
        take_promise(host.promise_at_start(*this, promised_));
        note_policy();
        set_origin(e, was_held, false);
        cycle_.begin(e.at, anchor, promised_, held_,
                     std::exchange(has_pending_due_, false) ? pending_due_ : never);
    }

    void take_promise(const limit& next) noexcept {
        promised_ = next;
        if (next)
            promiser_ = next.target().policy;
    }

    // The present cycle belongs to what was promised last, be it before its begin.
    void note_policy() noexcept {
        if (promiser_ == no_policy)
            return;
        policy_ = promiser_;
        had_limit_ = true;
    }

    void set_manual(const event& e) noexcept {
        if (!begun_ || !cycle_.is_open()) {
            pending_due_ = e.due;
            has_pending_due_ = true;
            return;
        }
        cycle_.enter_if_due(e.at, held_);
        cycle_.set_manual(e.at, e.due);
    }

    SLA_COLD void change_limit(std::size_t index) noexcept {
        const instant at = events_[index].at;
        if (log_ != nullptr)
            log_->at_event(index);
        cycle_.enter_if_due(at, held_);
        if (cycle_.change_limit(at, promised_, history(index, at)))
            set_origin(events_[index], held_, true);
        cycle_.enter_if_due(at, held_);
    }

    void set_origin(const event& e, bool held, bool can_stop) noexcept {
        origin_ = &e;
        origin_held_ = held;
        origin_can_stop_ = can_stop;
    }

    const book_data* book_;
    const compiled_metric* metric_;
    const event* events_;
    std::size_t event_count_;
    clock_log* log_ = nullptr;
    metric_id id_;
    std::uint32_t policy_at_end_ = 0; // `policy_` when the present cycle ended
    std::uint32_t policy_;            // of the present cycle: promised last, or has a target for it
    std::uint32_t promiser_;          // that promised something last, be it for the next cycle
    std::uint32_t kinds_;             // none when nothing can move it any more
    std::uint32_t number_ = 0;
    std::uint32_t past_breaches_ = 0;
    bool had_limit_ = false;
    bool has_pending_due_ = false;
    bool begun_ = false;
    bool held_ = false;
    bool open_to_starts_;
    // Where the counting of the present cycle began, and whether the clock was held before that.
    bool origin_held_ = false;
    bool origin_can_stop_ = false;
    const event* origin_ = nullptr; // there when begun_
    instant version_;
    instant pending_due_ = never; // for the next cycle
    limit promised_;
    union {
        cycle cycle_; // there when begun_
    };
    std::optional<cycle> without_stop_; // stopped: as it would stand otherwise
};

} // namespace sla::inline v1::detail
