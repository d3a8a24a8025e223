// SPDX-License-Identifier: MIT
//
// What a calendar answers, worked out by hand.
#include <sla/calendar.hpp>

#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <vector>

using namespace std::chrono;
using namespace std::chrono_literals;

namespace {

sla::zone_source zones() {
    const auto rule = [](const char* name, const char* text) {
        return sla::zone_from_rule(name, text).value();
    };
    return sla::zone_set{{sla::zone::utc(), rule("Europe/Berlin", "CET-1CEST,M3.5.0,M10.5.0/3"),
                          rule("America/New_York", "EST5EDT,M3.2.0,M11.1.0")}}
        .source();
}

sla::calendar made(const sla::calendar_definition& definition, sla::calendar_options options = {}) {
    return sla::compile(definition, zones(), options).value();
}

/// Monday to Friday 9-12 and 13-17 in Berlin; 9 June 2025 is Whit Monday.
sla::calendar support() {
    return made({.name = "support",
                 .zone = "Europe/Berlin",
                 .hours = sla::weekly(sla::monday_to_friday, {{9h, 12h}, {13h, 17h}}),
                 .exceptions = {sla::closed("Whit Monday", 2025y / June / 9)}});
}

/// Local time in Berlin in summer and in winter, as an instant.
sla::instant summer(year_month_day date, milliseconds time) {
    return sys_days{date} + time - 2h;
}
sla::instant winter(year_month_day date, milliseconds time) {
    return sys_days{date} + time - 1h;
}

const auto friday = 2025y / June / 6;
const auto tuesday = 2025y / June / 10;

std::vector<sla::interval> listed(const sla::open_intervals& of) {
    std::vector<sla::interval> all;
    for (const sla::interval& open : of)
        all.push_back(open);
    return all;
}

} // namespace

TEST_CASE("a calendar knows its name and its zone") {
    const auto hours = support();
    CHECK(hours.name() == "support");
    CHECK(hours.time_zone().name() == "Europe/Berlin");
}

TEST_CASE("a calendar is open from the beginning of a range until before its end") {
    const auto hours = support();
    CHECK_FALSE(hours.is_open(summer(friday, 9h - 1ms)));
    CHECK(hours.is_open(summer(friday, 9h)));
    CHECK(hours.is_open(summer(friday, 12h - 1ms)));
    CHECK_FALSE(hours.is_open(summer(friday, 12h)));
    CHECK_FALSE(hours.is_open(summer(friday, 13h - 1ms)));
    CHECK(hours.is_open(summer(friday, 13h)));
    CHECK_FALSE(hours.is_open(summer(friday, 17h)));
    CHECK_FALSE(hours.is_open(summer(2025y / June / 7, 10h))); // Saturday
    CHECK_FALSE(hours.is_open(summer(2025y / June / 9, 10h))); // the holiday
    CHECK(hours.is_open(winter(2025y / January / 6, 9h)));
    CHECK_FALSE(hours.is_open(summer(2025y / January / 6, 9h))); // 08:00 in winter
}

TEST_CASE("nothing is open before 1970 or from the year 10000 on") {
    const auto always = made({.name = "always", .zone = "UTC", .hours = sla::around_the_clock()});
    CHECK(always.is_open(sla::first_instant));
    CHECK_FALSE(always.is_open(sla::first_instant - 1ms));
    CHECK(always.is_open(sla::end_of_range - 1ms));
    CHECK_FALSE(always.is_open(sla::end_of_range));
    CHECK_FALSE(always.is_open(sla::instant::min()));
    CHECK_FALSE(always.is_open(sla::never));
    CHECK(always.between(sla::first_instant - 100h, sla::first_instant + 1h) == sla::working{1h});
    CHECK(always.between(sla::end_of_range - 1h, sla::never) == sla::working{1h});
    CHECK(always.between(sla::instant::min(), sla::instant::max()) ==
          sla::working{sla::end_of_range - sla::first_instant});
    CHECK(always.between(sla::instant::max(), sla::instant::min()) ==
          -sla::working{sla::end_of_range - sla::first_instant});
}

TEST_CASE("between counts open time only") {
    const auto hours = support();
    CHECK(hours.between(summer(friday, 16h), summer(tuesday, 10h)) == sla::working{2h});
    CHECK(hours.between(summer(friday, 11h), summer(friday, 14h)) == sla::working{2h});
    CHECK(hours.between(summer(friday, 12h), summer(friday, 13h)) == sla::working{});
    CHECK(hours.between(summer(friday, 9h), summer(friday, 9h)) == sla::working{});
    CHECK(hours.between(summer(friday, 9h), summer(friday, 9h + 1ms)) == sla::working{1ms});
    CHECK(hours.between(summer(tuesday, 10h), summer(friday, 16h)) == sla::working{-2h});
}

