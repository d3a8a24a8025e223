// SPDX-License-Identifier: MIT
//
// Deadlines, states on both sides of them, and amounts.
#include "policy_desk.hpp"
#include <sla/evaluate.hpp>

#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <initializer_list>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

using namespace std::chrono_literals;
using sla::actor;
using sla::clock_state;
using sla::event;
using sla::event_kind;
using sla::time_amount;
using sla::working;

namespace {

const sla::instant friday_15h = desk::at(desk::friday, 15h);

sla::policy_book book_of(sla::target_duration within) {
    return sla::compile(desk::promising("resolution", within), desk::zones()).value();
}

/// The only verdict on a ticket that was created and perhaps resolved.
sla::verdict judge(const sla::policy_book& book, sla::instant created, sla::instant now,
                   std::optional<sla::instant> resolved = {}) {
    std::vector<event> events{event::created(created)};
    if (resolved)
        events.push_back(event::of(*resolved, event_kind::resolved));
    return *sla::evaluate(book, sla::timeline::of({}, events).value(), now).begin();
}

sla::instant deadline(sla::target_duration within, sla::instant created) {
    return judge(book_of(within), created, created).deadline;
}

} // namespace

TEST_CASE("each kind of duration has its own deadline") {
    // Friday 15:00, Monday to Friday nine to five.
    CHECK(deadline(4h, friday_15h) == desk::at(desk::friday, 19h));
    CHECK(deadline(working{4h}, friday_15h) == desk::at(desk::next_monday, 11h));
    CHECK(deadline(sla::business_days{1}, friday_15h) == desk::at(desk::next_monday, 15h));
    CHECK(deadline(sla::business_days{.count = 1, .end = sla::business_day_end::close},
                   friday_15h) == desk::at(desk::next_monday, 17h));
    CHECK(deadline(
              sla::business_days{
                  .count = 1, .end = sla::business_day_end::time_of_day, .at = 16h, .cut_off = 12h},
              friday_15h) == desk::at(desk::next_tuesday, 16h));
    CHECK(deadline(sla::calendar_days{2}, friday_15h) == desk::at(desk::friday + 2, 15h));
    CHECK(deadline(sla::calendar_weeks{1}, friday_15h) == desk::at(desk::friday + 7, 15h));
    using namespace std::chrono;
    CHECK(deadline(sla::calendar_months{1}, friday_15h) ==
          sla::instant{sys_days{2026y / April / 6} + 15h});
}

TEST_CASE("a wall-clock day keeps its time over a clock change and 24 hours do not") {
    using namespace std::chrono;
    auto definition = desk::promising("resolution", sla::calendar_days{1});
    definition.calendars[0].zone = "Berlin";
    // Saturday noon in Berlin, 11:00 UTC; the clocks go forward on Sunday 29 March.
    const sla::instant saturday_noon = sys_days{2026y / March / 28} + 11h;
    const auto by_wall_clock = sla::compile(definition, desk::zones()).value();
    CHECK(judge(by_wall_clock, saturday_noon, saturday_noon).deadline == saturday_noon + 23h);
    definition.policies[0].targets[0].rows = sla::always(24h);
    const auto by_stopwatch = sla::compile(definition, desk::zones()).value();
    CHECK(judge(by_stopwatch, saturday_noon, saturday_noon).deadline == saturday_noon + 24h);
}

TEST_CASE("an open clock runs up to and including its deadline and is breached after it") {
    const auto book = book_of(working{4h});
    const sla::instant due = desk::at(desk::next_monday, 11h);
    for (const sla::instant now : {friday_15h, due - 1ms, due}) {
        const auto v = judge(book, friday_15h, now);
        CHECK(v.state == clock_state::running);
        CHECK(v.breached_at == sla::never);
        CHECK(v.next_change == due + 1ms);
        CHECK(v.overdue == time_amount{0ms, working{}});
    }
    for (const sla::instant now : {due + 1ms, due + 100h}) {
        const auto v = judge(book, friday_15h, now);
        CHECK(v.state == clock_state::breached);
        CHECK(v.breached_at == due + 1ms);
        CHECK(v.next_change == sla::never);
        CHECK(v.remaining == time_amount{0ms, working{}});
    }
}

