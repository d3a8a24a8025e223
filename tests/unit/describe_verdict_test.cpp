// SPDX-License-Identifier: MIT
//
// Verdicts and events in words.
#include "policy_desk.hpp"
#include <sla/describe.hpp>

#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <initializer_list>
#include <string>
#include <vector>

using namespace std::chrono_literals;
using sla::actor;
using sla::event;
using sla::event_kind;
using sla::working;

namespace {

const sla::instant nine = desk::at(desk::monday, 9h);

/// One clock with a limit of eight working hours, with all that can belong to one.
sla::book_definition definition() {
    auto out = desk::promising({{.metric = "resolution",
                                 .rows = sla::always(working{8h}),
                                 .steps = {{"warn the agent", sla::percent_used{75}},
                                           {"tell the lead", sla::after_deadline{30min}}},
                                 .credits = {{.due = {.hundredths = 10'00}}}}});
    out.metrics = {sla::paused_in_status(sla::resolution(), {"waiting"})};
    return out;
}

std::string text(const sla::book_definition& of, sla::instant now,
                 const std::initializer_list<event>& events) {
    const sla::policy_book book = sla::compile(of, desk::zones()).value();
    const auto ticket = sla::timeline::of({}, events).value();
    return sla::describe(*sla::evaluate(book, ticket, now).begin(), book, sla::zone::utc());
}

event status(const sla::policy_book& book, sla::instant at, const char* name) {
    return event::status(at, book.find_event_name(name));
}

} // namespace

TEST_CASE("a running clock says what is left and when something happens before its deadline") {
    CHECK(text(definition(), nine + 2h, {event::created(nine)}) ==
          "resolution: running; due Mon 2026-03-02 17:00 +00:00 (8 h working time from Mon "
          "2026-03-02 09:00 +00:00); 6 h left, 25 % used; next change Mon 2026-03-02 15:00 +00:00");
}

TEST_CASE("a running clock that has reached a step is warned") {
    CHECK(text(definition(), nine + 7h, {event::created(nine)}) ==
          "resolution: running (warned); due Mon 2026-03-02 17:00 +00:00 (8 h working time from "
          "Mon 2026-03-02 09:00 +00:00); 1 h left, 87 % used; \"warn the agent\" at Mon 2026-03-02 "
          "15:00 +00:00");
}

TEST_CASE("a breached clock says who was told, what comes next, and what is owed") {
    CHECK(text(definition(), nine + 8h + 10min, {event::created(nine)}) ==
          "resolution: breached; due Mon 2026-03-02 17:00 +00:00 (8 h working time from Mon "
          "2026-03-02 09:00 +00:00); 10 min (0 s working time) overdue; \"warn the agent\" at Mon "
          "2026-03-02 15:00 +00:00; next change Mon 2026-03-02 17:30 +00:00; credit 10 % of the "
          "fee");
    CHECK(text(definition(), nine + 240h,
               {event::created(nine), event::of(nine + 9h, event_kind::resolved)}) ==
          "resolution: breached; due Mon 2026-03-02 17:00 +00:00 (8 h working time from Mon "
          "2026-03-02 09:00 +00:00); done Mon 2026-03-02 18:00 +00:00 after 9 h (8 h working "
          "time); 1 h (0 s working time) late; \"warn the agent\" at Mon 2026-03-02 15:00 +00:00; "
          "\"tell the lead\" at Mon 2026-03-02 17:30 +00:00; credit 10 % of the fee");
}

TEST_CASE("the deadline of a paused clock is the one if it were resumed now") {
    const sla::policy_book book = sla::compile(definition(), desk::zones()).value();
    CHECK(
        text(definition(), nine + 5h, {event::created(nine), status(book, nine + 2h, "waiting")}) ==
        "resolution: paused since Mon 2026-03-02 11:00 +00:00; due Tue 2026-03-03 12:00 +00:00 "
        "if resumed now (8 h working time from Mon 2026-03-02 09:00 +00:00); 22 h (6 h working "
        "time) left, 25 % used");
    CHECK(text(definition(), nine + 7h + 30min,
               {event::created(nine), status(book, nine + 7h, "waiting")})
              .starts_with("resolution: paused (warned) since Mon 2026-03-02 16:00 +00:00; due "));
    CHECK(
        text(definition(), nine + 30h, {event::created(nine), status(book, nine + 10h, "waiting")})
            .starts_with("resolution: breached, paused since Mon 2026-03-02 19:00 +00:00; due "
                         "Mon 2026-03-02 17:00 +00:00 (8 h"));
}

TEST_CASE("a deadline set by hand is marked") {
    CHECK(text(definition(), nine + 1h,
               {event::created(nine), event::due_at(nine + 1h, sla::metric_id{}, nine + 3h)})
              .starts_with("resolution: running; due Mon 2026-03-02 12:00 +00:00, set by hand (8 h "
                           "working time from Mon 2026-03-02 09:00 +00:00); 2 h left"));
}

TEST_CASE("a cancelled clock says when and after how long") {
    CHECK(text(definition(), nine + 100h,
               {event::created(nine), event::of(nine + 2h, event_kind::merged_into)}) ==
          "resolution: cancelled Mon 2026-03-02 11:00 +00:00 after 2 h; due Mon 2026-03-02 17:00 "
          "+00:00 (8 h working time from Mon 2026-03-02 09:00 +00:00)");
}

TEST_CASE("cycles are numbered and the late ones among the earlier counted") {
    auto of = desk::promising("next response", 1h);
    of.metrics = {sla::next_response()};
    const auto asked = [](sla::instant at) { return event::message(at, actor::customer); };
    const auto answered = [](sla::instant at) { return event::message(at, actor::agent); };
    CHECK(text(of, nine + 300min,
               {event::created(nine), answered(nine + 1min), asked(nine + 10min),
                answered(nine + 20min), asked(nine + 30min), answered(nine + 200min),
                asked(nine + 290min)}) ==
          "next response (3rd cycle, 1 earlier one late): running; due Mon 2026-03-02 14:50 +00:00 "
          "(1 h from Mon 2026-03-02 13:50 +00:00); 50 min left, 16 % used");
    CHECK(text(of, nine + 25min,
               {event::created(nine), answered(nine + 1min), asked(nine + 10min),
                answered(nine + 20min), asked(nine + 24min)})
              .starts_with("next response (2nd cycle): running; "));
}

TEST_CASE("numbers of cycles have their endings") {
    auto of = desk::promising("again", 1h);
    of.metrics = {{.name = "again",
                   .start = {sla::on(event_kind::confirmed)},
                   .stop = {sla::on(event_kind::fixed)},
                   .repeats = sla::recurrence::independent}};
    const sla::policy_book book = sla::compile(of, desk::zones()).value();
    const auto nth = [&](int n) {
        std::vector<event> events{event::created(nine)};
        for (int i = 0; i < n; ++i) {
            events.push_back(event::of(nine, event_kind::confirmed));
            events.push_back(event::of(nine, event_kind::fixed));
        }
        const auto ticket = sla::timeline::over({}, events).value();
        const std::string all =
            sla::describe(*sla::evaluate(book, ticket, nine).begin(), book, sla::zone::utc());
        return all.substr(0, all.find(':'));
    };
    CHECK(nth(1) == "again");
    CHECK(nth(2) == "again (2nd cycle)");
    CHECK(nth(4) == "again (4th cycle)");
    CHECK(nth(11) == "again (11th cycle)");
    CHECK(nth(12) == "again (12th cycle)");
    CHECK(nth(13) == "again (13th cycle)");
    CHECK(nth(21) == "again (21st cycle)");
    CHECK(nth(22) == "again (22nd cycle)");
    CHECK(nth(23) == "again (23rd cycle)");
}

TEST_CASE("a clock that waits for its start hours has a start and a deadline to come") {
    auto of = definition();
    of.policies[0].targets[0].options.start_hours = "Office";
    CHECK(text(of, nine - 2h, {event::created(nine - 3h)}) ==
          "resolution: not started; due Mon 2026-03-02 17:00 +00:00 (8 h working time from Mon "
          "2026-03-02 09:00 +00:00)");
}

TEST_CASE("a breach that stays although the present deadline is ahead says since when") {
    auto of = desk::promising(
        {{.metric = "resolution", .rows = sla::by_priority({{"P1", 1h}, {"P2", 24h}})}});
    const sla::policy_book book = sla::compile(of, desk::zones()).value();
    const auto ticket =
        sla::timeline::of(
            book.attributes({.priority = "P1"}),
            {event::created(nine), event::changed(nine + 2h, sla::attribute::priority,
                                                  book.find_value(sla::attribute::priority, "P2"))})
            .value();
    CHECK(sla::describe(*sla::evaluate(book, ticket, nine + 3h).begin(), book, sla::zone::utc()) ==
          "resolution: breached; due Tue 2026-03-03 09:00 +00:00 (1 day from Mon 2026-03-02 09:00 "
          "+00:00); late since Mon 2026-03-02 10:00:00.001 +00:00");
}

TEST_CASE("a limit beyond every date is no deadline") {
    auto of = desk::promising("resolution", 1h);
    CHECK(text(of, sla::end_of_range - 1ms, {event::created(sla::end_of_range - 30min)}) ==
          "resolution: running; no deadline before the year 10000 (1 h from Fri 9999-12-31 23:30 "
          "+00:00)");
}

TEST_CASE("the clocks of other policies begin with their names") {
    const sla::book_definition of{
        .policies = {{.name = "Response", .targets = {{"first response", sla::always(1h)}}},
                     {.name = "Solution", .targets = {{"resolution", sla::always(2h)}}}},
        .choose = sla::policy_choice::all_matching};
    const sla::policy_book book = sla::compile(of, desk::zones()).value();
    const auto ticket = sla::timeline::of({}, {event::created(nine)}).value();
    const std::string all =
        sla::describe(sla::evaluate(book, ticket, nine), book, sla::zone::utc());
    CHECK(all.starts_with("policy: Response\nfirst response: running; "));
    CHECK(all.find("\nSolution, resolution: running; ") != std::string::npos);
}

TEST_CASE("events are told with their names") {
    auto of = desk::promising({{.metric = "resolution", .rows = sla::by_priority({{"P1", 1h}})}});
    of.metrics = {sla::paused_in_status(sla::resolution(), {"waiting"})};
    const sla::policy_book book = sla::compile(of, desk::zones()).value();
    const auto told = [&](const event& e) {
        const std::string all = sla::describe(e, book, sla::zone::utc());
        CHECK(all.starts_with("Mon 2026-03-02 09:00 +00:00 "));
        return all.substr(28);
    };
    CHECK(told(event::created(nine)) == "created");
    CHECK(told(event::message(nine, actor::customer)) == "message by the customer");
    CHECK(told(event::note(nine)) == "message by an agent, internal");
    CHECK(told(status(book, nine, "waiting")) == "status changed to waiting");
    CHECK(told(status(book, nine, "never heard of")) == "status changed to (other)");
    CHECK(told(event::status(nine, sla::event_name::none)) == "status changed");
    CHECK(told(event::changed(nine, sla::attribute::priority,
                              book.find_value(sla::attribute::priority, "P1"))) ==
          "priority changed to P1");
    CHECK(told(event::changed(nine, sla::attribute::group, sla::value_id::none)) ==
          "group changed to nothing");
    CHECK(told(event::assigned(nine, sla::person_id{7})) == "assigned to 7");
    CHECK(told(event::assigned(nine, sla::person_id::nobody)) == "assigned");
    CHECK(told(event::due_at(nine, sla::metric_id{}, nine + 1h)) ==
          "due changed: resolution, Mon 2026-03-02 10:00 +00:00");
    CHECK(told(event::due_at(nine, sla::metric_id{}, sla::never)) ==
          "due changed: resolution, cleared");
    CHECK(told(event::tag_added(nine, sla::tag_id::other)) == "tag added");
}
