// SPDX-License-Identifier: MIT
//
// Plans, and the verdicts that they write. How columns are read and written is in
// bulk_columns_test.cpp; that every row is what `evaluate` says of it, in tests/property.
#include "bulk_desk.hpp"
#include <sla/bulk.hpp>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

using namespace std::chrono_literals;
using desk::clock_columns;
using desk::column;
using desk::ms;
using desk::none;
using desk::ticks;
using sla::attribute;
using sla::bulk_kernels;
using sla::bulk_layout;
using sla::clock_state;
using sla::event;
using sla::event_kind;
using sla::time_column;
using strings = std::vector<std::string>;

namespace {

sla::metric_id metric(const sla::policy_book& book, const char* name) {
    return *book.find_metric(name);
}

/// Two columns, the first reply and the solution, and the priority as a number: urgent, normal.
bulk_layout replies(const sla::policy_book& book) {
    return {.dictionaries = {{attribute::priority,
                              {book.find_value(attribute::priority, "urgent"),
                               book.find_value(attribute::priority, "normal")}}},
            .events = {event::message({}, sla::actor::agent), event::of({}, event_kind::resolved)},
            .metrics = {metric(book, "first response"), metric(book, "resolution")}};
}

/// One metric, nothing but the creation and a reply.
bulk_layout first_reply(const sla::policy_book& book) {
    return {.events = {event::message({}, sla::actor::agent)},
            .metrics = {metric(book, "first response")}};
}

std::vector<std::optional<bulk_kernels>> all_kernels() {
    return {std::nullopt, bulk_kernels::none, bulk_kernels::plain, bulk_kernels::avx2,
            bulk_kernels::avx512};
}

/// Four urgent tickets with four working hours; the last column says how they stand next Monday
/// at ten.
struct urgent_desk {
    sla::instant friday = desk::at(desk::friday, 15h);
    sla::instant monday = desk::at(desk::next_monday, 11h); ///< When they are due.
    sla::instant now = desk::at(desk::next_monday, 10h);
};

} // namespace

// -- the essay
// -------------------------------------------------------------------------------------

TEST_CASE("a layout and columns become deadlines, states and a count") {
    const sla::policy_book book = desk::two_clocks();
    const auto urgent = book.find_value(attribute::priority, "urgent");
    const auto normal = book.find_value(attribute::priority, "normal");
    const auto first_response = metric(book, "first response");
    const auto resolution = metric(book, "resolution");

    bulk_layout layout;
    layout.dictionaries = {{attribute::priority, {urgent, normal}}};
    layout.events = {event::message({}, sla::actor::agent), event::of({}, event_kind::resolved)};
    layout.metrics = {first_response, resolution};
    const sla::bulk_plan plan = sla::compile(book, layout).value();

    const sla::instant friday = desk::at(desk::friday, 15h);
    const sla::instant monday = desk::at(desk::next_monday, 0h);
    const ticks created{ms(friday), ms(friday), ms(friday)};
    const ticks replied{ms(monday + 11h), none, ms(monday + 15h + 1ms)};
    const ticks solved{none, ms(friday + 24h), ms(friday - 1ms)};
    const std::array<std::uint8_t, 3> priority{0, 1, 1};
    const std::array attributes{sla::id_column{priority.data()}};
    const std::array events{column(replied), column(solved)};
    const sla::bulk_input input{.created = column(created),
                                .attributes = attributes,
                                .events = events,
                                .now = monday + 12h};

    std::array<std::uint8_t, 3> state{};
    ticks deadline(3);
    ticks resolve_by(3);
    const std::array metrics{
        sla::metric_output{.state = state.data(), .deadline = {deadline.data()}},
        sla::metric_output{.deadline = {resolve_by.data()}}};
    const sla::bulk_counts counts = plan.run(input, {.metrics = metrics}, 0, 3);

    CHECK(deadline[0] == ms(monday + 11h));
    CHECK(state[0] == static_cast<std::uint8_t>(clock_state::met));
    CHECK(deadline[1] == ms(monday + 15h));
    CHECK(state[1] == static_cast<std::uint8_t>(clock_state::running));
    CHECK(resolve_by[0] == ms(friday + 24h));
    CHECK(resolve_by[1] == ms(friday + 24h));
    // Solved before it was created.
    CHECK(state[2] == static_cast<std::uint8_t>(sla::row_error::before_created));
    CHECK(deadline[2] == none);
    CHECK(resolve_by[2] == none);
    CHECK(counts.rows == 3);
    CHECK(counts.errors == 1);
    CHECK(counts.of(sla::row_error::before_created) == 1);
}

// -- verdicts
// --------------------------------------------------------------------------------------

