// SPDX-License-Identifier: MIT
#include "bulk_desk.hpp"
#include "policy_desk.hpp"
#include <sla/forecast.hpp>
#include <sla/metrics.hpp>

#include <catch2/catch_test_macros.hpp>

#include <array>
#include <chrono>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

using namespace std::chrono_literals;
using desk::at;
using desk::monday;
using sla::clock_state;
using sla::never;

namespace {

constexpr std::uint8_t code(clock_state s) {
    return static_cast<std::uint8_t>(s);
}

sla::calendar office() {
    return sla::compile(desk::office(), desk::zones()).value();
}

// Monday 9:00; the hour, the shift until 17:00, the day.
sla::forecast_definition monday_morning() {
    return {.now = at(monday, 9h),
            .dimensions = {sla::by_values("group", {"first line", "second line"})},
            .metrics = {"first response"},
            .horizons = {{"hour", 1h}, {"shift", sla::next_closing{office()}}, {"day", 24h}},
            .load = {.bucket = 1h, .count = 3}};
}

void add(sla::forecast& to, std::int64_t ticket, std::int64_t group, clock_state state,
         sla::instant breaches_at) {
    const std::array ids{group};
    const std::array clocks{sla::forecast_clock{.state = code(state), .breaches_at = breaches_at}};
    to.add({.ticket = ticket, .ids = ids, .metrics = clocks});
}

using numbers = std::vector<std::uint64_t>;

numbers counts_of(const std::vector<sla::load_bucket>& load) {
    numbers out;
    for (const sla::load_bucket& b : load)
        out.push_back(b.count);
    return out;
}

} // namespace

TEST_CASE("a forecast counts what breaches within the hour, the shift and the day") {
    sla::forecast forecast{sla::compile(monday_morning()).value()};
    add(forecast, 1, 0, clock_state::running, at(monday, 9h + 30min + 1ms)); // hour, shift, day
    add(forecast, 2, 0, clock_state::running, at(monday, 10h));              // the last of the hour
    add(forecast, 3, 1, clock_state::running, at(monday, 10h + 1ms));        // shift, day
    add(forecast, 4, 1, clock_state::running, at(monday, 17h));       // the last of the shift
    add(forecast, 5, 1, clock_state::running, at(monday, 17h + 1ms)); // day
    add(forecast, 6, 1, clock_state::running, at(desk::tuesday, 9h)); // the last of the day
    add(forecast, 7, 1, clock_state::running, at(desk::friday, 9h));  // later
    add(forecast, 8, 0, clock_state::paused, never);
    add(forecast, 9, 0, clock_state::breached, at(monday, 8h));
    add(forecast, 10, 0, clock_state::met, never);
    add(forecast, 11, -1, clock_state::not_started, at(monday, 9h + 45min)); // of no group

    const auto all = forecast.read().front();
    CHECK(all.within == numbers{3, 5, 7});
    CHECK(all.at_any_time == 8);
    CHECK(all.now.of(clock_state::running) == 7);
    CHECK(all.now.of(clock_state::paused) == 1);
    CHECK(all.now.of(clock_state::breached) == 1);

    const auto groups = forecast.read({.by = {0}});
    REQUIRE(groups.size() == 3);
    CHECK(groups[0].within == numbers{2, 2, 2});
    CHECK(groups[1].within == numbers{0, 2, 4});
    CHECK(groups[2].within == numbers{1, 1, 1});
    CHECK(groups[2].key.front() == 2); // without a group

    CHECK(forecast.due() == 8);
    const auto list = forecast.list();
    REQUIRE(list.size() == 8);
    const std::array<std::int64_t, 8> expected{1, 11, 2, 3, 4, 5, 6, 7};
    for (std::size_t i = 0; i < list.size(); ++i)
        CHECK(list[i].ticket == expected[i]);

    // 9-10 h: tickets 1 and 11; 10-11 h: 2 and 3; 11-12 h: none.
    const auto load = forecast.load();
    CHECK(counts_of(load) == numbers{2, 2, 0});
    CHECK(load[1].during == sla::interval{at(monday, 10h), at(monday, 11h)});
    CHECK(counts_of(forecast.load({.where = {{.dimension = 0, .value = 1}}})) == numbers{0, 1, 0});
}

