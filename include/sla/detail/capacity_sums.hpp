// SPDX-License-Identifier: MIT
//
// Inside the capacity room: the sums that Erlang's formulas are made of.
//
// A desk is a birth-death chain: calls in the system are born at the rate of calls, and die at that
// of handling or, in the queue, also of giving up. Weights are taken relative to the state in which
// every seat is busy and nobody waits, and summed away from it: down over free seats, up over
// places in the queue. Every term is positive, so nothing cancels. After the largest term they fall
// faster than a geometric series, which bounds what is left out; a sum ends when that is below
// 2^-55 of it. That takes O(sqrt(seats)) terms: where it would take more, the sum is so large that
// its other side has weight one.
#pragma once

#include <cmath>
#include <cstdint>

namespace sla::inline v1::detail {

inline constexpr double negligible = 0x1p-55;

// Bounds are checked once in so many terms.
inline constexpr int terms_at_once = 16;

// The weight of all states with a free seat, relative to the one with all seats busy and nobody
// waiting: 1 / Erlang B - 1, from n! / (n-j)! / a^j summed over j > 0. Infinite where that is more
// than 1e300. Preconditions: load > 0, finite.
[[nodiscard]] inline double free_seat_weight(double load, std::uint32_t seats) noexcept {
    double term = 1;
    double sum = 0;
    for (double left = seats; left > 0;) {
        for (int i = 0; i < terms_at_once && left > 0; ++i, --left) {
            term *= left / load;
            sum += term;
        }
        if (sum > 1e300)
            return HUGE_VAL;
        const double falling = left / load;
        if (falling < 1 && term * falling <= negligible * sum * (1 - falling))
            break;
    }
    return sum;
}

// The queue, with x = seats and y = load, both times patience / handling time: the term of k
// waiting callers is y^k / ((x+1) ... (x+k)).
struct queue_sums {
    double waiting = 0; // of terms from k = 1 on; that of k = 0 is 1
    double callers = 0; // of k times the term
    // Of the term times the mean wait, in patiences, of a caller who is answered from place k: he
    // has seen k exits, at rates x+k ... x+1.
    double delays = 0;
    bool is_heavy = false; // all is above 1e30, and the sums were left unfinished

    [[nodiscard]] double all() const noexcept { return 1 + waiting; }
};

// Preconditions: x, y >= 0, finite.
[[nodiscard]] inline queue_sums sum_queue(double x, double y) noexcept {
    queue_sums out;
    double term = 1;
    double wait = 0;
    for (double k = 0;;) {
        for (int i = 0; i < terms_at_once; ++i) {
            k += 1;
            const double step = 1 / (x + k);
            term *= y * step;
            wait += step;
            out.waiting += term;
            out.callers += k * term;
            out.delays += wait * term;
        }
        if (out.waiting > 1e30) {
            out.is_heavy = true;
            return out;
        }
        // `wait` grows ever slower, so what `delays` lacks is no larger a part of it.
        const double falling = y / (x + k + 1);
        if (falling < 1 &&
            term * falling * (k + 1 / (1 - falling)) <= negligible * out.callers * (1 - falling))
            return out;
    }
}

// -- for the queue that is never empty
// --------------------------------------------------------------

// s - 1 + e^-s, for s >= 0.
[[nodiscard]] inline double beyond_linear(double s) noexcept {
    if (s > 0.5)
        return s + std::expm1(-s);
    double term = s * s / 2;
    double sum = term;
    for (int k = 3; std::abs(term) > negligible * sum; ++k) {
        term *= -s / k;
        sum += term;
    }
    return sum;
}

// d - ln(1 + d), for d > -1.
[[nodiscard]] inline double beyond_logarithm(double d) noexcept {
    if (std::abs(d) > 0.2)
        return d - std::log1p(d);
    // ln(1 + d) = 2 (z + z^3/3 + z^5/5 + ...)
    const double z = d / (2 + d);
    const double square = z * z;
    double power = 2 * z * square;
    double sum = 0;
    for (int k = 3; std::abs(power) > negligible * std::abs(sum) && k < 60; k += 2) {
        sum += power / k;
        power *= square;
    }
    return d * z - sum;
}

// Stirling's series needs an argument of at least this: terms left out are then below 1e-17.
inline constexpr double stirling_from = 16;

// Gamma(x+1) / (sqrt(2 pi x) (x/e)^x), for x >= stirling_from.
[[nodiscard]] inline double stirling_factor(double x) noexcept {
    const double q = 1 / (x * x);
    const double series =
        1. / 12 - q * (1. / 360 - q * (1. / 1260 - q * (1. / 1680 - q * (1. / 1188))));
    return std::exp(series / x);
}

// y^x e^-y / Gamma(x+1), for x > 0, y > 0.
[[nodiscard]] inline double poisson_density(double x, double y) noexcept {
    constexpr double two_pi = 6.283185307179586476925;
    if (x < stirling_from)
        return std::exp(x * std::log(y) - y) / std::tgamma(x + 1);
    return std::exp(-x * beyond_logarithm((y - x) / x)) /
           (std::sqrt(two_pi * x) * stirling_factor(x));
}

// ln y - digamma(x+1), for x, y > 0.
[[nodiscard]] inline double logarithm_beyond_digamma(double x, double y) noexcept {
    double sum = 0;
    while (x < stirling_from) {
        x += 1;
        sum += 1 / x;
    }
    const double q = 1 / (x * x);
    const double series = q * (1. / 12 - q * (1. / 120 - q * (1. / 252 - q * (1. / 240))));
    return sum + std::log(y / x) - (0.5 / x - series);
}

} // namespace sla::inline v1::detail
