// SPDX-License-Identifier: MIT
//
// Inside the evaluate room: a cycle comes under another limit.
#pragma once

#include <sla/detail/evaluate_cycle.hpp>

#include <algorithm>
#include <cstdint>
#include <memory>

namespace sla::inline v1::detail {

template <class History>
bool cycle::change_limit(instant c, const limit& next, const History& history) noexcept {
    const retarget_mode mode = next        ? next.target().retarget
                               : in_force_ ? in_force_.target().retarget
                                           : retarget_mode::freeze;
    if (in_force_ && mode == retarget_mode::freeze)
        return false;
    if (phase_ == phase::waiting) {
        log_waiting(c);
        put_in_force(next);
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
        put_in_force(next);
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
    put_in_force(next);
    const moment at = next.moment_at(c);
    if (phase_ == phase::running)
        since_ = at;
    holds_from_ = c;

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

inline void cycle::put_in_force(const limit& next) noexcept {
    const compiled_target* const before = in_force_ ? &in_force_.target() : lapsed_;
    in_force_ = next;
    if (!next) {
        lapsed_ = before;
        return;
    }
    if (before == nullptr)
        marks_.forget();
    else
        marks_.change_target(*book_, index_of(*before), index_of(next.target()));
    forget_if_recomputed();
}

template <class History>
void cycle::keep(retarget_mode mode, const moment& c, const allowance& old, bool came_back,
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
        allowed_.use_up(
            c, c.at < allowed_.due().deadline ? c : in_force_.moment_at(allowed_.due().deadline));
    }
}

template <class History>
void cycle::as_if_from_start(const moment& c, const History& history) noexcept {
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

template <class History>
elapsed cycle::counted_without_limit(const History& history) const noexcept {
    elapsed out{};
    history([&](instant begin, instant end) noexcept {
        out += in_force_.measure(in_force_.moment_at(std::max(begin, former_.until)),
                                 in_force_.moment_at(end), allowed_.due());
    });
    return out;
}

template <class History>
void cycle::measure_again(const History& history) noexcept {
    spent_working_ = elapsed{0};
    if (const calendar* const hours = in_force_.hours())
        history([&](instant begin, instant end) noexcept {
            spent_working_ += open_time(*hours, begin, end);
        });
}

inline elapsed cycle::share_of(elapsed whole, elapsed part, elapsed of) noexcept {
    if (of <= elapsed{0})
        return whole;
    __extension__ using wide = unsigned __int128;
    const wide product = static_cast<wide>(whole.count()) * static_cast<wide>(part.count());
    return elapsed{static_cast<std::int64_t>(product / static_cast<wide>(of.count()))};
}

} // namespace sla::inline v1::detail