TEST_CASE("a horizon is so long, an instant, or the next closing") {
    sla::forecast_definition d = monday_morning();
    d.horizons.push_back({"lunch", at(monday, 12h)});
    const sla::forecast_plan plan = sla::compile(d).value();
    CHECK(plan.end_of(0) == at(monday, 10h));
    CHECK(plan.end_of(1) == at(monday, 17h));
    CHECK(plan.end_of(2) == at(desk::tuesday, 9h));
    CHECK(plan.end_of(3) == at(monday, 12h));
    CHECK(plan.definition().horizons.size() == 4);
    CHECK(plan.groups().label(0, 1) == "second line");
    // At the closing itself the next one is tomorrow's.
    d.now = at(monday, 17h);
    d.horizons = {{"shift", sla::next_closing{office()}}};
    CHECK(sla::compile(d).value().end_of(0) == at(desk::tuesday, 17h));
}

TEST_CASE("the nearest clocks are listed, and all are counted") {
    sla::forecast_definition d = monday_morning();
    d.list_at_most = 2;
    sla::forecast forecast{sla::compile(d).value()};
    for (int i = 5; i > 0; --i)
        add(forecast, i, 0, clock_state::running, at(monday, 10h + i * 1min));
    CHECK(forecast.due() == 5);
    const auto list = forecast.list();
    REQUIRE(list.size() == 2);
    CHECK(list[0].ticket == 1);
    CHECK(list[1].ticket == 2);

    d.list_at_most = 0;
    sla::forecast none{sla::compile(d).value()};
    add(none, 1, 0, clock_state::running, at(monday, 10h));
    CHECK(none.list().empty());
    CHECK(none.due() == 1);
}

TEST_CASE("nothing open is nothing due") {
    const sla::forecast forecast{sla::compile(monday_morning()).value()};
    const auto lines = forecast.read();
    REQUIRE(lines.size() == 1);
    CHECK(lines.front().within == numbers{0, 0, 0});
    CHECK(lines.front().at_any_time == 0);
    CHECK(lines.front().now.rows() == 0);
    CHECK(forecast.read({.by = {0}}).empty());
    CHECK(forecast.read({.by = {0}, .empty = sla::empty_groups::kept}).size() == 2);
    CHECK(counts_of(forecast.load()) == numbers{0, 0, 0});
    CHECK(forecast.list().empty());
}

TEST_CASE("without horizons and buckets there is the list") {
    sla::forecast_definition d = monday_morning();
    d.horizons.clear();
    d.load.count = 0;
    sla::forecast forecast{sla::compile(d).value()};
    add(forecast, 1, 0, clock_state::running, at(monday, 10h));
    CHECK(forecast.read().front().within.empty());
    CHECK(forecast.read().front().at_any_time == 1);
    CHECK(forecast.load().empty());
    CHECK(forecast.list().size() == 1);
}

TEST_CASE("buckets of a wall clock begin at full hours there, and follow it when it is changed") {
    using namespace std::chrono;
    sla::forecast_definition d = monday_morning();
    d.horizons.clear();
    // Sunday 29 March 2026, 00:20 UTC is 01:20 in Berlin; at 02:00 clocks go to 03:00.
    d.now = sys_days{2026y / March / 29} + 20min;
    d.load = {.bucket = 2h,
              .count = 3,
              .clock = sla::zone_from_rule("Berlin", "CET-1CEST,M3.5.0,M10.5.0/3").value()};
    const sla::forecast forecast{sla::compile(d).value()};
    const auto load = forecast.load();
    REQUIRE(load.size() == 3);
    const sla::instant midnight = sys_days{2026y / March / 29};
    CHECK(load[0].during == sla::interval{midnight + 20min, midnight + 1h});
    CHECK(load[1].during == sla::interval{midnight + 1h, midnight + 2h}); // 03:00-04:00
    CHECK(load[2].during == sla::interval{midnight + 2h, midnight + 4h}); // 04:00-06:00
}

