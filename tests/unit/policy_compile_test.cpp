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
using sla::event_kind;
using strings = std::vector<std::string>;

namespace {

sla::book_definition good() {
    return desk::promising("resolution", sla::working{8h});
}

} // namespace

TEST_CASE("a good book compiles without a word") {
    const auto book = sla::compile(good(), desk::zones());
    REQUIRE(book);
    CHECK(book.issues().empty());
    CHECK(book->policy_count() == 1);
    CHECK(book->metric_count() == sla::built_in_metrics().size());
}

TEST_CASE("all mistakes of a book are reported together, each with its place") {
    auto definition = good();
    definition.vocabularies = {{attribute::priority, {"urgent", "high"}}};
    definition.policies[0].calendar = "Ofice";
    definition.policies[0].targets.push_back(
        {.metric = "first respons",
         .rows = {{.match = {{attribute::priority, {"high"}}}, .within = 1h},
                  {.match = {{attribute::priority, {"urgnt"}}}, .within = 0min}}});
    definition.policies.push_back({.name = "Everybody"});
    CHECK(desk::summary(definition) ==
          strings{"policy.unknown_calendar at policies[0].calendar",
                  "policy.unknown_metric at policies[0].targets[1].metric",
                  "policy.unknown_value at policies[0].targets[1].rows[1].match[0].values[0]",
                  "policy.target_not_positive at policies[0].targets[1].rows[1].within",
                  "policy.name_twice at policies[1].name",
                  "policy.targets_missing at policies[1].targets"});
}

TEST_CASE("an unknown name comes with what it was probably meant to be") {
    auto definition = good();
    definition.calendars.push_back(desk::office("Warehouse"));
    definition.policies[0].calendar = "office";
    definition.policies[0].targets[0].metric = "Resolutoin";
    const auto issues = desk::issues_of(definition);
    REQUIRE(issues.size() == 2);
    CHECK(issues[0].saw == "\"office\"");
    CHECK(issues[0].hint == "did you mean \"Office\"?");
    CHECK(issues[1].hint == "did you mean \"resolution\"?");
}

TEST_CASE("where no name is near the few that exist are told") {
    auto definition = good();
    definition.calendars.push_back(desk::office("Warehouse"));
    definition.policies[0].calendar = "Boston";
    CHECK(desk::issues_of(definition)[0].hint == "there is \"Office\" and \"Warehouse\"");
}

TEST_CASE("a name that two things share is reported with the first of them") {
    auto definition = good();
    definition.calendars.push_back(desk::office());
    definition.combined = {{.name = "Office", .left = "Office", .right = "Office"}};
    definition.metrics.push_back(sla::resolution());
    definition.vocabularies = {{attribute::tier, {"gold"}}, {attribute::tier, {"silver"}}};
    const auto issues = desk::issues_of(definition);
    CHECK(desk::summary(issues) ==
          strings{"policy.name_twice at calendars[1].name", "policy.name_twice at combined[0].name",
                  "policy.name_twice at vocabularies[1]", "policy.name_twice at metrics[9].name"});
    for (const sla::issue& i : issues)
        CHECK(i.related.size() == 1);
    CHECK(issues[3].related[0].place == "metrics[6].name");
}

TEST_CASE("what has no name is reported") {
    auto definition = good();
    definition.combined = {{.name = "", .left = "Office", .right = "Office"}};
    definition.metrics.push_back({.name = "",
                                  .start = {sla::on(event_kind::created)},
                                  .stop = {sla::on(event_kind::fixed)}});
    definition.policies[0].name = "";
    const auto codes = desk::summary(definition);
    CHECK(std::count(codes.begin(), codes.end(), "policy.name_missing at combined[0].name") == 1);
    CHECK(std::count(codes.begin(), codes.end(), "policy.name_missing at metrics[9].name") == 1);
    CHECK(std::count(codes.begin(), codes.end(), "policy.name_missing at policies[0].name") == 1);
}

