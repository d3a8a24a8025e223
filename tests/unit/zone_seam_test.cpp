// SPDX-License-Identifier: MIT
//
// Explicit changes and the rule after them: one function, wherever the list of changes stops.
#include <sla/zone.hpp>

#include <catch2/catch_test_macros.hpp>

#include <string>
#include <utility>
#include <vector>

using namespace std::chrono;

namespace {

using transitions = std::vector<sla::zone_transition>;

sla::zone zone(seconds initial, transitions changes, std::string rule) {
    return sla::compile(sla::zone_definition{.name = "Test/Zone",
                                             .database_version = "2025b",
                                             .initial_offset = initial,
                                             .transitions = std::move(changes),
                                             .rule = std::move(rule)})
        .value();
}

transitions listed(const sla::zone& z) {
    return {z.transitions().begin(), z.transitions().end()};
}

const char* const berlin_rule = "CET-1CEST,M3.5.0,M10.5.0/3";

// Berlin from 1994 on: until 1995 daylight time ended in September, the rule has held since.
transitions berlin_until(int last_year) {
    transitions out{{sys_days{1994y / March / 27} + 1h, 2h},
                    {sys_days{1994y / September / 25} + 1h, 1h},
                    {sys_days{1995y / March / 26} + 1h, 2h},
                    {sys_days{1995y / September / 24} + 1h, 1h}};
    const sla::zone_rule rule = sla::parse_zone_rule(berlin_rule).value();
    for (int y = 1996; y <= last_year; ++y) {
        const sla::rule_year changes = rule.daylight_in(year{y}).value();
        out.push_back({changes.begins, 2h});
        out.push_back({changes.ends, 1h});
    }
    return out;
}

} // namespace

TEST_CASE("changes that the rule makes by itself are dropped") {
    const sla::zone z = zone(1h, berlin_until(2037), berlin_rule);
    CHECK(listed(z) == berlin_until(1995));
}

TEST_CASE("the rule decides from the earliest instant from which it is right") {
    const sla::zone z = zone(1h, berlin_until(2037), berlin_rule);
    // At that moment the rule ends a daylight time that had really ended five weeks before.
    CHECK(z.rule_from() == sys_days{1995y / October / 29} + 1h);
}

TEST_CASE("fat and slim lists of the same changes give equal zones") {
    const sla::zone fat = zone(1h, berlin_until(2037), berlin_rule);
    CHECK(fat == zone(1h, berlin_until(2036), berlin_rule));
    CHECK(fat == zone(1h, berlin_until(1996), berlin_rule));
    transitions slim = berlin_until(1996);
    slim.pop_back(); // ends in the middle of the first daylight time that follows the rule
    CHECK(fat == zone(1h, slim, berlin_rule));
    CHECK_FALSE(fat == zone(1h, berlin_until(2037), "CET-1CEST,M3.5.0,M10.5.0/4"));
    CHECK_FALSE(fat == zone(0h, berlin_until(2037), berlin_rule));
}

TEST_CASE("a stretch that runs across the seam begins and ends at real changes") {
    const sla::zone z = zone(1h, berlin_until(2037), berlin_rule);
    const sla::zone_period winter{sys_days{1995y / September / 24} + 1h,
                                  sys_days{1996y / March / 31} + 1h, 1h};
    CHECK(z.period_at(winter.begin) == winter);
    CHECK(z.period_at(z.rule_from() - 1ms) == winter);
    CHECK(z.period_at(z.rule_from()) == winter);
    CHECK(z.period_at(winter.end - 1ms) == winter);
    CHECK(z.period_at(winter.end).begin == winter.end);
    CHECK(z.period_at(winter.begin - 1ms).end == winter.begin);
}

TEST_CASE("a change at the seam itself is a real change on both sides") {
    const sla::zone z = zone(9h, {{sys_days{2000y / July / 1}, 2h}}, berlin_rule);
    CHECK(z.rule_from() == sys_days{2000y / July / 1});
    CHECK(z.period_at(z.rule_from() - 1ms) ==
          sla::zone_period{sla::instant::min(), sys_days{2000y / July / 1}, 9h});
    CHECK(z.period_at(z.rule_from()) ==
          sla::zone_period{sys_days{2000y / July / 1}, sys_days{2000y / October / 29} + 1h, 2h});
}

TEST_CASE("an offset taken before the rule has it stays until the rule gets there") {
    // Ojinaga, Mexico: the last change of its slim zone file, then that of its fat one.
    const char* const rule = "CST6CDT,M3.2.0,M11.1.0";
    const transitions slim{{sys_days{2022y / March / 13} + 9h, -6h},
                           {sys_days{2022y / October / 30} + 8h, -6h}};
    const sla::zone z = zone(-7h, slim, rule);
    const sla::zone_period first_winter{sys_days{2022y / March / 13} + 9h,
                                        sys_days{2023y / March / 12} + 8h, -6h};
    CHECK(z.period_at(sys_days{2022y / November / 1}) == first_winter);
    CHECK(z.offset_at(sys_days{2022y / November / 1}) == -6h);
    CHECK(z.rule_from() == sys_days{2022y / November / 6} + 7h);

    transitions fat = slim;
    fat.push_back({sys_days{2022y / November / 30} + 6h, -6h});
    fat.push_back({sys_days{2023y / March / 12} + 8h, -5h});
    CHECK(zone(-7h, fat, rule) == z);
}

