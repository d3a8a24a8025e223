// SPDX-License-Identifier: MIT
//
// What holds for every calendar, instant and duration, whatever the hours are. No oracle is asked,
// so the spans may be long: years, and the end of the calculable range.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <oracle/hard_zones.hpp>
#include <oracle/random_calendar.hpp>
#include <string>
#include <utility>
#include <vector>

using namespace std::chrono;
using namespace std::chrono_literals;
using oracle::dice;
using oracle::to_text;

namespace {

constexpr sla::working none{};
constexpr sla::working tick{1ms};

/// Mostly days, sometimes decades.
milliseconds random_span(dice& random) {
    if (random.percent(70))
        return minutes{random.from_to(0, 40 * 24 * 60)};
    if (random.percent(50))
        return milliseconds{random.from_to(0, milliseconds{days{40}}.count())};
    return hours{random.from_to(0, 24 * 365 * 30)};
}

sla::instant later(dice& random, sla::instant t) {
    return std::min(t + random_span(random), sla::end_of_range - 1ms);
}

sla::working random_work(dice& random) {
    switch (random.below(4)) {
    case 0:
        return sla::working{hours{random.from_to(1, 60)}};
    case 1:
        return sla::working{milliseconds{random.from_to(1, 100'000'000)}};
    case 2:
        return sla::working{hours{random.from_to(1, 20'000)}};
    default:
        return sla::working{minutes{random.from_to(1, 1'000)}};
    }
}

/// Plain calendars and combinations of them, each with some instants.
template <class Body>
void for_calendars(const char* property, std::size_t cases, Body body) {
    oracle::property{property, cases}.run([&](dice& random, const std::string& name) {
        const oracle::pair of =
            random.percent(97) ? random_pair(random) : random_combination(random, 1);
        INFO(name << "\n" << of.text);
        for (int n = 0; n < 8; ++n) {
            const sla::instant t = random_instant(random, of);
            INFO("t = " << to_text(t));
            body(random, of.fast, t);
        }
    });
}

} // namespace

TEST_CASE("between is additive") {
    for_calendars("additive", 80, [](dice& random, const sla::calendar& c, sla::instant a) {
        const sla::instant b = later(random, a);
        const sla::instant d = later(random, b);
        INFO("b = " << to_text(b) << ", c = " << to_text(d));
        CHECK(c.between(a, b) + c.between(b, d) == c.between(a, d));
        CHECK(c.between(a, d) + c.between(d, b) == c.between(a, b));
    });
}

TEST_CASE("between is antisymmetric, and never more than the elapsed time") {
    for_calendars("antisymmetric", 60, [](dice& random, const sla::calendar& c, sla::instant a) {
        const sla::instant b = later(random, a);
        INFO("b = " << to_text(b));
        CHECK(c.between(b, a) == -c.between(a, b));
        CHECK(c.between(a, a) == none);
        CHECK(c.between(a, b) >= none);
        CHECK(c.between(a, b).length() <= b - a);
    });
}

TEST_CASE("between counts a millisecond exactly when it is open") {
    for_calendars("one tick", 80, [](dice& random, const sla::calendar& c, sla::instant t) {
        for (int n = 0; n < 5; ++n, t = later(random, t))
            CHECK((c.between(t, t + 1ms) == tick) == c.is_open(t));
    });
}

TEST_CASE("add inverts between and gives the earliest instant") {
    for_calendars("add inverts", 80, [](dice& random, const sla::calendar& c, sla::instant t) {
        const sla::working d = random_work(random);
        const sla::instant due = c.add(t, d);
        INFO("d = " << to_text(d) << ", due = " << to_text(due));
        if (due == sla::never) {
            CHECK(c.between(t, sla::end_of_range) < d);
            return;
        }
        CHECK(due > t);
        CHECK(c.between(t, due) == d);
        CHECK(c.between(t, due - 1ms) == d - tick);
        CHECK(c.is_open(due - 1ms));
    });
}

TEST_CASE("subtract inverts between and gives the latest instant") {
    for_calendars("subtract inverts", 80, [](dice& random, const sla::calendar& c, sla::instant t) {
        const sla::working available = c.between(sla::first_instant, t);
        const sla::working d = std::min(random_work(random), available);
        if (d == none)
            return;
        const sla::instant start = c.subtract(t, d);
        INFO("d = " << to_text(d) << ", start = " << to_text(start));
        CHECK(start < t);
        CHECK(c.between(start, t) == d);
        CHECK(c.between(start + 1ms, t) == d - tick);
        CHECK(c.is_open(start));
    });
}

TEST_CASE("a negative duration turns add and subtract around, and zero leaves the instant") {
    for_calendars("signs", 60, [](dice& random, const sla::calendar& c, sla::instant t) {
        const sla::working d = random_work(random);
        INFO("d = " << to_text(d));
        CHECK(c.add(t, -d) == c.subtract(t, d));
        CHECK(c.subtract(t, -d) == c.add(t, d));
        CHECK(c.add(t, none) == t);
        CHECK(c.subtract(t, none) == t);
    });
}

TEST_CASE("the next-open convention gives the same working time and an instant that is open") {
    for_calendars("next open", 80, [](dice& random, const sla::calendar& c, sla::instant t) {
        const sla::working d = random_work(random);
        const sla::instant close = c.add(t, d);
        const sla::instant open = c.add(t, d, sla::exact_fit::next_open);
        INFO("d = " << to_text(d) << ", close " << to_text(close) << ", open " << to_text(open));
        CHECK(open >= close);
        if (close != sla::never)
            CHECK(open == c.next_open_or_same(close));
        if (open == sla::never)
            return;
        CHECK(c.is_open(open));
        CHECK(c.between(t, open) == d);

        const sla::instant start = c.subtract(open, d, sla::exact_fit::next_open);
        CHECK(start == c.previous_close_or_same(c.subtract(open, d)));
    });
}

TEST_CASE("add keeps the order of instants and of durations") {
    for_calendars("order", 80, [](dice& random, const sla::calendar& c, sla::instant a) {
        const sla::instant b = later(random, a);
        const sla::working d = random_work(random);
        const sla::working more = d + random_work(random);
        INFO("b = " << to_text(b) << ", d = " << to_text(d) << ", more = " << to_text(more));
        for (const auto fit : {sla::exact_fit::close, sla::exact_fit::next_open}) {
            CHECK(c.add(a, d, fit) <= c.add(b, d, fit));
            CHECK(c.add(a, d, fit) <= c.add(a, more, fit));
            if (c.between(sla::first_instant, a) >= more) {
                CHECK(c.subtract(a, d, fit) <= c.subtract(b, d, fit));
                CHECK(c.subtract(a, more, fit) <= c.subtract(a, d, fit));
            }
        }
    });
}

TEST_CASE("adding in two parts is adding at once") {
    for_calendars("two parts", 80, [](dice& random, const sla::calendar& c, sla::instant t) {
        const sla::working d = random_work(random);
        const sla::working more = random_work(random);
        const sla::instant half = c.add(t, d);
        INFO("d = " << to_text(d) << ", more = " << to_text(more) << ", half " << to_text(half));
        if (half != sla::never)
            CHECK(c.add(half, more) == c.add(t, d + more));
    });
}

TEST_CASE("edges are where the calendar changes, and nothing changes between them") {
    for_calendars("edges", 80, [](dice&, const sla::calendar& c, sla::instant t) {
        const sla::instant opens = c.next_open(t);
        const sla::instant closes = c.next_close(t);
        INFO("next opening " << to_text(opens) << ", closing " << to_text(closes));
        if (opens != sla::never) {
            CHECK(opens > t);
            CHECK(c.is_open(opens));
            CHECK_FALSE(c.is_open(opens - 1ms));
        }
        if (closes != sla::never) {
            CHECK(closes > t);
            CHECK(c.is_open(closes - 1ms));
            CHECK_FALSE(c.is_open(closes));
        }
        if (c.is_open(t)) {
            // Open until the next closing, which comes before the next opening.
            CHECK((closes < opens || opens == sla::never));
            CHECK(c.between(t, std::min(closes, sla::end_of_range)).length() ==
                  std::min(closes, sla::end_of_range) - t);
        } else {
            CHECK((opens < closes || closes == sla::never));
            CHECK(c.between(t, std::min(opens, sla::end_of_range)) == none);
        }
        CHECK(c.next_open_or_same(t) == (c.is_open(t) ? t : opens));
    });
}

TEST_CASE("previous edges mirror next ones") {
    for_calendars("previous", 80, [](dice&, const sla::calendar& c, sla::instant t) {
        const sla::instant opens = c.next_open(t);
        if (opens != sla::never) {
            CHECK(c.previous_open(opens + 1ms) == opens);
            CHECK(c.previous_close(opens) == c.previous_close(opens + 1ms));
            CHECK((c.previous_open(opens) == sla::never || c.previous_open(opens) <= t));
        }
        const sla::instant closes = c.next_close(t);
        if (closes != sla::never) {
            CHECK(c.previous_close(closes + 1ms) == closes);
            CHECK(c.previous_close_or_same(closes) == closes);
            CHECK((c.previous_close(closes) == sla::never || c.previous_close(closes) <= t));
        }
        CHECK(c.previous_close_or_same(t) == (c.is_open(t - 1ms) ? t : c.previous_close(t)));
    });
}

TEST_CASE("the open intervals tile what between counts") {
    for_calendars("tiles", 80, [](dice& random, const sla::calendar& c, sla::instant a) {
        const sla::instant b = a + minutes{random.from_to(0, 60 * 24 * 60)};
        INFO("b = " << to_text(b));
        sla::working sum{};
        sla::instant end_before = a;
        bool first = true;
        bool in_order = true;
        bool maximal = true;
        for (const sla::interval& open : c.open_between(a, b)) {
            in_order = in_order && !open.empty() && open.begin >= a && open.end <= b &&
                       (first || open.begin > end_before);
            maximal = maximal && (open.begin == a || !c.is_open(open.begin - 1ms)) &&
                      (open.end == b || !c.is_open(open.end)) && c.is_open(open.begin) &&
                      c.is_open(open.end - 1ms);
            sum += sla::working{open.length()};
            end_before = open.end;
            first = false;
        }
        CHECK(in_order);
        CHECK(maximal);
        CHECK(sum == c.between(a, b));
    });
}

TEST_CASE("a 24x7 calendar counts every elapsed millisecond in every zone") {
    for (const sla::zone& zone : oracle::hard_zones()) {
        const sla::calendar always =
            sla::compile({.name = "always", .zone = zone.name(), .hours = sla::around_the_clock()},
                         oracle::hard_zone_source())
                .value();
        INFO(zone.name());
        dice random{7};
        for (int n = 0; n < 200; ++n) {
            const sla::instant a{milliseconds{random.below(253'402'300'800'000)}};
            const sla::instant b = later(random, a);
            CHECK(always.is_open(a));
            CHECK(always.between(a, b).length() == b - a);
            CHECK(always.add(a, sla::working{b - a}) == b);
            CHECK(always.next_close(a) == sla::never);
        }
    }
}

TEST_CASE("a calendar of whole local dates counts 23 and 25 hours when the clocks change") {
    // Seen from every zone, over all dates of thirty years: a date is as long as the time between
    // its two midnights.
    for (const sla::zone& zone : oracle::hard_zones()) {
        INFO(zone.name());
        const sla::calendar_definition definition{
            .name = "Sundays", .zone = zone.name(), .hours = sla::weekly(Sunday, {{0h, 24h}})};
        const sla::calendar sundays = sla::compile(definition, oracle::hard_zone_source()).value();
        int unusual = 0;
        for (local_days day{2005y / January / 2}; day < local_days{2036y / January / 1};
             day += weeks{1}) {
            const sla::instant begin = zone.to_instant(day);
            const sla::instant end = zone.to_instant(day + days{1});
            // Where midnight is shown twice the date is in two pieces; the zones here do that on
            // Saturdays and Sundays, so count from well before to well after.
            const sla::working counted = sundays.between(begin - 6h, end + 6h);
            const sla::zone_period period = zone.period_at(begin - 6h);
            if (period.end > end + 6h)
                CHECK(counted == sla::working{24h});
            else
                ++unusual;
        }
        CHECK(unusual <= 100);
    }
}
