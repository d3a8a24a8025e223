// SPDX-License-Identifier: MIT
//
// From local times to instants: shown once, never, or more than once.
#include <sla/zone.hpp>

#include <catch2/catch_test_macros.hpp>

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

using namespace std::chrono;

namespace {

sla::zone zone(std::string_view rule) {
    return sla::zone_from_rule("Test/Zone", rule).value();
}

sla::zone zone(seconds initial, std::vector<sla::zone_transition> transitions, const char* rule) {
    return sla::compile(sla::zone_definition{.name = "Test/Zone",
                                             .initial_offset = initial,
                                             .transitions = std::move(transitions),
                                             .rule = rule})
        .value();
}

sla::local_time local(year_month_day date, milliseconds time) {
    return local_days{date} + time;
}

sla::local_instants once(sla::instant t) {
    return {sla::local_kind::unique, t, t};
}
sla::local_instants never_shown(sla::instant jump) {
    return {sla::local_kind::skipped, jump, jump};
}
sla::local_instants twice(sla::instant first, sla::instant last) {
    return {sla::local_kind::repeated, first, last};
}

const char* const berlin = "CET-1CEST,M3.5.0,M10.5.0/3";

} // namespace

TEST_CASE("a local time away from any change is shown once") {
    CHECK(zone(berlin).instants_of(local(2025y / July / 1, 12h)) ==
          once(sys_days{2025y / July / 1} + 10h));
    CHECK(zone(berlin).instants_of(local(2025y / January / 1, 0h)) ==
          once(sys_days{2024y / December / 31} + 23h));
    CHECK(sla::zone::utc().instants_of(local(2025y / January / 1, 1ms)) ==
          once(sys_days{2025y / January / 1} + 1ms));
}

TEST_CASE("the hour that the clock jumps over is shown by no instant") {
    const sla::zone z = zone(berlin);
    const sla::instant jump = sys_days{2025y / March / 30} + 1h;
    CHECK(z.instants_of(local(2025y / March / 30, 2h - 1ms)) == once(jump - 1ms));
    CHECK(z.instants_of(local(2025y / March / 30, 2h)) == never_shown(jump));
    CHECK(z.instants_of(local(2025y / March / 30, 2h + 30min)) == never_shown(jump));
    CHECK(z.instants_of(local(2025y / March / 30, 3h - 1ms)) == never_shown(jump));
    CHECK(z.instants_of(local(2025y / March / 30, 3h)) == once(jump));
}

TEST_CASE("the hour that the clock goes back over is shown twice") {
    const sla::zone z = zone(berlin);
    const sla::instant back = sys_days{2025y / October / 26} + 1h;
    CHECK(z.instants_of(local(2025y / October / 26, 2h - 1ms)) == once(back - 1h - 1ms));
    CHECK(z.instants_of(local(2025y / October / 26, 2h)) == twice(back - 1h, back));
    CHECK(z.instants_of(local(2025y / October / 26, 3h - 1ms)) ==
          twice(back - 1ms, back + 1h - 1ms));
    CHECK(z.instants_of(local(2025y / October / 26, 3h)) == once(back + 1h));
}

TEST_CASE("a skipped time becomes the jump, a repeated one its first pass") {
    const sla::zone z = zone(berlin);
    CHECK(z.to_instant(local(2025y / March / 30, 2h + 30min)) == sys_days{2025y / March / 30} + 1h);
    CHECK(z.to_instant(local(2025y / October / 26, 2h + 30min)) ==
          sys_days{2025y / October / 26} + 30min);
    CHECK(z.to_instant(local(2025y / July / 1, 12h)) == sys_days{2025y / July / 1} + 10h);
}

TEST_CASE("half an hour of daylight time skips and repeats half an hour") {
    const sla::zone lord_howe = zone("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0");
    const sla::instant jump = sys_days{2025y / October / 4} + 15h + 30min;
    CHECK(lord_howe.instants_of(local(2025y / October / 5, 2h + 29min)) == never_shown(jump));
    CHECK(lord_howe.instants_of(local(2025y / October / 5, 2h + 30min)) == once(jump));
    const sla::instant back = sys_days{2025y / April / 5} + 15h;
    CHECK(lord_howe.instants_of(local(2025y / April / 6, 1h + 29min)) == once(back - 31min));
    CHECK(lord_howe.instants_of(local(2025y / April / 6, 1h + 30min)) == twice(back - 30min, back));
    CHECK(lord_howe.instants_of(local(2025y / April / 6, 2h)) == once(back + 30min));
}

TEST_CASE("a change at midnight skips the beginning of a day or repeats the end of one") {
    const sla::zone sao_paulo = zone("<-03>3<-02>,M10.3.0/0,M2.3.0/0");
    CHECK(sao_paulo.instants_of(local(2017y / October / 15, 0h)) ==
          never_shown(sys_days{2017y / October / 15} + 3h));
    CHECK(sao_paulo.to_instant(local(2017y / October / 15, 0h)) ==
          sao_paulo.to_instant(local(2017y / October / 15, 1h)));
    const sla::instant back = sys_days{2018y / February / 18} + 2h;
    CHECK(sao_paulo.instants_of(local(2018y / February / 17, 23h)) == twice(back - 1h, back));
}

