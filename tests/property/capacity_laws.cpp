// SPDX-License-Identifier: MIT
//
// What holds for every desk: more seats never harm, shares add up, and one formula becomes another.
#include <sla/capacity.hpp>

#include <catch2/catch_message.hpp>
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <oracle/random_calendar.hpp>
#include <span>
#include <string>
#include <vector>

using oracle::dice;
using sla::queue_figures;
using sla::real_seconds;

namespace {

constexpr double slack = 1e-11; // for the last digits of a sum

double random_number(dice& random, double first, double last) {
    return first + (last - first) * static_cast<double>(random.below(1'000'001)) / 1e6;
}
/// As likely between 1 and 10 as between 10 and 100.
double random_size(dice& random, double first, double last) {
    return std::exp(random_number(random, std::log(first), std::log(last)));
}

struct desk_case {
    sla::capacity_definition definition;
    double calls = 0;
    std::uint32_t seats = 0; ///< Somewhere near the load.
};

desk_case random_case(dice& random) {
    desk_case out;
    sla::capacity_definition& d = out.definition;
    d.interval = std::chrono::minutes{random.pick<int>({1, 15, 30, 60})};
    d.handling_time = real_seconds{random_size(random, 1, 5000)};
    d.patience = random.percent(25)   ? sla::unlimited_patience
                 : random.percent(10) ? real_seconds{0}
                                      : d.handling_time * random_size(random, 1e-3, 1e3);
    d.answered_within = d.handling_time * random_size(random, 1e-4, 5);
    d.abandoned = static_cast<sla::abandoned_calls>(random.below(4));
    const double seats = std::floor(random_size(random, 1, random.percent(5) ? 1e5 : 300));
    out.seats = static_cast<std::uint32_t>(seats);
    const double load =
        std::max(random_size(random, 1e-3, 0.3),
                 random.percent(70) ? seats + random_number(random, -3, 3) * std::sqrt(seats)
                                    : seats * random_number(random, 0.01, 3));
    out.calls = load * (d.interval / d.handling_time);
    return out;
}

std::string to_text(const desk_case& of) {
    const sla::capacity_definition& d = of.definition;
    return std::to_string(of.calls) + " calls in " + std::to_string(d.interval.count()) +
           " s, handling " + std::to_string(d.handling_time.count()) + " s, patience " +
           std::to_string(d.patience.count()) + " s, within " +
           std::to_string(d.answered_within.count()) + " s, basis " +
           std::to_string(static_cast<int>(d.abandoned)) + ", " + std::to_string(of.seats) +
           " seats";
}

template <class Body>
void for_cases(const char* property, std::size_t cases, Body body) {
    oracle::property{property, cases}.run([&](dice& random, const std::string& name) {
        const desk_case of = random_case(random);
        INFO(name << ": " << to_text(of));
        body(of, random);
    });
}

sla::capacity desk(const sla::capacity_definition& definition) {
    return sla::compile(definition).value();
}

void check_not_worse(const queue_figures& better, const queue_figures& worse) {
    const auto at_most = [](double a, double b) { return a <= b || a - b <= slack * (1 + b); };
    CHECK(at_most(better.waiting, worse.waiting));
    CHECK(at_most(better.abandoned, worse.abandoned));
    CHECK(at_most(better.occupancy, worse.occupancy));
    CHECK(at_most(better.queue, worse.queue));
    CHECK(at_most(better.average_wait.count(), worse.average_wait.count()));
    CHECK(at_most(better.speed_of_answer.count(), worse.speed_of_answer.count()));
    CHECK(at_most(worse.answered_in_time, better.answered_in_time));
    CHECK(at_most(worse.answered, better.answered));
    CHECK(at_most(worse.service_level, better.service_level));
}

bool reaches(const sla::staffing_goals& goals, const queue_figures& f) {
    return f.state == sla::queue_state::steady &&
           f.service_level >= goals.service_level.value_or(0) &&
           f.speed_of_answer <= goals.speed_of_answer.value_or(sla::unlimited_patience) &&
           f.abandoned <= goals.abandoned.value_or(1) && f.occupancy <= goals.occupancy.value_or(1);
}

} // namespace