TEST_CASE("a book without policies promises nothing and is refused") {
    CHECK(desk::summary(sla::book_definition{}) == strings{"policy.policies_missing at policies"});
}

TEST_CASE("mistakes in a calendar keep their places below the calendar's") {
    auto definition = good();
    definition.calendars[0].zone = "Nowhere";
    definition.calendars[0].hours.days[1] = {{17h, 9h}};
    const auto issues = desk::issues_of(definition);
    REQUIRE(issues.size() >= 2);
    for (const sla::issue& i : issues) {
        CHECK(i.place.starts_with("calendars[0]."));
        CHECK_FALSE(i.code.starts_with("policy."));
    }
}

TEST_CASE("combined calendars can be used like any other and build on one another") {
    auto definition = good();
    definition.calendars.push_back({.name = "Saturday",
                                    .zone = "UTC",
                                    .hours = sla::weekly(std::chrono::Saturday, {{9h, 13h}})});
    definition.calendars.push_back(
        {.name = "Lunch", .zone = "UTC", .hours = sla::weekly(sla::every_day, {{12h, 13h}})});
    definition.combined = {{"Six days", "Office", sla::set_operation::unite, "Saturday"},
                           {"Without lunch", "Six days", sla::set_operation::subtract, "Lunch"}};
    definition.policies[0].calendar = "Without lunch";
    const auto book = sla::compile(definition, desk::zones());
    REQUIRE(book);
    const sla::calendar* hours = book->find_calendar("Without lunch");
    REQUIRE(hours != nullptr);
    CHECK(hours->between(desk::at(desk::saturday, 0h), desk::at(desk::next_monday, 0h)) ==
          sla::working{3h});
    CHECK(hours->between(desk::at(desk::friday, 0h), desk::at(desk::saturday, 0h)) ==
          sla::working{7h});
}

TEST_CASE("a combination can only name what stands before it") {
    auto definition = good();
    definition.combined = {{"A", "B", sla::set_operation::unite, "Office"},
                           {"B", "Office", sla::set_operation::unite, "C"}};
    CHECK(desk::summary(definition) == strings{"policy.unknown_calendar at combined[0].left",
                                               "policy.unknown_calendar at combined[1].right"});
}

TEST_CASE("a combination that is never open is reported at its place") {
    auto definition = good();
    definition.combined = {{"Nothing", "Office", sla::set_operation::subtract, "Office"}};
    const auto issues = desk::issues_of(definition);
    REQUIRE(issues.size() == 1);
    CHECK(issues[0].place.starts_with("combined[0]"));
    CHECK(issues[0].code == "calendar.no_open_time");
}

TEST_CASE("a calendar that does not compile is not called unknown as well") {
    auto definition = good();
    definition.calendars[0].zone = "Nowhere";
    CHECK(desk::find(desk::issues_of(definition), "policy.unknown_calendar") == nullptr);
    CHECK(desk::find(desk::issues_of(definition), "zone.unknown") != nullptr);
}

TEST_CASE("conditions need values and parts") {
    auto definition = good();
    definition.policies[0].when =
        sla::all_of({sla::priority_is({}), sla::tagged({""}), sla::any_of({}),
                     sla::unless({sla::channel_is({"mail", ""})})});
    CHECK(desk::summary(definition) ==
          strings{"policy.value_missing at policies[0].when.parts[0].values",
                  "policy.value_missing at policies[0].when.parts[1].values[0]",
                  "policy.parts_missing at policies[0].when.parts[2].parts",
                  "policy.value_missing at policies[0].when.parts[3].parts[0].values[1]"});
}

