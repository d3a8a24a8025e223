// SPDX-License-Identifier: MIT
#include <sla/time.hpp>

#include <catch2/catch_test_macros.hpp>

#include <chrono>

using namespace std::chrono_literals;

TEST_CASE("whole seconds and days convert to an instant without a cast") {
    using namespace std::chrono;
    const sla::instant from_days = sys_days{2024y / February / 29};
    const sla::instant from_seconds = sys_seconds{1'709'164'800s};
    CHECK(from_days == from_seconds);
}

TEST_CASE("the range starts with 1970 and ends before the year 10000") {
    using namespace std::chrono;
    CHECK(sla::first_instant == sys_days{1970y / January / 1});
    CHECK(sla::end_of_range == sys_days{year{10000} / January / 1});
    CHECK(sla::in_range(sla::first_instant));
    CHECK(sla::in_range(sla::end_of_range - 1ms));
    CHECK_FALSE(sla::in_range(sla::end_of_range));
    CHECK_FALSE(sla::in_range(sla::first_instant - 1ms));
}

TEST_CASE("never is later than every instant in the range") {
    CHECK(sla::never > sla::end_of_range);
    CHECK_FALSE(sla::in_range(sla::never));
}

TEST_CASE("a default working duration is zero") {
    CHECK(sla::working{} == sla::working{0ms});
    CHECK(sla::working{}.length() == 0ms);
}

TEST_CASE("working durations add, subtract, negate and scale among themselves") {
    sla::working sum{8h};
    sum += sla::working{30min};
    CHECK(sum == sla::working{510min});
    sum -= sla::working{1h};
    CHECK(sum == sla::working{450min});

    CHECK(sla::working{1h} + sla::working{1min} == sla::working{61min});
    CHECK(sla::working{1h} - sla::working{1min} == sla::working{59min});
    CHECK(-sla::working{1h} == sla::working{-60min});
    CHECK(sla::working{2h} * 3 == sla::working{6h});
    CHECK(3 * sla::working{2h} == sla::working{6h});
}

TEST_CASE("working durations are ordered by their length") {
    CHECK(sla::working{59min} < sla::working{1h});
    CHECK(sla::working{61min} > sla::working{1h});
    CHECK(sla::working{60min} <= sla::working{1h});
    CHECK(sla::working{-1h} < sla::working{});
}

TEST_CASE("a working duration gives its length in milliseconds") {
    CHECK(sla::working{2s}.length().count() == 2000);
}

TEST_CASE("an interval holds its begin but not its end") {
    const sla::interval hour{sla::first_instant, sla::first_instant + 1h};
    CHECK(hour.contains(hour.begin));
    CHECK(hour.contains(hour.end - 1ms));
    CHECK_FALSE(hour.contains(hour.end));
    CHECK_FALSE(hour.contains(hour.begin - 1ms));
}

TEST_CASE("an interval is as long as it lasts, and never negative") {
    const sla::instant noon = sla::first_instant + 12h;
    CHECK(sla::interval{noon, noon + 90min}.length() == 90min);
    CHECK_FALSE(sla::interval{noon, noon + 1ms}.empty());

    CHECK(sla::interval{noon, noon}.empty());
    CHECK(sla::interval{noon, noon}.length() == 0ms);

    CHECK(sla::interval{noon, noon - 1h}.empty());
    CHECK(sla::interval{noon, noon - 1h}.length() == 0ms);
    CHECK_FALSE(sla::interval{noon, noon - 1h}.contains(noon - 30min));
}

TEST_CASE("intervals are equal when both ends are") {
    const sla::interval hour{sla::first_instant, sla::first_instant + 1h};
    CHECK(hour == sla::interval{sla::first_instant, sla::first_instant + 60min});
    CHECK_FALSE(hour == sla::interval{sla::first_instant, sla::first_instant + 61min});
    CHECK_FALSE(hour == sla::interval{sla::first_instant + 1min, sla::first_instant + 60min});
}
