// SPDX-License-Identifier: MIT
//
// Inside the evaluate room: what the cycles of a ticket did, written down for `explain`.
#pragma once

#include <sla/detail/inlining.hpp>
#include <sla/stretch.hpp>
#include <sla/time.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace sla::inline v1::detail {

// Which course of things a stretch belongs to. A clock that is stopped, and would run on if it were
// opened again, has two at a time.
enum class log_branch : std::uint8_t { actual, without_stop, dropped };

struct logged_stretch {
    sla::stretch stretch{};
    std::uint32_t clock = 0;
    std::uint32_t cycle = 0;
    log_branch branch = log_branch::actual;
};

// The log of one clock; all clocks of a ticket write into one vector.
class clock_log {
public:
    clock_log(std::vector<logged_stretch>& into, std::uint32_t clock) noexcept
        : into_{&into}, clock_{clock} {}

    // What is logged from here on happens by this event.
    void at_event(std::size_t index) noexcept { event_ = static_cast<std::uint32_t>(index); }
    // This event holds the clock, whether it runs already or not.
    void hold() noexcept { held_by_ = event_; }

    void begin_cycle(std::uint32_t number) noexcept {
        cycle_ = number;
        first_ = into_->size();
        course_of(log_branch::actual) = {.cause = event_};
    }
    void begin_waiting(log_branch branch, instant t) noexcept {
        course_of(branch).waiting_since = t;
    }

    // Something lasted from `begin` to `end`; the next begins with the present event.
    SLA_COLD void add(log_branch branch, stretch_kind kind, instant begin, instant end,
                      std::optional<limit_id> limit, elapsed counted) {
        course& here = course_of(branch);
        begin = std::max(begin, here.told_until);
        if (begin < end || counted != elapsed{0})
            into_->push_back(
                {.stretch = {.during = {begin, std::max(begin, end)},
                             .kind = kind,
                             .cause = kind == stretch_kind::paused ? held_by_ : here.cause,
                             .limit = limit,
                             .counted = counted},
                 .clock = clock_,
                 .cycle = cycle_,
                 .branch = branch});
        here.cause = event_;
    }
    // The clock waits on, or starts, by the event by which it waited.
    SLA_COLD void add_waiting(log_branch branch, instant end, std::optional<limit_id> limit) {
        course& here = course_of(branch);
        const std::uint32_t cause = here.cause;
        add(branch, stretch_kind::waiting, here.waiting_since, end, limit, elapsed{0});
        here.cause = cause;
        here.waiting_since = std::max(here.waiting_since, end);
    }
    // It waits no more: what comes now comes by this event.
    SLA_COLD void end_waiting(log_branch branch) noexcept { course_of(branch).cause = event_; }
    // The gap of a reopened clock is told; what is told of the pause begins after it.
    SLA_COLD void add_gap(log_branch branch, instant begin, instant end,
                          std::optional<limit_id> limit) {
        add(branch, stretch_kind::stopped, begin, end, limit, elapsed{0});
        course& here = course_of(branch);
        here.told_until = end;
        here.waiting_since = end;
    }

    // The clock began anew.
    SLA_COLD void forget(log_branch branch) noexcept {
        for_each([branch](logged_stretch& s) noexcept {
            if (s.branch != branch)
                return;
            s.stretch.counted = elapsed{0};
            if (s.stretch.kind == stretch_kind::running)
                s.stretch.kind = stretch_kind::forgotten;
            else if (s.stretch.kind == stretch_kind::carried_over)
                s.branch = log_branch::dropped;
        });
    }

    // From here on there are two courses of things, alike so far.
    SLA_COLD void fork() {
        const std::size_t count = into_->size();
        for (std::size_t i = first_; i < count; ++i) {
            logged_stretch s = (*into_)[i];
            if (s.clock != clock_ || s.branch == log_branch::dropped)
                continue;
            if (s.branch == log_branch::without_stop) { // of an earlier stop
                (*into_)[i].branch = log_branch::dropped;
                continue;
            }
            s.branch = log_branch::without_stop;
            into_->push_back(s);
        }
        course_of(log_branch::without_stop) = course_of(log_branch::actual);
    }
    // The stop did not happen after all.
    SLA_COLD void take_back_stop() noexcept {
        for_each([](logged_stretch& s) noexcept {
            s.branch =
                s.branch == log_branch::without_stop ? log_branch::actual : log_branch::dropped;
        });
        course_of(log_branch::actual) = course_of(log_branch::without_stop);
    }

private:
    // Where one course of things is.
    struct course {
        std::uint32_t cause = no_event; // of what comes next
        instant waiting_since = first_instant;
        instant told_until = first_instant;
    };
    [[nodiscard]] course& course_of(log_branch branch) noexcept {
        return courses_[static_cast<std::size_t>(branch)];
    }

    // The stretches of the present cycle; those of its clock only lie behind `first_`.
    template <class F>
    void for_each(const F& f) noexcept {
        for (std::size_t i = first_; i < into_->size(); ++i) {
            logged_stretch& s = (*into_)[i];
            if (s.clock == clock_ && s.branch != log_branch::dropped)
                f(s);
        }
    }

    std::vector<logged_stretch>* into_;
    std::uint32_t clock_;
    std::uint32_t cycle_ = 0;
    std::uint32_t event_ = 0;
    std::uint32_t held_by_ = no_event;
    std::size_t first_ = 0; // of the present cycle, in the vector
    std::array<course, 2> courses_{};
};

} // namespace sla::inline v1::detail