TEST_CASE("what is done at the deadline is met and one millisecond later it is not") {
    const auto book = book_of(working{4h});
    const sla::instant due = desk::at(desk::next_monday, 11h);
    const auto met = judge(book, friday_15h, due + 100h, due);
    CHECK(met.state == clock_state::met);
    CHECK(met.breached_at == sla::never);
    CHECK(met.next_change == sla::never);
    const auto late = judge(book, friday_15h, due + 100h, due + 1ms);
    CHECK(late.state == clock_state::breached);
    CHECK(late.breached_at == due + 1ms);
    CHECK(late.stopped == due + 1ms);
    CHECK(late.overdue.elapsed == 1ms);
}

TEST_CASE("the instant of a breach does not depend on when one looks") {
    const auto book = book_of(1h);
    const auto first = judge(book, friday_15h, friday_15h + 1h + 1ms).breached_at;
    CHECK(first == friday_15h + 1h + 1ms);
    CHECK(judge(book, friday_15h, friday_15h + 1000h).breached_at == first);
    CHECK(judge(book, friday_15h, friday_15h + 1000h, friday_15h + 2h).breached_at == first);
    CHECK(judge(book, friday_15h, first).state == clock_state::breached);
    CHECK(judge(book, friday_15h, first - 1ms).state == clock_state::running);
}

TEST_CASE("amounts are told in elapsed and in working time") {
    const auto book = book_of(working{4h});
    const auto running = judge(book, friday_15h, desk::at(desk::next_monday, 10h));
    CHECK(running.spent == time_amount{67h, working{3h}});
    CHECK(running.remaining == time_amount{1h, working{1h}});
    CHECK(running.overdue == time_amount{0ms, working{}});

    const auto late = judge(book, friday_15h, desk::at(desk::next_tuesday, 10h));
    CHECK(late.spent == time_amount{91h, working{11h}});
    CHECK(late.remaining == time_amount{0ms, working{}});
    CHECK(late.overdue == time_amount{23h, working{7h}});
}

TEST_CASE("the amounts of a stopped clock stay what they were") {
    const auto book = book_of(working{4h});
    const sla::instant resolved = desk::at(desk::next_monday, 9h) + 30min;
    const auto v = judge(book, friday_15h, resolved, resolved);
    CHECK(v.state == clock_state::met);
    CHECK(v.spent == time_amount{66h + 30min, working{2h + 30min}});
    CHECK(v.remaining == time_amount{1h + 30min, working{1h + 30min}});
    CHECK(judge(book, friday_15h, resolved + 1000h, resolved) == v);
}

TEST_CASE("without a calendar there is no working time") {
    auto definition = desk::promising("resolution", 4h);
    definition.policies[0].calendar = "";
    const auto book = sla::compile(definition, desk::zones()).value();
    const auto v = judge(book, friday_15h, friday_15h + 5h);
    CHECK(v.spent == time_amount{5h, std::nullopt});
    CHECK(v.remaining == time_amount{0ms, std::nullopt});
    CHECK(v.overdue == time_amount{1h, std::nullopt});
    CHECK(book.calendar_of(*v.limit) == nullptr);
}

TEST_CASE("a limit in elapsed time reports working time by the policy's calendar") {
    const auto v = judge(book_of(1h), friday_15h, friday_15h + 3h);
    CHECK(v.overdue == time_amount{2h, working{1h}});
}

TEST_CASE("a row's calendar goes before the target's and the target's before the policy's") {
    auto definition = desk::promising(
        {{.metric = "first response", .rows = sla::always(working{1h})},
         {.metric = "repair", .rows = sla::always(working{1h}), .calendar = "Target"},
         {.metric = "resolution",
          .rows = {{.within = working{1h}, .calendar = "Row"}},
          .calendar = "Target"}});
    definition.calendars.push_back(desk::office("Target"));
    definition.calendars.push_back(desk::office("Row"));
    const auto book = sla::compile(definition, desk::zones()).value();
    const auto timeline = sla::timeline::of({}, {event::created(friday_15h)}).value();
    const auto result = sla::evaluate(book, timeline, friday_15h);
    const auto calendar_of = [&](const char* metric) {
        return book.calendar_of(*result.find(book, metric)->limit)->name();
    };
    CHECK(calendar_of("first response") == "Office");
    CHECK(calendar_of("repair") == "Target");
    CHECK(calendar_of("resolution") == "Row");
}

