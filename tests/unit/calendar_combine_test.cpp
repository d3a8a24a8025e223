// SPDX-License-Identifier: MIT
#include <sla/calendar.hpp>

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <chrono>
#include <string_view>
#include <vector>

using namespace std::chrono;
using namespace std::chrono_literals;

namespace {

sla::calendar made(const char* zone, sla::weekly_hours hours) {
    const auto rule = [](const char* name, const char* text) {
        return sla::zone_from_rule(name, text).value();
    };
    const auto zones =
        sla::zone_set{{sla::zone::utc(), rule("Europe/Berlin", "CET-1CEST,M3.5.0,M10.5.0/3"),
                       rule("America/New_York", "EST5EDT,M3.2.0,M11.1.0")}}
            .source();
    return sla::compile({.name = zone, .zone = zone, .hours = std::move(hours)}, zones).value();
}

sla::calendar berlin() {
    return made("Europe/Berlin", sla::weekly(sla::monday_to_friday, {{9h, 17h}}));
}
sla::calendar new_york() {
    return made("America/New_York", sla::weekly(sla::monday_to_friday, {{9h, 17h}}));
}

/// UTC.
sla::instant at(year_month_day date, milliseconds time) {
    return sys_days{date} + time;
}

bool has(const sla::issue_list& issues, std::string_view code) {
    return std::any_of(issues.begin(), issues.end(),
                       [&](const sla::issue& i) { return i.code == code; });
}

const auto january = 2025y / January / 8; // a Wednesday; Berlin 08-16 UTC, New York 14-22 UTC

} // namespace

TEST_CASE("a union is open when either is, each by its own clock") {
    const auto both =
        sla::combine("follow the sun", berlin(), sla::set_operation::unite, new_york()).value();
    CHECK(both.name() == "follow the sun");
    CHECK(both.time_zone().name() == "Europe/Berlin");
    CHECK(both.next_open(at(january, 0h)) == at(january, 8h));
    CHECK(both.next_close(at(january, 0h)) == at(january, 22h));
    CHECK(both.between(at(january, 0h), at(january, 24h)) == sla::working{14h});
    // In the weeks in which only America has summer time: New York 13-21 UTC.
    CHECK(both.between(at(2025y / March / 12, 0h), at(2025y / March / 13, 0h)) ==
          sla::working{13h});
}

TEST_CASE("an intersection is open when both are") {
    const auto overlap =
        sla::combine("overlap", berlin(), sla::set_operation::intersect, new_york()).value();
    CHECK(overlap.next_open(at(january, 0h)) == at(january, 14h));
    CHECK(overlap.next_close(at(january, 0h)) == at(january, 16h));
    CHECK(overlap.add(at(january, 0h), sla::working{5h}) == at(2025y / January / 10, 15h));
    CHECK(overlap.between(at(2025y / March / 12, 0h), at(2025y / March / 13, 0h)) ==
          sla::working{3h});
}

TEST_CASE("a difference is open when the first is and the second is not") {
    const auto alone =
        sla::combine("alone", berlin(), sla::set_operation::subtract, new_york()).value();
    CHECK(alone.next_open(at(january, 0h)) == at(january, 8h));
    CHECK(alone.next_close(at(january, 0h)) == at(january, 14h));
    const auto other =
        sla::combine("other", new_york(), sla::set_operation::subtract, berlin()).value();
    CHECK(other.time_zone().name() == "America/New_York");
    CHECK(other.next_open(at(january, 0h)) == at(january, 16h));
}

TEST_CASE("a combination outside the compiled years is as exact") {
    const auto both =
        sla::combine("both", berlin(), sla::set_operation::intersect, new_york()).value();
    // 8 January 2064 is a Tuesday, 8 January 3000 a Wednesday.
    for (const auto date : {2064y / January / 8, 3000y / January / 8}) {
        CHECK(both.next_open(at(date, 0h)) == at(date, 14h));
        CHECK(both.between(at(date, 0h), at(date, 24h)) == sla::working{2h});
        CHECK(both.add(at(date, 0h), sla::working{2h}) == at(date, 16h));
        CHECK(both.subtract(at(date, 24h), sla::working{2h}) == at(date, 14h));
    }
}

TEST_CASE("combinations combine") {
    const auto lunch = made("UTC", sla::weekly(sla::every_day, {{11h, 12h}}));
    const auto both = sla::combine("both", berlin(), sla::set_operation::unite, new_york()).value();
    const auto without =
        sla::combine("without lunch", both, sla::set_operation::subtract, lunch).value();
    CHECK(without.between(at(january, 0h), at(january, 24h)) == sla::working{13h});
    CHECK(without.next_close(at(january, 8h)) == at(january, 11h));
}

TEST_CASE("a combination that is never open is refused") {
    const auto monday = made("UTC", sla::weekly(Monday, {{9h, 17h}}));
    const auto tuesday = made("UTC", sla::weekly(Tuesday, {{9h, 17h}}));
    const auto none = sla::combine("none", monday, sla::set_operation::intersect, tuesday);
    CHECK_FALSE(none.has_value());
    CHECK(has(none.issues(), "calendar.no_open_time"));
    const auto nothing = sla::combine("nothing", monday, sla::set_operation::subtract, monday);
    CHECK_FALSE(nothing.has_value());
    CHECK(has(nothing.issues(), "calendar.no_open_time"));
}

TEST_CASE("eight definitions combine, nine do not") {
    auto many = made("UTC", sla::weekly(Monday, {{1h, 2h}}));
    for (int n = 2; n <= 8; ++n) {
        const auto next =
            sla::combine("many", many, sla::set_operation::unite,
                         made("UTC", sla::weekly(Monday, {{hours{n}, hours{n + 1}}})));
        REQUIRE(next.has_value());
        many = *next;
    }
    CHECK(many.between(at(2025y / June / 1, 0h), at(2025y / June / 8, 0h)) == sla::working{8h});
    const auto ninth = sla::combine("many", many, sla::set_operation::unite,
                                    made("UTC", sla::weekly(Monday, {{20h, 21h}})));
    CHECK_FALSE(ninth.has_value());
    CHECK(has(ninth.issues(), "calendar.too_many_members"));
}

TEST_CASE("an open moment of a combination belongs to the date its first open member says") {
    const auto nights = made("UTC", sla::weekly(Friday, {{22h, 30h}}));
    const auto days = made("UTC", sla::weekly(Saturday, {{10h, 12h}}));
    const auto both = sla::combine("both", nights, sla::set_operation::unite, days).value();
    CHECK(both.is_business_day(local_days{2025y / June / 6}));
    CHECK(both.is_business_day(local_days{2025y / June / 7}));
    const auto clipped = sla::combine("clipped", nights, sla::set_operation::intersect,
                                      made("UTC", sla::weekly(Saturday, {{0h, 24h}})))
                             .value();
    CHECK(clipped.is_business_day(local_days{2025y / June / 6}));
    CHECK_FALSE(clipped.is_business_day(local_days{2025y / June / 7}));
}
