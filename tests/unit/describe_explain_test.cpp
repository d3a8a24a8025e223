// SPDX-License-Identifier: MIT
//
// Explanations in words.
#include "policy_desk.hpp"
#include <sla/describe.hpp>
#include <sla/explain.hpp>
#include <sla/format.hpp>

#include <catch2/catch_test_macros.hpp>
#include <fmt/format.h>

#include <chrono>
#include <string>
#include <vector>

using namespace std::chrono_literals;
using sla::event;
using sla::event_kind;
using sla::working;

namespace {

const sla::instant nine = desk::at(desk::monday, 9h);

/// Eight working hours, or sixteen; Tuesday is a holiday; "waiting" pauses.
sla::policy_book book(sla::retarget_mode mode = sla::retarget_mode::keep_elapsed_time) {
    using namespace std::chrono;
    auto out =
        desk::promising({{.metric = "resolution",
                          .rows = sla::by_priority({{"P1", working{8h}}, {"P2", working{16h}}}),
                          .options = {.retarget = mode}}});
    out.metrics = {sla::paused_in_status(sla::resolution(), {"waiting"})};
    out.calendars[0].exceptions = {sla::closed("Founders' Day", 2026y / March / 3)};
    return sla::compile(out, desk::zones()).value();
}

std::string text(const sla::policy_book& of, const std::vector<event>& more, sla::instant now) {
    std::vector<event> events{event::created(nine)};
    events.insert(events.end(), more.begin(), more.end());
    const auto ticket = sla::timeline::of(of.attributes({.priority = "P2"}), events).value();
    const std::string all =
        sla::describe(sla::explain(of, ticket, now), of, ticket, sla::zone::utc());
    return all.substr(all.find('\n') + 1);
}

event priority(const sla::policy_book& of, sla::instant at, const char* value) {
    return event::changed(at, sla::attribute::priority,
                          of.find_value(sla::attribute::priority, value));
}

} // namespace

TEST_CASE("an explanation names hours, holidays, statuses and changes of the limit") {
    const auto of = book();
    const sla::instant second_day = desk::at(desk::wednesday, 10h);
    CHECK(
        text(of,
             {event::status(nine + 2h, of.find_event_name("waiting")),
              event::status(nine + 4h, of.find_event_name("open")), priority(of, second_day, "P1")},
             second_day + 30min) ==
        "  Mon 2026-03-02 09:00 +00:00 created: 16 h working time\n"
        "  Mon 2026-03-02 09:00 +00:00 to 11:00 +00:00: 2 h counted\n"
        "  Mon 2026-03-02 11:00 +00:00 to 13:00 +00:00: paused, waiting\n"
        "  Mon 2026-03-02 13:00 +00:00 to 17:00 +00:00: 4 h counted\n"
        "  Mon 2026-03-02 17:00 +00:00 to Tue 2026-03-03 00:00 +00:00: outside hours\n"
        "  Tue 2026-03-03 00:00 +00:00 to Wed 2026-03-04 00:00 +00:00: closed: Founders' Day\n"
        "  Wed 2026-03-04 00:00 +00:00 to 09:00 +00:00: outside hours\n"
        "  Wed 2026-03-04 09:00 +00:00 to 10:00 +00:00: 1 h counted\n"
        "  Wed 2026-03-04 10:00 +00:00 priority changed to P1: 8 h working time\n"
        "  Wed 2026-03-04 10:00 +00:00 to 10:30 +00:00: 30 min counted\n"
        "  together 7 h 30 min working time of 8 h working time");
}

TEST_CASE("what a change of the limit makes of the past is told") {
    const auto of = book(sla::retarget_mode::keep_elapsed_share);
    CHECK(text(of, {priority(of, nine + 4h, "P1")}, nine + 5h) ==
          "  Mon 2026-03-02 09:00 +00:00 created: 16 h working time\n"
          "  Mon 2026-03-02 09:00 +00:00 to 13:00 +00:00: 4 h counted\n"
          "  Mon 2026-03-02 13:00 +00:00 priority changed to P1: 8 h working time\n"
          "  Mon 2026-03-02 13:00 +00:00: 2 h less counted from before\n"
          "  Mon 2026-03-02 13:00 +00:00 to 14:00 +00:00: 1 h counted\n"
          "  together 3 h working time of 8 h working time");
}