TEST_CASE("add gives the earliest instant by which the time has passed") {
    const auto hours = support();
    CHECK(hours.add(summer(friday, 9h), sla::working{7h}) == summer(friday, 17h));
    CHECK(hours.add(summer(friday, 9h), sla::working{3h}) == summer(friday, 12h));
    CHECK(hours.add(summer(friday, 9h), sla::working{3h + 1ms}) == summer(friday, 13h + 1ms));
    CHECK(hours.add(summer(friday, 16h), sla::working{2h}) == summer(tuesday, 10h));
    CHECK(hours.add(summer(2025y / June / 7, 3h), sla::working{1h}) == summer(tuesday, 10h));
}

TEST_CASE("add at an exact fit goes on to the next opening when asked to") {
    const auto hours = support();
    using enum sla::exact_fit;
    CHECK(hours.add(summer(friday, 9h), sla::working{7h}, close) == summer(friday, 17h));
    CHECK(hours.add(summer(friday, 9h), sla::working{7h}, next_open) == summer(tuesday, 9h));
    CHECK(hours.add(summer(friday, 9h), sla::working{3h}, next_open) == summer(friday, 13h));
    CHECK(hours.add(summer(friday, 9h), sla::working{2h}, next_open) == summer(friday, 11h));
}

TEST_CASE("adding nothing leaves the instant, whether open or not") {
    const auto hours = support();
    for (const auto fit : {sla::exact_fit::close, sla::exact_fit::next_open}) {
        CHECK(hours.add(summer(friday, 10h), sla::working{}, fit) == summer(friday, 10h));
        CHECK(hours.add(summer(friday, 20h), sla::working{}, fit) == summer(friday, 20h));
        CHECK(hours.subtract(summer(friday, 20h), sla::working{}, fit) == summer(friday, 20h));
    }
}

TEST_CASE("subtract mirrors add") {
    const auto hours = support();
    using enum sla::exact_fit;
    CHECK(hours.subtract(summer(tuesday, 10h), sla::working{2h}) == summer(friday, 16h));
    CHECK(hours.subtract(summer(friday, 17h), sla::working{7h}) == summer(friday, 9h));
    CHECK(hours.subtract(summer(friday, 17h), sla::working{7h}, next_open) ==
          summer(2025y / June / 5, 17h));
    CHECK(hours.subtract(summer(friday, 17h), sla::working{4h}, next_open) == summer(friday, 12h));
    CHECK(hours.subtract(summer(tuesday, 9h), sla::working{1h}) == summer(friday, 16h));
    CHECK(hours.add(summer(tuesday, 10h), sla::working{-2h}) == summer(friday, 16h));
    CHECK(hours.subtract(summer(friday, 16h), sla::working{-2h}) == summer(tuesday, 10h));
}

TEST_CASE("what never comes is never") {
    const auto fair =
        made({.name = "fair",
              .zone = "UTC",
              .exceptions = {sla::open_instead("fair", 2025y / June / 1, {{9h, 17h}})}});
    const sla::instant before = sys_days{2025y / May / 1};
    const sla::instant after = sys_days{2025y / July / 1};
    CHECK(fair.add(before, sla::working{8h}) == sys_days{2025y / June / 1} + 17h);
    CHECK(fair.add(before, sla::working{8h}, sla::exact_fit::next_open) == sla::never);
    CHECK(fair.add(before, sla::working{8h + 1ms}) == sla::never);
    CHECK(fair.add(before, sla::working{milliseconds::max()}) == sla::never);
    CHECK(fair.add(after, sla::working{1ms}) == sla::never);
    CHECK(fair.next_open(after) == sla::never);
    CHECK(fair.next_open_or_same(after) == sla::never);
    CHECK(fair.next_close(after) == sla::never);
    CHECK(fair.subtract(before, sla::working{1ms}) == sla::never);
    CHECK(fair.previous_open(before) == sla::never);
    CHECK(fair.previous_close(before) == sla::never);
    CHECK(fair.previous_close_or_same(before) == sla::never);
    CHECK(fair.add(sla::first_instant - 1ms, sla::working{1h}) == sla::never);
    CHECK(fair.add(sla::end_of_range, sla::working{1h}) == sla::never);
    CHECK(fair.add(before, sla::business_days{.count = 1}) == sla::never);
    CHECK(fair.add(after, sla::business_days{.count = 0}) == sla::never);
}

