// SPDX-License-Identifier: MIT
#include "bulk_desk.hpp"
#include "policy_desk.hpp"
#include <sla/review.hpp>

#include <catch2/catch_test_macros.hpp>

#include <array>
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

using namespace std::chrono_literals;
using desk::at;
using desk::monday;
using sla::clock_state;

namespace {

constexpr std::uint8_t code(clock_state s) {
    return static_cast<std::uint8_t>(s);
}

sla::review_definition by_priority(sla::review_change change = sla::review_change::state) {
    return {.dimensions = {sla::by_values("priority", {"P1", "P2"})},
            .metrics = {"resolution"},
            .change = change};
}

sla::clock_outcome outcome(clock_state state, sla::instant deadline = sla::never,
                           sla::elapsed overdue = 0h) {
    return {.state = code(state), .deadline = deadline, .overdue = overdue};
}

sla::report_counts add(sla::review& to, std::int64_t ticket, std::int64_t priority,
                       const sla::clock_outcome& before, const sla::clock_outcome& after) {
    const std::array ids{priority};
    const std::array clocks{sla::reviewed_clock{.before = before, .after = after}};
    return to.add({.ticket = ticket, .ids = ids, .metrics = clocks});
}

// Four tickets: P1 kept under 8 h and late under 4 h, P1 late by 1 h and then 5 h, P2 kept under
// both, P2 late and then kept.
sla::review four_tickets(sla::review_change change) {
    using enum clock_state;
    sla::review out{sla::compile(by_priority(change)).value()};
    add(out, 11, 0, outcome(met, at(monday, 17h)), outcome(breached, at(monday, 13h), 2h));
    add(out, 12, 0, outcome(breached, at(monday, 17h), 1h), outcome(breached, at(monday, 13h), 5h));
    add(out, 13, 1, outcome(met, at(monday, 17h)), outcome(met, at(monday, 17h)));
    add(out, 14, 1, outcome(breached, at(monday, 13h), 3h), outcome(met, at(monday, 17h)));
    return out;
}

} // namespace

TEST_CASE("a review counts states under both books, and who went where") {
    using enum clock_state;
    const sla::review review = four_tickets(sla::review_change::state);
    const sla::review_line all = review.read().front();
    CHECK(all.before.of(met) == 2);
    CHECK(all.before.of(breached) == 2);
    CHECK(all.after.of(met) == 2);
    CHECK(all.after.of(breached) == 2);
    CHECK(all.moved(met, breached) == 1);
    CHECK(all.moved(breached, met) == 1);
    CHECK(all.moved(breached, breached) == 1);
    CHECK(all.moved(met, met) == 1);
    CHECK(all.moved(running, met) == 0);
    CHECK(all.changed == 2);
    CHECK(all.overdue_before.mean() == sla::elapsed{2h});        // of 1 and 3 h
    CHECK(all.overdue_after.mean() == sla::elapsed{3h + 30min}); // of 2 and 5 h

    const auto lines = review.read({.by = {0}});
    REQUIRE(lines.size() == 2);
    CHECK(lines[0].moved(met, breached) == 1);
    CHECK(lines[0].changed == 1);
    CHECK(lines[0].after.share_met(sla::open_clocks::excluded) == sla::share{0, 2});
    CHECK(lines[1].moved(breached, met) == 1);
    CHECK(lines[1].after.share_met(sla::open_clocks::excluded) == sla::share{2, 2});
    CHECK(lines[1].overdue_after.mean() == std::nullopt);
}

TEST_CASE("tickets whose verdict changes are listed with both verdicts") {
    using enum clock_state;
    const auto list = four_tickets(sla::review_change::state).list();
    REQUIRE(list.size() == 2);
    CHECK(list[0].ticket == 11);
    CHECK(list[0].before == outcome(met, at(monday, 17h)));
    CHECK(list[0].after == outcome(breached, at(monday, 13h), 2h));
    CHECK(list[1].ticket == 14);
}

TEST_CASE("what counts as a change is a choice") {
    using enum clock_state;
    CHECK(four_tickets(sla::review_change::state).changed() == 2);
    CHECK(four_tickets(sla::review_change::deadline).changed() == 3);
    for (const auto& [change, expected] : {std::pair{sla::review_change::deadline, 0U},
                                           std::pair{sla::review_change::overdue, 1U}}) {
        sla::review review{sla::compile(by_priority(change)).value()};
        add(review, 1, 0, outcome(breached, at(monday, 13h), 1h),
            outcome(breached, at(monday, 13h), 30min));
        CHECK(review.changed() == expected);
        CHECK(review.read().front().changed == expected);
    }
}

