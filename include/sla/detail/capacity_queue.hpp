// SPDX-License-Identifier: MIT
//
// Inside the capacity room: one desk, so many seats, and everything that can be said of it.
#pragma once

#include <sla/capacity.hpp>
#include <sla/detail/capacity_sums.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <limits>

namespace sla::inline v1::detail {

inline constexpr double no_number = std::numeric_limits<double>::quiet_NaN();

[[nodiscard]] inline bool is_amount(double value) noexcept {
    return value >= 0 && std::isfinite(value);
}

// Shares of the calls: those that the service level counts as met, and those it is a share of.
struct counted_calls {
    double met;
    double of;
};

[[nodiscard]] inline counted_calls count_calls(const queue_figures& f,
                                               abandoned_calls basis) noexcept {
    switch (basis) {
    case abandoned_calls::ignored:
        return {f.answered_in_time, f.answered};
    case abandoned_calls::short_ones_ignored:
        return {f.answered_in_time, 1 - f.abandoned_in_time};
    case abandoned_calls::short_ones_met:
        return {f.answered_in_time + f.abandoned_in_time, 1};
    default:
        return {f.answered_in_time, 1};
    }
}

// Callers of a patience so short that fewer than so many wait are blocked calls.
inline constexpr double least_queue = 1e-290;

// One desk in one interval; times in seconds.
class desk_queue {
public:
    desk_queue(const capacity_definition& definition, double calls, double handling) noexcept
        : handling_{handling}, patience_{definition.patience.count()},
          within_{definition.answered_within.count()}, basis_{definition.abandoned},
          interval_{definition.interval.count()}, work_{calls * handling} {
        // Rounded once: 180 calls of 65 s in 900 s are 13 erlangs, and no less.
        load_ = std::isfinite(work_) ? work_ / interval_ : calls * (handling / interval_);
        rate_ = calls / interval_;
        is_valid_ = is_amount(calls) && is_amount(handling) && is_amount(load_) &&
                    is_amount(rate_) && (std::isinf(patience_) || is_patience_possible());
    }

    [[nodiscard]] bool is_valid() const noexcept { return is_valid_; }
    [[nodiscard]] bool has_calls() const noexcept { return rate_ > 0; }
    [[nodiscard]] double load() const noexcept { return load_; }

    [[nodiscard]] queue_figures figures(std::uint32_t seats) const noexcept {
        queue_figures out;
        if (!is_valid_)
            return bad();
        out.load = load_;
        if (!has_calls())
            return out;
        if (seats == 0)
            nobody_there(out);
        else if (!(load_ > 0))
            return out;
        else if (std::isinf(patience_))
            patient(out, seats);
        else
            impatient(out, seats);
        const counted_calls counted = count_calls(out, basis_);
        out.service_level = counted.of > 0 ? std::min(1.0, counted.met / counted.of) : 0;
        return out;
    }

private:
    [[nodiscard]] bool is_patience_possible() const noexcept {
        if (!is_amount(rate_ * patience_))
            return false;
        const double ratio = patience_ / handling_;
        return handling_ == 0 || (ratio <= max_patience_ratio && is_amount(load_ * ratio));
    }

    [[nodiscard]] static queue_figures bad() noexcept {
        return {.state = queue_state::bad_input,
                .load = no_number,
                .waiting = no_number,
                .service_level = no_number,
                .answered = no_number,
                .answered_in_time = no_number,
                .abandoned = no_number,
                .abandoned_in_time = no_number,
                .occupancy = no_number,
                .queue = no_number,
                .average_wait = real_seconds{no_number},
                .speed_of_answer = real_seconds{no_number}};
    }

    void growing(queue_figures& out, double answered) const noexcept {
        out.state = queue_state::growing;
        out.waiting = 1;
        out.answered = answered;
        out.answered_in_time = 0;
        out.occupancy = 1;
        out.queue = HUGE_VAL;
        out.average_wait = out.speed_of_answer = real_seconds{HUGE_VAL};
    }

    void nobody_there(queue_figures& out) const noexcept {
        growing(out, 0);
        if (std::isinf(patience_))
            return;
        out.state = queue_state::steady;
        out.abandoned = 1;
        out.abandoned_in_time = patience_ > 0 ? -std::expm1(-within_ / patience_) : 1;
        out.queue = rate_ * patience_;
        out.average_wait = real_seconds{patience_};
    }

