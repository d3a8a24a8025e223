// SPDX-License-Identifier: MIT
//
// Definition, document, definition: the same again, over random books and calendars.

#include <sla/json.hpp>

#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <property/evaluate_random.hpp>
#include <string>

namespace {

using namespace std::chrono;
using namespace std::chrono_literals;

void check_round_trip(const sla::book_definition& book) {
    const auto document = sla::to_json(book);
    INFO(oracle::to_text(book));
    REQUIRE(document);
    INFO(*document);
    const auto again = sla::book_from_json(*document);
    if (!again)
        FAIL(again.issues().front().place + ": " + again.issues().front().message);
    REQUIRE(*again == book);
    CHECK(sla::to_json(*again).value() == *document);
}

bool is_sayable(const std::vector<sla::time_range>& ranges) {
    for (const sla::time_range& r : ranges)
        if (r.begin < 0s || r.begin >= 24h || r.end <= r.begin || r.end > 48h)
            return false;
    return true;
}

} // namespace

TEST_CASE("a random book comes back from its document") {
    oracle::property{"json.round_trip.book", 400}.run(
        [](oracle::dice& random, const std::string& seed) {
            INFO(seed);
            check_round_trip(oracle::random_case(random).book);
        });
}

TEST_CASE("a random calendar comes back from its document") {
    std::size_t said = 0;
    oracle::property{"json.round_trip.calendar", 400}.run(
        [&](oracle::dice& random, const std::string& seed) {
            INFO(seed);
            sla::book_definition book;
            book.calendars = {oracle::random_definition(
                random, random.percent(50) ? oracle::grain::seconds : oracle::grain::minutes)};
            book.calendars[0].name = random.percent(20) ? "国庆节 \"/~\n" : "calendar";
            bool sayable = true;
            const auto look_at = [&](const auto& list) {
                for (const auto& e : list)
                    sayable = sayable && is_sayable(e.ranges);
            };
            look_at(book.calendars[0].exceptions);
            look_at(book.calendars[0].yearly);
            for (const auto& day : book.calendars[0].hours.days)
                sayable = sayable && is_sayable(day);
            if (!sayable && !sla::to_json(book))
                return;
            ++said;
            check_round_trip(book);
        });
    CHECK(said > 300);
}

