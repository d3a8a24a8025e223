// SPDX-License-Identifier: MIT
#include <sla/calendar.hpp>

#include <catch2/catch_message.hpp>
#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <limits>
#include <optional>

using namespace std::chrono;
using namespace std::chrono_literals;

namespace {

sla::zone_source zones() {
    return sla::zone_set{
        {sla::zone::utc(),
         sla::zone_from_rule("Europe/Berlin", "CET-1CEST,M3.5.0,M10.5.0/3").value()}}
        .source();
}

sla::calendar office() {
    return sla::compile({.name = "office",
                         .zone = "Europe/Berlin",
                         .hours = sla::weekly(sla::monday_to_friday, {{9h, 17h}}),
                         .exceptions = {sla::closed("Whit Monday", 2025y / June / 9)}},
                        zones())
        .value();
}

local_days date(year_month_day ymd) {
    return local_days{ymd};
}

/// Summer time in Berlin.
sla::instant at(year_month_day ymd, milliseconds time) {
    return sys_days{ymd} + time - 2h;
}

} // namespace

TEST_CASE("a business day is a date with hours of its own") {
    const auto hours = office();
    CHECK(hours.is_business_day(date(2025y / June / 6)));
    CHECK_FALSE(hours.is_business_day(date(2025y / June / 7)));
    CHECK_FALSE(hours.is_business_day(date(2025y / June / 9)));
    CHECK(hours.is_business_day(date(1975y / June / 6)));
    CHECK(hours.is_business_day(date(9998y / June / 5)));
}

TEST_CASE("a night shift belongs to the date on which it begins") {
    const auto nights =
        sla::compile(
            {.name = "nights", .zone = "Europe/Berlin", .hours = sla::weekly(Friday, {{22h, 30h}})},
            zones())
            .value();
    CHECK(nights.is_business_day(date(2025y / June / 6)));
    CHECK_FALSE(nights.is_business_day(date(2025y / June / 7)));
    CHECK(nights.add(at(2025y / June / 7, 2h), sla::business_days{.count = 1}) ==
          at(2025y / June / 14, 2h));
    CHECK(nights.add(at(2025y / June / 7, 2h),
                     sla::business_days{.count = 1, .end = sla::business_day_end::close}) ==
          at(2025y / June / 14, 6h));
}

TEST_CASE("a date whose only hour is skipped by the clock is no business day") {
    const auto early =
        sla::compile(
            {.name = "early", .zone = "Europe/Berlin", .hours = sla::weekly(Sunday, {{2h, 3h}})},
            zones())
            .value();
    CHECK_FALSE(early.is_business_day(date(2025y / March / 30)));
    CHECK(early.is_business_day(date(2025y / March / 23)));
    CHECK(early.business_days_between(date(2025y / March / 1), date(2025y / April / 1)) == 4);
    CHECK(early.add_business_days(date(2025y / March / 23), 1) == date(2025y / April / 6));
    // Outside the compiled years as well: 27 March 2050.
    CHECK_FALSE(early.is_business_day(date(2050y / March / 27)));
    CHECK(early.add_business_days(date(2050y / March / 20), 1) == date(2050y / April / 3));
}

TEST_CASE("the last day of a year counts once, also when an earlier date of it was skipped") {
    const auto early = sla::compile({.name = "early",
                                     .zone = "Europe/Berlin",
                                     .hours = sla::weekly(sla::every_day, {{2h + 30min, 3h}})},
                                    zones())
                           .value();
    for (const year y : {2000y, 2015y, 2016y, 2025y, 2031y, 2032y, 2500y}) {
        INFO(int{y});
        const auto end = date((y + years{1}) / January / 1);
        CHECK(early.business_days_between(end - days{1}, end) == 1);
        // Every date but the one on which 02:30 is skipped.
        const auto dates = (end - date(y / January / 1)).count();
        CHECK(early.business_days_between(date(y / January / 1), end) == dates - 1);
        CHECK(early.add_business_days(end - days{2}, 1) == end - days{1});
        CHECK(early.add_business_days(end, -1) == end - days{1});
    }
}