TEST_CASE("a condition may be 32 levels deep and not one more") {
    const auto nested = [](int levels) {
        sla::condition out = sla::priority_is({"urgent"});
        for (int level = 1; level < levels; ++level)
            out = sla::any_of({std::move(out)});
        return out;
    };
    auto definition = good();
    definition.policies[0].when = nested(32);
    CHECK_FALSE(sla::has_errors(desk::issues_of(definition)));
    definition.policies[0].when = nested(33);
    REQUIRE(desk::issues_of(definition).size() == 1);
    CHECK(desk::issues_of(definition)[0].code == "policy.condition_too_deep");
    definition.policies[0].when = nested(300);
    CHECK(desk::issues_of(definition)[0].code == "policy.condition_too_deep");
}

TEST_CASE("a declared vocabulary binds conditions and rows") {
    auto definition = good();
    definition.vocabularies = {{attribute::channel, {"phone", "e-mail"}}};
    definition.policies[0].when = sla::channel_is({"email", "phone"});
    definition.policies[0].targets[0].rows = {
        {.match = {{attribute::channel, {"fax"}}, {attribute::tier, {"any name"}}}, .within = 1h}};
    const auto issues = desk::issues_of(definition);
    CHECK(desk::summary(issues) ==
          strings{"policy.unknown_value at policies[0].when.values[0]",
                  "policy.unknown_value at policies[0].targets[0].rows[0].match[0].values[0]"});
    CHECK(issues[0].hint == "did you mean \"e-mail\"?");
    CHECK(issues[1].hint == "there is \"e-mail\" and \"phone\"");
}

TEST_CASE("a vocabulary needs values with names") {
    auto definition = good();
    definition.vocabularies = {{attribute::channel, {}}, {attribute::tier, {"gold", ""}}};
    CHECK(desk::summary(definition) ==
          strings{"policy.value_missing at vocabularies[0].values",
                  "policy.value_missing at vocabularies[1].values[1]"});
}

TEST_CASE("a book speaks of at most 256 tags") {
    auto definition = good();
    strings tags;
    for (int i = 0; i < 256; ++i)
        tags.push_back("tag " + std::to_string(i));
    definition.policies[0].when = sla::tagged(tags);
    CHECK_FALSE(sla::has_errors(desk::issues_of(definition)));
    tags.push_back("one more");
    definition.policies[0].when = sla::tagged(tags);
    CHECK(desk::summary(definition) == strings{"policy.too_many_tags at policies"});
}

TEST_CASE("a number that is no value of its enumeration is refused wherever it stands") {
    auto definition = good();
    definition.combined = {{"Both", "Office", static_cast<sla::set_operation>(9), "Office"}};
    definition.metrics.push_back({.name = "odd",
                                  .start = {{.kind = static_cast<event_kind>(200)}},
                                  .stop = {{.kind = event_kind::message,
                                            .by = {sla::actor::agent, static_cast<sla::actor>(9)},
                                            .visible = static_cast<sla::visibility>(9)}}});
    definition.vocabularies = {{static_cast<attribute>(6), {"x"}}};
    sla::condition odd = sla::priority_is({"P1"});
    odd.form = static_cast<sla::condition::form_type>(77);
    definition.policies[0].when =
        sla::any_of({sla::one_of(static_cast<attribute>(99), {"x"}), odd});
    definition.policies[0].targets[0].rows = {
        {.match = {{static_cast<attribute>(6), {"x"}}},
         .within = sla::business_days{.count = 1, .end = static_cast<sla::business_day_end>(3)}}};
    const auto issues = desk::issues_of(definition);
    strings places;
    for (const sla::issue& i : issues)
        if (i.code == "policy.unknown_enumerator")
            places.push_back(i.place);
    CHECK(places == strings{"combined[0].operation", "vocabularies[0].which",
                            "metrics[9].start[0].kind", "metrics[9].stop[0].by[1]",
                            "metrics[9].stop[0].visible", "policies[0].when.parts[0].which",
                            "policies[0].when.parts[1].form",
                            "policies[0].targets[0].rows[0].match[0].which",
                            "policies[0].targets[0].rows[0].within.end"});
}

