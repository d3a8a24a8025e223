// SPDX-License-Identifier: MIT
//
// Places whose clocks hurt, as facts that anyone can look up, defined here without any file.
#include <sla/zone.hpp>

#include <catch2/catch_test_macros.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace std::chrono;

namespace {

sla::zone follows(std::string_view rule) {
    return sla::zone_from_rule("Test/Zone", rule).value();
}

sla::zone changed(seconds initial, std::vector<sla::zone_transition> transitions,
                  std::string rule) {
    return sla::compile(sla::zone_definition{.name = "Test/Zone",
                                             .initial_offset = initial,
                                             .transitions = std::move(transitions),
                                             .rule = std::move(rule)})
        .value();
}

// What the wall clock shows, as "2025-03-30 03:00".
std::string clock(const sla::zone& zone, sla::instant t) {
    const sla::local_time local = zone.to_local(t);
    const local_days day = floor<days>(local);
    const year_month_day date{day};
    const hh_mm_ss time{floor<minutes>(local - day)};
    const auto two = [](auto n) { return (n < 10 ? "0" : "") + std::to_string(n); };
    return std::to_string(int{date.year()}) + "-" + two(unsigned{date.month()}) + "-" +
           two(unsigned{date.day()}) + " " + two(time.hours().count()) + ":" +
           two(time.minutes().count());
}

void check_change(const sla::zone& zone, sla::instant at, std::string_view before,
                  std::string_view after) {
    CHECK(clock(zone, at - 1min) == before);
    CHECK(clock(zone, at) == after);
    CHECK(zone.period_at(at).begin == at);
    CHECK(zone.period_at(at - 1ms).end == at);
}

} // namespace

