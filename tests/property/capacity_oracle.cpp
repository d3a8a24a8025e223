// SPDX-License-Identifier: MIT
//
// A small desk, state by state and caller by caller, against the formulas.
#include <sla/capacity.hpp>

#include <catch2/catch_message.hpp>
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <oracle/random_calendar.hpp>
#include <string>
#include <vector>

using oracle::dice;

namespace {

using number = long double;

/// Rates per handling time; a caller in place j of the queue has j - 1 before him.
struct small_desk {
    std::uint32_t seats;
    number load;
    number leaving; ///< Of one waiting caller.
    number within;
};

struct shares {
    number waiting = 0;
    number answered = 0;
    number answered_in_time = 0;
    number abandoned = 0;
    number abandoned_in_time = 0;
    number queue = 0;
    number wait = 0;          ///< Mean of all calls.
    number answered_wait = 0; ///< Mean of those answered.
};

/// How often there are 0, 1, 2, ... calls at the desk, up to where it hardly ever happens.
std::vector<number> states_of(const small_desk& desk) {
    std::vector<number> weight{1};
    number sum = 1;
    for (std::size_t n = 1;; ++n) {
        const auto busy = static_cast<number>(std::min<std::size_t>(n, desk.seats));
        const number ends = busy + static_cast<number>(n) * desk.leaving - busy * desk.leaving;
        weight.push_back(weight.back() * desk.load / ends);
        sum += weight.back();
        if (n > desk.seats && desk.load < ends && weight.back() < 1e-24L * sum)
            break;
    }
    for (number& w : weight)
        w /= sum;
    return weight;
}

/// What becomes of a caller by the time `within`, by his place in the queue, from 1: answered, or
/// given up. Jumps of a Poisson process faster than any rate, some of which change nothing.
struct fates {
    std::vector<number> answered;
    std::vector<number> abandoned;
};

fates fates_of(const small_desk& desk, std::size_t places) {
    const auto rate_ahead = [&](std::size_t place) {
        return static_cast<number>(desk.seats) + static_cast<number>(place - 1) * desk.leaving;
    };
    const number jumps = rate_ahead(places) + desk.leaving;
    // After so many jumps; place 0 is a seat.
    std::vector<number> answered(places + 1, 0);
    std::vector<number> abandoned(places + 1, 0);
    answered[0] = 1;
    fates out{std::vector<number>(places + 1, 0), std::vector<number>(places + 1, 0)};
    number chance = std::exp(-jumps * desk.within);
    number left = 1;
    for (std::size_t count = 0; left > 1e-17L; ++count) {
        for (std::size_t place = 1; place <= places; ++place) {
            out.answered[place] += chance * answered[place];
            out.abandoned[place] += chance * abandoned[place];
        }
        left -= chance;
        chance *= jumps * desk.within / static_cast<number>(count + 1);
        for (std::size_t place = places; place > 0; --place) {
            const number ahead = rate_ahead(place) / jumps;
            const number gone = desk.leaving / jumps;
            const number stays = 1 - ahead - gone;
            answered[place] = ahead * answered[place - 1] + stays * answered[place];
            abandoned[place] = ahead * abandoned[place - 1] + gone + stays * abandoned[place];
        }
    }
    return out;
}

shares slow_shares(const small_desk& desk) {
    const std::vector<number> states = states_of(desk);
    const std::size_t places = states.size() - desk.seats;
    const fates in_time = fates_of(desk, places);
    // By place: the chance to be answered, the mean wait, and the mean of it where answered, else
    // 0.
    std::vector<number> answered{1};
    std::vector<number> wait{0};
    std::vector<number> answered_wait{0};
    for (std::size_t place = 1; place <= places; ++place) {
        const number ahead =
            static_cast<number>(desk.seats) + static_cast<number>(place - 1) * desk.leaving;
        const number any = ahead + desk.leaving;
        answered.push_back(ahead / any * answered.back());
        wait.push_back(1 / any + ahead / any * wait.back());
        answered_wait.push_back(answered.back() / any + ahead / any * answered_wait.back());
    }
    shares out;
    for (std::size_t n = 0; n < states.size(); ++n) {
        if (n < desk.seats) {
            out.answered += states[n];
            out.answered_in_time += states[n];
            continue;
        }
        const std::size_t place = n - desk.seats + 1;
        out.waiting += states[n];
        out.answered += states[n] * answered[place];
        out.answered_in_time += states[n] * in_time.answered[place];
        out.abandoned += states[n] * (1 - answered[place]);
        out.abandoned_in_time += states[n] * in_time.abandoned[place];
        out.queue += states[n] * static_cast<number>(place - 1);
        out.wait += states[n] * wait[place];
        out.answered_wait += states[n] * answered_wait[place];
    }
    out.answered_wait /= out.answered;
    return out;
}

bool is_right(double got, number wanted) {
    return std::abs(got - wanted) <= std::max<number>(1e-12L, 1e-10L * std::abs(wanted));
}

/// In minutes, one handling time each.
sla::capacity_definition definition_of(const small_desk& desk) {
    using minutes = std::chrono::duration<double, std::ratio<60>>;
    sla::capacity_definition out;
    out.interval = minutes{1};
    out.handling_time = minutes{1};
    out.patience = desk.leaving > 0
                       ? sla::real_seconds{minutes{static_cast<double>(1 / desk.leaving)}}
                       : sla::unlimited_patience;
    out.answered_within = minutes{static_cast<double>(desk.within)};
    return out;
}

void check(const small_desk& desk, const std::string& name) {
    INFO(name << ": seats " << desk.seats << ", load " << static_cast<double>(desk.load)
              << ", leaving " << static_cast<double>(desk.leaving) << ", within "
              << static_cast<double>(desk.within));
    const shares slow = slow_shares(desk);
    const sla::queue_figures fast = sla::compile(definition_of(desk))
                                        .value()
                                        .figures(static_cast<double>(desk.load), desk.seats);
    CHECK(is_right(fast.waiting, slow.waiting));
    CHECK(is_right(fast.answered, slow.answered));
    CHECK(is_right(fast.answered_in_time, slow.answered_in_time));
    CHECK(is_right(fast.abandoned, slow.abandoned));
    CHECK(is_right(fast.abandoned_in_time, slow.abandoned_in_time));
    CHECK(is_right(fast.occupancy, slow.answered * desk.load / desk.seats));
    CHECK(is_right(fast.queue, slow.queue));
    CHECK(is_right(fast.average_wait.count() / 60, slow.wait));
    CHECK(is_right(fast.speed_of_answer.count() / 60, slow.answered_wait));
}

double random_number(dice& random, double first, double last) {
    return first + (last - first) * static_cast<double>(random.below(1'000'001)) / 1e6;
}

} // namespace

TEST_CASE("a small desk with impatient callers is what its states say") {
    oracle::property{"capacity, impatient", 150}.run([](dice& random, const std::string& name) {
        const auto seats = static_cast<std::uint32_t>(random.small(1, 12));
        check({.seats = seats,
               .load = random_number(random, 0.01, 2) * seats,
               .leaving = 1 / random_number(random, random.percent(20) ? 0.02 : 0.5, 4),
               .within = random.percent(10) ? 0 : random_number(random, 0, 3)},
              name);
    });
}

TEST_CASE("a small desk with patient callers is what its states say") {
    oracle::property{"capacity, patient", 60}.run([](dice& random, const std::string& name) {
        const auto seats = static_cast<std::uint32_t>(random.small(1, 12));
        check({.seats = seats,
               .load = random_number(random, 0.01, 0.9) * seats,
               .leaving = 0,
               .within = random_number(random, 0, 3)},
              name);
    });
}
