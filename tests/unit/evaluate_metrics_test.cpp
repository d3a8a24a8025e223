// SPDX-License-Identifier: MIT
//
// Which events start and stop a clock.
#include "policy_desk.hpp"
#include <sla/evaluate.hpp>

#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <initializer_list>
#include <string>

using namespace std::chrono_literals;
using sla::actor;
using sla::clock_state;
using sla::event;
using sla::event_kind;
using sla::visibility;

namespace {

const sla::instant nine = desk::at(desk::monday, 9h);

sla::policy_book book_of(const sla::metric_definition& metric) {
    auto definition = desk::promising(metric.name, 4h);
    definition.metrics = {metric};
    return sla::compile(definition, desk::zones()).value();
}

/// The verdict on that metric with a limit of four hours, long after everything.
sla::verdict judge(const sla::metric_definition& metric, std::initializer_list<event> events) {
    const auto book = book_of(metric);
    const auto timeline = sla::timeline::of({}, events).value();
    return *sla::evaluate(book, timeline, nine + 100h).begin();
}

} // namespace

TEST_CASE("first response stops at the first message by an agent that the customer can see") {
    const auto v = judge(sla::first_response(),
                         {event::created(nine), event::message(nine + 40min, actor::agent),
                          event::message(nine + 50min, actor::agent)});
    CHECK(v.started == nine);
    CHECK(v.stopped == nine + 40min);
    CHECK(v.state == clock_state::met);
}

TEST_CASE("nobody else's message is a first response, and no note is") {
    const event others[] = {event::note(nine + 5min),
                            event::message(nine + 5min, actor::automation),
                            event::message(nine + 5min, actor::third_party),
                            event::message(nine + 5min, actor::customer),
                            event::message(nine + 5min, actor::automation, visibility::internal),
                            event::of(nine + 5min, event_kind::assigned),
                            event::of(nine + 5min, event_kind::acknowledged),
                            event::of(nine + 5min, event_kind::resolved)};
    for (const event& other : others) {
        const auto silent = judge(sla::first_response(), {event::created(nine), other});
        CHECK(silent.stopped == sla::never);
        CHECK(silent.state == clock_state::breached);
        const auto answered =
            judge(sla::first_response(),
                  {event::created(nine), other, event::message(nine + 1h, actor::agent)});
        CHECK(answered.stopped == nine + 1h);
        CHECK(answered.state == clock_state::met);
    }
}

TEST_CASE("an answer at the instant of the creation counts when it stands after it") {
    const auto v =
        judge(sla::first_response(), {event::created(nine), event::message(nine, actor::agent)});
    CHECK(v.stopped == nine);
    CHECK(v.state == clock_state::met);
    CHECK(v.spent.elapsed == 0ms);
}

TEST_CASE("a ticket made by an agent waits for an answer like any other") {
    const auto v = judge(sla::first_response(), {event::created(nine, actor::agent),
                                                 event::message(nine + 1h, actor::agent)});
    CHECK(v.started == nine);
    CHECK(v.stopped == nine + 1h);
}

TEST_CASE("resolution stops when the ticket is resolved, or closed without that") {
    CHECK(
        judge(sla::resolution(), {event::created(nine), event::of(nine + 1h, event_kind::resolved),
                                  event::of(nine + 2h, event_kind::closed)})
            .stopped == nine + 1h);
    CHECK(judge(sla::resolution(), {event::created(nine), event::of(nine + 2h, event_kind::closed)})
              .stopped == nine + 2h);
    CHECK(judge(sla::resolution(), {event::created(nine), event::of(nine + 1h, event_kind::fixed)})
              .stopped == sla::never);
}

TEST_CASE("a ticket that comes back keeps its first resolution") {
    const auto v = judge(sla::first_resolution(),
                         {event::created(nine), event::of(nine + 1h, event_kind::resolved),
                          event::of(nine + 2h, event_kind::reopened),
                          event::of(nine + 50h, event_kind::resolved)});
    CHECK(v.stopped == nine + 1h);
    CHECK(v.state == clock_state::met);
}

