// SPDX-License-Identifier: MIT
//
// When the changes of a rule fall, against calendars walked day by day.
#include <sla/zone.hpp>

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <string_view>
#include <vector>

using namespace std::chrono;

namespace {

sla::zone_rule rule(std::string_view text) {
    return sla::parse_zone_rule(text).value();
}

sla::zone zone(std::string_view text) {
    return sla::zone_from_rule("Test/Zone", text).value();
}

sla::rule_year in_year(std::string_view text, year y) {
    return rule(text).daylight_in(y).value();
}

// The day that a change names, found by counting through the year.
sys_days counted_day(const sla::rule_change& change, year y) {
    int without_leap_day = 0;
    int number = 0;
    unsigned seen = 0;
    sys_days best{};
    for (sys_days day = y / January / 1; day < sys_days{(y + years{1}) / January / 10};
         day += days{1}) {
        const year_month_day date{day};
        const bool leap_day = date.month() == February && date.day() == std::chrono::day{29};
        if (!leap_day)
            ++without_leap_day;
        switch (change.kind) {
        case sla::rule_day::julian_without_leap_day:
            if (!leap_day && without_leap_day == change.day)
                return day;
            break;
        case sla::rule_day::day_of_year:
            if (number == change.day)
                return day;
            break;
        case sla::rule_day::month_week_day:
            if (date.year() == y && date.month() == month{change.month} &&
                weekday{day} == change.weekday && seen < change.week) {
                ++seen;
                best = day;
            }
            break;
        }
        ++number;
    }
    return best;
}

struct span {
    sys_seconds begin;
    sys_seconds end;
};

// The stretches of daylight time in the years around [from, to], joined where they touch.
std::vector<span> daylight_spans(const sla::zone_rule& rule, year from, year to) {
    const auto begin_of = [&](year y) {
        return counted_day(rule.daylight->begins, y) + rule.daylight->begins.time - rule.standard;
    };
    const auto end_of = [&](year y) {
        return counted_day(rule.daylight->ends, y) + rule.daylight->ends.time -
               rule.daylight->offset;
    };
    std::vector<span> out;
    for (year y = from - years{2}; y <= to + years{2}; ++y) {
        span s{begin_of(y), end_of(y)};
        if (s.end <= s.begin)
            s.end = end_of(y + years{1});
        if (!out.empty() && s.begin <= out.back().end)
            out.back().end = std::max(out.back().end, s.end);
        else
            out.push_back(s);
    }
    return out;
}

} // namespace

TEST_CASE("the first, last and nth weekday of a month are found") {
    CHECK(in_year("EST5EDT,M3.2.0,M11.1.0", 2024y).begins == sys_days{2024y / March / 10} + 7h);
    CHECK(in_year("EST5EDT,M3.2.0,M11.1.0", 2024y).ends == sys_days{2024y / November / 3} + 6h);
    CHECK(in_year("CET-1CEST,M3.5.0,M10.5.0/3", 2025y).begins == sys_days{2025y / March / 30} + 1h);
    CHECK(in_year("CET-1CEST,M3.5.0,M10.5.0/3", 2500y).begins == sys_days{2500y / March / 28} + 1h);
    CHECK(in_year("AAA0BBB,M2.5.4/0,M10.5.0", 2024y).begins == sys_days{2024y / February / 29});
    CHECK(in_year("AAA0BBB,M2.5.4/0,M10.5.0", 2100y).begins == sys_days{2100y / February / 25});
}

TEST_CASE("a numbered day counts 29 February only where the rule says so") {
    CHECK(in_year("AAA0BBB,J60/0,J300", 2023y).begins == sys_days{2023y / March / 1});
    CHECK(in_year("AAA0BBB,J60/0,J300", 2024y).begins == sys_days{2024y / March / 1});
    CHECK(in_year("AAA0BBB,J59/0,J300", 2024y).begins == sys_days{2024y / February / 28});
    CHECK(in_year("AAA0BBB,59/0,J300", 2023y).begins == sys_days{2023y / March / 1});
    CHECK(in_year("AAA0BBB,59/0,J300", 2024y).begins == sys_days{2024y / February / 29});
    CHECK(in_year("AAA0BBB,0/0,J365/0", 2024y).ends == sys_days{2024y / December / 31} - 1h);
}

TEST_CASE("a time beyond the day moves the change to another day") {
    // Jerusalem until 2013 changed on the Friday before the last Sunday of March.
    CHECK(in_year("IST-2IDT,M3.4.4/26,M10.5.0", 2025y).begins == sys_days{2025y / March / 28});
    CHECK(in_year("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", 2025y).begins ==
          sys_days{2025y / March / 30} + 1h);
}

TEST_CASE("one offset has no changes in any year") {
    CHECK_FALSE(rule("UTC0").daylight_in(2025y));
}

