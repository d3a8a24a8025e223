// SPDX-License-Identifier: MIT
//
// The snippets of docs/capacity.md.
#include <sla/capacity.hpp>
#include <sla/describe.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <iomanip>
#include <iostream>

namespace {

using namespace std::chrono_literals;

void first_question() {
    std::cout << "how many\n";

    sla::capacity_definition desk;
    desk.handling_time = 3min; // talk, hold and work after the call
    desk.answered_within = 20s;
    desk.goals.service_level = 0.80;
    const sla::capacity phones = sla::compile(desk).value();

    const sla::seat_need need = phones.seats_for(100); // calls in half an hour
    std::cout << need.seats << " seats: " << need.figures.service_level * 100
              << " % in 20 s, answered after " << need.figures.speed_of_answer.count() << " s, "
              << need.figures.occupancy * 100 << " % busy\n";

    // And with one less?
    const sla::queue_figures less = phones.figures(100, need.seats - 1);
    std::cout << need.seats - 1 << " seats: " << less.service_level * 100 << " %, "
              << less.speed_of_answer.count() << " s\n";
}

void three_kinds_of_patience() {
    std::cout << "\npatience\n";

    sla::capacity_definition desk;
    desk.handling_time = 3min;
    for (const sla::real_seconds patience : {sla::unlimited_patience, sla::real_seconds{5min},
                                             sla::real_seconds{1min}, sla::real_seconds{0}}) {
        desk.patience = patience;
        const sla::queue_figures f = sla::compile(desk).value().figures(100, 11);
        std::cout << patience.count() << " s: " << f.waiting * 100 << " % find no free seat, "
                  << f.abandoned * 100 << " % give up, " << f.answered_in_time * 100
                  << " % in time\n";
    }
}

void what_counts() {
    std::cout << "\nbasis\n";

    sla::capacity_definition desk;
    desk.handling_time = 3min;
    desk.patience = 1min;
    using enum sla::abandoned_calls;
    for (const auto basis : {missed, ignored, short_ones_ignored, short_ones_met}) {
        desk.abandoned = basis;
        std::cout << sla::compile(desk).value().figures(100, 10).service_level * 100 << " %\n";
    }
}

void too_few() {
    std::cout << "\ntoo few\n";

    sla::capacity_definition desk;
    desk.handling_time = 3min;
    desk.goals.service_level = 0.80;
    desk.seats_at_most = 9;
    const sla::capacity phones = sla::compile(desk).value();
    const sla::seat_need need = phones.seats_for(100); // ten erlangs
    if (need.state == sla::seats_state::out_of_reach)
        std::cout << need.seats << " seats are not enough\n";
    if (need.figures.state == sla::queue_state::growing)
        std::cout << "the queue grows; " << need.figures.answered * 100 << " % get through\n";
}

void lines() {
    std::cout << "\nlines\n";

    sla::capacity_definition trunk;
    trunk.interval = 1h;
    trunk.handling_time = 2min;
    trunk.patience = 0s; // a busy tone, and the caller is gone
    trunk.goals.abandoned = 0.01;
    const sla::capacity group = sla::compile(trunk).value();
    std::cout << group.seats_for(300).seats << " lines for ten erlangs\n";
    std::cout << sla::erlang_b(10, 18) * 100 << " % blocked\n";
}

void a_day() {
    std::cout << "\na day\n";

    sla::capacity_definition desk;
    desk.handling_time = 4min;
    desk.patience = 2min;
    desk.goals = {.service_level = 0.80, .occupancy = 0.85};
    desk.shrinkage = 0.30;
    const sla::capacity phones = sla::compile(desk).value();

    const std::array<double, 4> calls{40, 90, 120, 60}; // by half-hour
    std::array<sla::seat_need, 4> plan;
    const sla::plan_totals sum = phones.plan(calls, plan);
    for (std::size_t i = 0; i < calls.size(); ++i)
        std::cout << calls[i] << " calls: " << plan[i].seats << " seats, " << plan[i].people
                  << " people\n";
    std::cout << sum.calls << " calls: " << sum.people_time / 1h << " hours to be paid, "
              << sum.service_level() * 100 << " % in time\n";
}

void mistakes() {
    std::cout << "\nmistakes\n";

    sla::capacity_definition desk;
    desk.handling_time = -3min;
    desk.goals.service_level = 80;
    desk.shrinkage = 1;
    std::cout << sla::describe(sla::compile(desk).issues()) << '\n';
}

} // namespace

int main() {
    std::cout << std::fixed << std::setprecision(1);
    first_question();
    three_kinds_of_patience();
    what_counts();
    too_few();
    lines();
    a_day();
    mistakes();
}