TEST_CASE("a zone that changed once and then keeps its offset ends in a stretch without end") {
    const sla::zone z = zone(4h, {{sys_days{2014y / October / 25} + 22h, 3h}}, "MSK-3");
    CHECK(listed(z).size() == 1);
    CHECK(z.rule_from() == sys_days{2014y / October / 25} + 22h);
    CHECK(z.period_at(sys_days{2014y / October / 1}) ==
          sla::zone_period{sla::instant::min(), z.rule_from(), 4h});
    CHECK(z.period_at(sys_days{9999y / October / 1}) ==
          sla::zone_period{z.rule_from(), sla::never, 3h});
}

TEST_CASE("changes that change nothing are dropped") {
    const sys_seconds t = sys_days{2000y / January / 1};
    const sla::zone z = zone(1h, {{t, 1h}, {t + days{1}, 2h}, {t + days{2}, 2h}}, "<+02>-2");
    CHECK(listed(z) == transitions{{t + days{1}, 2h}});
    CHECK(z.period_at(t) == sla::zone_period{sla::instant::min(), t + days{1}, 1h});
    CHECK(z.rule_from() == t + days{1});
}

TEST_CASE("a list of changes that all follow the rule may leave only the time before them") {
    const sla::zone z = zone(1h, {{sys_days{2000y / January / 15}, 1h}}, berlin_rule);
    CHECK(listed(z).empty());
    CHECK(z.rule_from() == sys_days{1999y / October / 31} + 1h);
    CHECK(z.period_at(sys_days{1900y / July / 1}) ==
          sla::zone_period{sla::instant::min(), sys_days{2000y / March / 26} + 1h, 1h});
    CHECK(z.offset_at(sys_days{1999y / July / 1}) == 1h);
    CHECK(z.offset_at(sys_days{2000y / July / 1}) == 2h);
}

TEST_CASE("without explicit changes the rule decides everything") {
    const sla::zone z = zone(0s, {}, berlin_rule);
    CHECK(z.rule_from() == sla::instant::min());
    CHECK(z.offset_at(sys_days{1900y / July / 1}) == 2h);
    CHECK(z == zone(1h, {}, berlin_rule));
    CHECK(z == zone(2h, {}, berlin_rule));
}

TEST_CASE("the southern summer is one stretch over New Year, also at the seam") {
    const char* const rule = "NZST-12NZDT,M9.5.0,M4.1.0/3";
    const sla::zone z = zone(12h,
                             {{sys_days{2006y / September / 30} + 14h, 13h},
                              {sys_days{2007y / March / 17} + 14h, 12h},
                              {sys_days{2007y / September / 29} + 14h, 13h},
                              {sys_days{2008y / April / 5} + 14h, 12h}},
                             rule);
    CHECK(listed(z).size() == 2);
    CHECK(z.rule_from() == sys_days{2007y / March / 31} + 14h);
    const sla::zone_period summer{sys_days{2007y / September / 29} + 14h,
                                  sys_days{2008y / April / 5} + 14h, 13h};
    CHECK(z.period_at(sys_days{2007y / December / 31}) == summer);
    CHECK(z.period_at(sys_days{2008y / January / 1}) == summer);
}

TEST_CASE("every query is total: the first and the last instant have answers") {
    for (const sla::zone& z :
         {sla::zone::utc(), zone(0s, {}, berlin_rule), zone(0s, {}, "NZST-12NZDT,M9.5.0,M4.1.0/3"),
          zone(0s, {}, "AAA24:59:59BBB,0/-167,365/167"), zone(0s, {}, "<+24>-24"),
          zone(1h, berlin_until(2037), berlin_rule)}) {
        for (const sla::instant t :
             {sla::instant::min(), sla::instant::min() + 1ms, sla::first_instant,
              sla::end_of_range - 1ms, sla::end_of_range, sla::never - 1ms, sla::never}) {
            const sla::zone_period p = z.period_at(t);
            CHECK(p.offset == z.offset_at(t));
            CHECK(p.begin < p.end);
            CHECK(p.begin <= t);
            CHECK((t < p.end || p.end == sla::never));

            const sla::local_time local = z.to_local(t);
            const sla::local_instants shown = z.instants_of(local);
            CHECK(shown.first <= shown.last);
            CHECK(z.to_instant(local) <= shown.last);
            if (sla::instant::min() + days{3} < t && t < sla::never - days{3}) {
                CHECK(shown.first <= t);
                CHECK(t <= shown.last);
            }
            const sla::local_time same_number{t.time_since_epoch()};
            CHECK(z.to_instant(same_number) <= z.instants_of(same_number).last);
        }
        CHECK(z.to_local(sla::instant::min()) < z.to_local(sla::never));
        CHECK(z.to_instant(sla::local_time::min()) < z.to_instant(sla::local_time::max()));
    }
}

TEST_CASE("the end of the last stretch that an instant can name is never") {
    const sla::zone z = zone(0s, {}, berlin_rule);
    CHECK(z.period_at(sla::never).end == sla::never);
    CHECK(z.period_at(sla::instant::min()).begin == sla::instant::min());
}

TEST_CASE("walking from stretch to stretch misses nothing and alternates") {
    const sla::zone z = zone(1h, berlin_until(2037), berlin_rule);
    sla::zone_period p = z.period_at(sys_days{1994y / January / 1});
    int stretches = 1;
    while (p.end < sla::end_of_range) {
        const sla::zone_period next = z.period_at(p.end);
        REQUIRE(next.begin == p.end);
        REQUIRE(next.offset != p.offset);
        REQUIRE(z.offset_at(next.begin - 1ms) == p.offset);
        p = next;
        ++stretches;
    }
    CHECK(stretches == 1 + 2 * (9999 - 1993));
}
