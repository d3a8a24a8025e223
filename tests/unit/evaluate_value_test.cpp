// SPDX-License-Identifier: MIT
//
// Verdicts and evaluations as values: what they say beyond their members.
#include "policy_desk.hpp"
#include <sla/evaluate.hpp>

#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

using namespace std::chrono_literals;
using sla::actor;
using sla::clock_state;
using sla::event;
using sla::event_kind;

namespace {

const sla::instant nine = desk::at(desk::monday, 9h);

/// Two clocks that can be told apart by their deadlines.
sla::policy_book two_clocks() {
    return sla::compile(desk::promising({{.metric = "resolution", .rows = sla::always(8h)},
                                         {.metric = "first response", .rows = sla::always(1h)}}),
                        desk::zones())
        .value();
}

/// Many policies, each with a clock of its own, for every ticket.
sla::policy_book many_clocks(std::size_t count) {
    sla::book_definition out{.choose = sla::policy_choice::all_matching};
    for (std::size_t i = 0; i < count; ++i)
        out.policies.push_back({.name = "P" + std::to_string(i),
                                .targets = {{"resolution", sla::always(std::chrono::hours{
                                                               static_cast<long>(i) + 1})}}});
    return sla::compile(out, desk::zones()).value();
}

sla::timeline created() {
    return sla::timeline::of({}, {event::created(nine)}).value();
}

} // namespace

TEST_CASE("the next change of a ticket is the earliest of its clocks") {
    const auto book = two_clocks();
    const auto result = sla::evaluate(book, created(), nine);
    CHECK(result.find(book, "resolution")->next_change == nine + 8h + 1ms);
    CHECK(result.find(book, "first response")->next_change == nine + 1h + 1ms);
    CHECK(result.next_change() == nine + 1h + 1ms);
    CHECK(sla::evaluate(book, created(), nine + 2h).next_change() == nine + 8h + 1ms);
    CHECK(sla::evaluate(book, created(), nine + 9h).next_change() == sla::never);
}

TEST_CASE("of several clocks for one metric the first is found") {
    const auto book = many_clocks(3);
    const auto result = sla::evaluate(book, created(), nine);
    REQUIRE(result.verdicts().size() == 3);
    CHECK(result.find(*book.find_metric("resolution")) == result.begin());
    CHECK(result.begin()->policy == *book.find_policy("P0"));
    CHECK(result.find(book, "repair") == nullptr);
    CHECK(result.find(book, "no such metric") == nullptr);
}

TEST_CASE("copies of an evaluation are equal and independent") {
    const auto book = two_clocks();
    const auto first = sla::evaluate(book, created(), nine);
    sla::evaluation copy{first};
    CHECK(copy == first);
    CHECK(copy.begin() != first.begin());
    CHECK(copy.find(book, "first response")->deadline == nine + 1h);
    const auto later = sla::evaluate(book, created(), nine + 2h);
    CHECK_FALSE(later == first);
    copy = later;
    CHECK(copy == later);
    CHECK_FALSE(copy == first);
    CHECK(first.find(book, "first response")->state == clock_state::running);
    const sla::evaluation& same = copy;
    copy = same;
    CHECK(copy == later);
    const sla::evaluation empty{};
    CHECK(empty.verdicts().empty());
    CHECK(empty.next_change() == sla::never);
    CHECK_FALSE(empty == copy);
    copy = empty;
    CHECK(copy == empty);
}

TEST_CASE("an evaluation is full of clocks and one clock too many is counted") {
    const auto full = sla::evaluate(many_clocks(sla::max_clocks), created(), nine);
    CHECK(full.verdicts().size() == sla::max_clocks);
    CHECK(full.omitted() == 0);
    const auto book = many_clocks(sla::max_clocks + 2);
    const auto more = sla::evaluate(book, created(), nine);
    CHECK(more.verdicts().size() == sla::max_clocks);
    CHECK(more.omitted() == 2);
    CHECK(sla::evaluation{more}.omitted() == 2);
    CHECK(sla::all_cycles(book, created(), nine).size() == sla::max_clocks + 2);
}

TEST_CASE("the share of a limit is what is counted of what is allowed") {
    sla::verdict v;
    CHECK(v.share() == 0.0);
    v.allowed = 8h;
    v.counted = 2h;
    CHECK(v.share() == 0.25);
    v.counted = 12h;
    CHECK(v.share() == 1.5);
    v.allowed = 0ms;
    CHECK(v.share() == 0.0);
    v.limit = sla::limit_id{};
    CHECK(v.share() == 0.0); // not started
    v.started = nine;
    CHECK(v.share() == 1.0);

    const auto result = sla::evaluate(two_clocks(), created(), nine + 2h);
    CHECK(result.begin()->share() == 0.25);
}