TEST_CASE("more working time than there is until the end is never") {
    const auto always = made({.name = "always", .zone = "UTC", .hours = sla::around_the_clock()});
    const milliseconds all = sla::end_of_range - sla::first_instant;
    CHECK(always.add(sla::first_instant, sla::working{all - 1ms}) == sla::end_of_range - 1ms);
    for (const milliseconds more : {all + 1ms, 2 * all, milliseconds{225'179'981'368h},
                                    milliseconds::max() - 1ms, milliseconds::max()}) {
        CHECK(always.add(sla::first_instant, sla::working{more}) == sla::never);
        CHECK(always.subtract(sla::end_of_range - 1ms, sla::working{more}) == sla::never);
        CHECK(always.add(sla::end_of_range - 1ms, -sla::working{more}) == sla::never);
    }
    CHECK(always.add(sla::first_instant + 1h, sla::working{milliseconds::min()}) == sla::never);
    CHECK(always.subtract(sla::first_instant + 1h, sla::working{milliseconds::min()}) ==
          sla::never);
}

TEST_CASE("next and previous edges are strictly later and strictly earlier") {
    const auto hours = support();
    CHECK(hours.next_open(summer(friday, 8h)) == summer(friday, 9h));
    CHECK(hours.next_open(summer(friday, 9h)) == summer(friday, 13h));
    CHECK(hours.next_open(summer(friday, 13h)) == summer(tuesday, 9h));
    CHECK(hours.next_close(summer(friday, 9h)) == summer(friday, 12h));
    CHECK(hours.next_close(summer(friday, 12h)) == summer(friday, 17h));
    CHECK(hours.next_open_or_same(summer(friday, 10h)) == summer(friday, 10h));
    CHECK(hours.next_open_or_same(summer(friday, 12h)) == summer(friday, 13h));
    CHECK(hours.previous_open(summer(friday, 9h)) == summer(2025y / June / 5, 13h));
    CHECK(hours.previous_open(summer(friday, 9h + 1ms)) == summer(friday, 9h));
    CHECK(hours.previous_close(summer(friday, 12h)) == summer(2025y / June / 5, 17h));
    CHECK(hours.previous_close(summer(friday, 12h + 1ms)) == summer(friday, 12h));
    CHECK(hours.previous_close_or_same(summer(friday, 12h)) == summer(friday, 12h));
    CHECK(hours.previous_close_or_same(summer(friday, 10h)) == summer(friday, 10h));
    CHECK(hours.previous_close_or_same(summer(friday, 9h)) == summer(2025y / June / 5, 17h));
}

TEST_CASE("ranges that touch are one stretch, also over midnight") {
    const auto hours = made({.name = "h",
                             .zone = "UTC",
                             .hours = sla::weekly(sla::every_day, {{0h, 12h}, {12h, 24h}})});
    const sla::instant noon = sys_days{2025y / June / 6} + 12h;
    CHECK(hours.next_open(noon) == sla::never);
    CHECK(hours.next_close(noon) == sla::never);
    CHECK(listed(hours.open_between(noon, noon + 100h)) ==
          std::vector<sla::interval>{{noon, noon + 100h}});
}

TEST_CASE("open intervals are maximal, in order and clipped") {
    const auto hours = support();
    CHECK(listed(hours.open_between(summer(friday, 10h), summer(tuesday, 9h + 30min))) ==
          std::vector<sla::interval>{{summer(friday, 10h), summer(friday, 12h)},
                                     {summer(friday, 13h), summer(friday, 17h)},
                                     {summer(tuesday, 9h), summer(tuesday, 9h + 30min)}});
    CHECK(listed(hours.open_between(summer(friday, 12h), summer(friday, 13h))).empty());
    CHECK(listed(hours.open_between(summer(friday, 10h), summer(friday, 10h))).empty());
    CHECK(listed(hours.open_between(summer(friday, 10h), summer(friday, 9h))).empty());
}

TEST_CASE("open intervals outlive the calendar they came from") {
    const auto hours = [] {
        return support().open_between(summer(friday, 9h), summer(friday, 17h));
    };
    CHECK(listed(hours()).size() == 2);
}

TEST_CASE("a copy answers like the original, which a move leaves as it was") {
    auto hours = support();
    const sla::calendar copy = hours;
    const sla::calendar moved = std::move(hours);
    CHECK(copy.is_open(summer(friday, 9h)));
    CHECK(moved.is_open(summer(friday, 9h)));
    CHECK(hours.is_open(summer(friday, 9h))); // NOLINT(bugprone-use-after-move): documented
}

TEST_CASE("weekly hours change from a date on, and the night before runs to its end") {
    const auto hours = made({.name = "h",
                             .zone = "Europe/Berlin",
                             .hours = sla::weekly(sla::every_day, {{22h, 30h}}),
                             .changes = {{tuesday, sla::weekly(sla::every_day, {{8h, 12h}})},
                                         {2025y / June / 12, sla::weekly(Friday, {{1h, 2h}})}}});
    CHECK(hours.is_open(summer(tuesday, 3h)));
    CHECK(hours.next_close(summer(tuesday, 3h)) == summer(tuesday, 6h));
    CHECK(hours.next_open(summer(tuesday, 3h)) == summer(tuesday, 8h));
    CHECK(hours.next_open(summer(tuesday, 8h)) == summer(2025y / June / 11, 8h));
    CHECK(hours.next_open(summer(2025y / June / 11, 8h)) == summer(2025y / June / 13, 1h));
}

TEST_CASE("an exception replaces, adds or takes away hours of its date") {
    const auto with = [](sla::exception_mode mode, std::vector<sla::time_range> ranges) {
        return made(
            {.name = "h",
             .zone = "Europe/Berlin",
             .hours = sla::weekly(sla::every_day, {{9h, 17h}}),
             .exceptions = {
                 {.name = "x", .first = friday, .mode = mode, .ranges = std::move(ranges)}}});
    };
    const auto on_friday = [](const sla::calendar& hours) {
        return listed(hours.open_between(summer(friday, 0h), summer(friday, 24h)));
    };
    using enum sla::exception_mode;
    CHECK(on_friday(with(replace, {})).empty());
    CHECK(on_friday(with(replace, {{11h, 12h}})) ==
          std::vector<sla::interval>{{summer(friday, 11h), summer(friday, 12h)}});
    CHECK(on_friday(with(add, {{16h, 20h}})) ==
          std::vector<sla::interval>{{summer(friday, 9h), summer(friday, 20h)}});
    CHECK(on_friday(with(add, {{19h, 20h}})) ==
          std::vector<sla::interval>{{summer(friday, 9h), summer(friday, 17h)},
                                     {summer(friday, 19h), summer(friday, 20h)}});
    CHECK(on_friday(with(subtract, {{11h, 12h}})) ==
          std::vector<sla::interval>{{summer(friday, 9h), summer(friday, 11h)},
                                     {summer(friday, 12h), summer(friday, 17h)}});
    CHECK(on_friday(with(subtract, {{0h, 24h}})).empty());
}

TEST_CASE("a holiday does not cut the night shift that began the evening before") {
    const auto hours = made({.name = "h",
                             .zone = "Europe/Berlin",
                             .hours = sla::weekly(sla::every_day, {{22h, 30h}}),
                             .exceptions = {sla::closed("x", friday)}});
    CHECK(hours.is_open(summer(friday, 5h)));
    CHECK_FALSE(hours.is_open(summer(friday, 23h)));
    CHECK_FALSE(hours.is_open(summer(2025y / June / 7, 5h)));
    CHECK(hours.is_open(summer(2025y / June / 7, 23h)));
}

TEST_CASE("the names of the exceptions of a date come yearly ones first") {
    const auto hours = made({.name = "h",
                             .zone = "Europe/Berlin",
                             .hours = sla::weekly(sla::every_day, {{9h, 17h}}),
                             .exceptions = {sla::closed("bridge day", 2025y / January / 1,
                                                        year_month_day{2025y / January / 2})},
                             .yearly = {sla::closed_yearly("New Year", January / 1)}});
    CHECK(hours.exceptions_on(local_days{2025y / January / 1}) ==
          std::vector<std::string>{"New Year", "bridge day"});
    CHECK(hours.exceptions_on(local_days{2025y / January / 2}) ==
          std::vector<std::string>{"bridge day"});
    CHECK(hours.exceptions_on(local_days{2050y / January / 1}) ==
          std::vector<std::string>{"New Year"});
    CHECK(hours.exceptions_on(local_days{2025y / January / 3}).empty());
}

TEST_CASE("the answers in the year 9999 are as exact as today's") {
    const auto hours = support();
    // 31 December 9999 is a Friday; 1 January 9999 as well.
    CHECK(hours.is_open(winter(9999y / December / 31, 10h)));
    CHECK(hours.add(winter(9999y / December / 31, 9h), sla::working{7h}) ==
          winter(9999y / December / 31, 17h));
    CHECK(hours.add(winter(9999y / December / 31, 9h), sla::working{7h + 1ms}) == sla::never);
    CHECK(hours.add(winter(9999y / December / 31, 9h), sla::working{7h},
                    sla::exact_fit::next_open) == sla::never);
    CHECK(hours.next_close(winter(9999y / December / 31, 13h)) ==
          winter(9999y / December / 31, 17h));
    // Summer time in the year 9999.
    CHECK(hours.is_open(summer(9999y / July / 1, 9h)));
    CHECK_FALSE(hours.is_open(summer(9999y / July / 1, 9h) - 1ms));
}

TEST_CASE("a calendar of sixteen years is small") {
    CHECK(support().memory_bytes() <= 64 * 1024);
    CHECK(support().memory_bytes() > 0);
}