TEST_CASE("a clock that was stopped in time, and one that was stopped one millisecond late") {
    const urgent_desk at;
    const auto book = desk::one_clock("first response", sla::working{4h});
    const auto plan = sla::compile(book, first_reply(book),
                                   {.kernels = GENERATE(bulk_kernels::none, bulk_kernels::plain,
                                                        bulk_kernels::avx2, bulk_kernels::avx512)})
                          .value();
    const ticks created(2, ms(at.friday));
    const ticks replied{ms(at.monday), ms(at.monday + 1ms)};
    const std::array events{column(replied)};
    const desk::one_clock_run run{
        plan, {.created = column(created), .events = events, .now = at.monday + 100h}, 2};
    const clock_columns& saw = run.clock;
    CHECK(saw.state_of(0) == clock_state::met);
    CHECK(saw.state_of(1) == clock_state::breached);
    CHECK(saw.deadline == ticks(2, ms(at.monday)));
    CHECK(saw.breached_at == ticks{none, ms(at.monday + 1ms)});
    CHECK(saw.remaining == ticks{0, 0});
    CHECK(saw.overdue == ticks{0, 1});
    CHECK(saw.working_remaining == ticks{0, 0});
    CHECK(saw.working_overdue == ticks{0, 1});
    CHECK(saw.next_change == ticks{none, none});
    CHECK(saw.share[0] == 1.0);
    CHECK(saw.share[1] == 14'400'001.0 / 14'400'000.0);
    CHECK(run.counts == sla::bulk_counts{.rows = 2});
}

TEST_CASE("a clock that runs, exactly at its deadline and one millisecond later") {
    const urgent_desk at;
    const auto book = desk::one_clock("first response", sla::working{4h});
    const auto plan = sla::compile(book, first_reply(book),
                                   {.kernels = GENERATE(bulk_kernels::none, bulk_kernels::plain,
                                                        bulk_kernels::avx2, bulk_kernels::avx512)})
                          .value();
    const ticks created(3, ms(at.friday));
    const ticks replied(3, none);
    const ticks now{ms(at.now), ms(at.monday), ms(at.monday + 1ms)};
    const std::array events{column(replied)};
    const desk::one_clock_run run{
        plan, {.created = column(created), .events = events, .now_of_row = column(now)}, 3};
    const clock_columns& saw = run.clock;
    CHECK(saw.state_of(0) == clock_state::running);
    CHECK(saw.state_of(1) == clock_state::running);
    CHECK(saw.state_of(2) == clock_state::breached);
    CHECK(saw.breached_at == ticks{none, none, ms(at.monday + 1ms)});
    CHECK(saw.remaining == ticks{ms(1h), 0, 0});
    CHECK(saw.working_remaining == ticks{ms(1h), 0, 0});
    CHECK(saw.overdue == ticks{0, 0, 1});
    CHECK(saw.working_overdue == ticks{0, 0, 1});
    CHECK(saw.next_change == ticks{ms(at.monday + 1ms), ms(at.monday + 1ms), none});
    CHECK(saw.share[0] == 0.75);
    CHECK(saw.share[1] == 1.0);
}

TEST_CASE("what is overdue in elapsed time and in working time") {
    // Due on Saturday at 15:00, looked at on Monday at 10:00.
    const urgent_desk at;
    const auto book = desk::one_clock("first response", 24h);
    const auto plan = sla::compile(book, first_reply(book),
                                   {.kernels = GENERATE(bulk_kernels::none, bulk_kernels::plain,
                                                        bulk_kernels::avx2, bulk_kernels::avx512)})
                          .value();
    const ticks created{ms(at.friday), ms(at.now - 12h)};
    const ticks replied(2, none);
    const std::array events{column(replied)};
    const desk::one_clock_run run{
        plan, {.created = column(created), .events = events, .now = at.now}, 2};
    const clock_columns& saw = run.clock;
    CHECK(saw.state_of(0) == clock_state::breached);
    CHECK(saw.deadline == ticks{ms(at.friday + 24h), ms(at.now + 12h)});
    CHECK(saw.breached_at[0] == ms(at.friday + 24h + 1ms));
    CHECK(saw.overdue == ticks{ms(43h), 0});
    CHECK(saw.working_overdue == ticks{ms(1h), 0});
    // Of Monday's hours seven are left until 22:00.
    CHECK(saw.remaining == ticks{0, ms(12h)});
    CHECK(saw.working_remaining == ticks{0, ms(7h)});
    CHECK(saw.share[0] == 67.0 / 24.0);
    CHECK(saw.share[1] == 0.5);
}

