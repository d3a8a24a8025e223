// SPDX-License-Identifier: MIT
//
// The hot path allocates nothing.
#include "allocations.hpp"
#include "policy_desk.hpp"
#include <sla/evaluate.hpp>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <string_view>
#include <vector>

using namespace std::chrono_literals;
using sla::event;
using sla::event_kind;
using tests::allocations;

TEST_CASE("from a ticket's names to its verdicts nothing is allocated") {
    const auto book =
        sla::compile(
            desk::promising({{.metric = "first response", .rows = sla::always(sla::working{1h})},
                             {.metric = "repair", .rows = sla::always(sla::business_days{2})},
                             {.metric = "resolution", .rows = sla::always(sla::calendar_days{3})}}),
            desk::zones())
            .value();
    const sla::instant created = desk::at(desk::friday, 15h);
    std::vector<event> events{event::created(created)};
    while (events.size() < sla::timeline::inline_events)
        events.push_back(event::note(created + std::chrono::hours{events.size()}));
    const std::string_view tags[] = {"vip", "a tag that is longer than any small string buffer"};

    const std::size_t before = allocations();
    const auto attributes = book.attributes({.priority = "P1", .tags = tags});
    const auto ticket = sla::timeline::of(attributes, events);
    const auto result = sla::evaluate(book, *ticket, created + 1000h);
    const sla::verdict* const v = result.find(book, "resolution");
    const std::size_t after = allocations();
    CHECK(after == before);
    CHECK(v->state == sla::clock_state::breached);
}

namespace {

/// Four clocks of a life with everything in it: pauses, another limit on the way, cycles, steps,
/// credits, start hours, an allowance out of hours, reopenings, a due time set by hand.
std::vector<sla::target_definition> lively_targets() {
    const std::vector<sla::step_definition> steps{
        {"warn", sla::percent_used{75}},
        {"tell the lead", sla::before_deadline{sla::working{1h}}},
        {"tell the director", sla::after_deadline{sla::elapsed{2h}}}};
    const std::vector<sla::credit_band> credits{{.due = {.hundredths = 500}}};
    return {{.metric = "first response",
             .rows = sla::always(sla::working{2h}),
             .steps = steps,
             .options = {.start_hours = "Office", .out_of_hours = sla::working{1h}}},
            {.metric = "next response",
             .rows = sla::otherwise(sla::by_priority({{"P1", sla::working{1h}}}), 8h),
             .steps = steps,
             .credits = credits},
            {.metric = "periodic update", .rows = sla::always(sla::working{4h}), .steps = steps},
            {.metric = "resolution",
             .rows = sla::otherwise(sla::by_priority({{"P1", sla::working{6h}}}),
                                    sla::working_then_elapsed{sla::working{12h}, 24h}),
             .steps = steps,
             .credits = credits}};
}

/// The same once more, under another policy and in another way.
std::vector<sla::target_definition> other_targets() {
    std::vector<sla::target_definition> out = lively_targets();
    for (sla::target_definition& target : out) {
        target.rows.back().within = sla::business_days{.count = 1};
        target.options.retarget = sla::retarget_mode::keep_elapsed_share;
        target.options.breach = sla::breach_mode::recomputed;
    }
    return out;
}

} // namespace

TEST_CASE("32 events that move 8 clocks in every way allocate nothing") {
    sla::book_definition definition{
        .calendars = {desk::office()},
        .metrics = {sla::first_response(), sla::next_response(),
                    sla::periodic_update(sla::recurrence::sequential)},
        .policies = {{.name = "Gold", .calendar = "Office", .targets = lively_targets()},
                     {.name = "Everybody", .calendar = "Office", .targets = other_targets()}}};
    // Reopened in either way, also as if it had never been stopped.
    const auto mode = GENERATE(sla::reopen_mode::resume, sla::reopen_mode::resume_without_gap,
                               sla::reopen_mode::new_cycle);
    definition.metrics.push_back(sla::paused_in_status(sla::resolution(mode), {"waiting"}));
    definition.choose = GENERATE(sla::policy_choice::all_matching, sla::policy_choice::strictest,
                                 sla::policy_choice::first_match);
    definition.versions =
        GENERATE(sla::version_choice::at_creation, sla::version_choice::at_each_event,
                 sla::version_choice::at_cycle_start);
    const auto book = sla::compile(definition, desk::zones()).value();

    const sla::instant created = desk::at(desk::friday, 8h);
    const auto waiting = book.find_event_name("waiting");
    const auto open = book.find_event_name("open");
    const auto p1 = book.find_value(sla::attribute::priority, "P1");
    const auto resolution = *book.find_metric("resolution");
    std::vector<event> events{event::created(created)};
    for (sla::instant t = created; events.size() < sla::timeline::inline_events; t += 20h) {
        const auto priority = events.size() % 2 == 0 ? p1 : sla::value_id::none;
        for (const event& e :
             {event::status(t + 2h, waiting),
              event::changed(t + 3h, sla::attribute::priority, priority),
              event::status(t + 4h, open), event::message(t + 5h, sla::actor::customer),
              event::message(t + 6h, sla::actor::agent), event::due_at(t + 6h, resolution, t + 7h),
              event::of(t + 8h, event_kind::resolved), event::of(t + 9h, event_kind::reopened)})
            if (events.size() < sla::timeline::inline_events)
                events.push_back(e);
    }
    REQUIRE(events.size() == 32);
    const auto ticket = sla::timeline::of(book.attributes({}), events).value();

    const std::size_t before = allocations();
    const auto soon = sla::evaluate(book, ticket, created + 30h);
    const auto late = sla::evaluate(book, ticket, created + 1000h);
    const auto next = late.next_change();
    const std::size_t after = allocations();
    CHECK(after == before);

    CHECK(soon.verdicts().size() ==
          (definition.choose == sla::policy_choice::all_matching ? 8U : 4U));
    CHECK(late.verdicts().size() == soon.verdicts().size());
    CHECK(next == sla::never);
    // The clocks did move.
    CHECK(late.find(book, "next response")->cycle >= 2);
    const sla::verdict& solved = *soon.find(book, "resolution");
    CHECK(std::any_of(late.begin(), late.end(),
                      [](const sla::verdict& v) { return v.steps[0] != sla::never; }));
    CHECK(solved.spent.elapsed < 30h);
}
