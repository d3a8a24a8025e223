// SPDX-License-Identifier: MIT
//
// Compiled objects are shared between threads without locks. Under the thread sanitizer this finds
// any hidden write; everywhere it finds answers that depend on who else is asking.

#include <sla/evaluate.hpp>

#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <cstddef>
#include <thread>
#include <vector>

namespace {

using namespace std::chrono;
using namespace std::chrono_literals;

sla::calendar_definition office() {
    return {.name = "Office",
            .zone = "Berlin",
            .hours = sla::weekly(sla::monday_to_friday, {{9h, 12h}, {13h, 17h}}),
            .yearly = {sla::closed_yearly("Christmas Day", December / 25,
                                          sla::observed_rule::following_free_weekday),
                       sla::closed_yearly("Easter Monday", sla::days_from_easter{1})}};
}

sla::zone_source zones() {
    return sla::zone_set{{sla::zone_from_rule("Berlin", "CET-1CEST,M3.5.0,M10.5.0/3").value()}}
        .source();
}

/// Runs `work(thread)` in several threads at once and waits for all.
template <class Work>
void at_once(std::size_t threads, Work&& work) {
    std::vector<std::thread> running;
    running.reserve(threads);
    for (std::size_t i = 0; i < threads; ++i)
        running.emplace_back([&work, i] { work(i); });
    for (std::thread& t : running)
        t.join();
}

constexpr std::size_t threads = 4;

} // namespace

TEST_CASE("threads that share a calendar get the answers that one thread gets") {
    const sla::calendar shared = sla::compile(office(), zones()).value();
    // Compiled years, years before and after them, and business days.
    const auto ask = [](const sla::calendar& c) {
        std::vector<sla::instant> answers;
        for (int step = 0; step < 400; ++step) {
            const sla::instant t = sys_days{1990y / 1 / 1} + hours{step * 2'011};
            answers.push_back(c.add(t, sla::working{40h}));
            answers.push_back(c.next_close(t));
            answers.push_back(c.add(t, sla::business_days{3}));
            answers.push_back(t + c.between(t, t + 5'000h).length());
        }
        return answers;
    };
    const std::vector<sla::instant> expected = ask(shared);
    std::vector<std::vector<sla::instant>> found(threads);
    at_once(threads, [&](std::size_t i) {
        const sla::calendar copy = shared; // copying shares, too
        found[i] = ask(copy);
    });
    for (const auto& answers : found)
        CHECK(answers == expected);
}

TEST_CASE("threads that share a policy book get the verdicts that one thread gets") {
    const sla::book_definition definition{
        .calendars = {office()},
        .policies = {{.name = "Default",
                      .calendar = "Office",
                      .targets = {{.metric = "first response",
                                   .rows = sla::by_priority(
                                       {{"high", sla::working{2h}}, {"low", sla::working{8h}}})},
                                  {.metric = "resolution",
                                   .rows = sla::always(sla::business_days{.count = 3})}}}}};
    const sla::policy_book shared = sla::compile(definition, zones()).value();
    const auto judge = [](const sla::policy_book& book) {
        std::vector<sla::evaluation> verdicts;
        for (int step = 0; step < 200; ++step) {
            const sla::instant t = sys_days{2025y / 1 / 1} + hours{step * 37};
            const auto ticket =
                sla::timeline::of(book.attributes({.priority = step % 2 == 0 ? "high" : "low"}),
                                  {sla::event::created(t),
                                   sla::event::message(t + hours{step % 50}, sla::actor::agent)});
            verdicts.push_back(sla::evaluate(book, *ticket, t + 72h));
        }
        return verdicts;
    };
    const std::vector<sla::evaluation> expected = judge(shared);
    std::vector<std::vector<sla::evaluation>> found(threads);
    at_once(threads, [&](std::size_t i) { found[i] = judge(shared); });
    for (const auto& verdicts : found)
        CHECK(verdicts == expected);
}

TEST_CASE("threads may compile from one source of zones at once") {
    const sla::zone_source source = zones();
    const sla::calendar expected = sla::compile(office(), source).value();
    const sla::instant t = sys_days{2026y / 2 / 13} + 14h;
    std::vector<sla::instant> found(threads);
    at_once(threads, [&](std::size_t i) {
        found[i] = sla::compile(office(), source).value().add(t, sla::working{100h});
    });
    for (const sla::instant answer : found)
        CHECK(answer == expected.add(t, sla::working{100h}));
}