TEST_CASE("where no calendar is named there is no working time") {
    sla::book_definition definition = desk::promising("first response", 24h);
    definition.policies[0].calendar.clear();
    const auto book = sla::compile(definition, desk::zones()).value();
    const auto plan = sla::compile(book, first_reply(book)).value();
    const urgent_desk at;
    const ticks created{ms(at.friday)};
    const ticks replied{none};
    const std::array events{column(replied)};
    const desk::one_clock_run run{
        plan, {.created = column(created), .events = events, .now = at.now}, 1};
    CHECK(run.clock.working_remaining == ticks{none});
    CHECK(run.clock.working_overdue == ticks{none});
    CHECK(run.clock.overdue == ticks{ms(43h)});
}

TEST_CASE("strictly before: who answers at the deadline is late") {
    const urgent_desk at;
    const auto book = desk::one_clock("first response", sla::working{4h},
                                      {.met = sla::met_when::strictly_before});
    const auto plan = sla::compile(book, first_reply(book)).value();
    const ticks created(2, ms(at.friday));
    const ticks replied{ms(at.monday - 1ms), ms(at.monday)};
    const std::array events{column(replied)};
    const desk::one_clock_run run{
        plan, {.created = column(created), .events = events, .now = at.monday + 1h}, 2};
    CHECK(run.clock.state_of(0) == clock_state::met);
    CHECK(run.clock.state_of(1) == clock_state::breached);
    CHECK(run.clock.breached_at == ticks{none, ms(at.monday)});
}

TEST_CASE("policies of one table differ in whether an answer at the deadline is late") {
    const urgent_desk at;
    sla::book_definition definition =
        desk::promising({{.metric = "first response", .rows = sla::always(sla::working{4h})}});
    definition.policies.push_back(definition.policies.front());
    definition.policies[0].name = "Gold";
    definition.policies[0].when = sla::tier_is({"gold"});
    definition.policies[0].targets[0].options.met = sla::met_when::strictly_before;
    const auto book = sla::compile(definition, desk::zones()).value();
    bulk_layout layout = first_reply(book);
    layout.dictionaries = {{attribute::tier, {book.find_value(attribute::tier, "gold")}}};
    const auto plan = sla::compile(book, layout).value();
    CHECK(plan.is_fast(0));
    const ticks created(4, ms(at.friday));
    const ticks replied{ms(at.monday), ms(at.monday), ms(at.monday - 1ms), ms(at.monday + 1ms)};
    const std::array<std::int8_t, 4> tier{0, -1, 0, -1};
    const std::array attributes{sla::id_column{tier.data()}};
    const std::array events{column(replied)};
    const desk::one_clock_run run{plan,
                                  {.created = column(created),
                                   .attributes = attributes,
                                   .events = events,
                                   .now = at.monday + 1h},
                                  4};
    CHECK(run.clock.state_of(0) == clock_state::breached);
    CHECK(run.clock.state_of(1) == clock_state::met);
    CHECK(run.clock.state_of(2) == clock_state::met);
    CHECK(run.clock.state_of(3) == clock_state::breached);
    CHECK(run.clock.breached_at == ticks{ms(at.monday), none, none, ms(at.monday + 1ms)});

    // Asked for alone, states take a shorter way.
    std::vector<std::uint8_t> states(4, 77);
    const sla::metric_output only{.state = states.data()};
    plan.run({.created = column(created),
              .attributes = attributes,
              .events = events,
              .now = at.monday + 1h},
             {.metrics = {&only, 1}}, 0, 4);
    CHECK(states == run.clock.state);
}

TEST_CASE("a limit that fits exactly into the day ends at the close or at the next opening") {
    const sla::instant monday = desk::at(desk::monday, 9h);
    const auto fit = GENERATE(sla::exact_fit::close, sla::exact_fit::next_open);
    const auto book = desk::one_clock("first response", sla::working{8h}, {.fit = fit});
    const auto plan = sla::compile(book, first_reply(book)).value();
    const ticks created{ms(monday)};
    const ticks replied{none};
    const std::array events{column(replied)};
    const desk::one_clock_run run{
        plan, {.created = column(created), .events = events, .now = monday}, 1};
    CHECK(run.clock.deadline ==
          ticks{ms(fit == sla::exact_fit::close ? monday + 8h : monday + 24h)});
}

