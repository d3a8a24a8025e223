// SPDX-License-Identifier: MIT
//
// The promise that a host's only timer rests on, over random books, tickets and instants. These
// clocks are neither paused nor reopened, so that their amounts have to add up; the properties of
// all clocks are in tests/property.
#include "policy_desk.hpp"
#include <sla/evaluate.hpp>

#include <catch2/catch_test_macros.hpp>

#include <array>
#include <chrono>
#include <random>
#include <string>
#include <vector>

using namespace std::chrono_literals;
using sla::clock_state;
using sla::event;
using sla::event_kind;

namespace {

class chance {
public:
    explicit chance(unsigned seed) : random_{seed} {}

    int upto(int n) { return std::uniform_int_distribution{0, n}(random_); }
    sla::elapsed length(sla::elapsed most) {
        return sla::elapsed{std::uniform_int_distribution<std::int64_t>{1, most.count()}(random_)};
    }
    sla::target_duration duration() {
        switch (upto(6)) {
        case 0:
            return length(100h);
        case 1:
            return sla::working{length(60h)};
        case 2:
            return sla::business_days{1 + upto(5)};
        case 3:
            return sla::business_days{.count = upto(3), .end = sla::business_day_end::close};
        case 4:
            return sla::business_days{.count = 1 + upto(2),
                                      .end = sla::business_day_end::time_of_day,
                                      .at = std::chrono::hours{upto(23)},
                                      .cut_off = std::chrono::hours{upto(23)}};
        case 5:
            return sla::calendar_days{1 + upto(5)};
        default:
            return sla::calendar_weeks{1 + upto(2)};
        }
    }
    std::vector<event> events() {
        // Around the two clock changes of 2026.
        using namespace std::chrono;
        sla::instant at =
            sys_days{upto(1) == 0 ? 2026y / March / 26 : 2026y / October / 22} + length(96h);
        std::vector<event> out{event::created(at)};
        for (int more = upto(6); more > 0; --more) {
            at += upto(4) == 0 ? sla::elapsed{0} : length(40h);
            constexpr std::array kinds{event_kind::message,     event_kind::confirmed,
                                       event_kind::fixed,       event_kind::resolved,
                                       event_kind::reopened,    event_kind::assigned,
                                       event_kind::acknowledged};
            out.push_back({.at = at,
                           .kind = kinds[static_cast<std::size_t>(upto(6))],
                           .by = static_cast<sla::actor>(upto(3)),
                           .visible = static_cast<sla::visibility>(upto(1))});
        }
        return out;
    }

private:
    std::mt19937 random_;
};

sla::policy_book random_book(chance& any) {
    sla::book_definition definition = desk::promising({});
    definition.calendars[0].zone = "Berlin";
    for (const char* const metric :
         {"first response", "acknowledgement", "ownership", "repair", "first resolution"})
        definition.policies[0].targets.push_back(
            {.metric = metric, .rows = sla::always(any.duration())});
    return sla::compile(definition, desk::zones()).value();
}

/// What is left of a verdict when the running amounts are taken away.
sla::verdict without_amounts(sla::verdict v) {
    v.spent = {};
    v.remaining = {};
    v.overdue = {};
    v.counted = {};
    return v;
}

} // namespace

TEST_CASE("property: a verdict changes at next_change and not one millisecond earlier") {
    chance any{1};
    int changes = 0;
    for (int round = 0; round < 300; ++round) {
        const auto book = random_book(any);
        const auto events = any.events();
        const auto ticket = sla::timeline::of({}, events).value();
        const sla::instant now = events.back().at + any.length(100h);
        const auto result = sla::evaluate(book, ticket, now);
        for (std::size_t i = 0; i < result.verdicts().size(); ++i) {
            const sla::verdict& v = result.verdicts()[i];
            const auto at = [&](sla::instant later) {
                return without_amounts(sla::evaluate(book, ticket, later).verdicts()[i]);
            };
            if (v.next_change == sla::never) {
                CHECK(at(now + 20'000h) == without_amounts(v));
                continue;
            }
            ++changes;
            REQUIRE(v.next_change > now);
            CHECK(at(v.next_change - 1ms) == without_amounts(v));
            CHECK(at(v.next_change) != without_amounts(v));
        }
    }
    CHECK(changes > 100);
}

TEST_CASE("property: amounts, states and instants of one verdict agree") {
    chance any{2};
    std::array<int, 7> seen{};
    for (int round = 0; round < 300; ++round) {
        const auto book = random_book(any);
        const auto events = any.events();
        const auto ticket = sla::timeline::of({}, events).value();
        const sla::instant now = events.front().at + any.length(300h);
        for (const sla::verdict& v : sla::evaluate(book, ticket, now)) {
            ++seen[static_cast<std::size_t>(v.state)];
            if (v.state == clock_state::not_started) {
                CHECK(v.started == sla::never);
                continue;
            }
            REQUIRE(v.started <= now);
            const bool open = v.stopped == sla::never;
            const sla::instant moment = open ? now : v.stopped;
            CHECK(v.spent.elapsed == moment - v.started);
            CHECK((v.remaining.elapsed == 0ms || v.overdue.elapsed == 0ms));
            CHECK(moment + v.remaining.elapsed - v.overdue.elapsed == v.deadline);
            const sla::calendar& hours = *book.calendar_of(*v.limit);
            CHECK(*v.spent.working + *v.remaining.working - *v.overdue.working ==
                  hours.between(v.started, v.deadline));
            CHECK((v.state == clock_state::breached) == (v.overdue.elapsed > 0ms));
            CHECK((v.state == clock_state::breached) == (v.breached_at != sla::never));
            CHECK((v.state == clock_state::running) == (v.next_change != sla::never));
            if (v.state == clock_state::met)
                CHECK_FALSE(open);
            if (v.state == clock_state::breached)
                CHECK(v.breached_at == v.deadline + 1ms);
        }
    }
    CHECK(seen[static_cast<std::size_t>(clock_state::not_started)] > 0);
    CHECK(seen[static_cast<std::size_t>(clock_state::running)] > 0);
    CHECK(seen[static_cast<std::size_t>(clock_state::met)] > 0);
    CHECK(seen[static_cast<std::size_t>(clock_state::breached)] > 0);
}

TEST_CASE("property: as long as nothing happens, later is never better") {
    chance any{3};
    for (int round = 0; round < 100; ++round) {
        const auto book = random_book(any);
        const auto events = any.events();
        const auto ticket = sla::timeline::of({}, events).value();
        sla::instant now = events.back().at;
        auto before = sla::evaluate(book, ticket, now);
        for (int step = 0; step < 10; ++step) {
            now += any.length(60h);
            const auto after = sla::evaluate(book, ticket, now);
            for (std::size_t i = 0; i < after.verdicts().size(); ++i) {
                const sla::verdict& a = before.verdicts()[i];
                const sla::verdict& b = after.verdicts()[i];
                CHECK(b.remaining.elapsed <= a.remaining.elapsed);
                CHECK(b.overdue.elapsed >= a.overdue.elapsed);
                CHECK(b.deadline == a.deadline);
                if (a.state == clock_state::breached)
                    CHECK(b.state == clock_state::breached);
            }
            before = after;
        }
    }
}

TEST_CASE("property: a long history outside is judged like the same events inside") {
    chance any{4};
    for (int round = 0; round < 50; ++round) {
        const auto book = random_book(any);
        const auto events = any.events();
        const sla::instant now = events.back().at + any.length(100h);
        CHECK(sla::evaluate(book, sla::timeline::of({}, events).value(), now) ==
              sla::evaluate(book, sla::timeline::over({}, events).value(), now));
    }
}