TEST_CASE("a metric needs something that starts it and something that stops it") {
    auto definition = good();
    definition.metrics.push_back({.name = "nothing"});
    CHECK(desk::summary(definition) == strings{"policy.start_missing at metrics[9].start",
                                               "policy.stop_missing at metrics[9].stop"});
}

TEST_CASE("only some events have names, a visibility or an attribute") {
    auto definition = good();
    definition.metrics.push_back(
        {.name = "odd",
         .start = {{.kind = event_kind::created, .names = {"portal"}},
                   {.kind = event_kind::custom, .names = {"called"}},
                   {.kind = event_kind::tag_added, .names = {"vip"}},
                   {.kind = event_kind::assigned, .match = sla::name_match::none_of}},
         .stop = {{.kind = event_kind::status_changed, .names = {"done", "closed"}},
                  {.kind = event_kind::fixed, .visible = sla::visibility::internal},
                  {.kind = event_kind::message, .which = attribute::group},
                  {.kind = event_kind::attribute_changed, .which = attribute::group}}});
    CHECK(desk::summary(definition) ==
          strings{"policy.event_has_no_name at metrics[9].start[0].names",
                  "policy.event_has_no_name at metrics[9].start[3].match",
                  "policy.event_has_no_visibility at metrics[9].stop[1].visible",
                  "policy.event_has_no_attribute at metrics[9].stop[2].which"});
}

TEST_CASE("a policy has one target for a metric and at most eight in all") {
    auto definition = good();
    definition.metrics.clear();
    definition.policies[0].targets.clear();
    for (int i = 0; i < 8; ++i) {
        sla::metric_definition metric = sla::resolution();
        metric.name = "metric " + std::to_string(i);
        definition.policies[0].targets.push_back({.metric = metric.name, .rows = sla::always(1h)});
        definition.metrics.push_back(std::move(metric));
    }
    CHECK(desk::summary(definition).empty());
    definition.policies[0].targets.push_back({.metric = "metric 3", .rows = sla::always(2h)});
    const auto issues = desk::issues_of(definition);
    CHECK(desk::summary(issues) == strings{"policy.too_many_targets at policies[0].targets",
                                           "policy.metric_twice at policies[0].targets[8].metric"});
    CHECK(issues[1].related[0].place == "policies[0].targets[3]");
}

TEST_CASE("a target needs rows") {
    auto definition = good();
    definition.policies[0].targets[0].rows.clear();
    CHECK(desk::summary(definition) ==
          strings{"policy.rows_missing at policies[0].targets[0].rows"});
}

TEST_CASE("a limit has to be longer than nothing, whatever its kind") {
    for (const sla::target_duration within :
         {sla::target_duration{}, sla::target_duration{-1min}, sla::target_duration{sla::working{}},
          sla::target_duration{sla::working{-1h}}, sla::target_duration{sla::business_days{0}},
          sla::target_duration{sla::business_days{-1}},
          sla::target_duration{
              sla::business_days{.count = -1, .end = sla::business_day_end::close}},
          sla::target_duration{sla::calendar_days{0}},
          sla::target_duration{sla::calendar_weeks{-1}},
          sla::target_duration{sla::calendar_months{0}}}) {
        const auto issues = desk::issues_of(desk::promising("resolution", within));
        CHECK(desk::summary(issues) ==
              strings{"policy.target_not_positive at policies[0].targets[0].rows[0].within"});
        CHECK_FALSE(issues[0].saw.empty());
        CHECK_FALSE(issues[0].expected.empty());
    }
}

TEST_CASE("the close of the same business day is a limit") {
    CHECK(desk::summary(
              desk::promising("resolution",
                              sla::business_days{.count = 0, .end = sla::business_day_end::close}))
              .empty());
}