TEST_CASE("the first row that fits gives the limit and none means nothing is promised") {
    const auto book =
        sla::compile(desk::promising(
                         {{.metric = "first response",
                           .rows = {{.match = {{sla::attribute::priority, {"P1"}},
                                               {sla::attribute::channel, {"phone", "chat"}}},
                                     .within = 10min},
                                    {.match = {{sla::attribute::priority, {"P1"}}}, .within = 1h}}},
                          {.metric = "resolution", .rows = sla::always(8h)}}),
                     desk::zones())
            .value();
    const auto response = [&](const sla::ticket_names& names) {
        const auto timeline =
            sla::timeline::of(book.attributes(names), {event::created(friday_15h)}).value();
        const auto result = sla::evaluate(book, timeline, friday_15h);
        CHECK(result.verdicts().size() == 2);
        CHECK(result.find(book, "resolution")->deadline == friday_15h + 8h);
        return *result.find(book, "first response");
    };
    const auto chat = response({.priority = "P1", .channel = "chat"});
    CHECK(chat.deadline == friday_15h + 10min);
    CHECK(book.within(*chat.limit) == sla::target_duration{10min});
    CHECK(response({.priority = "P1", .channel = "mail"}).deadline == friday_15h + 1h);
    CHECK(response({.priority = "P1"}).deadline == friday_15h + 1h);
    const auto none = response({.priority = "P2", .channel = "chat"});
    CHECK(none.state == clock_state::not_applicable);
    CHECK_FALSE(none.limit.has_value());
    CHECK(none.next_change == sla::never);
}

TEST_CASE("a ticket that no policy takes has no verdicts") {
    auto definition = desk::promising("resolution", 1h);
    definition.policies[0].when = sla::tier_is({"gold"});
    const auto book = sla::compile(definition, desk::zones()).value();
    const auto result = sla::evaluate(
        book, sla::timeline::of({}, {event::created(friday_15h)}).value(), friday_15h);
    CHECK_FALSE(result.policy().has_value());
    CHECK(result.verdicts().empty());
    CHECK(result.begin() == result.end());
    CHECK(result.next_change() == sla::never);
    CHECK(result.find(book, "resolution") == nullptr);
}

TEST_CASE("verdicts stand in the order of the policy's targets and are found by metric") {
    const auto book =
        sla::compile(desk::promising({{.metric = "resolution", .rows = sla::always(8h)},
                                      {.metric = "first response", .rows = sla::always(1h)}}),
                     desk::zones())
            .value();
    const auto result = sla::evaluate(
        book, sla::timeline::of({}, {event::created(friday_15h)}).value(), friday_15h);
    REQUIRE(result.verdicts().size() == 2);
    CHECK(result.policy() == book.find_policy("Everybody"));
    CHECK(book.name(result.verdicts()[0].metric) == "resolution");
    CHECK(book.name(result.verdicts()[1].metric) == "first response");
    CHECK(result.find(*book.find_metric("first response")) == &result.verdicts()[1]);
    CHECK(result.find(book, "repair") == nullptr);
    CHECK(result.find(book, "no such metric") == nullptr);
    CHECK(result.next_change() == friday_15h + 1h + 1ms);
}

TEST_CASE("events after now do not exist") {
    const auto book =
        sla::compile(desk::promising({{.metric = "first response", .rows = sla::always(1h)},
                                      {.metric = "resolution", .rows = sla::always(8h)}}),
                     desk::zones())
            .value();
    const std::vector<event> events{event::created(friday_15h),
                                    event::message(friday_15h + 30min, actor::agent),
                                    event::of(friday_15h + 2h, event_kind::resolved)};
    const auto all = sla::timeline::of({}, events).value();
    for (std::size_t known = 1; known <= events.size(); ++known) {
        const auto some = sla::timeline::of({}, std::span{events}.first(known)).value();
        const sla::instant now =
            known < events.size() ? events[known].at - 1ms : events.back().at + 100h;
        CHECK(sla::evaluate(book, all, now) == sla::evaluate(book, some, now));
    }
    const auto before = sla::evaluate(book, all, friday_15h - 1ms);
    REQUIRE(before.verdicts().size() == 2);
    for (const sla::verdict& v : before) {
        CHECK(v.state == clock_state::not_started);
        // Nothing is due, so no time is left or used up.
        CHECK(v.deadline == sla::never);
        CHECK(v.remaining.elapsed == sla::elapsed::max());
        CHECK(v.share() == 0.0);
    }
    // At the instant of an event it has happened.
    CHECK(sla::evaluate(book, all, friday_15h).find(book, "resolution")->state ==
          clock_state::running);
    CHECK(sla::evaluate(book, all, friday_15h + 2h).find(book, "resolution")->state ==
          clock_state::met);
}