TEST_CASE("another seat never makes anything worse, and another call never better") {
    for_cases("capacity, monotone", 2000, [](const desk_case& of, dice& random) {
        const sla::capacity phones = desk(of.definition);
        const queue_figures now = phones.figures(of.calls, of.seats);
        check_not_worse(phones.figures(of.calls, of.seats + 1), now);
        check_not_worse(now,
                        phones.figures(of.calls * (1 + random_size(random, 1e-3, 1)), of.seats));
    });
}

TEST_CASE("shares are shares, and callers are not lost") {
    for_cases("capacity, shares", 2000, [](const desk_case& of, dice&) {
        const queue_figures f = desk(of.definition).figures(of.calls, of.seats);
        for (const double share : {f.waiting, f.service_level, f.answered, f.answered_in_time,
                                   f.abandoned, f.abandoned_in_time, f.occupancy}) {
            CHECK(share >= 0);
            CHECK(share <= 1);
        }
        CHECK(f.answered_in_time <= f.answered);
        CHECK(f.abandoned_in_time <= f.abandoned);
        if (f.state == sla::queue_state::growing) {
            CHECK(f.load >= of.seats);
            CHECK(of.definition.patience == sla::unlimited_patience);
            return;
        }
        CHECK(std::abs(f.answered + f.abandoned - 1) <= slack);
        CHECK(f.answered_in_time >= 1 - f.waiting - slack);
        CHECK(f.abandoned <= f.waiting + slack);
        // Little: those who wait are those who come, times how long they stay.
        const double rate = of.calls / of.definition.interval.count();
        CHECK(std::abs(f.queue - rate * f.average_wait.count()) <= slack * (1 + f.queue));
        CHECK(std::abs(f.occupancy * of.seats - f.load * f.answered) <= slack * f.load);
    });
}

TEST_CASE("any numbers whatever make figures, or bad input") {
    oracle::property{"capacity, extremes", 20'000}.run([](dice& random, const std::string& name) {
        const double far = random.pick<double>({1e6, 1e30, 1e300});
        const auto any = [&] { return random_size(random, 1 / far, far); };
        const auto any_time = [&](double of, double most) {
            return real_seconds{random.percent(10)   ? 0
                                : random.percent(75) ? of * random_size(random, 1 / far, most)
                                                     : any()};
        };
        desk_case of;
        sla::capacity_definition& d = of.definition;
        d.interval = real_seconds{any()};
        d.handling_time = real_seconds{any()};
        d.patience =
            random.percent(10) ? sla::unlimited_patience : any_time(d.handling_time.count(), 1e4);
        d.answered_within = any_time(std::min(d.patience, d.handling_time).count(), 1e5);
        d.abandoned = static_cast<sla::abandoned_calls>(random.below(4));
        of.seats = static_cast<std::uint32_t>(random_size(random, 1, 1e5)) - 1;
        of.calls = random.percent(30)
                       ? any()
                       : (of.seats + 1) * (d.interval / d.handling_time) *
                             random.pick<double>({0.1, 1, random_size(random, 0.1, 10)});
        INFO(name << ": " << to_text(of));
        const sla::result<sla::capacity> compiled = sla::compile(d);
        if (!compiled) {
            for (const sla::issue& i : compiled.issues())
                CHECK(
                    (i.code == "capacity.time_invalid" || i.code == "capacity.patience_too_long"));
            return;
        }
        const queue_figures f = compiled->figures(of.calls, of.seats);
        const sla::seat_need need = compiled->seats_for(of.calls);
        CHECK((need.state == sla::seats_state::bad_input) ==
              (f.state == sla::queue_state::bad_input));
        if (f.state == sla::queue_state::bad_input) {
            CHECK(std::isnan(f.waiting));
            return;
        }
        for (const double share : {f.waiting, f.service_level, f.answered, f.answered_in_time,
                                   f.abandoned, f.abandoned_in_time, f.occupancy}) {
            CHECK(share >= 0);
            CHECK(share <= 1);
        }
        CHECK(f.queue >= 0);
        CHECK(f.average_wait >= real_seconds{0});
        CHECK(f.speed_of_answer >= real_seconds{0});
        if (f.state == sla::queue_state::steady) {
            CHECK(std::isfinite(f.queue));
            CHECK(std::isfinite(f.average_wait.count()));
            CHECK(std::isfinite(f.speed_of_answer.count()) == (of.seats > 0 || !(f.waiting > 0)));
            CHECK(std::abs(f.answered + f.abandoned - 1) <= slack);
        }
    });
}

