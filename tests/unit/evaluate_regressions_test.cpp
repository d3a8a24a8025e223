// SPDX-License-Identifier: MIT
//
// Mistakes that were made once, each with the smallest ticket that shows it.
#include "policy_desk.hpp"
#include <sla/evaluate.hpp>
#include <sla/metrics.hpp>

#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

using namespace std::chrono;
using namespace std::chrono_literals;
using desk::at;
using desk::monday;
using desk::tuesday;
using sla::clock_state;
using sla::event;
using sla::event_kind;
using sla::never;

namespace {

/// Open on two days only, from 8 to 11 o'clock: never again after Monday.
sla::calendar_definition two_days() {
    return {
        .name = "Two days",
        .zone = "UTC",
        .exceptions = {
            {.first = 2026y / February / 20,
             .mode = sla::exception_mode::add,
             .ranges = {{8h, 11h}}},
            {.first = 2026y / March / 2, .mode = sla::exception_mode::add, .ranges = {{8h, 11h}}}}};
}

/// Five policies that all hold, each with a target for the same eight metrics: 40 clocks.
sla::book_definition forty_clocks() {
    sla::book_definition d{.metrics = {}, .choose = sla::policy_choice::all_matching};
    for (int m = 0; m < 8; ++m) {
        d.metrics.push_back(sla::first_response());
        d.metrics.back().name = "m" + std::to_string(m);
    }
    for (int p = 0; p < 5; ++p) {
        d.policies.push_back({.name = "p" + std::to_string(p)});
        for (const sla::metric_definition& m : d.metrics)
            d.policies.back().targets.push_back({.metric = m.name, .rows = sla::always(1h)});
    }
    return d;
}

} // namespace

TEST_CASE(
    "a credit that begins with a due time by hand is foreseen in a pause, be it late already") {
    sla::metric_definition metric = sla::first_resolution();
    metric.pause = {sla::on_status("wait")};
    metric.resume = {sla::on_status_not_in({"wait"})};
    const sla::policy_book book =
        sla::compile(
            sla::book_definition{
                .calendars = {desk::office()},
                .metrics = {metric},
                .policies = {{.name = "urgent",
                              .when = sla::priority_is({"P1"}),
                              .targets = {{.metric = metric.name, .rows = sla::always(1h)}}},
                             {.name = "others",
                              .targets = {{.metric = metric.name,
                                           .rows = sla::always(8h),
                                           .credits = {{.due = {.hundredths = 1000}}}}}}}},
            desk::zones())
            .value();
    // Late as P1, and late it stays; due at 14:00 as P2, paused from noon on.
    const sla::timeline ticket =
        sla::timeline::of(book.attributes({.priority = "P1"}),
                          {event::created(at(monday, 9h)),
                           event::changed(at(monday, 11h), sla::attribute::priority,
                                          book.find_value(sla::attribute::priority, "P2")),
                           event::due_at(at(monday, 11h + 30min), *book.find_metric(metric.name),
                                         at(monday, 14h)),
                           event::status(at(monday, 12h), book.find_event_name("wait"))})
            .value();
    const sla::evaluation paused = sla::evaluate(book, ticket, at(monday, 12h + 30min));
    CHECK(paused.begin()->credit_band == 0);
    CHECK(paused.next_change() == at(monday, 14h + 1ms));
    const sla::evaluation then = sla::evaluate(book, ticket, at(monday, 14h + 1ms));
    CHECK(then.begin()->credit_band == 1);
    CHECK(then.next_change() == never);
}

TEST_CASE("a clock that found no room is counted once, however much happens") {
    sla::book_definition d = forty_clocks();
    const sla::policy_book book = sla::compile(d, desk::zones()).value();
    const sla::timeline changes =
        sla::timeline::of(
            book.attributes({.priority = "a"}),
            {event::created(at(monday, 9h)),
             event::changed(at(monday, 10h), sla::attribute::priority, sla::value_id::other),
             event::changed(at(monday, 11h), sla::attribute::priority, sla::value_id::none)})
            .value();
    for (const auto hour : {9h, 10h, 12h})
        CHECK(sla::evaluate(book, changes, at(monday, hour)).omitted() == 8);

    d.versions = sla::version_choice::at_each_event;
    d.policies[4].effective_from = at(-30, 0h);
    const sla::policy_book dated = sla::compile(d, desk::zones()).value();
    const sla::timeline notes =
        sla::timeline::of(dated.attributes({}),
                          {event::created(at(monday, 9h)), event::note(at(monday, 10h)),
                           event::note(at(monday, 11h))})
            .value();
    for (const auto hour : {9h, 10h, 12h})
        CHECK(sla::evaluate(dated, notes, at(monday, hour)).omitted() == 8);
}

TEST_CASE("a clock that was reset when its start hours never come again has no deadline") {
    sla::metric_definition metric = sla::first_resolution();
    metric.reset = {sla::on_custom("again")};
    const sla::policy_book book =
        sla::compile(
            sla::book_definition{
                .calendars = {two_days()},
                .metrics = {metric},
                .policies = {{.name = "all",
                              .targets = {{.metric = metric.name,
                                           .rows = sla::always(4h),
                                           .options = {.start_hours = "Two days"}}}}}},
            desk::zones())
            .value();
    const sla::timeline ticket =
        sla::timeline::of(book.attributes({}),
                          {event::created(at(monday, 9h)),
                           event::custom(at(monday, 12h), book.find_event_name("again")),
                           event::of(at(monday, 15h), event_kind::resolved)})
            .value();
    CHECK(sla::evaluate(book, ticket, at(monday, 10h)).begin()->deadline == at(monday, 13h));
    const sla::evaluation waits = sla::evaluate(book, ticket, at(monday, 12h));
    CHECK(waits.begin()->state == clock_state::not_started);
    CHECK(waits.begin()->deadline == never);
    const sla::evaluation solved = sla::evaluate(book, ticket, at(monday, 15h));
    CHECK(solved.begin()->state == clock_state::met);
    CHECK(solved.begin()->deadline == never);
    CHECK(solved.begin()->basis == sla::deadline_basis::none);
    CHECK(solved.begin()->allowed == 0ms);
    CHECK(solved.begin()->remaining.elapsed == sla::elapsed::max());
}

TEST_CASE("an allowance gives nothing to a business day that never comes") {
    sla::book_definition d{
        .calendars = {two_days()},
        .policies = {{.name = "all",
                      .calendar = "Two days",
                      .targets = {{.metric = "resolution",
                                   .rows = sla::always(sla::business_days{
                                       .count = 1, .end = sla::business_day_end::close})}}}}};
    for (const auto allowance : {0min, 45min}) {
        if (allowance > 0min)
            d.policies[0].targets[0].options.out_of_hours = sla::elapsed{allowance};
        const sla::policy_book book = sla::compile(d, desk::zones()).value();
        const sla::timeline ticket =
            sla::timeline::of(book.attributes({}), {event::created(at(tuesday, 9h))}).value();
        const sla::evaluation now = sla::evaluate(book, ticket, at(tuesday, 12h));
        CHECK(now.begin()->deadline == never);
        CHECK(now.begin()->allowed == 0ms);
    }
}
