// SPDX-License-Identifier: MIT
//
// Objectives: goals, error budgets, telephone service levels, paths to a target.
#include <sla/objective.hpp>

#include <catch2/catch_test_macros.hpp>

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>

using namespace std::chrono;
using namespace std::chrono_literals;
using sla::abandoned_calls;
using sla::clock_state;
using sla::objective_state;
using sla::open_clocks;
using sla::share;

TEST_CASE("an objective is met by its goal, not by one less") {
    const share goal = share::percent(90);
    CHECK(sla::judge(goal, {.all = 1000, .good = 900}).state == objective_state::met);
    CHECK(sla::judge(goal, {.all = 1000, .good = 899}).state == objective_state::missed);
    CHECK(sla::judge(goal, {.all = 1999, .good = 1799}).state == objective_state::missed);
    CHECK(sla::judge(goal, {.all = 1999, .good = 1800}).state == objective_state::met);
    CHECK(sla::judge(goal, {}).state == objective_state::no_data);
}

TEST_CASE("an error budget says how many may still miss") {
    struct row {
        share goal;
        sla::sample so_far;
        std::uint64_t budget;
        std::int64_t left;
        std::optional<std::uint64_t> can_miss, recover;
    };
    const share ninety = share::percent(90);
    for (const row& r : {
             // 930 of 1033 are 90.03 %, of 1034 they are 89.94 %
             row{ninety, {1000, 930}, 100, 30, 33, 0},
             row{ninety, {1000, 900}, 100, 0, 0, 0},
             // 999 of 1109.999: 890 + 100 of 1100 are 90 %
             row{ninety, {1000, 890}, 100, -10, 0, 100},
             row{ninety, {9, 9}, 0, 0, 1, 0},
             row{ninety, {9, 8}, 0, -1, 0, 1},
             row{ninety, {0, 0}, 0, 0, 0, 0},
             row{share::percent(100), {10, 10}, 0, 0, 0, 0},
             row{share::percent(100), {10, 9}, 0, -1, 0, std::nullopt},
             row{share::percent(0), {10, 0}, 10, 0, std::nullopt, 0},
             row{share::per_mille(999), {10'000, 9'995}, 10, 5, 5, 0},
             row{share{2, 3}, {3, 1}, 1, -1, 0, 3},
         }) {
        INFO(r.so_far.good << " of " << r.so_far.all << ", goal " << r.goal.part << "/"
                           << r.goal.whole);
        const sla::objective_result got = sla::judge(r.goal, r.so_far);
        CHECK(got.budget == r.budget);
        CHECK(got.budget_left == r.left);
        CHECK(got.can_still_miss == r.can_miss);
        CHECK(got.good_ones_to_recover == r.recover);
    }
}

TEST_CASE("the budget's bounds are those of the state") {
    for (std::uint64_t whole = 1; whole <= 7; ++whole)
        for (std::uint64_t part = 0; part <= whole; ++part)
            for (std::uint64_t all = 1; all <= 12; ++all)
                for (std::uint64_t good = 0; good <= all; ++good) {
                    const share goal{part, whole};
                    const auto is_met = [&](std::uint64_t a, std::uint64_t g) {
                        return sla::judge(goal, {a, g}).state == objective_state::met;
                    };
                    const sla::objective_result r = sla::judge(goal, {all, good});
                    if (r.can_still_miss && is_met(all, good)) {
                        CHECK(is_met(all + *r.can_still_miss, good));
                        CHECK_FALSE(is_met(all + *r.can_still_miss + 1, good));
                    }
                    if (!is_met(all, good) && r.good_ones_to_recover) {
                        const std::uint64_t n = *r.good_ones_to_recover;
                        CHECK(is_met(all + n, good + n));
                        CHECK_FALSE(is_met(all + n - 1, good + n - 1));
                    }
                    // Of a period that ends now the outlook is the budget.
                    CHECK(sla::outlook(goal, {all, good}, all).can_still_miss == r.budget_left);
                }
}

TEST_CASE("a budget is spent in part") {
    // 1000 at 90 %: 100 may miss, 70 have.
    CHECK(sla::judge(share::percent(90), {1000, 930}).budget_spent == share::percent(70));
    CHECK(sla::judge(share::percent(90), {1000, 850}).budget_spent == share::percent(150));
    CHECK(sla::judge(share::percent(90), {9, 8}).budget_spent == share{10, 9});
    CHECK_FALSE(sla::judge(share::percent(100), {9, 8}).budget_spent);
    CHECK_FALSE(sla::judge(share::percent(90), {}).budget_spent);
    const std::uint64_t many = std::uint64_t{1} << 62U;
    CHECK(sla::judge(share::percent(50), {many, many / 2}).budget_spent == share{1, 1});
}

