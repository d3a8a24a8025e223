// SPDX-License-Identifier: MIT
//
// What a call through the C interface adds to judging a ticket.
//
//     cmake --workflow --preset bench && build/bench/benchmarks/c_interface --check
//
// One ticket of three clocks, judged by the compiled C++ library and through libsla, in one run;
// the C interface's verdicts are held against the others before anything is measured.

#include "ratios.hpp"
#include <sla/evaluate.hpp>
#include <sla/json.hpp>
#include <sla/load.hpp>
#include <sla/sla.h>

#include <benchmark/benchmark.h>

#include <array>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace {

constexpr std::string_view document = R"({"sla": 1,
 "calendars": [{"name": "Office", "zone": "America/New_York",
                "hours": {"Monday-Friday": ["09:00-12:00", "13:00-17:00"]}}],
 "metrics": ["first response", "next response",
             {"built_in": "resolution", "paused_in_status": ["waiting"]}],
 "policies": [{"name": "Gold", "when": {"tier": "gold"}, "calendar": "Office",
               "targets": {"first response": {"by": "priority", "within": {"P1": "1 h", "P2": "4 h"}},
                           "next response": "4 business hours",
                           "resolution": "24 business hours"}}]})";

constexpr std::int64_t minute = 60'000;
constexpr std::int64_t friday = 1'770'994'800'000; // 2026-02-13 10:00 in New York

/// The ticket of eight_events.hpp, at fixed times.
struct desk {
    desk() {
        if (sla_book_load(document.data(), document.size(), nullptr, &c_book, nullptr) != SLA_OK)
            fail("the document is refused");
        static constexpr std::array<std::int64_t, 8> at{0, 20, 90, 91, 4000, 4001, 4200, 5500};
        static constexpr std::array<std::uint8_t, 8> kinds{
            SLA_CREATED, SLA_MESSAGE,        SLA_MESSAGE, SLA_STATUS_CHANGED,
            SLA_MESSAGE, SLA_STATUS_CHANGED, SLA_MESSAGE, SLA_RESOLVED};
        std::array<sla_event, 8> events{};
        for (std::size_t i = 0; i < events.size(); ++i) {
            events[i].at_ms = friday + at[i] * minute;
            events[i].kind = kinds[i];
            events[i].by = i == 4 ? SLA_BY_CUSTOMER : SLA_BY_AGENT;
        }
        events[0].by = SLA_BY_CUSTOMER;
        events[1].visible = SLA_INTERNAL_NOTE;
        events[3].name = sla_book_event_name(c_book, "waiting");
        events[5].name = sla_book_event_name(c_book, "open");
        sla_attributes known{};
        known.size = sizeof known;
        known.values[SLA_PRIORITY] = sla_book_value(c_book, SLA_PRIORITY, "P2");
        known.values[SLA_TIER] = sla_book_value(c_book, SLA_TIER, "gold");
        if (sla_ticket_create(c_book, &known, events.data(), events.size(), sizeof(sla_event),
                              &c_ticket, nullptr) != SLA_OK)
            fail("the ticket is refused");

        const auto when = [&](std::size_t i) {
            return sla::instant{sla::elapsed{events[i].at_ms}};
        };
        ticket = sla::timeline::of(book.attributes({.priority = "P2", .tier = "gold"}),
                                   {sla::event::created(when(0)), sla::event::note(when(1)),
                                    sla::event::message(when(2), sla::actor::agent),
                                    sla::event::status(when(3), book.find_event_name("waiting")),
                                    sla::event::message(when(4), sla::actor::customer),
                                    sla::event::status(when(5), book.find_event_name("open")),
                                    sla::event::message(when(6), sla::actor::agent),
                                    sla::event::of(when(7), sla::event_kind::resolved)});
        compare();
    }

    [[noreturn]] static void fail(const char* why) {
        std::fprintf(stderr, "c_interface: %s\n", why);
        std::exit(1);
    }

    void compare() const {
        std::array<sla_verdict, SLA_MAX_CLOCKS> verdicts{};
        std::size_t count = 0;
        for (std::int64_t now = friday; now < friday + 8000 * minute; now += 17 * minute) {
            sla_evaluate(c_ticket, now, verdicts.data(), sizeof verdicts[0], verdicts.size(),
                         &count, nullptr);
            const sla::evaluation e = sla::evaluate(book, *ticket, sla::instant{sla::elapsed{now}});
            if (count != e.verdicts().size())
                fail("another number of clocks");
            for (std::size_t i = 0; i < count; ++i)
                if (verdicts[i].state != static_cast<std::uint8_t>(e.verdicts()[i].state) ||
                    verdicts[i].counted_ms != e.verdicts()[i].counted.count() ||
                    verdicts[i].deadline_ms != e.verdicts()[i].deadline.time_since_epoch().count())
                    fail("other verdicts than in C++");
        }
    }

    sla::policy_book book = sla::compile_json(document, sla::system_zones()).value();
    sla::result<sla::timeline> ticket = sla::issue_list{{.code = "none"}};
    sla_book* c_book = nullptr;
    sla_ticket* c_ticket = nullptr;
};

const desk& the_desk() {
    static const desk one;
    return one;
}

constexpr std::int64_t later = friday + 6000 * minute;

void in_cpp(benchmark::State& state) {
    const desk& d = the_desk();
    std::int64_t i = 0;
    for (auto _ : state) {
        const sla::evaluation result =
            sla::evaluate(d.book, *d.ticket, sla::instant{sla::elapsed{later + (i++ & 255)}});
        benchmark::DoNotOptimize(&result);
        benchmark::ClobberMemory();
    }
}
BENCHMARK(in_cpp)->Repetitions(5);

void through_c(benchmark::State& state) {
    const desk& d = the_desk();
    std::array<sla_verdict, SLA_MAX_CLOCKS> verdicts{};
    std::size_t count = 0;
    std::int64_t next = 0;
    std::int64_t i = 0;
    for (auto _ : state) {
        sla_evaluate(d.c_ticket, later + (i++ & 255), verdicts.data(), sizeof verdicts[0],
                     verdicts.size(), &count, &next);
        benchmark::DoNotOptimize(verdicts.data());
        benchmark::ClobberMemory();
    }
}
BENCHMARK(through_c)->Repetitions(5);

} // namespace

int main(int argc, char** argv) {
    return sla_benchmark::run(argc, argv, [](sla_benchmark::summary& s) {
        s.at_most("a call through C adds, for a ticket of 8 events, 3 clocks",
                  s.time("through_c/repeats:5") - s.time("in_cpp/repeats:5"), 50, "ns");
        s.at_most("through C / in C++", s.time("through_c/repeats:5") / s.time("in_cpp/repeats:5"),
                  1.5, "x");
    });
}