    // Erlang C.
    void patient(queue_figures& out, std::uint32_t seats) const noexcept {
        const double free = seats - load_;
        if (!(free > 0)) {
            growing(out, seats / load_);
            return;
        }
        out.waiting = erlang_c(load_, seats);
        out.answered_in_time =
            -std::expm1(-free * (within_ / handling_)) * out.waiting + (1 - out.waiting);
        const double whole = work_ / (interval_ * seats); // rounded once as well
        out.occupancy = std::isfinite(whole) ? whole : load_ / seats;
        out.queue = out.waiting * (load_ / free);
        out.average_wait = out.speed_of_answer = real_seconds{out.waiting * (handling_ / free)};
    }

    // Erlang A; with no patience at all, Erlang B.
    void impatient(queue_figures& out, std::uint32_t seats) const noexcept {
        const double ratio = patience_ / handling_;
        const double x = seats * ratio;
        const double y = load_ * ratio;
        if (x > 0 && y > least_queue)
            waiting_callers(out, seats, x, y);
        else
            blocked_calls(out, seats);
        out.occupancy = std::min(1.0, out.answered * (load_ / seats));
    }

    void blocked_calls(queue_figures& out, std::uint32_t seats) const noexcept {
        const double weight = free_seat_weight(load_, seats);
        out.waiting = out.abandoned = out.abandoned_in_time = 1 / (1 + weight);
        out.answered = out.answered_in_time = std::isinf(weight) ? 1 : weight / (1 + weight);
    }

    void waiting_callers(queue_figures& out, std::uint32_t seats, double x,
                         double y) const noexcept {
        const queue_sums queue = sum_queue(x, y);
        const double share = seats / load_; // of exits at a full desk that are answers, if all wait
        double at_once = 0;
        double answered_later = share;
        if (queue.is_heavy) {
            // The queue is empty less often than 1e-20 of the time. A caller whose patience has
            // no end would wait ln(y/Z) patiences, Z of the gamma distribution of shape x.
            out.waiting = 1;
            out.abandoned = (load_ - seats) / load_;
            out.queue = out.abandoned * y;
            out.speed_of_answer = real_seconds{logarithm_beyond_digamma(x, y) * patience_};
        } else {
            const double weight = free_seat_weight(load_, seats);
            const double all = weight + queue.all();
            out.waiting = std::isinf(weight) ? 0 : queue.all() / all;
            at_once = std::isinf(weight) ? 1 : weight / all;
            out.queue = out.waiting * (queue.callers / queue.all());
            out.abandoned = std::min(1.0, out.queue / y);
            answered_later = out.waiting * share * (queue.waiting / queue.all());
            const double waits = out.waiting * share * (queue.delays / queue.all());
            out.speed_of_answer = real_seconds{waits / (at_once + answered_later) * patience_};
        }
        out.answered = std::min(1.0, at_once + answered_later);
        out.average_wait = real_seconds{out.abandoned * patience_};

        if (within_ == 0) {
            out.answered_in_time = at_once;
            return;
        }
        const double s = within_ / patience_;
        const late_callers late = later_than(s, x, y, queue);
        const double answered_late = out.waiting * share * late.answered;
        const double late_in_any_way = out.waiting * std::exp(-s) * late.not_yet_served;
        out.answered_in_time =
            std::clamp(at_once + (answered_later - answered_late), 0.0, out.answered);
        out.abandoned_in_time =
            std::clamp(out.abandoned - (late_in_any_way - answered_late), 0.0, out.abandoned);
    }

    // Of those who find every seat busy, after s patiences.
    struct late_callers {
        double not_yet_served = 0; // the share that would still wait, if nothing but seats ended it
        double answered = 0;       // the share that will be answered, divided by seats / load
    };

    // A patient caller's wait has the density exp(y (1 - e^-s) - x s) at s patiences. From s on it
    // integrates to the same sums, with y e^-s in place of y.
    [[nodiscard]] static late_callers later_than(double s, double x, double y,
                                                 const queue_sums& now) noexcept {
        const double left = y * std::exp(-s);
        const queue_sums then = sum_queue(x, left);
        if (!now.is_heavy) {
            const double exponent =
                s > 0.5 ? -y * std::expm1(-s) - x * s : (y - x) * s - y * beyond_linear(s);
            const double density = std::exp(exponent) / now.all();
            return {std::min(1.0, density * then.all()), density * then.waiting};
        }
        if (then.is_heavy)
            return {1, 1};
        const double density = left > 0 ? poisson_density(x, left) : 0;
        return {std::min(1.0, density * then.all()), std::min(1.0, density * then.waiting)};
    }

    double handling_;
    double patience_;
    double within_;
    abandoned_calls basis_;
    double interval_;
    double work_; // all handling times together
    double load_ = 0;
    double rate_ = 0;
    bool is_valid_ = false;
};

} // namespace sla::inline v1::detail