TEST_CASE("a period can bear what is left of its budget") {
    const share goal = share::percent(90);
    // 1500 in all: 150 may miss, 70 have.
    CHECK(sla::outlook(goal, {1000, 930}, 1500) == sla::period_outlook{500, 80});
    CHECK(sla::outlook(goal, {1000, 800}, 1500) == sla::period_outlook{500, -50});
    // Fewer than there are already: those that there are.
    CHECK(sla::outlook(goal, {1000, 930}, 10) == sla::period_outlook{0, 30});
    // More than are to come: it cannot be lost any more.
    CHECK(sla::outlook(goal, {1000, 1000}, 1050) == sla::period_outlook{50, 105});
    CHECK(sla::outlook(goal, {}, 0) == sla::period_outlook{0, 0});
}

TEST_CASE("a sample comes from attainment") {
    sla::attainment a;
    a.by_state = {5, 4, 3, 2, 80, 15, 1}; // not applicable, not started, running, paused, met, ...
    CHECK(sla::sample_of(a, open_clocks::excluded) == sla::sample{95, 80});
    CHECK(sla::sample_of(a, open_clocks::as_of_now) == sla::sample{100, 85});
    CHECK(sla::sample_of(a, open_clocks::worst_case) == sla::sample{100, 80});
    for (const open_clocks t :
         {open_clocks::excluded, open_clocks::as_of_now, open_clocks::worst_case})
        CHECK(sla::sample_of(a, t).share_good() == a.share_met(t));
    CHECK_FALSE(sla::sample_of(sla::attainment{}, open_clocks::excluded).share_good());
}

TEST_CASE("90 % get a first response within 1 h") {
    sla::report_definition d;
    d.metrics = {{.name = "first response", .lengths = {{.name = "elapsed", .limits = {1h}}}}};
    sla::report report{sla::compile(d).value()};
    const auto add = [&](milliseconds length) {
        const std::array metrics{sla::metric_row{
            .state = static_cast<std::uint8_t>(clock_state::met), .lengths = {length}}};
        report.add({.metrics = metrics});
    };
    for (int i = 0; i < 9; ++i)
        add(1h);
    add(1h + 1ms);
    const sla::sample s = sla::sample_of(report.read()[0].lengths[0], 0);
    CHECK(s == sla::sample{10, 9});
    CHECK(sla::judge(share::percent(90), s).state == objective_state::met);
    add(2h);
    CHECK(sla::judge(share::percent(90), sla::sample_of(report.read()[0].lengths[0], 0)).state ==
          objective_state::missed);
}

TEST_CASE("a telephone service level depends on what abandoned calls are") {
    // 70 answered in 20 s, 10 abandoned before that, 20 answered or abandoned after it.
    const sla::call_counts calls{
        .answered = 85, .answered_in_time = 70, .abandoned = 15, .abandoned_in_time = 10};
    CHECK(calls.offered() == 100);
    const auto level = [&](abandoned_calls t) { return sla::sample_of(calls, t).share_good(); };
    CHECK(level(abandoned_calls::ignored) == share{70, 85});
    CHECK(level(abandoned_calls::short_ones_ignored) == share{70, 90});
    CHECK(level(abandoned_calls::missed) == share{70, 100});
    CHECK(level(abandoned_calls::short_ones_met) == share{80, 100});
    // 80/20 is met by one of them alone.
    const share goal = share::percent(80);
    CHECK(sla::judge(goal, sla::sample_of(calls, abandoned_calls::short_ones_met)).state ==
          objective_state::met);
    CHECK(sla::judge(goal, sla::sample_of(calls, abandoned_calls::missed)).state ==
          objective_state::missed);
    CHECK_FALSE(sla::sample_of(sla::call_counts{}, abandoned_calls::missed).share_good());
    // All of them hung up at once.
    const sla::call_counts nobody{.abandoned = 5, .abandoned_in_time = 5};
    CHECK_FALSE(sla::sample_of(nobody, abandoned_calls::ignored).share_good());
    CHECK_FALSE(sla::sample_of(nobody, abandoned_calls::short_ones_ignored).share_good());
    CHECK(sla::sample_of(nobody, abandoned_calls::short_ones_met).share_good() == share{1, 1});
}