TEST_CASE("a verdict tells when it breaches if nothing happens") {
    const sla::policy_book book = desk::two_clocks();
    const sla::timeline ticket = sla::timeline::of(book.attributes({.priority = "urgent"}),
                                                   {sla::event::created(at(monday, 9h))})
                                     .value();
    const sla::evaluation now = sla::evaluate(book, ticket, at(monday, 10h));
    const sla::verdict& v = *now.find(book, "first response");
    CHECK(sla::breach_instant(book, v) == at(monday, 13h + 1ms));
    const sla::metric_id metric = *book.find_metric("first response");
    CHECK(sla::breach_instant(book, ticket, metric, at(monday, 10h), at(monday, 13h)) == never);
    CHECK(sla::breach_instant(book, ticket, metric, at(monday, 10h), at(monday, 14h)) ==
          at(monday, 13h + 1ms));
    CHECK(sla::breach_instant(book, ticket, metric, at(monday, 14h), at(monday, 15h)) == never);
    CHECK(sla::breach_instant(book, ticket, metric, at(monday, 14h), at(monday, 14h)) == never);
    CHECK(sla::forecast_of(book, &v).breaches_at == at(monday, 13h + 1ms));
    CHECK(sla::forecast_of(book, nullptr).breaches_at == never);
    // What is late, or has ended, does not become late.
    const sla::evaluation late = sla::evaluate(book, ticket, at(monday, 14h));
    CHECK(sla::breach_instant(book, *late.find(metric)) == never);
}

TEST_CASE("a version that begins after a gap is a change, and its breach is foreseen") {
    // Eight hours until Monday noon, nothing until 14:00, six hours from then on.
    sla::policy_definition first{
        .name = "gold",
        .calendar = "Office",
        .targets = {{.metric = "first response", .rows = sla::always(sla::elapsed{8h})}}};
    sla::policy_definition second = first;
    first.effective_until = at(monday, 12h);
    second.effective_from = at(monday, 14h);
    second.targets[0].rows = sla::always(sla::elapsed{6h});
    const sla::policy_book book =
        sla::compile(sla::book_definition{.calendars = {desk::office()},
                                          .policies = {first, second},
                                          .versions = sla::version_choice::at_now},
                     desk::zones())
            .value();
    const sla::metric_id metric = *book.find_metric("first response");
    const auto created = [&](sla::instant t) {
        return sla::timeline::of(book.attributes({}), {sla::event::created(t)}).value();
    };
    const sla::timeline early = created(at(monday, 9h));
    CHECK(sla::evaluate(book, early, at(monday, 10h)).next_change() == at(monday, 12h));
    CHECK(sla::evaluate(book, early, at(monday, 13h)).next_change() == at(monday, 14h));
    for (const auto until : {15h, 20h, 22h})
        CHECK(sla::breach_instant(book, early, metric, at(monday, 10h), at(monday, until)) ==
              (until == 15h ? never : at(monday, 15h + 1ms)));

    // Created while nothing is promised, so that there is no verdict to tell of the next version.
    const sla::timeline inside = created(at(monday, 12h + 30min));
    const sla::evaluation nothing = sla::evaluate(book, inside, at(monday, 13h));
    CHECK(nothing.verdicts().empty());
    CHECK(nothing.next_change() == at(monday, 14h));
    CHECK(sla::evaluation{nothing}.next_change() == at(monday, 14h));
    CHECK(sla::breach_instant(book, inside, metric, at(monday, 13h), at(monday, 20h)) ==
          at(monday, 18h + 30min + 1ms));
    CHECK(sla::evaluate(book, inside, at(monday, 14h)).next_change() ==
          at(monday, 18h + 30min + 1ms));
}