TEST_CASE("business days are counted from the first date to before the last") {
    const auto hours = office();
    CHECK(hours.business_days_between(date(2025y / June / 6), date(2025y / June / 13)) == 4);
    CHECK(hours.business_days_between(date(2025y / June / 13), date(2025y / June / 6)) == -4);
    CHECK(hours.business_days_between(date(2025y / June / 6), date(2025y / June / 6)) == 0);
    CHECK(hours.business_days_between(date(2025y / June / 6), date(2025y / June / 7)) == 1);
    CHECK(hours.business_days_between(date(2025y / June / 7), date(2025y / June / 10)) == 0);
    // 400 years are 20871 weeks.
    CHECK(hours.business_days_between(date(2100y / January / 1), date(2500y / January / 1)) ==
          20'871 * 5);
}

TEST_CASE("the n-th business day after and before a date") {
    const auto hours = office();
    const auto from = date(2025y / June / 6);
    CHECK(hours.add_business_days(from, 1) == date(2025y / June / 10));
    CHECK(hours.add_business_days(from, 4) == date(2025y / June / 13));
    CHECK(hours.add_business_days(from, 0) == from);
    CHECK(hours.add_business_days(from, -1) == date(2025y / June / 5));
    CHECK(hours.add_business_days(date(2025y / June / 10), -1) == from);
    CHECK(hours.add_business_days(date(2025y / June / 7), 0) == date(2025y / June / 10));
    CHECK(hours.add_business_days(date(2025y / June / 7), 1) == date(2025y / June / 10));
    CHECK(hours.add_business_days(date(2025y / June / 8), -1) == from);
    CHECK(hours.add_business_days(from, std::numeric_limits<int>::max()) == std::nullopt);
    CHECK(hours.add_business_days(from, std::numeric_limits<int>::min()) == std::nullopt);
}

TEST_CASE("the same time on the n-th business day") {
    const auto hours = office();
    CHECK(hours.add(at(2025y / June / 6, 11h), sla::business_days{1}) ==
          at(2025y / June / 10, 11h));
    CHECK(hours.add(at(2025y / June / 6, 18h), sla::business_days{1}) == at(2025y / June / 11, 9h));
    CHECK(hours.add(at(2025y / June / 6, 18h), sla::business_days{0}) == at(2025y / June / 10, 9h));
    CHECK(hours.add(at(2025y / June / 6, 11h), sla::business_days{0}) == at(2025y / June / 6, 11h));
}

TEST_CASE("the close of the n-th business day") {
    const auto hours = office();
    using sla::business_day_end;
    const auto close = [](int n) {
        return sla::business_days{.count = n, .end = business_day_end::close};
    };
    CHECK(hours.add(at(2025y / June / 6, 11h), close(0)) == at(2025y / June / 6, 17h));
    CHECK(hours.add(at(2025y / June / 6, 11h), close(1)) == at(2025y / June / 10, 17h));
    CHECK(hours.add(at(2025y / June / 6, 17h), close(0)) == at(2025y / June / 10, 17h));
}

TEST_CASE("a day closes with its own last hours, even where the night shift before runs longer") {
    const auto nights = sla::compile({.name = "nights",
                                      .zone = "UTC",
                                      .hours = sla::weekly(sla::every_day, {{22h, 30h}}),
                                      .exceptions = {sla::open_instead(
                                          "x", 2025y / June / 4, {{0h, 1h}, {2h, 2h + 30min}})}},
                                     zones())
                            .value();
    CHECK(nights.is_business_day(date(2025y / June / 4)));
    CHECK(nights.add(sys_days{2025y / June / 3} + 23h,
                     sla::business_days{.count = 1, .end = sla::business_day_end::close}) ==
          sys_days{2025y / June / 4} + 2h + 30min);
}

TEST_CASE("a time of day on the n-th business day, with a cut-off") {
    const auto hours = office();
    const sla::business_days noon{.count = 1, .end = sla::business_day_end::time_of_day, .at = 12h};
    auto before_three = noon;
    before_three.cut_off = 15h;
    CHECK(hours.add(at(2025y / June / 6, 16h), noon) == at(2025y / June / 10, 12h));
    CHECK(hours.add(at(2025y / June / 6, 23h), noon) == at(2025y / June / 10, 12h));
    CHECK(hours.add(at(2025y / June / 7, 1h), noon) == at(2025y / June / 11, 12h));
    CHECK(hours.add(at(2025y / June / 6, 15h), before_three) == at(2025y / June / 10, 12h));
    CHECK(hours.add(at(2025y / June / 6, 15h + 1ms), before_three) == at(2025y / June / 11, 12h));
    CHECK(hours.add(at(2025y / June / 7, 1h), before_three) == at(2025y / June / 11, 12h));
}

TEST_CASE("calendar days, weeks and months keep the wall clock") {
    const auto hours = office();
    // Summer time ends on 26 October 2025.
    CHECK(hours.add(at(2025y / October / 25, 18h), sla::calendar_days{1}) ==
          at(2025y / October / 26, 19h));
    CHECK(hours.add(at(2025y / October / 20, 18h), sla::calendar_weeks{1}) ==
          at(2025y / October / 27, 19h));
    CHECK(hours.add(at(2025y / October / 1, 18h), sla::calendar_months{1}) ==
          at(2025y / November / 1, 19h));
    CHECK(hours.add(at(2025y / August / 31, 18h), sla::calendar_months{1}) ==
          at(2025y / September / 30, 18h));
    CHECK(hours.add(at(2025y / August / 31, 18h), sla::calendar_months{-2}) ==
          at(2025y / June / 30, 18h));
    CHECK(hours.add(at(2025y / August / 31, 18h), sla::calendar_days{-1}) ==
          at(2025y / August / 30, 18h));
}

TEST_CASE("calendar days beyond the range are never") {
    const auto hours = office();
    for (const int n : {std::numeric_limits<int>::max(), std::numeric_limits<int>::min()}) {
        CHECK(hours.add(at(2025y / June / 6, 9h), sla::calendar_days{n}) == sla::never);
        CHECK(hours.add(at(2025y / June / 6, 9h), sla::calendar_weeks{n}) == sla::never);
        CHECK(hours.add(at(2025y / June / 6, 9h), sla::calendar_months{n}) == sla::never);
    }
    CHECK(hours.add(sla::never, sla::calendar_days{1}) == sla::never);
    CHECK(hours.add(sla::first_instant - 1ms, sla::calendar_days{1}) == sla::never);
    CHECK(hours.add(at(9999y / December / 31, 9h), sla::calendar_days{1}) == sla::never);
    CHECK(hours.add(at(2025y / June / 6, 9h),
                    sla::business_days{.count = std::numeric_limits<int>::max()}) == sla::never);
}
