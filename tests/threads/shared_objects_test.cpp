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

namespace {

/// Two policies side by side whose clocks pause, repeat, wait for start hours, get other limits,
/// warn and owe credits.
sla::book_definition lively_desk() {
    const std::vector<sla::step_definition> steps{
        {"warn", sla::percent_used{75}},
        {"tell the lead", sla::before_deadline{sla::working{1h}}},
        {"tell the director", sla::after_deadline{sla::elapsed{2h}}}};
    return {
        .calendars = {office()},
        .metrics = {sla::first_response(), sla::next_response(),
                    sla::periodic_update(sla::recurrence::sequential),
                    sla::paused_in_status(sla::resolution(), {"waiting"})},
        .policies =
            {{.name = "Gold",
              .when = sla::unless({sla::tagged({"partner"})}),
              .calendar = "Office",
              .targets = {{.metric = "resolution",
                           .rows = sla::by_priority({{"high", sla::working{8h}},
                                                     {"low", sla::business_days{.count = 3}}}),
                           .steps = steps,
                           .credits = {{.due = {.hundredths = 500}}}},
                          {.metric = "next response",
                           .rows = sla::always(sla::working{4h}),
                           .options = {.start_hours = "Office"}}}},
             {.name = "Everybody",
              .calendar = "Office",
              .targets = {{.metric = "periodic update", .rows = sla::always(24h)},
                          {.metric = "resolution",
                           .rows = sla::always(sla::working_then_elapsed{sla::working{6h}, 12h}),
                           .steps = steps,
                           .options = {.breach = sla::breach_mode::recomputed}}}}},
        .choose = sla::policy_choice::all_matching};
}

/// One of many different lives of a ticket; 24 events.
std::vector<sla::event> life(const sla::policy_book& book, int n) {
    using sla::event;
    const sla::instant t = sys_days{2026y / 1 / 5} + 9h + hours{n * 13};
    const hours pace{1 + n % 7};
    const auto status = [&](int at, const char* name) {
        return event::status(t + at * pace, book.find_event_name(name));
    };
    const auto priority = [&](int at, const char* value) {
        return event::changed(t + at * pace, sla::attribute::priority,
                              book.find_value(sla::attribute::priority, value));
    };
    std::vector<event> out{event::created(t)};
    for (int day = 0; day < 3; ++day) {
        const int at = 8 * day;
        out.push_back(event::message(t + (at + 1) * pace, sla::actor::customer));
        out.push_back(status(at + 2, "waiting"));
        out.push_back(priority(at + 3, day % 2 == n % 2 ? "high" : "low"));
        out.push_back(status(at + 4, "open"));
        out.push_back(event::message(t + (at + 5) * pace, sla::actor::agent));
        if (n % 3 == day)
            out.push_back(event::due_at(t + (at + 5) * pace, *book.find_metric("resolution"),
                                        t + (at + 9) * pace));
        if (n % 3 == 0)
            out.push_back(event::tag_added(t + (at + 5) * pace, book.find_tag("partner")));
        out.push_back(event::of(t + (at + 6) * pace, sla::event_kind::resolved));
        out.push_back(event::of(t + (at + 8) * pace, sla::event_kind::reopened));
    }
    return out;
}

} // namespace

TEST_CASE("threads that share timelines get the verdicts and the cycles that one thread gets") {
    const sla::policy_book book = sla::compile(lively_desk(), zones()).value();
    const sla::ticket_attributes attributes = book.attributes({.priority = "low"});
    // Half of the timelines have their events in themselves, half look at an array that is shared.
    std::vector<std::vector<sla::event>> events;
    for (int n = 0; n < 24; ++n)
        events.push_back(life(book, n));
    std::vector<sla::timeline> tickets;
    for (std::size_t n = 0; n < events.size(); ++n)
        tickets.push_back(n % 2 == 0 ? sla::timeline::of(attributes, events[n]).value()
                                     : sla::timeline::over(attributes, events[n]).value());

    struct answers {
        std::vector<sla::evaluation> present;
        std::vector<std::vector<sla::verdict>> cycles;
        bool operator==(const answers&) const = default;
    };
    // From `first` on and around, so that threads meet at each ticket at different times.
    const auto judge = [&](std::size_t first) {
        answers out;
        out.present.resize(tickets.size());
        out.cycles.resize(tickets.size());
        for (std::size_t i = 0; i < tickets.size(); ++i) {
            const std::size_t n = (first + i) % tickets.size();
            const sla::instant now = events[n].back().at + 5h;
            out.present[n] = sla::evaluate(book, tickets[n], now);
            out.cycles[n] = sla::all_cycles(book, tickets[n], now);
        }
        return out;
    };
    const answers expected = judge(0);
    std::size_t paused = 0;
    std::size_t repeated = 0;
    for (const auto& cycles : expected.cycles)
        for (const sla::verdict& v : cycles) {
            if (v.started != sla::never && v.deadline != sla::never)
                paused += v.spent.elapsed + v.remaining.elapsed < v.deadline - v.started ? 1U : 0U;
            repeated += v.cycle > 0 ? 1U : 0U;
        }
    REQUIRE(paused > 0);
    REQUIRE(repeated > 0);

    std::vector<answers> found(threads);
    at_once(threads, [&](std::size_t i) {
        for (int again = 0; again < 8; ++again)
            found[i] = judge(i * 7);
    });
    for (const answers& some : found)
        CHECK((some == expected));
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