TEST_CASE("what reopening does to a clock is told by its mode") {
    using enum sla::reopen_mode;
    // An hour of work, two hours solved, half an hour of work: four hours are allowed.
    const auto judged = [](sla::reopen_mode mode) {
        return judge(sla::resolution(mode),
                     {event::created(nine), event::of(nine + 1h, event_kind::resolved),
                      event::of(nine + 3h, event_kind::reopened),
                      event::of(nine + 3h + 30min, event_kind::resolved)});
    };
    const auto unmoved = judged(ignore);
    CHECK(unmoved.stopped == nine + 1h);
    CHECK(unmoved.deadline == nine + 4h);
    CHECK(unmoved.spent.elapsed == 1h);

    const auto resumed = judged(resume);
    CHECK(resumed.started == nine);
    CHECK(resumed.deadline == nine + 4h);
    CHECK(resumed.spent.elapsed == 3h + 30min);

    const auto without_gap = judged(resume_without_gap);
    CHECK(without_gap.started == nine);
    CHECK(without_gap.stopped == nine + 3h + 30min);
    CHECK(without_gap.deadline == nine + 6h);
    CHECK(without_gap.spent.elapsed == 1h + 30min);
    CHECK(without_gap.cycle == 0);

    const auto another = judged(new_cycle);
    CHECK(another.started == nine + 3h);
    CHECK(another.deadline == nine + 7h);
    CHECK(another.spent.elapsed == 30min);
    CHECK(another.cycle == 1);
    for (const auto& v : {unmoved, resumed, without_gap, another})
        CHECK(v.state == clock_state::met);
}

// Found by the fuzz target: the overdue time was counted from a stop that the event had not been.
TEST_CASE("an event that stops and reopens a clock reopens it, under another limit, too") {
    auto metric =
        sla::paused_in_status(sla::resolution(sla::reopen_mode::resume_without_gap), {"waiting"});
    metric.stop.push_back(sla::on_custom("handed over"));
    metric.reopen.push_back(sla::on_custom("handed over"));
    auto definition = desk::promising({{.metric = metric.name,
                                        .rows = sla::by_priority({{"high", 4h}, {"low", 9h}}),
                                        .options = {.retarget = sla::retarget_mode::restart}}});
    definition.metrics = {metric};
    const auto book = sla::compile(definition, desk::zones()).value();
    const auto handed_over = [&](sla::instant t) {
        return event::custom(t, book.find_event_name("handed over"));
    };
    const auto ticket =
        sla::timeline::of(book.attributes({.priority = "high"}),
                          {event::created(nine), handed_over(nine + 1h),
                           event::changed(nine + 2h, sla::attribute::priority,
                                          book.find_value(sla::attribute::priority, "low")),
                           handed_over(nine + 3h),
                           event::status(nine + 20h, book.find_event_name("waiting"))})
            .value();
    const auto v = *sla::evaluate(book, ticket, nine + 100h).begin();
    CHECK(v.state == clock_state::breached);
    CHECK(v.deadline == nine + 12h);
    CHECK(v.paused_since == nine + 20h);
    CHECK(v.overdue.elapsed == 8h);
}

TEST_CASE("a pause does not count and its clock tells since when it lasts") {
    const auto book = book_of(sla::paused_in_status(sla::resolution(), {"waiting"}));
    const auto waiting = event::status(nine + 1h, book.find_event_name("waiting"));
    const auto open = event::status(nine + 3h, book.find_event_name("open"));
    const auto ticket = sla::timeline::of({}, {event::created(nine), waiting, open}).value();
    const auto at = [&](sla::instant now) { return *sla::evaluate(book, ticket, now).begin(); };

    const auto paused = at(nine + 2h);
    CHECK(paused.state == clock_state::paused);
    CHECK(paused.basis == sla::deadline_basis::projected);
    CHECK(paused.paused_since == nine + 1h);
    CHECK(paused.deadline == nine + 5h);
    CHECK(paused.counted == 1h);
    CHECK(paused.remaining.elapsed == 3h);
    CHECK(paused.next_change == sla::never);

    const auto resumed = at(nine + 4h);
    CHECK(resumed.state == clock_state::running);
    CHECK(resumed.basis == sla::deadline_basis::limit);
    CHECK(resumed.paused_since == sla::never);
    CHECK(resumed.deadline == nine + 6h);
    CHECK(resumed.counted == 2h);
}