TEST_CASE("warned is an open clock that has reached a step") {
    sla::verdict v;
    v.state = clock_state::running;
    CHECK_FALSE(v.is_warned());
    v.steps[sla::max_steps - 1] = nine;
    CHECK(v.is_warned());
    v.state = clock_state::paused;
    CHECK(v.is_warned());
    for (const auto state : {clock_state::not_applicable, clock_state::not_started,
                             clock_state::met, clock_state::breached, clock_state::cancelled}) {
        v.state = state;
        CHECK_FALSE(v.is_warned());
    }
}

TEST_CASE("steps are told at the instants at which they are reached") {
    auto definition = desk::promising(
        {{.metric = "resolution",
          .rows = sla::always(sla::working{8h}),
          .steps = {{"half", sla::percent_used{50}},
                    {"soon", sla::before_deadline{sla::working{1h}}},
                    {"late", sla::after_deadline{}},
                    {"very late", sla::after_deadline{sla::working{2h}}}},
          .credits = {{.due = {.hundredths = 10'00}},
                      {.late_by = sla::working{2h}, .due = {.hundredths = 20'00}}}}});
    const auto book = sla::compile(definition, desk::zones()).value();
    const auto at = [&](sla::instant now) { return *sla::evaluate(book, created(), now).begin(); };
    const sla::instant due = nine + 8h;
    const sla::instant second_day = desk::at(desk::tuesday, 11h);
    CHECK(at(nine).next_change == nine + 4h);
    CHECK(at(nine + 4h - 1ms).steps[0] == sla::never);
    CHECK(at(nine + 4h).steps[0] == nine + 4h);
    CHECK(at(nine + 4h).next_change == due - 1h);
    CHECK(at(due - 1h).steps[1] == due - 1h);
    CHECK(at(due - 1h).next_change == due);
    CHECK(at(due).steps[2] == due);
    CHECK(at(due).state == clock_state::running);
    CHECK(at(due).credit_band == 0);
    CHECK(at(due).next_change == due + 1ms);
    CHECK(at(due + 1ms).credit_band == 1);
    CHECK(at(due + 1ms).next_change == second_day);
    const auto last = at(second_day);
    CHECK(last.steps[3] == second_day);
    CHECK(last.credit_band == 2);
    CHECK(last.next_change == sla::never);
    CHECK(last.steps[0] == nine + 4h);
}

TEST_CASE("all cycles are told clock by clock and the oldest first") {
    auto definition = desk::promising({{.metric = "first response", .rows = sla::always(1h)},
                                       {.metric = "next response", .rows = sla::always(1h)},
                                       {.metric = "periodic update", .rows = sla::always(4h)}});
    const auto book = sla::compile(definition, desk::zones()).value();
    const auto ticket =
        sla::timeline::of({}, {event::created(nine), event::message(nine + 10min, actor::agent),
                               event::message(nine + 20min, actor::customer),
                               event::message(nine + 2h, actor::agent),
                               event::message(nine + 3h, actor::customer)})
            .value();
    const sla::instant now = nine + 3h + 10min;
    const auto cycles = sla::all_cycles(book, ticket, now);
    const auto result = sla::evaluate(book, ticket, now);

    std::vector<std::pair<std::string, std::uint32_t>> order;
    for (const sla::verdict& v : cycles)
        order.emplace_back(book.name(v.metric), v.cycle);
    const std::vector<std::pair<std::string, std::uint32_t>> expected{
        {"first response", 0},  {"next response", 0},   {"next response", 1},
        {"periodic update", 0}, {"periodic update", 1}, {"periodic update", 2}};
    CHECK(order == expected);

    CHECK(cycles[0] == result.verdicts()[0]);
    CHECK(cycles[2] == result.verdicts()[1]);
    CHECK(cycles[5] == result.verdicts()[2]);
    CHECK(cycles[1].state == clock_state::breached);
    CHECK(cycles[1].stopped == nine + 2h);
    CHECK(cycles[1].next_change == sla::never);
    CHECK(cycles[2].state == clock_state::running);
    CHECK(cycles[2].past_breaches == 1);
    // Past cycles stay as they ended.
    const auto later = sla::all_cycles(book, ticket, now + 1000h);
    REQUIRE(later.size() == cycles.size());
    CHECK(later[1] == cycles[1]);
    CHECK(later[3] == cycles[3]);
}

TEST_CASE("a clock that has not begun is among the cycles as it stands") {
    const auto book = sla::compile(desk::promising("repair", 1h), desk::zones()).value();
    const auto cycles = sla::all_cycles(book, created(), nine);
    REQUIRE(cycles.size() == 1);
    CHECK(cycles[0].state == clock_state::not_started);
    CHECK(cycles[0] == *sla::evaluate(book, created(), nine).begin());
}
