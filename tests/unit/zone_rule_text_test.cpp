// SPDX-License-Identifier: MIT
#include <sla/zone_rule.hpp>

#include <catch2/catch_test_macros.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace std::chrono;

namespace {

using places = std::vector<std::pair<std::string, std::string>>;

places mistakes(std::string_view text) {
    places out;
    const sla::result<sla::zone_rule> read = sla::parse_zone_rule(text);
    for (const sla::issue& i : read.issues()) {
        CHECK(i.severity == sla::severity::error);
        CHECK_FALSE(i.message.empty());
        CHECK_FALSE(i.expected.empty());
        CHECK_FALSE(i.saw.empty());
        out.emplace_back(i.code, i.place);
    }
    return out;
}

sla::rule_change month_week_day(unsigned month, unsigned week, unsigned weekday_number,
                                seconds time) {
    sla::rule_change change;
    change.kind = sla::rule_day::month_week_day;
    change.month = static_cast<std::uint8_t>(month);
    change.week = static_cast<std::uint8_t>(week);
    change.weekday = weekday{weekday_number};
    change.time = time;
    return change;
}

} // namespace

TEST_CASE("a rule with one offset has no daylight time, and counts west as positive") {
    CHECK(sla::parse_zone_rule("UTC0").value() == sla::zone_rule{0s, {}});
    CHECK(sla::parse_zone_rule("JST-9").value() == sla::zone_rule{9h, {}});
    CHECK(sla::parse_zone_rule("EST5").value() == sla::zone_rule{-5h, {}});
    CHECK(sla::parse_zone_rule("EST+5").value() == sla::zone_rule{-5h, {}});
}

TEST_CASE("a numeric name stands in angle brackets") {
    CHECK(sla::parse_zone_rule("<+0545>-5:45").value() == sla::zone_rule{5h + 45min, {}});
    CHECK(sla::parse_zone_rule("<-03>3").value() == sla::zone_rule{-3h, {}});
    CHECK(sla::parse_zone_rule("<A-1>0").value() == sla::zone_rule{0s, {}});
}

TEST_CASE("an offset may have minutes and seconds") {
    CHECK(sla::parse_zone_rule("LMT0:25:21").value().standard == -(25min + 21s));
    CHECK(sla::parse_zone_rule("LMT-24:59:59").value().standard == 24h + 59min + 59s);
}

TEST_CASE("daylight time is one hour more and changes at 02:00 unless the rule says otherwise") {
    const sla::zone_rule rule = sla::parse_zone_rule("EST5EDT,M3.2.0,M11.1.0").value();
    CHECK(rule.standard == -5h);
    REQUIRE(rule.daylight);
    CHECK(rule.daylight->offset == -4h);
    CHECK(rule.daylight->begins == month_week_day(3, 2, 0, 2h));
    CHECK(rule.daylight->ends == month_week_day(11, 1, 0, 2h));
    CHECK(sla::parse_zone_rule("EST5EDT4,M3.2.0/2,M11.1.0/02:00:00").value() == rule);
}

TEST_CASE("daylight time may be half an hour more or an hour less") {
    CHECK(sla::parse_zone_rule("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0").value().daylight->offset ==
          11h);
    const sla::zone_rule dublin = sla::parse_zone_rule("IST-1GMT0,M10.5.0,M3.5.0/1").value();
    CHECK(dublin.standard == 1h);
    CHECK(dublin.daylight->offset == 0h);
    CHECK(dublin.daylight->ends == month_week_day(3, 5, 0, 1h));
}

TEST_CASE("the time of a change may be negative or beyond the day") {
    const sla::zone_rule nuuk = sla::parse_zone_rule("<-02>2<-01>,M3.5.0/-1,M10.5.0/0").value();
    CHECK(nuuk.daylight->begins.time == -1h);
    CHECK(nuuk.daylight->ends.time == 0h);
    const sla::zone_rule far = sla::parse_zone_rule("AAA0BBB,M3.4.4/50,M10.4.4/-167:59:59").value();
    CHECK(far.daylight->begins.time == 50h);
    CHECK(far.daylight->ends.time == -(167h + 59min + 59s));
}

TEST_CASE("a change may name the day by its number, with or without the leap day") {
    const sla::zone_rule rule = sla::parse_zone_rule("AAA0BBB,J60/3,300").value();
    CHECK(rule.daylight->begins.kind == sla::rule_day::julian_without_leap_day);
    CHECK(rule.daylight->begins.day == 60);
    CHECK(rule.daylight->begins.time == 3h);
    CHECK(rule.daylight->ends.kind == sla::rule_day::day_of_year);
    CHECK(rule.daylight->ends.day == 300);
}

TEST_CASE("an empty rule is refused with the way to write a zone of one offset") {
    CHECK(mistakes("") == places{{"zone.rule_empty", "character 1"}});
    CHECK(sla::parse_zone_rule("").issues().front().hint.find("UTC0") != std::string::npos);
}

TEST_CASE("a daylight time without its changes is refused") {
    CHECK(mistakes("EST5EDT") == places{{"zone.rule_no_changes", "character 8"}});
    CHECK(mistakes("EST5EDT4") == places{{"zone.rule_no_changes", "character 9"}});
    CHECK(mistakes("EST5EDT,M3.2.0") == places{{"zone.rule_syntax", "character 15"}});
}

TEST_CASE("changes without a daylight time are refused") {
    CHECK(mistakes("EST5,M3.2.0,M11.1.0") == places{{"zone.rule_syntax", "character 5"}});
}