TEST_CASE("a clock starts paused under a pause, and its limit waits") {
    const auto book = book_of(sla::paused_in_status(sla::repair(), {"waiting"}));
    const auto ticket =
        sla::timeline::of({}, {event::created(nine),
                               event::status(nine + 1h, book.find_event_name("waiting")),
                               event::of(nine + 2h, event_kind::confirmed),
                               event::status(nine + 10h, book.find_event_name("open"))})
            .value();
    CHECK(sla::evaluate(book, ticket, nine + 3h).begin()->state == clock_state::paused);
    CHECK(sla::evaluate(book, ticket, nine + 3h).begin()->paused_since == nine + 2h);
    CHECK(sla::evaluate(book, ticket, nine + 11h).begin()->deadline == nine + 14h);
}

TEST_CASE("a merged ticket is judged no more") {
    const auto v = judge(sla::resolution(),
                         {event::created(nine), event::of(nine + 1h, event_kind::merged_into)});
    CHECK(v.state == clock_state::cancelled);
    CHECK(v.stopped == nine + 1h);
    CHECK(v.breached_at == sla::never);
    CHECK(v.next_change == sla::never);
}

TEST_CASE("next response waits for the first answer, and from the oldest question unless told") {
    const std::initializer_list<event> events{
        event::created(nine), event::message(nine + 10min, actor::customer),
        event::message(nine + 20min, actor::agent), event::message(nine + 60min, actor::customer),
        event::message(nine + 90min, actor::customer)};
    const auto oldest = judge(sla::next_response(), events);
    CHECK(oldest.started == nine + 60min);
    CHECK(oldest.cycle == 0);
    CHECK(judge(sla::next_response(sla::response_anchor::latest_unanswered), events).started ==
          nine + 90min);
}

TEST_CASE("every update starts the wait for the next one") {
    const auto v = judge(sla::periodic_update(),
                         {event::created(nine), event::message(nine + 1h, actor::agent),
                          event::message(nine + 7h, actor::agent)});
    CHECK(v.cycle == 2);
    CHECK(v.past_breaches == 1);
    CHECK(v.started == nine + 7h);
    const auto rhythm = judge(sla::periodic_update(sla::recurrence::sequential),
                              {event::created(nine), event::message(nine + 1h, actor::agent)});
    CHECK(rhythm.started == nine + 4h);
    CHECK(rhythm.deadline == nine + 8h);
}

TEST_CASE("repair runs from the confirmation to the fix") {
    const auto v =
        judge(sla::repair(), {event::created(nine), event::of(nine + 10h, event_kind::confirmed),
                              event::of(nine + 13h, event_kind::fixed)});
    CHECK(v.started == nine + 10h);
    CHECK(v.deadline == nine + 14h);
    CHECK(v.stopped == nine + 13h);
    CHECK(v.state == clock_state::met);
}

TEST_CASE("what happened before the start stops nothing") {
    const auto v =
        judge(sla::repair(), {event::created(nine), event::of(nine + 1h, event_kind::fixed),
                              event::of(nine + 2h, event_kind::confirmed)});
    CHECK(v.started == nine + 2h);
    CHECK(v.stopped == sla::never);
}

