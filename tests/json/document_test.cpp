// SPDX-License-Identifier: MIT
//
// The parts of a document beside its book: there and back, checked, compiled.

#include <sla/describe.hpp>
#include <sla/evaluate.hpp>
#include <sla/json_document.hpp>
#include <sla/timeline.hpp>

#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <fstream>
#include <iterator>
#include <property/evaluate_random.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace std::chrono;
using namespace std::chrono_literals;
using namespace sla::literals;

std::string text_of(const std::string& name) {
    std::ifstream file{SLA_TEST_SOURCE_DIR "/tests/json/good/" + name, std::ios::binary};
    REQUIRE(file);
    return {std::istreambuf_iterator<char>{file}, {}};
}

sla::zone_source zones() {
    return sla::zone_set{{sla::zone_from_rule("Asia/Shanghai", "CST-8").value()}}.source();
}

void check_round_trip(const sla::json_document& document) {
    const auto text = sla::to_json(document);
    INFO((text ? *text : sla::describe(text.issues())));
    REQUIRE(text);
    const auto again = sla::document_from_json(*text);
    INFO(sla::describe(again.issues()));
    REQUIRE(again);
    CHECK(*again == document);
    CHECK(sla::to_json(*again).value() == *text);
    CHECK(sla::book_from_json(*text).value() == document.book);
}

// -- random documents ----------------------------------------------------------------------------

using oracle::dice;

template <class Enum>
Enum one_of(dice& random, std::size_t count) {
    return static_cast<Enum>(random.below(count));
}

sla::decimal some_decimal(dice& random) {
    return sla::decimal::scaled(random.from_to(-1'000'000'000, 1'000'000'000),
                                static_cast<int>(random.below(19)));
}

