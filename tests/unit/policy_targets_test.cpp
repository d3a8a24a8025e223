// SPDX-License-Identifier: MIT
#include "policy_desk.hpp"
#include <sla/policy.hpp>

#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <string>
#include <utility>
#include <vector>

using namespace std::chrono_literals;
using sla::attribute;
using strings = std::vector<std::string>;

namespace {

const std::string target = "policies[0].targets[0]";

/// A resolution of eight working hours, with what `change` makes of it.
template <class Change>
sla::book_definition with(Change change) {
    auto out = desk::promising("resolution", sla::working{8h});
    change(out.policies[0].targets[0]);
    return out;
}

strings steps(std::vector<sla::step_definition> list) {
    return desk::summary(with([&](sla::target_definition& t) { t.steps = std::move(list); }));
}

strings credits(std::vector<sla::credit_band> list) {
    return desk::summary(with([&](sla::target_definition& t) { t.credits = std::move(list); }));
}

} // namespace

TEST_CASE("a target takes steps before and after, in working and in elapsed time") {
    CHECK(steps({{"warn", sla::percent_used{1}},
                 {"tell", sla::percent_used{1000}},
                 {"hint", sla::before_deadline{sla::working{1h}}},
                 {"late", sla::after_deadline{}},
                 {"later", sla::after_deadline{30min}}})
              .empty());
}

TEST_CASE("a step is named, and no other step of the target has its name") {
    const auto issues = desk::issues_of(with([](sla::target_definition& t) {
        t.steps = {{"tell the lead", sla::percent_used{50}},
                   {"", sla::percent_used{75}},
                   {"tell the lead", sla::after_deadline{1h}}};
    }));
    CHECK(desk::summary(issues) == strings{"policy.name_missing at " + target + ".steps[1].name",
                                           "policy.name_twice at " + target + ".steps[2].name"});
    CHECK(issues[1].related[0].place == target + ".steps[0].name");
}

TEST_CASE("the share that is used up is 1 to 1000 percent") {
    const auto refused = strings{"policy.percent_out_of_range at " + target + ".steps[0].at"};
    CHECK(steps({{"warn", sla::percent_used{0}}}) == refused);
    CHECK(steps({{"warn", sla::percent_used{-5}}}) == refused);
    CHECK(steps({{"warn", sla::percent_used{1001}}}) == refused);
}

TEST_CASE("a step lies before the deadline or after it, not the other way round") {
    CHECK(
        steps({{"a", sla::before_deadline{-1h}}, {"b", sla::after_deadline{sla::working{-1h}}}}) ==
        strings{"policy.length_out_of_range at " + target + ".steps[0].at",
                "policy.length_out_of_range at " + target + ".steps[1].at"});
}

TEST_CASE("a target has at most eight steps and eight credit bands") {
    std::vector<sla::step_definition> many;
    std::vector<sla::credit_band> bands;
    for (int i = 1; i <= 8; ++i) {
        many.push_back({"step " + std::to_string(i), sla::percent_used{10 * i}});
        bands.push_back({.late_by = i * 1h, .due = {.hundredths = i}});
    }
    CHECK(steps(many).empty());
    CHECK(credits(bands).empty());
    many.push_back({"one more", sla::percent_used{95}});
    bands.push_back({.late_by = 9h});
    CHECK(steps(many) == strings{"policy.too_many_steps at " + target + ".steps"});
    CHECK(credits(bands) == strings{"policy.too_many_credits at " + target + ".credits"});
}

TEST_CASE("credit bands begin at more and more lateness") {
    CHECK(credits({{}, {.late_by = 1h}, {.late_by = 2h}}).empty());
    CHECK(credits({{}, {.late_by = sla::working{1h}}, {.late_by = sla::working{2h}}}).empty());
    // Which of these is more depends on the hours.
    CHECK(credits({{.late_by = sla::working{4h}}, {.late_by = 3h}}).empty());
    CHECK(credits({{.late_by = 1h}, {.late_by = 1h}}) ==
          strings{"policy.credits_out_of_order at " + target + ".credits[1].late_by"});
    CHECK(credits({{.late_by = 2h}, {.late_by = sla::working{1h}}, {.late_by = 1h}}) ==
          strings{"policy.credits_out_of_order at " + target + ".credits[2].late_by"});
    CHECK(credits({{.late_by = 1h}, {.late_by = sla::working{}}}) ==
          strings{"policy.credits_out_of_order at " + target + ".credits[1].late_by"});
    CHECK(credits({{.late_by = -1h}}) ==
          strings{"policy.length_out_of_range at " + target + ".credits[0].late_by"});
}