TEST_CASE("a ticket without a limit, or without a policy, has no deadline and is not applicable") {
    sla::book_definition definition = desk::promising(
        {{.metric = "first response", .rows = sla::by_priority({{"urgent", sla::working{4h}}})}});
    definition.policies[0].when = sla::tier_is({"gold"});
    const auto book = sla::compile(definition, desk::zones()).value();
    const auto gold = book.find_value(attribute::tier, "gold");
    const auto urgent = book.find_value(attribute::priority, "urgent");
    bulk_layout layout = first_reply(book);
    layout.dictionaries = {{attribute::tier, {gold, sla::value_id::other}},
                           {attribute::priority, {urgent, sla::value_id::other}}};
    const auto plan = sla::compile(book, layout).value();

    const urgent_desk at;
    const ticks created(3, ms(at.friday));
    const ticks replied(3, none);
    const std::array events{column(replied)};
    const std::array<std::uint8_t, 3> tier{0, 0, 1};
    const std::array<std::uint8_t, 3> priority{0, 1, 0};
    const std::array attributes{sla::id_column{tier.data()}, sla::id_column{priority.data()}};
    const desk::one_clock_run run{
        plan,
        {.created = column(created), .attributes = attributes, .events = events, .now = at.now},
        3};
    const clock_columns& saw = run.clock;
    CHECK(saw.state_of(0) == clock_state::running);
    CHECK(saw.state_of(1) == clock_state::not_applicable);
    CHECK(saw.state_of(2) == clock_state::not_applicable);
    CHECK(saw.deadline == ticks{ms(at.monday), none, none});
    CHECK(saw.remaining == ticks{ms(1h), none, none});
    CHECK(saw.next_change == ticks{ms(at.monday + 1ms), none, none});
    CHECK(saw.share == std::vector<double>{0.75, 0, 0});
    CHECK(run.counts.errors == 0);
}

TEST_CASE("before its creation a ticket's clock has not started") {
    const urgent_desk at;
    const auto book = desk::one_clock("first response", sla::working{4h});
    const auto plan = sla::compile(book, first_reply(book)).value();
    const ticks created(2, ms(at.friday));
    const ticks replied(2, none);
    const ticks now{ms(at.friday - 1ms), ms(at.friday)};
    const std::array events{column(replied)};
    const desk::one_clock_run run{
        plan, {.created = column(created), .events = events, .now_of_row = column(now)}, 2};
    const auto early = sla::evaluate(
        book, sla::timeline::of({}, {event::created(at.friday)}).value(), at.friday - 1ms);
    const sla::verdict* const expected = early.find(book, "first response");
    CHECK(run.clock.state_of(0) ==
          (expected != nullptr ? expected->state : clock_state::not_applicable));
    CHECK(run.clock.state_of(1) == clock_state::running);
    CHECK(run.clock.deadline == ticks{none, ms(at.monday)});
    CHECK(run.counts.errors == 0);
}

TEST_CASE("what happens after now does not exist") {
    const urgent_desk at;
    const auto book = desk::one_clock("first response", sla::working{4h});
    const auto plan = sla::compile(book, first_reply(book)).value();
    const ticks created(2, ms(at.friday));
    const ticks replied{ms(at.now + 1ms), ms(at.now)};
    const std::array events{column(replied)};
    const desk::one_clock_run run{
        plan, {.created = column(created), .events = events, .now = at.now}, 2};
    CHECK(run.clock.state_of(0) == clock_state::running);
    CHECK(run.clock.state_of(1) == clock_state::met);
}

TEST_CASE("the first column that stops a clock counts, whatever the order of columns is") {
    const urgent_desk at;
    const auto book = desk::one_clock("first response", sla::working{4h});
    bulk_layout layout = first_reply(book);
    layout.events.push_back(layout.events.front());
    const auto plan = sla::compile(book, layout).value();
    const ticks created(2, ms(at.friday));
    const ticks later{ms(at.monday + 1ms), ms(at.monday)};
    const ticks sooner{ms(at.monday), ms(at.monday + 1ms)};
    const std::array events{column(later), column(sooner)};
    const desk::one_clock_run run{
        plan, {.created = column(created), .events = events, .now = at.monday + 1h}, 2};
    CHECK(run.clock.state_of(0) == clock_state::met);
    CHECK(run.clock.state_of(1) == clock_state::met);
}

TEST_CASE("a reply at the instant of the creation answers it") {
    const urgent_desk at;
    const auto book = desk::one_clock("first response", sla::working{4h});
    const auto plan = sla::compile(book, first_reply(book)).value();
    const ticks created{ms(at.friday)};
    const std::array events{column(created)};
    const desk::one_clock_run run{
        plan, {.created = column(created), .events = events, .now = at.friday}, 1};
    CHECK(run.clock.state_of(0) == clock_state::met);
    CHECK(run.clock.share[0] == 0);
    CHECK(run.clock.remaining == ticks{ms(at.monday - at.friday)});
}

TEST_CASE("columns at one instant happen in their order") {
    // Solved and reopened at once: open. Reopened and solved at once: solved.
    const auto book = desk::one_clock("resolution", 24h);
    const sla::instant t = desk::at(desk::monday, 10h);
    const bool solved_first = GENERATE(true, false);
    const event solved = event::of({}, event_kind::resolved);
    const event reopened = event::of({}, event_kind::reopened);
    const bulk_layout layout{.events = solved_first ? std::vector{solved, reopened}
                                                    : std::vector{reopened, solved},
                             .metrics = {metric(book, "resolution")}};
    const auto plan = sla::compile(book, layout).value();
    const ticks created{ms(t)};
    const ticks at{ms(t + 1h)};
    const std::array events{column(at), column(at)};
    const desk::one_clock_run run{
        plan, {.created = column(created), .events = events, .now = t + 2h}, 1};
    CHECK(run.clock.state_of(0) == (solved_first ? clock_state::running : clock_state::met));
}