TEST_CASE("a clock that was late before it was reset is late again as soon as it starts") {
    sla::metric_definition response = sla::first_response();
    response.reset = {sla::on_custom("escalated")};
    sla::book_definition d = desk::promising({{.metric = response.name,
                                               .rows = sla::always(sla::working{90min}),
                                               .options = {.start_hours = "Office"}}});
    d.metrics = {response};
    const sla::policy_book book = sla::compile(d, desk::zones()).value();
    const sla::metric_id metric = *book.find_metric(response.name);
    // Late from 10:30 on; reset in the evening, when the office is closed until Tuesday at 9:00.
    const sla::timeline ticket =
        sla::timeline::of(book.attributes({}),
                          {sla::event::created(at(monday, 9h)),
                           sla::event::custom(at(monday, 20h), book.find_event_name("escalated"))})
            .value();
    const sla::instant opening = at(desk::tuesday, 9h);
    const sla::evaluation now = sla::evaluate(book, ticket, at(monday, 20h));
    CHECK(now.begin()->state == clock_state::not_started);
    CHECK(sla::evaluate(book, ticket, opening).begin()->state == clock_state::breached);
    CHECK(sla::breach_instant(book, *now.begin()) == opening);
    CHECK(sla::breach_instant(book, ticket, metric, at(monday, 20h), opening - 1ms) == never);
    CHECK(sla::breach_instant(book, ticket, metric, at(monday, 20h), opening) == opening);
    CHECK(sla::breach_instant(book, ticket, metric, at(monday, 20h), opening + 24h) == opening);

    // Columns of two runs: what the second says lies before now.
    const std::uint8_t state = code(clock_state::not_started);
    const desk::ticks breached{desk::ms(at(monday, 10h + 30min + 1ms))};
    const desk::ticks next_change{desk::ms(opening)};
    sla::forecast_definition evening = monday_morning();
    evening.now = at(monday, 20h);
    evening.dimensions.clear();
    for (const bool knows_start : {false, true}) {
        sla::forecast forecast{sla::compile(evening).value()};
        sla::forecast_columns columns{.state = &state, .breached_at = desk::column(breached)};
        if (knows_start)
            columns.next_change = desk::column(next_change);
        forecast.add({.metrics = {&columns, 1}}, 0, 1);
        CHECK(forecast.due() == (knows_start ? 1 : 0));
        if (knows_start)
            CHECK(forecast.list().front().breaches_at == opening);
    }
}

TEST_CASE("a breach that a later version dates back is counted, with or without next_change") {
    // Under version_choice::at_now a shorter limit makes a running clock late since before now.
    const std::uint8_t state = code(clock_state::running);
    const desk::ticks breached{desk::ms(at(monday, 8h))};
    const desk::ticks next_change{desk::ms(at(monday, 12h))};
    sla::forecast_definition d = monday_morning();
    d.dimensions.clear();
    for (const bool has_next_change : {false, true}) {
        sla::forecast forecast{sla::compile(d).value()};
        sla::forecast_columns columns{.state = &state, .breached_at = desk::column(breached)};
        if (has_next_change)
            columns.next_change = desk::column(next_change);
        forecast.add({.metrics = {&columns, 1}}, 0, 1);
        CHECK(forecast.due() == 1);
        CHECK(forecast.read().front().within == numbers{1, 1, 1});
    }
}

TEST_CASE("strictly before the deadline means late at the deadline") {
    const sla::policy_book book = desk::one_clock("first response", sla::working{4h},
                                                  {.met = sla::met_when::strictly_before});
    const sla::timeline ticket =
        sla::timeline::of(book.attributes({}), {sla::event::created(at(monday, 9h))}).value();
    const sla::evaluation now = sla::evaluate(book, ticket, at(monday, 10h));
    CHECK(sla::breach_instant(book, *now.begin()) == at(monday, 13h));
}