TEST_CASE("a credit is owed to the customer, and an amount is one of some currency") {
    using unit = sla::credit::unit_type;
    CHECK(credits({{.due = {.hundredths = 10'00}},
                   {.late_by = 1h,
                    .due = {.unit = unit::amount, .hundredths = 5000, .currency = "EUR"}}})
              .empty());
    CHECK(credits({{.due = {.hundredths = -1}},
                   {.late_by = 1h, .due = {.unit = unit::amount, .hundredths = 5000}},
                   {.late_by = 2h, .due = {.hundredths = 5000, .currency = "EUR"}},
                   {.late_by = 3h, .due = {.unit = static_cast<unit>(2)}}}) ==
          strings{"policy.credit_negative at " + target + ".credits[0].due.hundredths",
                  "policy.currency_missing at " + target + ".credits[1].due.currency",
                  "policy.currency_superfluous at " + target + ".credits[2].due.currency",
                  "policy.unknown_enumerator at " + target + ".credits[3].due.unit"});
}

TEST_CASE("working lengths need a calendar for each row") {
    const auto definition = [](const std::string& row_calendar) {
        auto out = desk::promising("resolution", 8h);
        out.policies[0].calendar = "";
        sla::target_definition& t = out.policies[0].targets[0];
        t.rows[0].calendar = row_calendar;
        t.steps = {{"warn", sla::before_deadline{sla::working{1h}}},
                   {"tell", sla::after_deadline{1h}}};
        t.credits = {{.late_by = sla::working{1h}}};
        t.options.out_of_hours = 1h;
        return out;
    };
    CHECK(desk::summary(definition("Office")).empty());
    CHECK(desk::summary(definition("")) ==
          strings{"policy.calendar_missing at " + target + ".steps[0].at",
                  "policy.calendar_missing at " + target + ".credits[0].late_by",
                  "policy.calendar_missing at " + target + ".options.out_of_hours"});
    // A calendar with a wrong name is not missing as well.
    CHECK(desk::summary(definition("Ofice")) ==
          strings{"policy.unknown_calendar at " + target + ".rows[0].calendar"});
}

TEST_CASE("an allowance is longer than nothing, and start hours are a calendar of the book") {
    const auto summary = [](const sla::target_options& options) {
        return desk::summary(with([&](sla::target_definition& t) { t.options = options; }));
    };
    CHECK(summary({.start_hours = "Office", .out_of_hours = sla::working{1h}}).empty());
    CHECK(summary({.out_of_hours = 0h}) ==
          strings{"policy.length_out_of_range at " + target + ".options.out_of_hours"});
    CHECK(summary({.out_of_hours = sla::working{-1h}}) ==
          strings{"policy.length_out_of_range at " + target + ".options.out_of_hours"});
    const auto issues =
        desk::issues_of(with([](sla::target_definition& t) { t.options.start_hours = "Offices"; }));
    CHECK(desk::summary(issues) ==
          strings{"policy.unknown_calendar at " + target + ".options.start_hours"});
    CHECK(issues[0].hint == "did you mean \"Office\"?");
}

TEST_CASE("a number that is no value of an option is refused") {
    auto definition = with([](sla::target_definition& t) {
        t.options.met = static_cast<sla::met_when>(2);
        t.options.fit = static_cast<sla::exact_fit>(2);
        t.options.retarget = static_cast<sla::retarget_mode>(4);
        t.options.breach = static_cast<sla::breach_mode>(2);
    });
    definition.choose = static_cast<sla::policy_choice>(3);
    definition.versions = static_cast<sla::version_choice>(4);
    definition.policies[0].role = static_cast<sla::policy_role>(2);
    CHECK(desk::summary(definition) ==
          strings{"policy.unknown_enumerator at choose", "policy.unknown_enumerator at versions",
                  "policy.unknown_enumerator at policies[0].role",
                  "policy.unknown_enumerator at " + target + ".options.met",
                  "policy.unknown_enumerator at " + target + ".options.fit",
                  "policy.unknown_enumerator at " + target + ".options.retarget",
                  "policy.unknown_enumerator at " + target + ".options.breach"});
}

TEST_CASE("a limit may be working time first and elapsed time after") {
    using sla::working_then_elapsed;
    const auto summary = [](const working_then_elapsed& within) {
        return desk::summary(desk::promising("resolution", within));
    };
    CHECK(summary({sla::working{4h}, 24h}).empty());
    CHECK(summary({sla::working{}, 24h}).empty());
    CHECK(summary({sla::working{4h}, 0h}).empty());
    const strings refused{"policy.target_not_positive at " + target + ".rows[0].within"};
    CHECK(summary({}) == refused);
    CHECK(summary({sla::working{-1h}, 24h}) == refused);
    CHECK(summary({sla::working{4h}, -1h}) == refused);
    CHECK(summary({sla::working{4h}, sla::elapsed::max()}) ==
          strings{"policy.target_never_reached at " + target + ".rows[0].within"});
    auto without = desk::promising("resolution", working_then_elapsed{sla::working{4h}, 24h});
    without.policies[0].calendar = "";
    CHECK(desk::summary(without) ==
          strings{"policy.calendar_missing at " + target + ".rows[0].within"});
}

TEST_CASE("a compiled target is found by its limit") {
    auto definition = desk::promising(
        {{.metric = "first response", .rows = sla::always(1h)},
         {.metric = "resolution",
          .rows = sla::otherwise(sla::by_priority({{"P1", sla::working{4h}}}), sla::working{8h}),
          .steps = {{"warn", sla::percent_used{75}}, {"tell", sla::after_deadline{30min}}},
          .credits = {{.due = {.hundredths = 500}}, {.late_by = sla::working{1h}}},
          .options = {.met = sla::met_when::strictly_before,
                      .fit = sla::exact_fit::next_open,
                      .retarget = sla::retarget_mode::freeze,
                      .breach = sla::breach_mode::recomputed,
                      .start_hours = "Office",
                      .out_of_hours = sla::working{2h}}}});
    const auto book = sla::compile(definition, desk::zones()).value();
    const sla::limit_id last{2};
    CHECK(book.target_of(last) == definition.policies[0].targets[1]);
    CHECK(book.policy_of(last) == sla::policy_id{0});

    const sla::detail::book_data& data = book.data();
    const sla::detail::compiled_target& target_data = data.targets[data.rows[2].target];
    CHECK(data.rows[0].target == 0);
    CHECK(data.rows[1].target == 1);
    CHECK(target_data.rows.first == 1);
    CHECK(target_data.rows.count == 2);
    CHECK(target_data.met == sla::met_when::strictly_before);
    CHECK(target_data.fit == sla::exact_fit::next_open);
    CHECK(target_data.retarget == sla::retarget_mode::freeze);
    CHECK(target_data.breach == sla::breach_mode::recomputed);
    CHECK(target_data.start_calendar == 0);
    CHECK(data.targets[0].start_calendar == sla::detail::no_calendar);
    REQUIRE(target_data.out_of_hours);
    CHECK(target_data.out_of_hours->is_working);
    CHECK(target_data.out_of_hours->by == 2h);
    using point = sla::detail::compiled_step::point;
    const auto compiled_steps = target_data.steps.of(data.steps);
    REQUIRE(compiled_steps.size() == 2);
    CHECK(compiled_steps[0].at == point::percent);
    CHECK(compiled_steps[0].percent == 75);
    CHECK(compiled_steps[1].at == point::after);
    CHECK_FALSE(compiled_steps[1].by.is_working);
    CHECK(compiled_steps[1].by.by == 30min);
    const auto bands = target_data.bands.of(data.bands);
    REQUIRE(bands.size() == 2);
    CHECK(bands[0].by == 0h);
    CHECK(bands[1].is_working);
}
