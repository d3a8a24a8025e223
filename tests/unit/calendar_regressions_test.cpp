// SPDX-License-Identifier: MIT
//
// Mistakes that were made once, each with the smallest calendar that shows it.
#include <sla/calendar.hpp>

#include <catch2/catch_test_macros.hpp>

#include <chrono>

using namespace std::chrono;
using namespace std::chrono_literals;

TEST_CASE("east of Greenwich the hours of the next local day stay in the next UTC day") {
    // The table was built day by day, and a day took what began after its end.
    const auto zones =
        sla::zone_set{{sla::zone_from_rule("Berlin", "CET-1CEST,M3.5.0,M10.5.0/3").value()}}
            .source();
    const sla::calendar c = sla::compile({.name = "Office",
                                          .zone = "Berlin",
                                          .hours = sla::weekly(sla::monday_to_friday, {{9h, 17h}})},
                                         zones)
                                .value();
    const sla::instant friday_16h = sys_days{2025y / 3 / 28} + 15h; // winter time
    const sla::instant monday_10h = sys_days{2025y / 3 / 31} + 8h;  // summer time
    CHECK(c.between(friday_16h, monday_10h) == sla::working{2h});
    CHECK(c.add(friday_16h, sla::working{2h}) == monday_10h);
    CHECK(!c.is_open(sys_days{2025y / 3 / 30} + 12h));
}

TEST_CASE("a date that one rule names twice is no less closed for it") {
    // 28 December 2029 is a Friday, weekend here; its day in lieu, Sunday the 30th, is one of the
    // seven dates of the rule itself.
    const sla::calendar c =
        sla::compile({.name = "Always",
                      .zone = "UTC",
                      .hours = sla::around_the_clock(),
                      .yearly = {{.name = "Year's end",
                                  .date = December / 28,
                                  .observed = sla::observed_rule::following_weekday,
                                  .days = 7}},
                      .weekend = sla::weekday_set{Friday} | Saturday},
                     sla::zone_set{{sla::zone::utc()}}.source())
            .value();
    CHECK(c.between(sys_days{2029y / 12 / 28}, sys_days{2030y / 1 / 4}) == sla::working{0h});
    CHECK(!c.is_open(sys_days{2029y / 12 / 30} + 12h));
}