TEST_CASE("what counts by a calendar needs one and elapsed time does not") {
    for (const sla::target_duration within :
         {sla::target_duration{sla::working{1h}}, sla::target_duration{sla::business_days{1}},
          sla::target_duration{sla::calendar_days{1}}, sla::target_duration{sla::calendar_weeks{1}},
          sla::target_duration{sla::calendar_months{1}}}) {
        auto definition = desk::promising("resolution", within);
        definition.policies[0].calendar = "";
        CHECK(desk::summary(definition) ==
              strings{"policy.calendar_missing at policies[0].targets[0].rows[0].within"});
    }
    auto definition = desk::promising("resolution", 1h);
    definition.policies[0].calendar = "";
    CHECK(desk::summary(definition).empty());
}

TEST_CASE("a calendar may stand at the target or at the row instead") {
    auto definition = good();
    definition.policies[0].calendar = "";
    definition.policies[0].targets[0].calendar = "Office";
    CHECK(desk::summary(definition).empty());
    definition.policies[0].targets[0].calendar = "";
    definition.policies[0].targets[0].rows[0].calendar = "Office";
    CHECK(desk::summary(definition).empty());
    definition.policies[0].targets[0].rows[0].calendar = "Ofice";
    CHECK(desk::summary(definition) ==
          strings{"policy.unknown_calendar at policies[0].targets[0].rows[0].calendar"});
    definition.policies[0].targets[0].calendar = "Offices";
    CHECK(desk::summary(definition) ==
          strings{"policy.unknown_calendar at policies[0].targets[0].calendar",
                  "policy.unknown_calendar at policies[0].targets[0].rows[0].calendar"});
}

TEST_CASE("a time of day belongs to business days that end by one") {
    const auto place = "policies[0].targets[0].rows[0].within";
    const auto check = [&](const sla::business_days& days, const strings& where) {
        strings expected;
        for (const std::string& w : where)
            expected.push_back("policy.time_of_day at " + (place + w));
        CHECK(desk::summary(desk::promising("resolution", days)) == expected);
    };
    using sla::business_day_end;
    check({.count = 1, .end = business_day_end::time_of_day, .at = 17h}, {});
    check({.count = 1, .end = business_day_end::time_of_day, .at = 17h, .cut_off = 12h}, {});
    check({.count = 1, .end = business_day_end::same_time, .at = 17h}, {""});
    check({.count = 1, .end = business_day_end::close, .cut_off = 12h}, {""});
    check({.count = 1, .end = business_day_end::time_of_day, .at = 24h}, {".at"});
    check({.count = 1, .end = business_day_end::time_of_day, .at = -1s, .cut_off = 25h},
          {".at", ".cut_off"});
    check({.count = 0, .end = business_day_end::time_of_day, .at = 17h}, {".cut_off"});
    check({.count = 0, .end = business_day_end::time_of_day, .at = 17h, .cut_off = 18h},
          {".cut_off"});
    check({.count = 0, .end = business_day_end::time_of_day, .at = 17h, .cut_off = 17h}, {});
}

TEST_CASE("a limit that no instant before the year 10000 can reach is refused") {
    const strings refused{"policy.target_never_reached at policies[0].targets[0].rows[0].within"};
    CHECK(desk::summary(desk::promising("resolution", sla::elapsed::max())) == refused);
    CHECK(desk::summary(desk::promising("resolution", sla::calendar_months{12 * 9000})) == refused);
    CHECK(desk::summary(desk::promising("resolution", sla::calendar_months{12 * 7000})).empty());

    auto once = desk::promising("resolution", sla::working{5h});
    once.calendars[0].hours = {};
    once.calendars[0].exceptions = {
        sla::open_instead("Fair", std::chrono::year{2014} / std::chrono::May / 5, {{9h, 13h}})};
    CHECK(desk::summary(once) == refused);
    once.policies[0].targets[0].rows = sla::always(sla::working{4h});
    CHECK(desk::summary(once).empty());
}