TEST_CASE("New York changes at 02:00, also in 2038, 2500 and 9999") {
    const sla::zone zone = follows("EST5EDT,M3.2.0,M11.1.0");
    check_change(zone, sys_days{2025y / March / 9} + 7h, "2025-03-09 01:59", "2025-03-09 03:00");
    check_change(zone, sys_days{2025y / November / 2} + 6h, "2025-11-02 01:59", "2025-11-02 01:00");
    check_change(zone, sys_days{2038y / March / 14} + 7h, "2038-03-14 01:59", "2038-03-14 03:00");
    check_change(zone, sys_days{2500y / March / 14} + 7h, "2500-03-14 01:59", "2500-03-14 03:00");
    check_change(zone, sys_days{9999y / November / 7} + 6h, "9999-11-07 01:59", "9999-11-07 01:00");
    CHECK(zone.period_at(sys_days{9999y / December / 31}).end ==
          sys_days{year{10'000} / March / 12} + 7h);
}

TEST_CASE("Lord Howe Island moves by half an hour") {
    const sla::zone zone = follows("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0");
    check_change(zone, sys_days{2025y / April / 5} + 15h, "2025-04-06 01:59", "2025-04-06 01:30");
    check_change(zone, sys_days{2025y / October / 4} + 15h + 30min, "2025-10-05 01:59",
                 "2025-10-05 02:30");
}

TEST_CASE("Sao Paulo changed at midnight until 2019, then no more") {
    const sla::zone zone = changed(-3h,
                                   {{sys_days{2017y / October / 15} + 3h, -2h},
                                    {sys_days{2018y / February / 18} + 2h, -3h},
                                    {sys_days{2018y / November / 4} + 3h, -2h},
                                    {sys_days{2019y / February / 17} + 2h, -3h}},
                                   "<-03>3");
    check_change(zone, sys_days{2018y / November / 4} + 3h, "2018-11-03 23:59", "2018-11-04 01:00");
    check_change(zone, sys_days{2019y / February / 17} + 2h, "2019-02-16 23:59",
                 "2019-02-16 23:00");
    CHECK(zone.period_at(sys_days{2025y / January / 1}).end == sla::never);
}

TEST_CASE("Casablanca goes back for Ramadan") {
    const sla::zone zone = changed(
        1h, {{sys_days{2025y / February / 23} + 2h, 0h}, {sys_days{2025y / April / 6} + 2h, 1h}},
        "<+01>-1");
    check_change(zone, sys_days{2025y / February / 23} + 2h, "2025-02-23 02:59",
                 "2025-02-23 02:00");
    check_change(zone, sys_days{2025y / April / 6} + 2h, "2025-04-06 01:59", "2025-04-06 03:00");
    CHECK(zone.period_at(sys_days{2025y / June / 1}).end == sla::never);
}

TEST_CASE("Apia had no 30 December 2011") {
    const sla::zone zone = changed(-11h,
                                   {{sys_days{2011y / September / 24} + 14h, -10h},
                                    {sys_days{2011y / December / 30} + 10h, 14h},
                                    {sys_days{2012y / March / 31} + 14h, 13h}},
                                   "<+13>-13");
    check_change(zone, sys_days{2011y / December / 30} + 10h, "2011-12-29 23:59",
                 "2011-12-31 00:00");
}

TEST_CASE("St. John's is three and a half hours behind and changes at 02:00") {
    const sla::zone zone = follows("NST3:30NDT,M3.2.0,M11.1.0");
    check_change(zone, sys_days{2025y / March / 9} + 5h + 30min, "2025-03-09 01:59",
                 "2025-03-09 03:00");
    check_change(zone, sys_days{2025y / November / 2} + 4h + 30min, "2025-11-02 01:59",
                 "2025-11-02 01:00");
}

TEST_CASE("Kathmandu moved by a quarter of an hour at New Year 1986") {
    const sla::zone zone = changed(
        5h + 30min, {{sys_days{1985y / December / 31} + 18h + 30min, 5h + 45min}}, "<+0545>-5:45");
    check_change(zone, sys_days{1985y / December / 31} + 18h + 30min, "1985-12-31 23:59",
                 "1986-01-01 00:15");
}

TEST_CASE("Dublin's winter time is the daylight time, an hour less") {
    const sla::zone zone = follows("IST-1GMT0,M10.5.0,M3.5.0/1");
    check_change(zone, sys_days{2025y / March / 30} + 1h, "2025-03-30 00:59", "2025-03-30 02:00");
    check_change(zone, sys_days{2025y / October / 26} + 1h, "2025-10-26 01:59", "2025-10-26 01:00");
    CHECK(zone.period_at(sys_days{2026y / January / 1}) ==
          sla::zone_period{sys_days{2025y / October / 26} + 1h, sys_days{2026y / March / 29} + 1h,
                           0h});
}

TEST_CASE("Moscow took permanent summer time in 2011 and gave it up in 2014") {
    const sla::zone zone = changed(
        3h, {{sys_days{2011y / March / 26} + 23h, 4h}, {sys_days{2014y / October / 25} + 22h, 3h}},
        "MSK-3");
    check_change(zone, sys_days{2011y / March / 26} + 23h, "2011-03-27 01:59", "2011-03-27 03:00");
    check_change(zone, sys_days{2014y / October / 25} + 22h, "2014-10-26 01:59",
                 "2014-10-26 01:00");
}

TEST_CASE("Troll moves by two hours") {
    const sla::zone zone = follows("<+00>0<+02>-2,M3.5.0/1,M10.5.0/3");
    check_change(zone, sys_days{2025y / March / 30} + 1h, "2025-03-30 00:59", "2025-03-30 03:00");
    check_change(zone, sys_days{2025y / October / 26} + 1h, "2025-10-26 02:59", "2025-10-26 01:00");
}

TEST_CASE("Nuuk changes on the evening before") {
    const sla::zone zone = follows("<-02>2<-01>,M3.5.0/-1,M10.5.0/0");
    check_change(zone, sys_days{2025y / March / 30} + 1h, "2025-03-29 22:59", "2025-03-30 00:00");
    check_change(zone, sys_days{2025y / October / 26} + 1h, "2025-10-25 23:59", "2025-10-25 23:00");
}

TEST_CASE("Auckland's summer runs over New Year") {
    const sla::zone zone = follows("NZST-12NZDT,M9.5.0,M4.1.0/3");
    check_change(zone, sys_days{2025y / April / 5} + 14h, "2025-04-06 02:59", "2025-04-06 02:00");
    check_change(zone, sys_days{2025y / September / 27} + 14h, "2025-09-28 01:59",
                 "2025-09-28 03:00");
    const sla::zone_period summer = zone.period_at(sys_days{2026y / January / 1});
    CHECK(summer.begin == sys_days{2025y / September / 27} + 14h);
    CHECK(summer.end == sys_days{2026y / April / 4} + 14h);
}
