// SPDX-License-Identifier: MIT
//
// What a calendar costs: questions within the compiled years against the usual hand-written form,
// questions outside of them, building one, and how much memory and how many allocations it takes.
//
//     cmake --workflow --preset bench && build/bench/benchmarks/calendar
//
// The calendar: New York, Monday to Friday 9-12 and 13-17, the federal holidays with their observed
// days and Good Friday, clock changes as they were since 1967. The instants: random over ten years.

#include "new_york.hpp"
#include "ratios.hpp"
#include <sla/calendar.hpp>

#include <benchmark/benchmark.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <new>
#include <random>
#include <vector>

namespace {
std::atomic<std::size_t> allocations{0};
} // namespace

void* operator new(std::size_t size) {
    ++allocations;
    if (void* p = std::malloc(size))
        return p;
    throw std::bad_alloc{};
}
void operator delete(void* p) noexcept {
    std::free(p);
}
void operator delete(void* p, std::size_t) noexcept {
    std::free(p);
}

namespace {

using namespace std::chrono;
using namespace std::chrono_literals;
using sla_benchmark::office_hours;
using sla_benchmark::zones;

const sla::calendar& calendar() {
    static const sla::calendar c = sla::compile(office_hours(), zones()).value();
    return c;
}

/// The form that everybody writes: sorted UTC intervals, prefix sums, binary search.
class by_hand {
public:
    by_hand() {
        for (const sla::interval& i :
             calendar().open_between(sys_days{2016y / 1 / 1}, sys_days{2032y / 1 / 1}))
            open_.push_back(i);
        before_.push_back(0);
        for (const sla::interval& i : open_)
            before_.push_back(before_.back() + i.length().count());
    }
    [[nodiscard]] std::int64_t worked(sla::instant t) const {
        const auto it =
            std::upper_bound(open_.begin(), open_.end(), t,
                             [](sla::instant at, const sla::interval& i) { return at < i.end; });
        const auto k = static_cast<std::size_t>(it - open_.begin());
        const std::int64_t inside =
            it != open_.end() && t > it->begin ? (t - it->begin).count() : 0;
        return before_[k] + inside;
    }
    [[nodiscard]] sla::instant add(sla::instant t, sla::working d) const {
        const std::int64_t last = worked(t) + d.length().count() - 1;
        const auto it = std::upper_bound(before_.begin(), before_.end(), last);
        const auto k = static_cast<std::size_t>(it - before_.begin()) - 1;
        return open_[k].begin + milliseconds{last - before_[k] + 1};
    }
    [[nodiscard]] sla::working between(sla::instant a, sla::instant b) const {
        return sla::working{milliseconds{worked(b) - worked(a)}};
    }
    [[nodiscard]] bool is_open(sla::instant t) const {
        const auto it =
            std::upper_bound(open_.begin(), open_.end(), t,
                             [](sla::instant at, const sla::interval& i) { return at < i.end; });
        return it != open_.end() && it->begin <= t;
    }

private:
    std::vector<sla::interval> open_;
    std::vector<std::int64_t> before_;
};

const by_hand& hand() {
    static const by_hand h;
    return h;
}

std::vector<sla::instant> instants(year first, year last) {
    std::mt19937_64 random{20260213};
    const sla::instant from = sys_days{first / January / 1};
    const sla::instant to = sys_days{last / January / 1};
    std::vector<sla::instant> out(1U << 15U);
    for (sla::instant& t : out)
        t = from + milliseconds{static_cast<std::int64_t>(
                       random() % static_cast<std::uint64_t>((to - from).count()))};
    return out;
}

const std::vector<sla::instant>& ten_years() {
    static const std::vector<sla::instant> t = instants(2016y, 2026y);
    return t;
}

/// Times one question over all instants; the time of an iteration is that of one question.
template <class Ask>
void ask(benchmark::State& state, const std::vector<sla::instant>& at, Ask&& question) {
    std::size_t i = 0;
    const std::size_t before = allocations;
    for (auto _ : state) {
        benchmark::DoNotOptimize(question(at[i]));
        i = (i + 1) & (at.size() - 1);
    }
    state.counters["allocations"] = static_cast<double>(allocations - before);
}

void add(benchmark::State& state) {
    const sla::calendar& c = calendar();
    const sla::working d{hours{state.range(0)}};
    ask(state, ten_years(), [&](sla::instant t) { return c.add(t, d); });
}
void add_by_hand(benchmark::State& state) {
    const sla::working d{hours{state.range(0)}};
    ask(state, ten_years(), [&](sla::instant t) { return hand().add(t, d); });
}
// Spans are given in working hours; 56 of 168 hours would be 8 on 7 days, here 35 of 168 are open.
void between(benchmark::State& state) {
    const sla::calendar& c = calendar();
    const auto d = hours{state.range(0) * 168 / 35};
    ask(state, ten_years(), [&](sla::instant t) { return c.between(t, t + d); });
}
void between_by_hand(benchmark::State& state) {
    const auto d = hours{state.range(0) * 168 / 35};
    ask(state, ten_years(), [&](sla::instant t) { return hand().between(t, t + d); });
}
void is_open(benchmark::State& state) {
    const sla::calendar& c = calendar();
    const auto d = hours{state.range(0) * 168 / 35};
    ask(state, ten_years(), [&](sla::instant t) { return c.is_open(t + d); });
}
void is_open_by_hand(benchmark::State& state) {
    const auto d = hours{state.range(0) * 168 / 35};
    ask(state, ten_years(), [&](sla::instant t) { return hand().is_open(t + d); });
}

#define SLA_SPANS ->Arg(8)->Arg(40)->Arg(200)->Arg(10'000)
BENCHMARK(add) SLA_SPANS;
BENCHMARK(add_by_hand) SLA_SPANS;
BENCHMARK(between) SLA_SPANS;
BENCHMARK(between_by_hand) SLA_SPANS;
BENCHMARK(is_open) SLA_SPANS;
BENCHMARK(is_open_by_hand) SLA_SPANS;

void next_open(benchmark::State& state) {
    ask(state, ten_years(), [&](sla::instant t) { return calendar().next_open(t); });
}
void add_business_days(benchmark::State& state) {
    ask(state, ten_years(),
        [&](sla::instant t) { return calendar().add(t, sla::business_days{5}); });
}
BENCHMARK(next_open);
BENCHMARK(add_business_days);

// Years that were not compiled: exact, by formula.
void add_in_other_years(benchmark::State& state) {
    static const std::vector<sla::instant> t = instants(2032y, 9000y);
    const sla::working d{hours{state.range(0)}};
    ask(state, t, [&](sla::instant at) { return calendar().add(at, d); });
}
void between_other_years(benchmark::State& state) {
    static const std::vector<sla::instant> t = instants(2032y, 9000y);
    std::size_t k = 0;
    ask(state, t, [&](sla::instant at) {
        k = (k + 7919) & (t.size() - 1);
        return calendar().between(at, t[k]);
    });
}
void add_in_other_years_combined(benchmark::State& state) {
    static const sla::calendar two = [] {
        sla::calendar_definition night = office_hours();
        night.name = "Evening";
        night.hours = sla::weekly(sla::every_day, {{16h, 26h}});
        return sla::combine("Both", calendar(), sla::set_operation::unite,
                            sla::compile(night, zones()).value())
            .value();
    }();
    static const std::vector<sla::instant> t = instants(2032y, 9000y);
    ask(state, t, [&](sla::instant at) { return two.add(at, sla::working{40h}); });
}
BENCHMARK(add_in_other_years) SLA_SPANS;
BENCHMARK(between_other_years);
BENCHMARK(add_in_other_years_combined);

void build(benchmark::State& state) {
    const sla::calendar_definition d = office_hours();
    const sla::zone_source source = zones();
    for (auto _ : state)
        benchmark::DoNotOptimize(sla::compile(d, source));
}
BENCHMARK(build)->Unit(benchmark::kMicrosecond)->Repetitions(5)->ReportAggregatesOnly(false);

bool same_answers() {
    for (const sla::instant t : ten_years())
        for (const auto h : {8h, 40h, 200h, 10'000h}) {
            if (calendar().add(t, sla::working{h}) != hand().add(t, sla::working{h}) ||
                calendar().between(t, t + h) != hand().between(t, t + h) ||
                calendar().is_open(t + h) != hand().is_open(t + h))
                return false;
        }
    return true;
}

std::size_t allocations_of_queries() {
    const std::size_t before = allocations;
    for (std::size_t i = 0; i < 1000; ++i) {
        const sla::instant t = ten_years()[i];
        benchmark::DoNotOptimize(calendar().add(t, sla::working{40h}));
        benchmark::DoNotOptimize(calendar().between(t, t + 4'000h));
        benchmark::DoNotOptimize(calendar().next_close(t));
        benchmark::DoNotOptimize(calendar().add(t, sla::business_days{3}));
        benchmark::DoNotOptimize(calendar().add(t, sla::working{2'000'000h}));
    }
    return allocations - before;
}

void judge(sla_benchmark::summary& s) {
    using std::string;
    const auto worst = [&](const string& name, bool largest) {
        double t = s.time(name + "/8");
        for (const char* span : {"/40", "/200", "/10000"})
            t = largest ? std::max(t, s.time(name + span)) : std::min(t, s.time(name + span));
        return t;
    };
    for (const char* name : {"add", "between", "is_open"})
        s.at_most((string{name} + ": slowest span / fastest span").c_str(),
                  worst(name, true) / worst(name, false), 1.5, "x");
    s.at_least("add: hand-written / ours, worst span",
               worst("add_by_hand", false) / worst("add", true), 15);
    s.at_least("between: hand-written / ours, worst span",
               worst("between_by_hand", false) / worst("between", true), 10);
    s.at_least("is_open: hand-written / ours, worst span",
               worst("is_open_by_hand", false) / worst("is_open", true), 10);
    s.at_most("add", worst("add", true), 15, "ns");
    s.at_most("add, other years, slowest span", worst("add_in_other_years", true) / 1000, 5, "us");
    s.at_most("between, other years", s.time("between_other_years") / 1000, 5, "us");
    s.at_most("build, 16 years", s.time("build/repeats:5") / 1000, 150, "us");
    s.at_most("memory of a calendar, 16 years",
              static_cast<double>(calendar().memory_bytes()) / 1024, 64, "KiB");
    s.at_most("allocations in 5,000 queries", static_cast<double>(allocations_of_queries()), 0, "");
}

} // namespace

int main(int argc, char** argv) {
    if (!same_answers()) {
        std::fputs("the hand-written form and the calendar disagree: nothing is measured\n",
                   stderr);
        return 1;
    }
    return sla_benchmark::run(argc, argv, judge);
}