TEST_CASE("a whole day that a zone leaves out is shown by no instant") {
    const sla::zone apia = zone(-10h, {{sys_days{2011y / December / 30} + 10h, 14h}}, "<+14>-14");
    const sla::instant jump = sys_days{2011y / December / 30} + 10h;
    CHECK(apia.instants_of(local(2011y / December / 29, 24h - 1ms)) == once(jump - 1ms));
    CHECK(apia.instants_of(local(2011y / December / 30, 0h)) == never_shown(jump));
    CHECK(apia.instants_of(local(2011y / December / 30, 12h)) == never_shown(jump));
    CHECK(apia.instants_of(local(2011y / December / 30, 24h - 1ms)) == never_shown(jump));
    CHECK(apia.instants_of(local(2011y / December / 31, 0h)) == once(jump));
    CHECK(apia.to_instant(local(2011y / December / 30, 9h)) == jump);
}

TEST_CASE("a whole day that a zone has again is shown twice") {
    const sla::zone kwajalein_reversed =
        zone(12h, {{sys_days{1993y / August / 21} + 12h, -12h}}, "<-12>12");
    const sla::instant back = sys_days{1993y / August / 21} + 12h;
    CHECK(kwajalein_reversed.instants_of(local(1993y / August / 21, 6h)) ==
          twice(back - 18h, back + 6h));
}

TEST_CASE("a time shown three times gives its first and its last pass") {
    const sla::instant t = sys_days{2000y / June / 1} + 12h;
    const sys_seconds s = floor<seconds>(t);
    const sla::zone z = zone(3h, {{s, 2h}, {s + 30min, 1h}}, "<+01>-1");
    CHECK(z.instants_of(local(2000y / June / 1, 14h + 15min)) == twice(t - 45min, t + 75min));
    CHECK(z.to_instant(local(2000y / June / 1, 14h + 15min)) == t - 45min);
}

TEST_CASE("a time jumped over and shown after all is shown once, though later ones came before") {
    const sys_seconds s = sys_days{2000y / June / 1} + 12h;
    const sla::zone z = zone(0s, {{s, 1h}, {s + 10min, 0s}}, "UTC0");
    CHECK(z.instants_of(local(2000y / June / 1, 12h + 30min)) == once(s + 30min));
    CHECK(z.to_instant(local(2000y / June / 1, 12h + 30min)) == s);
    CHECK(z.instants_of(local(2000y / June / 1, 13h + 5min)) == twice(s + 5min, s + 65min));
}

TEST_CASE("local times near a change agree with a search through every quarter of an hour") {
    const sys_seconds noon = sys_days{2000y / June / 1} + 12h;
    const std::vector<sla::zone> zones{
        zone(0s, {{noon, 1h}, {noon + 30min, 0s}, {noon + 2h, -90min}}, "<-0130>1:30"),
        zone(12h, {{noon, -12h}, {noon + 3h, 14h}}, "<+14>-14"),
        zone(-26h, {{noon, 24h}}, "<+24>-24"),
        zone(24h, {{noon, -26h}, {noon + 15min, -24h}}, "<-24>24"),
        zone(3h, {{noon, 2h}, {noon + 30min, 1h}, {noon + 45min, 4h}}, "<+04>-4"),
        zone(45min, {{noon, 60min}}, "AAA-1BBB,M6.1.4/14,M6.1.5/3"),
    };
    constexpr minutes step{15};
    for (const sla::zone& z : zones) {
        const sla::instant from = noon - days{4};
        const sla::instant to = noon + days{4};
        std::vector<std::pair<sla::instant, sla::local_time>> clock;
        for (sla::instant i = from; i < to; i += step) {
            clock.emplace_back(i, sla::local_time{(i + z.offset_at(i)).time_since_epoch()});
            REQUIRE(z.to_local(i) == clock.back().second);
        }
        for (sla::local_time t = local(2000y / June / 1, -24h); t < local(2000y / June / 3, 12h);
             t += step) {
            std::vector<sla::instant> shown;
            sla::instant reached = sla::never;
            for (const auto& [i, there] : clock) {
                if (there == t)
                    shown.push_back(i);
                if (there >= t && reached == sla::never)
                    reached = i;
            }
            const sla::local_instants seen = z.instants_of(t);
            CHECK(z.to_instant(t) == reached);
            if (shown.empty())
                CHECK(seen == never_shown(reached));
            else if (shown.size() == 1)
                CHECK(seen == once(shown.front()));
            else
                CHECK(seen == twice(shown.front(), shown.back()));
        }
    }
}

TEST_CASE("local times come back from instants, to the millisecond") {
    const sla::zone z = zone(berlin);
    const sla::instant t = sys_days{2025y / July / 1} + 1ms;
    CHECK(z.to_local(t) == local(2025y / July / 1, 2h + 1ms));
    CHECK(z.to_instant(z.to_local(t)) == t);
}

TEST_CASE("a local time before 1970 keeps its milliseconds") {
    const sla::zone z = zone(berlin);
    const sla::instant t = sys_days{1960y / January / 1} - 1ms;
    CHECK(z.to_local(t) == local(1960y / January / 1, 1h - 1ms));
    CHECK(z.to_instant(z.to_local(t)) == t);
}