TEST_CASE("a clock that only one book has is a change") {
    using enum clock_state;
    sla::review review{sla::compile(by_priority()).value()};
    add(review, 1, 0, outcome(not_applicable), outcome(met, at(monday, 13h)));
    CHECK(review.read().front().moved(not_applicable, met) == 1);
    CHECK(review.changed() == 1);
    CHECK(sla::outcome_of(nullptr) == outcome(not_applicable));
}

TEST_CASE("rows that could not be judged have a row and a column of their own") {
    using enum clock_state;
    sla::review review{sla::compile(by_priority()).value()};
    const sla::clock_outcome wrong{.state =
                                       static_cast<std::uint8_t>(sla::row_error::created_missing)};
    add(review, 1, 0, wrong, outcome(met));
    add(review, 2, 0, outcome(met), wrong);
    add(review, 3, 0, wrong, wrong);
    const auto line = review.read().front();
    CHECK(line.transitions[sla::error_transition][4] == 1);
    CHECK(line.transitions[4][sla::error_transition] == 1);
    CHECK(line.transitions[sla::error_transition][sla::error_transition] == 1);
    CHECK(line.before.errors == 2);
    CHECK(line.after.errors == 2);
    CHECK(review.changed() == 2);
}

TEST_CASE("the list is bounded, and what is not listed is counted") {
    using enum clock_state;
    sla::review_definition d = by_priority();
    d.list_at_most = 3;
    sla::review review{sla::compile(d).value()};
    for (const int ticket : {5, 1, 4, 2, 3})
        add(review, ticket, 0, outcome(met), outcome(breached));
    CHECK(review.changed() == 5);
    const auto list = review.list();
    REQUIRE(list.size() == 3);
    CHECK(list[0].ticket == 1);
    CHECK(list[2].ticket == 3);
}

TEST_CASE("a review of nothing is empty") {
    const sla::review review{sla::compile(by_priority()).value()};
    REQUIRE(review.read().size() == 1);
    CHECK(review.read().front().before.rows() == 0);
    CHECK(review.read().front().after.share_met(sla::open_clocks::excluded) == std::nullopt);
    CHECK(review.read({.by = {0}}).empty());
    CHECK(review.read({.by = {0}, .empty = sla::empty_groups::kept}).size() == 2);
    CHECK(review.list().empty());
}

TEST_CASE("two books judge the same ticket, one by one and as columns") {
    // Today 8 working hours; as proposed 4. Answered after 6, 3, and not at all.
    const sla::policy_book today = desk::one_clock("first response", sla::working{8h});
    const sla::policy_book proposed = desk::one_clock("first response", sla::working{4h});
    const sla::instant now = at(desk::friday, 12h);
    const desk::ticks created(3, desk::ms(at(monday, 9h)));
    const desk::ticks answered{desk::ms(at(monday, 15h)), desk::ms(at(monday, 12h)), desk::none};

    const sla::review_plan plan =
        sla::compile(sla::review_definition{.metrics = {"first response"},
                                            .change = sla::review_change::overdue})
            .value();
    sla::review one_by_one{plan};
    for (std::size_t i = 0; i < 3; ++i) {
        std::vector<sla::event> events{sla::event::created(at(monday, 9h))};
        if (answered[i] != desk::none)
            events.push_back(
                sla::event::message(sla::instant{sla::elapsed{answered[i]}}, sla::actor::agent));
        const auto ticket_of = [&](const sla::policy_book& book) {
            return sla::timeline::of(book.attributes({}), events).value();
        };
        const std::array clocks{sla::review_clock(today, ticket_of(today), proposed,
                                                  ticket_of(proposed), "first response", now)};
        one_by_one.add({.ticket = static_cast<std::int64_t>(i), .metrics = clocks});
    }

    sla::bulk_layout layout;
    layout.events = {sla::event::message({}, sla::actor::agent)};
    const std::array events{desk::column(answered)};
    const auto judge = [&](const sla::policy_book& book) {
        sla::bulk_layout of = layout;
        of.metrics = {*book.find_metric("first response")};
        return desk::one_clock_run{sla::compile(book, of).value(),
                                   {.created = desk::column(created), .events = events, .now = now},
                                   3};
    };
    const auto before = judge(today);
    const auto after = judge(proposed);
    const auto columns = [](const desk::one_clock_run& run) {
        return sla::outcome_columns{.state = run.clock.state.data(),
                                    .deadline = desk::column(run.clock.deadline),
                                    .overdue = desk::column(run.clock.overdue)};
    };
    const std::array metrics{
        sla::review_columns{.before = columns(before), .after = columns(after)}};
    sla::review as_columns{plan};
    CHECK(as_columns.add({.metrics = metrics}, 0, 3).in_groups() == 3);

    for (const sla::review* review : {&one_by_one, &as_columns}) {
        const auto line = review->read().front();
        CHECK(line.moved(clock_state::met, clock_state::breached) == 1);
        CHECK(line.moved(clock_state::met, clock_state::met) == 1);
        CHECK(line.moved(clock_state::breached, clock_state::breached) == 1);
        CHECK(line.overdue_after.count() == 2);
        CHECK(line.overdue_before.count() == 1);
    }
    CHECK(as_columns.list() == one_by_one.list());
    CHECK(as_columns.list().size() == 3); // deadlines differ everywhere
    CHECK(as_columns.list()[0].after.overdue == sla::elapsed{2h});
}