TEST_CASE("calls come from two measures of one report") {
    sla::report_definition d;
    d.metrics = {
        {.name = "call answer",
         .lengths = {
             {.name = "wait of answered", .limits = {20s}},
             {.name = "wait of abandoned", .of = {clock_state::cancelled}, .limits = {20s}}}}};
    sla::report report{sla::compile(d).value()};
    const auto add = [&](clock_state state, milliseconds wait) {
        const std::array metrics{
            sla::metric_row{.state = static_cast<std::uint8_t>(state), .lengths = {wait, wait}}};
        report.add({.metrics = metrics});
    };
    add(clock_state::met, 5s);
    add(clock_state::met, 20s);
    add(clock_state::breached, 20s + 1ms);
    add(clock_state::cancelled, 3s);
    add(clock_state::cancelled, 40s);
    const sla::report_line all = report.read().front();
    CHECK(sla::calls_of(all.lengths[0], all.lengths[1], 0) ==
          sla::call_counts{
              .answered = 3, .answered_in_time = 2, .abandoned = 2, .abandoned_in_time = 1});
    CHECK(sla::sample_of(all.lengths[0], 0) == sla::sample{.all = 3, .good = 2});
    // There is no second limit, so there is nothing to judge.
    CHECK(sla::calls_of(all.lengths[0], all.lengths[1], 1) == sla::call_counts{});
    CHECK(sla::sample_of(all.lengths[0], 1) == sla::sample{});
}

TEST_CASE("a path leads from where one stands to the target") {
    // First-contact resolution 70 % to 85 % within 30 days: half a point a day.
    const sla::goal_path path{.begin = sys_days{2026y / April / 1},
                              .end = sys_days{2026y / May / 1},
                              .from = 700'000,
                              .to = 850'000};
    const auto on = [&](int day, std::int64_t value) {
        return sla::progress_on(path, path.begin + days{day}, value);
    };
    CHECK(on(0, 700'000) == sla::goal_progress{700'000, true, false, 0, 150'000});
    CHECK(on(10, 749'999) == sla::goal_progress{750'000, false, false, -1, 100'001});
    CHECK(on(10, 760'000) == sla::goal_progress{750'000, true, false, 10'000, 90'000});
    CHECK(on(30, 850'000) == sla::goal_progress{850'000, true, true, 0, 0});
    CHECK(on(99, 840'000) == sla::goal_progress{850'000, false, false, -10'000, 10'000});
    CHECK(on(-5, 700'000).expected == 700'000);
}

TEST_CASE("less is better on the way down") {
    // Escalations 15 % to 5 % in three days: the line is at 11.666..., 8.333...
    const sla::goal_path path{.begin = sys_days{2026y / April / 1},
                              .end = sys_days{2026y / April / 4},
                              .from = 15,
                              .to = 5,
                              .direction = sla::goal_direction::lower_is_better};
    const auto on = [&](int day, std::int64_t value) {
        return sla::progress_on(path, path.begin + days{day}, value);
    };
    CHECK(on(1, 12) == sla::goal_progress{12, false, false, 0, 7}); // 12 is above the line
    CHECK(on(1, 11) == sla::goal_progress{12, true, false, 1, 6});
    CHECK(on(2, 8) == sla::goal_progress{8, true, false, 0, 3});
    CHECK(on(2, 9) == sla::goal_progress{8, false, false, -1, 4});
    CHECK(on(3, 4) == sla::goal_progress{5, true, true, 1, 0});
}

TEST_CASE("a path may be level, or lead the wrong way") {
    const sys_days begin{2026y / April / 1};
    const sla::goal_path level{.begin = begin, .end = begin + days{7}, .from = 90, .to = 90};
    CHECK(sla::progress_on(level, begin + days{3}, 90) == sla::goal_progress{90, true, true, 0, 0});
    // A target that may be lower than today's: 10 down to 5 in two days.
    const sla::goal_path down{.begin = begin, .end = begin + days{2}, .from = 10, .to = 5};
    CHECK(sla::progress_on(down, begin + days{1}, 7) ==
          sla::goal_progress{7, false, true, 0, 0}); // the line is at 7.5, a half away from 10
    CHECK(sla::progress_on(down, begin + days{1}, 8).is_on_track);
}
