// SPDX-License-Identifier: MIT
//
// What judging a ticket costs.
//
//     cmake --workflow --preset bench && build/bench/benchmarks/evaluate
//
// The ticket is that of eight_events.hpp.

#include "eight_events.hpp"
#include "ratios.hpp"
#include <sla/evaluate.hpp>
#include <sla/explain.hpp>

#include <benchmark/benchmark.h>

#include <chrono>
#include <cstddef>

namespace {

using namespace std::chrono;
using namespace std::chrono_literals;

using sla_benchmark::eight_events;

const eight_events& the_desk() {
    static const eight_events desk{sla_benchmark::with_steps::no};
    return desk;
}

void judge(benchmark::State& state, const eight_events& desk, sla::elapsed after) {
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
    static const eight_events desk{sla_benchmark::with_steps::yes};
    judge(state, desk, 1h);
}
BENCHMARK(with_steps);

// The same tickets as `finished`, and why.
void explained(benchmark::State& state) {
    const eight_events& desk = the_desk();
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