TEST_CASE("the next change of a row is that of all its clocks, reported or not") {
    const sla::policy_book book = desk::two_clocks();
    bulk_layout layout = replies(book);
    layout.metrics = {metric(book, "resolution")};
    const auto plan = sla::compile(book, layout).value();
    const sla::instant monday = desk::at(desk::monday, 9h);
    const ticks created(3, ms(monday));
    const ticks replied{none, ms(monday), ms(monday)};
    const ticks solved{none, none, ms(monday)};
    const std::array events{column(replied), column(solved)};
    const std::array<std::uint8_t, 3> urgent{};
    const std::array attributes{sla::id_column{urgent.data()}};
    ticks next(3);
    plan.run({.created = column(created),
              .attributes = attributes,
              .events = events,
              .now = monday + 1h},
             {.next_change = {next.data()}}, 0, 3);
    CHECK(next == ticks{ms(monday + 4h + 1ms), ms(monday + 24h + 1ms), none});
}

TEST_CASE("days with three openings are judged like all others, also beside rows with errors") {
    sla::book_definition definition = desk::promising("first response", sla::working{1h});
    definition.calendars[0].hours = sla::weekly(sla::every_day, {{6h, 7h}, {12h, 13h}, {20h, 23h}});
    const auto book = sla::compile(definition, desk::zones()).value();
    const auto plan = sla::compile(book, first_reply(book),
                                   {.kernels = GENERATE(bulk_kernels::none, bulk_kernels::plain,
                                                        bulk_kernels::avx2, bulk_kernels::avx512)})
                          .value();
    const sla::instant monday = desk::at(desk::monday, 6h);
    // Two that cannot be judged, and one of the first days of which calendars have tables.
    const sla::instant early = std::chrono::sys_days{std::chrono::year{2016} / 1 / 2};
    const ticks created{ms(monday + 30min), none, -1, ms(early), ms(monday + 15h)};
    const ticks replied(5, none);
    const std::array events{column(replied)};
    const desk::one_clock_run run{
        plan, {.created = column(created), .events = events, .now = monday + 15h}, 5};
    CHECK(run.clock.deadline ==
          ticks{ms(monday + 6h + 30min), none, none, ms(early + 7h), ms(monday + 16h)});
    CHECK(run.counts.errors == 2);
}

// -- pauses
// ----------------------------------------------------------------------------------------

namespace {

/// Resolution within eight working hours, which waiting does not use up.
sla::policy_book patient_desk() {
    sla::book_definition definition = desk::promising("resolution", sla::working{8h});
    definition.metrics = {sla::paused_in_status(sla::resolution(), {"waiting"})};
    return sla::compile(definition, desk::zones()).value();
}

bulk_layout pauses(const sla::policy_book& book) {
    return {.events = {event::of({}, event_kind::resolved)},
            .pauses = sla::pause_events{event::status({}, book.find_event_name("waiting")),
                                        event::status({}, book.find_event_name("open"))},
            .metrics = {metric(book, "resolution")}};
}

} // namespace

TEST_CASE("a pause moves the deadline, an open one keeps the clock standing") {
    const auto book = patient_desk();
    const auto plan = sla::compile(book, pauses(book)).value();
    const sla::instant monday = desk::at(desk::monday, 9h);
    const sla::instant tuesday = desk::at(desk::tuesday, 9h);
    const ticks created(4, ms(monday));
    const ticks solved(4, none);
    const std::array events{column(solved)};
    // No pause; ten to twelve; the same and one more; ten and no end.
    const std::array<std::int32_t, 5> offsets{0, 0, 1, 3, 4};
    const ticks begins{ms(monday + 1h), ms(monday + 1h), ms(monday + 3h), ms(monday + 1h)};
    const ticks ends{ms(monday + 3h), ms(monday + 3h), ms(monday + 3h + 30min), none};
    const sla::bulk_input in{
        .created = column(created),
        .events = events,
        .pauses = {sla::offset_column{offsets.data()}, column(begins), column(ends)},
        .now = monday + 4h};
    const desk::one_clock_run run{plan, in, 4};
    const clock_columns& saw = run.clock;
    CHECK(saw.state_of(0) == clock_state::running);
    CHECK(saw.state_of(1) == clock_state::running);
    CHECK(saw.state_of(2) == clock_state::running);
    CHECK(saw.state_of(3) == clock_state::paused);
    CHECK(saw.deadline ==
          ticks{ms(monday + 8h), ms(tuesday + 2h), ms(tuesday + 2h + 30min), ms(tuesday + 3h)});
    CHECK(saw.share == std::vector<double>{0.5, 0.25, 0.1875, 0.125});
    CHECK(saw.next_change == ticks{ms(monday + 8h + 1ms), ms(tuesday + 2h + 1ms),
                                   ms(tuesday + 2h + 30min + 1ms), none});
    CHECK(run.counts.errors == 0);
}