TEST_CASE("time without a promise is told as such") {
    const auto of = book();
    CHECK(text(of, {priority(of, nine + 1h, "P3"), priority(of, nine + 2h, "P2")}, nine + 3h)
              .starts_with("  Mon 2026-03-02 09:00 +00:00 created: 16 h working time\n"
                           "  Mon 2026-03-02 09:00 +00:00 to 10:00 +00:00: 1 h counted\n"
                           "  Mon 2026-03-02 10:00 +00:00 priority changed to (other): nothing is "
                           "promised\n"));
}

TEST_CASE("every cycle is explained, one after another") {
    auto definition = desk::promising("next response", 1h);
    const auto of = sla::compile(definition, desk::zones()).value();
    const auto ticket =
        sla::timeline::of({}, {event::created(nine), event::message(nine, sla::actor::agent),
                               event::message(nine + 1h, sla::actor::customer),
                               event::message(nine + 90min, sla::actor::agent),
                               event::message(nine + 2h, sla::actor::customer)})
            .value();
    CHECK(sla::describe(sla::explain(of, ticket, nine + 150min), of, ticket, sla::zone::utc()) ==
          "next response: met; due Mon 2026-03-02 11:00 +00:00 (1 h from Mon 2026-03-02 10:00 "
          "+00:00); done Mon 2026-03-02 10:30 +00:00 after 30 min\n"
          "  Mon 2026-03-02 10:00 +00:00 message by the customer: 1 h\n"
          "  Mon 2026-03-02 10:00 +00:00 to 10:30 +00:00: 30 min counted\n"
          "  together 30 min of 1 h\n"
          "next response (2nd cycle): running; due Mon 2026-03-02 12:00 +00:00 (1 h from Mon "
          "2026-03-02 11:00 +00:00); 30 min left, 50 % used\n"
          "  Mon 2026-03-02 11:00 +00:00 message by the customer: 1 h\n"
          "  Mon 2026-03-02 11:00 +00:00 to 11:30 +00:00: 30 min counted\n"
          "  together 30 min of 1 h");
}

TEST_CASE("what became of a policy is told with the part that decides") {
    const auto of =
        sla::compile(
            {.policies = {{.name = "Gold",
                           .when = sla::all_of({sla::tier_is({"gold"}), sla::channel_is({"chat"})}),
                           .targets = {{"resolution", sla::always(1h)}}},
                          {.name = "Everybody", .targets = {{"resolution", sla::always(2h)}}}}},
            desk::zones())
            .value();
    const auto tried = sla::trials(of, of.attributes({.tier = "gold"}), nine, nine);
    REQUIRE(tried.size() == 2);
    CHECK(sla::describe(tried[0], of) == "Gold: does not match, when.parts[1] fails");
    CHECK(sla::describe(tried[1], of) == "Everybody: matches");
}

TEST_CASE("each reason, kind and outcome has its words") {
    using enum sla::interval_reason;
    CHECK(fmt::format("{}, {}, {}", counted, outside_hours, exception) ==
          "counted, outside hours, closed");
    CHECK(fmt::format("{}, {}, {}", stopped, waiting, no_limit) ==
          "stopped, not started yet, nothing was promised");
    CHECK(fmt::format("{}", sla::interval_reason::paused) == "paused");
    CHECK(fmt::format("{}", sla::interval_reason::forgotten) == "forgotten, the clock began anew");
    CHECK(fmt::format("{} {} {}", sla::stretch_kind::waiting, sla::stretch_kind::running,
                      sla::stretch_kind::paused) == "waiting running paused");
    CHECK(fmt::format("{} {} {}", sla::stretch_kind::stopped, sla::stretch_kind::forgotten,
                      sla::stretch_kind::carried_over) == "stopped forgotten carried over");
    CHECK(fmt::format("{}, {}", sla::progress_kind::waiting_for_response,
                      sla::progress_kind::handled) == "waiting for a response, handled");
    CHECK(fmt::format("{}, {}", sla::progress_kind::over_limit, sla::progress_kind::paused) ==
          "over the limit, paused");
    CHECK(fmt::format("{}", sla::trial_outcome::not_in_force) == "is not in force");
    CHECK(fmt::format("{}", sla::trial_outcome::another_first) ==
          "would match, but another stands before it");
    CHECK(fmt::format("{}", sla::trial_outcome::stands_back) ==
          "would match, but stands back behind a normal policy");
}