TEST_CASE("columns of bulk are a forecast") {
    const sla::policy_book book = desk::two_clocks();
    sla::bulk_layout layout;
    layout.dictionaries = {{sla::attribute::priority,
                            {book.find_value(sla::attribute::priority, "urgent"),
                             book.find_value(sla::attribute::priority, "normal")}}};
    layout.events = {sla::event::message({}, sla::actor::agent)};
    layout.metrics = {*book.find_metric("first response")};
    const sla::bulk_plan plan = sla::compile(book, layout).value();
    // Urgent, created 9:00: late after 13:00. Normal: after 17:00. Answered. Late already. Wrong.
    const desk::ticks created{desk::ms(at(monday, 9h)), desk::ms(at(monday, 9h)),
                              desk::ms(at(monday, 9h)), desk::ms(at(monday, -72h)), desk::none};
    const desk::ticks answered{desk::none, desk::none, desk::ms(at(monday, 9h + 5min)), desk::none,
                               desk::none};
    const std::vector<std::int8_t> priority{0, 1, 0, 0, 0};
    const std::array ids{sla::id_column{priority.data()}};
    const std::array events{desk::column(answered)};
    const sla::instant noon = at(monday, 12h);
    const sla::bulk_input in{
        .created = desk::column(created), .attributes = ids, .events = events, .now = noon};
    desk::clock_columns now{5};
    const sla::metric_output out = now.view();
    plan.run(in, {.metrics = {&out, 1}}, 0, 5);

    const sla::forecast_plan wanted =
        sla::compile(sla::forecast_definition{
                         .now = noon,
                         .dimensions = {sla::by_values("priority", {"urgent", "normal"})},
                         .metrics = {"first response"},
                         .horizons = {{"to 13:00", 1h}, {"2 h", 2h}, {"day", 24h}}})
            .value();
    sla::forecast forecast{wanted};
    const std::array clocks{sla::forecast_columns{.state = now.state.data(),
                                                  .deadline = desk::column(now.deadline),
                                                  .next_change = desk::column(now.next_change)}};
    const std::vector<std::int64_t> tickets{100, 101, 102, 103, 104};
    CHECK(forecast.add({.tickets = tickets.data(), .ids = ids, .metrics = clocks}, 0, 5)
              .in_groups() == 5);
    CHECK(forecast.read().front().within == numbers{0, 1, 2});
    CHECK(forecast.read().front().now.errors == 1);
    CHECK(forecast.list() ==
          std::vector<sla::due_clock>{
              {.breaches_at = at(monday, 13h + 1ms), .ticket = 100, .metric = 0},
              {.breaches_at = at(monday, 17h + 1ms), .ticket = 101, .metric = 0}});

    // The same from a second run, as of the end of the day.
    sla::bulk_input later = in;
    later.now = noon + 24h;
    desk::clock_columns then{5};
    const sla::metric_output out_then = then.view();
    plan.run(later, {.metrics = {&out_then, 1}}, 0, 5);
    sla::forecast again{wanted};
    const std::array two_runs{sla::forecast_columns{.state = now.state.data(),
                                                    .breached_at = desk::column(then.breached_at)}};
    again.add({.tickets = tickets.data(), .ids = ids, .metrics = two_runs}, 0, 5);
    CHECK(again.list() == forecast.list());
    CHECK(again.read().front().within == forecast.read().front().within);
}

TEST_CASE("a paused column breaches only where its due time was set by hand") {
    const std::vector<std::uint8_t> state(3, code(clock_state::paused));
    const std::int64_t due = desk::ms(at(monday, 9h + 30min));
    const desk::ticks deadline{due, due, desk::none};
    const desk::ticks next_change{due + 1, desk::none, desk::none};
    sla::forecast_definition d = monday_morning();
    d.dimensions.clear();
    sla::forecast forecast{sla::compile(d).value()};
    const std::array clocks{sla::forecast_columns{.state = state.data(),
                                                  .deadline = desk::column(deadline),
                                                  .next_change = desk::column(next_change)}};
    forecast.add({.metrics = clocks}, 0, 3);
    CHECK(forecast.read().front().within == numbers{1, 1, 1});
    REQUIRE(forecast.list().size() == 1);
    CHECK(forecast.list().front().ticket == 0); // numbers of rows
}