TEST_CASE("who is given longer to answer answers more in time") {
    for_cases("capacity, within", 1000, [](const desk_case& of, dice& random) {
        desk_case longer = of;
        longer.definition.answered_within *= 1 + random_size(random, 1e-3, 10);
        const queue_figures now = desk(of.definition).figures(of.calls, of.seats);
        const queue_figures then = desk(longer.definition).figures(of.calls, of.seats);
        CHECK(then.answered_in_time >= now.answered_in_time - slack);
        CHECK(then.abandoned_in_time >= now.abandoned_in_time - slack);
        CHECK(then.service_level >= now.service_level - slack);
        CHECK(then.waiting == now.waiting);
        CHECK(then.average_wait == now.average_wait);
    });
}

TEST_CASE("a clock that counts in other units changes no share") {
    for_cases("capacity, units", 500, [](const desk_case& of, dice& random) {
        const double unit = std::exp2(random.small(-20, 20));
        desk_case other = of;
        other.definition.interval *= unit;
        other.definition.handling_time *= unit;
        other.definition.patience *= unit;
        other.definition.answered_within *= unit;
        const queue_figures one = desk(of.definition).figures(of.calls, of.seats);
        queue_figures same = desk(other.definition).figures(of.calls, of.seats);
        same.average_wait /= unit;
        same.speed_of_answer /= unit;
        CHECK(same == one);
    });
}