TEST_CASE("a clock whose start has not happened has not started") {
    const auto v = judge(sla::repair(), {event::created(nine)});
    CHECK(v.state == clock_state::not_started);
    CHECK(v.limit.has_value());
    CHECK(v.started == sla::never);
    CHECK(v.stopped == sla::never);
    CHECK(v.deadline == sla::never);
    CHECK(v.breached_at == sla::never);
    CHECK(v.next_change == sla::never);
    CHECK(v.spent == sla::time_amount{});
    CHECK(v.remaining == sla::time_amount{.elapsed = sla::elapsed::max()});
    CHECK(v.overdue == sla::time_amount{});
}

TEST_CASE("acknowledgement and ownership stop at their events") {
    CHECK(judge(sla::acknowledgement(),
                {event::created(nine), event::of(nine + 1h, event_kind::acknowledged)})
              .stopped == nine + 1h);
    CHECK(
        judge(sla::ownership(), {event::created(nine), event::of(nine + 1h, event_kind::assigned)})
            .stopped == nine + 1h);
}

TEST_CASE("a host's own events start and stop clocks by their names") {
    const sla::metric_definition talk{.name = "talk",
                                      .start = {sla::on_custom("call began")},
                                      .stop = {sla::on_custom("call ended")}};
    const auto book = book_of(talk);
    const auto began = book.find_event_name("call began");
    const auto ended = book.find_event_name("call ended");
    const auto timeline =
        sla::timeline::of({},
                          {event::created(nine), event::custom(nine + 1min, sla::event_name::other),
                           event::custom(nine + 2min, ended), event::custom(nine + 3min, began),
                           event::status(nine + 4min, ended), event::custom(nine + 5min, ended)})
            .value();
    const auto v = *sla::evaluate(book, timeline, nine + 1h).begin();
    CHECK(v.started == nine + 3min);
    CHECK(v.stopped == nine + 5min);
}

TEST_CASE("a condition without a name means any status or custom event") {
    const sla::metric_definition first_touch{
        .name = "first touch",
        .start = {sla::on(event_kind::created)},
        .stop = {sla::on(event_kind::status_changed), sla::on(event_kind::custom)}};
    CHECK(
        judge(first_touch, {event::created(nine), event::status(nine + 1h, sla::event_name::other)})
            .stopped == nine + 1h);
    CHECK(judge(first_touch, {event::created(nine), event::custom(nine + 1h, {})}).stopped ==
          nine + 1h);
}

TEST_CASE("a status starts a clock when its name is meant") {
    const sla::metric_definition stage{.name = "in review",
                                       .start = {sla::on_status("review")},
                                       .stop = {sla::on(event_kind::status_changed)}};
    const auto book = book_of(stage);
    const auto timeline =
        sla::timeline::of({}, {event::created(nine),
                               event::status(nine + 1h, book.find_event_name("open")),
                               event::status(nine + 2h, book.find_event_name("review")),
                               event::status(nine + 3h, book.find_event_name("done"))})
            .value();
    const auto v = *sla::evaluate(book, timeline, nine + 10h).begin();
    CHECK(v.started == nine + 2h);
    CHECK(v.stopped == nine + 3h);
}

TEST_CASE("a condition can ask who did it") {
    const sla::metric_definition metric{
        .name = "self-service",
        .start = {sla::on(event_kind::created, actor::customer)},
        .stop = {{.kind = event_kind::resolved, .by = {actor::customer, actor::automation}}}};
    CHECK(judge(metric, {event::created(nine, actor::agent)}).state == clock_state::not_started);
    CHECK(judge(metric, {event::created(nine), event::of(nine + 1h, event_kind::resolved),
                         event::of(nine + 2h, event_kind::resolved, actor::automation)})
              .stopped == nine + 2h);
}

TEST_CASE("any of several events starts a clock, whichever comes first") {
    sla::metric_definition metric = sla::repair();
    metric.start.push_back(sla::on(event_kind::acknowledged));
    CHECK(judge(metric, {event::created(nine), event::of(nine + 1h, event_kind::acknowledged),
                         event::of(nine + 2h, event_kind::confirmed)})
              .started == nine + 1h);
}