TEST_CASE("every kind of change agrees with a calendar walked day by day") {
    for (const std::string_view text :
         {"CET-1CEST,M3.5.0,M10.5.0/3", "EST5EDT,M3.2.0,M11.1.0", "AEST-10AEDT,M10.1.0,M4.1.0/3",
          "AAA0BBB,M1.1.1/-24,M12.5.6/30", "AAA3BBB,J60/0,J365/23", "AAA-5BBB,59/0,365/0"}) {
        INFO(text);
        const sla::zone_rule r = rule(text);
        for (year y = 1896y; y <= 2104y; ++y) {
            const sla::rule_year seen = r.daylight_in(y).value();
            CHECK(seen.begins ==
                  counted_day(r.daylight->begins, y) + r.daylight->begins.time - r.standard);
            CHECK(seen.ends ==
                  counted_day(r.daylight->ends, y) + r.daylight->ends.time - r.daylight->offset);
        }
    }
}

TEST_CASE("offsets and stretches agree with the spans of all years, even where years touch") {
    for (const std::string_view text : {
             "CET-1CEST,M3.5.0,M10.5.0/3",           // north
             "NZST-12NZDT,M9.5.0,M4.1.0/3",          // south
             "IST-1GMT0,M10.5.0,M3.5.0/1",           // daylight time in winter, below standard
             "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", // half an hour
             "<-02>2<-01>,M3.5.0/-1,M10.5.0/0",      // the evening before
             "AAA0BBB,M1.1.0/-167,M6.1.0",           // begins in the year before
             "AAA0BBB,M6.1.0,M12.5.0/167",           // ends in the year after
             "AAA0BBB,M1.1.0/-167,M12.5.0/167",      // years that overlap
             "AAA0BBB,0/0,364/25",                   // a gap in leap years only
             "AAA0BBB,M12.5.0,M1.1.0",               // a week over New Year
             "AAA0BBB,M3.5.0,J85/2",                 // in some years the end comes first
             "AAA0BBB,J100/2,J100/2",                // the end an hour before the beginning
             "AAA0BBB,J100/2,J100/4",                // one hour a year
         }) {
        INFO(text);
        const sla::zone_rule r = rule(text);
        const sla::zone z = zone(text);
        const std::vector<span> spans = daylight_spans(r, 1990y, 2012y);
        for (std::size_t i = 1; i + 1 < spans.size(); ++i) {
            const span& s = spans[i];
            if (s.end > sys_days{2013y / January / 1})
                break;
            const sla::zone_period on{s.begin, s.end, r.daylight->offset};
            CHECK(z.period_at(s.begin) == on);
            CHECK(z.period_at(s.end - 1ms) == on);
            CHECK(z.offset_at(s.begin) == r.daylight->offset);
            CHECK(z.offset_at(s.end - 1ms) == r.daylight->offset);
            const sla::zone_period off{s.end, spans[i + 1].begin, r.standard};
            CHECK(z.period_at(s.end) == off);
            CHECK(z.period_at(spans[i + 1].begin - 1ms) == off);
            CHECK(z.offset_at(s.end) == r.standard);
            CHECK(z.offset_at(spans[i + 1].begin - 1ms) == r.standard);
        }
    }
}

TEST_CASE("daylight time that leaves no gap in any year never ends") {
    for (const std::string_view text : {"XXX3EDT4,0/0,J365/23", "AAA0BBB,J1/0,J365/25",
                                        "AAA3BBB2,0/0,J365/25", "AAA0BBB,J1/0,J1/1"}) {
        INFO(text);
        const seconds offset = rule(text).daylight->offset;
        const sla::zone z = zone(text);
        const sla::zone_period ever{sla::instant::min(), sla::never, offset};
        CHECK(z.period_at(sys_days{2025y / January / 1}) == ever);
        CHECK(z.period_at(sys_days{2024y / December / 31} + 23h + 30min) == ever);
        CHECK(z.period_at(sys_days{9999y / July / 1}) == ever);
        CHECK(z.offset_at(sys_days{2025y / July / 1}) == offset);
    }
}

TEST_CASE("a daylight time with the standard offset changes nothing") {
    const sla::zone z = zone("AAA-3BBB-3,M3.5.0,M10.5.0");
    CHECK(z.period_at(sys_days{2025y / July / 1}) ==
          sla::zone_period{sla::instant::min(), sla::never, 3h});
}

TEST_CASE("a rule repeats itself exactly after 400 years, as far as instants reach") {
    const sla::zone z = zone("CET-1CEST,M3.5.0,M10.5.0/3");
    const seconds cycle = days{146'097};
    for (sys_seconds t = sys_days{2000y / January / 1}; t < sys_days{2004y / January / 1};
         t += hours{7 * 24 + 5}) {
        const sla::zone_period here = z.period_at(t);
        for (const int n : {-500'000, -5, 1, 19, 20, 700'000}) {
            const seconds shift = n * cycle;
            CHECK(z.period_at(t + shift) ==
                  sla::zone_period{here.begin + shift, here.end + shift, here.offset});
            CHECK(z.offset_at(t + shift) == here.offset);
        }
    }
}
