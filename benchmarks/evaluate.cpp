// SPDX-License-Identifier: MIT
//
// What judging a ticket costs.
//
//     cmake --workflow --preset bench && build/bench/benchmarks/evaluate
//
// The ticket: eight events (created, a note, an answer, waiting for the customer, the customer
// writes, open again, another answer, resolved), three clocks (first response by elapsed time, next
// response in working hours, resolution in working hours, paused while the desk waits). The
// calendar: New York, Monday to Friday 9-12 and 13-17, with holidays; the tickets: random over ten
// years.

#include "new_york.hpp"
#include "ratios.hpp"
#include <sla/evaluate.hpp>
#include <sla/explain.hpp>

#include <benchmark/benchmark.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <random>
#include <vector>

namespace {

using namespace std::chrono;
using namespace std::chrono_literals;

sla::book_definition desk(bool with_steps) {
    sla::book_definition book;
    book.calendars = {sla_benchmark::office_hours()};
    book.metrics = {sla::first_response(), sla::next_response(),
                    sla::paused_in_status(sla::resolution(), {"waiting"})};
    sla::policy_definition gold{
        .name = "Gold",
        .when = sla::tier_is({"gold"}),
        .calendar = "Office",
        .targets = {
            {.metric = "first response", .rows = sla::by_priority({{"P1", 1h}, {"P2", 4h}})},
            {.metric = "next response", .rows = sla::always(sla::working{4h})},
            {.metric = "resolution",
             .rows = sla::by_priority({{"P1", sla::working{16h}}, {"P2", sla::working{24h}}})}}};
    if (with_steps)
        for (sla::target_definition& target : gold.targets)
            target.steps = {{"warn", sla::percent_used{75}},
                            {"lead", sla::percent_used{100}},
                            {"lead again", sla::after_deadline{30min}}};
    book.policies = {
        gold,
        {.name = "Standard",
         .calendar = "Office",
         .targets = {{.metric = "resolution", .rows = sla::always(sla::working{40h})}}}};
    return book;
}

struct desk_at_work {
    explicit desk_at_work(bool with_steps)
        : book{sla::compile(desk(with_steps), sla_benchmark::zones()).value()} {
        std::mt19937_64 random{7};
        const auto pick = [&](milliseconds longest) {
            return milliseconds{
                std::uniform_int_distribution<milliseconds::rep>{1, longest.count()}(random)};
        };
        const sla::instant first{sys_days{2017y / January / 1}};
        const sla::ticket_attributes ticket = book.attributes({.priority = "P2", .tier = "gold"});
        const sla::event_name waiting = book.find_event_name("waiting");
        const sla::event_name open = book.find_event_name("open");
        for (int i = 0; i < 256; ++i) {
            sla::instant t = first + pick(days{3650});
            std::array events{sla::event::created(t),
                              sla::event::note(t += pick(1h)),
                              sla::event::message(t += pick(2h), sla::actor::agent),
                              sla::event::status(t += pick(1min), waiting),
                              sla::event::message(t += pick(days{3}), sla::actor::customer),
                              sla::event::status(t += pick(1min), open),
                              sla::event::message(t += pick(5h), sla::actor::agent),
                              sla::event::of(t += pick(days{2}), sla::event_kind::resolved)};
            tickets.push_back(sla::timeline::of(ticket, events).value());
        }
    }

    sla::policy_book book;
    std::vector<sla::timeline> tickets;
};

const desk_at_work& the_desk() {
    static const desk_at_work desk{false};
    return desk;
}

void judge(benchmark::State& state, const desk_at_work& desk, sla::elapsed after) {
    std::size_t i = 0;
    for (auto _ : state) {
        const sla::timeline& ticket = desk.tickets[i++ % desk.tickets.size()];
        const sla::evaluation result =
            sla::evaluate(desk.book, ticket, ticket.events().back().at + after);
        benchmark::DoNotOptimize(&result);
        benchmark::ClobberMemory();
    }
}

void finished(benchmark::State& state) {
    judge(state, the_desk(), 1h);
}
BENCHMARK(finished);

void still_open(benchmark::State& state) {
    judge(state, the_desk(), -1ms);
}
BENCHMARK(still_open);

void with_steps(benchmark::State& state) {
    static const desk_at_work desk{true};
    judge(state, desk, 1h);
}
BENCHMARK(with_steps);

// The same tickets as `finished`, and why.
void explained(benchmark::State& state) {
    const desk_at_work& desk = the_desk();
    sla::explanation why;
    std::size_t i = 0;
    for (auto _ : state) {
        const sla::timeline& ticket = desk.tickets[i++ % desk.tickets.size()];
        sla::explain(desk.book, ticket, ticket.events().back().at + 1h, why);
        benchmark::DoNotOptimize(&why);
        benchmark::ClobberMemory();
    }
}
BENCHMARK(explained);

} // namespace

int main(int argc, char** argv) {
    return sla_benchmark::run(argc, argv, [](sla_benchmark::summary& s) {
        s.at_most("a ticket of 8 events, 3 clocks, one pause", s.time("finished"), 200, "ns");
        s.at_most("the same, not yet resolved", s.time("still_open"), 200, "ns");
        s.at_most("explain / evaluate", s.time("explained") / s.time("finished"), 5, "x");
    });
}