TEST_CASE("a pause may begin where the last one ends and where the ticket begins") {
    const auto book = patient_desk();
    const auto plan = sla::compile(book, pauses(book)).value();
    const sla::instant monday = desk::at(desk::monday, 9h);
    const ticks created{ms(monday)};
    const ticks solved{none};
    const std::array events{column(solved)};
    const std::array<std::int64_t, 2> offsets{0, 3};
    const ticks begins{ms(monday), ms(monday + 1h), ms(monday + 2h)};
    const ticks ends{ms(monday + 1h), ms(monday + 2h), ms(monday + 2h)};
    const desk::one_clock_run run{
        plan,
        {.created = column(created),
         .events = events,
         .pauses = {sla::offset_column{offsets.data()}, column(begins), column(ends)},
         .now = monday + 3h},
        1};
    CHECK(run.counts.errors == 0);
    CHECK(run.clock.state_of(0) == clock_state::running);
    CHECK(run.clock.share[0] == 0.125);
}

// -- whole timelines
// -------------------------------------------------------------------------------

TEST_CASE("whole timelines take the place of creation, events and pauses") {
    const auto book = patient_desk();
    const auto plan = sla::compile(book, pauses(book)).value();
    const sla::instant monday = desk::at(desk::monday, 9h);
    const auto waiting = book.find_event_name("waiting");
    const auto open = book.find_event_name("open");
    const std::vector<event> all{
        event::created(monday - 48h), // of a row before the slice
        event::created(monday),           event::status(monday + 1h, waiting),
        event::status(monday + 3h, open), event::of(monday + 4h, event_kind::resolved),
        event::created(monday + 1h),
    };
    const std::array<std::int32_t, 3> narrow{1, 5, 6};
    const std::array<std::int64_t, 3> wide{1, 5, 6};
    const sla::offset_column offsets =
        GENERATE(false, true) ? sla::offset_column{wide.data()} : sla::offset_column{narrow.data()};
    const desk::one_clock_run run{
        plan, {.timelines = {offsets, all.data()}, .now = monday + 5h}, 2};
    CHECK(run.counts.errors == 0);
    CHECK(run.clock.state_of(0) == clock_state::met);
    CHECK(run.clock.state_of(1) == clock_state::running);
    CHECK(run.clock.deadline ==
          ticks{ms(desk::at(desk::tuesday, 11h)), ms(desk::at(desk::tuesday, 10h))});
    CHECK(run.clock.share == std::vector<double>{0.25, 0.5});
}

TEST_CASE("a timeline may have more events than a ticket has room for") {
    const auto book = patient_desk();
    const auto plan = sla::compile(book, pauses(book)).value();
    const sla::instant monday = desk::at(desk::monday, 9h);
    std::vector<event> all{event::created(monday)};
    for (int n = 0; n < 500; ++n)
        all.push_back(event::note(monday + 1min * n));
    all.push_back(event::of(monday + 500min, event_kind::resolved));
    const std::array<std::int32_t, 2> offsets{0, static_cast<std::int32_t>(all.size())};
    const desk::one_clock_run run{
        plan,
        {.timelines = {sla::offset_column{offsets.data()}, all.data()}, .now = monday + 24h},
        1};
    CHECK(run.clock.state_of(0) == clock_state::breached);
    CHECK(run.clock.overdue == ticks{ms(20min)});
}

// -- plans
// -----------------------------------------------------------------------------------------

TEST_CASE("a clock that the creation starts and columns stop is done by a kernel") {
    const auto book = desk::two_clocks();
    const auto plan = sla::compile(book, replies(book), {.kernels = bulk_kernels::plain}).value();
    CHECK(plan.is_fast(0));
    CHECK(plan.is_fast(1));
}

TEST_CASE("a clock that a column reopens is not done by a kernel") {
    const auto book = desk::two_clocks();
    bulk_layout layout = replies(book);
    layout.events.push_back(event::of({}, event_kind::reopened));
    const auto plan = sla::compile(book, layout, {.kernels = bulk_kernels::plain}).value();
    CHECK(plan.is_fast(0));
    CHECK_FALSE(plan.is_fast(1));
}