TEST_CASE("forecasts of parts are the forecast of the whole; of others they are refused") {
    const sla::forecast_plan plan = sla::compile(monday_morning()).value();
    sla::forecast a{plan};
    sla::forecast b{plan};
    add(a, 1, 0, clock_state::running, at(monday, 9h + 10min));
    add(b, 2, 1, clock_state::running, at(monday, 9h + 5min));
    REQUIRE(a.merge(b).empty());
    CHECK(a.due() == 2);
    CHECK(a.list().front().ticket == 2);
    CHECK(a.read().front().within == numbers{2, 2, 2});

    sla::forecast_definition other = monday_morning();
    other.now += 1min;
    sla::forecast later{sla::compile(other).value()};
    const auto issues = a.merge(later);
    REQUIRE(issues.size() == 1);
    CHECK(issues.front().code == "forecast.other_definition");
    CHECK(a.due() == 2);
}

TEST_CASE("columns that are not there are counted, and nothing else") {
    sla::forecast forecast{sla::compile(monday_morning()).value()};
    CHECK(forecast.add(sla::forecast_input{}, 0, 7).columns_missing == 7);
    CHECK(forecast.add(sla::forecast_row{}).columns_missing == 1);
    const std::array clocks{
        sla::forecast_clock{.state = code(clock_state::running), .breaches_at = at(monday, 10h)}};
    CHECK(forecast.add({.metrics = clocks}).columns_missing == 1); // no group
    CHECK(forecast.due() == 0);
    const std::array ids{std::int64_t{5}};
    CHECK(forecast.add({.ids = ids, .metrics = clocks}).unknown_id == 1);
    CHECK(forecast.due() == 1); // listed all the same
    CHECK(forecast.read().front().at_any_time == 0);
}

TEST_CASE("a wrong forecast is told all its mistakes at once") {
    sla::forecast_definition d = monday_morning();
    d.dimensions = {sla::by_values("due", {"x"}), sla::by_values("empty", {})};
    d.metrics = {"a", "", "a"};
    d.horizons = {{"x", 0h},
                  {"x", at(monday, 8h)},
                  {"", 1h},
                  {"far", never},
                  {"longest", sla::elapsed::max()},
                  {"before", sla::elapsed::min()}};
    d.load = {.bucket = 7h, .count = 20'000, .clock = sla::zone::utc()};
    d.list_at_most = 2'000'000;
    CHECK(desk::summary(sla::compile(d).issues()) ==
          std::vector<std::string>{
              "forecast.name_reserved at dimensions[0]", "forecast.name_missing at metrics[1]",
              "forecast.name_twice at metrics[2]", "forecast.name_twice at horizons[1].name",
              "forecast.name_missing at horizons[2].name",
              "forecast.horizon_not_ahead at horizons[0].end",
              "forecast.horizon_not_ahead at horizons[1].end",
              "forecast.horizon_out_of_range at horizons[3].end",
              "forecast.horizon_out_of_range at horizons[4].end",
              "forecast.horizon_not_ahead at horizons[5].end",
              "forecast.bucket_length at load.bucket", "forecast.too_many_buckets at load.count",
              "forecast.list_too_long at list_at_most", "report.values_missing at dimensions[1]"});
    d = monday_morning();
    d.now = never;
    d.metrics.clear();
    d.dimensions.resize(15, sla::by_values("x", {"y"}));
    d.horizons.resize(65);
    d.load.bucket = std::chrono::seconds::max();
    const auto issues = sla::compile(d).issues();
    CHECK(desk::find(issues, "forecast.now_out_of_range") != nullptr);
    CHECK(desk::find(issues, "forecast.metrics_missing") != nullptr);
    CHECK(desk::find(issues, "forecast.too_many_dimensions") != nullptr);
    CHECK(desk::find(issues, "forecast.too_many_horizons") != nullptr);
}

TEST_CASE("the longest bucket ends with the range") {
    sla::forecast_definition d = monday_morning();
    d.load.bucket = std::chrono::seconds::max();
    const auto load = sla::forecast{sla::compile(d).value()}.load();
    REQUIRE(load.size() == 1);
    CHECK(load.front().during == sla::interval{at(monday, 9h), sla::end_of_range});
}