year_month_day some_date(dice& random) {
    return sys_days{1970y / January / 1} + days{random.small(0, 30'000)};
}

std::string some_name(dice& random) {
    static constexpr std::string_view names[] = {"a", "紧急", "مرحبا", "🚒 \"/~\n", "", "P1"};
    return std::string{names[random.below(std::size(names))]};
}

std::vector<std::string> some_names(dice& random, std::size_t least) {
    std::vector<std::string> out(least + random.below(3));
    for (std::string& name : out)
        name = some_name(random);
    return out;
}

sla::credit some_credit(dice& random) {
    if (random.percent(50))
        return {.hundredths = random.from_to(0, 100'00)};
    return {.unit = sla::credit::unit_type::amount,
            .hundredths = random.from_to(0, 100'000),
            .currency = random.percent(50) ? "元" : "EUR net"};
}

std::vector<sla::credit> some_caps(dice& random) {
    std::vector<sla::credit> out(random.below(3));
    for (sla::credit& c : out)
        c = some_credit(random);
    return out;
}

sla::named_report some_report(dice& random) {
    sla::named_report out{.name = some_name(random)};
    for (std::size_t n = random.below(4); n > 0; --n) {
        sla::named_dimension d{.name = some_name(random)};
        if (random.percent(50))
            d.periods =
                sla::named_grouping{.unit = one_of<sla::calendar_unit>(random, 8),
                                    .zone = some_name(random),
                                    .from = some_date(random),
                                    .end = some_date(random),
                                    .week_begins = weekday{static_cast<unsigned>(random.below(7))}};
        else
            d.values = some_names(random, 0);
        out.dimensions.push_back(d);
    }
    for (std::size_t n = random.below(3); n > 0; --n) {
        sla::report_metric m{.name = some_name(random)};
        for (std::size_t k = random.below(3); k > 0; --k) {
            sla::report_length length{.name = some_name(random),
                                      .what = one_of<sla::verdict_length>(random, 5)};
            length.of.bits = static_cast<std::uint8_t>(random.below(128));
            for (std::size_t i = random.below(3); i > 0; --i)
                length.limits.push_back(milliseconds{random.from_to(0, 100'000'000)});
            m.lengths.push_back(length);
        }
        out.metrics.push_back(m);
    }
    out.exact_values = static_cast<std::uint32_t>(random.below(sla::max_exact_values + 1));
    out.precision_bits = static_cast<std::uint8_t>(random.small(4, 14));
    return out;
}

sla::objective_definition some_objective(dice& random) {
    sla::objective_definition out{.name = some_name(random),
                                  .goal = sla::share::per_million(random.below(1'000'001)),
                                  .metric = some_name(random)};
    if (random.percent(30))
        out.goal = {random.below(9), 8};
    for (unsigned a = 0; a < sla::attribute_count; ++a)
        if (random.percent(20))
            out.match.push_back({static_cast<sla::attribute>(a), some_names(random, 1)});
    if (random.percent(50)) {
        out.within = milliseconds{random.from_to(0, 100'000'000)};
        if (random.percent(50))
            out.abandoned = one_of<sla::abandoned_calls>(random, 4);
    } else {
        out.open = one_of<sla::open_clocks>(random, 3);
    }
    if (random.percent(50)) {
        out.per = one_of<sla::calendar_unit>(random, 5);
        out.zone = some_name(random);
    }
    return out;
}

sla::goal_definition some_goal(dice& random) {
    sla::goal_definition out{.name = some_name(random), .unit = one_of<sla::goal_unit>(random, 3)};
    const std::int64_t least = out.unit == sla::goal_unit::number ? -1'000'000 : 0;
    out.path = {.begin = sys_days{some_date(random)},
                .end = sys_days{some_date(random)},
                .from = random.from_to(least, 1'000'000),
                .to = random.from_to(least, 1'000'000),
                .direction = one_of<sla::goal_direction>(random, 2)};
    if (random.percent(30))
        out.path.to = out.path.from;
    return out;
}

sla::score_step some_step(dice& random) {
    if (random.percent(30))
        return {};
    const bool percent = random.percent(50);
    return {.size = percent ? sla::decimal::scaled(random.from_to(-1000, 100'000), 2)
                            : some_decimal(random),
            .unit = percent ? sla::step_unit::percent_of_goal : sla::step_unit::of_the_value,
            .points = some_decimal(random)};
}

std::optional<sla::decimal> perhaps(dice& random) {
    if (random.percent(50))
        return {};
    return some_decimal(random);
}

sla::named_scorecard some_scorecard(dice& random) {
    sla::named_scorecard out{.name = some_name(random)};
    for (std::size_t n = random.below(4); n > 0; --n)
        out.definition.goals.push_back({.name = some_name(random),
                                        .direction = one_of<sla::goal_direction>(random, 2),
                                        .goal = some_decimal(random),
                                        .weight = some_decimal(random),
                                        .worse = some_step(random),
                                        .better = some_step(random),
                                        .steps = one_of<sla::step_counting>(random, 2),
                                        .floor = perhaps(random),
                                        .cap = perhaps(random)});
    out.definition.base = some_decimal(random);
    out.definition.missing = one_of<sla::missing_data>(random, 3);
    out.definition.floor = perhaps(random);
    out.definition.cap = perhaps(random);
    out.definition.digits = static_cast<int>(random.below(10));
    out.definition.how = one_of<sla::rounding>(random, 3);
    return out;
}

sla::credit_definition some_credits(dice& random) {
    sla::credit_definition out;
    for (std::size_t n = random.below(3); n > 0; --n) {
        sla::credit_agreement a{.name = some_name(random), .currency = some_name(random)};
        for (std::size_t k = random.below(3); k > 0; --k) {
            sla::attainment_clause clause{.name = some_name(random)};
            for (std::size_t i = random.below(3); i > 0; --i)
                clause.bands.push_back(
                    {.below = sla::decimal::scaled(random.from_to(-1'000'000, 1'000'000), 4),
                     .due = some_credit(random)});
            a.attainment.push_back(clause);
        }
        a.of_one_ticket = one_of<sla::credit_combination>(random, 2);
        a.of_one_period = one_of<sla::credit_combination>(random, 2);
        a.ticket_caps = some_caps(random);
        a.period_caps = some_caps(random);
        out.agreements.push_back(a);
    }
    out.of_agreements = one_of<sla::credit_combination>(random, 2);
    out.period_caps = some_caps(random);
    out.customer_caps = some_caps(random);
    out.money = {.digits = static_cast<int>(random.below(7)),
                 .how = one_of<sla::rounding>(random, 3),
                 .when = one_of<sla::rounding_moment>(random, 2)};
    return out;
}

} // namespace

TEST_CASE("a random document comes back") {
    oracle::property{"json.round_trip.document", 300}.run(
        [](dice& random, const std::string& seed) {
            INFO(seed);
            sla::json_document document;
            const auto fill = [&](auto& list, auto make) {
                for (std::size_t n = random.below(3); n > 0; --n)
                    list.push_back(make(random));
            };
            fill(document.reports, some_report);
            fill(document.objectives, some_objective);
            fill(document.goals, some_goal);
            fill(document.scorecards, some_scorecard);
            if (random.percent(50))
                document.credits = some_credits(random);
            check_round_trip(document);
        });
}

TEST_CASE("human forms are the definitions of their rooms") {
    const sla::json_document d = sla::document_from_json(text_of("reports.json")).value();
    check_round_trip(d);
    REQUIRE(d.objectives.size() == 3);
    CHECK(d.objectives[0] == sla::objective_definition{.name = "Quick answers",
                                                       .goal = sla::share::percent(90),
                                                       .metric = "first response",
                                                       .within = 1h,
                                                       .per = sla::calendar_unit::month,
                                                       .zone = "Asia/Shanghai"});
    CHECK(d.objectives[1] ==
          sla::objective_definition{.name = "Promises kept",
                                    .goal = {9995, 10'000},
                                    .metric = "resolution",
                                    .match = {{sla::attribute::priority, {"紧急", "高"}},
                                              {sla::attribute::channel, {"e-mail"}}},
                                    .open = sla::open_clocks::worst_case});
    CHECK(d.objectives[2].abandoned == sla::abandoned_calls::short_ones_ignored);
    REQUIRE(d.goals.size() == 3);
    CHECK(d.goals[0] == sla::goal_definition{.name = "first-contact resolution",
                                             .unit = sla::goal_unit::share,
                                             .path = {.begin = 2026y / January / 1,
                                                      .end = sys_days{2026y / December / 31},
                                                      .from = 700'000,
                                                      .to = 855'000}});
    CHECK(d.goals[1].path.from == 600'000);
    CHECK(d.goals[1].unit == sla::goal_unit::time);
    CHECK(d.goals[2].path.to == 90);
    REQUIRE(d.scorecards.size() == 1);
    const sla::score_goal& goal = d.scorecards[0].definition.goals.at(1);
    CHECK(goal.goal == 90.5_decimal);
    CHECK(goal.worse == sla::score_step{.size = 1, .points = -0.5_decimal});
    CHECK(d.scorecards[0].definition.goals[0].worse.unit == sla::step_unit::percent_of_goal);
    REQUIRE(d.credits);
    CHECK(d.credits->agreements[0].attainment[0].bands[0] ==
          sla::share_band{.below = 99.9_decimal, .due = {.hundredths = 10'00}});
}

TEST_CASE("a document compiles into all of its parts") {
    const auto made = sla::compile_json_document(text_of("reports.json"), zones());
    INFO(sla::describe(made.issues()));
    REQUIRE(made);
    CHECK(made->book.find_policy("普通"));
    REQUIRE(made->reports.size() == 1);
    // 3 priorities x 3 customers x 13 months x 169 hours
    CHECK(made->reports[0].group_count() == 3U * 3 * 13 * 169);
    CHECK(made->reports[0].label(0, 0) == "紧急");
    CHECK(made->reports[0].label(1, 1) == "乙");
    CHECK(made->reports[0].label(3, 0) == "Sun 00:00");
    REQUIRE(made->scorecards.size() == 1);
    CHECK(made->credits);
    CHECK(sla::judge(made->source.objectives[0].goal, {.all = 1000, .good = 899}).state ==
          sla::objective_state::missed);
    CHECK(sla::compile_json(text_of("reports.json"), zones()));
}

TEST_CASE("a document's mistakes are mistakes of its book, too") {
    std::string text = text_of("reports.json");
    text.replace(text.find("\"80 %\""), 6, "\"80\"");
    CHECK(sla::document_from_json(text).issues().at(0).place == "/objectives/2/share");
    CHECK(sla::book_from_json(text).issues().at(0).place == "/objectives/2/share");
    text = text_of("reports.json");
    text.replace(text.find("\"of\": \"call answer\""), 19, "\"of\": \"call anser\"");
    CHECK(sla::book_from_json(text));
    const auto compiled = sla::compile_json(text, zones());
    REQUIRE(!compiled);
    CHECK(compiled.issues().at(0).code == "json.unknown_metric");
    CHECK(compiled.issues().at(0).place == "/objectives/2/of");
}

TEST_CASE("what no document can say of its parts is an issue at its place") {
    const auto complaint = [](const sla::json_document& document) {
        const auto made = sla::to_json(document);
        REQUIRE(!made);
        REQUIRE(made.issues().size() == 1);
        CHECK(made.issues()[0].code == "json.cannot_say");
        return made.issues()[0].place;
    };
    CHECK(complaint({.objectives = {{.name = "o", .goal = {1, 3}, .metric = "m"}}}) ==
          "/objectives/0/share");
    CHECK(complaint({.objectives = {{.name = "o", .goal = {2, 1}, .metric = "m"}}}) ==
          "/objectives/0/share");
    CHECK(complaint({.objectives = {{.name = "o", .metric = "m", .zone = "UTC"}}}) ==
          "/objectives/0/zone");
    CHECK(complaint({.objectives = {{.name = "o",
                                     .metric = "m",
                                     .abandoned = sla::abandoned_calls::missed}}}) ==
          "/objectives/0/abandoned");
    CHECK(complaint({.objectives = {{.name = "o",
                                     .metric = "m",
                                     .within = 1h,
                                     .open = sla::open_clocks::as_of_now}}}) ==
          "/objectives/0/open");
    CHECK(complaint({.goals = {{.name = "g",
                                .unit = sla::goal_unit::share,
                                .path = {.from = 0, .to = -1}}}}) == "/goals/0/to");
    CHECK(complaint({.goals = {{.name = "g", .path = {.begin = sys_days{days::min()}}}}}) ==
          "/goals/0/begin");
    CHECK(complaint({.reports = {{.name = "r", .precision_bits = 3}}}) ==
          "/reports/0/precision_bits");
    CHECK(complaint({.reports = {{.name = "r",
                                  .dimensions = {{.name = "d",
                                                  .periods = sla::named_grouping{
                                                      .zone = "UTC",
                                                      .from = 2026y / February / 30,
                                                      .end = 2027y / January /
                                                             1}}}}}}) == "/reports/0/by/0/from");
    CHECK(complaint({.scorecards = {{.name = "s", .definition = {.digits = 10}}}}) ==
          "/scorecards/0/digits");
    CHECK(complaint(
              {.scorecards =
                   {{.name = "s",
                     .definition =
                         {.goals = {{.name = "g",
                                     .worse = {.size = 1'000'000'000,
                                               .unit = sla::step_unit::percent_of_goal}}}}}}}) ==
          "/scorecards/0/goals/0/worse/each");
}