TEST_CASE("without kernels no clock is fast") {
    const auto book = desk::two_clocks();
    const auto plan = sla::compile(book, replies(book), {.kernels = bulk_kernels::none}).value();
    CHECK(plan.kernels() == bulk_kernels::none);
    CHECK_FALSE(plan.is_fast(0));
}

TEST_CASE("kernels that a processor does not have are replaced by plain ones") {
    const auto book = desk::two_clocks();
    const auto kernels = [&](std::optional<bulk_kernels> which) {
        return sla::compile(book, replies(book), {.kernels = which})->kernels();
    };
    CHECK(kernels(bulk_kernels::plain) == bulk_kernels::plain);
    CHECK((kernels(bulk_kernels::avx2) == bulk_kernels::avx2 ||
           kernels(bulk_kernels::avx2) == bulk_kernels::plain));
    CHECK((kernels(bulk_kernels::avx512) == bulk_kernels::avx512 ||
           kernels(bulk_kernels::avx512) == bulk_kernels::plain));
    CHECK(kernels({}) != bulk_kernels::none);
    // The fastest of those that are there.
    if (kernels(bulk_kernels::avx512) == bulk_kernels::avx512)
        CHECK(kernels({}) == bulk_kernels::avx512);
}

TEST_CASE("all kernels give the same columns") {
    const auto book = desk::two_clocks();
    const std::size_t rows = 700;
    const sla::instant start = desk::at(desk::monday, 0h);
    ticks created;
    ticks replied;
    ticks solved;
    std::vector<std::uint16_t> priority;
    for (std::size_t i = 0; i < rows; ++i) {
        const sla::instant t = start + 7min * i;
        created.push_back(ms(t));
        replied.push_back(i % 3 == 0 ? none : ms(t + 1min * (i % 1000)));
        solved.push_back(i % 5 == 0 ? none : ms(t + 3min * (i % 1000)));
        priority.push_back(i % 2);
    }
    const std::array events{column(replied), column(solved)};
    const std::array attributes{sla::id_column{priority.data()}};
    const sla::bulk_input in{
        .created = column(created), .attributes = attributes, .events = events, .now = start + 90h};
    std::vector<std::array<clock_columns, 2>> saw;
    for (const auto kernels : all_kernels()) {
        const auto plan = sla::compile(book, replies(book), {.kernels = kernels}).value();
        auto& clocks = saw.emplace_back(std::array{clock_columns{rows}, clock_columns{rows}});
        const std::array metrics{clocks[0].view(), clocks[1].view()};
        CHECK(plan.run(in, {.metrics = metrics}, 0, rows) == sla::bulk_counts{.rows = rows});
    }
    for (const auto& clocks : saw)
        CHECK(clocks == saw.front());
    CHECK(saw.front()[0].state_of(1) == clock_state::met);
}

TEST_CASE("a plan keeps its book, and a copy is the same plan") {
    std::optional<sla::bulk_plan> plan;
    {
        const auto book = desk::one_clock("first response", sla::working{4h});
        plan = sla::compile(book, first_reply(book)).value();
    }
    const sla::bulk_plan copy = *plan;
    const sla::bulk_plan moved = std::move(*plan);
    const urgent_desk at;
    const ticks created{ms(at.friday)};
    const ticks replied{none};
    const std::array events{column(replied)};
    for (const sla::bulk_plan& each : {*plan, copy, moved}) {
        const desk::one_clock_run run{
            each, {.created = column(created), .events = events, .now = at.now}, 1};
        CHECK(run.clock.deadline == ticks{ms(at.monday)});
    }
    static_assert(std::is_nothrow_copy_constructible_v<sla::bulk_plan>);
}

// -- layouts that cannot be used
// -------------------------------------------------------------------

namespace {

strings issues(const sla::policy_book& book, const bulk_layout& layout) {
    return desk::summary(sla::compile(book, layout).issues());
}

} // namespace

TEST_CASE("a metric that the book does not have, or that is there twice, is refused") {
    const auto book = desk::two_clocks();
    bulk_layout layout = replies(book);
    layout.metrics.push_back(layout.metrics.front());
    layout.metrics.push_back(static_cast<sla::metric_id>(book.metric_count()));
    CHECK(issues(book, layout) ==
          strings{"bulk.metric_twice at metrics[2]", "bulk.unknown_metric at metrics[3]"});
}

TEST_CASE("a number that is no value of the book is refused wherever it stands") {
    const auto book = desk::two_clocks();
    const sla::value_id unknown{99};
    bulk_layout layout = replies(book);
    layout.dictionaries.push_back(
        {attribute::channel, {sla::value_id::none, sla::value_id::other, unknown}});
    layout.attributes.set(attribute::tier, unknown);
    layout.profiles.resize(2);
    layout.profiles[1].set(attribute::group, unknown);
    layout.events.push_back(event::changed({}, attribute::group, unknown));
    const auto found = sla::compile(book, layout);
    REQUIRE_FALSE(found);
    for (const sla::issue& i : found.issues())
        CHECK(i.code == "bulk.unknown_value");
    CHECK(found.issues().size() == 4);
    const auto summary = desk::summary(found.issues());
    const auto has = [&](const char* text) {
        return std::find(summary.begin(), summary.end(), text) != summary.end();
    };
    CHECK(has("bulk.unknown_value at dictionaries[1].values[2]"));
    CHECK(has("bulk.unknown_value at events[2].value"));
}