TEST_CASE("every form comes back from its document") {
    sla::book_definition book;
    book.metrics = {
        sla::resolution(), sla::stage_response("triage"), sla::group_response("二线"),
        sla::call_answer(),
        sla::metric_definition{.name = "own",
                               .start = {sla::on(sla::event_kind::created)},
                               .stop = {{.kind = sla::event_kind::message,
                                         .by = {sla::actor::agent, sla::actor::third_party},
                                         .visible = sla::visibility::internal}},
                               .after = {sla::on_status_not_in({})},
                               .repeats = sla::recurrence::sequential}};
    book.combined = {{"both", "a", sla::set_operation::intersect, "b"}};
    book.vocabularies = {{sla::attribute::tier, {"gold"}}, {sla::attribute::priority, {}}};
    book.choose = sla::policy_choice::strictest;
    book.versions = sla::version_choice::at_now;
    sla::target_definition target{.metric = "紧急"};
    const std::vector<sla::target_duration> all{
        0ms,
        1ms,
        90s,
        30min,
        1h + 30min,
        sla::elapsed{999'999'999h},
        sla::working{0ms},
        sla::working{1ms},
        sla::working{59min},
        sla::working{60min},
        sla::working{90min},
        sla::working{100h},
        sla::business_days{.count = 0},
        sla::business_days{.count = 1},
        sla::business_days{.count = 2, .end = sla::business_day_end::close},
        sla::business_days{.count = 3, .end = sla::business_day_end::time_of_day, .at = 17h},
        sla::business_days{.count = 3,
                           .end = sla::business_day_end::time_of_day,
                           .at = 17h + 30min + 5s,
                           .cut_off = 12h},
        sla::calendar_days{1},
        sla::calendar_weeks{2},
        sla::calendar_months{3},
        sla::working_then_elapsed{sla::working{4h}, 24h}};
    for (std::size_t i = 0; i < all.size(); ++i)
        target.rows.push_back({.match = {{sla::attribute::customer, {"c" + std::to_string(i)}}},
                               .within = all[i],
                               .calendar = i % 3 == 0 ? "紧急" : ""});
    target.rows.push_back(
        {.match = {{sla::attribute::group, {"a", "b"}}, {sla::attribute::tier, {""}}}});
    target.steps = {{"one", sla::percent_used{0}},
                    {"two", sla::before_deadline{sla::working{2h}}},
                    {"three", sla::after_deadline{0ms}}};
    target.credits = {
        {.due = {.hundredths = 12'50}},
        {.late_by = sla::working{0ms},
         .due = {.unit = sla::credit::unit_type::amount, .hundredths = 5, .currency = "元 net"}}};
    target.options = {.met = sla::met_when::strictly_before,
                      .fit = sla::exact_fit::next_open,
                      .retarget = sla::retarget_mode::freeze,
                      .breach = sla::breach_mode::recomputed,
                      .start_hours = "a",
                      .out_of_hours = sla::working{1h}};
    book.policies = {{.name = "p",
                      .when = sla::any_of({sla::all_of({sla::tier_is({"gold"})}), sla::condition{},
                                           sla::unless({sla::tagged({"vip", "中文"})}),
                                           sla::created_while_open({"a"}), sla::all_of({})}),
                      .effective_from = sla::instant{1ms},
                      .effective_until = sla::end_of_range - 1ms,
                      .role = sla::policy_role::fallback,
                      .calendar = "a",
                      .targets = {target}}};
    check_round_trip(book);

    // Tables: by one attribute, by two, with and without the rest.
    const sla::target_duration hour = 1h;
    auto& rows = book.policies[0].targets[0].rows;
    rows = sla::by_priority({{"P1", hour}, {"P2", hour}});
    check_round_trip(book);
    rows = sla::otherwise(rows, 2h);
    check_round_trip(book);
    rows = sla::grid(sla::attribute::priority, sla::attribute::channel, {"a", "b"},
                     {{"P1", {hour, std::nullopt}}, {"P2", {hour, hour}}});
    check_round_trip(book);
    rows = sla::otherwise(rows, 2h);
    check_round_trip(book);
    rows.insert(rows.begin(), rows.back());
    check_round_trip(book);
    rows = {rows[1], rows[2], rows[1]};
    check_round_trip(book);
    rows = sla::by_priority({{"P1", hour}, {"P1", hour}});
    check_round_trip(book);
    rows = {};
    check_round_trip(book);
    rows = {{.within = hour, .calendar = "a"}};
    check_round_trip(book);
}

TEST_CASE("an empty definition comes back") {
    check_round_trip({});
    check_round_trip({.metrics = {}});
}

TEST_CASE("what no document can say is an issue at its place") {
    const auto complaint = [](const sla::book_definition& book) {
        const auto made = sla::to_json(book);
        REQUIRE(!made);
        REQUIRE(made.issues().size() == 1);
        CHECK(made.issues()[0].code == "json.cannot_say");
        return made.issues()[0].place;
    };
    sla::calendar_definition c{.name = "c", .zone = "UTC"};
    c.exceptions = {sla::closed("x", 2026y / February / 30)};
    CHECK(complaint({.calendars = {c}}) == "/calendars/0/exceptions/0/date");
    c.exceptions = {};
    c.hours.days[1] = {{9h, 8h}};
    CHECK(complaint({.calendars = {c}}) == "/calendars/0/hours/Monday/0");
    c.hours = {};
    c.name = "\xFF";
    CHECK(complaint({.calendars = {c}}) == "/calendars/0/name");
    const auto with = [](const sla::target_duration& d) {
        return sla::book_definition{
            .policies = {{.name = "p", .targets = {{.metric = "m/~", .rows = sla::always(d)}}}}};
    };
    CHECK(complaint(with(-1ms)) == "/policies/0/targets/m~1~0");
    CHECK(complaint(with(sla::business_days{.count = -1})) == "/policies/0/targets/m~1~0");
    CHECK(complaint(with(sla::business_days{.count = 1, .at = 1s})) == "/policies/0/targets/m~1~0");
    CHECK(complaint({.policies = {{.name = "p", .when = {.which = sla::attribute::tier}}}}) ==
          "/policies/0/when");
    sla::condition deep = sla::tier_is({"gold"});
    for (int i = 0; i < 60; ++i)
        deep = sla::all_of({deep});
    CHECK(!sla::to_json({.policies = {{.name = "p", .when = deep}}}));
}