TEST_CASE("a deadline beyond the range is never and its clock runs until it is stopped") {
    const auto book = book_of(working{4h});
    const sla::instant late = sla::end_of_range - 1h;
    const auto open = judge(book, late, sla::end_of_range - 1ms);
    CHECK(open.deadline == sla::never);
    CHECK(open.state == clock_state::running);
    CHECK(open.next_change == sla::never);
    CHECK(open.remaining == time_amount{sla::elapsed::max(), std::nullopt});
    CHECK(open.overdue == time_amount{});
    const auto stopped = judge(book, late, sla::end_of_range - 1ms, late + 1min);
    CHECK(stopped.deadline == sla::never);
    CHECK(stopped.state == clock_state::met);

    CHECK(deadline(1h, sla::end_of_range - 1h) == sla::never);
    CHECK(deadline(1h, sla::end_of_range - 1h - 1ms) == sla::end_of_range - 1ms);
    CHECK(deadline(sla::calendar_weeks{1}, late) == sla::never);
}

TEST_CASE("any instant can be asked about") {
    const auto book = book_of(working{4h});
    CHECK(judge(book, friday_15h, sla::instant::min()).state == clock_state::not_started);
    CHECK(judge(book, friday_15h, sla::first_instant - 1ms).state == clock_state::not_started);
    for (const sla::instant now : {sla::end_of_range - 1ms, sla::end_of_range, sla::never}) {
        const auto v = judge(book, friday_15h, now);
        CHECK(v.state == clock_state::breached);
        CHECK(v.overdue.elapsed == now - v.deadline);
        CHECK(v.overdue.working ==
              book.find_calendar("Office")->between(v.deadline, sla::end_of_range));
    }
}

TEST_CASE("what starts after the cut-off is due on the next business day") {
    const auto book = book_of(sla::business_days{
        .count = 0, .end = sla::business_day_end::time_of_day, .at = 16h, .cut_off = 14h});
    CHECK(judge(book, desk::at(desk::friday, 14h), friday_15h).deadline ==
          desk::at(desk::friday, 16h));
    CHECK(judge(book, friday_15h, friday_15h).deadline == desk::at(desk::next_monday, 16h));
}

TEST_CASE("a clock that starts after its deadline is late at once and not before") {
    // Due by 02:30 for what starts by 02:30, on the night when Berlin's clocks show it twice: at
    // the second 02:15 the first 02:30 is past.
    using namespace std::chrono;
    auto definition =
        desk::promising("resolution", sla::business_days{.count = 0,
                                                         .end = sla::business_day_end::time_of_day,
                                                         .at = 2h + 30min,
                                                         .cut_off = 2h + 30min});
    definition.calendars[0].zone = "Berlin";
    definition.calendars[0].hours = sla::around_the_clock();
    const auto book = sla::compile(definition, desk::zones()).value();
    const sla::instant second_quarter_past = sys_days{2026y / October / 25} + 1h + 15min;
    const auto v = judge(book, second_quarter_past, second_quarter_past);
    CHECK(v.deadline == second_quarter_past - 45min);
    CHECK(v.state == clock_state::breached);
    CHECK(v.breached_at == second_quarter_past);
    // Amounts are those of the running clock, which did not run before it started.
    CHECK(v.overdue.elapsed == 0ms);
    CHECK(judge(book, second_quarter_past, second_quarter_past + 1h).overdue.elapsed == 1h);
    CHECK(judge(book, second_quarter_past, second_quarter_past - 1ms).state ==
          clock_state::not_started);
    CHECK(judge(book, second_quarter_past, second_quarter_past, second_quarter_past).state ==
          clock_state::breached);
}

TEST_CASE("evaluation promises not to throw and its values are plain") {
    const auto book = book_of(1h);
    const auto timeline = sla::timeline::of({}, {event::created(friday_15h)}).value();
    STATIC_CHECK(noexcept(sla::evaluate(book, timeline, friday_15h)));
    STATIC_CHECK(std::is_nothrow_copy_constructible_v<sla::evaluation>);
    STATIC_CHECK(std::is_trivially_destructible_v<sla::evaluation>);
    STATIC_CHECK(std::is_trivially_copyable_v<sla::verdict>);
    STATIC_CHECK(std::is_trivially_copyable_v<sla::timeline>);
    STATIC_CHECK(std::is_trivially_copyable_v<sla::ticket_attributes>);
    STATIC_CHECK(std::is_trivially_copyable_v<event>);
    STATIC_CHECK(sizeof(event) == 40);
    CHECK(sla::evaluate(book, timeline, friday_15h) == sla::evaluate(book, timeline, friday_15h));
}