TEST_CASE("an attribute that does not exist, or has two dictionaries, is refused") {
    const auto book = desk::two_clocks();
    bulk_layout layout = replies(book);
    layout.dictionaries.push_back({attribute::priority, {}});
    layout.dictionaries.push_back({static_cast<attribute>(6), {}});
    CHECK(issues(book, layout) == strings{"bulk.attribute_twice at dictionaries[1].which",
                                          "bulk.unknown_enumerator at dictionaries[2].which"});
}

TEST_CASE("events that the library does not know are refused") {
    const auto book = desk::two_clocks();
    bulk_layout layout = replies(book);
    layout.events.push_back(event::of({}, static_cast<event_kind>(sla::event_kind_count)));
    layout.events.push_back(event::of({}, event_kind::resolved, static_cast<sla::actor>(4)));
    layout.events.push_back(event::message({}, sla::actor::agent, static_cast<sla::visibility>(2)));
    layout.pauses = sla::pause_events{event::of({}, static_cast<event_kind>(255)),
                                      event::of({}, event_kind::acknowledged)};
    CHECK(issues(book, layout) == strings{"bulk.unknown_enumerator at events[2].kind",
                                          "bulk.unknown_enumerator at events[3].by",
                                          "bulk.unknown_enumerator at events[4].visible",
                                          "bulk.unknown_enumerator at pauses.begins.kind"});
}

TEST_CASE("an event's name, tag and metric have to be of the book") {
    const auto book = desk::two_clocks();
    bulk_layout layout = replies(book);
    layout.events = {event::status({}, sla::event_name{99}), event::tag_added({}, sla::tag_id{99}),
                     event::due_at({}, sla::metric_id{99}, sla::never)};
    layout.pauses = sla::pause_events{event::status({}, sla::event_name::other),
                                      event::status({}, sla::event_name{99})};
    CHECK(issues(book, layout) == strings{"bulk.unknown_event_name at events[0].name",
                                          "bulk.unknown_tag at events[1].tag",
                                          "bulk.unknown_metric at events[2].metric",
                                          "bulk.unknown_event_name at pauses.ends.name"});
}

TEST_CASE("a due time by hand that the library does not calculate with is refused") {
    const auto book = desk::two_clocks();
    bulk_layout layout = replies(book);
    const auto resolution = metric(book, "resolution");
    layout.events.push_back(event::due_at({}, resolution, sla::never));
    layout.events.push_back(event::due_at({}, resolution, sla::end_of_range - 1ms));
    CHECK(issues(book, layout).empty());
    layout.events.push_back(event::due_at({}, resolution, sla::end_of_range));
    CHECK(issues(book, layout) == strings{"bulk.due_out_of_range at events[4].due"});
}

TEST_CASE("the creation has its own place in a layout") {
    const auto book = desk::two_clocks();
    bulk_layout layout = replies(book);
    layout.created = event::of({}, event_kind::reopened);
    layout.events.push_back(event::created({}));
    layout.pauses = sla::pause_events{event::of({}, event_kind::fixed), event::created({})};
    CHECK(issues(book, layout) == strings{"bulk.created_kind at created.kind",
                                          "bulk.created_kind at events[2].kind",
                                          "bulk.created_kind at pauses.ends.kind"});
}

TEST_CASE("there may be sixteen event columns and no more") {
    const auto book = desk::two_clocks();
    bulk_layout layout = replies(book);
    layout.events.resize(sla::max_event_columns, event::note({}));
    CHECK(sla::compile(book, layout).has_value());
    layout.events.push_back(event::note({}));
    CHECK(issues(book, layout) == strings{"bulk.too_many_events at events"});
}

TEST_CASE("a layout without metrics, events or dictionaries is a layout") {
    const auto book = desk::two_clocks();
    const auto plan = sla::compile(book, bulk_layout{}).value();
    const sla::instant monday = desk::at(desk::monday, 9h);
    const ticks created{ms(monday), none};
    ticks next(2);
    const auto counts =
        plan.run({.created = column(created), .now = monday}, {.next_change = {next.data()}}, 0, 2);
    // No priority: only the resolution has a limit.
    CHECK(next == ticks{ms(monday + 24h + 1ms), none});
    CHECK(counts.of(sla::row_error::created_missing) == 1);
}