TEST_CASE("impatience lies between Erlang B and Erlang C, and comes to both") {
    for_cases("capacity, patience", 200, [](const desk_case& of, dice& random) {
        if (of.seats > 2000)
            return;
        sla::capacity_definition d = of.definition;
        // Patient callers need a desk that can do the work.
        const double load = of.seats * random_number(random, 0.3, 0.95);
        const double calls = load * (d.interval / d.handling_time);
        const auto with = [&](real_seconds patience) {
            d.patience = patience;
            return desk(d).figures(calls, of.seats);
        };
        const double blocked = sla::erlang_b(load, of.seats);
        const double waits = sla::erlang_c(load, of.seats);
        CHECK(std::abs(with(real_seconds{0}).waiting - blocked) <= slack);
        CHECK(std::abs(with(sla::unlimited_patience).waiting - waits) <= slack);

        queue_figures before = with(real_seconds{0});
        for (double ratio = 1e-9; ratio < 2e5; ratio *= 10) {
            const queue_figures now = with(d.handling_time * std::min(ratio, 99'999.0));
            CAPTURE(ratio);
            CHECK(now.waiting >= before.waiting - slack);
            CHECK(now.abandoned <= before.abandoned + slack);
            CHECK(now.average_wait.count() >= before.average_wait.count() * (1 - slack));
            CHECK(now.waiting <= waits + slack);
            if (ratio < 2e-9) {
                CHECK(std::abs(now.waiting - blocked) <= 1e-6);
                CHECK(std::abs(now.abandoned - blocked) <= 1e-6);
            }
            before = now;
        }
        const queue_figures patient = with(sla::unlimited_patience);
        CHECK(std::abs(before.waiting - waits) <= 1e-2 * waits);
        CHECK(before.abandoned <= 1e-3);
        CHECK(std::abs(before.service_level - patient.service_level) <= 1e-2);
        CHECK(before.speed_of_answer <= patient.speed_of_answer * (1 + slack));
        CHECK(before.speed_of_answer >= patient.speed_of_answer * 0.98);
    });
}

TEST_CASE("the seats that are found are enough, and one less is not") {
    for_cases("capacity, search", 1500, [](const desk_case& of, dice& random) {
        sla::capacity_definition d = of.definition;
        sla::staffing_goals& goals = d.goals;
        if (random.percent(60))
            goals.service_level = random_number(random, 0.01, 0.999);
        if (random.percent(20))
            goals.speed_of_answer = d.handling_time * random_size(random, 1e-3, 1);
        if (random.percent(20))
            goals.abandoned = random_size(random, 1e-4, 0.5);
        if (random.percent(20))
            goals.occupancy = random_number(random, 0.3, 1);
        if (random.percent(10))
            d.seats_at_least = static_cast<std::uint32_t>(random.below(50));
        if (random.percent(10))
            d.seats_at_most = d.seats_at_least + static_cast<std::uint32_t>(random.below(300));
        const sla::capacity phones = desk(d);
        const sla::seat_need need = phones.seats_for(of.calls);
        CHECK(need.seats >= d.seats_at_least);
        CHECK(need.seats <= d.seats_at_most);
        CHECK(need.people == phones.people_for(need.seats));
        CHECK(need.figures == phones.figures(of.calls, need.seats));
        if (need.state == sla::seats_state::out_of_reach) {
            CHECK(need.seats == d.seats_at_most);
            CHECK_FALSE((need.seats > 0 && reaches(goals, need.figures)));
            return;
        }
        CHECK(reaches(goals, need.figures));
        if (need.seats > std::max(1U, d.seats_at_least))
            CHECK_FALSE(reaches(goals, phones.figures(of.calls, need.seats - 1)));
    });
}

TEST_CASE("an easier goal never needs more seats") {
    for_cases("capacity, goals", 500, [](const desk_case& of, dice& random) {
        sla::capacity_definition d = of.definition;
        std::uint32_t before = 0;
        for (const double level : {0.5, 0.8, 0.9, 0.99}) {
            d.goals.service_level = level;
            const std::uint32_t seats = desk(d).seats_for(of.calls).seats;
            CHECK(seats >= before);
            before = seats;
        }
        const std::uint32_t busier =
            desk(d).seats_for(of.calls * random_number(random, 1, 2)).seats;
        CHECK(busier >= before);
    });
}

TEST_CASE("a plan is the same in one piece and in several") {
    for_cases("capacity, plan", 100, [](const desk_case& of, dice& random) {
        sla::capacity_definition d = of.definition;
        d.goals.service_level = 0.8;
        d.shrinkage = random_number(random, 0, 0.9);
        const sla::capacity phones = desk(d);
        std::vector<double> calls(24);
        for (double& c : calls)
            c = random.percent(10) ? 0 : std::min(of.calls, 1e4) * random_number(random, 0, 2);
        std::vector<sla::seat_need> whole(calls.size());
        std::vector<sla::seat_need> parts(calls.size());
        const sla::plan_totals total = phones.plan(calls, whole);
        const std::size_t cut = random.below(calls.size() + 1);
        sla::plan_totals sum =
            phones.plan(std::span{calls}.first(cut), std::span{parts}.first(cut));
        sum += phones.plan(std::span{calls}.subspan(cut), std::span{parts}.subspan(cut));
        CHECK(whole == parts);
        CHECK(sum.intervals == total.intervals);
        CHECK(sum.out_of_reach == total.out_of_reach);
        CHECK(sum.seat_time == total.seat_time); // whole numbers of intervals
        CHECK(sum.people_time == total.people_time);
        CHECK(sum.peak_people == total.peak_people);
        CHECK(std::abs(sum.calls - total.calls) <= slack * total.calls);
        CHECK(std::abs(sum.service_level() - total.service_level()) <= slack);
        CHECK(std::abs(sum.occupancy() - total.occupancy()) <= slack);
        CHECK(total.service_level() >= (total.out_of_reach > 0 ? 0 : 0.8 - slack));
    });
}