TEST_CASE("without deadlines and overdue columns only states can differ") {
    const std::vector<std::uint8_t> before{code(clock_state::met), code(clock_state::breached)};
    const std::vector<std::uint8_t> after{code(clock_state::met), code(clock_state::met)};
    const desk::ticks deadline{1, 2};
    const std::array metrics{
        sla::review_columns{.before = {.state = before.data(), .deadline = desk::column(deadline)},
                            .after = {.state = after.data()}}};
    sla::review review{sla::compile(sla::review_definition{.metrics = {"m"},
                                                           .change = sla::review_change::overdue})
                           .value()};
    const std::vector<std::int64_t> tickets{7, 8};
    review.add({.tickets = tickets.data(), .metrics = metrics}, 0, 2);
    REQUIRE(review.list().size() == 1);
    CHECK(review.list().front().ticket == 8);
    CHECK(review.read().front().overdue_before.count() == 0);
}

TEST_CASE("an overdue time that a row lacks is missing, not zero") {
    const std::vector<std::uint8_t> late(2, code(clock_state::breached));
    const desk::ticks deadline{1, 1};
    const desk::ticks overdue{desk::none, 90'000};
    const sla::outcome_columns same{
        .state = late.data(), .deadline = desk::column(deadline), .overdue = desk::column(overdue)};
    const std::array metrics{sla::review_columns{.before = same, .after = same}};
    sla::review review{sla::compile(sla::review_definition{.metrics = {"m"}}).value()};
    review.add({.metrics = metrics}, 0, 2);
    const sla::review_line line = review.read().front();
    for (const sla::distribution* d : {&line.overdue_before, &line.overdue_after}) {
        CHECK(d->count() == 1);
        CHECK(d->missing() == 1);
        CHECK(d->mean() == sla::elapsed{90s});
    }
}

TEST_CASE("columns that are not there, and groups that are not there, are counted") {
    using enum clock_state;
    sla::review review{sla::compile(by_priority()).value()};
    CHECK(review.add(sla::review_input{}, 0, 4).columns_missing == 4);
    CHECK(review.add(sla::review_row{}).columns_missing == 1);
    CHECK(review.changed() == 0);
    CHECK(add(review, 1, 2, outcome(met), outcome(breached)).unknown_id == 1);
    CHECK(review.changed() == 1);
    CHECK(review.read().front().changed == 0);
    CHECK(review.counts().rows == 6);
}

TEST_CASE("reviews of other definitions do not merge") {
    sla::review a = four_tickets(sla::review_change::state);
    const sla::review b = four_tickets(sla::review_change::overdue);
    const auto issues = a.merge(b);
    REQUIRE(issues.size() == 1);
    CHECK(issues.front().code == "review.other_definition");
    CHECK(a.changed() == 2);
    REQUIRE(a.merge(four_tickets(sla::review_change::state)).empty());
    CHECK(a.changed() == 4);
    CHECK(a.read().front().moved(clock_state::met, clock_state::breached) == 2);
}

TEST_CASE("a wrong review is told all its mistakes at once") {
    const sla::review_definition d{.dimensions = {sla::by_values("before", {"x"}),
                                                  sla::by_values("metric", {"x"}),
                                                  sla::by_values("", {"x"})},
                                   .metrics = {"", "m", "m"},
                                   .change = static_cast<sla::review_change>(3),
                                   .list_at_most = 1'000'001};
    CHECK(desk::summary(sla::compile(d).issues()) ==
          std::vector<std::string>{
              "review.name_reserved at dimensions[0]", "review.name_reserved at dimensions[1]",
              "review.name_missing at metrics[0]", "review.name_twice at metrics[2]",
              "review.list_too_long at list_at_most", "review.unknown_enumerator at change",
              "report.name_missing at dimensions[2].name"});
    sla::review_definition many;
    many.dimensions.resize(15, sla::by_values("x", {"y"}));
    const auto issues = sla::compile(many).issues();
    CHECK(desk::find(issues, "review.too_many_dimensions") != nullptr);
    CHECK(desk::find(issues, "review.metrics_missing") != nullptr);
    CHECK(desk::find(issues, "report.too_many_dimensions") == nullptr);
    CHECK(sla::compile(by_priority()).value().definition().metrics.front() == "resolution");
    CHECK(sla::compile(by_priority()).value().groups().label(0, 1) == "P2");
}
