// SPDX-License-Identifier: MIT
//
// Business days are what looking at one date after the other finds, and times on the wall clock are
// what watching the clock finds.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <chrono>
#include <optional>
#include <oracle/random_calendar.hpp>
#include <oracle/slow_calendar.hpp>
#include <string>

using namespace std::chrono;
using namespace std::chrono_literals;
using oracle::dice;
using oracle::to_text;

namespace {

std::string date_text(std::optional<oracle::date> day) {
    if (!day)
        return "none";
    return oracle::to_text(sla::instant{day->time_since_epoch()}).substr(0, 10);
}

oracle::date date_of(const oracle::pair& of, sla::instant t) {
    return floor<days>(of.slow.zone().to_local(t));
}

void compare_dates(dice& random, const oracle::pair& of) {
    const oracle::date from = date_of(of, random_instant(random, of));
    INFO("from " << date_text(std::optional{from}));
    for (int off = -2; off <= 2; ++off) {
        const oracle::date day = from + days{off};
        INFO("date " << date_text(std::optional{day}));
        CHECK(of.fast.is_business_day(day) == of.slow.is_business_day(day));
    }
    const oracle::date to = from + days{random.from_to(0, 10)};
    CHECK(of.fast.business_days_between(from, to) == of.slow.business_days_between(from, to));
    CHECK(of.fast.business_days_between(to, from) == of.slow.business_days_between(to, from));
    const int n = random.small(-6, 6);
    INFO("n = " << n);
    if (const auto day = of.slow.add_business_days(from, n))
        CHECK(date_text(of.fast.add_business_days(from, n)) == date_text(day));
}

void compare_dues(dice& random, const oracle::pair& of) {
    const sla::instant t = random_instant(random, of);
    const sla::business_days d{.count = random.small(0, 5),
                               .end = static_cast<sla::business_day_end>(random.below(3)),
                               .at = minutes{random.from_to(0, 24 * 60 - 1)},
                               .cut_off = random.percent(50)
                                              ? std::optional<seconds>{hours{random.from_to(0, 23)}}
                                              : std::nullopt};
    INFO("at " << to_text(t) << ", count " << d.count << ", end " << static_cast<int>(d.end)
               << ", at " << d.at.count() << " s, cut-off " << (d.cut_off ? d.cut_off->count() : -1)
               << " s");
    if (const auto due = of.slow.add(t, d))
        CHECK(to_text(of.fast.add(t, d)) == to_text(*due));
}

} // namespace

TEST_CASE("business days are those that a walk over the dates finds") {
    oracle::property{"business days", 60}.run([](dice& random, const std::string& name) {
        const oracle::pair of = random_pair(random);
        INFO(name << "\n" << of.text);
        compare_dates(random, of);
        compare_dues(random, of);
        compare_dues(random, of);
    });
}

TEST_CASE("a business day of a combination is one of the first member that is open") {
    oracle::property{"combined business days", 4}.run([](dice& random, const std::string& name) {
        const oracle::pair of = random_combination(random, 2);
        INFO(name << "\n" << of.text);
        compare_dates(random, of);
    });
}

TEST_CASE("counting business days and going along them agree") {
    oracle::property{"business day laws", 200}.run([](dice& random, const std::string& name) {
        const oracle::pair of = random_pair(random);
        INFO(name << "\n" << of.text);
        for (int i = 0; i < 5; ++i) {
            const oracle::date a = date_of(of, random_instant(random, of));
            const oracle::date b = a + days{random.from_to(0, 400)};
            const oracle::date c = b + days{random.from_to(0, 20'000)};
            if (c > oracle::date{9999y / December / 1})
                continue;
            INFO("a " << date_text(std::optional{a}) << ", b " << date_text(std::optional{b})
                      << ", c " << date_text(std::optional{c}));
            const sla::calendar& hours = of.fast;
            CHECK(hours.business_days_between(a, b) + hours.business_days_between(b, c) ==
                  hours.business_days_between(a, c));
            CHECK(hours.business_days_between(b, a) == -hours.business_days_between(a, b));
            CHECK(hours.business_days_between(a, a + days{1}) ==
                  (hours.is_business_day(a) ? 1 : 0));

            const int n = random.small(1, 300);
            INFO("n = " << n);
            if (const auto later = hours.add_business_days(a, n)) {
                CHECK(*later > a);
                CHECK(hours.is_business_day(*later));
                CHECK(hours.business_days_between(a + days{1}, *later) == n - 1);
                if (hours.is_business_day(a))
                    CHECK(date_text(hours.add_business_days(*later, -n)) ==
                          date_text(std::optional{a}));
            }
            const auto same = hours.add_business_days(a, 0);
            if (same) {
                CHECK(*same >= a);
                CHECK(hours.is_business_day(*same));
                CHECK(hours.business_days_between(a, *same) == 0);
            }
        }
    });
}

TEST_CASE("a start outside hours counts as one at the next opening") {
    oracle::property{"business day start", 150}.run([](dice& random, const std::string& name) {
        const oracle::pair of = random_pair(random);
        INFO(name << "\n" << of.text);
        for (int i = 0; i < 4; ++i) {
            const sla::instant t = random_instant(random, of);
            const sla::instant opening = of.fast.next_open_or_same(t);
            if (opening == sla::never)
                continue;
            INFO("at " << to_text(t));
            const int n = random.small(0, 60);
            for (const auto end : {sla::business_day_end::same_time, sla::business_day_end::close})
                CHECK(to_text(of.fast.add(t, sla::business_days{.count = n, .end = end})) ==
                      to_text(of.fast.add(opening, sla::business_days{.count = n, .end = end})));
            const sla::instant due =
                of.fast.add(t, sla::business_days{.count = n, .end = sla::business_day_end::close});
            if (due != sla::never) {
                CHECK(due > t);
                CHECK(of.fast.is_open(due - 1ms));
            }
        }
    });
}

TEST_CASE("calendar days, weeks and months keep the wall-clock time") {
    oracle::property{"wall clock", 200}.run([](dice& random, const std::string& name) {
        const oracle::pair of = random_pair(random);
        INFO(name << ", zone " << of.slow.zone().name());
        for (int i = 0; i < 4; ++i) {
            const sla::instant t =
                std::clamp(random_instant(random, of), sla::instant{days{6 * 365}},
                           sla::end_of_range - days{6 * 365});
            const int n = random.percent(20) ? random.small(-60, 60) : random.small(1, 8);
            if (n == 0)
                continue;
            INFO("at " << to_text(t) << ", n " << n);
            CHECK(to_text(of.fast.add(t, sla::calendar_days{n})) ==
                  to_text(of.slow.add(t, sla::calendar_days{n})));
            CHECK(to_text(of.fast.add(t, sla::calendar_weeks{n})) ==
                  to_text(of.slow.add(t, sla::calendar_weeks{n})));
            CHECK(to_text(of.fast.add(t, sla::calendar_months{n})) ==
                  to_text(of.slow.add(t, sla::calendar_months{n})));
        }
    });
}