TEST_CASE("a name that is short, missing or not closed is refused where it stands") {
    CHECK(mistakes("5") == places{{"zone.rule_syntax", "character 1"}});
    CHECK(mistakes("ES5") == places{{"zone.rule_syntax", "character 1"}});
    CHECK(mistakes("<+3>-3") == places{{"zone.rule_syntax", "character 1"}});
    CHECK(mistakes("<+03-3") == places{{"zone.rule_syntax", "character 7"}});
    CHECK(mistakes("EST5E,M3.2.0,M11.1.0") == places{{"zone.rule_syntax", "character 5"}});
    CHECK(mistakes(":America/New_York") == places{{"zone.rule_syntax", "character 1"}});
}

TEST_CASE("a missing or malformed offset is refused where it stands") {
    CHECK(mistakes("EST") == places{{"zone.rule_syntax", "character 4"}});
    CHECK(mistakes("EST-") == places{{"zone.rule_syntax", "character 5"}});
    CHECK(mistakes("EST5:") == places{{"zone.rule_syntax", "character 6"}});
    CHECK(mistakes("EST5:3") == places{{"zone.rule_syntax", "character 6"}});
    CHECK(mistakes("EST5:300") == places{{"zone.rule_number", "character 6"}});
    CHECK(mistakes("EST5:30:61") == places{{"zone.rule_number", "character 9"}});
    CHECK(mistakes("EST25") == places{{"zone.rule_number", "character 4"}});
    CHECK(mistakes("EST99999999999999999999") == places{{"zone.rule_number", "character 4"}});
}

TEST_CASE("nothing may stand before or after a rule") {
    CHECK(mistakes(" UTC0") == places{{"zone.rule_syntax", "character 1"}});
    CHECK(mistakes("UTC0 ") == places{{"zone.rule_syntax", "character 5"}});
    CHECK(mistakes("EST5EDT,M3.2.0,M11.1.0\n") == places{{"zone.rule_syntax", "character 23"}});
    CHECK(mistakes("EST5EDT,M3.2.0,M11.1.0,") == places{{"zone.rule_syntax", "character 23"}});
}

TEST_CASE("a day that does not exist is refused, up to the last that does") {
    CHECK(mistakes("EST5EDT,M0.2.0,M11.1.0") == places{{"zone.rule_number", "character 10"}});
    CHECK(mistakes("EST5EDT,M3.0.0,M11.1.0") == places{{"zone.rule_number", "character 12"}});
    CHECK(mistakes("EST5EDT,M3.6.0,M11.1.0") == places{{"zone.rule_number", "character 12"}});
    CHECK(mistakes("EST5EDT,M3.2.7,M11.1.0") == places{{"zone.rule_number", "character 14"}});
    CHECK(mistakes("EST5EDT,J0,M11.1.0") == places{{"zone.rule_number", "character 10"}});
    CHECK(mistakes("EST5EDT,J366,M11.1.0") == places{{"zone.rule_number", "character 10"}});
    CHECK(mistakes("EST5EDT,366,M11.1.0") == places{{"zone.rule_number", "character 9"}});
    CHECK(mistakes("EST5EDT,M32.0,M11.1.0") == places{{"zone.rule_number", "character 10"}});
    CHECK(mistakes("EST5EDT,M3-2-0,M11.1.0") == places{{"zone.rule_syntax", "character 11"}});
    CHECK(mistakes("EST5EDT,Sunday,M11.1.0") == places{{"zone.rule_syntax", "character 9"}});
    CHECK(mistakes("EST5EDT,J365,365").empty());
    CHECK(mistakes("EST5EDT,J1,0").empty());
}

TEST_CASE("a time of a change reaches to 167 hours either way") {
    CHECK(mistakes("EST5EDT,M3.2.0/167:59:59,M11.1.0/-167").empty());
    CHECK(mistakes("EST5EDT,M3.2.0/168,M11.1.0") == places{{"zone.rule_number", "character 16"}});
    CHECK(mistakes("EST5EDT,M3.2.0/-168,M11.1.0") == places{{"zone.rule_number", "character 17"}});
    CHECK(mistakes("EST5EDT,M3.2.0/,M11.1.0") == places{{"zone.rule_syntax", "character 16"}});
}

TEST_CASE("mistakes in the offset and in both changes come back together, in their order") {
    CHECK(mistakes("EST25EDT,M13.2.0,M11.1.7/169") == places{{"zone.rule_number", "character 4"},
                                                             {"zone.rule_number", "character 11"},
                                                             {"zone.rule_number", "character 24"}});
}

TEST_CASE("an issue of a rule shows what stood there and what would have been right") {
    const sla::result<sla::zone_rule> read = sla::parse_zone_rule("EST5EDT,M13.2.0,M11.1.0");
    REQUIRE(read.issues().size() == 1);
    CHECK(read.issues().front() ==
          sla::issue{.code = "zone.rule_number",
                     .place = "character 10",
                     .message = "the month of the first change is out of range",
                     .expected = "a number from 1 to 12",
                     .saw = "\"13.2.0,M11.1.0\"",
                     .hint = ""});
}

TEST_CASE("text that cannot be shown is shown as its codes") {
    using namespace std::string_view_literals;
    const auto saw = [](std::string_view text) {
        return sla::parse_zone_rule(text).issues().front().saw;
    };
    CHECK(saw("UTC0\0x"sv) == "\"\\x00x\"");
    CHECK(saw("UTC0\n") == "\"\\x0a\"");
    CHECK(saw("UTC0 a text that goes on and on and on") == "\" a text that goes on and...\"");
}
